"""Names that belong to a name, over a table in SQLite: like `rows`, but with many members under a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

Member = tuple[str, str]
"""A name, and the record that says so; empty if no record needs to be known."""


class Links:
    """A table of three columns: a key, a name that belongs to it, and the record that says so."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._db = connection
        self._select = f"select * from {table} where name = ? order by other, owner"  # noqa: S608  # the names of tables are our own
        self._insert = f"insert or ignore into {table} values (?, ?, ?)"  # noqa: S608  # likewise
        self._delete = f"delete from {table} where name = ? and other = ? and owner = ?"  # noqa: S608  # likewise
        self._stored: dict[str, list[Member]] = {}
        self._unwritten: dict[str, dict[Member, bool]] = {}
        self._draft: dict[str, dict[Member, bool]] = {}

    def of(self, key: str) -> list[Member]:
        """The members under a key, in their order."""
        if key not in self._stored:
            self._stored[key] = [(other, owner) for _, other, owner in self._db.execute(self._select, (key,))]
        changed = [changes[key] for changes in (self._unwritten, self._draft) if key in changes]
        if not changed:
            return self._stored[key]
        found = set(self._stored[key])
        for changes in changed:
            for member, is_there in changes.items():
                (found.add if is_there else found.discard)(member)
        return sorted(found)

    def begin(self, key: str) -> None:
        """Assume that nothing is stored under a key; saves the lookup."""
        self._stored[key] = []

    def put(self, key: str, other: str, owner: str = "") -> None:
        """Put a member under a key."""
        changes = self._draft.get(key)
        if changes is None:
            changes = self._draft[key] = {}
        changes[other, owner] = True

    def take(self, key: str, other: str, owner: str = "") -> None:
        """Remove a member from under a key."""
        self._draft.setdefault(key, {})[other, owner] = False

    def keep(self) -> None:
        """Accept the draft."""
        for key, changes in self._draft.items():
            self._unwritten.setdefault(key, {}).update(changes)
        self._draft.clear()

    def drop(self) -> None:
        """Forget the draft."""
        self._draft.clear()

    def write(self) -> None:
        """Write what was accepted, sorted by key, which is cheapest for the table."""
        put, taken = list[tuple[str, str, str]](), list[tuple[str, str, str]]()
        for key, changes in self._unwritten.items():
            for (other, owner), is_there in changes.items():
                (put if is_there else taken).append((key, other, owner))
        self._db.executemany(self._insert, sorted(put))
        self._db.executemany(self._delete, sorted(taken))

    def written(self) -> None:
        """Mark what was accepted as written."""
        self._stored.clear()
        self._unwritten.clear()

    def forget(self) -> None:
        """Forget everything but what the table has."""
        self._stored.clear()
        self._unwritten.clear()
        self._draft.clear()
