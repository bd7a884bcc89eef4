"""Text that may not be valid Unicode, and so cannot be written in UTF-8."""

from __future__ import annotations

import unicodedata


def is_surrogate(character: str) -> bool:
    """Whether this is half of a character (a lone surrogate). Python reads a byte that is not UTF-8 as one."""
    return unicodedata.category(character) == "Cs"


def escaped(text: str) -> str:
    r"""The text with lone surrogates escaped, as in `\udcff`, so that UTF-8 can hold it."""
    return text.encode(errors="backslashreplace").decode()


def as_bytes(text: str | bytes) -> bytes:
    """A text as UTF-8. Invalid Unicode becomes invalid UTF-8, which whoever reads the bytes reports with its place."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
