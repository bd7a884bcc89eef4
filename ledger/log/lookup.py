"""Lines of the log, found without decoding the others.

A line is found by its seq with a binary search of its segment, since lines stand in the order of their seqs. For an
id, all segments are searched, as bytes.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from contextlib import suppress
from io import SEEK_END
from typing import TYPE_CHECKING, BinaryIO, Final

from ledger import codec
from ledger.codec import Entry
from ledger.durable import unreadable
from ledger.errors import DamagedLog
from ledger.log.segments import (
    START,
    Position,
    Reader,
    log_bytes,
    refuse_broken_chain,
    segment_path,
    segments,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.codec import Erased
    from ledger.log.segments import Line

_FAR: Final = codec.LONGEST + codec.CHAIN_BYTES + 2
"""Bytes that always hold a line and the chain of the one before it."""
_SEQ = re.compile(rb'\{"seq":([1-9][0-9]{0,17}),')


def place_of(directory: Path, seq: int) -> str:
    """Where in the log the line with this seq stands, or would stand, as `file:line`."""
    first = max((first for first, _ in segments(directory) if first <= seq), default=1)
    return f"{segment_path(directory, first)}:{seq - first + 1}"


def entry_at(directory: Path, seq: int) -> Entry | Erased | None:
    """What the line with this seq holds, found by binary search; None if no whole batch has such a line.

    The line is checked against the chain of the one before it; the others are not checked. Raises DamagedLog or
    StorageFailed.
    """
    holding = [path for first, path in segments(directory) if first <= seq]
    if not holding:
        return None
    path = holding[-1]
    try:
        with path.open("rb") as file:
            raw = _halve(file, seq)
            entry = codec.decode(raw) if raw is not None else None
            if entry is not None and raw is not None:
                refuse_broken_chain(entry, raw, _chain_before(seq, file, holding))
            if isinstance(entry, Entry) and entry.batch is not None:
                number, of = entry.batch
                return entry if _halve(file, seq + of - number) is not None else None
            return entry
    except OSError as error:
        raise unreadable(error, path) from None
    except DamagedLog as error:
        raise error.at(f"{path}:{seq - int(path.stem) + 1}") from None


def seqs_with(directory: Path, name: str) -> Iterator[int]:
    """The seqs of the lines whose first fields give this id. Nothing is decoded. Raises StorageFailed."""
    if not name.isascii():
        return
    begins = re.compile(rb'^\{"seq":([1-9][0-9]{0,17}),"id":"%b",' % re.escape(name.encode()), re.MULTILINE)
    for data in map(_read, (path for _, path in segments(directory))):
        yield from (int(found[1]) for found in begins.finditer(data))


def seqs_amending(directory: Path, record: str) -> Iterator[int]:
    """The seqs of the lines that amend a record, the last one first, also in a torn tail. Nothing is decoded.

    Raises StorageFailed.
    """
    if not record.isascii():
        return
    amends = b'"amends":"%b"' % record.encode()  # within a text, the quotation marks would be escaped
    for data in map(_read, (path for _, path in reversed(segments(directory)))):
        at = data.rfind(amends)
        while at >= 0:
            begins = data.rfind(b"\n", 0, at) + 1
            if found := _SEQ.match(data, begins):
                yield int(found[1])
            at = data.rfind(amends, 0, begins)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error, path) from None


def last_lines(directory: Path, count: int) -> Iterator[Line]:
    """The last `count` lines of the whole batches, in their order; hardly any lines before them are read.

    If that gives fewer lines or finds damage, the whole log is read: a file may have been replaced meanwhile, and
    reading from the start says what is wrong. Raises DamagedLog or StorageFailed.
    """
    most = min(count, sys.maxsize)
    with suppress(DamagedLog):
        start = before_last(directory, count)
        lines = deque(Reader(directory, start).lines(), maxlen=most) if start != START else ()
        if len(lines) == count:
            yield from lines
            return
    yield from deque(Reader(directory).lines(), maxlen=most)


def before_last(directory: Path, count: int) -> Position:
    """A position between two batches, shortly before the last `count` lines of whole batches.

    The lines before it are not read, so it has no `recorded_at`. START if there are no more lines. Raises DamagedLog if
    a line that has to be read is damaged, or StorageFailed.
    """
    found = segments(directory)
    seq = _last_closed([path for _, path in found]) - count + 1
    entry: Entry | Erased | None = None
    while seq > 1 and not isinstance(entry := entry_at(directory, seq), Entry):
        seq -= 1  # an erased line does not say where its batch begins
    if isinstance(entry, Entry) and entry.batch is not None:
        seq -= entry.batch[0] - 1
    return _position_before(directory, seq, found) if seq > 1 else START


def _last_closed(paths: list[Path]) -> int:
    """The seq of the last line of a whole batch in these segments, 0 if there is none.

    Raises DamagedLog or StorageFailed.
    """
    for path in reversed(paths):
        try:
            with path.open("rb") as file:
                size = file.seek(0, SEEK_END)
                file.seek(max(0, size - 2 * _FAR))
                whole, newline, _ = file.read().rpartition(b"\n")
        except OSError as error:
            raise unreadable(error, path) from None
        if newline:
            entry = codec.decode(whole.rpartition(b"\n")[2])
            number, of = (isinstance(entry, Entry) and entry.batch) or (1, 1)
            return entry.seq if number == of else entry.seq - number
    return 0


def _position_before(directory: Path, seq: int, found: list[tuple[int, Path]]) -> Position:
    """The position before the line with this seq, which must exist and begin a batch. It has no `recorded_at`."""
    holding = [(first, path) for first, path in found if first <= seq]
    segment, path = holding[-1]
    try:
        with path.open("rb") as file:
            chain = _chain_before(seq, file, [path for _, path in holding])
            line = _halve(file, seq) or b""
            offset = file.tell() - len(line) - 1
    except OSError as error:
        raise unreadable(error, path) from None
    closed = log_bytes(directory, before=segment)
    return Position(segment=segment, offset=offset, seq=seq - 1, chain=chain, closed=closed)


def _chain_before(seq: int, file: BinaryIO, holding: list[Path]) -> str:
    """The chain of the line before this seq, from the last of these segments or the one before; empty if not found."""
    if seq == 1:
        return codec.NO_CHAIN
    raw = _halve(file, seq - 1)
    if raw is None and len(holding) > 1:
        with holding[-2].open("rb") as before:
            raw = _halve(before, seq - 1)
    return codec.chain_of(raw) if raw is not None else ""


def _halve(file: BinaryIO, seq: int) -> bytes | None:
    """The line with this seq, without its newline, found by binary search; None if there is no such whole line."""
    low, high = 0, file.seek(0, SEEK_END)
    while low < high:
        middle = (low + high) // 2
        file.seek(max(low, middle - 1))
        if middle > low:
            file.readline()
        start = file.tell()
        raw = file.readline() if start < high else b""
        found = _SEQ.match(raw)
        if found is None or int(found[1]) > seq:
            high = middle
        elif int(found[1]) < seq:
            low = start + len(raw)
        else:
            return raw.removesuffix(b"\n") if raw.endswith(b"\n") else None
    return None
