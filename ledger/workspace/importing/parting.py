"""Where two logs part, and what each of them has since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import Entry
from ledger.events import AnyEvent, encode
from ledger.log.origins import Origin, is_imported, is_unplaced, origin
from ledger.log.repairs import erased_by

if TYPE_CHECKING:
    from ledger.codec import Erased
    from ledger.log import Log


class Parting(Struct, frozen=True, kw_only=True):
    """How two logs part after `after`, the last seq at which they are the same. `end` is the last seq of our own.

    `other` is what the other log has since then; `erased` counts its erased lines, which are left out. The rest is
    about our own log since then: `same` has the ids of events that the other log has, too, by where they were recorded
    first and whether they were imported here; `unplaced` the ids of imported events that do not say where that was, by
    what they say; `changed` what ended or amended a record here alone, by its name; and `taken_out` the hashes of what
    was erased here.
    """

    after: int
    end: int
    other: list[Entry]
    erased: int
    same: dict[tuple[Origin, bool], str]
    unplaced: dict[bytes, str]
    changed: dict[str, list[Entry]]
    taken_out: set[str | None]


def parting(own: Log, other: Log) -> Parting:
    """Where two logs part, and what each has since. Raises DamagedLog or StorageFailed."""
    ends = [next((line.entry.seq for line in log.last(1)), 0) for log in (own, other)]
    end, low, high = ends[0], 0, min(ends)
    while low < high:  # the chain of a line guards all before it
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _chain(own, middle) == _chain(other, middle) else (low, middle - 1)
    found = [line.entry for line in other.since(low)]
    entries = [each for each in found if isinstance(each, Entry)]
    # If a clock was ahead, events recorded apart may seem to be the same: they can be only if one was imported.
    recorded = {origin(each) for each in entries if not is_imported(each)}
    brought = {origin(each) for each in entries if is_imported(each)}
    same, unplaced, changed = dict[tuple[Origin, bool], str](), dict[bytes, str](), dict[str, list[Entry]]()
    for mine in (line.entry for line in own.since(low)):
        if not isinstance(mine, Entry) or mine.seq > end:
            continue
        first = origin(mine)
        is_same = first in brought or (is_imported(mine) and first in recorded)
        if is_same:
            same[first, is_imported(mine)] = mine.id
        elif is_unplaced(mine.event):
            unplaced[said(mine.event)] = mine.id
        if mine.record != mine.id and not is_same:
            changed.setdefault(mine.record, []).append(mine)
    return Parting(
        after=low,
        end=end,
        other=entries,
        erased=len(found) - len(entries),
        same=same,
        unplaced=unplaced,
        changed=changed,
        taken_out={note.origin for note in erased_by(own.directory).values()},
    )


def _chain(log: Log, seq: int) -> str | None:
    found: Entry | Erased | None = log.entry(seq)
    return found.chain if found is not None else None


def said(event: AnyEvent) -> bytes:
    """What an event says, whatever its id."""
    return encode(replace(event, id=None))
