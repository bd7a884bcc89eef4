"""What is valid Unicode, and can therefore be written in UTF-8."""

from __future__ import annotations

import unicodedata


def is_surrogate(character: str) -> bool:
    """Whether this is half of a character (a lone surrogate), as which Python reads a byte that is not UTF-8."""
    return unicodedata.category(character) == "Cs"


def escaped(text: str) -> str:
    r"""The text with lone surrogates written out, as in `\udcff`, which UTF-8 can hold."""
    return text.encode(errors="backslashreplace").decode()


def as_bytes(text: str | bytes) -> bytes:
    """A text as UTF-8; what is no valid Unicode is no valid UTF-8 then, which whoever reads it tells with its place."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
