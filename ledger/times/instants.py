"""A moment as text: UTC, microseconds, always 27 characters, so that instants compare as text."""

from __future__ import annotations

from datetime import datetime

from ledger.errors import BadTime
from ledger.times.mends import quoted

Instant = str

_EXAMPLE = "2020-01-06T00:00:00.000000Z"


def instant(moment: datetime) -> Instant:
    """The instant of an aware datetime. BadTime where it has no offset, or is outside the years 0001 to 9999 in UTC."""
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


def moment(instant: Instant) -> datetime:
    """The datetime of an instant, in UTC. BadTime for any text but an instant."""
    try:
        read = datetime.fromisoformat(instant)
    except ValueError:
        read = None
    if read is None or written(read) != instant:
        raise BadTime(f"{quoted(instant)} is not an instant", hint=f"an instant is written like {_EXAMPLE}")
    return read


def is_instant(text: str) -> bool:
    """Whether the text is an instant, to the character, on a date that exists."""
    try:
        moment(text)
    except BadTime:
        return False
    return True


def written(utc: datetime) -> Instant:
    """The instant of a datetime whose fields are in UTC already."""
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
