"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.cli.moments import Calendar, calendar
from ledger.cli.setting import Setting
from ledger.errors import BadTime
from ledger.times.zones import SHORT

if TYPE_CHECKING:
    from tests.desk import Desk

NEW_YORK = Calendar(zone="America/New_York", day="2020-01-06")


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        (None, None),
        ("2020-01", "2020-01"),
        (" 2020-01-06 ", "2020-01-06"),
        ("2020-01-06T16:10Z", "2020-01-06T16:10Z"),
        ("2020-01-06T16:10[Europe/Berlin]", "2020-01-06T16:10[Europe/Berlin]"),
        ("16:10", "2020-01-06T16:10-05:00"),
        ("16:10:05", "2020-01-06T16:10:05-05:00"),
        ("16:10/17:30", "2020-01-06T16:10-05:00/2020-01-06T17:30-05:00"),
        ("2020-01-02T16:10-05:00/17:30", "2020-01-02T16:10-05:00/2020-01-02T17:30-05:00"),
        ("2020-01-02/17:30", "2020-01-02/2020-01-02T17:30-05:00"),
        ("../16:10", "../2020-01-06T16:10-05:00"),
        ("16:10/2020-01-07[Europe/Berlin]", "2020-01-06T16:10-05:00/2020-01-07[Europe/Berlin]"),
    ],
)
def test_a_clock_time_gets_the_day_in_use_and_its_offset(given: str | None, understood: str | None) -> None:
    """Bare clock times, at the ends of an interval too, are on the day in use in the ledger's zone."""
    assert NEW_YORK.read(given, "--at") == understood


@pytest.mark.parametrize("given", ["soon", "25:00", "9:05", "2020-01-06T16:10", "16:10/15:00", "", "/" * 5_000])
def test_what_is_no_time_is_refused_at_its_option(given: str) -> None:
    """The error says in which option the time stood."""
    with pytest.raises(BadTime) as refused:
        NEW_YORK.read(given, "--at")
    assert refused.value.place == "--at"


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("4:10", "write 04:10, or 16:10 if it was in the afternoon"),
        ("4:10 pm", "write 16:10"),
        ("4 a.m.", "write 04:00"),
        ("12:10am", "write 00:10"),
        ("12 PM", "write 12:00"),
    ],
)
def test_an_hour_of_a_dial_is_morning_or_afternoon(given: str, hint: str) -> None:
    """Where nothing says which of the two it was, that is for the writer to say."""
    with pytest.raises(BadTime) as refused:
        NEW_YORK.read(given, "--at")
    assert refused.value.hint == hint


def test_a_time_that_the_clocks_showed_twice_names_the_zone() -> None:
    """In the hour that comes twice no single offset is meant, and none is guessed."""
    autumn = Calendar(zone="America/New_York", day="2020-11-01")
    assert autumn.read("01:30", "--at") == "2020-11-01T01:30[America/New_York]"


def test_one_time_lends_its_day_to_another() -> None:
    """A clock time next to a dated one is on its day; next to a vaguer one, on the day in use."""
    assert NEW_YORK.on_day_of("2020-01-03T09:00Z").day == "2020-01-03"
    assert NEW_YORK.on_day_of("2020-01") == NEW_YORK.on_day_of(None) == NEW_YORK


def test_the_day_in_use_is_today_in_the_ledgers_zone() -> None:
    """At three in the night of the 7th in UTC it is still the 6th in New York, unless another day is in use."""
    setting = Setting(environment={}, now=lambda: datetime(2020, 1, 7, 3, tzinfo=UTC))
    assert calendar(setting, zone="America/New_York").day == "2020-01-06"
    assert calendar(setting, zone="UTC").day == "2020-01-07"
    other = Setting(environment={"CLAIMS_DATE": "2019-12-31"}, now=setting.now)
    assert calendar(other, zone="UTC").day == "2019-12-31"


def test_a_clock_time_of_a_day_that_was_not_named_is_not_to_come(desk: Desk) -> None:
    """It is 07:00 of the 8th in New York: 08:00 was meant of another day, and that can be said."""
    desk.does("actor mayor M", "claim shut 'It is shut.'")
    told = desk("record mayor supports shut --at 08:00")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "error: --at: 08:00 is taken as 2020-01-08T08:00-05:00, which is still to come\n"
        "hint: give its day as well, as in 2020-01-06T08:00[America/New_York], or set $CLAIMS_DATE\n"
    )
    assert desk("record mayor supports shut --at 08:00", CLAIMS_DATE="2020-01-07").code == 0
    assert desk("record mayor supports shut --at 06:00").code == 0


@pytest.mark.parametrize(
    "options",
    [
        "--tz EDT list",
        "record mayor denies shut --at 2020-07-06T10:00[BST]",
        "record mayor denies shut --at '2020-01-06T10:00 EST'",
    ],
)
def test_an_abbreviated_zone_may_be_several(desk: Desk, options: str) -> None:
    """One that is spelt like it is not proposed: EST is an hour off in summer."""
    told = desk(options)
    assert (told.code, told.out) == (2, "")
    assert told.err.endswith(f"hint: {SHORT}\n")


def test_a_clock_time_that_never_was_is_answered_with_that(desk: Desk) -> None:
    """It is written as it should be: not how, but when, is to be mended."""
    desk.does("actor mayor M", "claim shut 'It is shut.'")
    done = desk("record mayor supports shut --at 02:30", CLAIMS_DATE="2020-03-08")
    assert (done.code, done.err.splitlines()[1]) == (2, "hint: give a time that they showed, or an interval around it")
