"""Which sources carry what, and what that alone says of when each moment was (design, section 5).

It is kept in the catalog. An observation was said before the reports inside it came out; a report without a date has
its source's. What report events and edges imply for one another's times is left to `timeline`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import ImpossibleOrder
from ledger.events import Observation, Report
from ledger.log.catalog.links import Links
from ledger.order import Bounds
from ledger.times import Interval, show

if TYPE_CHECKING:
    import sqlite3

    from ledger.events import InlineReport
    from ledger.log.catalog.known import Carriers, Known
    from ledger.log.catalog.rows import Rows

_LATE: Final = (
    "mend the time, or say when the report came out, with --published or `published`; nothing is out before it is said"
)


class Reporting:
    """Which sources carry which records, for the names that the catalog knows."""

    def __init__(self, connection: sqlite3.Connection, names: Rows[Known]) -> None:
        self._names = names
        self._carries = Links(connection, "carries")
        self._reported = Links(connection, "reported")
        self.links = (self._carries, self._reported)

    def carry(self, name: str, event: Observation | Report, recorded_at: str, *, before: Known | None) -> Carriers:
        """Note what carries a record and what no longer does, and give what does."""
        reports: tuple[Report | InlineReport, ...] = event.reports if isinstance(event, Observation) else (event,)
        if before is not None:
            for source, _ in before.carried:
                self._carries.take(source, name)
            if before.observation is not None:
                self._reported.take(before.observation, name)
        if isinstance(event, Report):
            self._reported.put(event.observation, name)
        for report in reports:
            self._carries.put(report.source, name)
        return tuple(
            [
                (each.source, capped(each.published, recorded_at).latest if each.published is not None else None)
                for each in reports
            ]
        )

    def bounds(self, known: Known) -> Bounds:
        """The bounds of an observation (before its own reports came out) or a report (its time, else its source's)."""
        return self.measured(known.type, Bounds(known.earliest, known.latest), known.carried)

    def measured(self, kind: str | None, own: Bounds, carried: Carriers) -> Bounds:
        """The same for a record of this type, given its own time and what carries it."""
        for name, until in carried:
            source = self._names.get(name)
            if source is None or source.type is None or source.ended_by is not None:
                continue
            if kind != "report":
                own = own.not_after(source.latest if until is None else until)
            elif until is None and source.latest is not None:
                return Bounds(source.earliest, source.latest)
        return own

    def refuse_late(self, known: Known) -> None:
        """Raise ImpossibleOrder, naming the source, if an observation begins after a report inside it was out."""
        own = Bounds(known.earliest, known.latest)
        for source, until in known.carried:
            out = self.measured(known.type, Bounds(), ((source, until),)).latest
            if out is not None and own.earliest is not None and own.not_after(out).is_empty:
                begins, ends = show(own.earliest), show(out)
                message = f"{known.name} begins at {begins}, and {source}, which carries it, was out by {ends}"
                raise ImpossibleOrder(message, hint=_LATE)

    def carried_by(self, source: str) -> list[str]:
        """The names of the records that a source carries."""
        return [name for name, _ in self._carries.of(source)]

    def reports_of(self, observation: str) -> list[str]:
        """The report events on an observation."""
        return [report for report, _ in self._reported.of(observation)]

    def ended_by(self, report: Known) -> str | None:
        """The id of the void that ended what a report event depends on; None while all of it is live."""
        for name in (report.observation, *(source for source, _ in report.carried)):
            known = self._names.get(name) if name is not None else None
            if known is not None and known.ended_by is not None:
                return known.ended_by
        return None


def capped(time: object, recorded_at: str) -> Bounds:
    """The bounds of a time, at most `recorded_at`: nothing is recorded before it happened (design, section 5)."""
    if not isinstance(time, Interval):
        return Bounds(None, recorded_at)
    latest = time.latest
    return Bounds(time.earliest, recorded_at if latest is None or latest > recorded_at else latest)
