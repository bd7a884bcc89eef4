"""The moments that order edges and reports connect, kept in the catalog (design, section 5).

Under the name of an observation stands its occurrence, under the name of a report event its publication. The reports
inside an observation have no names; what they say of its time (it was said before it was published) is in its bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.order import Bounds, refuse_cycle, settle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SCHEMA = """
create table moment (
    name text primary key, raw_earliest text, raw_latest text, earliest text, latest text
) without rowid;
create table edge (first text, later text, owner text, primary key (first, later, owner)) without rowid;
create index edge_later on edge (later, first);
create index edge_owner on edge (owner);
"""


class CatalogTimeline:
    """The timeline of `ledger.order` over the catalog's tables. Bounds are kept tightened."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def bounds(self, moment: str) -> Bounds:
        """The tightened bounds of a moment."""
        return Bounds(*self._db.execute("select earliest, latest from moment where name = ?", (moment,)).fetchone())

    def tighten(self, moment: str, bounds: Bounds) -> None:
        """Keep tighter bounds for a moment."""
        row = (bounds.earliest, bounds.latest, moment)
        self._db.execute("update moment set earliest = ?, latest = ? where name = ?", row)

    def later(self, moment: str) -> list[str]:
        """The moments that certainly come after this one by an edge."""
        return [name for (name,) in self._db.execute("select distinct later from edge where first = ?", (moment,))]

    def earlier(self, moment: str) -> list[str]:
        """The moments that certainly come before this one by an edge."""
        return [name for (name,) in self._db.execute("select distinct first from edge where later = ?", (moment,))]

    def has(self, moment: str) -> bool:
        """Whether there is a moment of that name."""
        return self._db.execute("select 1 from moment where name = ?", (moment,)).fetchone() is not None

    def put(self, moment: str, bounds: Bounds) -> None:
        """Give a moment its own bounds, tightened by nothing yet."""
        row = (moment, bounds.earliest, bounds.latest, bounds.earliest, bounds.latest)
        self._db.execute("insert or replace into moment values (?, ?, ?, ?, ?)", row)

    def connect(self, edges: Iterable[tuple[str, str]], owner: str) -> None:
        """Add the edges that a record says, each checked to close no cycle. Raises ImpossibleOrder."""
        for first, later in edges:
            if self.has(first) and self.has(later):
                refuse_cycle(self, first, later)
                self._db.execute("insert or ignore into edge values (?, ?, ?)", (first, later, owner))

    def disconnect(self, owner: str) -> set[str]:
        """Take away the edges that a record says; the moments that were at their ends."""
        ends = self._db.execute("delete from edge where owner = ? returning first, later", (owner,)).fetchall()
        return {name for pair in ends for name in pair}

    def remove(self, moment: str) -> set[str]:
        """Take a moment away with its edges; the moments that were its neighbours."""
        ends = self._db.execute(
            "delete from edge where first = ?1 or later = ?1 returning first, later", (moment,)
        ).fetchall()
        self._db.execute("delete from moment where name = ?", (moment,))
        return {name for pair in ends for name in pair} - {moment}

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
            self._db.execute("update moment set earliest = raw_earliest, latest = raw_latest where name = ?", (moment,))
        settle(self, sorted(connected))
