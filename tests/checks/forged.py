"""A story with references of every kind, and lines that no ledger would have taken."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ledger import times
from ledger.checks import check_log
from ledger.codec import Entry
from ledger.events import Actor, Assessment, InlineReport, Order, Quote, Relation, Report, Retraction, Void
from ledger.log import segments
from tests.log.logs import NOW, chained, said
from tests.raising import raising

if TYPE_CHECKING:
    import pytest

    from ledger.checks import Problem
    from ledger.events import AnyEvent
    from ledger.log import Log

STORY: tuple[AnyEvent, ...] = (
    said("mayor-1", occurred="2020-01-06", reports=(InlineReport(source="post", quotes=(Quote(exact="No."),)),)),
    said("mayor-2", after=("mayor-1",), retracts=(Retraction(observation="mayor-1"),)),
    Report(id="leak", observation="mayor-1", source="radio", after=("mayor-2",)),
    Relation(from_="closed", relation="contradicts", to="open"),
    Order(id="edge", first="mayor-1", then="mayor-2", source="post"),
    Assessment(claim="closed", assessor="council", verdict="true", evidence=("mayor-1",)),
    said(amends="mayor-2", after=("mayor-1",), reason="mistyped"),
    Actor(amends="pilot", name="The old pilot", part_of="council"),
    Void(event="mayor-1"),
    said(amends="mayor-2", after=("mayor-1",)),
)


def forge(log: Log, *forged: AnyEvent, **envelope: Any) -> list[Problem]:
    """Write events behind the log as if the ledger had taken them, each for itself; what the check says of all."""
    last = list(log.entries())[-1]
    usual = {"recorded_at": times.instant(NOW), "by": "desk", "chain": ""}
    told = [
        Entry(
            seq=last.seq + number,
            event=replace(event, id=event.id or f"forged:{last.seq + number}"),
            **{**usual, **envelope},
        )
        for number, event in enumerate(forged, start=1)
    ]
    with segments(log.directory)[-1][1].open("ab") as file:
        file.writelines(chained(told, previous=last.chain))
    return list(check_log(log))


def leave_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a check no room for what it needs to know."""
    monkeypatch.setattr("ledger.log.catalog.storage._MOST_UNWRITTEN", 1)
    full = sqlite3.OperationalError("database or disk is full")
    monkeypatch.setattr("ledger.log.catalog.rows.Rows.write", raising(full))
