"""What is given to append: files of JSON lines, sheets, and what is piped in."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from ledger.codec import LONGEST
from ledger.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Generator

STDIN: Final = "-"
LONGEST_GIVEN: Final = 8 * LONGEST
"""Bytes. No line that can be recorded is longer, even with every character escaped."""
_SHEETS: Final = (".csv", ".tsv")
_NOT_READ: Final = (".xls", ".xlsx", ".ods", ".numbers")
"""The suffixes of sheets that are not text."""
_BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def opened(file: str) -> AbstractContextManager[BinaryIO]:
    """A file, or what is piped in, opened to be read as bytes. Raises BadInput if there is none."""
    hint = "name a file of JSON lines or a sheet, or - for what is piped in"
    if file == STDIN:
        if sys.stdin is None:
            raise BadInput("nothing is piped in", place=file, hint=hint)
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise BadInput(str(error.strerror), place=file or "FILE", hint=hint) from None


def is_sheet(file: str, stream: BinaryIO, kind: str | None) -> bool:
    """Whether an opened file is a sheet: by its name, or because the `kind` of its rows is given.

    JSON lines may be in a file of any name. Nothing of the stream is used up. Raises BadInput for a sheet that is not
    text.
    """
    name = file.lower()
    if (kind is None and not name.endswith((*_SHEETS, *_NOT_READ))) or _begins_as_json(stream):
        return False
    if name.endswith(_NOT_READ):
        raise BadInput("a sheet, but not as text", place=file, hint="save it as CSV (UTF-8), and append that")
    return True


def _begins_as_json(stream: BinaryIO) -> bool:
    """Whether a stream begins as JSON lines do, or is empty, as far as one can look ahead."""
    if not isinstance(stream, BufferedReader):
        return False
    return stream.peek(64).removeprefix(_BOM).lstrip()[:1] in (b"{", b"")


def share(stream: BinaryIO) -> float:
    """The share of a file that has been read; 0 if that is not known, as for what is piped in."""
    try:
        return stream.tell() / max(1, os.fstat(stream.fileno()).st_size)
    except OSError:
        return 0.0


def lines(stream: BinaryIO, name: str) -> Generator[tuple[str, bytes]]:
    """The lines that are neither empty nor comments, each with its place. Raises BadInput."""
    number = 0
    while line := stream.readline(LONGEST_GIVEN + 1):
        number += 1
        place = f"{name}:{number}"
        if number == 1:
            if line.startswith(_UTF_16):
                raise BadInput("UTF-16, not UTF-8", place=place, hint="save the file as UTF-8")
            line = line.removeprefix(_BOM)
        if len(line) > LONGEST_GIVEN:
            hint = "one event a line; the document itself belongs in an archive"
            raise BadInput(f"a line of more than {LONGEST_GIVEN:,} bytes", place=place, hint=hint)
        text = line.strip()
        if text and not text.startswith(b"#"):
            yield place, text
