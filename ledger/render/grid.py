"""The lines of a table: in columns if they fit, else one record below another, with the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from ledger.render.page import Span
from ledger.render.wrap import longest_word, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.render.page import Column, Table, Words

_GAP: Final = 2
"""The room between two columns of a table, in cells."""
_NARROWEST: Final = 8
_LONG_WORD: Final = len("2020-01-06T16:10:05-05:00")
"""A word wider than this may be broken rather than have its table fall apart into records."""


def lines_of_table(table: Table, width: int, draw: Callable[[Words], Text]) -> Iterator[Text]:
    """The lines of a table in `width` columns; `draw` makes the words of a line safe."""
    if not table.columns:
        return
    heads = [draw((Span(column.head, "head"),)) for column in table.columns]
    rows = [[[draw(line) for line in cell] or [Text()] for cell in row] for row in table.rows]
    widths = _widths(table, heads, rows, width)
    if widths is None:
        yield from _records(table, heads, rows, width)
        return
    if table.is_headed:
        yield from _row([[head] for head in heads], table, widths)
        yield Text((" " * _GAP).join("─" * each for each in widths), "dim")
    for row in rows:
        yield from _row(row, table, widths)


def _widths(
    table: Table, heads: Sequence[Text], rows: Sequence[Sequence[Sequence[Text]]], width: int
) -> list[int] | None:
    """How wide each column is, or None if they do not fit side by side."""
    natural: list[int] = []
    least: list[int] = []
    for index in range(len(table.columns)):
        lines = [heads[index].plain] if table.is_headed else []
        lines += [line.plain for row in rows for line in row[index]]
        natural.append(max(map(cell_len, lines), default=0))
        word = max((_indent(line) + longest_word(line) for line in lines), default=0)
        least.append(min(natural[-1], max(min(word, _LONG_WORD), _NARROWEST)))
    room = width - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    return _shared(natural, least, room)


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of the columns: each gets the least that it needs, and of the rest in proportion to what it lacks."""
    spare = room - sum(least)
    lacks = [whole - some for whole, some in zip(natural, least, strict=True)]
    widths = [some + spare * lack // sum(lacks) for some, lack in zip(least, lacks, strict=True)]
    for index in sorted(range(len(lacks)), key=lambda each: -lacks[each])[: room - sum(widths)]:
        widths[index] += 1
    return widths


def _row(cells: Sequence[Sequence[Text]], table: Table, widths: Sequence[int]) -> Iterator[Text]:
    columns = [_wrapped(cell, column, width) for cell, column, width in zip(cells, table.columns, widths, strict=True)]
    for number in range(max(map(len, columns))):
        drawn = Text()
        for index, (lines, width) in enumerate(zip(columns, widths, strict=True)):
            line = lines[number] if number < len(lines) else Text()
            room, gap = " " * (width - cell_len(line.plain)), " " * (_GAP if index < len(widths) - 1 else 0)
            before, after = (room, gap) if table.columns[index].is_right else ("", room + gap)
            drawn.append(before).append_text(line).append(after)
        yield drawn


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _wrapped(cell: Sequence[Text], column: Column, width: int) -> list[Text]:
    """The lines of a cell. A broken line continues at its own indent, `hang` deeper."""
    lines: list[Text] = []
    for line in cell:
        indent = _indent(line.plain) if _indent(line.plain) < width else 0
        first, *rest = wrapped(line[indent:], width - indent)
        lines.append(_set_in(first, indent))
        deeper = indent + column.hang
        if rest and deeper < width:
            left = line[indent + len(first.plain) :]
            left = left[len(left.plain) - len(left.plain.lstrip(" ")) :]
            rest = wrapped(left, width - deeper)
            lines += [_set_in(part, deeper) for part in rest]
        else:
            lines += rest
    return lines


def _set_in(line: Text, indent: int) -> Text:
    return Text(" " * indent).append_text(line) if indent else line


def _records(
    table: Table, heads: Sequence[Text], rows: Sequence[Sequence[Sequence[Text]]], width: int
) -> Iterator[Text]:
    """Each row as lines, with each head beside the cell that belongs to it."""
    label = max(cell_len(head.plain) for head in heads)
    room = max(width - label - _GAP, 16)
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for head, cell, column in zip(heads, row, table.columns, strict=True):
            for index, part in enumerate(_wrapped(cell, column, room)):
                before = head if index == 0 else Text()
                yield before + Text(" " * (label - cell_len(before.plain) + (_GAP if label else 0))) + part
