"""The story up to a cut, step by step, with what each step changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.naive.cuts import Cut, certainly_before, possibly_before, resolved, seen_by_ledger, visible
from tests.naive.revisions import Belief, changes, of_ledger, of_perspective
from tests.naive.story import follows, told
from tests.naive.views import on
from tests.naive.world import World, world_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.naive.records import Key, Line

Changes = dict[str, set[tuple[str, str, str, tuple[str, ...]]]]
"""By event: claim, status, the status before, and the divided origins."""
Moves = dict[str, set[tuple[str, str, str | None, str | None]]]
"""By event: claim, actor, position, and the position before."""


class Tale(msgspec.Struct, frozen=True, kw_only=True):
    """A story up to a cut."""

    steps: list[tuple[str, int, str | None, str | None, str, bool | None]]
    """Event, seq, observation, from when until when it may have become known, whether it certainly follows."""
    visible: dict[str, str]
    """By event, `certain` or `possible`."""
    certainly: tuple[Changes, Moves]
    if_possible: tuple[Changes, Moves]


def replay(
    log: World | Sequence[Line], *, cut: Cut = None, perspective: str = "public", recorded: int | None = None
) -> Tale:
    """What a perspective learned by a cut; of what it learns later nothing is told."""
    world = world_of(log).at(recorded)
    if perspective == "ledger":
        world = seen_by_ledger(world, cut)
        beliefs = of_ledger(world)
        both = _changes(world, perspective, beliefs), _moves(world, beliefs)
        return Tale(
            steps=[(b.event, b.seq, None, b.known_earliest, b.known_latest, b.seq > 1 or None) for b in beliefs],
            visible=dict.fromkeys((b.event for b in beliefs), "certain"),
            certainly=both,
            if_possible=both,
        )
    is_told = _told_by(world, cut)
    seen = visible(world, cut, perspective)
    steps = told(world.records, world.order, perspective, is_told)
    everything = of_perspective(world, steps)
    certain = of_perspective(world, [step for step in steps if seen[step.observation] == "certain"])
    return Tale(
        steps=[(s.event, s.seq, s.observation, s.known_earliest, s.known_latest, s.follows_certainly) for s in steps],
        visible={step.event: seen[step.observation] for step in steps},
        certainly=(_changes(world, perspective, certain), _moves(world, certain)),
        if_possible=(_changes(world, perspective, everything), _moves(world, everything)),
    )


def certainly_follows(  # noqa: PLR0913  # a view, and two observations
    log: World | Sequence[Line],
    former: str,
    latter: str,
    *,
    cut: Cut = None,
    perspective: str = "public",
    recorded: int | None = None,
) -> bool:
    """Whether one observation certainly follows another, as a perspective but `ledger` is told of both by a cut."""
    world = world_of(log).at(recorded)
    return follows(world.records, world.order, perspective, former, latter, _told_by(world, cut))


def _told_by(world: World, cut: Cut) -> Callable[[Key], bool]:
    """Which moments are told of at a cut: those that are at least possibly before it."""
    boundary = resolved(world, cut)
    return lambda moment: certainly_before(world, moment, boundary) or possibly_before(world, moment, boundary)


def _changes(world: World, perspective: str, beliefs: Sequence[Belief]) -> Changes:
    found: Changes = {}
    origins = {belief.event: belief.origins for belief in beliefs}
    for claim in world.records.all_live("claim"):
        for revision in changes(world, claim, perspective, beliefs):
            held = on(claim, origins[revision.event])
            divided = tuple(sorted(origin for origin, each in held.items() if each.position == "divided"))
            found.setdefault(revision.event, set()).add((claim, revision.status, revision.previous_status, divided))
    return found


def _moves(world: World, beliefs: Sequence[Belief]) -> Moves:
    live = set(world.records.all_live("claim"))
    found: Moves = {}
    before: dict[tuple[str, str], str] = {}
    for belief in beliefs:
        now = {key: held.position for key, held in belief.actors.items() if key[1] in live}
        for actor, claim in now.keys() | before.keys():
            position, previous = now.get((actor, claim)), before.get((actor, claim))
            if position != previous:
                found.setdefault(belief.event, set()).add((claim, actor, position, previous))
        before = now
    return found
