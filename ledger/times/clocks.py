"""Clock times as people type them, and instants as people read them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ledger.errors import BadTime
from ledger.times.dates import stretch
from ledger.times.instants import Instant, as_datetime
from ledger.times.zones import named
from ledger.wording import quoted

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = timedelta(minutes=1)


def is_clock(text: str) -> bool:
    """Whether the text has the shape of a bare clock time, `16:10` or `16:10:05`."""
    return _CLOCK.fullmatch(text.strip()) is not None


def clock(text: str, *, day: str, zone: str) -> str:
    """The full text of a bare clock time on a day, `2020-01-06`, in a zone, with the offset that was in force.

    It names the zone instead of the offset if the clocks showed that time twice, or the offset is not in whole minutes.
    Raises BadTime, also if the clocks never showed that time.
    """
    text, day = text.strip(), day.strip()
    if not is_clock(text):
        raise BadTime(f"{quoted(text)} is not a clock time", hint="a clock time is 16:10 or 16:10:05, from 00:00 on")
    if not _DATE.fullmatch(day):
        raise BadTime(f"{quoted(day)} is not a day on which {text} can be", hint="a day is written 2020-01-06")
    by_zone = f"{day}T{text}[{zone}]"
    meant = stretch(by_zone, zone=zone)
    _, offset = _placed(meant.earliest, named(zone)) or (None, f"[{zone}]")
    by_offset = f"{day}T{text}{offset}"
    return by_offset if stretch(by_offset, zone=zone) == meant else by_zone


def show(instant: Instant, *, zone: str = "UTC") -> str:
    """An instant for people, `2020-01-06T21:10Z`, or in a zone `2020-01-06T16:10-05:00`, without zeros at the end.

    It is shown in UTC if the zone's offset is not in whole minutes, as before standard time.
    """
    utc = as_datetime(instant)
    local, offset = _placed(instant, named(zone)) or (utc, "Z")
    naive = local.replace(tzinfo=None)
    if naive.microsecond:
        return naive.isoformat(timespec="microseconds").rstrip("0") + offset
    return naive.isoformat(timespec="seconds" if naive.second else "minutes") + offset


def _placed(instant: Instant, zone: tzinfo) -> tuple[datetime, str] | None:
    """The local time of an instant, and its offset as text; None if that cannot be written."""
    try:
        local = as_datetime(instant).astimezone(zone)
    except OverflowError:
        return None
    away = local.utcoffset()
    if not away:
        return local, "Z" if local.tzname() == "UTC" else "+00:00"
    minutes, rest = divmod(abs(away), _MINUTE)
    return None if rest else (local, f"{'-' if away.days < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}")
