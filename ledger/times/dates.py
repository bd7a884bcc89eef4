"""One written date or time of day, and the stretch of time that it means, to its own precision."""

# ruff: noqa: DTZ001  # A local time has no tzinfo until its place in UTC is known.

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

import msgspec

from ledger.errors import BadTime
from ledger.times import zones
from ledger.times.hints import LONGEST, advice, rewritings
from ledger.times.instants import Instant, written
from ledger.wording import quoted

_LAST_YEAR = 9998
_SHAPE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?"
    r"(?:\[([^\[\]]*)\])?"
)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_FRACTION = tuple(timedelta(microseconds=10 ** (6 - digits)) for digits in range(7))
_RANGES = (("year", 1, _LAST_YEAR), ("month", 1, 12), ("hour", 0, 23), ("minute", 0, 59), ("second", 0, 59))
_SEASONS = range(21, 42)


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """From `earliest` to just before `latest`; `timed` if a time of day was given, not only a date.

    If the clocks showed that time of day twice, it reaches from the first to the second, which begins at `again`.
    """

    earliest: Instant
    latest: Instant
    timed: bool
    again: Instant | None = None


def stretch(text: str, *, zone: str) -> Stretch:
    """What a date or time of day means; a date is in the zone named `zone`, unless it ends in its own.

    Raises BadTime.
    """
    home = zones.named(zone)
    match = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise unreadable(text, zone=zone)
    hour, offset, own = match.group(4, 8, 9)
    if own is not None and not zones.known_zone(own):
        raise BadTime(f"the zone in {quoted(text)} does not exist", hint=zones.nearest_zones(own))
    try:
        start, stop = _bounds(match)
    except ValueError:
        raise _impossible(text, match) from None
    if hour and (offset is None) == (own is None):
        raise _unplaced(text, match, start, zone=zone)
    try:
        if offset:
            away = _away(offset)
            found: tuple[datetime, datetime] | None = (start - away, stop - away)
        else:
            found = zones.span(start, stop, home if own is None else zones.named(own))
    except ValueError:
        raise BadTime(
            f"the offset in {quoted(text)} does not exist", hint="offsets run from -23:59 to +23:59"
        ) from None
    except OverflowError:
        raise BadTime(f"{quoted(text)} is out of range", hint="no time is before the year 0001 in UTC") from None
    if found is None:
        raise BadTime(
            f"{quoted(text)} never was: the clocks of {own or zone} went forward over it",
            hint="give a time that they showed, or an interval around it",
        )
    earliest, latest = found
    timed, again = hour is not None, latest - (stop - start)
    return Stretch(
        earliest=written(earliest),
        latest=written(latest),
        timed=timed,
        again=written(again) if timed and again > earliest else None,
    )


def unreadable(text: str, *, zone: str) -> BadTime:
    """The error for a text that does not have the shape of a time, with a correction if one is clear."""
    hint, good = None, []
    for rewritten in rewritings(text):
        try:
            stretch(rewritten, zone=zone)
            good.append(rewritten)
        except BadTime as error:
            hint = _written_in_full(rewritten, zone) or error.hint
    if good:
        hint = f"write {' or '.join(good)}"
    return BadTime(f"{quoted(text)} cannot be read as a time", hint=hint or advice(text))


def _written_in_full(text: str, zone: str) -> str | None:
    """How to write a time of day that has neither an offset nor a zone; None if that is not what is wrong."""
    match = _SHAPE.fullmatch(text)
    if match is None or match[4] is None or match[8] is not None or match[9] is not None:
        return None
    try:
        start, _ = _bounds(match)
    except ValueError:
        return None
    return f"a time of day needs a T before it, and an offset or a zone: {_in_zone(text, start, zone)}"


def _in_zone(text: str, start: datetime, zone: str) -> str:
    """The ways to write a time of day in a zone: with its offset, if it has just one, and with the zone's name."""
    home = zones.named(zone)
    offset = zones.offset(start, home)
    forms = [f"{text}{offset}"] if offset is not None else []
    if zone != "UTC" and _is_shown(start, home):
        forms.append(f"{text}[{zone}]")
    return " or ".join(forms) or f"{text}Z; the clocks of {zone} never showed that time"


def _is_shown(start: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of a zone ever show a local time."""
    try:
        return zones.span(start, start + _MINUTE, zone) is not None
    except OverflowError:
        return False


def _bounds(match: re.Match[str]) -> tuple[datetime, datetime]:
    """The first local time meant, and the first after it that is not. Raises ValueError if there is no such date."""
    year, month, day, hour, minute, second, fraction, *_ = match.groups()
    if int(year) > _LAST_YEAR:
        raise ValueError
    if not month:
        return datetime(int(year), 1, 1), datetime(int(year) + 1, 1, 1)
    if not day:
        return datetime(int(year), int(month), 1), _next_month(int(year), int(month))
    date = datetime(int(year), int(month), int(day))
    if not hour:
        return date, date + _DAY
    start = date.replace(hour=int(hour), minute=int(minute))
    if not second:
        return start, start + _MINUTE
    start = start.replace(second=int(second), microsecond=int((fraction or "").ljust(6, "0")))
    return start, start + _FRACTION[len(fraction or "")]


def _next_month(year: int, month: int) -> datetime:
    return datetime(year + month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=1024)
def _away(offset: str) -> timedelta:
    """How far ahead of UTC `Z`, `+03` or `-05:00` is. Raises ValueError if there is no such offset."""
    if offset == "Z":
        return timedelta(0)
    ahead = time(int(offset[1:3]), int(offset[4:] or 0))
    away = timedelta(hours=ahead.hour, minutes=ahead.minute)
    return -away if offset[0] == "-" else away


def _unplaced(text: str, match: re.Match[str], start: datetime, *, zone: str) -> BadTime:
    """The error for a time of day that has neither offset nor zone, or has both."""
    offset, own = match.group(8, 9)
    if own is None:
        return BadTime(
            f"{quoted(text)} has neither an offset nor a zone",
            hint=f"add the one or the other, as in {_in_zone(text, start, zone)}",
        )
    bare = text.partition("[")[0]
    return BadTime(
        f"{quoted(text)} has both an offset and a zone",
        hint=f"give one of them: {bare} or {bare.removesuffix(str(offset))}[{own}]",
    )


def _impossible(text: str, match: re.Match[str]) -> BadTime:
    """The error for a part of a date or time that is out of range."""
    year, month, day, hour, minute, second, *_ = match.groups()
    parts = {"year": year, "month": month, "hour": hour, "minute": minute, "second": second}
    for part, low, high in _RANGES:
        value = parts[part]
        if value is not None and not low <= int(value) <= high:
            hint = f"{part}s run from {low:02} to {high:02}"
            if part == "year":
                hint = f"{part}s run from {low:04} to {high:04}"
            elif part == "month" and not day and int(value) in _SEASONS:
                hint = f"seasons are not read: give an interval of months, such as {year}-03/{year}-05"
            elif part == "hour" and value == "24":
                hint += "; a day ends at the next day's T00:00"
            break
    else:
        part = "day"
        days = (_next_month(int(year), int(month)) - datetime(int(year), int(month), 1)).days
        hint = f"{year}-{month} has the days 01 to {days}"
    return BadTime(f"the {part} in {quoted(text)} does not exist", hint=hint)
