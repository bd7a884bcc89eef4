"""What to write instead of a time that cannot be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200
"""Characters. No time that can be read is longer; what is longer is not looked at."""

ACCEPTED = (
    "a time is 2020, 2020-01, 2020-01-06, 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York], "
    "or an interval of two of them: 2020-01-06/2020-01-08, ../2020-01-08, 2020-01-06/.."
)

_SHOWN = 80
_ELSE = (
    (r"[0-9]{1,2}:[0-9]{2}", "a time of day needs its date, and its offset or zone: 2020-01-06T16:10-05:00"),
    (r"[0-9]{1,2}([-/.][0-9]{1,2}){0,2}$", "a time begins with a year of four digits: 2020-01-06"),
    (r"Y?-?[0-9]{5,}", "years run from 0001 to 9998"),
    (r"[0-9][0-9Xx-]*[Xx]", "digits are not left open: give an interval, 2020/2029 for 202X"),
    (r".*[?~%]", "doubt is not marked on a time: give an interval in which it certainly was, 2020-01-04/2020-01-08"),
    (r"\.\.$", "an interval has two ends, A/.. or ../B; where both are open, leave the time out"),
    (
        r"[0-9]{4}(-[0-9]{2}){0,2}(Z|[+-][0-9]{2}:[0-9]{2})$",
        "a date takes a zone, and no offset: 2020-01-06[America/New_York]",
    ),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{1,2}(?![0-9:])", "a time of day is written with its minutes: T16:10"),
)
_ADVICE = tuple((re.compile(shape), hint) for shape, hint in _ELSE)

_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212"}
_COMPACT = re.compile(r"\A([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
_DAY_OR_MONTH_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_LOOSE = re.compile(
    r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})"
    r"(?:(?P=by)(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt]| +)(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r" *(?P<offset>[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?)?)?)?"
    r" *(?P<zone>\[[A-Za-z0-9_+/-]+\])?"
)


def quoted(text: str) -> str:
    """The text as an error shows it: in quotes, control characters escaped, cut off where it is long."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def rewritings(text: str) -> Iterator[str]:
    """The ways to write in the accepted form what another form may have meant, `6.1.2020` or `2020-1-6 16:10z`."""
    if len(text) > LONGEST:
        return
    plain = text.translate(_DASHES)
    if both := _DAY_OR_MONTH_FIRST.fullmatch(plain):
        first, _, second, year = both.groups()
        yield from dict.fromkeys((f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"))
    elif loose := _LOOSE.fullmatch(_COMPACT.sub(r"\1-\2-\3", plain)):
        yield _tidy(loose.groupdict(default=""))


def advice(text: str) -> str:
    """A hint for what has no rewriting: why this form is not read, else what is accepted."""
    return next((hint for shape, hint in _ADVICE if shape.match(text)), ACCEPTED)


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
