"""The moments that order edges and reports connect, kept in the catalog (design, section 5).

An observation's name stands for its occurrence, a report event's name for its publication. The reports inside an
observation have no names; what they say of its time (it was said before it was published) is in its bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledger.log.catalog.links import Links
from ledger.order import Bounds, refuse_cycle, settle, settle_edges

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable

    from ledger.log.catalog.known import Known
    from ledger.log.catalog.rows import Rows


class CatalogTimeline:
    """The timeline of `ledger.order` over the catalog's tables.

    `alone` gives the bounds of a moment by itself, `has` says whether there is a moment with a name.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        names: Rows[Known],
        *,
        alone: Callable[[Known], Bounds],
        has: Callable[[str], bool],
    ) -> None:
        self.has = has
        self._alone = alone
        self._names = names
        self._later = Links(connection, "later")
        self._earlier = Links(connection, "earlier")
        self._edges = Links(connection, "edge")
        self._former = Links(connection, "former")
        self.links = (self._later, self._earlier, self._edges, self._former)

    def bounds(self, moment: str) -> Bounds:
        """The tightened bounds of a moment."""
        row = self._row(moment)
        if _is_tightened(row):
            return Bounds(row.tightened_earliest, row.tightened_latest)
        return self._alone(row)

    def tighten(self, moment: str, bounds: Bounds) -> None:
        """Keep tighter bounds for a moment."""
        row = replace(self._row(moment), tightened_earliest=bounds.earliest, tightened_latest=bounds.latest)
        self._names.put(moment, row)

    def later(self, moment: str) -> list[str]:
        """The moments that certainly come after this one by an edge."""
        return list(dict.fromkeys(name for name, _ in self._later.of(moment)))

    def earlier(self, moment: str) -> list[str]:
        """The moments that certainly come before this one by an edge."""
        return list(dict.fromkeys(name for name, _ in self._earlier.of(moment)))

    def former(self, moment: str) -> list[str]:
        """The moments that were next to this one by an edge when it was removed."""
        return [name for name, _ in self._former.of(moment)]

    def owners(self, moment: str) -> list[str]:
        """The records that state the edges at a moment."""
        return list(dict.fromkeys(owner for links in (self._later, self._earlier) for _, owner in links.of(moment)))

    def loosen(self, moment: str) -> None:
        """Reset a moment to the bounds that it has by itself."""
        row = self._row(moment)
        if _is_tightened(row):
            self._names.put(moment, replace(row, tightened_earliest=None, tightened_latest=None))

    def begin(self, moment: str) -> None:
        """Assume that a new moment, and the record of its name, have no stored edges; this saves the lookups."""
        for links in self.links:
            links.begin(moment)

    def connect(self, edges: Iterable[tuple[str, str]], owner: str) -> list[tuple[str, str]]:
        """Add those edges between moments that a record did not state before, and give them.

        Raises ImpossibleOrder if one would close a cycle.
        """
        there = self._edges.of(owner)
        connected = [edge for edge in edges if edge not in there and all(map(self.has, edge))]
        for first, later in connected:
            refuse_cycle(self, first, later)
            self._later.put(first, later, owner)
            self._earlier.put(later, first, owner)
            self._edges.put(owner, first, later)
        return connected

    def disconnect(self, owner: str, *, but: Collection[tuple[str, str]] = ()) -> set[str]:
        """Remove the edges that a record states, except those in `but`, and give the moments at their ends."""
        edges = [edge for edge in self._edges.of(owner) if edge not in but]
        for first, later in edges:
            self._cut(first, later, owner)
        return {name for edge in edges for name in edge}

    def remove(self, moment: str) -> set[str]:
        """Remove a moment with its edges, and give the moments that were its neighbours."""
        later, earlier = self._later.of(moment), self._earlier.of(moment)
        for other, owner in later:
            self._cut(moment, other, owner)
        for other, owner in earlier:
            self._cut(other, moment, owner)
        self.loosen(moment)
        neighbours = {name for name, _ in (*later, *earlier)}
        for name in neighbours:
            self._former.put(moment, name)
        return neighbours

    def settle(self, moments: Iterable[str], edges: Iterable[tuple[str, str]]) -> None:
        """Tighten from these moments on, given that only these edges are new. Raises ImpossibleOrder."""
        settle_edges(self, moments, edges)

    def settle_anew(self, touched: Iterable[str]) -> None:
        """Reset these moments, and those whose bounds derive from them, then tighten again.

        Bounds that nothing has tightened derive from nothing, so the search stops there. Raises ImpossibleOrder.
        """
        loose = {name for name in touched if self.has(name)}
        around: set[str] = set()
        waiting = list(loose)
        while waiting:
            moment = waiting.pop()
            near = {*self.later(moment), *self.earlier(moment)} - around
            around |= near
            found = {name for name in near - loose if _is_tightened(self._row(name))}
            loose |= found
            waiting += found
        for moment in loose:
            self.loosen(moment)
        settle(self, sorted(loose | around))

    def _row(self, moment: str) -> Known:
        row = self._names.get(moment)
        if row is None:
            raise AssertionError("an edge connects moments that are there")
        return row

    def _cut(self, first: str, later: str, owner: str) -> None:
        self._later.take(first, later, owner)
        self._earlier.take(later, first, owner)
        self._edges.take(owner, first, later)


def _is_tightened(row: Known) -> bool:
    return row.tightened_earliest is not None or row.tightened_latest is not None
