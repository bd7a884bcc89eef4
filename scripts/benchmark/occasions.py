"""Moments as people know them: the texts of times that are exact, vague or open, and always hold the true moment.

A true moment is a whole number of seconds since 1970, in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.benchmark.draw import Draw

START: Final = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp())
"""When the story of every ledger that is made here begins."""
DAY: Final = 86_400

_EASTERN: Final = timezone(timedelta(hours=-5))


def vague(at: int, draw: Draw) -> str | None:
    """A text for a moment, of any precision; None if nobody knows."""
    return draw.choices(_PRECISIONS, _SHARES)[0](at)


def to_the_minute(at: int) -> str:
    """A moment as a clock on the wall has it."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%MZ}"


def printed(at: int, draw: Draw) -> str | None:
    """The date of a document: a day, now and then a minute; None if it bears none."""
    if draw.happens(0.1):
        return None
    return to_the_minute(at) if draw.happens(0.16) else _day(at)


def instant(at: int) -> str:
    """A moment as the log writes it."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"


def _second(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _elsewhere(at: int) -> str:
    return f"{datetime.fromtimestamp(at, _EASTERN):%Y-%m-%dT%H:%M}-05:00"


def _month(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m}"


def _span(at: int) -> str:
    return f"{_day(at - DAY)}/{_day(at + DAY)}"


def _since(at: int) -> str:
    return f"{_day(at - DAY)}/.."


def _until(at: int) -> str:
    return f"../{_day(at + DAY)}"


def _unknown(_: int) -> None:
    return None


_PRECISIONS: Final[tuple[Callable[[int], str | None], ...]] = (
    _day,
    to_the_minute,
    _second,
    _elsewhere,
    _month,
    _span,
    _since,
    _until,
    _unknown,
)
_SHARES: Final = (36, 26, 10, 10, 3, 4, 3, 3, 5)
