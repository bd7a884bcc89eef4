"""Sentences about a harbour, of any length, that nobody ever said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scripts.benchmark.draw import Draw

_WORDS: Final = (
    "the a pier harbour crane lock ferry tide mayor council letter draft fire brigade dredger night morning berth "
    "closed open signed unsigned repaired flooded inspected sold leased moved counted weighed paid before after "
    "because although nobody everybody officially quietly again never twice said wrote denied heard read saw of in "
    "on at for with under over between containers ships buoys invoices permits keys lights gates rails ropes — ß é"
)
_SPLIT: Final = _WORDS.split()


def sentence(draw: Draw, words: int) -> str:
    """A sentence of so many words, about six bytes each."""
    said = " ".join(draw.choices(_SPLIT, k=words))
    return f"{said[0].upper()}{said[1:]}."
