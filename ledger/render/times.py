"""Times for readers: an instant in UTC or in a zone that was asked for, an interval as the text that was given."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ledger import times

# DuckDB's infinities, as its Python client hands them out.
_ENDLESS: Final = {datetime.max: "infinity", datetime.min: "-infinity"}  # noqa: DTZ901  # as the client gives them


def short(moment: datetime, *, zone: str = "UTC") -> str:
    """A moment for people: `2020-01-06T21:10Z`, or in a zone `2020-01-06T16:10-05:00`. Without tzinfo it is in UTC."""
    return _ENDLESS.get(moment) or times.show(times.instant(_aware(moment)), zone=zone)


def to_the_second(moment: datetime, *, zone: str = "UTC") -> str:
    """A moment for people, to the second, `2020-01-06T21:10:00Z`: when something was recorded."""
    return exact(moment if moment in _ENDLESS else moment.replace(microsecond=0), zone=zone)


def exact(moment: datetime, *, zone: str = "UTC") -> str:
    """A moment for programs, ISO 8601 with its seconds: `2020-01-06T21:10:00Z`, with microseconds if it has any.

    It is in UTC if the zone has no date for it, or an offset that is not in whole minutes.
    """
    if moment in _ENDLESS:
        return _ENDLESS[moment]
    aware = _aware(moment)
    if zone != "UTC":
        with suppress(OverflowError):
            local = aware.astimezone(ZoneInfo(zone))
            if not (local.utcoffset() or timedelta()) % timedelta(minutes=1):
                return local.isoformat()
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def end(moment: datetime, *, zone: str = "UTC") -> str:
    """A moment by which something had happened, for people; one within a second, as of a recording, is rounded up."""
    whole = moment.replace(microsecond=0)
    return short(moment if moment in _ENDLESS or moment == whole else whole + timedelta(seconds=1), zone=zone)


def between(
    earliest: datetime | None, latest: datetime | None, *, zone: str = "UTC", as_given: str | None = None
) -> str:
    """A stretch of time: the text that was given, if one was, else its two ends as far as they are known."""
    if as_given:
        return as_given
    if earliest is not None and latest is not None:
        return f"between {short(earliest, zone=zone)} and {end(latest, zone=zone)}"
    if latest is not None:
        return f"before {end(latest, zone=zone)}"
    return f"not before {short(earliest, zone=zone)}" if earliest is not None else "at an unknown time"


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
