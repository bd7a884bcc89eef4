"""The times of one week of January 2020, vague or exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from hypothesis import strategies as st

from tests.naive import scribe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hypothesis.strategies import DrawFn

WEEK = range(6, 13)
POINTS = {
    text: scribe.span(text)
    for day in WEEK
    for text in (f"2020-01-{day:02}", f"2020-01-{day:02}T08:00Z", f"2020-01-{day:02}T16:10Z")
}
MINUTES = {
    text: scribe.span(text)
    for day in WEEK
    for hour in range(24)
    for text in [f"2020-01-{day:02}T{hour:02}:{minute:02}Z" for minute in (0, 15, 30, 45)]
}


class Times(Protocol):
    """How the times of a history are drawn. None is no time."""

    def of_occurrence(self, at: datetime) -> str | None:
        """When something is said or happens that is recorded at `at`."""

    def of_publication(self, at: datetime, said: str | None) -> str | None:
        """When a report is published of something that was said at the time given."""

    def of_source(self, at: datetime) -> str | None:
        """When a source is published."""


class Vague:
    """Days, minutes and months, intervals with and without ends, or nothing."""

    def __init__(self, draw: DrawFn) -> None:
        """Draw from a history's own choices."""
        self.draw = draw

    def of_occurrence(self, at: datetime) -> str | None:
        """Any time that begins before it is recorded."""
        shape = self.draw(st.sampled_from(("one", "one", "one", "none", "from", "until", "between", "month")))
        begun = [text for text, (earliest, _) in POINTS.items() if earliest < at]
        match shape:
            case "one":
                return self.draw(st.sampled_from(begun))
            case "from":
                return self.draw(st.sampled_from(begun)) + "/.."
            case "until":
                return "../" + self.draw(st.sampled_from(tuple(POINTS)))
            case "between":
                first = self.draw(st.sampled_from(begun))
                lasts = [text for text, (earliest, _) in POINTS.items() if earliest > POINTS[first][0]]
                return f"{first}/{self.draw(st.sampled_from(lasts))}" if lasts else first
            case "month":
                return "2020-01"
        return None

    def of_publication(self, at: datetime, said: str | None) -> str | None:  # noqa: ARG002 - vague times may clash
        """None as often as any time."""
        return self.of_source(at)

    def of_source(self, at: datetime) -> str | None:
        """None as often as any time."""
        return self.of_occurrence(at) if self.draw(st.booleans()) else None


class Exact:
    """Minutes that are all different; only reports are dated, never sources."""

    def __init__(self, draw: DrawFn) -> None:
        """Draw from a history's own choices."""
        self.draw = draw
        self.free = list(MINUTES)

    def of_occurrence(self, at: datetime) -> str | None:
        """A minute of the week up to its last day, which is left for publications."""
        return self._take([text for text in self.free if text < f"2020-01-{WEEK[-1]:02}"], at)

    def of_publication(self, at: datetime, said: str | None) -> str | None:
        """A minute after that in which it was said."""
        return self._take([text for text in self.free if said is None or text > said], at)

    def of_source(self, at: datetime) -> str | None:  # noqa: ARG002 - the same for all
        """None."""
        return None

    def _take(self, minutes: Sequence[str], at: datetime) -> str:
        minute = self.draw(st.sampled_from([text for text in minutes if MINUTES[text][0] < at]))
        self.free.remove(minute)
        return minute
