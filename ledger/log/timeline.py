"""The moments that order edges and reports connect, kept in the catalog (design, section 5).

Under the name of an observation stands its occurrence, under the name of a report event its publication. The reports
inside an observation have no names; what they say of its time (it was said before it was published) is in its bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.log.links import Links
from ledger.log.rows import Rows
from ledger.order import Bounds, refuse_cycle, settle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

SCHEMA = """
create table tightened (name text primary key, earliest text, latest text) without rowid;
create table later (name text, other text, owner text, primary key (name, other, owner)) without rowid;
create table earlier (name text, other text, owner text, primary key (name, other, owner)) without rowid;
create table edge (name text, other text, owner text, primary key (name, other, owner)) without rowid;
"""


class Tightened(Struct, frozen=True, gc=False):
    """The bounds of a moment where edges tell more than it does by itself."""

    name: str
    earliest: str | None
    latest: str | None


class CatalogTimeline:
    """The timeline of `ledger.order` over the catalog's tables.

    `alone` gives the bounds of a moment by itself, and None where there is no moment of that name.
    """

    def __init__(self, connection: sqlite3.Connection, alone: Callable[[str], Bounds | None]) -> None:
        self._alone = alone
        self.rows = Rows(connection, "tightened", Tightened)
        self._later = Links(connection, "later")
        self._earlier = Links(connection, "earlier")
        self._edges = Links(connection, "edge")
        self.links = (self._later, self._earlier, self._edges)

    def bounds(self, moment: str) -> Bounds:
        """The tightened bounds of a moment."""
        row = self.rows.get(moment)
        found = Bounds(row.earliest, row.latest) if row is not None else self._alone(moment)
        if found is None:
            raise AssertionError("an edge connects moments that are there")
        return found

    def tighten(self, moment: str, bounds: Bounds) -> None:
        """Keep tighter bounds for a moment."""
        self.rows.put(moment, Tightened(moment, bounds.earliest, bounds.latest))

    def later(self, moment: str) -> list[str]:
        """The moments that certainly come after this one by an edge."""
        return list(dict.fromkeys(name for name, _ in self._later.of(moment)))

    def earlier(self, moment: str) -> list[str]:
        """The moments that certainly come before this one by an edge."""
        return list(dict.fromkeys(name for name, _ in self._earlier.of(moment)))

    def has(self, moment: str) -> bool:
        """Whether there is a moment of that name."""
        return self._alone(moment) is not None

    def loosen(self, moment: str) -> None:
        """Give a moment the bounds that it has by itself, tightened by nothing yet."""
        if self.rows.get(moment) is not None:
            self.rows.put(moment, None)

    def connect(self, edges: Iterable[tuple[str, str]], owner: str) -> None:
        """Add the edges that a record says, each checked to close no cycle. Raises ImpossibleOrder."""
        for first, later in edges:
            if self.has(first) and self.has(later):
                refuse_cycle(self, first, later)
                self._later.put(first, later, owner)
                self._earlier.put(later, first, owner)
                self._edges.put(owner, first, later)

    def disconnect(self, owner: str) -> set[str]:
        """Take away the edges that a record says; the moments that were at their ends."""
        edges = self._edges.of(owner)
        for first, later in edges:
            self._cut(first, later, owner)
        return {name for edge in edges for name in edge}

    def remove(self, moment: str) -> set[str]:
        """Take a moment away with its edges; the moments that were its neighbours."""
        later, earlier = self._later.of(moment), self._earlier.of(moment)
        for other, owner in later:
            self._cut(moment, other, owner)
        for other, owner in earlier:
            self._cut(other, moment, owner)
        self.loosen(moment)
        return {name for name, _ in (*later, *earlier)}

    def settle(self, touched: Iterable[str]) -> None:
        """Tighten from these moments on, where bounds have only become tighter. Raises ImpossibleOrder."""
        settle(self, touched)

    def settle_anew(self, touched: Iterable[str]) -> None:
        """Tighten everything connected with these moments from its own bounds, where some may have become looser."""
        connected = {name for name in touched if self.has(name)}
        waiting = list(connected)
        while waiting:
            moment = waiting.pop()
            found = {*self.later(moment), *self.earlier(moment)} - connected
            connected |= found
            waiting += found
        for moment in connected:
            self.loosen(moment)
        settle(self, sorted(connected))

    def _cut(self, first: str, later: str, owner: str) -> None:
        self._later.take(first, later, owner)
        self._earlier.take(later, first, owner)
        self._edges.take(owner, first, later)
