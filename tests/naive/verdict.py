"""What named assessors say of a claim, kept beside its status (design, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.naive.cuts import Clock
from tests.naive.moments import Interval, capped, just_after

if TYPE_CHECKING:
    from tests.naive.records import Key, Line
    from tests.naive.world import World


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict of all assessors of a claim, or `contested`."""

    verdict: str | None = None
    assessors: list[str] = []
    confidence: str | None = None


def made_in(line: Line) -> Interval:
    """When an assessment was made: as it says, else in the microsecond in which it was recorded."""
    if "occurred" in line:
        return capped(line["occurred"], line)
    return Interval(line["recorded_at"], just_after(line["recorded_at"]))


def certainly_made(world: World, line: Line, cut: Clock | Key | None) -> bool:
    """Whether an assessment was certainly made before the cut."""
    if cut is None:
        return True
    end = cut.instant if isinstance(cut, Clock) else world.order.tightened[cut].earliest
    return made_in(line).latest <= end


def verdict_on(world: World, claim: str, cut: Clock | Key | None) -> Verdict:
    """From the latest assessment of each assessor, by when it was first recorded."""
    latest: dict[str, Line] = {}
    for name in sorted(world.records.all_live("assessment"), key=world.records.first_seq.__getitem__):
        line = world.records.current[name]
        if line["claim"] == claim and certainly_made(world, line, cut):
            latest[line["assessor"]] = line
    verdicts = {line["verdict"] for line in latest.values()}
    confidences = {line.get("confidence") for line in latest.values()}
    return Verdict(
        verdict=None if not verdicts else verdicts.pop() if len(verdicts) == 1 else "contested",
        assessors=sorted(latest),
        confidence=confidences.pop() if len(confidences) == 1 else None,
    )
