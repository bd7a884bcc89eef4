"""Parts of the log: from and up to a position, about one record, by somebody. Nothing here needs the projections."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Collection
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import Entry, parse_seq
from ledger.errors import UnknownName
from ledger.events import Report, Void, amended_by, references, type_of
from ledger.wording import did_you_mean, few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.log import Line, Log


class Part(Struct, frozen=True, kw_only=True):
    """A part of the log: each field that is given is a condition; of the lines that meet all, the `last` so many.

    `until` and `after` are recorded positions: a seq, such as `@17`, or an instant. See the functions below.
    """

    about: str | int | None = None
    until: str | None = None
    after: str | None = None
    by: str | None = None
    types: Collection[str] = ()
    last: int | None = None

    def of(self, log: Log) -> Iterator[Line]:
        """Its lines, read lazily. Raises UnknownName when the first one is asked for, and DamagedLog."""
        if self.last is not None and replace(self, last=None) == Part():
            return log.last(self.last)
        begin = parse_seq(self.after) if self.after is not None and self.about is None and self.by is None else None
        found = log.lines() if begin is None else log.since(begin)  # a name may be that of an earlier line
        if self.until is not None:
            found = until(found, self.until)
        if self.about is not None:
            found = about(found, str(self.about))
        if self.by is not None:
            found = recorded_by(found, self.by)
        if self.after is not None:
            found = after(found, self.after)
        if self.types:
            found = of_types(found, self.types)
        return found if self.last is None else newest(found, self.last)


def until(lines: Iterable[Line], recorded: str) -> Iterator[Line]:
    """The lines up to a recorded position: a seq, `@17`, or an instant."""
    last = parse_seq(recorded)
    for line in lines:
        entry = line.entry
        if entry.seq > last if last is not None else isinstance(entry, Entry) and entry.recorded_at > recorded:
            return
        yield line


def after(lines: Iterable[Line], position: str) -> Iterator[Line]:
    """The lines after a seq, `@17`, or from the first one that was recorded at an instant or later."""
    first = parse_seq(position)
    has_begun = False
    for line in lines:
        entry = line.entry
        has_begun |= (
            entry.seq > first if first is not None else isinstance(entry, Entry) and entry.recorded_at >= position
        )
        if has_begun:
            yield line


def recorded_by(lines: Iterable[Line], who: str) -> Iterator[Line]:
    """The lines that somebody recorded. Raises UnknownName if there are none."""
    everybody: set[str] = set()
    for line in lines:
        if isinstance(line.entry, Entry):
            everybody.add(line.entry.by)
            if line.entry.by == who:
                yield line
    if who not in everybody:
        known = f"it was {few(sorted(everybody))}" if everybody else None
        raise UnknownName(f"nobody called {who!r} recorded any of this", hint=did_you_mean(who, everybody) or known)


def of_types(lines: Iterable[Line], types: Collection[str]) -> Iterator[Line]:
    """The lines whose events are of some types."""
    for line in lines:
        if isinstance(line.entry, Entry) and type_of(line.entry.event) in types:
            yield line


def about(lines: Iterable[Line], name: str) -> Iterator[Line]:
    """The lines about a name: its own, those of its record, those that cite it, and what became of these.

    `@17` is that line alone. Raises UnknownName if no line has the name or cites it.
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
    """The last so many of the lines. All are read when the first one is asked for."""
    yield from deque(lines, maxlen=min(count, sys.maxsize))


def _is_of(entry: Entry, records: set[str]) -> bool:
    """Whether an event amends, ends or reports one of the records."""
    event = entry.event
    if isinstance(event, Report) and event.observation in records:
        return True
    return (isinstance(event, Void) or amended_by(event) is not None) and entry.record in records
