"""A page for people, wherever it will be read: blocks of words.

The words are still as they were given. Drawing a page makes them safe (`terminal`, `markdown`), so no page can forget
to.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from msgspec import Struct

Status = Literal[
    "asserted",
    "asserted-by-several",
    "disputed",
    "denied",
    "order-unknown",
    "questioned",
    "retracted",
    "no-position",
]
STATUSES: tuple[Status, ...] = get_args(Status)
Style = Literal["", "strong", "faint", "name", "head"] | Status
"""What a word is. A terminal may show it in a colour, and the words alone always say it too."""

NOTHING = "\u2013"
"""What stands in a table where there is nothing: an en dash."""
ITEM = "\u2013"
"""What stands before an item of a list."""


class Span(Struct, frozen=True):
    """Some text in one style."""

    text: str
    style: Style = ""


Words: TypeAlias = tuple[Span, ...]
Sayable: TypeAlias = "str | Span | Words"


class Title(Struct, frozen=True):
    """What the page is about."""

    words: Words


class Section(Struct, frozen=True):
    """What the next blocks are about."""

    words: Words


class Paragraph(Struct, frozen=True):
    """Words that flow, `depth` steps in. One with a `mark` is an item of a list, and hangs from it."""

    words: Words
    depth: int = 0
    mark: str = ""


class Line(Struct, frozen=True):
    """A line as one types it, or as it stands in a file. It is not broken, however narrow the page."""

    text: str


class Gap(Struct, frozen=True):
    """Some room between two blocks."""


class Column(Struct, frozen=True):
    """A column: its head, and how it is set. A broken line continues `hang` deeper."""

    head: str = ""
    is_right: bool = False
    hang: int = 0


Cell: TypeAlias = tuple[Words, ...]
"""The lines of a cell, each of which may be wrapped."""


class Table(Struct, frozen=True):
    """Rows of cells, one per column. A table that is not headed shows its heads only if it falls into records."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    depth: int = 0
    is_headed: bool = True


Block: TypeAlias = Title | Section | Paragraph | Line | Gap | Table
Page: TypeAlias = tuple[Block, ...]


def words(*parts: Sayable) -> Words:
    """Words from texts, spans and other words, one after the other."""
    said: list[Span] = []
    for part in parts:
        match part:
            case str():
                said.append(Span(part))
            case Span():
                said.append(part)
            case _:
                said.extend(part)
    return tuple(span for span in said if span.text)


def cell(*lines: Sayable) -> Cell:
    """A cell, with a line for each part."""
    return tuple(words(line) for line in lines)


def joined(parts: list[Words] | tuple[Words, ...], by: str = ", ") -> Words:
    """The parts, with a text between each two."""
    said: list[Span] = []
    for index, part in enumerate(parts):
        said += [Span(by)] * (index > 0) + list(part)
    return tuple(said)


def strong(text: str) -> Span:
    """Text that stands out."""
    return Span(text, "strong")


def faint(text: str) -> Span:
    """Text that stands back."""
    return Span(text, "faint")


def name(text: str) -> Span:
    """The name of a record, as one types it."""
    return Span(text, "name")


def status(text: str) -> Span:
    """The status of a claim."""
    return next((Span(text, style) for style in STATUSES if style == text), Span(text))


def plain(said: Words) -> str:
    """The text of words, without styles."""
    return "".join(span.text for span in said)
