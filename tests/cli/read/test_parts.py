"""Answers in part: that something is left out is said, and how to have all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desk import Desk


def test_rows_that_are_left_out_are_told(reader: Desk) -> None:
    """A limit is said on stderr, in every format; 0 is no limit."""
    told = "only the first 2 rows are here; --limit 0 gives all\n"
    for format_ in ("table", "json", "jsonl", "csv"):
        assert reader(f"list --limit 2 --format {format_} sources").err.startswith("only the first 2 ")
        assert reader(f"sql 'from events' --limit 2 --format {format_}").err == told
    assert reader("list sources --limit 2").err == "only the first 2 of 3 are here; --limit 0 gives all\n"
    assert reader("list sources --limit 3").err == ""
    assert reader("sql 'from range(1000000000000)' --limit 2 --format csv").out == "range\n0\n1\n"
    assert reader("sql 'describe claims' --limit 1 --format csv").out.count("\n") == 2
    assert reader("sql 'from range(1001)' --limit 0 --format table").err == ""
    assert len(reader("sql 'from range(1001)'").out.splitlines()) == 1002
    assert reader("sql 'from range(1001)'").err == "only the first 1,000 rows are here; --limit 0 gives all\n"
    assert reader("sql 'from range(1001)' --format csv").err == ""
    assert reader("replay --limit 2 --format jsonl").out.count("\n") == 2


def test_a_part_of_a_history_or_of_a_story_is_told_as_such(reader: Desk) -> None:
    """Of a history the last steps are kept, of a story the first; on stderr is how many there are of each."""
    whole = json.loads(reader("show pier-closed --format json").out)["history"]
    assert len(whole) > 2
    last = reader("show pier-closed --limit 2 --format json")
    assert json.loads(last.out)["history"] == whole[-2:]
    assert last.err == f"only the last 2 steps of the {len(whole)} of its history are here; --limit 0 gives all\n"
    page = reader("show pier-closed --limit 1")
    assert page.err == f"only the last step of the {len(whole)} of its history is here; --limit 0 gives all\n"
    assert whole[-1]["event"] in page.out.partition("History")[2]
    assert reader("show pier-closed --limit 0").out == reader("show pier-closed").out
    assert reader("show pier-closed --limit 0").err == ""
    steps = [json.loads(line) for line in reader("replay pier-closed --format jsonl").out.splitlines()]
    part = reader("replay pier-closed --limit 1 --format jsonl")
    assert [json.loads(line) for line in part.out.splitlines()] == steps[:1]
    assert part.err.splitlines()[-1] == f"only the first of {len(steps)} is here; --limit 0 gives all"
    assert reader("replay pier-closed --limit 1").err == part.err


@pytest.mark.parametrize(
    ("name", "field", "which"),
    [("mayor", "utterances", "that it said"), ("harbour-post", "carries", "that it carries")],
)
def test_the_last_statements_are_those_of_a_limit(reader: Desk, name: str, field: str, which: str) -> None:
    """Of an actor or a source that has many; by default only pages have a limit."""
    whole = json.loads(reader(f"show {name} --format json").out)[field]
    assert len(whole) > 1
    last = reader(f"show {name} --format json --limit 1")
    assert json.loads(last.out)[field] == whole[-1:]
    told = f"only the last 1 of the {len(whole)} statements {which} is here; --limit 0 gives all"
    assert told in last.err.splitlines()
    assert told in reader(f"show {name} --limit 1").err.splitlines()
    assert reader(f"show {name} --limit 0").out == reader(f"show {name}").out


def test_observations_that_are_not_known_are_counted(reader: Desk) -> None:
    """What a perspective never learns of is not listed, and that there is more is said."""
    done = reader("list observations --as-of fire-call")
    assert done.err == "3 more are recorded but not known there; --known-to ledger lists all\n"
    assert reader("list observations --known-to ledger").err == ""


def test_the_log_can_be_read_in_part(reader: Desk) -> None:
    """The last lines, those up to a position, those of a name, one line."""

    def ids(words: str) -> list[str]:
        return [json.loads(line)["id"] for line in reader.prints(f"log {words} --format jsonl").splitlines()]

    assert ids("--last 2") == ["pilot-1:v2", "void:1"]
    assert ids("--recorded @2") == ["city", "mayor"]
    assert ids("--recorded 2020-01-08T09:10:00Z --last 1") == ["relation:1"]
    assert ids("@17") == ["pilot-1"]
    assert ids("pilot-1") == ["pilot-1", "pilot-before-mayor", "pilot-1:v2"]
    assert ids("wrong-mayor") == ["wrong-mayor", "void:1"]
    assert ids("pier-open") == ["pier-open", "relation:1", "mayor-1", "pilot-1", "mayor-2", "pilot-1:v2"]
    assert "memo-leaks" in ids("pier-closed")
    assert ids("clerk-memo") == ["clerk-memo", "memo-leaks", "desk-1"]
    assert reader("log @99").code == 1
