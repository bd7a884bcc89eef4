"""Time zones: their names, and what their local times are in UTC.

Clocks that go forward skip local times, even whole days: Apia had no 30 December 2011. Clocks that go back show local
times twice, and in St. John's, which changed at 00:01, part of the day before came again after midnight.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ledger.errors import BadTime
from ledger.wording import did_you_mean, quoted

_NONE = timedelta(0)
_TICK = timedelta(microseconds=1)
SHORT = "an abbreviation may mean several zones: name a place, America/New_York, or on a time write its offset, -05:00"
"""What to do about BST, EDT and the like."""
_ABBREVIATION = re.compile(r"[A-Z]{2,5}")
_ANY = "a zone is a name of the IANA time zone database, such as Europe/Berlin"

# Every name in the database begins with a capital letter. Other names that can be loaded are not wanted: `localtime`
# and `posixrules` are the machine's own, and `right/…` counts leap seconds.
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*)*")


def known_zone(name: str) -> bool:
    """Whether the time zone database has a zone of exactly this name."""
    return _found(name) is not None


def check_zone(name: str) -> None:
    """Raise BadTime, with the nearest names, unless the time zone database has a zone of exactly this name."""
    named(name)


def named(name: str) -> tzinfo:
    """The zone of this name. Raises BadTime, with the nearest names, if there is none."""
    zone = _found(name)
    if zone is None:
        raise BadTime(f"no time zone is named {quoted(name)}", hint=nearest_zones(name))
    return zone


def nearest_zones(name: str) -> str:
    """A hint with the zones that `name` may have meant: those of that city, else those spelt most like it."""
    names = _names()
    city = name.strip().replace(" ", "_").casefold()
    same = [zone for zone in names if city in {zone.casefold(), zone.rpartition("/")[2].casefold()}]
    if not same and _ABBREVIATION.fullmatch(name):
        return SHORT
    return f"did you mean {' or '.join(same)}?" if same else did_you_mean(name, names) or _ANY


def span(start: datetime, stop: datetime, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """When the clocks of a zone show times in [start, stop): from the first such moment to the end of the last.

    Arguments and answer have no tzinfo; the answer is in UTC, or None if the clocks never show any of these times.
    Raises OverflowError if the answer is outside the years 1 to 9999.
    """
    last = stop - _TICK
    before, after = _offsets(start, zone)
    earliest = start - before if before >= after else _jump(start, before, after, zone)
    before, after = _offsets(last, zone)
    latest = last - after + _TICK if before >= after else _jump(last, before, after, zone)
    return (earliest, latest) if earliest < latest else None


def offset(local: datetime, zone: tzinfo) -> str | None:
    """The offset of a local time, `Z` or `-05:00`; None if it has none, or two, or one not in whole minutes."""
    before, after = _offsets(local, zone)
    if before != after or before % timedelta(minutes=1):
        return None
    return local.replace(tzinfo=zone).isoformat()[-len("-05:00") :] if before else "Z"


def _offsets(local: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """The offsets of a local time under the rules before and after the nearest change; equal if no change is near.

    The first is greater if the local time occurs twice, and less if it never occurs.
    """
    before = local.replace(tzinfo=zone, fold=0).utcoffset() or _NONE
    after = local.replace(tzinfo=zone, fold=1).utcoffset() or _NONE
    return before, after


def _jump(skipped: datetime, before: timedelta, after: timedelta, zone: tzinfo) -> datetime:
    """The moment in UTC at which the clocks jump over a local time. Zones change on whole seconds."""
    base = (skipped - after).replace(microsecond=0)

    def shown(seconds: int) -> datetime:
        return (base + timedelta(seconds=seconds)).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    seconds = range(int((after - before).total_seconds()) + 1)
    return base + timedelta(seconds=bisect_left(seconds, skipped, key=shown))


@lru_cache(maxsize=1024)
def _found(name: str) -> tzinfo | None:
    if name == "UTC":
        return UTC
    if _NAME.fullmatch(name) is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if _NAME.fullmatch(name)))
