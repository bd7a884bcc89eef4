"""The lines of a table: columns where they fit, else one record below the other, with the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from ledger.render.page import Span
from ledger.render.wrap import longest_word, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.render.page import Table, Words

_GAP: Final = 2
"""Columns between two columns of a table."""
_NARROWEST: Final = 8
_LONG_WORD: Final = 24
"""A word wider than this may be broken rather than have its table fall apart into records."""


def lines_of_table(table: Table, width: int, draw: Callable[[Words], Text]) -> Iterator[Text]:
    """The lines of a table in `width` columns; `draw` makes the words of a line safe."""
    if not table.columns:
        return
    heads = [draw((Span(column.head, "head"),)) for column in table.columns]
    rows = [[[draw(line) for line in cell] or [Text()] for cell in row] for row in table.rows]
    widths = _widths(table, heads, rows, width)
    if widths is None:
        yield from _records(heads, rows, width)
        return
    if any(column.head for column in table.columns):
        yield from _row([[head] for head in heads], table, widths)
        yield Text((" " * _GAP).join("─" * each for each in widths), "dim")
    for row in rows:
        yield from _row(row, table, widths)


def _widths(
    table: Table, heads: Sequence[Text], rows: Sequence[Sequence[Sequence[Text]]], width: int
) -> list[int] | None:
    """How wide each column is, or None where they do not fit side by side."""
    natural: list[int] = []
    least: list[int] = []
    for index, column in enumerate(table.columns):
        lines = [heads[index].plain, *(line.plain for row in rows for line in row[index])]
        natural.append(max(map(cell_len, lines)))
        word = max(map(longest_word, lines))
        least.append(natural[-1] if column.is_whole else min(natural[-1], max(min(word, _LONG_WORD), _NARROWEST)))
    room = width - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    return _shared(natural, least, room)


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The room for the columns: to each what it needs at least, then what it lacks, in equal parts."""
    widths = list(least)
    spare = room - sum(widths)
    while spare > 0:
        lacking = [index for index, width in enumerate(widths) if width < natural[index]]
        part = max(spare // len(lacking), 1)
        for index in lacking:
            more = min(part, natural[index] - widths[index], spare)
            widths[index] += more
            spare -= more
    return widths


def _row(cells: Sequence[Sequence[Text]], table: Table, widths: Sequence[int]) -> Iterator[Text]:
    columns = [[part for line in cell for part in _hanging(line, width)] for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, columns))):
        drawn = Text()
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            part = column[number] if number < len(column) else Text()
            room = " " * (width - cell_len(part.plain))
            gap = " " * (_GAP if index < len(widths) - 1 else 0)
            drawn = drawn + (Text(room) + part if table.columns[index].is_right else part + Text(room)) + Text(gap)
        yield drawn


def _hanging(line: Text, width: int) -> list[Text]:
    """A line of a cell, wrapped; its continuation is set in as it is itself."""
    indent = len(line.plain) - len(line.plain.lstrip(" "))
    if not indent or indent >= width:
        return wrapped(line, width)
    return [Text(" " * indent) + part for part in wrapped(line[indent:], width - indent)]


def _records(heads: Sequence[Text], rows: Sequence[Sequence[Sequence[Text]]], width: int) -> Iterator[Text]:
    """Each row as lines of a head and what stands under it."""
    label = max(cell_len(head.plain) for head in heads)
    room = max(width - label - _GAP, 16)
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for head, cell in zip(heads, row, strict=True):
            parts = [part for line in cell for part in _hanging(line, room)]
            for index, part in enumerate(parts):
                before = head if index == 0 else Text()
                yield before + Text(" " * (label - cell_len(before.plain) + (_GAP if label else 0))) + part


