"""Parts of the log: up to a position, or about one record. Nothing here needs the projections."""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING

from ledger.codec import Entry, parse_seq
from ledger.errors import UnknownName
from ledger.events import Report, Void, amended_by, references
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.log import Line


def until(lines: Iterable[Line], recorded: str | None) -> Iterator[Line]:
    """The lines up to a recorded position: a seq, `@17`, or an instant."""
    last = parse_seq(recorded) if recorded is not None else None
    for line in lines:
        if last is not None and line.entry.seq > last:
            return
        if (
            recorded is not None
            and last is None
            and isinstance(line.entry, Entry)
            and line.entry.recorded_at > recorded
        ):
            return
        yield line


def about(lines: Iterable[Line], name: str) -> Iterator[Line]:
    """The lines of a name: its own, those of its record, those that cite it, and what became of these.

    `@17` is that line alone. Raises UnknownName where no line has the name.
    """
    seq = parse_seq(name)
    citing: set[str] = set()
    known: set[str] = set()
    found = False
    for line in lines:
        entry = line.entry
        if seq is not None:
            if entry.seq == seq:
                found = True
                yield line
            continue
        if not isinstance(entry, Entry):
            continue
        known.add(entry.id)
        cited = {reference.name for reference in references(entry.event)}
        if name in cited | {entry.record, entry.id}:
            found = True
            citing.add(entry.record)
            yield line
        elif _is_of(entry, citing):
            yield line
    if not found:
        hint = did_you_mean(name, sorted(known)) or "`claims log` prints them all"
        raise UnknownName(f"no event of the log has the name {name!r}, or cites it", hint=hint)


def newest(lines: Iterable[Line], count: int) -> Iterator[Line]:
    """The last so many of the lines. They are read at the first one that is asked for."""
    yield from deque(lines, maxlen=min(count, sys.maxsize))


def _is_of(entry: Entry, records: set[str]) -> bool:
    """Whether an event amends, ends or reports one of the records."""
    event = entry.event
    if isinstance(event, Report) and event.observation in records:
        return True
    return (isinstance(event, Void) or amended_by(event) is not None) and entry.record in records
