"""What the catalog attests of the log: the bytes that a writer of this machine has read and found valid.

The catalog says up to which position, and with which chain. The chain of a line is a hash of all lines up to it, so
lines whose chain arrives there are those that were judged, and to decode them again can find nothing. They are copied
from the last segment to the first: what a copy has to arrive at is then known before anybody reads it.

The catalog is a cache. It is read as its file stands, without a lock and without what SQLite keeps beside it; whatever
is wrong with it, or with the log, the answer is that nothing is attested, and whoever checks each line says what it is.
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
from ledger.log.lookup import stands_at
from ledger.log.segments import Position, segment_path, segments
from ledger.log.storage import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLOCK: Final = 1 << 20
_POSITION: Final = "select * from position"
_ERASED: Final = "select cast(name as integer) from erased"


class NotAttested(Exception):
    """The log has other lines than the catalog attests, or has them elsewhere."""


class Attested(Struct, frozen=True, kw_only=True):
    """Up to which position a log is attested, as long as the lines with the seqs `erased` are erased ones."""

    end: Position
    erased: frozenset[int]


class Copy(Struct, frozen=True, kw_only=True):
    """A file with the lines of a segment from the seq `first` to the seq `last`."""

    path: Path
    first: int
    last: int


class _Span(Struct, frozen=True, kw_only=True):
    """The lines of a segment from the seq `first` to the seq `last`, between two offsets and between two chains."""

    segment: int
    first: int
    last: int
    begin: int
    end: int
    before: str
    after: str


def attested(catalog: Path, directory: Path, start: Position) -> Attested | None:
    """What the file of a catalog attests of a log beyond a position; None where that is nothing."""
    found = _read(catalog, "mode=ro&immutable=1")
    with suppress(StorageFailed):
        if found is not None and found.end.seq > start.seq and stands_at(directory, found.end):
            return found
    return None


def last_read(catalog: Path) -> Position | None:
    """Up to where the file of a catalog has read the log, if it says so. Whether that still stands is not asked."""
    found = _read(catalog, "mode=ro")
    return found.end if found is not None else None


def copies(directory: Path, start: Position, known: Attested, folder: Path) -> Iterator[Copy]:
    """Copies of the lines between a position and what is attested, each attested when it is handed out.

    The last segment comes first. Raises NotAttested, also where the lines of a batch do not stand in one segment.
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


def _read(catalog: Path, how: str) -> Attested | None:
    """What stands in the file of a catalog; None where it cannot be read, or was made by other rules than these.

    `how` it is opened: `immutable` has SQLite take no lock, wait for nobody, and make no file. What a writer has not
    put into the file yet is not seen then, and what is read while one does so may be anything: it counts for nothing
    unless the log arrives there.
    """
    uri = f"{catalog.absolute().as_uri()}?{how}"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            row = connection.execute(_POSITION).fetchone()
            erased = [seq for (seq,) in connection.execute(_ERASED)]
        # What a build makes anew it gives its version first, so that it has it when its position is there to be read.
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            is_ours = connection.execute("pragma user_version").fetchone() == (version(),)
        if row is None or not is_ours:
            return None
        end = msgspec.convert(dict(zip(Position.__struct_fields__, row, strict=True)), Position)
    except (sqlite3.Error, msgspec.ValidationError, ValueError):
        return None
    return Attested(end=end, erased=frozenset(erased))


def _spans(directory: Path, start: Position, end: Position) -> list[_Span]:
    """What the lines between two positions have to fit into, a segment after the other.

    The chain at the end of each segment stands there, and the next one begins with it: so each can be followed by
    itself, and the last one first.
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
    """The size of a segment, and the chain that stands at its end."""
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - CHAIN_BYTES))
        return size, codec.chain_of(file.read().removesuffix(b"\n"))


def _copy(source: Path, path: Path, span: _Span, erased: frozenset[int]) -> bytes | None:
    """Copy a span and follow its chain; its last line, if it has one. Raises NotAttested, DamagedLog or OSError."""
    chain, seq, behind, last = span.before, span.first, b"", None
    gone = {each for each in erased if span.first <= each <= span.last}
    rest = span.end - span.begin
    with source.open("rb") as file, path.open("wb") as spool:
        file.seek(span.begin)
        while rest > 0 and (block := file.read(min(_BLOCK, rest))):
            rest -= len(block)
            spool.write(block)
            *lines, behind = (behind + block).split(b"\n")
            chain = _followed(lines, chain, seq, gone)
            seq += len(lines)
            last = lines[-1] if lines else last
    if behind or gone or seq != span.last + 1 or chain != span.after:
        raise NotAttested(f"{source} is not what was read")
    return last


def _followed(lines: Sequence[bytes], chain: str, seq: int, gone: set[int]) -> str:
    """The chain of the last of these lines, where each has its own. The seqs of erased ones are taken out of `gone`."""
    for number, line in enumerate(lines, seq):  # of all lines of a log: what `codec` does, without its calls
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
    """Raise NotAttested where no batch ends with the last line of a segment, or it is of another time than the end.

    What an erased line was the end of is a question for whoever reads on from what stands before it.
    """
    entry = codec.decode(line)
    if not isinstance(entry, Entry) or (entry.batch is not None and entry.batch[0] < entry.batch[1]):
        raise NotAttested("no batch ends here")
    if end is not None and entry.recorded_at != end.recorded_at:
        raise NotAttested("the time of the last line is another")
