"""The times of one week of January 2020: vague ones as people know them, and exact ones that are all different."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Protocol, TypeAlias

from hypothesis import strategies as st

from tests.naive import scribe

if TYPE_CHECKING:
    from datetime import datetime

    from hypothesis.strategies import SearchStrategy

Wish: TypeAlias = str | int | None
"""A time that is asked for: a text, or one of the free minutes, or none."""

WEEK = range(6, 13)
POINTS = tuple(
    text for day in WEEK for text in (f"2020-01-{day:02}", f"2020-01-{day:02}T08:00Z", f"2020-01-{day:02}T16:10Z")
)
DAYS = POINTS[::3]
VAGUE = (
    *POINTS,
    *DAYS,
    *(None,) * 10,
    *(f"{first}/.." for first in POINTS[::2]),
    *(f"../{last}" for last in POINTS[::2]),
    *("/".join(ends) for ends in combinations(DAYS, 2)),
    *("2020-01",) * 6,
)
MINUTES = tuple(
    f"2020-01-{day:02}T{hour:02}:{minute:02}Z" for day in WEEK for hour in range(24) for minute in (0, 15, 30, 45)
)
SILENCE = DAYS[4]
"""From here on nothing exact is said, so that there is time left to publish it."""


class Times(Protocol):
    """How times are asked for, and what of that can be."""

    @property
    def to_happen(self) -> SearchStrategy[Wish]:
        """Ask for the time of what is said or happens, or of an assessment."""

    @property
    def to_publish(self) -> SearchStrategy[Wish]:
        """Ask for the time of a report, or of a source."""

    @property
    def disposable(self) -> tuple[str, ...]:
        """The fields that an event can do without, one after the other, where they make the order impossible."""

    def occurrence(self, wish: Wish, at: datetime) -> str | None:
        """Give the time of what is recorded at `at`."""

    def publication(self, wish: Wish, at: datetime, said: str | None) -> str | None:
        """Give the time of a report, recorded at `at`, of something said at a time."""

    def source(self, wish: Wish, at: datetime) -> str | None:
        """Give the time at which a source that is recorded at `at` was published."""


class Vague:
    """Days, minutes and months, intervals with and without ends, or nothing; all begin before they are recorded."""

    to_happen: SearchStrategy[Wish] = st.sampled_from(VAGUE)
    to_publish: SearchStrategy[Wish] = st.sampled_from((None,) * len(VAGUE) + VAGUE)
    disposable: tuple[str, ...] = ("after", "published", "reports", "occurred")

    def occurrence(self, wish: Wish, at: datetime) -> str | None:
        """Give the time asked for; what has not begun is replaced by the last that has."""
        if not isinstance(wish, str) or wish.startswith("..") or _start(wish) < at:
            return None if wish is None else str(wish)
        return max(text for text in POINTS if _start(text) < at)

    def publication(self, wish: Wish, at: datetime, said: str | None) -> str | None:  # noqa: ARG002 - vague times may clash
        """Give the time asked for, as far as it has begun."""
        return self.occurrence(wish, at)

    source = occurrence


class Exact:
    """Minutes of which none is given twice; sources have no dates, since several reports would share them."""

    to_happen: SearchStrategy[Wish] = st.integers(0, len(MINUTES) - 1)
    to_publish = to_happen
    disposable: tuple[str, ...] = ("after", "reports")

    def __init__(self) -> None:
        """Begin with all minutes of the week."""
        self.free = list(MINUTES)

    def occurrence(self, wish: Wish, at: datetime) -> str | None:  # noqa: ARG002 - all is recorded afterwards
        """Give a free minute of the first days."""
        return self._take(wish, "", SILENCE)

    def publication(self, wish: Wish, at: datetime, said: str | None) -> str | None:  # noqa: ARG002
        """Give a free minute after that in which it was said."""
        return self._take(wish, said or "", "~")

    def source(self, wish: Wish, at: datetime) -> str | None:  # noqa: ARG002
        """Give none."""
        return None

    def _take(self, wish: Wish, after: str, before: str) -> str:
        assert isinstance(wish, int)
        minutes = [text for text in self.free if after < text < before]
        minute = minutes[wish % len(minutes)]
        self.free.remove(minute)
        return minute


def _start(text: str) -> datetime:
    """When a time begins that has a beginning."""
    return scribe.span(text.partition("/")[0])[0]
