"""What people write as a time, and the instants that it means (design, section 5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ledger.errors import BadTime
from ledger.times import (
    Interval,
    as_datetime,
    check_zone,
    clock,
    cut,
    instant,
    interval,
    is_clock,
    is_instant,
    known_zone,
    show,
)
from ledger.times.hints import ACCEPTED
from ledger.times.zones import SHORT

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
ZONES = tuple(sorted(filter(known_zone, available_timezones())))

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis asks for bounds without tzinfo.
pieces = st.sampled_from(
    (
        *("2020", "2011", "0000", "9998", "9999", "-", "01", "12", "13", "30", "T", "t", " ", "24", "16:10", ":05"),
        *(".5", ".1234567", "Z", "z", "+", "+03", "-05:00", "+25:00", "+0300", "/", "..", "[", "]", "[UTC]", "~", "XX"),
        *(
            "[Asia/Baghdad]",
            "[America/Sao_Paulo]",
            "[localtime]",
            "[Pacific/Apia]",
            "\N{MINUS SIGN}",
            "\N{ARABIC-INDIC DIGIT TWO}",
        ),
    )
)
texts = st.lists(pieces, max_size=12).map("".join) | st.text(st.characters(exclude_categories=()), max_size=300)


def full(short: str) -> str:
    """An instant from its shorter form, `2020-01-06T05` or `2020-01-06T05:10:00.5`."""
    return short + "0000-00-00T00:00:00.000000Z"[len(short) :]


def refusal(text: str, *, zone: str = "UTC") -> BadTime:
    """The error that reading this time ends in."""
    with pytest.raises(BadTime) as caught:
        interval(text, zone=zone)
    return caught.value


def outcome(read: Callable[[], T]) -> T | BadTime:
    """What a call gives, or the error in which it ends."""
    try:
        return read()
    except BadTime as error:
        return error


@st.composite
def zoned(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a moment in it, often one near which its clocks change."""
    name = draw(zones)
    start = draw(st.datetimes(datetime(1850, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
    low, high, zone = start, start + 150 * DAY, ZoneInfo(name)
    if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
        return name, start
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (
            (middle, high) if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset() else (low, middle)
        )
    return name, high + timedelta(minutes=draw(st.integers(-1600, 1600)))


# What is accepted


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020", "2020-01-01", "2021-01-01"),
        ("2020-01", "2020-01-01", "2020-02-01"),
        ("2020-12", "2020-12-01", "2021-01-01"),
        ("2020-02-29", "2020-02-29", "2020-03-01"),
        ("0001", "0001-01-01", "0002-01-01"),
        ("9998-12-31", "9998-12-31", "9999-01-01"),
        ("2020-01-06T16:10Z", "2020-01-06T16:10", "2020-01-06T16:11"),
        ("2020-01-06T16:10-05:00", "2020-01-06T21:10", "2020-01-06T21:11"),
        ("2020-01-06T16:10+03", "2020-01-06T13:10", "2020-01-06T13:11"),
        ("2020-01-06T16:10:05+05:45", "2020-01-06T10:25:05", "2020-01-06T10:25:06"),
        ("2020-01-06T00:00-00:00", "2020-01-06T00:00", "2020-01-06T00:01"),
        ("2020-01-06T16:10:05.5Z", "2020-01-06T16:10:05.5", "2020-01-06T16:10:05.6"),
        ("2020-01-06T16:10:59.99Z", "2020-01-06T16:10:59.99", "2020-01-06T16:11"),
        ("2020-01-06T16:10:05.000001Z", "2020-01-06T16:10:05.000001", "2020-01-06T16:10:05.000002"),
        ("2020[America/New_York]", "2020-01-01T05", "2021-01-01T05"),
        ("2020-07[America/New_York]", "2020-07-01T04", "2020-08-01T04"),
        ("2020-01-06[America/New_York]", "2020-01-06T05", "2020-01-07T05"),
        ("2020-01-06T16:10[Asia/Baghdad]", "2020-01-06T13:10", "2020-01-06T13:11"),
        ("2007-07-01T16:10[Asia/Baghdad]", "2007-07-01T12:10", "2007-07-01T12:11"),
        ("2020-01-06T16:10:05.25[Asia/Kathmandu]", "2020-01-06T10:25:05.25", "2020-01-06T10:25:05.26"),
        ("2020-01-06/2020-01-08", "2020-01-06", "2020-01-09"),
        ("2020-01-06/2020", "2020-01-06", "2021-01-01"),
        ("2020/2020", "2020-01-01", "2021-01-01"),
        ("2020-01-06T16:10Z/2020-01-06T16:10Z", "2020-01-06T16:10", "2020-01-06T16:11"),
        ("2020-01-06[America/New_York]/2020-01-07T09:00[Asia/Baghdad]", "2020-01-06T05", "2020-01-07T06:01"),
        ("../2020-01-06", None, "2020-01-07"),
        ("../2020-01-06[America/New_York]", None, "2020-01-07T05"),
        ("2020-01-06T16:10-05:00/..", "2020-01-06T21:10", None),
    ],
)
def test_a_time_means_an_interval_to_its_own_precision(text: str, earliest: str | None, latest: str | None) -> None:
    """A year is a year long, `16:10` a minute, `16:10:05.5` a tenth of a second; A/B goes from A's start to B's end."""
    expected = Interval(text=text, earliest=earliest and full(earliest), latest=latest and full(latest))
    assert interval(text, zone="UTC") == expected


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        # 23 and 25 hours long.
        ("2020-03-08[America/New_York]", "2020-03-08T05", "2020-03-09T04"),
        ("2020-11-01[America/New_York]", "2020-11-01T04", "2020-11-02T05"),
        ("2020-03-29[Europe/Berlin]", "2020-03-28T23", "2020-03-29T22"),
        ("2020-10-25[Europe/Berlin]", "2020-10-24T22", "2020-10-25T23"),
        # Shown twice.
        ("2020-11-01T01:30[America/New_York]", "2020-11-01T05:30", "2020-11-01T06:31"),
        ("2020-10-25T02:00:00[Europe/Berlin]", "2020-10-25T00:00", "2020-10-25T01:00:01"),
        ("2020-10-25T03:00[Europe/Berlin]", "2020-10-25T02:00", "2020-10-25T02:01"),
        ("2007-10-01T03:30[Asia/Baghdad]", "2007-09-30T23:30", "2007-10-01T00:31"),
        # Midnight was not shown: the clocks went from 24:00 to 01:00, in Toronto from 23:30 to 00:30.
        ("2017-10-14[America/Sao_Paulo]", "2017-10-14T03", "2017-10-15T03"),
        ("2017-10-15[America/Sao_Paulo]", "2017-10-15T03", "2017-10-16T02"),
        ("1919-03-30[America/Toronto]", "1919-03-30T05", "1919-03-31T04:30"),
        ("1919-03-31[America/Toronto]", "1919-03-31T04:30", "1919-04-01T04"),
        # The clocks went from 24:00 to 23:00 of the same day.
        ("2018-02-17[America/Sao_Paulo]", "2018-02-17T02", "2018-02-18T03"),
        ("2018-02-18[America/Sao_Paulo]", "2018-02-18T03", "2018-02-19T03"),
        # They went from 00:01 to 23:01 of the day before: one hour lies in both days.
        ("2006-10-28[America/St_Johns]", "2006-10-28T02:30", "2006-10-29T03:30"),
        ("2006-10-29[America/St_Johns]", "2006-10-29T02:30", "2006-10-30T03:30"),
        # There was no 30 December.
        ("2011-12-29[Pacific/Apia]", "2011-12-29T10", "2011-12-30T10"),
        ("2011-12-31[Pacific/Apia]", "2011-12-30T10", "2011-12-31T10"),
        ("2011-12[Pacific/Apia]", "2011-12-01T10", "2011-12-31T10"),
        # At 12:03:58 of local mean time it became 12:00 of standard time.
        ("1883-11-18T12:00[America/New_York]", "1883-11-18T16:56:02", "1883-11-18T17:01"),
    ],
)
def test_a_local_time_means_every_time_the_clocks_showed_it(text: str, earliest: str, latest: str) -> None:
    """Around a change of the clocks a time reaches from the first moment at which they showed it to the last."""
    assert interval(text, zone="UTC") == Interval(text=text, earliest=full(earliest), latest=full(latest))


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-08T02:00[America/New_York]",
        "2020-03-08T02:59:59.999999[America/New_York]",
        "2020-03-29T02:30[Europe/Berlin]",
        "2007-04-01T03:30[Asia/Baghdad]",
        "2017-10-15T00:30[America/Sao_Paulo]",
        "2011-12-30[Pacific/Apia]",
        "2011-12-30T12:00[Pacific/Apia]",
    ],
)
def test_a_local_time_that_no_clock_showed_is_an_error(text: str) -> None:
    """An hour, or a day, that a zone's clocks jumped over is refused, in words that say so."""
    error = refusal(text)
    assert error.message.startswith(f"'{text}' never was: the clocks of ")
    assert error.hint == "give a time that they showed, or an interval around it"


def test_a_date_is_in_the_zone_given_unless_it_ends_in_its_own() -> None:
    """The ledger's zone counts for bare dates only, also within an interval."""
    assert interval("2020-01-06", zone="America/New_York").earliest == full("2020-01-06T05")
    assert interval("2020-01-06[UTC]", zone="America/New_York").earliest == full("2020-01-06")
    assert interval("2020-01-06T16:10Z", zone="America/New_York").earliest == full("2020-01-06T16:10")
    both = interval("2020-01-06/2020-01-06[Asia/Tokyo]", zone="America/New_York")
    assert (both.earliest, both.latest) == (full("2020-01-06T05"), full("2020-01-06T15"))


def test_the_text_is_kept_without_the_space_around_it() -> None:
    """What stands in the log is what was given, stripped."""
    assert interval(" 2020-01-06T16:10-05\n", zone="UTC").text == "2020-01-06T16:10-05"


def test_an_open_end_is_left_out_of_the_log() -> None:
    """An interval is encoded as its text and the ends that it has, and takes no other field."""
    assert msgspec.json.encode(interval("../2020", zone="UTC")) == (
        b'{"text":"../2020","latest":"2021-01-01T00:00:00.000000Z"}'
    )
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"text":"2020","zone":"UTC"}', type=Interval)


# What is not

OPEN = "digits are not left open: give the month, 2020-01 for 2020-01-XX, or an interval, 2020/2029 for 202X"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "6 Juni 2020",
        "Monday, 7 January 2020",
        "Someday 6 May 2020",
        "2020-W02-1",
        "2020/2021/2022",
        "2020[UTC",
        "x" * 300,
    ],
)
def test_what_is_no_time_gets_a_hint_with_all_that_is_accepted(text: str) -> None:
    """Where no mend is clear, the error shows the text and the hint shows every accepted form."""
    error = refusal(text)
    assert text[:80] in error.message
    assert error.message.endswith("cannot be read as a time")
    assert error.hint == ACCEPTED


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2020-1", "2020-01"),
        ("2020-1-6", "2020-01-06"),
        ("2020/01/06", "2020-01-06"),
        ("2020.1.6", "2020-01-06"),
        ("20200106", "2020-01-06"),
        ("2020\N{EN DASH}01\N{MINUS SIGN}06", "2020-01-06"),
        ("06/01/2020", "2020-01-06 or 2020-06-01"),
        ("13/01/2020", "2020-01-13"),
        ("01-13-2020", "2020-01-13"),
        ("6.6.2020", "2020-06-06"),
        ("2020-01-06 16:10Z", "2020-01-06T16:10Z"),
        ("2020-01-06t9:05z", "2020-01-06T09:05Z"),
        ("20200106T161005Z", "2020-01-06T16:10:05Z"),
        ("2020-01-06T16:10+0300", "2020-01-06T16:10+03:00"),
        ("2020-01-06T16:10 -5", "2020-01-06T16:10-05:00"),
        ("2020-01-06T16:10:05,5Z", "2020-01-06T16:10:05.5Z"),
        ("2020-01-06T16:10:05.123456789Z", "2020-01-06T16:10:05.123456Z"),
        ("2020-01-06 16:10 [Asia/Baghdad]", "2020-01-06T16:10[Asia/Baghdad]"),
        ("6 January 2020", "2020-01-06"),
        ("6th of jan. 2020", "2020-01-06"),
        ("Monday, Sept. 7, 2020", "2020-09-07"),
        ("May 2nd, 2020", "2020-05-02"),
        ("December 2020", "2020-12"),
        ("Mon, 6 Jan 2020", "2020-01-06"),
        ("12/25 July 1914", "1914-07-25"),
        ("28 February/13 March 1900", "1900-03-13"),
        ("Monday, 06 January 2020", "2020-01-06"),
    ],
)
def test_another_way_of_writing_is_answered_with_the_accepted_one(text: str, written: str) -> None:
    """What can only have meant one or two times is refused with them written out."""
    error = refusal(text)
    assert error.message == f"'{text}' cannot be read as a time"
    assert error.hint == f"write {written}"


def test_a_day_in_words_that_does_not_exist_is_told() -> None:
    """Whatever weekday it is said to be."""
    assert refusal("Monday, 31 February 2020").hint == "2020-02 has the days 01 to 29"


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)))
def test_a_day_in_english_words_is_answered_with_that_day(day: date) -> None:
    """Its month in full or in three letters, before or after the day, with a weekday or without."""
    for form in ("{0.day} {0:%B} {0.year}", "{0:%A}, {0:%B} {0.day}, {0.year}", "{0:%b}. {0.day} {0.year}"):
        assert refusal(form.format(day)).hint == f"write {day.isoformat()}"


@given(st.dates(min_value=date(1954, 10, 4), max_value=date(2091, 8, 21)))
def test_a_sheet_s_number_of_a_day_is_answered_with_that_day(day: date) -> None:
    """As a sheet counts them: 43,836 is 6 January 2020."""
    number = 43_836 + (day - date(2020, 1, 6)).days
    assert (refusal(str(number)).hint or "").endswith(f"it is {day.isoformat()}")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "17 July 1914 O.S.",
            "dates are Gregorian: write the day of the new style, 13 days later in the 20th century, 12 in the 19th, …",
        ),
        (
            "1914-07-17 (Julian)",
            "dates are Gregorian: write the day of the new style, 13 days later in the 20th century, 12 in the 19th, …",
        ),
        ("44 BC", "years run from 0001 to 9998"),
        ("B.C. 44", "years run from 0001 to 9998"),
        ("spring 1914", "for a part of a year give the months in which it certainly was: 2020-03/2020-05"),
        ("Late 1914", "for a part of a year give the months in which it certainly was: 2020-03/2020-05"),
        ("1910s", "for many years give the first and the last one: 1910/1919, 1801/1900"),
        ("the 19th century", "for many years give the first and the last one: 1910/1919, 1801/1900"),
        ("476", "a year has four digits: 0476"),
        ("16:10", "a time of day needs its date, and its offset or zone: 2020-01-06T16:10-05:00"),
        ("9:05Z", "a time of day needs its date, and its offset or zone: 2020-01-06T16:10-05:00"),
        ("20-01-06", "a time begins with a year of four digits: 2020-01-06"),
        ("06/01/20", "a time begins with a year of four digits: 2020-01-06"),
        ("Y12020", "years run from 0001 to 9998"),
        ("-12020", "years run from 0001 to 9998"),
        ("0000", "years run from 0001 to 9998"),
        ("43836", "years run from 0001 to 9998; as the number of a day in a sheet it is 2020-01-06"),
        ("1578327000", "years run from 0001 to 9998; counted from 1970 it is 2020-01-06T16:10:00Z"),
        ("1578327000123", "years run from 0001 to 9998; counted from 1970 it is 2020-01-06T16:10:00Z"),
        ("9999-01", "years run from 0001 to 9998"),
        (
            "202X",
            "digits are not left open: give the month, 2020-01 for 2020-01-XX, or an interval, 2020/2029 for 202X",
        ),
        (
            "2020-XX",
            "digits are not left open: give the month, 2020-01 for 2020-01-XX, or an interval, 2020/2029 for 202X",
        ),
        (
            "2020-01~",
            "doubt is not marked on a time: give an interval in which it certainly was, 2020-01-04/2020-01-08",
        ),
        ("c. 2020", "doubt is not marked on a time: give an interval in which it certainly was, 2020-01-04/2020-01-08"),
        (
            "before 2020-01-08",
            "for an open end write an interval: ../2020-01-08 to the end of that day, 2020-01-06/.. from its start",
        ),
        (
            "2020-01-06 evening",
            "for a part of a day give the hours in which it certainly was: 2020-01-06T06:00Z/2020-01-06T12:00Z",
        ),
        ("unknown", "if the time is not known, leave it out; `claims amend` takes it out with --unset"),
        ("2020-01-06T16:10 EST", SHORT),
        ("2020-07-06T16:10:30BST", SHORT),
        ("6:16 p.m.", "hours run from 00 to 23, after their date: 2020-01-06T16:10-05:00"),
        ("January 6", "a time begins with a year of four digits: 2020-01-06"),
        ("2020?", "doubt is not marked on a time: give an interval in which it certainly was, 2020-01-04/2020-01-08"),
        ("2020-21", "seasons are not read: give an interval of months, such as 2020-03/2020-05"),
        ("2020-13", "months run from 01 to 12"),
        ("2020-00-01", "months run from 01 to 12"),
        ("2020-21-01", "months run from 01 to 12"),
        ("2020-02-30", "2020-02 has the days 01 to 29"),
        ("2019-2-29", "2019-02 has the days 01 to 28"),
        ("2020-12-00", "2020-12 has the days 01 to 31"),
        ("2020-01-06T24:00Z", "hours run from 00 to 23; a day ends at the next day's T00:00"),
        ("2020-01-06T25:00Z", "hours run from 00 to 23"),
        ("2020-01-06T16:60Z", "minutes run from 00 to 59"),
        ("2016-12-31T23:59:60Z", "seconds run from 00 to 59"),
        ("2020-01-06T16:10+24:00", "offsets run from -23:59 to +23:59"),
        ("2020-01-06T16:10+01:60", "offsets run from -23:59 to +23:59"),
        ("2020-01-06T16Z", "a time of day is written with its minutes: T16:10"),
        ("2020-01-06Z", "a date takes a zone, and no offset: 2020-01-06[America/New_York]"),
        ("2020-01-06+03:00", "a date takes a zone, and no offset: 2020-01-06[America/New_York]"),
        (
            "2020-01-06T16:10",
            "add the one or the other, as in 2020-01-06T16:10+01:00 or 2020-01-06T16:10[Europe/Berlin]",
        ),
        (
            "2020-01-06 16:10",
            (
                "a time of day needs a T before it, and an offset or a zone: "
                "2020-01-06T16:10+01:00 or 2020-01-06T16:10[Europe/Berlin]"
            ),
        ),
        (
            "2020-1-6 9:05",
            (
                "a time of day needs a T before it, and an offset or a zone: "
                "2020-01-06T09:05+01:00 or 2020-01-06T09:05[Europe/Berlin]"
            ),
        ),
        ("2020-02-30 16:10", "2020-02 has the days 01 to 29"),
        (
            "2020-01-06T16:10-05:00[America/New_York]",
            "give one of them: 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York]",
        ),
        ("2020-01-06[New York]", "did you mean America/New_York?"),
        ("2020-01-06T16:10Z[rome]", "did you mean Europe/Rome?"),
        ("2020[]", "a zone is a name of the IANA time zone database, such as Europe/Berlin"),
        ("0001-01-01", "no time is before the year 0001 in UTC"),
        ("0001-01-01T00:00+00:01", "no time is before the year 0001 in UTC"),
        ("..", "an interval has two ends, A/.. or ../B; if both are open, leave the time out"),
        ("../..", "leave the time out if nothing is known of it"),
        ("2020/", "an open end is written as two dots, .."),
        ("/2020", "an open end is written as two dots, .."),
        ("2020-06/2020-01", "the earlier one comes first: 2020-01/2020-06"),
        ("2020-01-06T16:11Z/2020-01-06T16:10Z", "the earlier one comes first: 2020-01-06T16:10Z/2020-01-06T16:11Z"),
    ],
)
def test_a_refusal_shows_the_text_and_says_the_mend(text: str, hint: str) -> None:
    """What was misread, left out or left over is named by a hint of its own."""
    error = refusal(text, zone="Europe/Berlin")
    assert f"'{text}'" in error.message
    assert error.hint == hint


@pytest.mark.parametrize(("text", "which"), [("2020-02-30/2021", "first"), ("2020-02-01/2020-02-30", "second")])
def test_the_half_of_an_interval_that_is_wrong_is_named(text: str, which: str) -> None:
    """Of A/B the error shows the half that cannot be read, and the whole."""
    error = refusal(text)
    assert error.message == f"the day in '2020-02-30' does not exist (the {which} half of '{text}')"
    assert error.hint == "2020-02 has the days 01 to 29"


def test_what_is_too_long_to_be_a_time_gets_no_mend() -> None:
    """A text beyond the longest that can be read is not rewritten, and neither is one whose rewriting would be."""
    assert refusal("2020-1-6" + " " * 300 + "[UTC]").hint == ACCEPTED
    assert refusal(f"2020-01-6[{'A' * 189}]").hint == ACCEPTED


@given(texts, zones)
@example("\udc80", "UTC")
@example("2020[\x00]", "UTC")
@example("/" * 65_000, "UTC")
def test_any_text_is_a_time_or_a_bad_time(text: str, zone: str) -> None:
    """Whatever is given, the answer is an interval that is not empty, or a BadTime with a hint."""
    read = outcome(lambda: interval(text, zone=zone))
    if isinstance(read, BadTime):
        assert read.message.isprintable()
        assert read.hint
        assert read.hint.isprintable()
    else:
        assert read.text == text.strip()
        assert read.earliest or read.latest
        assert (read.earliest or "") < (read.latest or "~")


# Every zone


@given(zoned(), st.sampled_from((4, 7, 10, 16, 19, 23)))
def test_a_local_time_holds_every_moment_that_shows_it_and_ends_with_the_last(
    placed: tuple[str, datetime], precision: int
) -> None:
    """In any zone a moment lies within the local time that clocks show then, and that begins and ends while they do."""
    name, when = placed
    zone = ZoneInfo(name)

    def shown(at: datetime) -> str:
        return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="microseconds")[:precision]

    read = interval(f"{shown(when)}[{name}]", zone="UTC")
    assert read.earliest
    assert read.latest
    assert read.earliest <= instant(when) < read.latest
    assert shown(as_datetime(read.earliest)) == shown(as_datetime(read.latest) - TICK) == shown(when)


@given(zoned())
def test_days_meet(placed: tuple[str, datetime]) -> None:
    """In any zone a day ends where the next one begins, or after it where clocks went back over midnight."""
    name, when = placed
    zone = ZoneInfo(name)
    today = when.astimezone(zone).date()
    tomorrow = today + DAY
    ends = interval(str(today), zone=name).latest
    assert ends
    following = outcome(lambda: interval(str(tomorrow), zone=name))
    if isinstance(following, BadTime):  # There was no such day.
        following = interval(str(tomorrow + DAY), zone=name)
    begins = following.earliest
    assert begins
    if begins != ends:
        assert begins < ends
        before, after = (as_datetime(at).astimezone(zone).utcoffset() for at in (begins, ends))
        assert before is not None
        assert after is not None
        assert before > after


@given(st.dates(date(1, 1, 2), date(9998, 12, 30)), st.dates(date(1, 1, 2), date(9998, 12, 30)), zones, zones)
def test_an_interval_reaches_from_its_first_half_to_the_end_of_its_second(
    first: date, second: date, one: str, other: str
) -> None:
    """A/B begins with A and ends with B, each in its own zone."""
    assume(first + 2 * DAY < second)
    begin, end = f"{first}[{one}]", f"{second}[{other}]"
    halves = (outcome(lambda: interval(begin, zone="UTC")), outcome(lambda: interval(end, zone="UTC")))
    days = [day for day in halves if isinstance(day, Interval)]
    assume(len(days) == 2)  # Here and there a day never was.
    read = interval(f"{begin}/{end}", zone="UTC")
    assert (read.earliest, read.latest) == (days[0].earliest, days[1].latest)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT"])
def test_a_zone_is_known_by_its_name_in_the_database(name: str) -> None:
    """Regions, cities below them, fixed offsets and old short names are all zones."""
    assert known_zone(name)
    check_zone(name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "did you mean Europe/Berlin"),
        ("America/New_Yrok", "did you mean America/New_York"),
        ("new york", "did you mean America/New_York?"),
        ("europe/berlin", "did you mean Europe/Berlin?"),
        ("Lima", "did you mean America/Lima?"),
        ("America", ""),
        ("localtime", ""),
        ("right/UTC", ""),
        ("../UTC", ""),
        ("/etc/localtime", ""),
        ("A" * 5000, "a zone is a name of the IANA time zone database, such as Europe/Berlin"),
        ("\udc80", "a zone is a name of the IANA time zone database, such as Europe/Berlin"),
        ("", "a zone is a name of the IANA time zone database, such as Europe/Berlin"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest_names(name: str, hint: str) -> None:
    """A zone is named to the letter; the machine's own zone, files and folders of the database are none."""
    assert not known_zone(name)
    with pytest.raises(BadTime, match="no time zone is named") as caught:
        check_zone(name)
    assert caught.value.hint
    assert caught.value.hint.startswith(hint)
    assert refusal("2020-01-06T16:10Z", zone=name).message == caught.value.message


# Instants


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_an_instant_and_its_moment_are_one(when: datetime) -> None:
    """An instant is 27 characters long, and is read back as the moment that it was made of, in UTC."""
    text = outcome(lambda: instant(when))
    if isinstance(text, BadTime):
        assert when.year in {1, 9999}
    else:
        assert len(text) == 27
        assert is_instant(text)
        assert as_datetime(text).tzinfo is UTC
        assert as_datetime(text) == when.astimezone(UTC)
        assert instant(as_datetime(text)) == text


@given(moments, moments)
def test_instants_compare_as_their_moments(one: datetime, other: datetime) -> None:
    """The order of instants as text is the order in time."""
    assert (instant(one) < instant(other)) == (one < other)


def test_a_moment_without_a_zone_is_no_instant() -> None:
    """A datetime that does not say where it is 16:10 is refused."""
    with pytest.raises(BadTime, match="2020-01-06T16:10:00 has no time zone"):
        instant(datetime(2020, 1, 6, 16, 10))  # noqa: DTZ001


@pytest.mark.parametrize(
    "when", [datetime.min.replace(tzinfo=timezone(DAY / 24)), datetime.max.replace(tzinfo=timezone(-DAY / 24))]
)
def test_a_moment_outside_of_the_calendar_is_no_instant(when: datetime) -> None:
    """A datetime that in UTC would be before the year 1 or after 9999 is refused."""
    with pytest.raises(BadTime, match="is out of range"):
        instant(when)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-01-06",
        "2020-01-06T00:00Z",
        "2020-01-06T00:00:00.000000",
        "2020-01-06T00:00:00.000000z",
        "2020-01-06 00:00:00.000000Z",
        "2020-01-06T00:00:00,000000Z",
        "2020-01-06T00:00:00.000000+00:00",
        "2020-01-06T01:00:00.000000+01:00",
        "2020-02-30T00:00:00.000000Z",
        "2020-01-06T24:00:00.000000Z",
        "0000-01-06T00:00:00.000000Z",
        "2020-W02-1T00:00:00.000000Z",
        "2020-01-06T00:00:00.000000Z\n",
        "\udc802020-01-06T00:00:00.000000Z",
    ],
)
def test_an_instant_has_one_form_only(text: str) -> None:
    """No other way of writing a moment is an instant, and no date that does not exist."""
    assert not is_instant(text)
    with pytest.raises(BadTime, match="is not an instant"):
        as_datetime(text)


@given(texts)
def test_any_text_is_an_instant_or_not(text: str) -> None:
    """The question whether a text is an instant never fails; none of these is one."""
    assert not is_instant(text)


# Cuts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-06T16:10-05:00", "2020-01-06T21:10"),
        ("2020-01-06 22:00Z", "2020-01-06T22:00"),
        (" 2020-01-06 22:00:00.5+00 ", "2020-01-06T22:00:00.5"),
        ("2020-01-06T16:10[America/New_York]", "2020-01-06T21:10"),
        ("2020-01-06", "2020-01-07T05"),
        ("2020-11-01", "2020-11-02T05"),
        ("2020-01-06[Asia/Baghdad]", "2020-01-06T21"),
        ("2020-01", "2020-02-01T05"),
        ("2020", "2021-01-01T05"),
    ],
)
def test_a_cut_is_the_start_of_a_time_of_day_and_the_end_of_a_date(text: str, expected: str) -> None:
    """As of 16:10 is at its start; as of a day, month or year is when that is over, in the zone given or its own."""
    assert cut(text, zone="America/New_York") == full(expected)


@pytest.mark.parametrize("text", ["2020/2021", "../2020", "2020-01-06T16:10Z/.."])
def test_an_interval_is_no_cut(text: str) -> None:
    """A question is asked of one moment, and says so to who gives two."""
    with pytest.raises(BadTime, match="is an interval, and a cut is one moment") as caught:
        cut(text, zone="UTC")
    assert caught.value.hint == "give one of its ends"


def test_a_time_shown_twice_is_no_cut() -> None:
    """When the clocks go back, an hour comes twice: a question says which of the two it means."""
    with pytest.raises(BadTime, match="showed '2020-11-01T01:30\\[America/New_York\\]' twice") as caught:
        cut("2020-11-01 01:30[America/New_York]", zone="UTC")
    assert caught.value.hint == "write 2020-11-01T01:30-04:00 or 2020-11-01T01:30-05:00"
    assert cut("2020-11-01T01:30-05:00", zone="UTC") == full("2020-11-01T06:30")
    assert cut("2020-11-01T02:00[America/New_York]", zone="UTC") == full("2020-11-01T07:00")


@pytest.mark.parametrize(
    "text", ["", "2020-01-06 16:10", "16:10", "2020-1-6", "2020-01-06  16:10Z", "2021/2020", "@17"]
)
def test_a_cut_is_refused_where_a_time_is(text: str) -> None:
    """But for the space in place of `T`, cuts are written as times are."""
    with pytest.raises(BadTime) as caught:
        cut(text, zone="UTC")
    assert caught.value.hint


@given(texts, zones)
def test_any_text_is_a_cut_or_a_bad_time(text: str, zone: str) -> None:
    """Whatever is given as a cut, the answer is an instant or a BadTime."""
    asked = outcome(lambda: cut(text, zone=zone))
    assert asked.hint if isinstance(asked, BadTime) else is_instant(asked)


# For people


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2020-01-06T21:10", "UTC", "2020-01-06T21:10Z"),
        ("2020-01-06T21:10:05", "UTC", "2020-01-06T21:10:05Z"),
        ("2020-01-06T21:10:00.5", "UTC", "2020-01-06T21:10:00.5Z"),
        ("2020-01-06T21:10:05.000001", "Etc/UTC", "2020-01-06T21:10:05.000001Z"),
        ("2020-01-06T21:10", "America/New_York", "2020-01-06T16:10-05:00"),
        ("2020-01-06T21:10:05", "Asia/Kathmandu", "2020-01-07T02:55:05+05:45"),
        ("2020-01-06T21:10", "Europe/London", "2020-01-06T21:10+00:00"),
        ("1880-01-06T21:10", "America/New_York", "1880-01-06T21:10Z"),
        ("0001-01-01", "America/New_York", "0001-01-01T00:00Z"),
        ("9999-12-31T23:59", "Asia/Tokyo", "9999-12-31T23:59Z"),
    ],
)
def test_an_instant_is_shown_without_zeros_and_with_its_offset(at: str, zone: str, expected: str) -> None:
    """UTC ends in `Z` and a zone's time in its offset; UTC stands in where local time cannot be written that way."""
    assert show(full(at), zone=zone) == expected


def test_an_instant_is_shown_in_utc_unless_asked_otherwise() -> None:
    """The default is UTC."""
    assert show(full("2020-01-06T21:10")) == "2020-01-06T21:10Z"


@given(moments, zones)
def test_what_is_shown_is_read_back_as_the_same_instant(when: datetime, zone: str) -> None:
    """Nothing of an instant is lost in showing it, in whatever zone."""
    assert cut(show(instant(when), zone=zone), zone="UTC") == instant(when)


def test_what_is_no_instant_is_not_shown() -> None:
    """Only instants are shown, and only in zones that exist."""
    with pytest.raises(BadTime, match="'2020' is not an instant"):
        show("2020")
    with pytest.raises(BadTime, match="no time zone is named 'Nowhere'"):
        show(full("2020-01-06"), zone="Nowhere")


@pytest.mark.parametrize(
    ("text", "day", "zone", "expected"),
    [
        ("16:10", "2020-01-06", "America/New_York", "2020-01-06T16:10-05:00"),
        (" 16:10:05 ", "2020-07-06", "America/New_York", "2020-07-06T16:10:05-04:00"),
        ("16:10:05.5", "2020-01-06", "Asia/Kathmandu", "2020-01-06T16:10:05.5+05:45"),
        ("16:10", "2020-01-06", "UTC", "2020-01-06T16:10Z"),
        ("16:10", "2020-01-06", "Europe/London", "2020-01-06T16:10+00:00"),
        ("01:30", "2020-11-01", "America/New_York", "2020-11-01T01:30[America/New_York]"),
        ("03:00", "2020-11-01", "America/New_York", "2020-11-01T03:00-05:00"),
        ("16:10", "1880-01-06", "America/New_York", "1880-01-06T16:10[America/New_York]"),
    ],
)
def test_a_bare_clock_time_gets_its_day_and_offset(text: str, day: str, zone: str, expected: str) -> None:
    """`16:10` becomes a full time with the offset in force, or with the zone where one offset would not say it all."""
    assert is_clock(text)
    assert clock(text, day=day, zone=zone) == expected


@pytest.mark.parametrize(
    ("text", "day", "zone", "message"),
    [
        ("9:05", "2020-01-06", "UTC", "'9:05' is not a clock time"),
        ("16:10Z", "2020-01-06", "UTC", "'16:10Z' is not a clock time"),
        ("16:10", "2020-01", "UTC", "'2020-01' is not a day on which 16:10 can be"),
        ("16:10", "2020-02-30", "UTC", "the day in '2020-02-30T16:10[UTC]' does not exist"),
        ("24:00", "2020-01-06", "UTC", "the hour in '2020-01-06T24:00[UTC]' does not exist"),
        ("16:10", "2020-01-06", "Nowhere", "no time zone is named 'Nowhere'"),
        ("02:30", "2020-03-08", "America/New_York", "'2020-03-08T02:30[America/New_York]' never was"),
    ],
)
def test_a_bare_clock_time_that_never_was_is_refused(text: str, day: str, zone: str, message: str) -> None:
    """A clock time is two digits each, on a day that is, in a zone that is, and was shown there."""
    with pytest.raises(BadTime) as caught:
        clock(text, day=day, zone=zone)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["", "9:05", "16", "16:1", "16:10:5", "16:10Z", "16:10:05.", "2020-01-06T16:10", "1610"]
)
def test_what_has_not_the_shape_of_a_clock_time_is_none(text: str) -> None:
    """Full times, offsets and single digits are left to who reads times and identifiers."""
    assert not is_clock(text)


@given(zoned(), st.sampled_from((5, 8, 13)))
def test_a_clock_time_means_what_it_means_in_its_zone(placed: tuple[str, datetime], precision: int) -> None:
    """Put into full, a clock time means the same stretch of time as with its zone in brackets."""
    name, when = placed
    local = when.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    text = local.time().isoformat(timespec="microseconds")[:precision]
    read = interval(clock(text, day=str(local.date()), zone=name), zone="UTC")
    wanted = interval(f"{local.date()}T{text}[{name}]", zone="UTC")
    assert (read.earliest, read.latest) == (wanted.earliest, wanted.latest)


@given(texts | st.sampled_from(("16:10", "02:30")), texts | st.dates().map(str), texts | zones)
def test_any_text_is_a_clock_time_or_a_bad_time(text: str, day: str, zone: str) -> None:
    """Whatever is given as a clock time, a day and a zone, the answer is a full time or a BadTime."""
    placed = outcome(lambda: clock(text, day=day, zone=zone))
    assert placed.hint if isinstance(placed, BadTime) else placed.startswith(f"{day.strip()}T{text.strip()}")


@given(zoned())
def test_what_is_suggested_for_a_time_of_day_is_that_time_in_the_zone(placed: tuple[str, datetime]) -> None:
    """A time of day that lacks its place is told with the offset that the zone had then, and with the zone."""
    name, when = placed
    text = when.astimezone(ZoneInfo(name)).replace(tzinfo=None).isoformat(timespec="minutes")
    with pytest.raises(BadTime, match="has neither an offset nor a zone") as caught:
        interval(text, zone=name)
    suggested = str(caught.value.hint).removeprefix("add the one or the other, as in ").split(" or ")
    assert len(suggested) in (1, 2)
    wanted = interval(f"{text}[{name}]", zone="UTC")
    for each in suggested:
        read = interval(each, zone="UTC")
        assert (read.earliest, read.latest) == (wanted.earliest, wanted.latest)


@pytest.mark.parametrize(
    ("text", "zone", "suggested"),
    [
        (
            "2020-03-08T02:30",
            "America/New_York",
            "2020-03-08T02:30Z; the clocks of America/New_York never showed that time",
        ),
        ("2011-12-30T10:00", "Pacific/Apia", "2011-12-30T10:00Z; the clocks of Pacific/Apia never showed that time"),
        ("2020-11-01T01:30", "America/New_York", "2020-11-01T01:30[America/New_York]"),
        ("2020-01-06T16:10", "UTC", "2020-01-06T16:10Z"),
    ],
)
def test_no_time_is_suggested_that_never_was(text: str, zone: str, suggested: str) -> None:
    """Of a time that the clocks left out nothing is suggested in the zone; of one that they showed twice, no offset."""
    with pytest.raises(BadTime) as caught:
        interval(text, zone=zone)
    assert caught.value.hint == f"add the one or the other, as in {suggested}"
