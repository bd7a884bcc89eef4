"""What the catalog attests of the log: the bytes that a writer on this machine has read and found valid.

The catalog says up to which position, and with which chain. A chain hashes all lines before it, so lines that end in
the recorded chain are already validated and need no decoding. They are copied from the last segment to the first, so
the chain that a copy must arrive at is known before anybody reads it.

The catalog is a cache. Its file is read as it is, without a lock and without what SQLite keeps beside it. If anything
is wrong with it or with the log, nothing is attested, and the check of each line says what is wrong.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from io import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from ledger import codec
from ledger.codec import CHAIN_BYTES, Entry, Erased
from ledger.errors import DamagedLog, StorageFailed
from ledger.log.catalog.storage import version
from ledger.log.segments import Position, segment_path, segments
from ledger.log.standing import stands_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLOCK: Final = 1 << 20
_POSITION: Final = "select * from position"
_ERASED: Final = "select cast(name as integer) from erased"


class NotAttested(Exception):
    """The log has other lines than the catalog attests, or has them elsewhere."""


class Attestation(Struct, frozen=True, kw_only=True):
    """The position up to which a log is attested, provided that of its lines exactly those in `erased` are erased."""

    end: Position
    erased: frozenset[int]


class Copy(Struct, frozen=True, kw_only=True):
    """A file with a segment's lines from the seq `first` to the seq `last`."""

    path: Path
    first: int
    last: int


class _Span(Struct, frozen=True, kw_only=True):
    """A segment's lines from the seq `first` to the seq `last`, with the offsets and the chains before and after."""

    segment: int
    first: int
    last: int
    begin: int
    end: int
    before: str
    after: str


def attested(catalog: Path, directory: Path, start: Position) -> Attestation | None:
    """What a catalog's file attests of a log beyond a position; None if that is nothing."""
    found = _read(catalog, "mode=ro&immutable=1")
    with suppress(StorageFailed):
        if found is not None and found.end.seq > start.seq and stands_at(directory, found.end):
            return found
    return None


def last_read(catalog: Path) -> Position | None:
    """The position up to which a catalog's file says that it read the log, if any; not checked against the log."""
    found = _read(catalog, "mode=ro")
    return found.end if found is not None else None


def copies(directory: Path, start: Position, known: Attestation, folder: Path) -> Iterator[Copy]:
    """Copies of the lines from a position to the end of what is attested, each verified before it is handed out.

    The last segment comes first. Raises NotAttested, also if a batch is split between segments.
    """
    try:
        for span in reversed(_spans(directory, start, known.end)):
            path = segment_path(folder, span.segment)
            last = _copy(segment_path(directory, span.segment), path, span, known.erased)
            if last is None:
                path.unlink()
                continue
            _refuse_open_end(last, known.end if span.last == known.end.seq else None)
            yield Copy(path=path, first=span.first, last=span.last)
    except (OSError, DamagedLog, StorageFailed) as error:
        raise NotAttested(str(error)) from None


def _read(catalog: Path, how: str) -> Attestation | None:
    """What a catalog's file says; None if it cannot be read, or was made by other rules than these.

    `how` says how to open it: with `immutable`, SQLite takes no lock, waits for nobody and makes no file. Then it
    misses what a writer has not yet put into the file, and may read anything while one writes: the result counts only
    if the log's chain leads there.
    """
    uri = f"{catalog.absolute().as_uri()}?{how}"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            row = connection.execute(_POSITION).fetchone()
            erased = [seq for (seq,) in connection.execute(_ERASED)]
        # A build that makes a file again writes its version first, so whoever finds its position finds its version too.
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            is_ours = connection.execute("pragma user_version").fetchone() == (version(),)
        if row is None or not is_ours:
            return None
        end = msgspec.convert(dict(zip(Position.__struct_fields__, row, strict=True)), Position)
    except (sqlite3.Error, msgspec.ValidationError, ValueError):
        return None
    return Attestation(end=end, erased=frozenset(erased))


def _spans(directory: Path, start: Position, end: Position) -> list[_Span]:
    """The lines between two positions, segment by segment, each with the chains before and after it.

    The next segment starts from the chain at the end of the one before, so each can be checked alone, the last first.
    Raises NotAttested if a segment is missing.
    """
    found = [first for first, _ in segments(directory) if start.segment <= first <= end.segment]
    if found[:1] != [start.segment] or found[-1:] != [end.segment]:
        raise NotAttested("a segment is missing")
    spans: list[_Span] = []
    seq, begin, before = start.seq, start.offset, start.chain
    for segment, following in zip(found, [*found[1:], None], strict=True):
        size, after = _end_of(segment_path(directory, segment)) if following is not None else (end.offset, end.chain)
        last = following - 1 if following is not None else end.seq
        spans.append(
            _Span(segment=segment, first=seq + 1, last=last, begin=begin, end=size, before=before, after=after)
        )
        seq, begin, before = last, 0, after
    return spans


def _end_of(path: Path) -> tuple[int, str]:
    """The size of a segment, and the chain at its end."""
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - CHAIN_BYTES))
        return size, codec.chain_of(file.read().removesuffix(b"\n"))


def _copy(source: Path, path: Path, span: _Span, erased: frozenset[int]) -> bytes | None:
    """Copy a span, verifying its chain, and give its last line, if any. Raises NotAttested, DamagedLog or OSError."""
    chain, seq, tail, last = span.before, span.first, b"", None
    gone = {each for each in erased if span.first <= each <= span.last}
    rest = span.end - span.begin
    with source.open("rb") as file, path.open("wb") as spool:
        file.seek(span.begin)
        while rest > 0 and (block := file.read(min(_BLOCK, rest))):
            rest -= len(block)
            spool.write(block)
            *lines, tail = (tail + block).split(b"\n")
            chain = _followed(lines, chain, seq, gone)
            seq += len(lines)
            last = lines[-1] if lines else last
    if tail or gone or seq != span.last + 1 or chain != span.after:
        raise NotAttested(f"{source} is not what was read")
    return last


def _followed(lines: Sequence[bytes], chain: str, seq: int, gone: set[int]) -> str:
    """The chain after these lines, each checked to fit the one before. Removes the seqs of erased lines from `gone`."""
    for number, line in enumerate(lines, seq):  # runs for every line of a log, so what `codec` does is inlined
        leaf = sha256(b"\0" + line[:-CHAIN_BYTES]).hexdigest()
        link = sha256((chain + leaf).encode()).hexdigest()
        if line[-CHAIN_BYTES:] != f',"chain":"{link}"}}'.encode():
            entry = codec.decode(line)
            link = entry.chain
            if not isinstance(entry, Erased) or entry.seq != number or link != codec.chain(chain, entry.leaf):
                raise NotAttested(f"the chain fails at @{number}")
            gone.discard(number)
        chain = link
    return chain


def _refuse_open_end(line: bytes, end: Position | None) -> None:
    """Raise NotAttested unless a segment's last line ends a batch and, if it is at the attested `end`, has its time.

    An erased line cannot show this, so the lines are then checked one by one.
    """
    entry = codec.decode(line)
    if not isinstance(entry, Entry) or (entry.batch is not None and entry.batch[0] < entry.batch[1]):
        raise NotAttested("no batch ends here")
    if end is not None and entry.recorded_at != end.recorded_at:
        raise NotAttested("the time of the last line is another")
