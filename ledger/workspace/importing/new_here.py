"""What another log has that is new here, ready to be appended: each of its events is sorted by what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import ID, Entry
from ledger.errors import BadRequest, LedgerError, Refused, UnknownName, Wrong
from ledger.events import AnyEvent, ImportedFrom, Reference, Void, references, renamed, type_of
from ledger.log.origins import is_imported, is_unplaced, origin, origin_hash
from ledger.wording import did_you_mean, with_article
from ledger.workspace.importing.parting import said

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ledger.workspace.importing.parting import Parting


class Foreign(Struct, frozen=True, kw_only=True):
    """An event of another log that is new here, ready to be appended, with its id and its seq in that log."""

    id: str
    seq: int
    event: AnyEvent


class New(Struct, frozen=True, kw_only=True):
    """What is new here of another log, and how many of its events after the parting are here already (`there`).

    `names` maps the names of records there to their names here, if these differ.
    """

    events: list[Foreign]
    names: dict[str, str]
    there: int


def new_here(
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
    sorting = _Sorting(parted, ledger=ledger, names=names, without=without, called=called)
    for entry in parted.other:
        sorting.take(entry)
    return sorting.new()


class _Sorting:
    """Sorts the events of another log, in their order: what is here already, what is left out, and what is new."""

    def __init__(
        self,
        parted: Parting,
        *,
        ledger: str,
        names: Mapping[str, str],
        without: Collection[str],
        called: Callable[[str], Entry | None],
    ) -> None:
        self._parted = parted
        self._ledger = ledger
        self._names = names
        self._without = without
        self._called = called
        self._ids = {each.id for each in parted.other}
        self._has_erased = parted.erased > 0 or bool(parted.taken_out)
        self._here = {each.id: name for each in parted.other if (name := _known(each, parted)) is not None}
        """Names there with their names here."""
        # Those that are no event's there are of lines that were erased there.
        self._here |= {there: name for there, name in names.items() if there not in self._ids}
        self._events: list[Foreign] = []
        self._there = 0
        self._left_out = set[str]()
        """Ids of what is left out."""
        self._renamed = set[str]()
        """Ids of new records that get another name here."""
        self._changed = {record: list(each) for record, each in parted.changed.items()}
        """What changed a record here, by its name here."""
        self._held: dict[str, list[Entry]] = {}
        """Amendments of what was changed here, too, by the record's name here."""
        self._refused: list[LedgerError] = []

    def take(self, entry: Entry) -> None:
        """Sort one event. Raises BadRequest if records of two types are said to be one."""
        if self._is_here(entry) or self._is_left_out(entry) or self._is_said_to_be_ours(entry):
            return
        self._refuse_lost(references(entry.event), entry)
        if not self._is_changed_here_too(entry):
            self._add(entry)

    def new(self) -> New:
        """What is new. Raises what was to be refused, together."""
        both = [
            _both(each, self._changed[record][-1]).at(event=each.seq)
            for record, some in self._held.items()
            for each in some
        ]
        _raise([*self._refused, *both])
        names = {there: name for there, name in self._here.items() if there != name}
        return New(events=self._events, names=names, there=self._there)

    def _is_here(self, entry: Entry) -> bool:
        same = _same(entry, self._parted, self._here, self._renamed)
        if same is None:
            return False
        self._here[entry.id] = same
        self._there += 1
        return True

    def _is_left_out(self, entry: Entry) -> bool:
        """Whether it is not wanted, or was erased here."""
        is_unwanted = entry.id in self._without or f"@{entry.seq}" in self._without
        if not (is_unwanted or origin_hash(entry) in self._parted.taken_out):
            return False
        self._left_out.add(entry.id)
        return True

    def _is_said_to_be_ours(self, entry: Entry) -> bool:
        """Whether its name is to be that of a record here: then the two are one, of which each says something."""
        name = self._names.get(entry.id)
        if name is None:
            return False
        self._here[entry.id] = name
        ours = self._called(name)
        if ours is None:
            return False
        _refuse_other_type(entry, ours)
        self._changed.setdefault(ours.id, []).insert(0, ours)
        self._there += 1
        return True

    def _refuse_lost(self, cited: Iterable[Reference], entry: Entry) -> None:
        """Refuse references to what is left out or erased: their names may be those of other records here."""
        for each in cited:
            if each.name in self._here:
                continue
            if each.name in self._left_out:
                self._refused.append(_left_out(each, entry))
            elif self._has_erased and each.name not in self._ids:
                ours = self._called(each.name)
                if ours is not None and ours.seq > self._parted.after:
                    self._refused.append(_of_erased(each, entry))

    def _is_changed_here_too(self, entry: Entry) -> bool:
        """Whether it changes a record that was changed here, too; if both say the same, it is here already."""
        record = self._here.get(entry.record, entry.record)
        mine = self._changed.get(record)
        if not mine or entry.record in self._renamed or entry.record == entry.id:
            return False
        theirs = renamed(entry.event, self._here)
        is_told = self._renamed.isdisjoint(each.name for each in references(entry.event))
        alike = [index for index, each in enumerate(mine) if is_told and _is_same_change(theirs, each.event)]
        if alike:  # both came to say the same, whatever they said before
            self._changed[record] = mine[alike[-1] + 1 :]
            self._there += 1 + len(self._held.pop(record, ()))
            return True
        if isinstance(entry.event, Void):
            return False
        self._held.setdefault(record, []).append(entry)
        return True

    def _add(self, entry: Entry) -> None:
        name = self._names.get(entry.id)
        if entry.record == entry.id and (name is not None or ID.fullmatch(entry.id) is None):
            self._renamed.add(entry.id)
        self._events.append(Foreign(id=entry.id, seq=entry.seq, event=_ready(entry, self._ledger, name)))


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
        return parted.unplaced.get(said(renamed(entry.event, here)))
    return _known(entry, parted)


def _known(entry: Entry, parted: Parting) -> str | None:
    """The id here of an event of the other log, recognized by where it was recorded first; else None."""
    first = origin(entry)
    imported = parted.same.get((first, True))
    return parted.same.get((first, False), imported) if is_imported(entry) else imported


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
    message = f"{reference.name} is left out, but is named here"
    hint = f"leave it out with --without @{entry.seq}, or say with --as {reference.name}=OURS which record here that is"
    return UnknownName(message, field=reference.field, hint=hint).at(event=entry.seq)


def _of_erased(reference: Reference, entry: Entry) -> LedgerError:
    """The error for an event that refers to a line erased here or there, by a name that another record has here."""
    message = f"{reference.name} was erased, and another record has its name here"
    hint = (
        f"say with --as {reference.name}=OURS which record here it was, or leave this out with --without @{entry.seq}"
    )
    return UnknownName(message, field=reference.field, hint=hint).at(event=entry.seq)


def _both(theirs: Entry, ours: Entry) -> Refused:
    how = "voided" if isinstance(ours.event, Void) else "amended"
    hint = f"leave theirs out with --without @{theirs.seq}, and then correct {ours.record} with `claims amend`"
    if how == "voided":
        hint = f"leave it out with --without @{theirs.seq}: what was voided stays voided"
    told = f"{ours.record} was {how} here as well, at @{ours.seq}"
    if ours.record == ours.id:
        told = f"{ours.record} is said to be the same as ours, which says something else, at @{ours.seq}"
    return Refused(told, field="amends", hint=hint)


def _ready(entry: Entry, ledger: str, name: str | None) -> AnyEvent:
    """The event to append here: it says where it was recorded first, and has no id that a ledger made."""
    event = entry.event
    first = event.imported_from or ImportedFrom(
        ledger=ledger, id=entry.id, seq=entry.seq, recorded_at=entry.recorded_at, by=entry.by
    )
    return replace(event, id=name or (entry.id if ID.fullmatch(entry.id) else None), imported_from=first)
