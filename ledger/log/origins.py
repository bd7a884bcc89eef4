"""Where an event was first recorded. By this an import recognises it, in whichever log it stands."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from ledger.codec import Entry
    from ledger.events import AnyEvent

Origin: TypeAlias = "tuple[str | None, int | None, str | None, str | None]"
"""Where an event was first recorded: its id and seq there, when, and by whom."""


def origin(entry: Entry) -> Origin:
    """Where an event was first recorded: here, unless it names its place in another log."""
    first = entry.event.imported_from
    if first is not None and is_imported(entry):
        return first.id, first.seq, first.recorded_at, first.by
    return entry.id, entry.seq, entry.recorded_at, entry.by


def origin_hash(entry: Entry) -> str:
    """A hash of the origin, which reveals nothing of what the event says."""
    return sha256(msgspec.json.encode(origin(entry))).hexdigest()


def is_imported(entry: Entry) -> bool:
    """Whether an event was first recorded in another log, and names its place there."""
    return entry.event.imported_from is not None and not is_unplaced(entry.event)


def is_unplaced(event: AnyEvent) -> bool:
    """Whether an event was imported without a place in another log: its id, seq and time there."""
    first = event.imported_from
    return first is not None and (first.id is None or first.seq is None or first.recorded_at is None)
