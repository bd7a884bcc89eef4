"""`claims replay`: a story in part, at a cut, of one claim and of the log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desk import Desk


def test_a_story_can_be_told_in_part(reader: Desk) -> None:
    """From one moment to another, by events and by times; what may have been between them belongs to it."""

    def events(options: str) -> list[str]:
        done = reader(f"replay {options} --format jsonl")
        return [json.loads(line)["event"] for line in done.out.splitlines()]

    whole = ["fire-call", "pilot-1", "mayor-1", "memo-leaks", "mayor-2"]
    assert events("") == whole
    assert events("--from mayor-1") == whole[2:]
    assert events("--until @15") == whole[:3]
    assert events("--until clerk-memo") == whole[:4]
    assert events("--from 2020-01-07") == whole[3:]
    assert events("--until 2020-01-06") == whole[:3]
    assert events("--from 2020-01-06T21:00Z --until 2020-01-06T21:10:30Z") == whole[:3]
    assert events("--until 2020-01-06T21:10Z") == whole[:3]
    assert events("--until 2020-01-06T21:09Z") == whole[:2]
    assert events("repairs") == ["mayor-1"]
    assert reader("replay --until pilot-1").err == "3 of 5 steps are left out\n"
    assert reader("replay repairs").err == "4 of 5 steps are left out: they do not touch repairs\n"
    assert reader("replay repairs --from 2020-01-01").err == "4 of 5 steps are left out\n"
    assert events("--known-to ledger --from @23") == ["pilot-1:v2", "void:1"]
    logged = ["mayor-1", "clerk-memo", "pilot-1", "wrong-mayor", "mayor-2", "pilot-1:v2"]
    assert events("--known-to ledger pier-closed") == logged


def test_a_story_of_the_log_says_what_each_line_states(reader: Desk) -> None:
    """A line is told with the stances that its writer gave it, also where it changed nothing, or was amended since."""
    steps = [json.loads(line) for line in reader.prints("replay --known-to ledger --format jsonl").splitlines()]
    told = {step["event"]: step for step in steps}
    assert [tuple(each.values()) for each in told["mayor-1"]["stances"]] == [
        ("pier-closed", "deny", "direct", "certain"),
        ("pier-open", "support", "implied", "certain"),
        ("repairs", "support", "direct", "possible"),
    ]
    assert told["mayor"]["stances"] == told["mayor"]["retracts"] == []
    assert told["mayor-2"]["retracts"] == [{"observation": "mayor-1", "claim": "pier-closed"}]
    only_possible = json.loads(reader("replay repairs --known-to ledger --format jsonl").out)
    assert (only_possible["event"], only_possible["changes"]) == ("mayor-1", [])
    assert "changes no position: supports repairs (possible)" in reader("replay repairs --known-to ledger").out


@pytest.mark.parametrize(
    ("first", "last"),
    [("2020-01-08", "2020-01-06"), ("mayor-2", "mayor-1"), ("@20", "2020-01-07"), ("2020-01-07", "fire-call")],
)
def test_a_part_of_a_story_begins_before_it_ends(reader: Desk, first: str, last: str) -> None:
    """From a later moment to an earlier one there is no story: whoever asks has mixed them up, and is told so."""
    hint = "give the earlier one with --from, and the later one with --until"
    told = f"error: --from: {first} is later than {last}\nhint: {hint}\n"
    assert reader(f"replay --from {first} --until {last}") == (2, "", told)


def test_a_part_of_a_story_does_not_end_before_it_begins(reader: Desk) -> None:
    """Not by a minute, or a day, either."""
    for first, last in (("2020-01-07", "2020-01-06"), ("2020-01-06T10:01Z", "2020-01-06T10:00Z")):
        assert reader(f"replay --from {first} --until {last}").code == 2
        assert reader(f"replay --from {last} --until {last}").code == 0


@pytest.mark.parametrize(
    ("first", "last", "events"),
    [
        ("mayor-1", "mayor-1", ["mayor-1"]),
        ("2020-01-06", "2020-01-06", ["fire-call", "pilot-1", "mayor-1"]),
        ("2020-01-07", "2020-01-07", []),
        ("2020-01", "2020-01", ["fire-call", "pilot-1", "mayor-1", "memo-leaks", "mayor-2"]),
        ("2020-01-09", "2020-01-10", []),
        ("@15", "2020-01-06", ["mayor-1"]),
        ("2020-01-07", "mayor-2", ["memo-leaks", "mayor-2"]),
    ],
)
def test_a_part_of_a_story_may_be_short(reader: Desk, first: str, last: str, events: list[str]) -> None:
    """It may be one step, or none, where nothing happened between two times; events and times may be mixed."""
    done = reader(f"replay --from {first} --until {last} --format jsonl")
    assert [json.loads(line)["event"] for line in done.out.splitlines()] == events


def test_a_story_can_be_told_as_of_a_moment(reader: Desk) -> None:
    """What was known then is there, and what only perhaps was is marked; the ledger's own story ends at its line."""

    def visible(options: str) -> dict[str, str]:
        steps = map(json.loads, reader(f"replay {options} --format jsonl").out.splitlines())
        return {step["event"]: step["visible"] for step in steps}

    then = visible("--as-of 2020-01-06T21:10:30Z")
    assert then == {"fire-call": "possible", "pilot-1": "possible", "mayor-1": "possible"}
    assert visible("--as-of mayor-1") == {"fire-call": "certain", "pilot-1": "certain", "mayor-1": "certain"}
    assert list(visible("--known-to ledger --as-of @2")) == ["city", "mayor"]
    assert reader("replay --as-of mayor-1").err == "2 of 5 steps are left out\n"
    assert "perhaps not known by then" in " ".join(reader("replay --as-of 2020-01-06T21:10:30Z").out.split())


def test_a_story_of_a_claim_says_what_follows_what(reader: Desk) -> None:
    """Between two steps of one claim it is said whether the second certainly follows the first."""
    lines = reader("replay pier-closed --known-to harbour-council --format jsonl").out.splitlines()
    told = [(step["event"], step["follows_certainly"]) for step in map(json.loads, lines)]
    assert told == [("pilot-1", None), ("clerk-memo", False), ("mayor-1", False), ("mayor-2", True)]
