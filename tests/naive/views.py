"""The answers: who stands where, and what it adds up to, seen from a perspective at a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.naive.belief import Held, of_actors, of_origins, tally
from tests.naive.cuts import Cut, certainly_before, possibly_before, resolved, seen_by_ledger, visible
from tests.naive.verdict import verdict_on
from tests.naive.world import World, world_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tests.naive.records import Key, Line
    from tests.naive.story import Step


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where an actor or an origin stands on a claim."""

    position: str
    observation: str
    """Of the observations that give it, the last in story order."""


class ClaimState(msgspec.Struct, frozen=True, kw_only=True):
    """A claim at a cut."""

    status: str
    status_if_possible: str
    supporters: int
    deniers: int
    questioners: int
    origins: int
    divided: bool
    verdict: str | None
    assessors: list[str]
    confidence: str | None


class View:
    """One perspective at one cut of the log at one recorded position."""

    def __init__(self, log: World | Sequence[Line], cut: Cut, perspective: str, recorded: int | None) -> None:
        """Go to the recorded position; for `ledger`, on to that of the cut, before which everything is visible."""
        world = world_of(log).at(recorded)
        if perspective == "ledger":
            world, cut = seen_by_ledger(world, cut), None
        self.world = world
        self.cut = resolved(world, cut)
        self.perspective = perspective
        self.visible = visible(world, cut, perspective)

    def actors(self, *, possible: bool) -> dict[tuple[str, str], Held]:
        """The positions of actors, from what is certainly or also from what is possibly visible."""
        seen = [name for name, how in self.visible.items() if possible or how == "certain"]
        return of_actors(self.world.records, seen, self._occurred_before)

    def _occurred_before(self, one: str, other: str) -> bool:
        return self.world.order.precedes(("occurrence", one), ("occurrence", other))

    def last(self, observations: Collection[str]) -> str:
        """The one of the observations that the perspective learned last in story order, for `ledger` in seq."""
        if self.perspective == "ledger":
            return max(observations, key=self.world.records.first_seq.__getitem__)
        return next(
            s.observation for s in reversed(self.world.story(self.perspective)) if s.observation in observations
        )

    def shown(self, held: dict[tuple[str, str], Held]) -> dict[tuple[str, str], Position]:
        """Positions with the one observation that is named for them."""
        return {
            key: Position(position=each.position, observation=self.last(each.given_by)) for key, each in held.items()
        }


def observations(
    log: World | Sequence[Line], *, cut: Cut = None, perspective: str = "public", recorded: int | None = None
) -> dict[str, str]:
    """Each visible observation, `certain` or `possible`."""
    return View(log, cut, perspective, recorded).visible


class Carried(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """That a source carries an observation, and how the cut sees its publication."""

    report: str
    """The report, or the observation whose own it is."""
    source: str
    audience: list[str]
    visible: str


def carried(
    log: World | Sequence[Line], *, cut: Cut = None, perspective: str = "public", recorded: int | None = None
) -> dict[str, list[Carried]]:
    """Who carries each live observation, as far as it was at least possibly published before the cut."""
    view = View(log, cut, perspective, recorded)
    records = view.world.records
    return {
        observation: sorted(
            Carried(
                report=report.carrier,
                source=report.source,
                audience=records.audience(report.content, default=records.current[report.source]),
                visible="certain" if certainly_before(view.world, report.moment, view.cut) else "possible",
            )
            for report in records.reports(observation)
            if possibly_before(view.world, report.moment, view.cut)
        )
        for observation in records.all_live("observation")
    }


def positions(
    log: World | Sequence[Line],
    *,
    cut: Cut = None,
    perspective: str = "public",
    recorded: int | None = None,
    possible: bool = False,
) -> dict[tuple[str, str], Position]:
    """Where each actor stands, by (actor, claim)."""
    view = View(log, cut, perspective, recorded)
    return view.shown(view.actors(possible=possible))


def origin_positions(
    log: World | Sequence[Line],
    *,
    cut: Cut = None,
    perspective: str = "public",
    recorded: int | None = None,
    possible: bool = False,
) -> dict[tuple[str, str], Position]:
    """Where each origin stands, by (origin, claim)."""
    view = View(log, cut, perspective, recorded)
    return view.shown(of_origins(view.world.records, view.actors(possible=possible)))


def claims(
    log: World | Sequence[Line], *, cut: Cut = None, perspective: str = "public", recorded: int | None = None
) -> dict[str, ClaimState]:
    """Every live claim."""
    view = View(log, cut, perspective, recorded)
    records = view.world.records
    certain, possible = view.actors(possible=False), view.actors(possible=True)
    certain_origins, possible_origins = of_origins(records, certain), of_origins(records, possible)
    states = {}
    for claim in records.all_live("claim"):
        now = tally(on(claim, certain).values(), on(claim, certain_origins).values())
        perhaps = tally(on(claim, possible).values(), on(claim, possible_origins).values())
        verdict = verdict_on(view.world, claim, view.cut)
        states[claim] = ClaimState(
            **msgspec.structs.asdict(now), **msgspec.structs.asdict(verdict), status_if_possible=perhaps.status
        )
    return states


def on(claim: str, held: dict[tuple[str, str], Held]) -> dict[str, Held]:
    """The positions on one claim, by actor or origin."""
    return {who: each for (who, what), each in held.items() if what == claim}


def moments(log: World | Sequence[Line], recorded: int | None = None) -> dict[Key, tuple[str | None, str]]:
    """The tightened (earliest, latest) of each moment; None is open."""
    tightened = world_of(log).at(recorded).order.tightened
    return {moment: (bounds.earliest or None, bounds.latest) for moment, bounds in tightened.items()}


def precedes(log: World | Sequence[Line], a: Key, b: Key) -> bool:
    """Whether a ≺ b, as known at the end of the log."""
    return world_of(log).order.precedes(a, b)


def story(log: World | Sequence[Line], *, perspective: str = "public", recorded: int | None = None) -> list[Step]:
    """In which order a perspective other than `ledger` learned what it knows."""
    return world_of(log).at(recorded).story(perspective)
