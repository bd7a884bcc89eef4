"""When things happened and what certainly came first (design, section 5).

Times are UTC texts of one width, so that they compare as text. An `earliest` that is open is the empty text, which is
less than every time. No `latest` is open: nothing is recorded before it happened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.naive.records import Key, Line, Records, Report

OPEN = ""


class Interval(NamedTuple):
    """The half-open interval in which a moment lies."""

    earliest: str
    latest: str


def just_after(instant: str) -> str:
    """One microsecond later."""
    later = datetime.fromisoformat(instant) + timedelta(microseconds=1)
    return f"{later:%Y-%m-%dT%H:%M:%S.%f}Z"


def capped(time: Line | None, line: Line) -> Interval:
    """What a time means, open where there is none, and not after the recording of the line that carries it."""
    meant = time or {}
    recorded_at: str = line["recorded_at"]
    return Interval(meant.get("earliest", OPEN), min(meant.get("latest", recorded_at), recorded_at))


class Order:
    """The moments of all that is live, the edges between them, and what follows from both."""

    def __init__(self, records: Records) -> None:
        """Collect the moments and the edges of the records."""
        self.records = records
        self.raw: dict[Key, Interval] = {}
        self.carrier: dict[Key, str] = {}
        self.edges: set[tuple[Key, Key]] = set()
        for observation in records.all_live("observation"):
            occurrence: Key = ("occurrence", observation)
            line = records.current[observation]
            self.raw[occurrence] = capped(line.get("occurred"), line)
            self.carrier[occurrence] = observation
            self._after(line, occurrence)
            for report in records.reports(observation):
                self.raw[report.moment] = self._published(report)
                self.carrier[report.moment] = report.carrier
                self.edges.add((occurrence, report.moment))  # nothing is published before it is said
                if report.carrier != observation:
                    self._after(report.line, report.moment)
        for name in records.all_live("order"):
            line = records.current[name]
            self.edges.add((self.moment_of(line["first"]), self.moment_of(line["then"])))

    def _published(self, report: Report) -> Interval:
        """The report's own date; else the source's, capped by the source's line; else open."""
        source = self.records.current[report.source]
        if "published" not in report.content and "published" in source:
            return capped(source["published"], source)
        return capped(report.content.get("published"), report.line)

    def _after(self, line: Line, moment: Key) -> None:
        """The edges that `after` gives to the moment of the line."""
        self.edges |= {(self.moment_of(name), moment) for name in line.get("after", ()) if self.records.live(name)}

    def moment_of(self, name: str) -> Key:
        """The moment meant by the name of an observation or of a report event."""
        is_report = self.records.current[name]["type"] == "report"
        return ("publication", name) if is_report else ("occurrence", name)

    @cached_property
    def descendants(self) -> dict[Key, set[Key]]:
        """To which moments a path of edges leads, for each moment."""
        return {moment: _reachable(self.edges, moment) for moment in self.raw}

    @cached_property
    def tightened(self) -> dict[Key, Interval]:
        """Each moment not earlier than any that comes before it, and not later than any that comes after it."""
        bounds = {}
        for moment, raw in self.raw.items():
            earlier = [self.raw[other].earliest for other in self.raw if moment in self.descendants[other]]
            later = [self.raw[other].latest for other in self.descendants[moment]]
            bounds[moment] = Interval(max([raw.earliest, *earlier]), min([raw.latest, *later]))
        return bounds

    def precedes(self, a: Key, b: Key) -> bool:
        """Whether a ≺ b: a's tightened `latest` is not after b's tightened `earliest`, or edges lead from a to b."""
        in_time = self.tightened[a].latest <= self.tightened[b].earliest
        return a != b and (in_time or b in self.descendants[a])

    @cached_property
    def depth(self) -> dict[Key, int]:
        """How many edges the longest path of edges has that ends in the moment, for each moment."""
        depths = dict.fromkeys(self.raw, 0)
        for _ in self.raw:
            for first, then in self.edges:
                depths[then] = max(depths[then], depths[first] + 1)
        return depths

    @property
    def impossible(self) -> list[Key]:
        """The moments that come before themselves or have no time left; a log that has any was not accepted."""
        empty = {moment for moment, bounds in self.tightened.items() if bounds.earliest >= bounds.latest}
        return [moment for moment in self.raw if moment in empty or moment in self.descendants[moment]]


def _reachable(edges: Iterable[tuple[Key, Key]], start: Key) -> set[Key]:
    """Every moment to which a path of one edge or more leads."""
    found: set[Key] = set()
    size = -1
    while size < len(found):
        size = len(found)
        found |= {then for first, then in edges if first == start or first in found}
    return found
