"""Which sources carry what, and when each moment was by that alone, kept in the catalog (design, section 5).

An observation was said before the reports inside it came out; a report without a date of its own has its source's.
What report events and edges say of one another's times is for `ledger.log.timeline`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events import Observation, Report
from ledger.order import Bounds
from ledger.times import Interval

if TYPE_CHECKING:
    import sqlite3

    from ledger.events import InlineReport, Source

SCHEMA = """
create table published (source text primary key, earliest text, latest text) without rowid;
create table own_time (record text primary key, earliest text, latest text) without rowid;
create table carried (
    record text, number integer, source text, takes_date integer, latest text, primary key (record, number)
) without rowid;
create index carried_source on carried (source);
create table reported (report text primary key, observation text) without rowid;
create index reported_observation on reported (observation);
"""


class Reporting:
    """The sources of records, over the catalog's tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def publish(self, name: str, source: Source, recorded_at: str) -> None:
        """Note when a source was published, where it says so."""
        self._db.execute("delete from published where source = ?", (name,))
        if source.published is not None:
            bounds = capped(source.published, recorded_at)
            self._db.execute("insert into published values (?, ?, ?)", (name, bounds.earliest, bounds.latest))

    def carry(self, name: str, event: Observation | Report, recorded_at: str) -> None:
        """Note the time that is a record's own, and which sources carry it: until when, or on their date."""
        own = capped(event.occurred if isinstance(event, Observation) else event.published, recorded_at)
        self._db.execute("insert or replace into own_time values (?, ?, ?)", (name, own.earliest, own.latest))
        if isinstance(event, Report):
            self._db.execute("insert or replace into reported values (?, ?)", (name, event.observation))
        reports: tuple[Report | InlineReport, ...] = event.reports if isinstance(event, Observation) else (event,)
        rows = [
            (name, number, report.source, report.published is None, capped(report.published, recorded_at).latest)
            for number, report in enumerate(reports)
        ]
        self._db.execute("delete from carried where record = ?", (name,))
        self._db.executemany("insert into carried values (?, ?, ?, ?, ?)", rows)

    def bounds(self, name: str, kind: str) -> Bounds:
        """When an observation was (said before its own reports came out), or a report (its time, else its source's)."""
        own = Bounds(*self._db.execute("select earliest, latest from own_time where record = ?", (name,)).fetchone())
        dates = self._db.execute(
            "select c.takes_date and p.source is not null, p.earliest,"
            " case when c.takes_date then p.latest else c.latest end"
            " from carried c join record r on r.name = c.source left join published p using (source)"
            " where c.record = ? and r.ended_by is null",
            (name,),
        ).fetchall()
        if kind == "report":
            return next((Bounds(earliest, latest) for takes_date, earliest, latest in dates if takes_date), own)
        for _, _, latest in dates:
            own = own.not_after(latest)
        return own

    def carried_by(self, source: str) -> list[tuple[str, str]]:
        """The name and the type of each record that a source carries."""
        return self._db.execute(
            "select distinct r.name, r.type from carried c join record r on r.name = c.record where c.source = ?",
            (source,),
        ).fetchall()

    def reports_of(self, observation: str) -> list[str]:
        """The report events on an observation."""
        rows = self._db.execute("select report from reported where observation = ?", (observation,))
        return [report for (report,) in rows]

    def ended_by(self, report: str) -> str | None:
        """The id of the void that ended what a report event depends on; None while all of it is live."""
        row = self._db.execute(
            "select ended_by from record where ended_by is not null and (name in"
            " (select observation from reported where report = ?1)"
            " or name in (select source from carried where record = ?1))",
            (report,),
        ).fetchone()
        return row[0] if row else None


def capped(time: object, recorded_at: str) -> Bounds:
    """The bounds of a time: nothing is recorded before it happened (design, section 5)."""
    if not isinstance(time, Interval):
        return Bounds(None, recorded_at)
    return Bounds(time.earliest, time.latest).not_after(recorded_at)
