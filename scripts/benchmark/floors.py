"""What this machine can do at best: the floors that the ledger is measured against."""

from __future__ import annotations

import fcntl
import os
import time
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Union, get_args

import msgspec

from ledger.events import AnyEvent
from scripts.benchmark.process import python

if TYPE_CHECKING:
    from pathlib import Path

LINE: Final = b'{"seq":17,"said":"' + b"x" * (600 - 21) + b'"}\n'
"""A line of 600 bytes."""
_LINES_PER_SYNC: Final = 1_000
_DIGESTED: Final = 50_000
"""The most lines that are decoded, encoded and hashed to know the rate."""

_LOAD: Final = """
import sys, time, duckdb
began = time.perf_counter()
connection = duckdb.connect(sys.argv[1])
connection.execute("set TimeZone = 'UTC'")
connection.execute("set enable_progress_bar = false")
lines = f"read_json(?, format = 'newline_delimited', columns = {sys.argv[2]})"
connection.execute(f"create table line as from {lines}", [sys.argv[3:]])
connection.close()
print(time.perf_counter() - began)
"""
_TIME: Final = "struct(text varchar, earliest timestamptz, latest timestamptz)"
_QUOTES: Final = 'struct(exact varchar, start bigint, "end" bigint)[]'
_COLUMNS: Final = {
    "seq": "bigint",
    "id": "varchar",
    "type": "varchar",
    "recorded_at": "timestamptz",
    "by": "varchar",
    **dict.fromkeys(("name", "role", "part_of", "publisher", "title", "url", "kind", "language", "text"), "varchar"),
    **dict.fromkeys(("reliability", "from", "relation", "to", "speaker", "observation", "source"), "varchar"),
    **dict.fromkeys(("mode", "first", "then", "claim", "assessor", "verdict", "confidence", "rationale"), "varchar"),
    **dict.fromkeys(("event", "amends", "reason", "note", "chain"), "varchar"),
    **dict.fromkeys(("aliases", "audience", "after", "via", "evidence"), "varchar[]"),
    **dict.fromkeys(("occurred", "published", "captured_at"), _TIME),
    "independent": "boolean",
    "stances": "struct(claim varchar, stance varchar, basis varchar, certainty varchar)[]",
    "retracts": "struct(observation varchar, claims varchar[])[]",
    "reports": "struct(source varchar, via varchar[], mode varchar, audience varchar[],"
    f" published {_TIME}, quotes {_QUOTES})[]",
    "quotes": _QUOTES,
    "batch": "integer[]",
}


_ENVELOPE: Final = (
    ("seq", int),
    ("recorded_at", str),
    ("by", str),
    ("batch", tuple[int, int] | None, None),
    ("chain", str),
)


class Lone:
    """F1: open, lock, write one line of 600 bytes, fdatasync, close; in a file that grows."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(b"")
        self._path = path
        self._end = 0

    def seconds(self) -> float:
        """How long one line takes."""
        began = time.perf_counter()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.pwrite(descriptor, LINE, self._end)
        os.fdatasync(descriptor)
        os.close(descriptor)
        took = time.perf_counter() - began
        self._end += len(LINE)
        return took


def batched(path: Path, lines: int) -> float:
    """F2: lines a second, written with one fdatasync per 1,000 of them."""
    batch = LINE * _LINES_PER_SYNC
    rounds = max(1, lines // _LINES_PER_SYNC)
    began = time.perf_counter()
    for number in range(rounds):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.pwrite(descriptor, batch, number * len(batch))
        os.fdatasync(descriptor)
        os.close(descriptor)
    took = time.perf_counter() - began
    path.unlink()
    return rounds * _LINES_PER_SYNC / took


def load(events: Path, scratch: Path) -> float:
    """F3: seconds in which DuckDB loads a log, typed, into one table of a new database file; not counting its start."""
    database, said = scratch / "floor.duckdb", scratch / "floor.txt"
    columns = "{" + ", ".join(f"\"{name}\": '{kind}'" for name, kind in _COLUMNS.items()) + "}"
    python(_LOAD, database, columns, *sorted(events.glob("*.jsonl")), out=said)
    database.unlink()
    return float(said.read_text())


def start() -> float:
    """F4: seconds of `python -c pass`."""
    return python("pass").seconds


def digest(events: Path) -> float:
    """F5: lines of a log a second, each decoded into a struct of its type, encoded, and hashed."""
    decode, encode = _line_decoder().decode, msgspec.json.Encoder().encode
    with min(events.glob("*.jsonl")).open("rb") as file:
        lines = list(islice(file, _DIGESTED))
    began = time.perf_counter()
    for line in lines:
        sha256(encode(decode(line))).hexdigest()
    return len(lines) / (time.perf_counter() - began)


def _line_decoder() -> msgspec.json.Decoder[Any]:
    """A decoder of whole lines: the types of events, with the envelope as fields."""
    types = [
        msgspec.defstruct(kind.__name__, _ENVELOPE, bases=(kind,), frozen=True, kw_only=True)
        for kind in get_args(AnyEvent)
    ]
    return msgspec.json.Decoder(Union[tuple(types)])  # noqa: UP007  # made when it runs
