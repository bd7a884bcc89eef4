"""Tables of one's own in SQLite: one for each kind of record, with the indexes that the question needs.

What such a design usually has, and no more: a correction overwrites, an interval counts from its end, whoever spoke
last is believed. It knows no certain and possible, no order but that of the clock, no origins, and not what was
recorded before.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from ledger.events import (
    PUBLIC,
    Actor,
    Claim,
    Observation,
    Report,
    Source,
    Void,
    amended_by,
    encode,
    type_of,
)
from ledger.times import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledger.events import AnyEvent, InlineReport

_NEVER: Final = "9999"

_SCHEMA: Final = """
create table record (name text primary key, type text, ended integer default 0, content text) without rowid;
create table actor (name text primary key, title text, part_of text) without rowid;
create table source (name text primary key, publisher text, published text, is_public integer) without rowid;
create table claim (name text primary key, text text) without rowid;
create table observation (
    name text primary key, number integer, speaker text, occurred text, is_public integer, text text
) without rowid;
create table stance (observation text, claim text, stance text, primary key (observation, claim)) without rowid;
create index stance_claim on stance (claim);
create table report (observation text, owner text, source text, published text, is_public integer);
create index report_observation on report (observation);
create index report_owner on report (owner);
"""

_AS_OF: Final = """
with learned as (
    select observation, min(known) as known from (
        select name as observation, occurred as known from observation where is_public
        union all
        select r.observation, coalesce(r.published, s.published, ?2)
        from report r join source s on s.name = r.source
        join record on record.name = r.owner and not record.ended
        where coalesce(r.is_public, s.is_public)
    ) group by observation
),
spoken as (
    select s.claim, o.speaker, s.stance,
        row_number() over (partition by s.claim, o.speaker order by o.occurred desc, o.number desc) as place
    from learned l join observation o on o.name = l.observation
    join record on record.name = o.name and not record.ended
    join stance s on s.observation = o.name
    where l.known <= ?1 and s.stance in ('support', 'deny', 'query', 'retract')
)
select claim, count(*) filter (where stance = 'support'), count(*) filter (where stance = 'deny')
from spoken where place = 1 group by claim
"""


class Tables:
    """The rival in a file. Its transactions are as durable as SQLite makes them."""

    name = f"sqlite3 {sqlite3.sqlite_version}, a table a kind"

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(_SCHEMA)
        self._count = 0

    def append(self, events: Sequence[AnyEvent]) -> None:
        """Keep events in one transaction."""
        self._db.execute("begin")
        for event in events:
            self._put(event)
        self._db.execute("commit")

    def now(self) -> int:
        """Where everybody stands now."""
        return self.as_of(_NEVER)

    def as_of(self, instant: str) -> int:
        """Work out who supports and denies each claim, as the public knew at an instant. Returns how many claims."""
        return len(self._db.execute(_AS_OF, (instant, _NEVER)).fetchall())

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _put(self, event: AnyEvent) -> None:
        self._count += 1
        if isinstance(event, Void):
            self._db.execute("update record set ended = 1 where name = ?", (event.event,))
            return
        name = amended_by(event) or event.id or f"event-{self._count}"
        row = (name, type_of(event), encode(event).decode())
        self._db.execute("insert or replace into record (name, type, content) values (?, ?, ?)", row)
        match event:
            case Actor():
                self._db.execute("insert or replace into actor values (?, ?, ?)", (name, event.name, event.part_of))
            case Source():
                dated = (name, event.publisher, _end(event.published), _is_public(event.audience))
                self._db.execute("insert or replace into source values (?, ?, ?, ?)", dated)
            case Claim():
                self._db.execute("insert or replace into claim values (?, ?)", (name, event.text))
            case Observation():
                self._put_observation(name, event)
            case Report():
                self._db.execute("delete from report where owner = ?", (name,))
                self._put_reports(name, event.observation, [event])
            case _:
                pass

    def _put_observation(self, name: str, event: Observation) -> None:
        occurred = _end(event.occurred) or _NEVER
        row = (name, self._count, event.speaker, occurred, _is_public(event.audience), event.text)
        self._db.execute("insert or replace into observation values (?, ?, ?, ?, ?, ?)", row)
        self._db.execute("delete from stance where observation = ?", (name,))
        stances = [(name, stance.claim, stance.stance) for stance in event.stances]
        self._db.executemany("insert into stance values (?, ?, ?)", stances)
        self._db.execute("delete from report where owner = ?", (name,))
        self._put_reports(name, name, event.reports)

    def _put_reports(self, owner: str, observation: str, reports: Sequence[Report | InlineReport]) -> None:
        rows = [
            (
                observation,
                owner,
                report.source,
                _end(report.published),
                None if report.audience is None else PUBLIC in report.audience,
            )
            for report in reports
        ]
        self._db.executemany("insert into report values (?, ?, ?, ?, ?)", rows)


def _end(time: object) -> str | None:
    """The end of an interval, from which it counts; None if it is open."""
    return time.latest if isinstance(time, Interval) else None


def _is_public(audience: tuple[str, ...] | None) -> bool:
    return audience is None or PUBLIC in audience
