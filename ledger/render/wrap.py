"""Lines no wider than asked for, broken between words where there are any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

_WORD: Final = re.compile(r"\S+\s*|\s+")
_HARD: Final = re.compile(r"[^/,;&?]*[/,;&?]+|[^/,;&?]+")
_SOFT: Final = re.compile(r".*?(?:[-_.:=](?![-0-9])|(?<=-[0-9]{2})T(?=[0-9]{2}:))|.+")
"""Parts of a word that is too long, such as an address or an interval, each with the sign after which it may be broken:
first at hard signs; if that is not enough, at soft ones (but not before a digit) and between a date and its time."""


def wrapped(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` cells, without the spaces at which it was broken. One line at least."""
    lines = text.divide(list(_breaks(text.plain, max(width, 1))))
    for line in lines:
        line.rstrip()
    return list(lines)


def longest_word(text: str) -> int:
    """How wide the widest word is, in cells."""
    return max((cell_len(word) for word in text.split()), default=0)


def _breaks(text: str, width: int) -> Iterator[int]:
    """The offsets at which lines begin, except the first."""
    used = 0
    for offset, piece in _pieces(text, width):
        size = cell_len(piece.rstrip())
        if used and used + size > width:
            yield offset
            used = 0
        used += cell_len(piece)


def _pieces(text: str, width: int) -> Iterator[tuple[int, str]]:
    """The pieces that stay on one line, each with its offset: words, or the parts of words that are too wide."""
    for match in _WORD.finditer(text):
        if cell_len(match[0].rstrip()) <= width:
            yield match.start(), match[0]
            continue
        offset = match.start()
        for part in _parts(match[0], width):
            yield offset, part
            offset += len(part)


def _parts(word: str, width: int) -> Iterator[str]:
    """A word in parts of at most `width` cells."""
    for part in _HARD.findall(word):
        if cell_len(part.rstrip()) <= width:
            yield part
            continue
        for piece in _SOFT.findall(part):
            yield from [piece] if cell_len(piece.rstrip()) <= width else chop_cells(piece, width)
