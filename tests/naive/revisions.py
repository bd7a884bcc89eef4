"""How the state of each claim changed, step by step (design, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.naive.belief import Held, Tally, of_actors, of_origins, tally
from tests.naive.moments import capped, just_after
from tests.naive.story import Step, follows
from tests.naive.views import on
from tests.naive.world import World, world_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.naive.moments import Interval
    from tests.naive.records import Line


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a claim's status, of a count, or of a position on it."""

    perspective: str
    claim: str
    revision: int
    event: str
    seq: int
    known_earliest: str | None
    known_latest: str
    follows_certainly: bool | None
    """Whether it certainly follows the revision before; None for the first."""
    status: str
    previous_status: str
    supporters: int
    deniers: int
    questioners: int
    origins: int
    divided: bool


class Belief(msgspec.Struct, frozen=True, kw_only=True):
    """All positions after a step."""

    event: str
    seq: int
    known_earliest: str | None
    known_latest: str
    step: Step | None
    """The step of the story; the perspective `ledger` has lines instead."""
    actors: dict[tuple[str, str], Held]
    origins: dict[tuple[str, str], Held]


def revisions(
    log: World | Sequence[Line], *, perspective: str = "public", recorded: int | None = None
) -> list[Revision]:
    """All revisions of all claims that are live at the recorded position, claim by claim."""
    world = world_of(log).at(recorded)
    beliefs = of_ledger(world) if perspective == "ledger" else of_perspective(world, world.story(perspective))
    return [row for claim in world.records.all_live("claim") for row in changes(world, claim, perspective, beliefs)]


def of_perspective(world: World, steps: Sequence[Step]) -> list[Belief]:
    """After each step of a story, which makes one observation more visible."""
    beliefs = []
    for number, step in enumerate(steps, start=1):
        seen = [each.observation for each in steps[:number]]
        actors = of_actors(world.records, seen, lambda a, b: world.order.precedes(("occurrence", a), ("occurrence", b)))
        beliefs.append(
            Belief(
                event=step.event,
                seq=step.seq,
                known_earliest=step.known_earliest,
                known_latest=step.known_latest,
                step=step,
                actors=actors,
                origins=of_origins(world.records, actors),
            )
        )
    return beliefs


def of_ledger(world: World) -> list[Belief]:
    """After each line, from the records as they were there and the order as it is known at the end."""
    beliefs = []
    for line in world.records.lines:
        records = world.at(line["seq"]).records
        actors = of_actors(records, records.all_live("observation"), HindsightOrder(world, line["seq"]).precedes)
        beliefs.append(
            Belief(
                event=line["id"],
                seq=line["seq"],
                known_earliest=line["recorded_at"],
                known_latest=just_after(line["recorded_at"]),
                step=None,
                actors=actors,
                origins=of_origins(records, actors),
            )
        )
    return beliefs


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody, an actor or an origin, came to a position on a claim."""

    who: str
    claim: str
    position: str
    event: str


def turns(log: World | Sequence[Line], *, of: str) -> list[Turn]:
    """How the positions of `actors` or `origins` on claims that are live came to be what they are for the public."""
    world = world_of(log)
    live = set(world.records.all_live("claim"))
    before: dict[tuple[str, str], str] = {}
    found: list[Turn] = []
    for belief in of_perspective(world, world.story("public")):
        held: dict[tuple[str, str], Held] = getattr(belief, of)
        now = {key: each.position for key, each in held.items() if key[1] in live}
        found += [
            Turn(who=who, claim=claim, position=position, event=belief.event)
            for (who, claim), position in now.items()
            if before.get((who, claim)) != position
        ]
        before = now
    return found


class HindsightOrder:
    """The order of the observations of an earlier position, as far as it is known at the end."""

    def __init__(self, world: World, seq: int) -> None:
        """Take the world of the end, and the earlier position."""
        self.end = world
        self.then = world.at(seq).records

    def bounds(self, observation: str) -> Interval:
        """The occurrence as it is known at the end; for what is gone or amended by the end, as it was written then."""
        line = self.then.current[observation]
        if self.end.records.live(observation) and self.end.records.current[observation]["seq"] == line["seq"]:
            return self.end.order.tightened["occurrence", observation]
        return capped(line.get("occurred"), line)

    def precedes(self, a: str, b: str) -> bool:
        """By the bounds, or by the edges that are there at the end."""
        edges = self.end.order.descendants.get(("occurrence", a), set())
        return a != b and (self.bounds(a).latest <= self.bounds(b).earliest or ("occurrence", b) in edges)


def changes(world: World, claim: str, perspective: str, beliefs: Sequence[Belief]) -> list[Revision]:
    """The revisions of one claim: a row wherever its status, a count or a position is not what it was before."""
    rows: list[Revision] = []
    before: tuple[Tally, dict[str, str], dict[str, str]] = (Tally(), {}, {})
    cause: Belief | None = None
    for belief in beliefs:
        actors, origins = on(claim, belief.actors), on(claim, belief.origins)
        sums = tally(actors.values(), origins.values())
        now = sums, _positions(actors), _positions(origins)
        if now != before:
            rows.append(
                Revision(
                    perspective=perspective,
                    claim=claim,
                    revision=len(rows) + 1,
                    event=belief.event,
                    seq=belief.seq,
                    known_earliest=belief.known_earliest,
                    known_latest=belief.known_latest,
                    follows_certainly=None if cause is None else _follows(world, perspective, cause, belief),
                    previous_status=before[0].status,
                    **msgspec.structs.asdict(sums),
                )
            )
            before, cause = now, belief
    return rows


def _positions(held: dict[str, Held]) -> dict[str, str]:
    return {who: each.position for who, each in held.items()}


def _follows(world: World, perspective: str, before: Belief, belief: Belief) -> bool:
    """Lines of the log certainly follow each other; steps of a story as far as their moments do."""
    if before.step is None or belief.step is None:
        return True
    return follows(world.records, world.order, perspective, before.step.observation, belief.step.observation)
