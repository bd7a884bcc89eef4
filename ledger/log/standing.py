"""Whether the log is still as it was when somebody read it up to a position."""

from __future__ import annotations

from io import SEEK_END
from typing import TYPE_CHECKING, Final

from ledger import codec
from ledger.codec import Entry
from ledger.durable import unreadable
from ledger.errors import DamagedLog
from ledger.log.segments import last_segment, log_bytes, refuse_broken_chain, segment_path, segments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO
    from pathlib import Path

    from ledger.log.segments import Position

_NEAR: Final = 4_096
"""Bytes that usually hold a line and the chain of the one before it."""
_FAR: Final = codec.LONGEST + codec.CHAIN_BYTES + 2
"""Bytes that always do."""


def ending(lines: Sequence[bytes], start: Position) -> bytes | None:
    """The bytes at the end of lines that were written at a position: the last line, and the chain before it.

    None if the two are not in one segment.
    """
    if len(lines) > 1:
        return lines[-2][-codec.CHAIN_BYTES :] + lines[-1]
    return b'"%b"}\n%b' % (start.chain.encode(), lines[0]) if start.offset > 0 else None


def stands_at(directory: Path, position: Position, *, known: bytes | None = None) -> bool:
    """Whether the log still has, intact and right before this position, the line with the position's seq and chain.

    Earlier segments must have as many bytes as then, which shows that no line in them was erased: what is left of an
    erased line is shorter than any other. `known` is the `ending` there, if the caller wrote it: if these bytes are
    found, the chain is not checked. Raises StorageFailed if the file exists but cannot be read.
    """
    if position.seq == 0:
        return True
    path = segment_path(directory, position.segment)
    try:
        with path.open("rb", buffering=0) as file:
            if log_bytes(directory, before=position.segment) != position.closed:
                return False
            if known is not None:
                file.seek(position.offset - len(known))
                if file.read(len(known)) == known:
                    return True
            before, raw = _last_two(file, position.offset) if position.offset > 0 else (b"", b"")
        former = [] if before else [each for first, each in segments(directory) if first < position.segment]
        while former and not before:  # the line, or the one before it, is the last of an earlier segment
            path = former.pop()
            with path.open("rb", buffering=0) as file:
                earlier, last = _last_two(file, file.seek(0, SEEK_END))
            before, raw = (last, raw) if raw else (earlier, last)
        entry = codec.decode(raw)
        refuse_broken_chain(entry, raw, codec.chain_of(before) if before else codec.NO_CHAIN)
    except (FileNotFoundError, DamagedLog):
        return False
    except OSError as error:
        raise unreadable(error, path) from None
    is_whole = not isinstance(entry, Entry) or entry.batch is None or entry.batch[0] == entry.batch[1]
    return is_whole and entry.seq == position.seq and entry.chain == position.chain


def ends_at(directory: Path, position: Position) -> bool:
    """Whether no file of the log has anything after this position. Raises StorageFailed."""
    if last_segment(directory) != position.segment:
        return False
    path = segment_path(directory, position.segment)
    try:
        return path.stat().st_size == position.offset
    except OSError as error:
        raise unreadable(error, path) from None


def _last_two(file: FileIO, offset: int) -> tuple[bytes, bytes]:
    """The line that ends at an offset, second; first, as much of the line before it as has its chain; without newlines.

    The first is empty if the file begins with the second. Raises DamagedLog if no line ends there.
    """
    before, raw = b"", b""
    for size in (_NEAR, _FAR):
        start = max(0, offset - size)
        file.seek(start)
        data = file.read(offset - start) or b""
        if len(data) < offset - start or not data.endswith(b"\n"):
            raise DamagedLog("no line ends here")
        before, _, raw = data[:-1].rpartition(b"\n")
        if start == 0 or len(before) >= codec.CHAIN_BYTES:
            break
    return before, raw
