"""What to write instead of a time that cannot be read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ledger.times.zones import SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200
"""The most characters of a time that can be read; a longer text is not examined."""

ACCEPTED = (
    "a time is 2020, 2020-01, 2020-01-06, 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York], "
    "or an interval of two of them: 2020-01-06/2020-01-08, ../2020-01-08, 2020-01-06/.."
)

_ELSE = (
    (
        r"(?i).*\b(o\.? ?s|old style|julian)\b",
        "dates are Gregorian: write the day of the new style, 13 days later in the 20th century, 12 in the 19th, …",
    ),
    (r"(?i).*\b(bce?|b\. ?c\.)", "years run from 0001 to 9998"),
    (
        r"(?i)(early|mid|late|spring|summer|autumn|fall|winter)\b",
        "for a part of a year give the months in which it certainly was: 2020-03/2020-05",
    ),
    (r"[0-9]{2,3}0s$|(?i:.*\bcentury\b)", "for many years give the first and the last one: 1910/1919, 1801/1900"),
    (r"[0-9]{3}$", "a year has four digits: 0476"),
    (
        r"(?i)(before|until|till|after|since|from)\b",
        "for an open end write an interval: ../2020-01-08 to the end of that day, 2020-01-06/.. from its start",
    ),
    (
        r"(?i).*\b(morning|noon|afternoon|evening|night|midnight)\b",
        "for a part of a day give the hours in which it certainly was: 2020-01-06T06:00Z/2020-01-06T12:00Z",
    ),
    (
        r"(?i)(unknown|undated|n/?a|none|null|no date)$",
        "if the time is not known, leave it out; `claims amend` takes it out with --unset",
    ),
    (r".*[0-9]:[0-9]{2}(:[0-9.]+)? ?(?!(AM|PM|Z)\b)[A-Z]{2,5}$", SHORT),
    (r"(?i)[0-9:.]+ ?[ap]\.?m\b", "hours run from 00 to 23, after their date: 2020-01-06T16:10-05:00"),
    (r"[0-9]{1,2}:[0-9]{2}", "a time of day needs its date, and its offset or zone: 2020-01-06T16:10-05:00"),
    (
        r"(?i)([0-9]{1,2}([-/.][0-9]{1,2}){0,2}|[a-z]{3,9}\.? [0-9]{1,2}|[0-9]{1,2}\.? [a-z]{3,9})$",
        "a time begins with a year of four digits: 2020-01-06",
    ),
    (r"Y?-?[0-9]{5,}", "years run from 0001 to 9998"),
    (
        r"[0-9][0-9Xx-]*[Xx]",
        "digits are not left open: give the month, 2020-01 for 2020-01-XX, or an interval, 2020/2029 for 202X",
    ),
    (
        r"(?i)(c|ca|circa|about|around|approx)\b|.*[?~%]",
        "doubt is not marked on a time: give an interval in which it certainly was, 2020-01-04/2020-01-08",
    ),
    (r"\.\.$", "an interval has two ends, A/.. or ../B; if both are open, leave the time out"),
    (
        r"[0-9]{4}(-[0-9]{2}){0,2}(Z|[+-][0-9]{2}:[0-9]{2})$",
        "a date takes a zone, and no offset: 2020-01-06[America/New_York]",
    ),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{1,2}(?![0-9:])", "a time of day is written with its minutes: T16:10"),
)
"""Patterns for the beginnings of texts that are not times, and what to do about each."""

# Patterns are compiled only when needed, since few writers mistype a time.
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212"}
_COMPACT = r"\A([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"
_DAY_OR_MONTH_FIRST = r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})"
_OF_TWO_STYLES = r"[0-9]{1,2}(?: +[A-Za-z]{3,9}\.?)?/([0-9]{1,2} +[A-Za-z]{3,9}\.?,? +[0-9]{4})"
"""A day as historians of Russia write it, in the old style and the new: `12/25 July 1914`."""
_LOOSE = (
    r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})"
    r"(?:(?P=by)(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt]| +)(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r" *(?P<offset>[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?)?)?)?"
    r" *(?P<zone>\[[A-Za-z0-9_+/-]+\])?"
)
_WEEKDAY, _DAY = r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,? +)?", r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_MONTH, _YEAR = r"(?P<month>[A-Za-z]{3,9})\.?", r",? +(?P<year>[0-9]{4})"
_IN_WORDS = (f"{_WEEKDAY}(?:{_DAY} +(?:of +)?)?{_MONTH}{_YEAR}", f"{_WEEKDAY}{_MONTH} +{_DAY}{_YEAR}")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FIRST_DAY_OF_SHEETS: Final = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of spreadsheets, which treat 1900 as a leap year."""


def rewritings(text: str) -> Iterator[str]:
    """What a text in another form may have meant, such as `6.1.2020` or `2020-1-6 16:10z`, in the accepted form."""
    if len(text) > LONGEST:
        return
    plain = text.translate(_DASHES)
    if both := re.fullmatch(_DAY_OR_MONTH_FIRST, plain):
        first, _, second, year = both.groups()
        yield from dict.fromkeys((f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"))
    elif styles := re.fullmatch(_OF_TWO_STYLES, plain):
        yield from rewritings(styles[1])
    elif loose := re.fullmatch(_LOOSE, re.sub(_COMPACT, r"\1-\2-\3", plain)):
        yield _tidy(loose.groupdict(default=""))
    elif words := next(filter(None, (re.fullmatch(shape, plain) for shape in _IN_WORDS)), None):
        year, day = words["year"], words["day"]
        for number, month in enumerate(_MONTHS, start=1):
            if month.startswith(words["month"].lower()) and _is_on(words["weekday"], year, number, day):
                yield f"{year}-{number:02}" + (f"-{day:0>2}" if day else "")


def is_of_two_styles(text: str) -> bool:
    """Whether a text is a day in both the old and the new style, rather than an interval."""
    return re.fullmatch(_OF_TWO_STYLES, text) is not None


def _is_on(weekday: str | None, year: str, month: int, day: str | None) -> bool:
    """Whether a day is on the weekday, if one is named. True for a day that does not exist."""
    if weekday is None:
        return True
    try:
        return day is not None and _WEEKDAYS[date(int(year), month, int(day)).weekday()].startswith(weekday.lower())
    except ValueError:
        return True


def advice(text: str) -> str:
    """A hint for a text without rewritings: why this form is not read, else which forms are."""
    found = next((hint for shape, hint in _ELSE if re.match(shape, text)), ACCEPTED)
    counted = _counted(text)
    return f"{found}; {counted}" if counted is not None else found


def _counted(text: str) -> str | None:
    """What a number means if it counts days or seconds, as in a sheet or a database; None if it hardly does."""
    if re.fullmatch(r"[2-6][0-9]{4}(\.[0-9]+)?", text):
        day = _FIRST_DAY_OF_SHEETS + timedelta(days=int(text[:5]))
        return f"as the number of a day in a sheet it is {day:%Y-%m-%d}"
    if re.fullmatch(r"1[0-9]{9}([0-9]{3})?", text):
        return f"counted from 1970 it is {datetime.fromtimestamp(int(text[:10]), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return None


def _tidy(part: dict[str, str]) -> str:
    text = f"{part['year']}-{part['month']:0>2}"
    if part["day"]:
        text += f"-{part['day']:0>2}"
    if part["hour"]:
        text += f"T{part['hour']:0>2}:{part['minute']}"
    if part["second"]:
        text += f":{part['second']}"
    if part["fraction"]:
        text += f".{part['fraction'][:6]}"
    if part["sign"]:
        text += f"{part['sign']}{part['hours']:0>2}:{part['minutes'] or '00'}"
    elif part["offset"]:
        text += "Z"
    return text + part["zone"]
