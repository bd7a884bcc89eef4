"""What an event keeps of a time: its text, and the half-open interval that it means."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from ledger.errors import BadTime
from ledger.times.dates import Stretch, stretch, unreadable
from ledger.times.hints import LONGEST, is_of_two_styles
from ledger.times.instants import Instant
from ledger.wording import quoted

_OPEN = ".."
_SLASH = re.compile(r"/(?![^\[\]]*\])")  # slashes within a zone's brackets divide nothing


class Interval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A time as it was given, and [earliest, latest) as it was understood then. An open end is None."""

    text: str
    earliest: Instant | None = None
    latest: Instant | None = None


def interval(text: str, *, zone: str) -> Interval:
    """The interval that a time means; dates are in the zone named `zone`, unless they end in their own.

    The text is kept as given, without white space around it. Raises BadTime for all that design section 5 does not
    accept.
    """
    return _interval(text, zone)


@lru_cache(maxsize=16384)
def _interval(text: str, zone: str) -> Interval:
    text = text.strip()
    match _SLASH.split(text) if len(text) <= LONGEST else ():
        case [_]:
            whole = stretch(text, zone=zone)
            return Interval(text=text, earliest=whole.earliest, latest=whole.latest)
        case [first, second]:
            return _between(text, first, second, zone)
        case _:
            raise unreadable(text, zone=zone)


def _between(text: str, first: str, second: str, zone: str) -> Interval:
    if first == second == _OPEN:
        raise BadTime(f"{quoted(text)} is open at both ends", hint="leave the time out if nothing is known of it")
    earliest = None if first == _OPEN else _half(first, "first", text, zone).earliest
    latest = None if second == _OPEN else _half(second, "second", text, zone).latest
    if earliest is not None and latest is not None and latest <= earliest:
        raise BadTime(f"{quoted(text)} ends before it begins", hint=f"the earlier one comes first: {second}/{first}")
    return Interval(text=text, earliest=earliest, latest=latest)


def _half(text: str, which: str, whole: str, zone: str) -> Stretch:
    if not text:
        raise BadTime(f"{quoted(whole)} lacks its {which} half", hint=f"an open end is written as two dots, {_OPEN}")
    try:
        return stretch(text, zone=zone)
    except BadTime as error:
        if is_of_two_styles(whole):
            raise unreadable(whole, zone=zone) from None
        raise BadTime(f"{error.message} (the {which} half of {quoted(whole)})", hint=error.hint) from error
