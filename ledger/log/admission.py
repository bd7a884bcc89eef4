"""What an event must satisfy to enter the log, given what the log already holds (design, sections 4 and 5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import ID, Entry, id_like
from ledger.errors import BadEvent, BadRequest, EndedRecord, IdTaken, Refused, Wrong
from ledger.events import (
    RESERVED,
    Actor,
    Observation,
    Void,
    amended_by,
    references,
    refuse_misshapen,
    times_of,
    type_of,
)
from ledger.log.catalog import Catalog
from ledger.log.unknown_names import VOID_IS_FINAL, unknown
from ledger.times import Interval, show
from ledger.unicode import is_surrogate
from ledger.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.errors import LedgerError
    from ledger.events import AnyEvent, Reference
    from ledger.log.catalog.known import Known, KnownEvent

Became = Literal["voided", "amended"] | None
"""What has become of a record: it was voided, or was amended and says something else; None if neither."""
_FEW: Final = 3
"""More fields than this are not listed by name in a message."""
_AGAIN: Final = "what was voided stays voided: record it again under another name"
_MADE_ID = re.compile(rf"{ID.pattern}(:[1-9][0-9]{{0,17}})?(:v[1-9][0-9]{{0,17}})?")


class Past(Struct, frozen=True):
    """The log so far: what the catalog knows of it, and a way to read the entry with a seq."""

    catalog: Catalog
    entry_at: Callable[[int], Entry]


def admit(
    event: AnyEvent, cited: Sequence[Reference], past: Past, *, recorded_at: str, written: bytes
) -> AnyEvent | int:
    """The event with its id, ready to be written at `recorded_at`; or the seq of the same event, if already there.

    `cited` are its references, `written` is its canonical JSON. Raises BadEvent or Refused. Edges and bounds are
    checked only when the catalog applies the event.
    """
    refuse_misshapen(event, written=written)
    first = _same(event, event.id, past) if event.id is not None else _same_end(event, past)
    if first is not None:
        return first
    wrong = Wrong()
    for refusal in refusals(event, cited, past, recorded_at=recorded_at):
        wrong.add(refusal)
        if wrong.is_enough:
            break
    if wrong:
        raise wrong.error()
    return event if event.id is not None else replace(event, id=_made_id(event, past.catalog))


def refusals(  # noqa: C901  # one reason after another
    event: AnyEvent, cited: Sequence[Reference], past: Past, *, recorded_at: str, has_gaps: bool = False
) -> Iterator[LedgerError]:
    """Every reason to refuse a well-formed event, given what the catalog holds, except for its id and its order.

    The arguments are those of `admit`. With `has_gaps`, earlier lines were erased, and there is no refusal that they
    may have ruled out: by declaring a name, by citing what had ended, or by taking an actor out of a body.
    """
    for field, time in times_of(event):
        if isinstance(time, Interval) and time.earliest is not None and time.earliest >= recorded_at:
            yield _from_the_future(field, time.earliest, recorded_at)
    amended = amended_by(event)
    name = amended or event.id
    for reference in cited:
        known = past.catalog.record(reference.name)
        if known is None and reference.name == name and reference.field == "part_of":
            continue  # it is refused below, as a part of itself
        if known is None or known.type not in reference.types:
            if not has_gaps or past.catalog.event(reference.name) is not None:
                yield unknown(reference, past.catalog)
        elif known.ended_by is None and known.type != "report":
            continue
        elif (ended_by := past.catalog.ended_by(reference.name)) is not None:
            is_kept = amended is not None and (has_gaps or reference.name in _cited_before(amended, past))
            if reference.field == "amends" or not is_kept:
                yield _ended(reference, event, ended_by)
    for index, back in enumerate(event.retracts if isinstance(event, Observation) else ()):
        if back.observation == amended:
            hint = "name the other observation that it takes back"
            yield Refused(f"{name} cannot take back itself", field=f"retracts[{index}].observation", hint=hint)
    if isinstance(event, Actor) and event.part_of is not None and name is not None and not has_gaps:
        yield from _part_of_itself(name, event.part_of, past.catalog)


def refuse_bad_id(name: str) -> None:
    """Raise BadEvent unless a stored event may have this id, whether its writer gave it or the ledger made it."""
    if name in RESERVED:
        raise BadEvent(f"{name} is a reserved name", field="id", hint="choose another id")
    if ID.fullmatch(name) is None and _MADE_ID.fullmatch(name) is None:
        raise _no_id(name)


@lru_cache(maxsize=1024)
def refuse_bad_recorder(by: str) -> None:
    """Raise BadRequest unless this can name who recorded an event: a text that prints on one line."""
    hint = "say who records with --by NAME or $CLAIMS_BY"
    if not by.strip():
        raise BadRequest("`by` is empty", hint=hint)
    bad = next((each for each in by if is_surrogate(each) or unicodedata.category(each) == "Cc"), None)
    if bad is not None:
        what = "is not valid Unicode" if is_surrogate(bad) else "has control characters"
        raise BadRequest(f"`by` {what}: {by!r}", hint=hint)


def _same(event: AnyEvent, name: str, past: Past) -> int | None:
    """The seq at which this id is declared, if the event there or a version of its record says the same.

    None for a new id. Raises BadEvent or IdTaken.
    """
    is_own = ID.fullmatch(name) is not None and name not in RESERVED
    if not is_own:
        refuse_bad_id(name)
    known = past.catalog.event(name)
    if known is not None and _unimported(past.entry_at(known.seq).event) == _unimported(event):
        return known.seq
    record = past.catalog.record(name)
    if record is not None and _is_version(event, record, past.catalog.versions(name), past):
        return known.seq if known is not None else record.line
    if known is None:
        if not is_own:
            raise _no_id(name)
        if past.catalog.is_of_erased(name):
            message = f"the id {name} belonged to a line that was erased, and the log still names it"
            hint = "choose another id: what was said of the one is not said of the other"
            raise IdTaken(message, field="id", hint=hint)
        return None
    raise _taken(event, known, record, past)


def _same_end(event: AnyEvent, past: Past) -> int | None:
    """The seq of a void that says the same: a second void of a record, without an id, repeats the first."""
    ended = past.catalog.record(event.event) if isinstance(event, Void) else None
    void = past.catalog.event(ended.ended_by) if ended is not None and ended.ended_by is not None else None
    if void is None or replace(_unimported(past.entry_at(void.seq).event), id=None) != _unimported(event):
        return None
    return void.seq


def _taken(event: AnyEvent, known: KnownEvent, record: Known | None, past: Past) -> IdTaken:
    """The error for an id that another event has, or the same one with different content."""
    if known.seq > past.catalog.position.seq:
        message = f"two events of this batch have the id {event.id}, with other content"
        hint = "one id is one event; all stances of one utterance belong in one event"
        return IdTaken(message, field="id", hint=hint)
    if known.type != type_of(event):
        message = f"the id {event.id} is taken, by {with_article(known.type)}, at @{known.seq}"
        return IdTaken(message, field="id", hint="a name belongs to one record: choose another id")
    now = f", and now says what @{record.line} says" if record is not None and record.line != known.seq else ""
    fields = _differing(past.entry_at(known.seq if record is None else record.line).event, event)
    what = ", ".join(fields) if 0 < len(fields) <= _FEW else "content"
    hint = f"to correct it use `claims amend {known.record} …`; to record something else choose another id"
    if fields and all(field.startswith("reports") for field in fields):
        hint = f"another source of it is a report of its own: `claims report {known.record} --in …`; else {hint}"
    if isinstance(event, Void):
        hint = VOID_IS_FINAL
    elif (ended_by := past.catalog.ended_by(known.record)) is not None:
        hint = f"{known.record} was voided by {ended_by}: record it again under another id"
    elif amended_by(event) == event.id:
        hint = "an amendment goes by the name of its record: leave out the id, or give it one of its own"
    return IdTaken(f"the id {event.id} is taken, with other {what}, at @{known.seq}{now}", field="id", hint=hint)


def became(event: AnyEvent, there: Entry, past: Past) -> Became:
    """What has since become of the record of an event that is already in the log, as the entry `there`."""
    if past.catalog.ended_by(there.record) is not None and not isinstance(event, Void):
        return "voided"
    record = past.catalog.record(there.record)
    if record is None or record.ended_by is not None or record.line == there.seq:
        return None
    is_now = amended_by(event) is None and _is_version(event, record, (record.line,), past)
    return None if is_now else "amended"


def _is_version(event: AnyEvent, record: Known, seqs: Iterable[int], past: Past) -> bool:
    """Whether one of a record's versions, at these seqs, says what this event would declare."""
    first = past.catalog.event(record.name)
    reason = past.entry_at(first.seq).event.reason if first is not None else None  # an amendment has one of its own
    declared = _unimported(event)
    versions = (_unimported(past.entry_at(seq).event) for seq in seqs)
    return any(replace(each, id=record.name, amends=None, reason=reason) == declared for each in versions)


def _differing(before: AnyEvent, after: AnyEvent) -> list[str]:
    """The fields that differ between two events of a type."""
    from ledger.events.differences import differences

    return [each.field for each in differences(before, after)]


def _no_id(name: str) -> BadEvent:
    if _MADE_ID.fullmatch(name) is not None:
        hint = "an id with a colon is one that a ledger made: leave it out, or give one of your own"
        return BadEvent(f"{name!r} cannot be an id", field="id", hint=hint)
    example = id_like(name) or "mayor-2"
    hint = f"an id begins with a letter and has up to 100 of a-z, 0-9, dot, underscore and hyphen, as in {example}"
    return BadEvent(f"{name!r} cannot be an id", field="id", hint=hint)


def _unimported(event: AnyEvent) -> AnyEvent:
    """The event without `imported_from`."""
    return replace(event, imported_from=None)


def _from_the_future(field: str, earliest: str, recorded_at: str) -> BadEvent:
    message = f"it begins at {show(earliest)}, and is recorded at {show(recorded_at)}"
    hint = "nothing is recorded before it happened: mend the time, or this machine's clock"
    return BadEvent(message, field=field, hint=hint)


def _cited_before(amended: str, past: Past) -> set[str]:
    """What the version that is amended cites: an amendment may keep citing it even if it was voided since."""
    known = past.catalog.record(amended)
    return {reference.name for reference in references(past.entry_at(known.line).event)} if known is not None else set()


def _ended(reference: Reference, event: AnyEvent, ended_by: str) -> EndedRecord:
    name, field = reference.name, reference.field
    if isinstance(event, Void):
        return EndedRecord(f"{name} is already voided, by {ended_by}", field=field, hint="a void is final")
    if field == "amends":
        return EndedRecord(f"{name} was voided by {ended_by} and cannot be amended", field=field, hint=_AGAIN)
    return EndedRecord(f"{name} was voided by {ended_by}", field=field, hint=_AGAIN)


def _part_of_itself(actor: str, whole: str, catalog: Catalog) -> Iterator[Refused]:
    chain = [actor]
    step: str | None = whole
    while step is not None and step not in chain:
        chain.append(step)
        step = catalog.whole_of(step)
    if step == actor:
        links = " → ".join([*chain, actor])
        yield Refused(
            f"{actor} cannot be a part of itself: {links}", field="part_of", hint="look at `claims list actors`"
        )


def _made_id(event: AnyEvent, catalog: Catalog) -> str:
    """An id short enough to type, with the colon that a writer's id cannot have."""
    amended = amended_by(event)
    if amended is not None:
        known, stem = catalog.record(amended), f"{amended}:v"
        number = max(catalog.next_number(stem, first=2), known.version + 1 if known is not None else 1)
    else:
        about = event.speaker if isinstance(event, Observation) and event.speaker else type_of(event)
        stem = f"{about.partition(':')[0]}:"
        number = catalog.next_number(stem, first=1)
    return f"{stem}{number}"
