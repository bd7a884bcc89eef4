"""Where an event was recorded first: by this an import knows it again, in whichever log it stands."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from ledger.codec import Entry
    from ledger.events import AnyEvent

Origin: TypeAlias = "tuple[str | None, int | None, str | None, str | None]"
"""The id that an event had where it was recorded first, its seq, when and by whom."""


def origin(entry: Entry) -> Origin:
    """Where an event was recorded first: here, unless it says in which place of another log."""
    first = entry.event.imported_from
    if first is not None and is_imported(entry):
        return first.id, first.seq, first.recorded_at, first.by
    return entry.id, entry.seq, entry.recorded_at, entry.by


def origin_hash(entry: Entry) -> str:
    """A hash of the origin, which says nothing of what the event says."""
    return sha256(msgspec.json.encode(origin(entry))).hexdigest()


def is_imported(entry: Entry) -> bool:
    """Whether an event was recorded in another log first, and says in which place."""
    return entry.event.imported_from is not None and not is_unplaced(entry.event)


def is_unplaced(event: AnyEvent) -> bool:
    """Whether an event was imported from what is no such log, and does not say from which place in it."""
    first = event.imported_from
    return first is not None and (first.id is None or first.seq is None or first.recorded_at is None)
