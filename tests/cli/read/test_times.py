"""Times that readers are asked for, and in which zone and how far they are printed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.cli import main
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


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
