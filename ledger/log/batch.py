"""A batch on its way into the log: its events in their places, and the lines that they become (design, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from ledger import codec
from ledger.codec import Entry
from ledger.errors import LedgerError
from ledger.events import normal, references
from ledger.log.admission import admit
from ledger.log.known import names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.events import AnyEvent
    from ledger.log.catalog import Catalog

LARGEST_BATCH: Final = 10_000
"""The most events that are appended together, all or nothing."""


class Appended(Struct, frozen=True, gc=False):
    """An event in its place in the log. `is_new` is False where the same event was there before."""

    entry: Entry
    is_new: bool


def normalised(events: Sequence[AnyEvent], *, zone: str) -> list[AnyEvent]:
    """The events in their normal form; `zone` is the ledger's. Raises BadTime with the place `event N` (from 1)."""
    found = []
    for number, event in enumerate(events, start=1):
        try:
            found.append(normal(event, zone=zone))
        except LedgerError as error:
            raise error.within(f"event {number}") from None
    return found


def admitted(
    events: Sequence[AnyEvent], catalog: Catalog, *, recorded_at: str, by: str, entry_at: Callable[[int], Entry]
) -> list[Appended]:
    """The events in their places behind the catalog's position, each admitted with those before it; without chains.

    `entry_at` reads the entry with a seq. Raises BadEvent or Refused with the place `event N` (from 1).
    """
    last = catalog.position.seq
    pending: list[Entry] = []
    placed: list[Appended] = []
    cited = [references(event) for event in events]
    catalog.read(names_in(events, cited))

    def entry_at_seq(seq: int) -> Entry:
        return pending[seq - last - 1] if seq > last else entry_at(seq)

    for number, (given, names) in enumerate(zip(events, cited, strict=True), start=1):
        try:
            event = admit(given, names, catalog, recorded_at=recorded_at, entry_at=entry_at_seq)
            if isinstance(event, int):
                placed.append(Appended(entry_at_seq(event), is_new=False))
                continue
            entry = Entry(seq=last + len(pending) + 1, recorded_at=recorded_at, by=by, event=event, chain="")
            catalog.apply(entry)
        except LedgerError as error:
            raise error.within(f"event {number}") from None
        pending.append(entry)
        placed.append(Appended(entry, is_new=True))
    return placed


def encoded(appended: Sequence[Appended], *, previous: str) -> tuple[list[bytes], list[Appended]]:
    """The lines of the new events behind the chain `previous`, with newlines; and all events as the log has them then.

    Raises BadEvent with the place `event N` (from 1).
    """
    size = sum(one.is_new for one in appended)
    lines: list[bytes] = []
    placed: dict[int, Entry] = {}
    for number, one in enumerate(appended, start=1):
        if not one.is_new:
            continue
        entry = replace(one.entry, batch=(len(lines) + 1, size)) if size > 1 else one.entry
        try:
            line, previous = codec.encode(entry, previous=previous)
        except LedgerError as error:
            raise error.within(f"event {number}") from None
        lines.append(line + b"\n")
        placed[entry.seq] = replace(entry, chain=previous)
    return lines, [Appended(placed[one.entry.seq], one.is_new) if one.entry.seq in placed else one for one in appended]
