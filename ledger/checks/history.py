"""A check of the whole log that trusts no cache: its lines one by one, and what each refers to (design, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.checks.problems import DAMAGED, Problem
from ledger.checks.reading import read
from ledger.checks.scratch import scratch
from ledger.codec import Entry
from ledger.errors import BadEvent, DamagedLog, EndedRecord, ImpossibleOrder, UnfinishedMerge, UnknownName
from ledger.events import references
from ledger.log import Past, names_in, refusals, share_before, uncounted
from ledger.log.attestation import last_read
from ledger.log.repairs import erased_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.checks.reading import Fault
    from ledger.events import Reference
    from ledger.log import Catalog, Log
    from ledger.log.progress import Count
    from ledger.log.repairs import Note

_CODES = {
    UnknownName: "unknown-name",
    EndedRecord: "ended-record",
    BadEvent: "from-the-future",
}
"""The codes of what `refusals` gives, by class; anything else is an actor that is part of itself."""
_MEND: Final = "`claims show @{seq}` shows it; mend it with `claims amend` or `claims void`"
_MENDS: Final = {
    "id-taken": (
        "nothing is appended to such a log: restore the file from a copy, or decide with `claims repair`, which says"
        " what it would cut off"
    ),
}
"""What to do if neither `amend` nor `void` can mend it."""


def check_log(log: Log, *, tell: Callable[[str], None] = lambda _: None, count: Count = uncounted) -> Iterator[Problem]:
    """Every problem of a log, in the log's order. Nothing after a damaged line can be judged, so damage comes last.

    A torn tail is no problem, since the next append repairs it: `tell` is called with a sentence about it. `count` is
    called with the progress. Raises StorageFailed.
    """
    has_gaps, end = False, 0
    erased = erased_by(log.directory)
    with scratch() as catalog:
        try:
            for chunk in read(log.directory):
                events = [entry.event for entry in chunk.entries if entry is not None]
                cited = [references(event) for event in events]
                catalog.read(names_in(events, cited))
                told = iter(cited)
                for entry in chunk.entries:
                    if entry is None:
                        has_gaps = True
                        continue
                    if (note := erased.get(entry.seq)) is not None:
                        yield _is_back(note, entry.seq, log)
                    alone = chunk.faults.get(entry.seq, ())
                    for code, message in _faults(entry, next(told), catalog, log, alone=alone, has_gaps=has_gaps):
                        hint = _MENDS.get(code, _MEND).format(seq=entry.seq)
                        yield Problem(place=log.place(entry.seq), code=code, message=message, hint=hint)
                catalog.advance(chunk.end)
                catalog.keep()
                end = chunk.end.seq
                count(end, share_before(log.directory, chunk.end))
                if chunk.torn is not None:
                    tell(chunk.torn)
            yield from _shortened(log, end)
        except DamagedLog as error:
            hint = "restore the file from a copy, or decide with `claims repair`; the rest was not checked"
            if isinstance(error, UnfinishedMerge):
                hint = error.hint or hint
            yield Problem(place=error.place or str(log.directory), code=DAMAGED, message=error.message, hint=hint)


def _is_back(note: Note, seq: int, log: Log) -> Problem:
    """The problem of a line that was to be erased, but still or again says what it said."""
    message = f"{note.by} decided at {note.at} to erase @{seq}, but what it said is still here"
    hint = f"did an older copy come back, as by a merge? `claims repair --erase @{seq}` takes it out"
    return Problem(place=log.place(seq), code="not-erased", message=message, hint=hint)


def _shortened(log: Log, end: int) -> Iterator[Problem]:
    """The problem of a log, which ends at `end`, that lines once read on this machine are gone or differ, if so."""
    read_up_to = last_read(log.catalog_file)
    if read_up_to is None or read_up_to.seq == 0:
        return
    there = log.entry(read_up_to.seq)
    if there is not None and there.chain == read_up_to.chain:
        return
    hint = (
        "restore the file from a copy; if the log was changed on purpose, as by checking out an older state,"
        " `claims rebuild` or the next append accepts it as it is"
    )
    message = f"the log is not the one that was read here up to @{read_up_to.seq}: lines are missing or replaced"
    place = log.place(min(read_up_to.seq, end)) if end > 0 else str(log.directory)
    yield Problem(place=place, code="not-the-same", message=message, hint=hint)


def _faults(  # noqa: PLR0913  # what an event depends on
    entry: Entry, cited: Sequence[Reference], catalog: Catalog, log: Log, *, alone: Sequence[Fault], has_gaps: bool
) -> list[Fault]:
    """What is wrong with an entry, given those in the catalog, to which it is then added.

    What is wrong with it by itself, `alone`, comes first.
    """

    def entry_at(seq: int) -> Entry:
        found = log.entry(seq)
        if not isinstance(found, Entry):
            raise AssertionError("the catalog holds what was just read")  # noqa: TRY004  # not about types
        return found

    faults = list(alone)
    told = refusals(entry.event, cited, Past(catalog, entry_at), recorded_at=entry.recorded_at, has_gaps=has_gaps)
    faults += [(_CODES.get(type(refusal), "part-of-itself"), str(refusal)) for refusal in told]
    try:
        catalog.apply(entry)
    except DamagedLog as error:
        faults.append(("id-taken", str(error)))
    except ImpossibleOrder as error:
        # An erased line may have been the void or the amendment that made this order possible, and after another fault
        # an impossible order may be no more than its consequence.
        if not has_gaps and not faults:
            faults.append(("impossible-order", str(error)))
    return faults
