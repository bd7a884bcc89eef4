"""What was measured: samples, their median, and how it compares with floors, targets, and 10,000 events."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from scripts.benchmark.targets import MIB, TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEDGER: Final = "ledger"
"""The subject that the targets are about."""
SMALL: Final = 10_000
"""The size that slopes are taken from."""


class Figure(Struct, frozen=True, kw_only=True):
    """A measure of a subject at a size. `ratio` is to its floor's median in the same run.

    `slope` is to its own median at 10,000 events. `reached` is None if there is no target, or if what the target
    compares with was not measured.
    """

    part: str
    subject: str
    name: str
    events: int
    unit: str
    samples: list[float]
    median: float
    floor: str | None = None
    ratio: float | None = None
    slope: float | None = None
    target: str | None = None
    reached: bool | None = None


class Book:
    """The figures of a run. `tell` is called with a line of progress for each."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self._noted: dict[tuple[str, str, int], Figure] = {}

    def page(self, part: str, events: int, *, subject: str = LEDGER) -> Page:
        """Where the measures of a part are noted, at a size."""
        return Page(self, part, events, subject)

    def note(self, figure: Figure) -> None:
        """Note a figure, in place of any earlier one of the same measure."""
        self._noted[figure.subject, figure.name, figure.events] = figure
        self.tell(f"  {figure.name}: {shown(figure)}")

    def has(self, name: str, events: int) -> bool:
        """Whether a measure of the ledger was noted."""
        return (LEDGER, name, events) in self._noted

    def figures(self) -> list[Figure]:
        """All figures, judged."""
        return [self._judged(figure) for figure in self._noted.values()]

    def _judged(self, figure: Figure) -> Figure:
        target = TARGETS.get(figure.name)
        floor = self._noted.get((figure.subject, target.floor, figure.events)) if target and target.floor else None
        ratio = figure.median / floor.median if floor is not None else None
        judged = replace(figure, floor=floor.name if floor is not None else None, ratio=ratio)
        if figure.subject != LEDGER:
            return judged
        small = self._noted.get((LEDGER, figure.name, SMALL)) if figure.events != SMALL else None
        slope = figure.median / small.median if small is not None and small.median else None
        if target is None:
            return replace(judged, slope=slope)
        reached = target.is_reached(figure.events, figure.median, ratio, slope)
        return replace(judged, slope=slope, target=target.text, reached=reached)


class Page(Struct, frozen=True):
    """A part of the book: one subject at one size."""

    book: Book
    part: str
    events: int
    subject: str

    def note(self, name: str, unit: str, samples: Sequence[float]) -> None:
        """Note the samples of a measure."""
        self.book.note(
            Figure(
                part=self.part,
                subject=self.subject,
                name=name,
                events=self.events,
                unit=unit,
                samples=list(samples),
                median=median(samples),
            )
        )


def shown(figure: Figure) -> str:
    """The median of a figure with its unit, as one reads it."""
    value = figure.median
    match figure.unit:
        case "s":
            return f"{value:,.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"
        case "bytes":
            return f"{value / MIB:,.0f} MiB"
        case "bytes/event":
            return f"{value:,.0f} B/event"
        case "events/s":
            return f"{value:,.0f} /s"
        case unit:
            return f"{value:,.3g} {unit}"
