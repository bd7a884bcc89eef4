"""What a run gave: tables to read, and JSON with every sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from scripts.benchmark.agreement import Agreement
from scripts.benchmark.figures import LEDGER, Figure, shown
from scripts.benchmark.machine import Machine
from scripts.benchmark.targets import GIB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Report(Struct, frozen=True, kw_only=True):
    """A run; `seconds` is how long it took. `left_out` says in a sentence each what was not measured, and why."""

    machine: Machine
    versions: dict[str, str]
    commit: str | None
    seed: int
    sizes: tuple[int, ...]
    parts: tuple[str, ...]
    began: str
    seconds: float
    figures: list[Figure]
    agreement: Agreement | None
    left_out: list[str]


def as_json(report: Report) -> bytes:
    """The report as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def as_text(report: Report) -> str:
    """The report to read: what it ran on, the ledger by size, its shapes, its rivals, and whether it is right."""
    return "\n".join([*_about(report), *_of_ledger(report), *_of_shapes(report), *_of_rivals(report), *_close(report)])


def _about(report: Report) -> Iterator[str]:
    machine = report.machine
    yield f"{machine.cpu}, {machine.cores} cores, {machine.memory / GIB:.0f} GiB, {machine.system}"
    yield ", ".join(f"{name} {value}" for name, value in report.versions.items())
    yield f"commit {report.commit or 'unknown'}, seed {report.seed}, {report.began}, {report.seconds:,.0f} s"


def _of_ledger(report: Report) -> Iterator[str]:
    """One row per measure, with its medians by size; comparisons are those at the largest size."""
    figures = [figure for figure in report.figures if figure.subject == LEDGER]
    sizes = sorted({figure.events for figure in figures})
    if not figures:
        return
    heads = ["Measure", *(f"{size:,}" for size in sizes), "÷ floor", "Slope", "Target", "Reached"]
    rows = []
    for row in _pivoted(figures, lambda figure: figure.name, lambda figure: figure.events, sizes):
        last = next(figure for figure in reversed(row) if figure is not None)
        rows.append(
            [
                last.name,
                *map(_cell, row),
                "" if last.ratio is None else f"{last.ratio:.2f}",
                "" if last.slope is None else f"{last.slope:.2f}",
                last.target or "",
                {True: "yes", False: "no", None: ""}[last.reached],
            ]
        )
    yield from ("", *_drawn(heads, rows, left=("Measure", "Target", "Reached")))


def _of_shapes(report: Report) -> Iterator[str]:
    """One row per shape, with its measures in columns."""
    figures = [figure for figure in report.figures if figure.part == "shapes"]
    if not figures:
        return
    names = list(dict.fromkeys(figure.name for figure in figures))
    rows = [
        [next(figure.subject for figure in row if figure), *map(_cell, row)]
        for row in _pivoted(figures, lambda figure: figure.subject, lambda figure: figure.name, names)
    ]
    yield from ("", *_drawn(["Shape", *names], rows, left=("Shape",)))


def _of_rivals(report: Report) -> Iterator[str]:
    """One row per measure, the ledger beside its rivals, at the largest size at which they were measured."""
    compared = [figure for figure in report.figures if figure.part == "rivals"]
    if not compared:
        return
    size = max(figure.events for figure in compared)
    names = {figure.name for figure in compared}
    figures = [figure for figure in report.figures if figure.events == size and figure.name in names]
    figures = [figure for figure in figures if figure.part == "rivals" or figure.subject == LEDGER]
    subjects = [LEDGER, *dict.fromkeys(figure.subject for figure in compared)]
    rows = [
        [next(figure.name for figure in row if figure), *map(_cell, row)]
        for row in _pivoted(figures, lambda figure: figure.name, lambda figure: figure.subject, subjects)
    ]
    yield from ("", *_drawn([f"At {size:,} events", *subjects], rows, left=(f"At {size:,} events",)))


def _close(report: Report) -> Iterator[str]:
    yield ""
    if report.agreement is not None:
        yield (
            f"At {report.agreement.events:,} events {report.agreement.tables} tables caught up were held against"
            f" rebuilt ones, and {report.agreement.questions} answers against the naive rules:"
            f" {len(report.agreement.differences) or 'no'} differences"
        )
        yield from report.agreement.differences
    yield from (f"Left out: {why}" for why in report.left_out)


def _pivoted(
    figures: Sequence[Figure],
    row: Callable[[Figure], str],
    column: Callable[[Figure], object],
    columns: Sequence[object],
) -> Iterator[list[Figure | None]]:
    """The figures of each row, one per column."""
    by_place = {(row(figure), column(figure)): figure for figure in figures}
    for name in dict.fromkeys(row(figure) for figure in figures):
        yield [by_place.get((name, each)) for each in columns]


def _cell(figure: Figure | None) -> str:
    return "" if figure is None else shown(figure)


def _drawn(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: Sequence[str]) -> Iterator[str]:
    widths = [max(len(row[index]) for row in (heads, *rows)) for index in range(len(heads))]
    for line in (heads, ["─" * width for width in widths], *rows):
        cells = zip(heads, line, widths, strict=True)
        yield "  ".join(
            cell.ljust(width) if head in left else cell.rjust(width) for head, cell, width in cells
        ).rstrip()
