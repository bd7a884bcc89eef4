"""Structs by their names over a table in SQLite: read once, changed in memory, written together.

A change is a draft first: `keep` accepts it, `drop` forgets it, and `write` puts what was accepted into the file.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = TypeVar("Row", bound=Struct)
_AT_ONCE: Final = 500
"""The most keys in one statement; every SQLite accepts 999."""
_KNOWN: Final = 16_384
"""The most rows that are kept in memory for the next batch."""


class Rows(Generic[Row]):
    """A table of two columns: a name, and what is known under it, a struct in MessagePack."""

    def __init__(self, connection: sqlite3.Connection, table: str, row: type[Row]) -> None:
        self._db = connection
        self._encode = msgspec.msgpack.Encoder().encode
        self._decoder: msgspec.msgpack.Decoder[Row] = msgspec.msgpack.Decoder(row)
        self._all = f"select * from {table}"  # noqa: S608  # the names of tables are our own
        self._select = f"select * from {table} where name in ({{}})"  # noqa: S608  # likewise
        self._insert = f"insert or replace into {table} values (?, ?)"  # noqa: S608  # likewise
        self._known: dict[str, Row | None] = {}
        self._unwritten: set[str] = set()
        self._former: dict[str, Row | None] = {}  # what the draft changed, as it was before

    def get(self, name: str) -> Row | None:
        """What is known under a name, if anything."""
        try:
            return self._known[name]
        except KeyError:
            self.read((name,))
            return self._known[name]

    def put(self, name: str, row: Row) -> None:
        """Set what is known under a name."""
        if name not in self._former:
            self._former[name] = self.get(name)
        self._known[name] = row

    def read(self, names: Iterable[str]) -> None:
        """Read together what is under those of these names that are not known yet."""
        known = self._known
        missing = [name for name in dict.fromkeys(names) if name not in known]
        known.update(dict.fromkeys(missing))
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            for name, data in self._db.execute(self._select.format(",".join("?" * len(some))), some):
                known[name] = self._decode(data)

    def all(self) -> Iterator[Row]:
        """Everything, in no order."""
        for name, data in self._db.execute(self._all):
            if name not in self._known:
                yield self._decode(data)
        yield from filter(None, self._known.values())

    def keep(self) -> None:
        """Accept the draft."""
        self._unwritten.update(self._former)
        self._former.clear()

    def drop(self) -> None:
        """Forget the draft."""
        self._known.update(self._former)
        self._former.clear()

    def write(self) -> None:
        """Write what was accepted, sorted by name, which is cheapest for the table."""
        encode, known = self._encode, self._known
        self._db.executemany(self._insert, [(name, encode(known[name])) for name in sorted(self._unwritten)])

    def written(self) -> None:
        """Mark what was accepted as written, and drop the rows from memory if they are too many."""
        self._unwritten.clear()
        if len(self._known) > _KNOWN:
            self._known.clear()

    def forget(self) -> None:
        """Forget everything but what the table has."""
        self._known.clear()
        self._unwritten.clear()
        self._former.clear()

    def _decode(self, data: bytes) -> Row:
        try:
            return self._decoder.decode(data)
        except (msgspec.DecodeError, TypeError) as error:
            raise sqlite3.DatabaseError(f"a row that cannot be read: {error}") from None
