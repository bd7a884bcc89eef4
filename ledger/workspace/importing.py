"""Finds what another log recorded that this one lacks, and prepares it to be appended here (design, section 4).

Two copies of a ledger have the same lines up to where they part; two ledgers that were never one part before the first
line. What the other log has after that is new here, unless it came from here or was imported before. An event is
recognized by where it was recorded first: its id and seq there, when and by whom. `imported_from` keeps these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import ID, Entry
from ledger.errors import BadEvent, BadRequest, IdTaken, LedgerError, LogMoved, Refused, UnknownName, Wrong
from ledger.events import AnyEvent, ImportedFrom, Reference, Void, encode, references, renamed, type_of
from ledger.log import LARGEST_BATCH, Appended, Expectation, Renaming
from ledger.log.origins import Origin, is_imported, is_unplaced, origin, origin_hash
from ledger.log.repairs import erased_by
from ledger.wording import did_you_mean, with_article
from ledger.workspace.intake import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ledger.codec import Erased
    from ledger.log import Log
    from ledger.log.progress import Count


class Foreign(Struct, frozen=True, kw_only=True):
    """An event of another log that is new here, ready to be appended, with its id and its seq in that log."""

    id: str
    seq: int
    event: AnyEvent


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


class New(Struct, frozen=True, kw_only=True):
    """What is new here of another log, and how many of its events after the parting are here already (`there`).

    `names` maps the names of records there to their names here, if these differ.
    """

    events: list[Foreign]
    names: dict[str, str]
    there: int


class Imported(Struct, frozen=True, kw_only=True):
    """What was `appended`, its ids in the other log (`formerly`), and how many events of that log were `there`.

    The logs are the same up to the seq `after`; `erased` counts erased lines of the other, with nothing to import.
    """

    appended: list[Appended]
    formerly: list[str]
    there: int
    erased: int
    after: int


def imported(  # noqa: PLR0913  # what a caller decides
    own: Log,
    other: Log,
    *,
    ledger: str,
    names: Mapping[str, str],
    without: Collection[str],
    append: Callable[[list[AnyEvent], Renaming, Expectation], list[Appended]],
    is_dry: bool,
    count: Count,
) -> Imported:
    """What `append` returned for all that is new in the other log, which is called `ledger`.

    `append` is given the events of a batch, how they are called there and here, and what is expected of our own log.
    `names` and `without` are as for `new_here`. The place of an error is in the other log. Raises what `append` raises,
    BadRequest if a dry run would need several batches, UnknownName, Refused, DamagedLog or StorageFailed.
    """
    parted = parting(own, other)
    try:
        new = new_here(parted, ledger=ledger, names=names, without=without, called=own.called)
    except LedgerError as error:
        for each in error.every():
            if each.event is not None:
                each.place, each.event = other.place(each.event), None
        raise
    size = LARGEST_BATCH if len(new.events) <= LARGEST_BATCH else BATCH
    if is_dry and len(new.events) > size:
        message = f"a dry run is of one batch, and {len(new.events):,} events are new"
        raise BadRequest(message, hint="try it on a copy of this ledger")
    called, expected = dict(new.names), Expectation(head=parted.end)
    appended: list[Appended] = []
    for start in range(0, len(new.events), size):
        part = new.events[start : start + size]
        try:
            renaming = Renaming(formerly=[each.id for each in part], names=called)
            done = append([each.event for each in part], renaming, expected)
        except LedgerError as error:
            _explain(error, part, place=other.place, called=own.called)
            if isinstance(error, LogMoved):
                error.hint = "import again: what came meanwhile is read then"
            if appended:
                error.add_note(f"{len(appended):,} events before it are recorded; import again once that is mended")
            raise
        called |= {each.id: one.entry.id for each, one in zip(part, done, strict=True)}
        expected = expected.after(done)
        appended += done
        count(len(appended), len(appended) / len(new.events))
    formerly = [each.id for each in new.events]
    return Imported(appended=appended, formerly=formerly, there=new.there, erased=parted.erased, after=parted.after)


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
            unplaced[_said(mine.event)] = mine.id
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


def new_here(  # noqa: C901  # what befalls each event, in one place
    parted: Parting,
    *,
    ledger: str,
    names: Mapping[str, str],
    without: Collection[str],
    called: Callable[[str], Entry | None],
) -> New:
    """What is new here of the other log, which is called `ledger`.

    `names` maps names of its records to those that they get here, or have already: if `called` finds a record of that
    name, the two are one. `without` are the ids and seqs (`@57`) of events to leave out. Raises UnknownName if one of
    these is not in it, or an event refers to what is left out or erased; BadRequest if records of two types are said to
    be one; and Refused if both logs changed one record. The `event` of an error is a seq of the other log.
    """
    _refuse_unknown(parted, names, without)
    here = {each.id: name for each in parted.other if (name := _known(each, parted)) is not None}
    events: list[Foreign] = []
    there = 0
    changed = {record: list(each) for record, each in parted.changed.items()}
    held: dict[str, list[Entry]] = {}  # amendments of what was changed here, too, by record
    gone, fresh = set[str](), set[str]()  # ids of what is left out; and of what gets another name here
    ids = {each.id for each in parted.other}
    has_erased = parted.erased > 0 or bool(parted.taken_out)
    here |= {there: name for there, name in names.items() if there not in ids}  # these lines were erased there
    refused: list[LedgerError] = []
    for entry in parted.other:
        if (same := _same(entry, parted, here, fresh)) is not None:
            here[entry.id] = same
            there += 1
            continue
        if entry.id in without or f"@{entry.seq}" in without or origin_hash(entry) in parted.taken_out:
            gone.add(entry.id)
            continue
        name = names.get(entry.id)
        if name is not None:
            here[entry.id] = name
            if (one := called(name)) is not None:
                _refuse_other_type(entry, one)
                changed.setdefault(one.id, []).insert(0, one)  # theirs says something else about it
                there += 1
                continue
        cited = references(entry.event)
        for each in (one for one in cited if one.name not in here):
            if each.name in gone:
                refused.append(_left_out(each, entry))
            elif has_erased and each.name not in ids and (one := called(each.name)) and one.seq > parted.after:
                refused.append(_of_erased(each, entry))
        record = here.get(entry.record, entry.record)
        mine = changed.get(record) if entry.record not in fresh and entry.record != entry.id else None
        if mine:
            theirs = renamed(entry.event, here)
            is_told = fresh.isdisjoint(each.name for each in cited)
            alike = [index for index, each in enumerate(mine) if is_told and _is_same_change(theirs, each.event)]
            if alike:  # both came to say the same, whatever they said before
                changed[record] = mine[alike[-1] + 1 :]
                there += 1 + len(held.pop(record, ()))
                continue
            if not isinstance(entry.event, Void):
                held.setdefault(record, []).append(entry)
                continue
        if entry.record == entry.id and (ID.fullmatch(entry.id) is None or name is not None):
            fresh.add(entry.id)
        events.append(Foreign(id=entry.id, seq=entry.seq, event=_ready(entry, ledger, name)))
    refused += [_both(each, changed[record][-1]).at(event=each.seq) for record, some in held.items() for each in some]
    _raise(refused)
    return New(events=events, names={there: name for there, name in here.items() if there != name}, there=there)


def _raise(refused: Sequence[LedgerError]) -> None:
    """Raise errors together, if there are any, in the order of their events."""
    wrong = Wrong()
    for error in sorted(refused, key=lambda each: each.event or 0):
        wrong.add(error)
    if wrong:
        raise wrong.error()


def _same(entry: Entry, parted: Parting, here: Mapping[str, str], fresh: Collection[str]) -> str | None:
    """The id of an event of the other log that is here already, else None; `here` maps names there to names here."""
    if is_unplaced(entry.event):
        if any(each.name in fresh for each in references(entry.event)):
            return None
        return parted.unplaced.get(_said(renamed(entry.event, here)))
    return _known(entry, parted)


def _known(entry: Entry, parted: Parting) -> str | None:
    """The id here of an event of the other log, recognized by where it was recorded first; else None."""
    first = origin(entry)
    imported = parted.same.get((first, True))
    return parted.same.get((first, False), imported) if is_imported(entry) else imported


def _explain(
    error: LedgerError,
    events: Sequence[Foreign],
    *,
    place: Callable[[int], str],
    called: Callable[[str], Entry | None],
) -> None:
    """Give an error and its `others` the places of their events in the other log, and hints at what can be done."""
    for each in error.every():
        if each.event is None:
            continue
        foreign, each.event = events[each.event - 1], None
        each.place = place(foreign.seq)
        if isinstance(each, IdTaken):
            name = foreign.id
            each.hint = f"import it as --as {name}=OTHER-NAME, or leave it out with --without @{foreign.seq}"
            if _may_be_one(foreign, called(name)):
                each.hint = f"if the two are one, say so with --as {name}={name}; else {each.hint}"
        elif isinstance(each, Refused | BadEvent):
            each.hint = f"leave it out with --without @{foreign.seq}" + (f"; {each.hint}" if each.hint else "")


def _may_be_one(foreign: Foreign, here: Entry | None) -> bool:
    """Whether an event of another log and the one with its id here declare records of the same type."""
    if here is None or here.record != here.id or isinstance(foreign.event, Void):
        return False
    return foreign.event.amends is None and type(here.event) is type(foreign.event)


def _refuse_unknown(parted: Parting, names: Mapping[str, str], without: Collection[str]) -> None:
    """Raise UnknownName if something to be renamed or left out is no event of the other log after the parting."""
    ids = {entry.id for entry in parted.other}
    if parted.erased:
        ids |= {each.name for entry in parted.other for each in references(entry.event)}
    seqs = {f"@{entry.seq}" for entry in parted.other}
    for name in (*names, *without):
        if name not in ids and (name in names or name not in seqs):
            since = f"after @{parted.after}" if parted.after else "there"
            raise UnknownName(f"nothing recorded {since} is called {name}", hint=did_you_mean(name, ids))


def _refuse_other_type(entry: Entry, here: Entry) -> None:
    """Raise BadRequest if the two that are said to be one are not records of the same type."""
    if type(entry.event) is not type(here.event) or here.record != here.id or entry.record != entry.id:
        is_here, is_there = (with_article(type_of(each.event)) for each in (here, entry))
        message = f"{here.id} is {is_here} here, and {entry.id} {is_there} there"
        raise BadRequest(message, place=f"--as {entry.id}={here.id}", hint="name a record of the same type")


def _said(event: AnyEvent) -> bytes:
    return encode(replace(event, id=None))


def _is_same_change(theirs: AnyEvent, ours: AnyEvent) -> bool:
    """Whether both end a record, or amend it to say the same."""
    if isinstance(theirs, Void) or isinstance(ours, Void):
        return type(theirs) is type(ours)
    return _says(theirs) == _says(ours)


def _says(event: AnyEvent) -> AnyEvent:
    """What a version says about its record."""
    return event if isinstance(event, Void) else replace(event, id=None, imported_from=None, amends=None, reason=None)


def _left_out(reference: Reference, entry: Entry) -> LedgerError:
    """The error for an event that refers to one that is left out: another record may have its name here."""
    message = f"{reference.name} is left out, and is named here"
    hint = f"leave it out with --without @{entry.seq}, or say with --as {reference.name}=OURS which record here that is"
    return UnknownName(message, field=reference.field, hint=hint).at(event=entry.seq)


def _of_erased(reference: Reference, entry: Entry) -> LedgerError:
    """The error for an event that refers to a line erased here or there, by a name that another record has here."""
    message = f"{reference.name} was erased, and is another record here"
    hint = (
        f"say with --as {reference.name}=OURS which record here it was, or leave this out with --without @{entry.seq}"
    )
    return UnknownName(message, field=reference.field, hint=hint).at(event=entry.seq)


def _both(theirs: Entry, ours: Entry) -> Refused:
    how = "voided" if isinstance(ours.event, Void) else "amended"
    hint = f"leave theirs out with --without @{theirs.seq}, and then correct {ours.record} with `claims amend`"
    if how == "voided":
        hint = f"leave it out with --without @{theirs.seq}: what was voided stays so"
    told = f"{ours.record} was {how} here as well, at @{ours.seq}"
    if ours.record == ours.id:
        told = f"{ours.record} is said to be one with ours, which says something else, at @{ours.seq}"
    return Refused(told, field="amends", hint=hint)


def _ready(entry: Entry, ledger: str, name: str | None) -> AnyEvent:
    """The event to append here: it says where it was recorded first, and has no id that a ledger made."""
    event = entry.event
    first = event.imported_from or ImportedFrom(
        ledger=ledger, id=entry.id, seq=entry.seq, recorded_at=entry.recorded_at, by=entry.by
    )
    return replace(event, id=name or (entry.id if ID.fullmatch(entry.id) else None), imported_from=first)
