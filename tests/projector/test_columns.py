"""What stands in columns of the relations that no story of the other tests fills."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ledger import (
    Actor,
    Claim,
    InlineReport,
    Ledger,
    Observation,
    Relation,
    Report,
    Source,
    Stance,
    Void,
)
from ledger.log import log as log_module
from ledger.log.segments import SEGMENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.events import AnyEvent

AT = datetime(2020, 1, 8, 9, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with a city, of which the mayor and the clerk are parts, and two claims."""
    Ledger.init(tmp_path)
    with Ledger.open(tmp_path, by="desk", now=lambda: AT) as opened:
        opened.append([Actor(id="city", name="The city"), Claim(id="shut", text="S."), Claim(id="open", text="O.")])
        opened.append([Actor(id=each, name=each.title(), part_of="city") for each in ("clerk", "mayor")])
        yield opened


def says(who: str, *stances: tuple[str, Any], **fields: Any) -> Observation:
    """A statement with some stances."""
    return Observation(speaker=who, stances=tuple(Stance(claim=each, stance=how) for each, how in stances), **fields)


def column(ledger: Ledger, query: str) -> list[Any]:
    """The values of a query of one column."""
    return [value for (value,) in ledger.sql(query).fetchall()]


def test_an_event_has_its_place_in_the_log(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file and its line there, in the first segment and in later ones, which are closed at 64 MiB."""
    assert SEGMENT_BYTES == 64 * 2**20
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 1)
    ledger.append([says("mayor", ("shut", "support")), says("mayor", ("open", "deny"))])
    places = ledger.sql("select file, line from events order by seq").fetchall()
    assert places == [("events/00000001.jsonl", n) for n in (1, 2, 3, 4, 5)] + [
        ("events/00000006.jsonl", n) for n in (1, 2)
    ]
    for (file, line), written in zip(places, ledger.lines(), strict=True):
        assert (ledger.root / file).read_bytes().splitlines()[line - 1] == written.raw


def test_a_void_has_its_kind_and_a_report_its_note(ledger: Ledger) -> None:
    """Also where it is the usual kind, which the log leaves out."""
    events: list[AnyEvent] = [Source(id="post", publisher="P"), says("mayor", ("shut", "deny"), id="said")]
    ledger.append([*events, Report(observation="said", source="post", note="by hand")])
    ledger.append([Void(event="open"), Void(event="shut", kind="legal")])
    assert column(ledger, "select void_kind from events where type = 'void' order by seq") == [
        "entered-in-error",
        "legal",
    ]
    assert column(ledger, "select note from reports") == ["by hand"]


def test_whom_a_report_was_to_is_without_those_who_were_voided(ledger: Ledger) -> None:
    """Of a source and of the report itself."""
    ledger.append([Source(id="memo", publisher="M", audience=("clerk", "mayor"))])
    ledger.append(
        says("mayor", ("shut", "deny"), audience=(), reports=(
            InlineReport(source="memo"), InlineReport(source="memo", audience=("mayor", "clerk")),
        ))
    )  # fmt: skip
    ledger.append(Void(event="clerk"))
    assert column(ledger, "select audience from reports order by ordinal") == [["mayor"], ["mayor"]]


def test_a_conflict_is_one_row_with_who_is_behind_either_side(ledger: Ledger) -> None:
    """However often the two claims are said to contradict each other, and whichever comes first."""
    ledger.append([Relation(from_="shut", relation="contradicts", to="open")])
    ledger.append([Relation(from_="open", relation="contradicts", to="shut")])
    ledger.append([Actor(id="pilot", name="P"), says("mayor", ("shut", "support")), says("pilot", ("open", "support"))])
    rows = ledger.sql("select claim, other_claim, supporters, other_supporters, origins, other_origins from conflicts")
    assert rows.fetchall() == [("shut", "open", ["mayor"], ["pilot"], ["city"], ["pilot"])]


def test_a_division_says_in_what_each_side_was_taken(ledger: Ledger) -> None:
    """And before whom."""
    ledger.append(
        [says("clerk", ("shut", "support"), id="yes", audience=("mayor",)), says("mayor", ("shut", "deny"), id="no")]
    )
    ledger.append([Source(id="post", publisher="P", published="2020-01-07"), Report(observation="yes", source="post")])
    rows = ledger.sql(
        "select supporters, supported_in, supported_before, deniers, denied_in, denied_before from divisions"
    )
    assert rows.fetchall() == [(["clerk"], ["yes"], ["mayor"], ["mayor"], ["no"], ["public"])]
