"""The moment that a question asks about, and the ends of a part of a story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import BadTime
from ledger.times.clocks import show
from ledger.times.dates import stretch
from ledger.times.intervals import interval
from ledger.wording import quoted

if TYPE_CHECKING:
    from ledger.times.dates import Stretch
    from ledger.times.instants import Instant

WRITTEN = "a time is written 2020-01, 2020-01-06, 2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York]"
"""How a moment is written; a year alone would be read as a seq."""
_SPACED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (?=[0-9])")


def cut(text: str, *, zone: str) -> Instant:
    """The moment meant by a time: the start of a time of day, the end of a date, month or year.

    A date is in the zone named `zone`, unless it ends in its own; a time of day has an offset or a zone. Between date
    and time of day, a space does as well as `T`, as SQL writes it. Raises BadTime for all else: intervals, and times of
    day that the clocks showed twice, are not one moment.
    """
    asked = _asked(text, zone)
    return asked.earliest if asked.timed else asked.latest


def start(text: str, *, zone: str) -> Instant:
    """The moment at which a time begins. Takes what `cut` takes. Raises BadTime."""
    return _asked(text, zone).earliest


def end(text: str, *, zone: str) -> Instant:
    """The moment at which a time ends: for a minute, the start of the next. Takes what `cut` takes. Raises BadTime."""
    return _asked(text, zone).latest


def _asked(text: str, zone: str) -> Stretch:
    """What a time means. Raises BadTime if it cannot be read, is an interval, or was shown twice by the clocks."""
    iso = _SPACED.sub(r"\1T", text.strip(), count=1)
    try:
        asked = stretch(iso, zone=zone)
    except BadTime:
        if _is_interval(iso, zone):
            raise BadTime(
                f"{quoted(iso)} is an interval, and a cut is one moment", hint="give one of its ends"
            ) from None
        raise
    if asked.again is not None:
        own = iso.rpartition("[")[2].removesuffix("]")
        first, second = (show(each, zone=own) for each in (asked.earliest, asked.again))
        raise BadTime(
            f"the clocks showed {quoted(iso)} twice, and a cut is one moment", hint=f"write {first} or {second}"
        )
    return asked


def _is_interval(text: str, zone: str) -> bool:
    try:
        interval(text, zone=zone)
    except BadTime:
        return False
    return True
