"""Appends what is new of another log, in batches, with errors that name places in that log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.errors import BadEvent, BadRequest, IdTaken, LedgerError, LogMoved, Refused
from ledger.events import Void
from ledger.log import LARGEST_BATCH, Appended, Expectation, Renaming
from ledger.wording import events_are
from ledger.workspace.importing.new_here import new_here
from ledger.workspace.importing.parting import parting
from ledger.workspace.intake import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ledger.codec import Entry
    from ledger.events import AnyEvent
    from ledger.log import Log
    from ledger.log.progress import Count
    from ledger.workspace.importing.new_here import Foreign


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
        message = f"a dry run takes one batch, and {len(new.events):,} events are new"
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
                error.hint = "import again: what came in meanwhile is read then"
            if appended:
                error.add_note(f"{events_are(len(appended))} recorded before it; import again once that is mended")
            raise
        called |= {each.id: one.entry.id for each, one in zip(part, done, strict=True)}
        expected = expected.after(done)
        appended += done
        count(len(appended), len(appended) / len(new.events))
    formerly = [each.id for each in new.events]
    return Imported(appended=appended, formerly=formerly, there=new.there, erased=parted.erased, after=parted.after)


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
