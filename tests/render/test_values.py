"""Values and times, for programs and for people."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from ledger.errors import BadRequest
from ledger.render import formats
from ledger.render.times import between, exact, short, to_the_second
from ledger.render.values import as_json, as_text, as_words, numbered
from ledger.workspace.rows import Move

SPOKEN = datetime(2020, 1, 6, 21, 10)  # noqa: DTZ001  # as DuckDB gives times in UTC
MOVE = Move(claim="pier-closed", actor="mayor", position=None, previous_position="deny")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (1.5, 1.5),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        ("mayor", "mayor"),
        (SPOKEN, "2020-01-06T21:10:00Z"),
        (datetime(2020, 1, 6, 22, 10, 5, 120000, tzinfo=UTC), "2020-01-06T22:10:05.120000Z"),
        (datetime.max, "infinity"),  # noqa: DTZ901  # as DuckDB gives it
        (datetime.min, "-infinity"),  # noqa: DTZ901  # likewise
        (date(2020, 1, 6), "2020-01-06"),
        (time(16, 10), "16:10:00"),
        (timedelta(days=3), "3 days, 0:00:00"),
        (Decimal("1.50"), 1.5),
        (Decimal("0.12345678901234567890"), "0.12345678901234567890"),
        (b"\x00\xff", "00ff"),
        ({1: SPOKEN}, {"1": "2020-01-06T21:10:00Z"}),
        ((1, [2]), [1, [2]]),
        (MOVE, {"claim": "pier-closed", "actor": "mayor", "position": None, "previous_position": "deny"}),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_json_holds_every_value(value: object, plain: object) -> None:
    """Times are ISO 8601 with Z, lists are lists, structs are objects; what JSON has not becomes text."""
    assert as_json(value) == plain
    json.dumps(as_json(value), allow_nan=False)


def test_times_are_in_the_zone_that_was_asked_for() -> None:
    """For programs with seconds, for people to the minute, in both with the offset."""
    assert exact(SPOKEN, zone="America/New_York") == "2020-01-06T16:10:00-05:00"
    assert exact(datetime(1, 1, 1, 2), zone="America/New_York") == "0001-01-01T02:00:00Z"  # noqa: DTZ001  # as the database has it
    assert exact(datetime(1870, 7, 13, 9), zone="Europe/Paris") == "1870-07-13T09:00:00Z"  # noqa: DTZ001  # likewise
    assert short(SPOKEN, zone="America/New_York") == "2020-01-06T16:10-05:00"
    assert short(SPOKEN) == "2020-01-06T21:10Z"
    assert short(datetime.max) == "infinity"  # noqa: DTZ901  # as DuckDB gives it


def test_when_it_was_recorded_is_told_to_the_second() -> None:
    """People are not told parts of a second; `18:34` would be a minute long. What is endless stays so."""
    moment = datetime(2026, 11, 28, 18, 34, 38, 709185)  # noqa: DTZ001  # as the database gives it
    assert to_the_second(moment) == "2026-11-28T18:34:38Z"
    assert to_the_second(moment, zone="America/New_York") == "2026-11-28T13:34:38-05:00"
    assert to_the_second(moment.replace(second=0)) == "2026-11-28T18:34:00Z"
    assert to_the_second(datetime.max) == "infinity"  # noqa: DTZ901  # likewise


def test_a_stretch_of_time_is_the_text_that_was_given() -> None:
    """Only where nobody gave a time are the bounds shown that the order of events leaves."""
    later = SPOKEN + timedelta(hours=1)
    assert between(SPOKEN, later, as_given="2020-01-06") == "2020-01-06"
    assert between(SPOKEN, later) == "between 2020-01-06T21:10Z and 2020-01-06T22:10Z"
    assert between(None, later) == "before 2020-01-06T22:10Z"
    assert between(SPOKEN, None) == "not before 2020-01-06T21:10Z"
    assert between(None, None) == "at an unknown time"


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        (None, "", "\u2013"),
        (True, "true", "yes"),
        (False, "false", "no"),
        (7, "7", "7"),
        ("a", "a", "a"),
        ([], "[]", "\u2013"),
        (["a", "b"], '["a", "b"]', "a, b"),
        ([{"a": 1}], '[{"a": 1}]', '[{"a": 1}]'),
        ({"a": [1]}, '{"a": [1]}', '{"a": [1]}'),
        (SPOKEN, "2020-01-06T21:10:00Z", "2020-01-06T21:10Z"),
    ],
)
def test_a_cell_has_a_text_for_programs_and_one_for_people(value: object, text: str, shown: str) -> None:
    """CSV has nothing for NULL and JSON for lists; people get a dash, and names with commas."""
    assert (as_text(value), as_words(value)) == (text, shown)


def test_columns_of_one_name_are_numbered() -> None:
    """SQL may name two columns alike; a JSON object cannot."""
    assert numbered(("a", "b", "a", "a_2", "a")) == ("a", "b", "a_2", "a_2_2", "a_3")
    assert list(formats.as_json_lines(("a", "a"), [(1, 2)], zone="UTC")) == ['{"a": 1, "a_2": 2}\n']


def test_no_rows_are_an_empty_answer() -> None:
    """In every format an answer without rows is still of that format."""
    assert "".join(formats.as_json_rows(("a",), [], zone="UTC")) == "[]\n"
    assert "".join(formats.as_json_lines(("a",), [], zone="UTC")) == ""
    assert "".join(formats.as_csv(("a",), [], zone="UTC")) == "a\n"
    assert "".join(formats.as_markdown(("a",), [], zone="UTC")) == "| a |\n| --- |\n"
    assert formats.page_of_rows((), [], zone="UTC") == ()


def test_an_array_has_a_row_a_line() -> None:
    """JSON is one array, set so that a line of it is a row."""
    assert "".join(formats.as_json_rows(("a",), [(1,), (None,)], zone="UTC")) == '[\n{"a": 1},\n{"a": null}\n]\n'


@pytest.mark.parametrize(
    ("path", "format_"),
    [("x.json", "json"), ("a/b.JSONL", "jsonl"), ("x.ndjson", "jsonl"), ("x.csv", "csv"), ("x.md", "markdown"),
     ("x.txt", "table"), ("x.parquet", "parquet")],
)  # fmt: skip
def test_a_suffix_says_the_format(path: str, format_: str) -> None:
    """The suffix of a file is enough."""
    assert formats.format_of(path) == format_


def test_a_format_that_is_not_known_is_told_with_the_nearest() -> None:
    """A misspelt format or suffix is an error that names the known ones."""
    with pytest.raises(BadRequest, match="'jsno' is not a format") as wrong:
        formats.check_format("jsno")
    assert wrong.value.hint == "did you mean json or jsonl?"
    with pytest.raises(BadRequest) as unlike:
        formats.check_format("xlsx")
    assert unlike.value.hint == "known formats: table, json, jsonl, csv, markdown, parquet"
    with pytest.raises(BadRequest) as suffix:
        formats.format_of("story.doc")
    assert suffix.value.place == "-o"
