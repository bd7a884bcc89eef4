"""Rows in formats for programs, a piece of text at a time: JSON, JSON Lines, CSV; and as a Markdown table.

JSON has the SQL column names, times as ISO 8601 and lists as lists. A cell of CSV is text: NULL is empty, lists and
structs are JSON. See `safe` for what is exact in which format.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal, get_args

from ledger.errors import BadRequest
from ledger.render import markdown, safe
from ledger.render.page import Column, Paragraph, Table, cell, words
from ledger.render.values import as_json, as_text, as_words, numbered
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.render.page import Page

Format = Literal["table", "json", "jsonl", "csv", "markdown", "parquet"]
"""How an answer is written. `table` is for people; Parquet goes to a file only."""
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

SUFFIXES: Final[dict[str, Format]] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".parquet": "parquet",
}


_TO_QUOTE: Final = frozenset('",\r\n')


def format_of(path: str) -> Format:
    """The format that a file's suffix names. Raises BadRequest."""
    suffix = PurePath(path).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    hint = did_you_mean(suffix, SUFFIXES) or f"known suffixes: {', '.join(SUFFIXES)}; or say --format"
    raise BadRequest(f"{path!r} has no known suffix", place="-o", hint=hint)


def check_format(name: str) -> Format:
    """The format of this name. Raises BadRequest."""
    for known in FORMATS:
        if name == known:
            return known
    hint = did_you_mean(name, FORMATS) or f"known formats: {', '.join(FORMATS)}"
    raise BadRequest(f"{name!r} is not a format", place="--format", hint=hint)


def as_json_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], *, zone: str) -> Iterator[str]:
    """An array of objects, one per line."""
    before = "[\n"
    for line in as_json_lines(columns, rows, zone=zone):
        yield before + line.removesuffix("\n")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_json_lines(columns: Sequence[str], rows: Iterable[Sequence[object]], *, zone: str) -> Iterator[str]:
    """One object per line."""
    names = numbered(columns)
    for row in rows:
        values = (as_json(value, zone=zone) for value in row)
        yield safe.json_text(dict(zip(names, values, strict=True))) + "\n"


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, zone: str) -> Iterator[str]:
    """CSV as RFC 4180 has it, with a header line. Lines end in a newline alone."""
    yield _csv_line([safe.csv_cell(name) for name in columns])
    for row in rows:
        yield _csv_line([_csv_value(value, zone=zone) for value in row])


def as_markdown(columns: Sequence[str], rows: Iterable[Sequence[object]], *, zone: str) -> Iterator[str]:
    """A Markdown table."""
    yield from markdown.draw_table(columns, ([as_words(value, zone=zone) for value in row] for row in rows))


def page_of_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], *, zone: str) -> Page:
    """A page with the rows in a table. Numbers are right-aligned."""
    held = [tuple(row) for row in rows]
    numeric = [
        any(row[index] is not None for row in held)
        and all(row[index] is None or _is_number(row[index]) for row in held)
        for index in range(len(columns))
    ]
    if not columns:
        return ()
    heads = tuple(Column(name, is_right=right) for name, right in zip(columns, numeric, strict=True))
    body = tuple(tuple(cell(as_words(value, zone=zone)) for value in row) for row in held)
    if not body:
        return (Table(heads, ()), Paragraph(words("(no rows)")))
    return (Table(heads, body),)


def _csv_value(value: object, *, zone: str) -> str:
    text = as_text(value, zone=zone)
    return text if _is_number(value) else safe.csv_cell(text)


def _csv_line(cells: Sequence[str]) -> str:
    """A record. Python's own writer leaves a carriage return unquoted, and then its reader stumbles over it."""
    if list(cells) == [""]:
        return '""\n'
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE & set(text) else text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
