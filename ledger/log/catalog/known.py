"""What the catalog knows of a name: of the event with this id, of the record with this name, or of both.

The two differ once a line is erased, since its amendments may survive. A name that is only cited is kept too, so that
no new record inherits what was said of the erased one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.events import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import AnyEvent, Reference

Carriers = tuple[tuple[str, str | None], ...]
"""For each report, its source, and by when it was out at the latest; None if the source's date says that."""


class Known(Struct, frozen=True, array_like=True, gc=False):
    """What is known under a name, in the table `name`: of the event with that id and the record with that name."""

    name: str
    event_seq: int | None = None
    event_type: str | None = None
    """The event's type, if its record has another name: for an amendment or a void."""
    event_record: str | None = None
    """The record that an amendment or a void with this id is about."""
    type: str | None = None
    """The record's type."""
    version: int = 0
    """The number of the record's current version, from 1."""
    line: int = 0
    """The seq of the line that states that version."""
    ended_by: str | None = None
    """The id of the void that ended the record."""
    whole: str | None = None
    """The body that an actor is part of."""
    observation: str | None = None
    """The observation that a report event reports."""
    earliest: str | None = None
    """The lower bound of the record's own time, if it has one."""
    latest: str | None = None
    """The upper bound of its own time, capped."""
    carried: Carriers = ()
    tightened_earliest: str | None = None
    """The lower bound that edges leave a moment, if they say more than the moment itself does."""
    tightened_latest: str | None = None
    """Likewise the upper bound."""


class KnownEvent(Struct, frozen=True, kw_only=True, gc=False):
    """What is known of an event by its id: its seq, its type, and the record that it declares, amends or ends."""

    seq: int
    type: str
    record: str


class Counter(Struct, frozen=True, array_like=True, gc=False):
    """The highest number in made ids that begin alike, as `mayor:7`; kept in the table `counter` under `mayor:`.

    `erased` is how many lines were erased before that number. Under the empty name, `last` is how many were in all.
    """

    last: int
    erased: int = 0


def names_in(events: Iterable[AnyEvent], cited: Iterable[Iterable[Reference]] | None = None) -> list[str]:
    """The names that a catalog looks up when it takes in these events. `cited` are their references, if known."""
    events = list(events)
    own = [event.id for event in events if event.id is not None]
    return own + [reference.name for each in cited or map(references, events) for reference in each]
