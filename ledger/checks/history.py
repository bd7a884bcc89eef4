"""The whole log, trusting no cache: its lines one by one, and what each of them refers to (design, section 4)."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from ledger.checks.problems import Problem
from ledger.codec import Entry, Erased
from ledger.errors import (
    BadEvent,
    DamagedLog,
    EndedRecord,
    ImpossibleOrder,
    LedgerError,
    StorageFailed,
    UnknownName,
)
from ledger.events import references, refuse_misshapen
from ledger.log import (
    CatalogBroken,
    Reader,
    names_in,
    open_scratch,
    refusals,
    refuse_bad_id,
    refuse_bad_recorder,
    segment_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.events import Reference
    from ledger.log import Catalog, Log

_CODES = {
    UnknownName: "unknown-name",
    EndedRecord: "ended-record",
    BadEvent: "from-the-future",
}
"""The codes of what `refusals` gives; what else it gives is an actor that is part of itself."""
_MEND: Final = "`claims show @{seq}` shows it; mend it with `claims amend` or `claims void`"
_MENDS: Final = {
    "id-taken": (
        "nothing is appended to such a log: restore the file from a copy, or decide with `claims repair`, which says"
        " what it would cut off"
    ),
}
"""What to do where neither `amend` nor `void` can mend it."""
_RULES: Final[tuple[tuple[str, Callable[[Entry, bytes], None]], ...]] = (
    ("bad-id", lambda entry, _: refuse_bad_id(entry.id)),
    ("bad-recorder", lambda entry, _: refuse_bad_recorder(entry.by)),
    ("misshapen", lambda entry, raw: refuse_misshapen(entry.event, written=raw)),
)
"""The codes of what an entry can be wrong in by itself."""


def check_log(log: Log, *, tell: Callable[[str], None] = lambda _: None) -> Iterator[Problem]:
    """Every problem of a log, in its order. After a damaged line nothing can be judged, so it is the last problem.

    A torn tail is no problem, since the next append repairs it: `tell` is called with a sentence about it.
    Raises StorageFailed.
    """
    reader = Reader(log.directory)
    has_gaps = False
    with _scratch() as catalog:
        try:
            for lines in reader.gathered():
                events = [line.entry.event for line in lines if isinstance(line.entry, Entry)]
                cited = [references(event) for event in events]
                catalog.read(names_in(events, cited))
                told = iter(cited)
                for line in lines:
                    if isinstance(line.entry, Erased):
                        has_gaps = True
                        continue
                    for code, error in _faults(line.entry, line.raw, next(told), catalog, log, has_gaps=has_gaps):
                        place = f"{segment_path(log.directory, line.segment)}:{line.entry.seq - line.segment + 1}"
                        hint = _MENDS.get(code, _MEND).format(seq=line.entry.seq)
                        yield Problem(place=place, code=code, message=error.message, hint=hint)
                catalog.advance(reader.position)
                catalog.keep()
        except DamagedLog as error:
            hint = "restore the file from a copy, or decide with `claims repair`; what follows this line was not judged"
            yield Problem(place=error.place or str(log.directory), code="damaged", message=error.message, hint=hint)
    if reader.torn is not None:
        path = segment_path(log.directory, reader.position.segment)
        mend = "completes the last line" if reader.torn.batch else "sets them aside"
        size, seq = len(reader.torn.data), reader.position.seq
        tell(f"{path}: {size:,} bytes after @{seq} are not a whole batch; the next append {mend}")


@contextmanager
def _scratch() -> Iterator[Catalog]:
    """A catalog for one check. Raises StorageFailed where there is no room for it."""
    try:
        with closing(open_scratch()) as catalog:
            yield catalog
    except CatalogBroken as error:
        hint = "free some space for temporary files, or name another directory for them with $SQLITE_TMPDIR"
        raise StorageFailed(f"the check needs a file of its own: {error}", hint=hint) from None


def _faults(  # noqa: PLR0913  # what a line depends on
    entry: Entry, raw: bytes, cited: Sequence[Reference], catalog: Catalog, log: Log, *, has_gaps: bool
) -> list[tuple[str, LedgerError]]:
    """What is wrong with an entry behind those that the catalog holds, which holds it then too."""

    def entry_at(seq: int) -> Entry:
        found = log.entry(seq)
        if not isinstance(found, Entry):
            raise AssertionError("the catalog holds what was just read")  # noqa: TRY004  # not about types
        return found

    faults: list[tuple[str, LedgerError]] = []
    for code, rule in _RULES:
        try:
            rule(entry, raw)
        except LedgerError as error:
            faults.append((code, error))
    told = refusals(entry.event, cited, catalog, recorded_at=entry.recorded_at, entry_at=entry_at, has_gaps=has_gaps)
    faults += [(_CODES.get(type(refusal), "part-of-itself"), refusal) for refusal in told]
    try:
        catalog.apply(entry)
    except DamagedLog as error:
        faults.append(("id-taken", error))
    except ImpossibleOrder as error:
        # An erased line may have been the void or the amendment that made it possible, and what is wrong otherwise
        # makes it impossible once more.
        if not has_gaps and not faults:
            faults.append(("impossible-order", error))
    return faults
