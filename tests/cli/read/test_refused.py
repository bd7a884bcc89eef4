"""What the readers say where the answer is no: the nearest names, the option, and the mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desk import Desk

WRITTEN = "a time is written 2020-01, 2020-01-06, 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York]"
DIGITS = "digits alone are an event: for a year write its first or last day, {0}-01-01 or {0}-12-31"


@pytest.mark.parametrize(
    ("command", "code", "message", "hint"),
    [
        ("show mayr", 1, "nothing has the name 'mayr'", "did you mean mayor or mayor-2 or mayor-1?"),
        ("show zzz", 1, "nothing has the name 'zzz'", "`claims log` lists every event"),
        ("show @99", 1, "there is no event @99", "`claims log` lists them"),
        ("why pier-close", 1, "there is no claim named 'pier-close'", "did you mean pier-closed or pier-open?"),
        (
            "why mayor", 1,
            "there is no claim named 'mayor'",
            "mayor is an actor: `claims show mayor` has its page",
        ),
        ("replay xyz", 1, "there is no claim named 'xyz'", "`claims list` has them all"),
        (
            "list --known-to harbor-council", 1,
            "there is no perspective named 'harbor-council'",
            "did you mean harbour-council?",
        ),
        (
            "list --known-to xyz", 1,
            "there is no perspective named 'xyz'",
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
            "the lists are claims, actors, sources, observations, reversals; `claims log` has every event",
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
            "--recorded: a recorded position is a seq or a time, and 'mayor-1' is a name",
            "give the seq of the event: `claims show mayor-1` shows it",
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
