"""Writes events down as a ledger would: the envelope, ids for what has none, and times with what they mean.

Design, sections 4 and 5, without the chain. Times are years, months, days, minutes, seconds and fractions in UTC, and
intervals of these.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.naive.moments import Order
from tests.naive.records import Line, Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Event: TypeAlias = dict[str, Any]

TIMES = ("occurred", "published", "captured_at")
PATTERN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?Z)?)?)?")


def stamp(moment: datetime) -> str:
    """An instant as the log writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def span(text: str) -> tuple[datetime, datetime]:
    """The half-open interval that a single time means, to its own precision."""
    match = PATTERN.fullmatch(text)
    assert match is not None, text
    year, month, day, hour, minute, second, fraction = match.groups()
    micros = int((fraction or "0").ljust(6, "0"))
    start = datetime(
        int(year),
        int(month or 1),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        micros,
        tzinfo=UTC,
    )
    if month is None:
        return start, start.replace(year=start.year + 1)
    if day is None:
        return start, (start + timedelta(days=31)).replace(day=1)
    if hour is None:
        return start, start + timedelta(days=1)
    if second is None:
        return start, start + timedelta(minutes=1)
    return start, start + (
        timedelta(seconds=1) if fraction is None else timedelta(microseconds=10 ** (6 - len(fraction)))
    )


def meaning(text: str) -> dict[str, str]:
    """A time as the log holds it: the text and the interval that it means, without the ends that are open."""
    first, _, last = text.partition("/")
    meant = {"text": text}
    if first != "..":
        meant["earliest"] = stamp(span(first)[0])
    if (last or first) != "..":
        meant["latest"] = stamp(span(last or first)[1])
    return meant


def with_meanings(event: Event) -> Event:
    """The event with each of its times, and those of its inline reports, as the log holds them."""
    fields: Event = {field: meaning(value) if field in TIMES else value for field, value in event.items()}
    if "reports" in fields:
        fields["reports"] = [with_meanings(report) for report in fields["reports"]]
    return fields


ENVELOPE = ("seq", "id", "type", "recorded_at", "by", "amends", "reason")
"""The fields that each line has for itself."""


def line(event: Event, seq: int, at: datetime, earlier: Sequence[Line] = ()) -> Line:
    """The line of an event that comes after some earlier ones."""
    fields = with_meanings(event)
    made = fields.pop("id", None) or made_id(event, earlier)
    envelope = {"seq": seq, "id": made, "type": fields.pop("type"), "recorded_at": stamp(at), "by": "desk"}
    return {**envelope, **fields}


def made_id(event: Event, earlier: Sequence[Line]) -> str:
    """The speaker's id, or the type, and the next number; for an amendment the record and its version."""
    stem = f"{event['amends']}:v" if "amends" in event else f"{event.get('speaker', event['type'])}:"
    taken = {each["id"] for each in earlier}
    numbers = count(2 if "amends" in event else 1)
    return next(f"{stem}{number}" for number in numbers if f"{stem}{number}" not in taken)


def write(batches: Iterable[tuple[datetime, Sequence[Event]]]) -> list[Line]:
    """The log of the batches, without those that would make the order of events impossible."""
    log: list[Line] = []
    for at, events in batches:
        lines = list(log)
        for event in events:
            lines.append(line(event, len(lines) + 1, at, lines))
        if not Order(Records(lines)).impossible:
            log = lines
    return log
