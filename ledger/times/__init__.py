"""Times as people write them, and the instants that they mean.

    instants    a moment as text: UTC, microseconds, fixed width, compares as text
    zones       what the local times of a zone are in UTC, even when clocks jump or go back
    dates       one written date or time of day, to its own precision
    intervals   what an event keeps of a time: its text and the half-open interval that it means
    cuts        the moment that a question asks about
    clocks      bare clock times, and instants printed for people
    hints       what to write instead of a time that cannot be read

Nothing here reads a clock, a file or the environment, but for the time zone database that Python finds.
"""

from __future__ import annotations

from ledger.times.clocks import clock, is_clock, show
from ledger.times.cuts import WRITTEN, cut, end, start
from ledger.times.instants import Instant, as_datetime, instant, is_instant
from ledger.times.intervals import Interval, interval
from ledger.times.zones import check_zone, known_zone

__all__ = (
    "WRITTEN",
    "Instant",
    "Interval",
    "as_datetime",
    "check_zone",
    "clock",
    "cut",
    "end",
    "instant",
    "interval",
    "is_clock",
    "is_instant",
    "known_zone",
    "show",
    "start",
)
