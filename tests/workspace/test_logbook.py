"""Parts of the log: `Ledger.lines`, and `claims log` with its options."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Actor, Claim, Entry, Ledger, Observation, Order, Source, Stance, Void
from ledger.errors import BadRequest, BadTime, UnknownName
from ledger.events import EVENT_TYPES, type_of
from ledger.log.repairs import Decision
from ledger.workspace.repairs import erase
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log import Line

BEGIN = datetime(2020, 1, 6, 23, 30, tzinfo=UTC)
"""When the first event is recorded: in New York, the day before the last one."""


def said(name: str) -> Observation:
    """The mayor supports that it is shut."""
    return Observation(id=name, speaker="mayor", stances=(Stance(claim="shut", stance="support"),))


WHY = Decision(at="2020-01-21T09:00:00.000000Z", by="cy", reason="A court ordered it.")
RECORDED = (
    ("ann", Actor(id="mayor", name="The mayor")),
    ("ann", Claim(id="shut", text="It is shut.")),
    ("ben", said("first")),
    ("ann", said("second")),
    ("ben", Order(id="later", first="first", then="second")),
    ("cy", Void(event="second", reason="never said")),
    ("ben", Source(id="post", publisher="Harbour Post")),
)
"""Who records what, one an hour."""
ERASED = 3


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """What three people recorded, of which one line is erased."""
    root = tmp_path_factory.mktemp("ledgers") / "harbour"
    Ledger.init(root, timezone="America/New_York")
    for hour, (who, event) in enumerate(RECORDED):
        with Ledger.open(root, by=who, now=partial(BEGIN.__add__, timedelta(hours=hour))) as opened:
            opened.append(event)
    with Ledger.open(root) as opened:
        erase(opened, ERASED, WHY)
    return Ledger.open(root)


def seqs(lines: object) -> list[int]:
    """The seqs of some lines."""
    return [line.entry.seq for line in lines]  # type: ignore[attr-defined]


def meets(line: Line, since: int, by: str | None, types: tuple[str, ...]) -> bool:
    """Whether a line meets the conditions, each asked by itself."""
    entry = line.entry
    if not isinstance(entry, Entry):
        return entry.seq > since and by is None and not types
    return entry.seq > since and by in (None, entry.by) and (not types or type_of(entry.event) in types)


HOURS = st.integers(-1, len(RECORDED)).map(lambda hour: BEGIN + timedelta(hours=hour))


@given(
    recorded=st.none() | st.integers(0, len(RECORDED)),
    since=st.none() | st.integers(0, len(RECORDED)) | HOURS,
    by=st.none() | st.sampled_from(["ann", "ben", "cy"]),
    types=st.lists(st.sampled_from(sorted(EVENT_TYPES)), max_size=3, unique=True).map(tuple),
    last=st.none() | st.integers(0, len(RECORDED) + 1),
)
def test_each_condition_leaves_out_what_does_not_meet_it(  # noqa: PLR0913  # one a condition
    *,
    ledger: Ledger,
    recorded: int | None,
    since: datetime | int | None,
    by: str | None,
    types: tuple[str, ...],
    last: int | None,
) -> None:
    """However they are combined; and the last so many are those of what meets all of them."""
    there = [line for line in ledger.lines() if recorded is None or line.entry.seq <= recorded]
    if by is not None and not any(isinstance(line.entry, Entry) and line.entry.by == by for line in there):
        with pytest.raises(UnknownName):
            list(ledger.lines(recorded=recorded, since=since, by=by, types=types, last=last))
        return
    begin = since or 0
    if isinstance(begin, datetime):
        begin = sum(BEGIN + timedelta(hours=hour) < begin for hour in range(len(RECORDED)))
        begin += begin == ERASED - 1  # an erased line has lost its time: the next one has it
    met = [line for line in there if meets(line, begin, by, types)]
    wanted = met if last is None else met[len(met) - min(last, len(met)) :]
    assert list(ledger.lines(recorded=recorded, since=since, by=by, types=types, last=last)) == wanted


def test_a_name_is_looked_for_in_the_whole_log(ledger: Ledger) -> None:
    """What became of a record is there also where it was stated before, or by somebody else."""
    assert seqs(ledger.lines("second", since=4)) == [5, 6]
    assert seqs(ledger.lines("second", by="cy")) == [6]
    assert seqs(ledger.lines("second", types=("order",))) == [5]


def test_a_date_is_meant_from_its_beginning(ledger: Ledger) -> None:
    """In the ledger's zone, where it names none; up to a date is up to its end."""
    assert seqs(ledger.lines(since="2020-01-07")) == [7]
    assert seqs(ledger.lines(since="2020-01-07[UTC]")) == [2, 3, 4, 5, 6, 7]
    assert seqs(ledger.lines(recorded="2020-01-06", since="2020-01-06")) == [1, 2, 3, 4, 5, 6]


def test_a_wrong_condition_is_refused(ledger: Ledger) -> None:
    """With the nearest names, or with where the log ends."""
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"by": "bem"}, UnknownName, "did you mean ben?"),
        ({"by": "zoe"}, UnknownName, "it was ann, ben, cy"),
        ({"by": "ann", "recorded": 0}, UnknownName, "None"),
        ({"types": ("viod",)}, BadRequest, "did you mean void?"),
        ({"types": ("x",)}, BadRequest, f"the types are {', '.join(EVENT_TYPES)}"),
        ({"since": 8}, UnknownName, "`claims log --last 1` shows where it ends"),
        ({"since": "soon"}, BadRequest, "give the seq of the event: `claims show soon` shows it"),
        ({"since": "2020-13-01"}, BadTime, "months run from 01 to 12"),
        ({"recorded": 2020}, UnknownName, "2020-01-01 or 2020-12-31"),
    ]
    for asked, error, hint in wrong:
        with pytest.raises(error) as refused:
            list(ledger.lines(**asked))
        assert str(getattr(refused.value, "hint", "")).endswith(hint)


def test_the_log_is_asked_in_part_from_the_command_line(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option says so where it is wrong; a clock time is on the day in use."""
    desk = Desk(ledger.root, capsys)

    def asked(options: str) -> list[int]:
        return [json.loads(line)["seq"] for line in desk(f"log {options} --format jsonl").out.splitlines()]

    assert asked("--by ben") == [5, 7]
    assert asked("--type void --type actor") == [1, 6]
    assert asked("--since @5") == asked("--since 2020-01-07T04:00Z --recorded 2020-01-08") == [6, 7]
    assert asked("--by ann --since @1 --type observation") == [4]
    assert asked("--last 0") == [1, 2, 3, 4, 5, 6, 7]
    assert asked("--type relation") == []
    assert desk("log --since 16:10").err.startswith("--since 16:10 is 2020-01-08T16:10-05:00\n")
    assert desk("log --since 2020-13-01").err.startswith("error: --since: the month")
    assert desk("log --by bem --format jsonl").out == ""


def test_a_table_has_the_last_thousand_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unless more are asked for; programs get all."""
    desk = Desk(tmp_path, capsys)
    desk.does("init")
    with Ledger.open(tmp_path, by="desk") as opened:
        opened.append([Claim(id=f"c{number}", text="It is.") for number in range(1_001)])
    told = desk("log")
    assert told.err == "only the last 1,000 events are here; --last 0 gives all\n"
    assert "@1001" in told.out
    assert "  @1 " not in told.out
    assert "@2 " in told.out
    whole = desk("log --last 0")
    assert whole.err == ""
    assert "   @1 " in whole.out
    assert len(desk.prints("log --format jsonl").splitlines()) == 1_001
    assert desk("log --last 1000").err == ""
