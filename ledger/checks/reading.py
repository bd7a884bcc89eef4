"""The lines of a log, each checked by itself: what it holds is canonical, chained and well-formed.

A long log is read in a process of its own, `python -m ledger.checks`, one chunk ahead of the check of what its lines
refer to. That process sends its findings through a pipe: messages in MessagePack, each preceded by its length.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from ledger.codec import Entry
from ledger.errors import DamagedLog, LedgerError, StorageFailed
from ledger.events import refuse_misshapen
from ledger.log import Position, Reader, log_bytes, refuse_bad_id, refuse_bad_recorder, segment_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.log import Line

_LONG: Final = 16 * 1024 * 1024
"""Bytes of a log from which a process of its own is worth starting."""
_LENGTH: Final = 4
"""The bytes of the length that precedes a message."""
_RULES: Final[tuple[tuple[str, Callable[[Entry, bytes], None]], ...]] = (
    ("bad-id", lambda entry, _: refuse_bad_id(entry.id)),
    ("bad-recorder", lambda entry, _: refuse_bad_recorder(entry.by)),
    ("misshapen", lambda entry, raw: refuse_misshapen(entry.event, written=raw)),
)
"""What can be wrong with an entry by itself: the code, and the rule, which raises."""

Fault = tuple[str, str]
"""The code and the message of what is wrong."""


class Chunk(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Consecutive lines up to a position, None for an erased one; and what is wrong with them, by seq.

    `torn`, in the last chunk, says what a crash left after it.
    """

    entries: list[Entry | None]
    end: Position
    faults: dict[int, list[Fault]] = {}
    torn: str | None = None


class _End(Struct, frozen=True, array_like=True, tag=True):
    """Nothing follows; if the log could not be read any further, why."""

    message: str | None = None
    place: str | None = None
    hint: str | None = None
    is_damage: bool = False


_encode: Final = msgspec.msgpack.Encoder().encode
_decoder: Final[msgspec.msgpack.Decoder[Chunk | _End]] = msgspec.msgpack.Decoder(Chunk | _End)


def read(directory: Path) -> Iterator[Chunk]:
    """The log from its beginning, a long one in a process of its own. Raises DamagedLog or StorageFailed."""
    return _read_ahead(directory) if sys.executable and _is_long(directory) else _read(directory)


def send(directory: Path, out: IO[bytes]) -> None:
    """Read a log and write what `read` gives, as messages, into a pipe."""

    def put(message: Chunk | _End) -> None:
        data = _encode(message)
        out.write(len(data).to_bytes(_LENGTH, "big") + data)
        out.flush()

    try:
        for chunk in _read(directory):
            put(chunk)
    except (DamagedLog, StorageFailed) as error:
        put(_End(error.message, error.place, error.hint, isinstance(error, DamagedLog)))
    else:
        put(_End())


def _is_long(directory: Path) -> bool:
    try:
        str(directory).encode()
        return log_bytes(directory) >= _LONG
    except (StorageFailed, UnicodeEncodeError):
        return False  # reading it will say what is wrong; a path that is not UTF-8 cannot be passed on


def _read(directory: Path) -> Iterator[Chunk]:
    reader = Reader(directory)
    for lines in reader.gathered():
        entries = [line.entry if isinstance(line.entry, Entry) else None for line in lines]
        yield Chunk(entries, reader.position, dict(_faults(lines)))
    if reader.torn is not None:
        path = segment_path(directory, reader.position.segment)
        mend = "completes the last line" if reader.torn.batch else "sets them aside"
        size, seq = len(reader.torn.data), reader.position.seq
        torn = f"{path}: {size:,} bytes after @{seq} are not a whole batch; the next append {mend}"
        yield Chunk([], reader.position, torn=torn)


def _faults(lines: list[Line]) -> Iterator[tuple[int, list[Fault]]]:
    for line in lines:
        if isinstance(line.entry, Entry):
            found: list[Fault] = []
            for code, rule in _RULES:
                try:
                    rule(line.entry, line.raw)
                except LedgerError as error:
                    found.append((code, str(error)))
            if found:
                yield line.entry.seq, found


def _read_ahead(directory: Path) -> Iterator[Chunk]:
    import subprocess

    command = [sys.executable, "-P", "-m", "ledger.checks", str(directory)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        started = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)  # noqa: S603  # this package
    except OSError:  # no more processes can be started: read it here
        yield from _read(directory)
        return
    with started as process:
        if process.stdout is None:
            raise AssertionError("a pipe was asked for")
        try:
            while isinstance(message := _received(process.stdout), Chunk):
                yield message
        except BaseException:
            process.kill()
            raise
    if message.message is not None:
        kind = DamagedLog if message.is_damage else StorageFailed
        raise kind(message.message, place=message.place, hint=message.hint)


def _received(pipe: IO[bytes]) -> Chunk | _End:
    length = int.from_bytes(pipe.read(_LENGTH), "big")
    data = pipe.read(length)
    if not data or len(data) < length:
        hint = "was it short of memory? run `claims check` again"
        raise StorageFailed("the process that read the log ended before its time", hint=hint)
    return _decoder.decode(data)
