"""The text format of proofs: UTF-8 lines, whole numbers, and hashes in base64 (C2SP signed-note).

Input is refused unless writing it again would give the same bytes, so every text has exactly one form.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

from ledger.errors import BadInput
from ledger.merkle import BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 1 << 20
"""The most bytes that a text may have: more than a proof of the longest line with a hundred signatures needs."""

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Lines:
    """The lines of a text, read one by one. `place` names the text in errors, and `hint` says what writes such a text.

    Raises BadInput if the bytes are no such text.
    """

    def __init__(self, data: bytes, *, place: str, hint: str) -> None:
        self.place = place
        self.hint = hint
        if len(data) > LONGEST:
            raise BadInput(f"more than {LONGEST:,} bytes", place=place, hint="is it the right file?")
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            number = data.count(b"\n", 0, error.start) + 1
            raise BadInput("not UTF-8", place=f"{place}:{number}", hint="is it the right file?") from None
        *self._lines, tail = text.split("\n")
        self._read = 0
        if tail:
            hint = "take the file as it was written; what was copied from a page may have lost its last newline"
            raise BadInput(
                "the last line does not end in a newline", place=f"{place}:{len(self._lines) + 1}", hint=hint
            )
        for number, line in enumerate(self._lines, start=1):
            if _CONTROL.search(line):
                hint = "lines end in a newline alone, without a carriage return"
                raise BadInput("a control character", place=f"{place}:{number}", hint=hint)

    @property
    def has_more(self) -> bool:
        """Whether there are lines left."""
        return self._read < len(self._lines)

    def next(self, wanted: str) -> str:
        """The next line. Raises BadInput if there is none."""
        if not self.has_more:
            message = f"it ends where {wanted} should stand"
            raise BadInput(message, place=f"{self.place}:{self._read + 1}", hint=self.hint)
        self._read += 1
        return self._lines[self._read - 1]

    def starts(self, prefix: str) -> bool:
        """Whether the next line starts with `prefix`."""
        return self.has_more and self._lines[self._read].startswith(prefix)

    def paragraph(self) -> Iterator[str]:
        """The lines up to the end or the next empty line, which stays unread."""
        while self.has_more and self._lines[self._read]:
            yield self.next("a line")

    def bad(self, wanted: str, *, hint: str | None = None) -> BadInput:
        """The error for the line just read, where `wanted` should stand instead."""
        return BadInput(f"{wanted} should stand here", place=f"{self.place}:{self._read}", hint=hint or self.hint)


def number(text: str) -> int | None:
    """A text as a whole number of at most 18 digits, without leading zeros; None if it is not one."""
    return int(text) if _NUMBER.fullmatch(text) else None


def encode(data: bytes) -> str:
    """Bytes in base64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes | None:
    """The bytes that a text encodes in base64; None if it is not canonical base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if encode(data) == text else None


def decode_hash(text: str) -> bytes | None:
    """The hash that a text encodes in base64; None if it encodes none."""
    data = decode(text)
    return data if data is not None and len(data) == BYTES else None
