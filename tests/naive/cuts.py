"""What came before a cut, and what was visible there (design, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from tests.naive.moments import just_after
from tests.naive.records import Key, Line, name_of
from tests.naive.story import learned_at

if TYPE_CHECKING:
    from tests.naive.world import World


class Clock(msgspec.Struct, frozen=True):
    """The cut at a UTC instant, written as in the log."""

    instant: str


class After(msgspec.Struct, frozen=True):
    """The cut just after an event, named by its id or its seq."""

    event: str | int


Cut: TypeAlias = Clock | After | None
"""None is everything recorded."""


class NoSuchEvent(LookupError):
    """An event to cut at is in the log at the recorded position, and not voided by then."""


def line_of(world: World, event: str | int) -> Line:
    """The line that an id or a seq names."""
    for line in world.records.lines:
        if event in (line["seq"], line["id"]):
            return line
    raise NoSuchEvent(event)


def seen_by_ledger(world: World, cut: Cut) -> World:
    """The world at a cut of the perspective `ledger`, for which a cut is a position of the log."""
    if isinstance(cut, After):
        return world.at(line_of(world, cut.event)["seq"])
    if isinstance(cut, Clock):
        return world.at(max((e["seq"] for e in world.records.lines if e["recorded_at"] <= cut.instant), default=0))
    return world


def resolved(world: World, cut: Cut) -> Clock | Key | None:
    """A cut at an event as the event's moment; for one without a moment, as the time just after its recording."""
    if not isinstance(cut, After):
        return cut
    line = line_of(world, cut.event)
    name = None if line["type"] == "void" else name_of(line)
    if line["type"] in ("observation", "report") and name is not None:
        if not world.records.live(name):
            raise NoSuchEvent(cut.event)
        return world.order.moment_of(name)
    if name in world.records.ended:
        raise NoSuchEvent(cut.event)
    return Clock(just_after(line["recorded_at"]))


def certainly_before(world: World, moment: Key, cut: Clock | Key | None) -> bool:
    """`latest` ≤ T; or it is the event's moment, or ≺ it."""
    if cut is None:
        return True
    if isinstance(cut, Clock):
        return world.order.tightened[moment].latest <= cut.instant
    return moment == cut or world.order.precedes(moment, cut)


def possibly_before(world: World, moment: Key, cut: Clock | Key | None) -> bool:
    """`earliest` < T; or the event's moment is not ≺ it."""
    if cut is None:
        return True
    if isinstance(cut, Clock):
        return world.order.tightened[moment].earliest < cut.instant
    return not world.order.precedes(cut, moment)


def visible(world: World, cut: Cut, perspective: str) -> dict[str, str]:
    """How each observation is visible, `certain` or `possible`; the others are absent."""
    if perspective == "ledger":
        return dict.fromkeys(seen_by_ledger(world, cut).records.all_live("observation"), "certain")
    boundary = resolved(world, cut)
    seen = {}
    for observation in world.records.all_live("observation"):
        moments = learned_at(world.records, world.order, observation, perspective)
        if any(certainly_before(world, moment, boundary) for moment in moments):
            seen[observation] = "certain"
        elif any(possibly_before(world, moment, boundary) for moment in moments):
            seen[observation] = "possible"
    return seen
