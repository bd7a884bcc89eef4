"""A moment as text: UTC, microseconds, always 27 characters, so that instants compare as text."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from ledger.errors import BadTime
from ledger.wording import quoted

Instant = str

_EXAMPLE = "2020-01-06T00:00:00.000000Z"


def instant(moment: datetime) -> Instant:
    """The instant of an aware datetime. Raises BadTime if it has no offset or is outside the years 1 to 9999 in UTC."""
    away = moment.utcoffset()
    if away is None:
        raise BadTime(
            f"{moment.isoformat()} has no time zone", hint="give a datetime with a tzinfo, such as datetime.UTC"
        )
    try:
        return written(moment.replace(tzinfo=None) - away)
    except OverflowError:
        raise BadTime(
            f"{moment.isoformat()} is out of range", hint="in UTC, instants are in the years 0001 to 9999"
        ) from None


def as_datetime(instant: Instant) -> datetime:
    """The datetime of an instant, in UTC. Raises BadTime for any text but an instant."""
    if not is_instant(instant):
        raise BadTime(f"{quoted(instant)} is not an instant", hint=f"an instant is written like {_EXAMPLE}")
    return datetime.fromisoformat(instant)


@lru_cache(maxsize=16384)
def is_instant(text: str) -> bool:
    """Whether the text is exactly in the form of an instant, on a date that exists."""
    try:
        return datetime.fromisoformat(text[:-1]).isoformat(timespec="microseconds") + "Z" == text
    except ValueError:
        return False


def written(utc: datetime) -> Instant:
    """The instant of a datetime without tzinfo, whose fields are in UTC."""
    return utc.isoformat(timespec="microseconds") + "Z"
