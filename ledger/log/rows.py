"""Rows by their key over a table in SQLite: read once, changed in memory, written together.

A change is a draft first: `keep` makes it stand, `drop` forgets it, and `write` puts what stands into the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, fields

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

Row = TypeVar("Row", bound=Struct)
_AT_ONCE: Final = 500
"""Keys that are asked for in one statement; any SQLite takes 999."""
_KNOWN: Final = 16_384
"""Rows that are kept in memory for the next batch."""


class Rows(Generic[Row]):
    """The rows of a table whose columns are the fields of a struct. The first of them is the key, a text."""

    def __init__(self, connection: sqlite3.Connection, table: str, row: type[Row]) -> None:
        self._db = connection
        self._row = row
        columns = [field.name for field in fields(row)]
        self._select = f"select * from {table} where {columns[0]} in ({{}})"  # noqa: S608  # these names are our own
        self._insert = f"insert or replace into {table} values ({_marks(len(columns))})"  # noqa: S608  # likewise
        self._delete = f"delete from {table} where {columns[0]} = ?"  # noqa: S608  # likewise
        self._known: dict[str, Row | None] = {}
        self._unwritten: set[str] = set()
        self._former: dict[str, Row | None] = {}  # what the draft changed, as it was before

    def get(self, key: str) -> Row | None:
        """The row with this key."""
        try:
            return self._known[key]
        except KeyError:
            self.read((key,))
            return self._known[key]

    def put(self, key: str, row: Row | None) -> None:
        """Put a row in the place of the one with its key; None leaves none there."""
        if key not in self._former:
            self._former[key] = self.get(key)
        self._known[key] = row

    def read(self, keys: Iterable[str]) -> None:
        """Read the rows with these keys, where they are not known yet, so that each `get` need not."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._known]
        self._known.update(dict.fromkeys(missing))
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            for values in self._db.execute(self._select.format(_marks(len(some))), some):
                self._known[values[0]] = self._row(*values)

    def unwritten(self) -> Iterator[Row]:
        """The rows that the table has not, or not in this form."""
        for key in self._unwritten | self._former.keys():
            row = self._known[key]
            if row is not None:
                yield row

    def keep(self) -> None:
        """Let the draft stand."""
        self._unwritten.update(self._former)
        self._former.clear()

    def drop(self) -> None:
        """Forget the draft."""
        self._known.update(self._former)
        self._former.clear()

    def write(self) -> None:
        """Write what stands, in the order of the keys, which costs the table least."""
        changes = [(key, self._known[key]) for key in sorted(self._unwritten)]
        self._db.executemany(self._insert, [astuple(row) for _, row in changes if row is not None])
        self._db.executemany(self._delete, [(key,) for key, row in changes if row is None])

    def written(self) -> None:
        """Take what stands for written, and let go of what would be too much to keep in memory."""
        self._unwritten.clear()
        if len(self._known) > _KNOWN:
            self._known.clear()

    def forget(self) -> None:
        """Know nothing but what the table has."""
        self._known.clear()
        self._unwritten.clear()
        self._former.clear()


def _marks(count: int) -> str:
    return ",".join("?" * count)
