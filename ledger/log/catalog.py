"""What an append needs to know of the log, in a small SQLite file that the log can always rebuild.

Names, the versions and ends of records, who is part of whom, which source carries what, and the moments that edges
connect. The file is a cache: whoever opens it compares its position with the log and reads what it lacks.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.errors import DamagedLog
from ledger.events import Actor, Observation, Order, Report, Source, Void, type_of
from ledger.log import reporting, timeline
from ledger.log.segments import START, Position

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.codec import Entry
    from ledger.events import AnyEvent

CatalogBroken = sqlite3.Error
"""What goes wrong with the file of a catalog. It never concerns the log."""

VERSION: Final = 3
"""Raised when the tables change; a catalog of another version is made anew."""

_SCHEMA = """
create table position (segment integer, "offset" integer, seq integer, chain text, recorded_at text);
create table event (id text primary key, seq integer, type text, record text) without rowid;
create index event_record on event (record, seq);
create table record (
    name text primary key, type text, seq integer, version integer, line integer, ended_by text
) without rowid;
create table counter (prefix text primary key, last integer) without rowid;
create table whole (part text primary key, whole text) without rowid;
"""


class Known(Struct, frozen=True):
    """What the catalog knows of a record: its type, the seqs of its first line and of its current version, its end."""

    name: str
    type: str
    seq: int
    version: int
    line: int
    ended_by: str | None


class Catalog:
    """The catalog in an open SQLite connection. Changes stand in one transaction until `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.reporting = reporting.Reporting(connection)
        self.timeline = timeline.CatalogTimeline(connection)

    @property
    def position(self) -> Position:
        """The end of what the catalog has read of the log."""
        row = self._db.execute("select * from position").fetchone()
        if row is None:
            raise CatalogBroken("the catalog has lost its position")
        segment, offset, seq, chain, recorded_at = row
        return Position(segment=segment, offset=offset, seq=seq, chain=chain, recorded_at=recorded_at)

    def advance(self, position: Position) -> None:
        """Say up to where the catalog has read."""
        row = (position.segment, position.offset, position.seq, position.chain, position.recorded_at)
        self._db.execute('update position set (segment, "offset", seq, chain, recorded_at) = (?, ?, ?, ?, ?)', row)

    def begin(self) -> None:
        """Begin a transaction."""
        self._db.execute("begin")

    def commit(self) -> None:
        """Keep what was changed since `begin`."""
        self._db.execute("commit")

    def roll_back(self) -> None:
        """Forget what was changed since `begin`, where that is still open."""
        if self._db.in_transaction:
            self._db.execute("rollback")

    def clear(self) -> None:
        """Know nothing, as before the log's first line."""
        self.begin()
        _make(self._db)
        self.commit()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def event(self, name: str) -> tuple[int, str, str] | None:
        """The seq, the type and the record of the event with this id."""
        row: tuple[int, str, str] | None = self._db.execute(
            "select seq, type, record from event where id = ?", (name,)
        ).fetchone()
        return row

    def record(self, name: str) -> Known | None:
        """What is known of the record with this name."""
        row = self._db.execute("select * from record where name = ?", (name,)).fetchone()
        return Known(*row) if row else None

    def versions(self, name: str) -> list[int]:
        """The seqs of the lines that declare or amend the record with this name."""
        query = "select seq from event where record = ? and type <> 'void' order by seq"
        return [seq for (seq,) in self._db.execute(query, (name,))]

    def names(self, types: tuple[str, ...]) -> list[str]:
        """The names of all records of these types."""
        marks = ",".join("?" * len(types))
        query = f"select name from record where type in ({marks}) order by name"  # noqa: S608  # only question marks
        return [name for (name,) in self._db.execute(query, types)]

    def next_number(self, prefix: str) -> int:
        """The next number for ids that begin with this prefix, from 1."""
        row = self._db.execute("select last + 1 from counter where prefix = ?", (prefix,)).fetchone()
        return int(row[0]) if row else 1

    def whole_of(self, actor: str) -> str | None:
        """The body that an actor is part of."""
        row = self._db.execute("select whole from whole where part = ?", (actor,)).fetchone()
        return row[0] if row else None

    def ended_by(self, name: str) -> str | None:
        """The id of the void that ended a record, or what it depends on; None while it is live."""
        known = self.record(name)
        if known is None or known.ended_by is not None or known.type != "report":
            return known.ended_by if known else None
        return self.reporting.ended_by(name)

    def apply(self, entry: Entry) -> None:
        """Take in an event that stands, or is about to stand, in the log.

        Raises DamagedLog where its id is taken; ImpossibleOrder, and then everything but the order is taken in.
        """
        event, name = entry.event, entry.record
        row = (entry.id, entry.seq, type_of(event), name)
        if not self._db.execute("insert or ignore into event values (?, ?, ?, ?)", row).rowcount:
            raise DamagedLog(f"the id {entry.id} of @{entry.seq} is that of an earlier event")
        self._count(entry.id)
        if isinstance(event, Void):
            self._end(name, entry.id)
            return
        self._db.execute(
            "insert into record values (?1, ?2, ?3, 1, ?3, null)"
            " on conflict (name) do update set version = version + 1, line = excluded.line",
            (name, type_of(event), entry.seq),
        )
        self._place(event, name, entry.recorded_at, is_new=name == entry.id)

    def _count(self, name: str) -> None:
        prefix, colon, number = name.partition(":")
        if colon and number.isdigit():
            self._db.execute(
                "insert into counter values (?1, ?2) on conflict (prefix) do update set last = max(last, ?2)",
                (prefix, int(number)),
            )

    def _place(self, event: AnyEvent, name: str, recorded_at: str, *, is_new: bool) -> None:
        """Put what an event says of bodies, sources and times where it belongs."""
        match event:
            case Actor():
                self._db.execute("delete from whole where part = ?", (name,))
                if event.part_of is not None:
                    self._db.execute("insert into whole values (?, ?)", (name, event.part_of))
            case Source():
                self.reporting.publish(name, event, recorded_at)
                if not is_new:
                    self._measure_anew(name)
            case Observation() | Report():
                self.reporting.carry(name, event, recorded_at)
                if self.ended_by(name) is None:
                    self.timeline.put(name, self.reporting.bounds(name, type_of(event)))
                before = event.after if isinstance(event, Observation) else (event.observation, *event.after)
                self._connect(name, [(first, name) for first in before], is_new=is_new)
            case Order():
                self._connect(name, [(event.first, event.then)], is_new=is_new)
            case _:
                pass

    def _connect(self, name: str, edges: list[tuple[str, str]], *, is_new: bool) -> None:
        """Let a record say these edges and no others, and tighten from their ends on."""
        loosened = set() if is_new else self.timeline.disconnect(name)
        self.timeline.connect(edges, name)
        ends = {name, *(end for edge in edges for end in edge)}
        if is_new:
            self.timeline.settle(end for end in sorted(ends) if self.timeline.has(end))
        else:
            self.timeline.settle_anew(ends | loosened)

    def _measure_anew(self, source: str) -> None:
        """Measure anew what takes its date from a source, after that changed or ended."""
        present = [(name, kind) for name, kind in self.reporting.carried_by(source) if self.timeline.has(name)]
        for name, kind in present:
            self.timeline.put(name, self.reporting.bounds(name, kind))
        self.timeline.settle_anew(name for name, _ in present)

    def _end(self, name: str, void: str) -> None:
        """End a record, and take away what points at it."""
        self._db.execute("update record set ended_by = ? where name = ?", (void, name))
        known = self.record(name)
        match known.type if known else None:
            case "actor":
                self._db.execute("delete from whole where part = ?1 or whole = ?1", (name,))
            case "observation" | "report":
                self._take_away([name, *self.reporting.reports_of(name)])
            case "source":
                self._take_away([carried for carried, kind in self.reporting.carried_by(name) if kind == "report"])
                self._measure_anew(name)
            case "order":
                self.timeline.settle_anew(self.timeline.disconnect(name))
            case _:
                pass

    def _take_away(self, moments: list[str]) -> None:
        neighbours: set[str] = set()
        for moment in moments:
            neighbours |= self.timeline.remove(moment)
        self.timeline.settle_anew(neighbours - set(moments))


def open_catalog(path: Path | None) -> Catalog:
    """The catalog in a file, made anew where it is broken; in memory where no file can be used."""
    if path is not None:
        with suppress(CatalogBroken):
            return _open(str(path))
        with suppress(CatalogBroken):
            delete_catalog(path)
            return _open(str(path))
    return _open(":memory:")


def delete_catalog(path: Path) -> None:
    """Delete the file of a catalog and what SQLite keeps beside it, as far as that is possible."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _open(path: str) -> Catalog:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        # A lost write leaves the catalog behind the log, never wrong: WAL keeps it consistent without a sync a commit.
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute("begin immediate")
        if connection.execute("pragma user_version").fetchone()[0] != VERSION:
            _make(connection)
        connection.execute("commit")
    except BaseException:
        connection.close()
        raise
    return Catalog(connection)


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, after dropping whatever another version left there."""
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (table,) in tables:
        connection.execute(f'drop table "{table}"')
    for statement in (_SCHEMA + reporting.SCHEMA + timeline.SCHEMA).split(";"):
        connection.execute(statement)
    row = (START.segment, START.offset, START.seq, START.chain, START.recorded_at)
    connection.execute("insert into position values (?, ?, ?, ?, ?)", row)
    connection.execute(f"pragma user_version = {VERSION}")
