"""The SQLite file of a catalog: how it is opened and made, follows what is in memory, and is deleted."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol
from weakref import finalize

from msgspec.structs import astuple

from ledger import codec, events
from ledger.log.segments import START, Position

if TYPE_CHECKING:
    from pathlib import Path

Broken = sqlite3.Error
"""An error of the file."""
VERSION: Final = 11
"""Bump this when the tables change; see `version`."""
MEMORY: Final = ":memory:"
SCRATCH: Final = ""
"""Makes SQLite open a temporary file without a name, which stays in memory up to the size of `_CACHE`."""
_CACHE: Final = 16_384
"""KiB of memory that SQLite may use for what it has read and what it is about to write."""

_MOST_UNWRITTEN: Final = 4_096
"""The most events that stay in memory before `keep` writes them into the file."""

_TABLES: Final = {
    '(segment integer, "offset" integer, seq integer, chain text, recorded_at text, closed integer)': ("position",),
    "(name text primary key, known blob) without rowid": ("name", "counter"),
    "(name text, other text, owner text, primary key (name, other, owner)) without rowid": (
        *("amendment", "erased", "part", "carries", "reported", "later", "earlier", "edge", "former"),
    ),
}
"""The tables by their columns: the position, those of `rows`, those of `links`."""
_PUT: Final = "insert into position values (?, ?, ?, ?, ?, ?)"


class Table(Protocol):
    """A table that is read once, changed in memory and written together: `Rows`, `Links`."""

    def keep(self) -> None:
        """Accept the draft."""

    def drop(self) -> None:
        """Forget the draft."""

    def write(self) -> None:
        """Write what was accepted."""

    def written(self) -> None:
        """Mark what was accepted as written."""

    def forget(self) -> None:
        """Forget everything but what the file has."""


class Storage:
    """Tables in a SQLite file that follow the log, and the position up to which they do, the draft included."""

    def __init__(self, connection: sqlite3.Connection, tables: tuple[Table, ...]) -> None:
        self._db = connection
        self._closing = finalize(self, connection.close)
        self._tables = tables
        self.position = START
        self._kept = START
        self._written = START
        self._most_unwritten = 1  # it doubles with each write, so that a single append leaves nothing unwritten

    def begin(self) -> None:
        """Compare what is in memory with the file, and drop it if somebody else has written there since."""
        row = self._db.execute("select * from position").fetchone()
        if row is None:
            raise Broken("the catalog has lost its position")
        found = Position(**dict(zip(Position.__struct_fields__, row, strict=True)))
        if found != self._written:
            self._forget(found)

    @property
    def is_behind(self) -> bool:
        """Whether the file lacks something that is in memory, the draft aside."""
        return self._kept != self._written

    def advance(self, position: Position) -> None:
        """Set the position that the draft has reached."""
        self.position = position

    def keep(self) -> None:
        """Accept the draft, and write what was accepted if enough has gathered."""
        for table in self._tables:
            table.keep()
        self._kept = self.position
        if self._kept.seq - self._written.seq >= self._most_unwritten:
            self.write()

    def drop(self) -> None:
        """Forget the draft."""
        for table in self._tables:
            table.drop()
        self.position = self._kept

    def write(self) -> None:
        """Write what was accepted into the file, all or nothing."""
        if not self.is_behind:
            return
        end = self._kept
        self._db.execute("begin immediate")
        try:
            for table in self._tables:
                table.write()
            self._db.execute("delete from position")
            self._db.execute(_PUT, astuple(end))
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise
        for table in self._tables:
            table.written()
        self._written = end
        self._most_unwritten = min(2 * self._most_unwritten, _MOST_UNWRITTEN)

    def clear(self) -> None:
        """Empty the file and the memory, as before the log's first line."""
        self._db.execute("begin immediate")
        make(self._db)
        self._db.execute("commit")
        self._forget(START)

    def close(self) -> None:
        """Close the connection, which also happens when nothing refers to the catalog any more."""
        self._closing()

    def _forget(self, position: Position) -> None:
        for table in self._tables:
            table.forget()
        self.position = self._kept = self._written = position


def version() -> int:
    """A number for the rules of the build that made a file: its tables, and which lines it accepts as valid.

    A file of another version is made again, so every catalog was filled by the rules of the build that opens it.
    """
    rules = b"%d %d %b" % (VERSION, codec.RULES, events.fingerprint())
    return int.from_bytes(sha256(rules).digest()[:4], "big", signed=True)


def connect(path: str) -> sqlite3.Connection:
    """A connection to the file, with its tables in it. Raises Broken."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        # A lost write leaves the catalog behind the log, not wrong: WAL keeps it consistent without a sync per commit.
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute(f"pragma cache_size = -{_CACHE}")
        connection.execute("begin immediate")
        if connection.execute("pragma user_version").fetchone()[0] != version():
            make(connection)
        connection.execute("commit")
    except UnicodeDecodeError as error:  # SQLite's message about a broken file may quote bytes of that file
        connection.close()
        raise Broken(str(error)) from None
    except BaseException:
        connection.close()
        raise
    return connection


def make(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, after dropping whatever another version left there."""
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (table,) in tables:
        connection.execute(f'drop table "{table}"')
    for columns, names in _TABLES.items():
        for table in names:
            connection.execute(f"create table {table} {columns}")
    connection.execute(_PUT, astuple(START))
    connection.execute(f"pragma user_version = {version()}")


def delete(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it, as far as that is possible."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
