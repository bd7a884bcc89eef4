"""The whole log, trusting no cache: its lines one by one, and what each of them refers to (design, section 4)."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ledger.checks.problems import Problem
from ledger.codec import Entry, Erased
from ledger.errors import BadEvent, BadRequest, DamagedLog, EndedRecord, ImpossibleOrder, LedgerError, UnknownName
from ledger.events import refuse_misshapen
from ledger.log import Reader, open_catalog, refusals, refuse_bad_id, refuse_bad_recorder, segment_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.log import Catalog, Log

_CODES = {
    UnknownName: "unknown-name",
    EndedRecord: "ended-record",
    BadEvent: "from-the-future",
}
"""The codes of what `refusals` gives; what else it gives is an actor that is part of itself."""


def check_log(log: Log, *, tell: Callable[[str], None] = lambda _: None) -> Iterator[Problem]:
    """Every problem of a log, in its order. After a damaged line nothing can be judged, so it is the last problem.

    A torn tail is no problem, since the next append repairs it: `tell` is called with a sentence about it.
    Raises StorageFailed.
    """
    reader = Reader(log.directory)
    has_gaps = False
    with closing(open_catalog(None)) as catalog:
        try:
            for line in reader.lines():
                if isinstance(line.entry, Erased):
                    has_gaps = True
                    continue
                place = f"{segment_path(log.directory, line.segment)}:{line.entry.seq - line.segment + 1}"
                faults = list(_faults(line.entry, catalog, log, has_gaps=has_gaps))
                faults += _apply(line.entry, catalog, is_ordered=not has_gaps and not faults)
                for code, error in faults:
                    hint = f"`claims show @{line.entry.seq}` shows it; mend it with `claims amend` or `claims void`"
                    yield Problem(place=place, code=code, message=error.message, hint=hint)
        except DamagedLog as error:
            hint = "restore the file from a copy, or decide with `claims repair`; what follows this line was not judged"
            yield Problem(place=error.place or str(log.directory), code="damaged", message=error.message, hint=hint)
    if reader.torn is not None:
        path = segment_path(log.directory, reader.position.segment)
        mend = "completes the last line" if reader.torn.batch else "sets them aside"
        size, seq = len(reader.torn.data), reader.position.seq
        tell(f"{path}: {size:,} bytes after @{seq} are not a whole batch; the next append {mend}")


def _faults(entry: Entry, catalog: Catalog, log: Log, *, has_gaps: bool) -> Iterator[tuple[str, LedgerError]]:
    """What is wrong with an entry behind those that the catalog holds."""
    yield from _caught("bad-id", BadEvent, lambda: refuse_bad_id(entry.id))
    yield from _caught("bad-recorder", BadRequest, lambda: refuse_bad_recorder(entry.by))
    yield from _caught("misshapen", LedgerError, lambda: refuse_misshapen(entry.event))

    def entry_at(seq: int) -> Entry:
        found = log.entry(seq)
        if not isinstance(found, Entry):
            raise AssertionError("the catalog holds what was just read")  # noqa: TRY004  # not about types
        return found

    for refusal in refusals(entry.event, catalog, recorded_at=entry.recorded_at, entry_at=entry_at, has_gaps=has_gaps):
        yield _CODES.get(type(refusal), "part-of-itself"), refusal


def _apply(entry: Entry, catalog: Catalog, *, is_ordered: bool) -> list[tuple[str, LedgerError]]:
    """Let the catalog hold an entry; what it says to that.

    Its order is judged with `is_ordered` only: an erased line may have been the void or the amendment that made it
    possible, and what is wrong otherwise makes it impossible once more.
    """
    try:
        catalog.apply(entry)
    except DamagedLog as error:
        return [("id-taken", error)]
    except ImpossibleOrder as error:
        return [("impossible-order", error)] if is_ordered else []
    return []


def _caught(code: str, kind: type[LedgerError], rule: Callable[[], None]) -> Iterator[tuple[str, LedgerError]]:
    try:
        rule()
    except kind as error:
        yield code, error
