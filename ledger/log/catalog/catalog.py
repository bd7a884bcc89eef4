"""What an append needs to know of the log, in a small SQLite file that the log can always rebuild.

It knows names, the versions and ends of records, who is part of whom, which source carries what, and the moments that
edges connect. The file is a cache: a writer compares its position with the log and reads what it lacks. What a catalog
takes in stays in memory, as a draft until `keep`, and is written into the file now and then in one transaction: the
file may lag, but is never half right. A writer holds the lock of the log; `attested` reads the file without it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from ledger.errors import ImpossibleOrder
from ledger.events import MOMENT, Actor, Observation, Order, Report, Source, Void, type_of
from ledger.log.catalog import reporting, storage, timeline
from ledger.log.catalog.known import Counter, Known, KnownEvent
from ledger.log.catalog.links import Links
from ledger.log.catalog.rows import Rows
from ledger.log.catalog.storage import Storage
from ledger.log.segments import repeated_id
from ledger.order import Bounds, refuse_empty
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from ledger.codec import Entry, Erased
    from ledger.events import AnyEvent
    from ledger.log.catalog.known import Carriers

CatalogBroken = storage.Broken
"""An error of a catalog's file. It never concerns the log."""


_MADE: Final = re.compile(r"(.*:v?)([0-9]{1,18})")
"""The stem and the number of an id that a ledger made. A longer number is somebody else's: counting ignores it."""
_ERASED: Final = ""
"""The name under which the number of erased lines is kept among the counters."""
_NO_TIME: Final = Bounds()
_NOTHING: Final = Known("")


class Catalog(Storage):
    """The catalog in an open SQLite connection. `position` is the end of what it has taken in, the draft included."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._names = Rows(connection, "name", Known)
        self._counters = Rows(connection, "counter", Counter)
        self._amendments = Links(connection, "amendment")
        self._parts = Links(connection, "part")
        self._erased = Links(connection, "erased")
        self.reporting = reporting.Reporting(connection, self._names)
        self.timeline = timeline.CatalogTimeline(
            connection, self._names, alone=self.reporting.bounds, has=self._is_moment
        )
        links = (self._amendments, self._parts, self._erased, *self.reporting.links, *self.timeline.links)
        super().__init__(connection, (self._names, self._counters, *links))
        self._near: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str | None] = {}

    def begin(self) -> None:
        """Begin work, with what the file has by now."""
        super().begin()
        self._near.clear()

    def read(self, names: Iterable[str]) -> None:
        """Read what is known of these names together, which is quicker than one by one."""
        self._names.read(names)

    def event(self, name: str) -> KnownEvent | None:
        """What is known of the event with this id."""
        row = self._names.get(name)
        if row is None or row.event_seq is None:
            return None
        if row.event_record is not None:
            return KnownEvent(seq=row.event_seq, type=str(row.event_type), record=row.event_record)
        return KnownEvent(seq=row.event_seq, type=str(row.type), record=name)

    def record(self, name: str) -> Known | None:
        """What is known of the record with this name."""
        row = self._names.get(name)
        return row if row is not None and row.type is not None else None

    def cite(self, names: Iterable[str]) -> None:
        """Keep the names that a line cites but nothing has any more."""
        for name in names:
            if self._names.get(name) is None:
                self._names.put(name, Known(name))

    def erase(self, erased: Erased) -> None:
        """Note, as a draft, that a line was erased; if the line is restored, it counts as new."""
        self._erased.put(str(erased.seq), erased.leaf)
        self._counters.put(_ERASED, Counter(self._erased_lines() + 1))

    def is_of_erased(self, name: str) -> bool:
        """Whether lines of the log cite or amend, under this name, what an erased line declared."""
        row = self._names.get(name)
        return row is not None and row.event_seq is None

    def versions(self, name: str) -> list[int]:
        """The seqs of the lines that declare or amend the record with this name."""
        events = [self.event(each) for each in (name, *(other for other, _ in self._amendments.of(name)))]
        return sorted(event.seq for event in events if event is not None and event.record == name)

    def near(self, name: str, types: tuple[str, ...], *, also: tuple[str, ...] = ()) -> str | None:
        """A hint with the nearest names to a name, those of records of these types and those in `also`; or None.

        Finding them reads every name, so the hint is kept: a batch may lack the same name again and again.
        """
        asked = name, types, also
        if asked not in self._near:
            names = sorted(row.name for row in self._names.all() if row.type in types)
            self._near[asked] = did_you_mean(name, (*also, *names))
        return self._near[asked]

    def next_number(self, stem: str, *, first: int) -> int:
        """The next number for made ids that begin with this, such as `mayor:`; counting starts at `first`.

        No erased line can have had it: a number is skipped for each line that was erased since the last number.
        """
        row = self._counters.get(stem)
        if row is None:
            return first + self._erased_lines()
        return row.last + 1 + self._erased_lines() - row.erased

    def _erased_lines(self) -> int:
        row = self._counters.get(_ERASED)
        return row.last if row is not None else 0

    def whole_of(self, actor: str) -> str | None:
        """The body that an actor is part of."""
        row = self._names.get(actor)
        return row.whole if row is not None else None

    def ended_by(self, name: str) -> str | None:
        """The id of the void that ended a record or what it depends on; None while it is live."""
        known = self.record(name)
        return self._ended_by(known) if known is not None else None

    def dependents(self, name: str) -> dict[str, str]:
        """What voiding a record concerns, as types by name.

        The reports and orders that end with it, and, as `after`, the observations that say they come after it or such a
        report; for an actor, its parts; for a source, also the observations that it carries.
        """
        if self._is_a("actor", name):
            return {part: "actor" for part, _ in self._parts.of(name)}
        reports = {each: "report" for each in self._reports_on(name) if self._is_moment(each)}
        owners = [owner for moment in (name, *reports) for owner in self.timeline.owners(moment)]
        orders = {each: "order" for each in owners if self._is_a("order", each)}
        after = {each: "after" for each in owners if each != name and self._is_a("observation", each)}
        said = self.reporting.carried_by(name) if self._is_a("source", name) else []
        carried = {each: "observation" for each in said if self._is_a("observation", each) and self._is_moment(each)}
        return reports | dict(sorted(orders.items())) | dict(sorted(after.items())) | carried

    def apply(self, entry: Entry) -> None:
        """Take in, as a draft, an event that is, or is about to be, in the log.

        Raises DamagedLog if its id is taken, or ImpossibleOrder after taking in everything but the order.
        """
        event, name, own = entry.event, entry.record, entry.id
        there = self._names.get(own)
        if there is not None and there.event_seq is not None:
            raise repeated_id(own, entry.seq)
        if ":" in own:
            self._count(own)
        if own == name:
            self._place(event, name, there if there is not None and there.type is not None else None, entry)
            return
        row = replace(there or Known(own), event_seq=entry.seq, event_type=type_of(event), event_record=name)
        self._names.put(own, row)
        if isinstance(event, Void):
            self._end(name, own)
        else:
            self._amendments.put(name, own)
            self._place(event, name, self._names.get(name), entry)

    def _count(self, name: str) -> None:
        made = _MADE.fullmatch(name)
        if made is None:
            return
        stem, number = made[1], int(made[2])
        row = self._counters.get(stem)
        if row is None or number > row.last:
            self._counters.put(stem, Counter(number, self._erased_lines()))

    def _place(self, event: AnyEvent, name: str, before: Known | None, entry: Entry) -> None:
        """Note what an event says of its record: bodies, sources, times and edges."""
        kind, is_new = type_of(event), name == event.id
        whole, observation, own = None, None, _NO_TIME
        carried: Carriers = ()
        edges: list[tuple[str, str]] = []
        match event:
            case Observation():
                own = reporting.capped(event.occurred, entry.recorded_at)
                carried = self.reporting.carry(name, event, entry.recorded_at, before=before)
                edges = [(first, name) for first in event.after]
            case Report():
                own = reporting.capped(event.published, entry.recorded_at)
                carried = self.reporting.carry(name, event, entry.recorded_at, before=before)
                observation = event.observation
                edges = [(first, name) for first in (event.observation, *event.after)]
            case Source() if event.published is not None:
                own = reporting.capped(event.published, entry.recorded_at)
            case Actor():
                whole = event.part_of
                self._move(name, before.whole if before is not None else None, whole)
            case Order():
                edges = [(event.first, event.then)]
            case _:
                pass
        old = before or _NOTHING
        row = Known(
            name=name,
            event_seq=entry.seq if is_new else old.event_seq,
            event_type=old.event_type,
            event_record=old.event_record,
            type=old.type or kind,
            version=old.version + 1,
            line=entry.seq,
            ended_by=old.ended_by,
            whole=whole,
            observation=observation,
            earliest=own.earliest,
            latest=own.latest,
            carried=carried,
        )
        self._names.put(name, row)
        if kind in MOMENT or edges:
            self._settle(row, edges, is_new=before is None)
        elif kind == "source" and not is_new:
            self._measure_anew(name)

    def _move(self, actor: str, former: str | None, whole: str | None) -> None:
        """Make an actor part of another whole, or of none."""
        if former is not None:
            self._parts.take(former, actor)
        if whole is not None:
            self._parts.put(whole, actor)

    def _settle(self, row: Known, edges: list[tuple[str, str]], *, is_new: bool) -> None:
        """Fit a record into the order of moments. Raises ImpossibleOrder."""
        try:
            if row.type == "observation" and is_new and not edges:
                refuse_empty(row.name, self.reporting.bounds(row))
            else:
                self._connect(row.name, edges, is_new=is_new)
        except ImpossibleOrder:
            if row.type == "observation":
                self.reporting.refuse_late(row)
            raise

    def _connect(self, name: str, edges: list[tuple[str, str]], *, is_new: bool) -> None:
        """Replace the edges that a record states by these, and tighten from their ends on. Raises ImpossibleOrder."""
        if is_new:
            self.timeline.begin(name)
        loosened = set() if is_new else self.timeline.disconnect(name, but=edges)
        connected = self.timeline.connect(edges, name)
        ends = {name, *(end for edge in edges for end in edge)}
        if is_new:
            self.timeline.settle((end for end in sorted(ends) if self._is_moment(end)), connected)
        else:
            self.timeline.settle_anew(ends | loosened)

    def _is_moment(self, name: str) -> bool:
        row = self._names.get(name)
        return row is not None and row.type in MOMENT and self._ended_by(row) is None

    def _ended_by(self, known: Known) -> str | None:
        if known.ended_by is not None or known.type != "report":
            return known.ended_by
        return self.reporting.ended_by(known)

    def _measure_anew(self, source: str) -> None:
        """Settle anew what a source carries, whose dates may come from it, after it changed or ended."""
        carried = self.reporting.carried_by(source)
        self._names.read(carried)
        self.timeline.settle_anew(name for name in carried if self.timeline.has(name))

    def _end(self, name: str, void: str) -> None:
        """End a record, and remove what depends on it."""
        row = self.record(name)
        if row is None:
            return
        self._names.put(name, replace(row, ended_by=void))
        match row.type:
            case "actor":
                for part in (name, *(part for part, _ in self._parts.of(name))):
                    if (known := self._names.get(part)) is not None and known.whole is not None:
                        self._move(part, known.whole, None)
                        self._names.put(part, replace(known, whole=None))
            case "observation" | "report":
                self._take_away([name, *self._reports_on(name)])
            case "source":
                self._take_away(self._reports_on(name))
                self._measure_anew(name)
            case "order":
                self.timeline.settle_anew(self.timeline.disconnect(name))
            case _:
                pass

    def _reports_on(self, name: str) -> list[str]:
        """The report events that count only while this record does: on an observation, or in a source."""
        if self._is_a("source", name):
            return [each for each in self.reporting.carried_by(name) if self._is_a("report", each)]
        return self.reporting.reports_of(name)

    def _is_a(self, kind: str, name: str) -> bool:
        known = self.record(name)
        return known is not None and known.type == kind

    def _take_away(self, moments: list[str]) -> None:
        neighbours: set[str] = set()
        for moment in moments:
            neighbours |= self.timeline.remove(moment)
        self.timeline.settle_anew(neighbours - set(moments))


def open_catalog(path: Path | None) -> Catalog:
    """The catalog in a file, which is made again if it is broken; in memory if no file can be used."""
    if path is not None:
        with suppress(CatalogBroken):
            return _open(str(path))
        with suppress(CatalogBroken):
            storage.delete(path)
            return _open(str(path))
    return _open(storage.MEMORY)


def open_scratch() -> Catalog:
    """An empty catalog for one reading of a log of any length, in a temporary file.

    Its methods raise CatalogBroken if there is no room for that file.
    """
    return _open(storage.SCRATCH)


def _open(path: str) -> Catalog:
    return Catalog(storage.connect(path))
