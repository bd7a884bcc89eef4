"""Reading the log: segments in their order, lines checked one by one, batches whole (design, sections 4 and 11)."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from ledger import codec
from ledger.codec import Entry, Erased
from ledger.durable import unreadable
from ledger.errors import DamagedLog, UnfinishedMerge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEGMENT_BYTES: Final = 64 * 1024 * 1024
"""A segment that would grow beyond this is closed, and the batch begins the next one."""

_NAME = re.compile(r"((?=.*[1-9])[0-9]{8}|[1-9][0-9]{8,17})\.jsonl")
_BLOCK: Final = 1 << 20
_GATHERED: Final = 1_000
"""The fewest lines that `gathered` gives together, except at the end."""
_CONFLICT: Final = b"<<<<<<< "
"""How a conflict begins that git writes into a file."""
_REPAIR = "`claims check` says what is wrong; restore the file from a copy, or decide with `claims repair`"


class Position(Struct, frozen=True, kw_only=True, gc=False):
    """A place between two lines: after line `seq`, at byte `offset` of the segment whose first seq is `segment`.

    `closed` is the size of earlier segments: erasing a line keeps its seq and chain, so only this size shows it.
    """

    segment: int = 1
    offset: int = 0
    seq: int = 0
    chain: str = codec.NO_CHAIN
    recorded_at: str = ""
    closed: int = 0


START: Final = Position()


class Line(Struct, frozen=True, gc=False):
    """A line of the log: what it holds, its bytes without the newline, and where it begins."""

    entry: Entry | Erased
    raw: bytes
    segment: int
    offset: int


class Torn(Struct, frozen=True, kw_only=True):
    """What a crash left after the last whole batch, and how to mend it.

    `data` is everything after that batch. If it is a whole batch that lacks only its last newline, `batch` has its
    lines, and `end` is the position after it.
    """

    data: bytes
    batch: tuple[Line, ...] = ()
    end: Position = START


def segments(directory: Path) -> list[tuple[int, Path]]:
    """The first seq and the path of each segment, in their order. Raises StorageFailed."""
    return [(first, segment_path(directory, first)) for first in sorted(_firsts(directory))]


def log_bytes(directory: Path, *, before: int | None = None) -> int:
    """The bytes of all segments, or of those before the one whose first seq is `before`. Raises StorageFailed."""
    size = 0
    for first, path in segments(directory):
        if before is None or first < before:
            try:
                size += path.stat().st_size
            except OSError as error:
                raise unreadable(error, path) from None
    return size


def last_segment(directory: Path) -> int | None:
    """The first seq of the last segment; None if there is none. Raises StorageFailed."""
    return max(_firsts(directory), default=None)


def _firsts(directory: Path) -> list[int]:
    try:
        names = os.listdir(directory)  # noqa: PTH208  # a path of each name would cost more than the rest
    except OSError as error:
        raise unreadable(error, directory) from None
    return [int(match[1]) for name in names if (match := _NAME.fullmatch(name))]


@lru_cache(maxsize=64)
def segment_path(directory: Path, first: int) -> Path:
    """The path of the segment whose first seq is `first`."""
    return directory / f"{first:08}.jsonl"


class Reader:
    """Reads the log from a position on, batch by batch, and checks each line against the one before.

    After the iteration `position` is the end of the last whole batch, and `torn` says what comes after it.
    """

    def __init__(self, directory: Path, start: Position = START) -> None:
        self.directory = directory
        self.position = start
        self.torn: Torn | None = None
        self._erased = 0  # erased lines right before the open batch; they may have been its first lines
        self._begun = 0  # lines of the open batch that were erased before its first readable one

    def batches(self) -> Iterator[list[Line]]:
        """The whole batches, each a list of lines. Raises DamagedLog with `file:line`, or StorageFailed."""
        found = segments(self.directory)
        if not found and self.position.seq == 0:
            return
        rest = [(first, path) for first, path in found if first >= self.position.segment]
        if not rest or rest[0][0] != self.position.segment:
            self._refuse_gap(self.position.segment, found)
        for index, (first, path) in enumerate(rest):
            if index > 0:
                if first != self.position.seq + 1:
                    self._refuse_gap(self.position.seq + 1, found)
                closed = self.position.closed + self.position.offset
                self.position = replace(self.position, segment=first, offset=0, closed=closed)
            yield from self._segment(path, is_last=index == len(rest) - 1)

    def gathered(self) -> Iterator[list[Line]]:
        """The lines of the whole batches, many small batches together. Lines before damage come before its error."""
        lines: list[Line] = []
        damage = None
        try:
            for batch in self.batches():
                lines += batch
                if len(lines) >= _GATHERED:
                    yield lines
                    lines = []
        except DamagedLog as error:
            damage = error
        if lines:
            yield lines
        if damage is not None:
            raise damage

    def lines(self) -> Iterator[Line]:
        """The lines of the whole batches."""
        for batch in self.batches():
            yield from batch

    def _segment(self, path: Path, *, is_last: bool) -> Iterator[list[Line]]:
        batch: list[Line] = []
        self._erased = 0
        last, tail = self.position, b""
        for raw, is_whole in _split(path, last.offset):
            if not is_whole:
                tail = raw
                continue  # it is the last; continuing closes the file here, where a failure is reported
            line = self._line(raw, last, batch, path)
            last = _after(line, last)
            batch.append(line)
            if self._closes(batch):
                self._erased = self._erased + 1 if isinstance(batch[0].entry, Erased) else 0
                self.position = last
                yield batch
                batch = []
        if batch or tail:
            self._end(path, batch, tail, last, is_last=is_last)

    def _line(self, raw: bytes, last: Position, batch: list[Line], path: Path) -> Line:
        """The line with these bytes, right after `last` and the open batch. Raises DamagedLog."""
        entry = self._decode(raw, last, path)
        self._refuse_misplaced(entry, last, batch, path)
        return Line(entry, raw, last.segment, last.offset)

    def _end(self, path: Path, batch: list[Line], tail: bytes, last: Position, *, is_last: bool) -> None:
        """Note what follows the last whole batch of a segment, or refuse it."""
        number = last.seq - self.position.segment + 2
        if not is_last:
            raise DamagedLog("the segment ends within a batch", place=f"{path}:{number}", hint=_REPAIR)
        whole = tail.rstrip(b"\0")
        data = b"".join(line.raw + b"\n" for line in batch) + tail
        if line := self._completes(whole, last, batch, path):
            self.torn = Torn(data=data, batch=(*batch, line), end=_after(line, last))
        elif self._completes(whole[:-1], last, batch, path):
            raise DamagedLog("the line's end is damaged", place=f"{path}:{number}", hint=_REPAIR)
        else:
            self.torn = Torn(data=data)

    def _completes(self, raw: bytes, last: Position, batch: list[Line], path: Path) -> Line | None:
        """The line with these bytes, if it is valid and closes the batch."""
        try:
            line = self._line(raw, last, batch, path)
        except DamagedLog:
            return None
        return line if self._closes([*batch, line]) else None

    def _decode(self, raw: bytes, last: Position, path: Path) -> Entry | Erased:
        try:
            if raw.startswith(_CONFLICT):
                raise _unfinished_merge()  # its place is added below, as for the others
            entry = codec.decode(raw)
            if entry.seq != last.seq + 1:
                message = f"seq {last.seq + 1} is expected here, not {entry.seq}"
                raise DamagedLog(message, hint=_REPAIR)  # noqa: TRY301  # its place is added below, as for the others
            refuse_broken_chain(entry, raw, last.chain)
        except DamagedLog as error:
            error.hint = error.hint or _REPAIR
            raise error.at(f"{path}:{last.seq - self.position.segment + 2}") from None
        return entry

    def _refuse_misplaced(self, entry: Entry | Erased, last: Position, batch: list[Line], path: Path) -> None:
        """Raise DamagedLog if a line cannot stand at its place in time or in its batch."""
        if isinstance(entry, Erased):
            return
        if entry.recorded_at < last.recorded_at:
            raise self._damaged(f"recorded_at goes back at @{entry.seq}", entry, path)
        number, of = entry.batch or (1, 1)
        if batch:
            is_next = number == self._begun + len(batch) + 1 and of == _size_of(batch)
            is_next = is_next and entry.recorded_at == last.recorded_at
        else:
            is_next = number - 1 <= self._erased
            self._begun = number - 1
        if not is_next or number > of:
            raise self._damaged(f"a batch is broken at @{entry.seq}", entry, path)

    def _damaged(self, message: str, entry: Entry, path: Path) -> DamagedLog:
        place = f"{path}:{entry.seq - self.position.segment + 1}"
        return DamagedLog(message, place=place, hint=_REPAIR)

    def _closes(self, batch: list[Line]) -> bool:
        """Whether the last line completes the batch. An erased line outside an open batch is a batch of its own."""
        size = _size_of(batch)
        return size is None or self._begun + len(batch) == size

    def _refuse_gap(self, first: int, found: list[tuple[int, Path]]) -> NoReturn:
        wanted = segment_path(self.directory, first)
        have = ", ".join(path.name for _, path in found) or "none"
        raise DamagedLog(f"the segment is missing (there: {have})", place=f"{wanted}:1", hint=_REPAIR)


def refuse_broken_chain(entry: Entry | Erased, raw: bytes, previous: str) -> None:
    """Raise DamagedLog, without a place, if a line does not follow the chain before it."""
    leaf = entry.leaf if isinstance(entry, Erased) else codec.leaf(codec.body_of(raw))
    if entry.chain != codec.chain(previous, leaf):
        message = f"the chain fails at @{entry.seq}: this line or its place is not what was written"
        raise DamagedLog(message, hint=_REPAIR)


def _unfinished_merge() -> UnfinishedMerge:
    hint = (
        "take it back with `git merge --abort`, or take your own side with `git checkout --ours` and the file;"
        " `claims import` brings in what the other side recorded"
    )
    return UnfinishedMerge("a conflict that `git merge` left begins here", hint=hint)


def repeated_id(name: str, seq: int, *, place: str | None = None) -> DamagedLog:
    """The error for a log in which the line with this seq repeats an earlier line's id. No append makes such a log."""
    return DamagedLog(f"the id {name} of @{seq} belongs to an earlier event", place=place)


def _split(path: Path, offset: int) -> Iterator[tuple[bytes, bool]]:
    """The lines from an offset on, without newlines, each with True; then, with False, what follows the last one."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            tail = b""
            while block := file.read(_BLOCK):
                *lines, tail = (tail + block).split(b"\n")
                for line in lines:
                    yield line, True
            if tail:
                yield tail, False
    except OSError as error:
        raise unreadable(error, path) from None


def _after(line: Line, last: Position) -> Position:
    """The position after a line that stands at `last`."""
    entry = line.entry
    recorded_at = entry.recorded_at if isinstance(entry, Entry) else last.recorded_at
    offset = line.offset + len(line.raw) + 1
    return replace(last, offset=offset, seq=entry.seq, chain=entry.chain, recorded_at=recorded_at)


def _size_of(batch: list[Line]) -> int | None:
    """The size of an open batch as its lines give it; None if none of them does."""
    for line in batch:
        if isinstance(line.entry, Entry) and line.entry.batch is not None:
            return line.entry.batch[1]
    return None
