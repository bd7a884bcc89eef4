"""The check of the whole log: silent on what the ledger wrote, and loud on what it would not have."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import events, times
from ledger.checks import check_log
from ledger.errors import Refused, StorageFailed
from ledger.events import (
    Actor,
    Claim,
    Observation,
    Order,
    Source,
    Void,
)
from ledger.log import segments
from ledger.times import Interval
from tests.checks.forged import STORY, forge
from tests.histories import histories
from tests.log.logs import NOW, append, chained, erased, open_log, said, write

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.events import AnyEvent
    from ledger.log import Log
    from tests.histories import Batch

LATER = Interval(text="later", earliest="2020-01-20T10:00:00.000000Z")
BEFORE = Interval(text="before", latest="2020-01-06T00:00:00.000000Z")


def problems(log: Log) -> list[tuple[str, str]]:
    """The code and the message of each problem."""
    return [(problem.code, problem.message) for problem in check_log(log)]


def test_a_log_that_was_longer_is_told_of(log: Log) -> None:
    """What was read of a log here, and is not there any more, is a problem; what was only erased is none."""
    before = segments(log.directory)[0][1].read_bytes()
    append(log, said("new", note="soon gone"))
    seq = list(log.entries())[-1].seq
    log.close()
    assert problems(log) == []
    segments(log.directory)[0][1].write_bytes(before)
    message = f"the log is not the one that was read here up to @{seq}: lines are missing or replaced"
    assert problems(log) == [("not-the-same", message)]
    log.follow()
    log.close()
    assert problems(log) == []
    append(log, said("other"))
    assert problems(log) == []


# Silent


def test_what_the_ledger_wrote_has_no_problem(log: Log) -> None:
    """References of every kind, amendments and voids included, are as they have to be."""
    assert problems(log) == []
    append(log, *STORY)
    assert problems(log) == []


def test_a_log_without_events_has_no_problem(tmp_path: Path) -> None:
    """Where nothing was recorded, nothing is wrong."""
    log = open_log(tmp_path / "empty")
    assert problems(log) == []


@given(histories(), st.data())
def test_every_history_that_was_taken_is_right(
    tmp_path_factory: pytest.TempPathFactory, history: list[Batch], data: st.DataObject
) -> None:
    """Whatever a ledger took has no problem, and has none either when the law has any lines of it erased."""
    log = open_log(tmp_path_factory.mktemp("right"))
    for at, given_events in history:
        with suppress(Refused):
            append(log, *[events.decode(json.dumps(event).encode()) for event in given_events], at=at)
    log.close()
    assert problems(log) == []
    found = segments(log.directory)
    if found:
        lines = found[0][1].read_bytes().splitlines(keepends=True)
        gone = data.draw(st.sets(st.integers(1, len(lines))))
        write(log.directory, [erased(line) if n in gone else line for n, line in enumerate(lines, start=1)])
        assert problems(log) == []


def test_a_check_reads_only(tmp_path: Path) -> None:
    """The check trusts no cache and makes none; it repairs nothing."""
    log = open_log(tmp_path)
    write(log.directory, [*chained([]), b"torn"])
    assert problems(log) == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["00000001.jsonl", "events", "ledger.toml"]
    assert segments(log.directory)[0][1].read_bytes() == b"torn"


# Torn


def test_a_torn_tail_is_told_and_is_no_problem(log: Log) -> None:
    """What the next append repairs by itself is said in a sentence, beside the problems."""
    append(log, *STORY)
    path = segments(log.directory)[0][1]
    whole = path.read_bytes()
    seq = [line.entry.seq for line in log.lines()][-1]
    log.close()
    log.catalog_file.unlink()  # whose writer had not come so far
    for torn, sentence in (
        (whole, None),
        (
            whole + b"x" * 1234,
            f"{path}: 1,234 bytes after @{seq} are not a whole batch; the next append sets them aside",
        ),
        (whole[:-1], "are not a whole batch; the next append completes the last line"),
    ):
        told: list[str] = []
        path.write_bytes(torn)
        assert list(check_log(log, tell=told.append)) == []
        assert len(told) == (sentence is not None)
        assert (sentence or "") in "".join(told)


# Damage


def test_damage_is_the_last_problem(log: Log) -> None:
    """What stands before a damaged line is judged, the line is named, and what follows is said to be unjudged."""
    path = segments(log.directory)[0][1]
    forge(log, Claim(id="odd", text="x", amends="nothing"), Claim(id="ok", text="It is."), Claim(id="last", text="y"))
    path.write_bytes(path.read_bytes().replace(b"It is.", b"It was"))
    seq = len(path.read_bytes().splitlines())
    unknown, damaged = check_log(log)
    assert (unknown.code, unknown.place) == ("unknown-name", f"{path}:{seq - 2}")
    assert (damaged.code, damaged.place) == ("damaged", f"{path}:{seq - 1}")
    assert damaged.message.startswith("the chain fails")
    assert damaged.hint is not None
    assert damaged.hint.endswith("the rest was not checked")


def test_a_missing_segment_is_damage(log: Log) -> None:
    """A segment that is gone is a problem at its place."""
    path = segments(log.directory)[0][1]
    path.rename(path.with_name("00000009.jsonl"))
    (damaged,) = check_log(log)
    assert (damaged.code, damaged.place) == ("damaged", f"{path}:1")


def test_a_directory_that_is_gone_is_no_finding(log: Log) -> None:
    """Where the log cannot be read, nothing is found out about it."""
    log.directory.rename(log.directory.with_name("elsewhere"))
    with pytest.raises(StorageFailed):
        list(check_log(log))


# Problems of what the lines say


@pytest.mark.parametrize(
    ("event", "code", "message"),
    [
        (said(speaker="nobody"), "unknown-name", "speaker: there is no actor nobody"),
        (said(speaker="post"), "unknown-name", "speaker: post is a source, not an actor"),
        (said(after=("mayor:9",)), "unknown-name", "after[0]: there is no observation or report mayor:9"),
        (Claim(text="x", amends="pier"), "unknown-name", "amends: there is no claim pier"),
        (Void(event="pier"), "unknown-name", "event: there is no record pier"),
        (Claim(id="closed", text="x"), "id-taken", "the id closed of @8 belongs to an earlier event"),
        (Claim(id="ledger", text="x"), "bad-id", "ledger is a reserved name"),
        (Claim(id="a:b", text="x"), "bad-id", "'a:b' cannot be an id"),
        (Claim(id="a" * 101, text="x"), "bad-id", "cannot be an id"),
        (Claim(text="a\0b"), "misshapen", "text: it has the character NUL"),
        (Claim(text=" "), "misshapen", "text: it has nothing but white space"),
        (Observation(kind="happening"), "misshapen", "a happening needs a text"),
        (said(occurred=Interval(text="now", earliest=times.instant(NOW))), "from-the-future", "occurred: it begins at"),
        (Source(publisher="x", captured_at=LATER), "from-the-future", "captured_at: it begins at 2020-01-20T10"),
        (Actor(name="x", part_of="mayor", amends="council"), "part-of-itself", "council → mayor → council"),
        (said(amends="nobody-1"), "unknown-name", "amends: there is no observation nobody-1"),
    ],
)
def test_what_the_ledger_would_refuse_is_found(log: Log, event: AnyEvent, code: str, message: str) -> None:
    """A line that somebody else chained is a problem at its place where an append would have refused it."""
    (problem,) = forge(log, event, Claim(id="after", text="What follows is judged, too."))
    assert problem.code == code
    assert message in problem.message
    assert problem.place == f"{segments(log.directory)[0][1]}:8"
    mend = "decide with `claims repair`" if code == "id-taken" else "`claims show @8` shows it; mend it with"
    assert mend in (problem.hint or "")


@pytest.mark.parametrize(("by", "message"), [("", "`by` is empty"), ("a\nb", "`by` has control characters: 'a\\nb'")])
def test_who_recorded_has_a_name(log: Log, by: str, message: str) -> None:
    """An event that nobody recorded, or somebody whose name breaks lines, is a problem."""
    found = forge(log, Claim(text="x"), by=by)
    assert [(problem.code, problem.message) for problem in found] == [("bad-recorder", message)]


@pytest.mark.parametrize(
    ("forged", "found"),
    [
        ((Void(event="closed"), said()), [(2, "ended-record")]),
        ((Void(event="closed"), Claim(amends="closed", text="x")), [(2, "ended-record")]),
        ((Void(event="closed"), Void(event="closed")), [(2, "ended-record")]),
        (
            (said("one"), Void(event="one"), said(amends="one"), said(after=("one",))),
            [(3, "ended-record"), (4, "ended-record")],
        ),
        ((Void(event="nobody"), Void(event="forged:8")), [(1, "unknown-name"), (2, "unknown-name")]),
        ((said("one"), said("two", after=("one",)), Order(first="two", then="one")), [(3, "impossible-order")]),
        ((said("one", after=("two",)), said("two", after=("one",))), [(1, "unknown-name")]),
        ((said("one"), said("one"), said(amends="one")), [(2, "id-taken")]),
        ((said("one"), said("a:b", speaker="nobody")), [(2, "bad-id"), (2, "unknown-name")]),
        (
            (said("one"), said(amends="one", speaker="nobody"), said(amends="one", speaker="nobody", occurred=LATER)),
            [(2, "unknown-name"), (3, "from-the-future"), (3, "unknown-name")],
        ),
        (
            (Actor(name="x", part_of="mayor", amends="council"), Actor(name="x", part_of="council", amends="pilot")),
            [(1, "part-of-itself")],
        ),
        (
            (said("one", occurred=LATER), said("two", occurred=BEFORE, after=("one",))),
            [(1, "from-the-future"), (2, "impossible-order")],
        ),
    ],
)
def test_lines_are_judged_by_those_before(log: Log, forged: tuple[AnyEvent, ...], found: list[tuple[int, str]]) -> None:
    """Each line is held against all before it, the wrong ones too, and every problem is its own."""
    first = len(list(log.entries()))
    places = [(int(problem.place.rpartition(":")[2]) - first, problem.code) for problem in forge(log, *forged)]
    assert places == found


# Erased


def test_an_erased_line_takes_its_name_with_it(log: Log) -> None:
    """What nothing is named after a line was erased, that line may have been; what is there must still be right."""
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], erased(lines[2]), *lines[3:]]))
    assert forge(log, said(speaker="pilot"), Void(event="gone"), Claim(amends="gone", text="x")) == []
    found = forge(
        log, said(speaker="post"), Void(id="void:9", event="closed"), said(), said(stances=(), after=("void:9",))
    )
    assert [problem.code for problem in found] == ["unknown-name", "ended-record", "unknown-name"]


def test_what_is_missing_before_anything_was_erased_is_missing(log: Log) -> None:
    """A line that was erased later excuses nothing that stands before it."""
    forge(log, said(speaker="pilot:7"), Claim(id="odd", text="It is odd."))
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], erased(lines[-1])]))
    assert [problem.code for problem in check_log(log)] == ["unknown-name"]
