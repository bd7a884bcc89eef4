"""What the readers say where the answer is no, and what their options do."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.cli import main
from tests.cli.harbour import BATCHES, CAST, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = "a time is written 2020-01, 2020-01-06, 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York]"
DIGITS = "digits alone are an event: of a year write the first or the last day, {0}-01-01 or {0}-12-31"


@pytest.mark.parametrize(
    ("command", "code", "message", "hint"),
    [
        ("show mayr", 1, "nothing has the name 'mayr'", "did you mean mayor or mayor-2 or mayor-1?"),
        ("show zzz", 1, "nothing has the name 'zzz'", "`claims log` lists every event"),
        ("show @99", 1, "there is no event @99", "`claims log` lists them"),
        ("why pier-close", 1, "there is no claim of the name 'pier-close'", "did you mean pier-closed or pier-open?"),
        (
            "why mayor", 1,
            "there is no claim of the name 'mayor'",
            "mayor is an actor: `claims show mayor` has its page",
        ),
        ("replay xyz", 1, "there is no claim of the name 'xyz'", "`claims list` has them all"),
        (
            "list --known-to harbor-council", 1,
            "there is no perspective of the name 'harbor-council'",
            "did you mean harbour-council?",
        ),
        (
            "list --known-to xyz", 1,
            "there is no perspective of the name 'xyz'",
            "public, ledger, or an actor: `claims list actors` has them all",
        ),
        (
            "list --as-of mayor-3", 1,
            "nothing has the name 'mayor-3'",
            f"did you mean mayor-2 or mayor-1 or mayor? {WRITTEN}",
        ),
        (
            "list --as-of yesterday", 1,
            "nothing has the name 'yesterday'",
            f"`claims log` lists every event; {WRITTEN}",
        ),
        (
            "replay --until garbage", 1,
            "nothing has the name 'garbage'",
            f"`claims log` lists every event; {WRITTEN}",
        ),
        ("list --as-of 2021", 1, "there is no event @2021", f"`claims log` lists them; {DIGITS.format(2021)}"),
        ("replay --from 1999", 1, "there is no event @1999", f"`claims log` lists them; {DIGITS.format(1999)}"),
        ("diff @2021 @2022", 1, "there is no event @2021", f"`claims log` lists them; {DIGITS.format(2021)}"),
        (
            "list --recorded 2021", 1,
            "the log ends at @24; there is no @2021",
            f"`claims log --last 1` shows where it ends; {DIGITS.format(2021)}",
        ),
        ("list --as-of @999", 1, "there is no event @999", "`claims log` lists them"),
        ("list --as-of 3000", 1, "there is no event @3000", "`claims log` lists them"),
        (
            "list --as-of wrong-mayor", 1,
            "wrong-mayor was voided at @24",
            "ask at a time, or from the log as it was before with --recorded @23",
        ),
        (
            "list --as-of mayor-2 --recorded @15", 1,
            "mayor-2 is not yet there at @15: it is @20",
            "ask without --recorded, or at a later position",
        ),
        (
            "list --recorded @99", 1,
            "the log ends at @24; there is no @99",
            "`claims log --last 1` shows where it ends",
        ),
        (
            "replay --until mayor", 1,
            "mayor is no step of this story",
            "`claims replay` without --from and --until has them all",
        ),
        (
            "log pier-clsed", 1,
            "no event of the log has the name 'pier-clsed', or cites it",
            "did you mean pier-closed or pier-open?",
        ),
        ("log zzz", 1, "no event of the log has the name 'zzz', or cites it", "`claims log` prints them all"),
        ("log z --format csv", 1, "no event of the log has the name 'z', or cites it", "`claims log` prints them all"),
        (
            "schema clam", 1,
            "there is no relation, macro or event 'clam'",
            "did you mean claim or claims? `claims schema` has them all",
        ),
        ("schema nope", 1, "there is no relation, macro or event 'nope'", "`claims schema` has them all"),
        (
            f"log @{'9' * 5000}", 1,
            f"no event of the log has the name '@{'9' * 5000}', or cites it",
            "`claims log` prints them all",
        ),
        (f"show @{'9' * 5000}", 1, f"there is no event @{'9' * 18}", "`claims log` lists them"),
        (
            f"list --recorded @{'9' * 5000}", 1,
            f"the log ends at @24; there is no @{'9' * 18}",
            "`claims log --last 1` shows where it ends",
        ),
        ("list clams", 2, "no list of 'clams'", "did you mean claims?"),
        ("list relations", 2, "no list of 'relations'", 'ask `claims sql "from claim_relations"`'),
        (
            "list mayor", 2,
            "no list of 'mayor'",
            "there are claims, actors, sources, observations, reversals; `claims log` has every event",
        ),
        (
            "list --format xml", 2,
            "--format: 'xml' is not a format",
            "known formats: table, json, jsonl, csv, markdown, parquet",
        ),
        ("list --format parquet", 2, "--format: Parquet goes to a file", "name one with -o FILE.parquet"),
        (
            "diff mayor-1 @2", 2,
            "VIEW: 'mayor-1' is not a view",
            "a view is [PERSPECTIVE]@[MOMENT], as in us-congress@esper-1, @2020-01-07, public@31 or us-congress@",
        ),
        (
            "list --as-of 2020-11-01T01:30[America/New_York]", 2,
            "--as-of: the clocks showed '2020-11-01T01:30[America/New_York]' twice, and a cut is one moment",
            "write 2020-11-01T01:30-04:00 or 2020-11-01T01:30-05:00",
        ),
        (
            "list --recorded mayor-1", 2,
            "--recorded: what was recorded is asked by seq or by time, and 'mayor-1' is a name",
            "give the seq of the event, which `claims show mayor-1` has",
        ),
        ("sql ''", 2, "QUERY: an empty query", 'as in claims sql "from claims"'),
        ("sql ';'", 1, "an empty query", "ask with SELECT or FROM"),
    ],
)  # fmt: skip
def test_the_answer_is_no(reader: Desk, command: str, code: int, message: str, hint: str | None) -> None:
    """What is not there is told with the nearest names, and nothing is printed as if it were an answer."""
    done = reader(command)
    assert (done.code, done.out) == (code, "")
    assert done.err == f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("list --as-of yesterday-ish!", "--as-of"),
        ("list --as-of 25:99", "--as-of"),
        ("list --recorded 25:00:00", "--recorded"),
        ("list --recorded 2020-13", "--recorded"),
        ("replay --from 2020-13", "--from"),
        ("replay --until 2020-13", "--until"),
        ("diff @2020-13 @1", "VIEW"),
        ("diff @1 @2 --recorded 2020-13", "--recorded"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_with_its_option(reader: Desk, command: str, place: str) -> None:
    """A misspelt time is an error of usage, at the option that it was given to."""
    done = reader(command)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {place}: ")


def test_a_record_that_is_not_there_from_a_view_is_told(reader: Desk) -> None:
    """What was not yet declared, or is voided, is not the same as what never was."""
    for command in ("show pier-closed", "show mayor", "show harbour-post", "why pier-closed"):
        done = reader(f"{command} --recorded @1")
        assert (done.code, done.out) == (1, "")
        assert f"error: {command.split()[1]} is not yet there at @1: it is @" in done.err


def test_sql_errors_are_duckdbs_own(reader: Desk) -> None:
    """DuckDB's words are printed unchanged, with their caret."""
    inner = reader("sql 'from claim'")
    assert inner.err == (
        "error: Catalog Error: Table with name claim does not exist!\nhint: `claims schema` lists what there is\n"
    )
    done = reader("sql 'from claim where'")
    assert done.code == 1
    assert "Parser Error: syntax error at end of input" in done.err or "LINE 1: from claim where" in done.err
    writing = reader("sql 'update claims set status = 1'")
    assert writing.err.startswith("error: Binder Error: ")
    assert "hint: SQL only reads: `claims record` adds" in writing.err
    late = reader("sql \"select error('gone ' || i) from range(3) t(i)\"")
    assert (late.code, late.out) == (1, "")
    assert "gone 0" in late.err


def test_sql_reaches_no_file_unless_it_is_trusted(reader: Desk, tmp_path: Path) -> None:
    """A query that came from somewhere reads and writes nothing but the projections; one's own may."""
    path = tmp_path / "list.csv"
    path.write_text("a\n1\n")
    for query in (f"from read_csv('{path}')", f"copy (select 1) to '{path}'", "set threads = 1"):
        done = reader(f'sql "{query}"')
        assert done.code == 1
        assert "hint: if you trust the query, let it do that with --trusted" in done.err
    assert reader.prints(f"sql \"from read_csv('{path}')\" --trusted --format csv") == "a\n1\n"


def test_sql_is_read_from_stdin(reader: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash stands for the query that is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select 1 as one")))
    assert reader.prints("sql - --format csv") == "one\n1\n"


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_what_is_piped_in_is_text(reader: Desk, monkeypatch: pytest.MonkeyPatch, errors: str) -> None:
    """Bytes that are not UTF-8 are refused as usage, however the process reads its stdin; so is no stdin at all."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select '\xff'"), encoding="utf-8", errors=errors))
    told = "error: QUERY: \"select '\\udcff'\" is not valid Unicode\nhint: write it in UTF-8\n"
    assert reader("sql -") == (2, "", told)
    monkeypatch.setattr(sys, "stdin", None)
    told = 'error: QUERY: nothing is piped in\nhint: as in echo "from claims" | claims sql -\n'
    assert reader("sql -") == (2, "", told)


def test_instants_and_twins_are_printed_without_more_libraries(reader: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A TIMESTAMPTZ is a time in UTC, also within a list, and two columns of one name are both there."""
    monkeypatch.setitem(sys.modules, "pytz", None)
    query = (
        "select timestamptz '2020-01-06 16:10-05' as at_, [timestamptz '2020-01-06 16:10-05'] as all_, 1 as n, 2 as n, "
        "timetz '10:00:00+01' as clock"
    )
    assert json.loads(reader.prints(f'sql "{query}" --format jsonl')) == {
        "at_": "2020-01-06T21:10:00Z",
        "all_": ["2020-01-06T21:10:00Z"],
        "n": 1,
        "n_2": 2,
        "clock": "10:00:00+01",
    }


def test_what_python_has_no_type_for_is_printed_as_duckdb_writes_it(reader: Desk) -> None:
    """A year is not so many days, and no digit of a time is lost."""
    query = (
        "select interval '14 months' as a, [interval '-1 hour'] as b, timestamp_ns '2020-01-06 00:00:00.123456789' as c"
    )
    assert json.loads(reader.prints(f'sql "{query}" --format jsonl')) == {
        "a": "1 year 2 months",
        "b": "['-01:00:00']",
        "c": "2020-01-06 00:00:00.123456789",
    }


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_time_of_the_log_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str], width: int) -> None:
    """People read to the second when something was recorded, on one line at any width; programs, to the microsecond."""
    now = datetime(2026, 11, 28, 18, 34, 38, 709185, tzinfo=UTC)
    for words in (["init"], ["claim", "pier-closed", "Pier 4 is closed, says the harbour master to whoever asks."]):
        assert main(["-C", str(tmp_path), *words], environment={"CLAIMS_BY": "desk"}, now=lambda: now) == 0
    reader = Desk(tmp_path, capsys)
    for command in ("log", "show @1"):
        assert "2026-11-28T18:34:38Z" in reader(command, width=width).out
        assert "18:34:38.70" not in reader(command, width=width).out
    assert "2026-11-28T13:34:38-05:00" in reader("--tz America/New_York log", width=width).out
    assert "2026-11-28T18:34:38.709185Z" in reader("log --format csv", width=width).out


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


def test_a_bare_clock_time_is_told_in_full(reader: Desk) -> None:
    """`16:10` is today, in the ledger's zone, and what was understood is said."""
    done = reader("list --as-of 16:10", CLAIMS_DATE="2020-01-06")
    assert done.err == "--as-of 16:10 is 2020-01-06T16:10-05:00\n"
    assert done.out.startswith("As the public knew it at 2020-01-06T21:10Z\n")


def test_a_clock_time_can_be_compared_with_another(reader: Desk) -> None:
    """In a view too `16:10` is on the day in use; a day that is none is told with the variable that names it."""
    done = reader("diff @16:00 @17:00 --format json", CLAIMS_DATE="2020-01-06")
    assert done.err == "VIEW 16:00 is 2020-01-06T16:00-05:00\nVIEW 17:00 is 2020-01-06T17:00-05:00\n"
    assert done.out == reader("diff @2020-01-06T16:00-05:00 @2020-01-06T17:00-05:00 --format json").out
    done = reader("diff @16:00 @17:00", CLAIMS_DATE="yesterday")
    told = "error: $CLAIMS_DATE: 'yesterday' is not a day\nhint: a day is written 2020-01-06\n"
    assert (done.code, done.err) == (2, told)


def test_a_view_without_a_moment_is_of_all_that_is_recorded(reader: Desk) -> None:
    """What ends in an @ is compared as it stands now, or as the log was at the position that is asked for."""
    page = reader.prints("diff mayor@mayor-1 harbour-council@", width=100)
    assert "First: as mayor knew it just after mayor-1.\nSecond: as harbour-council knows it.\n" in page
    differing = json.loads(reader.prints("diff @mayor-1 @ --format json"))
    assert differing == json.loads(reader.prints("diff public@mayor-1 public@2020-01-10 --format json"))
    page = reader.prints("diff public@ ledger@ --recorded @18", width=100)
    assert "First: as the public knows it, from the log as it was at @18.\n" in page


def test_observations_that_are_not_known_are_counted(reader: Desk) -> None:
    """What a perspective never learns of is not listed, and that there is more is said."""
    done = reader("list observations --as-of fire-call")
    assert done.err == "3 more are recorded that are not known there; --known-to ledger lists all\n"
    assert reader("list observations --known-to ledger").err == ""


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


def test_times_are_printed_in_the_zone_that_was_asked_for(reader: Desk) -> None:
    """`--tz` holds for people and for programs; intervals stay the text that was given."""
    assert "2020-01-09T07:00:00-05:00 by desk" in reader.prints("--tz America/New_York show void:1")
    row = json.loads(reader.prints("--tz America/New_York log --last 1 --format json"))[0]
    assert row["recorded_at"] == "2020-01-09T12:00:00.000000Z"
    listed = json.loads(reader.prints("--tz America/New_York list observations --known-to ledger --format json"))
    assert listed[0]["occurred_latest"] == "2020-01-06T16:11:00-05:00"


def test_a_zone_may_be_set_for_all_commands(reader: Desk) -> None:
    """`--tz` comes before `$CLAIMS_TZ`; a name that is no zone's is told with where it stands."""
    line = "list --as-of 2020-01-06T16:10-05:00"
    assert "2020-01-06T16:10-05:00" in reader(line, CLAIMS_TZ="America/New_York").out
    assert "2020-01-06T22:10+01:00" in reader(f"--tz Europe/Berlin {line}", CLAIMS_TZ="America/New_York").out
    assert "2020-01-06T21:10Z" in reader(line, CLAIMS_TZ="").out
    refused = reader(line, CLAIMS_TZ="Mars")
    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: $CLAIMS_TZ: no time zone is named 'Mars'")


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


def test_an_empty_ledger_is_told_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is recorded, readers say so."""
    reader = Desk(record(tmp_path / "empty"), capsys)
    assert "No claims." in reader.prints("list")
    assert reader.prints("list actors") == "No actors.\n"
    assert reader.prints("list sources") == "No sources.\n"
    assert "No observations." in reader.prints("list observations")
    assert "Nothing." in reader.prints("replay")
    assert reader.prints("log") == "No events.\n"
    assert reader.prints("log --format json") == "[]\n"
    assert reader.prints("list --format json") == "[]\n"
    assert "(no rows)" in reader.prints("sql 'from claims'")
    assert "0 events" in reader.prints("doctor")


def test_records_without_anything_are_told_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cast that has said nothing yet is shown as such."""
    reader = Desk(record(tmp_path / "cast", (BATCHES[0][0], CAST)), capsys)
    assert "Nobody has a position on: pier-closed, pier-open, repairs." in reader.prints("list")
    assert "Nothing that is recorded." in reader.prints("show mayor")
    assert "None." in reader.prints("show mayor")
    assert "Nothing that is recorded." in reader.prints("show city-radio")
    assert "It is a commitment." in reader.prints("show repairs")
    assert "no-position: nobody takes one." in reader.prints("why repairs")
    assert "It changed no claim, as the log grew." in reader.prints("show @1")
    assert "before: nothing" in reader.prints("show @1")
    assert "No claim differs." in reader("diff @1 @2").out
