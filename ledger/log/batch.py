"""A batch on its way into the log: its events in their places, and the lines that they become (design, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from ledger import codec
from ledger.codec import Entry
from ledger.errors import BadEvent, ImpossibleOrder, LedgerError, Refused, UnknownName, Wrong, made_of
from ledger.events import encode, normal, references, renamed, type_of
from ledger.log.admission import Became, Past, admit, became
from ledger.log.catalog import names_in
from ledger.log.uncertainty import Uncertainty

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.events import AnyEvent, Reference
    from ledger.log.catalog import Catalog

LARGEST_BATCH: Final = 10_000
"""The most events that are appended together, all or nothing."""


class Renaming(Struct, frozen=True, kw_only=True):
    """How events from another log refer to one another, and to what is here.

    `formerly` are the ids that they had there, one for each event; `names` maps other names there to names here.
    """

    formerly: Sequence[str] = ()
    names: Mapping[str, str] = {}


AS_IT_IS: Final = Renaming()
"""Nothing is renamed."""


class Admitted(Struct, frozen=True, gc=False):
    """An event in its place, with its canonical JSON, but still without batch and chain.

    If it was already there, `written` is None and `became` is as in `Appended`.
    """

    entry: Entry
    written: bytes | None
    became: Became = None


class Appended(Struct, frozen=True, gc=False):
    """An event in its place in the log. `is_new` is False if it was already there, and says or said the same.

    `became` is what has since become of its record: it was voided, or was amended and now says something else.
    """

    entry: Entry
    is_new: bool
    became: Became = None


def normalised(events: Sequence[AnyEvent], *, zone: str) -> list[AnyEvent]:
    """The events in their normal form; `zone` is the ledger's. Raises BadTime with the number of its `event`."""
    return made_of(events, partial(normal, zone=zone))


def admitted(  # noqa: C901, PLR0913  # what happens to each event, in one place
    events: Sequence[AnyEvent],
    catalog: Catalog,
    *,
    recorded_at: str,
    by: str,
    entry_at: Callable[[int], Entry],
    renaming: Renaming = AS_IT_IS,
) -> list[Admitted]:
    """The events in their places after the catalog's position, each admitted after those before it.

    `entry_at` reads the entry with a seq; `renaming` is for events from another log. Raises BadEvent or Refused with
    the number of its `event` and the other errors, without those that may be due only to another event's refusal.
    """
    last = catalog.position.seq
    pending: list[Entry] = []
    placed: list[Admitted] = []
    wrong = Wrong()
    unsure = Uncertainty(catalog)
    cited = [references(event) for event in events]
    catalog.read(names_in(events, cited))

    def entry_at_seq(seq: int) -> Entry:
        return pending[seq - last - 1] if seq > last else entry_at(seq)

    past = Past(catalog, entry_at_seq)
    called, formerly = dict(renaming.names), renaming.formerly
    for number, (given, names) in enumerate(zip(events, cited, strict=True), start=1):
        if formerly:
            given = renamed(given, called)  # noqa: PLW2901  # what it says is the same
            names = references(given)  # noqa: PLW2901  # likewise
        if unsure.rests_on(given, names):
            unsure.leave_out(given)
            continue
        try:
            written = encode(given)
            event = admit(given, names, past, recorded_at=recorded_at, written=written)
            if isinstance(event, int):
                there = entry_at_seq(event)
                if formerly:
                    called[formerly[number - 1]] = there.id
                placed.append(Admitted(there, None, became(given, there, past)))
                continue
            entry = Entry(seq=last + len(pending) + 1, recorded_at=recorded_at, by=by, event=event, chain="")
            catalog.apply(entry)
        except (BadEvent, Refused) as error:
            about = {each.field: each for each in names}
            for each in error.every():
                reference = about.get(each.field or "")
                name = given.id if each.field == "id" else reference.name if reference is not None else None
                if unsure.is_sure(each, name=name):
                    wrong.add(_told(each, number, reference, events[number:], catalog))
            if isinstance(error, ImpossibleOrder) or wrong.is_enough:
                break
            unsure.leave_out(given)
            continue
        if formerly:
            called[formerly[number - 1]] = entry.id
        pending.append(entry)
        placed.append(Admitted(entry, written if event is given else encode(event)))
    if wrong:
        raise wrong.error()
    return placed


def _told(
    error: LedgerError, number: int, reference: Reference | None, later: Sequence[AnyEvent], catalog: Catalog
) -> LedgerError:
    """An error with the number of its event, and a hint if one of the later events declares the unknown name."""
    if isinstance(error, UnknownName) and reference is not None and catalog.record(reference.name) is None:
        is_below = any(event.id == reference.name and type_of(event) in reference.types for event in later)
        error.hint = f"{reference.name} is declared further below: put that first" if is_below else error.hint
    return error.at(event=number)


def encoded(placed: Sequence[Admitted], *, previous: str) -> tuple[list[bytes], list[Appended]]:
    """The lines of the new events after the chain `previous`, with newlines; and all events as the log will have them.

    Raises BadEvent with the number of its `event`.
    """
    size = sum(one.written is not None for one in placed)
    lines: list[bytes] = []
    appended: list[Appended] = []
    new: dict[int, Entry] = {}
    for number, one in enumerate(placed, start=1):
        if one.written is None:
            appended.append(Appended(new.get(one.entry.seq, one.entry), is_new=False, became=one.became))
            continue
        entry = replace(one.entry, batch=(len(lines) + 1, size)) if size > 1 else one.entry
        try:
            line, previous = codec.encode(entry, previous=previous, written=one.written)
        except LedgerError as error:
            raise error.at(event=number) from None
        lines.append(line + b"\n")
        new[entry.seq] = replace(entry, chain=previous)
        appended.append(Appended(new[entry.seq], is_new=True))
    return lines, appended
