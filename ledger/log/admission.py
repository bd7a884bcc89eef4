"""What an event must satisfy to enter the log, given what the log already holds (design, sections 4 and 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledger.codec import ID
from ledger.errors import BadEvent, EndedRecord, IdTaken, Refused, UnknownName, did_you_mean
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
from ledger.times import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.codec import Entry
    from ledger.events import AnyEvent, Reference
    from ledger.log.catalog import Catalog

_AGAIN = "what was voided stays so: record it again under another name"


def admit(event: AnyEvent, catalog: Catalog, *, recorded_at: str, entry_at: Callable[[int], Entry]) -> AnyEvent | int:
    """The event with its id, ready to be written at `recorded_at`; or the seq of the same event, already there.

    `entry_at` reads the entry with a seq. Raises BadEvent or Refused. Edges and bounds are checked when the catalog
    applies the event.
    """
    refuse_misshapen(event)
    if event.id is not None:
        first = _same(event, event.id, catalog, entry_at)
        if first is not None:
            return first
    _refuse_future(event, recorded_at)
    for reference in references(event):
        _refuse_unknown(reference, catalog)
    cited = _already_cited(event, catalog, entry_at)
    for reference in references(event):
        if reference.name not in cited:
            _refuse_ended(reference, event, catalog)
    if isinstance(event, Actor) and event.amends is not None and event.part_of is not None:
        _refuse_part_of_cycle(event.amends, event.part_of, catalog)
    return event if event.id is not None else replace(event, id=_made_id(event, catalog))


def _same(event: AnyEvent, name: str, catalog: Catalog, entry_at: Callable[[int], Entry]) -> int | None:
    """The seq of an earlier event with the same id and content; None where the id is free. Raises BadEvent, IdTaken."""
    if name in RESERVED:
        raise BadEvent(f"{name} is a reserved name", hint="choose another id")
    known = catalog.event(name)
    if known is None:
        if ID.fullmatch(name) is None:
            hint = "an id begins with a letter and has up to 100 of a-z, 0-9, dot, underscore and hyphen"
            raise BadEvent(f"{name!r} cannot be an id", hint=hint)
        return None
    seq = known[0]
    if _content(entry_at(seq).event) == _content(event):
        return seq
    hint = f"to correct it use `claims amend {name} …`; to record another thing choose another id"
    raise IdTaken(f"the id {name} is taken, with other content, at @{seq}", hint=hint)


def _content(event: AnyEvent) -> AnyEvent:
    """The fields of the type, without the envelope."""
    return replace(event, imported_from=None)


def _refuse_future(event: AnyEvent, recorded_at: str) -> None:
    for field, time in times_of(event):
        if isinstance(time, Interval) and time.earliest is not None and time.earliest >= recorded_at:
            message = f"`{field}` begins at {time.earliest}, and it is {recorded_at} now"
            raise BadEvent(message, hint="nothing is recorded before it happened: mend the time, or this machine's clock")


def _refuse_unknown(reference: Reference, catalog: Catalog) -> None:
    name, wanted = reference.name, " or ".join(reference.types)
    known = catalog.record(name)
    if known is not None and known.type in reference.types:
        return
    if known is not None:
        message, hint = f"`{reference.field}` names {name}, which is {_article(known.type)}, not {_article(wanted)}", None
    elif (event := catalog.event(name)) is not None:
        message, hint = f"`{reference.field}` names {name}, which is not a record", f"name the record: {event[2]}"
    else:
        message = f"`{reference.field}` names {name}: there is no {wanted} of that name"
        hint = did_you_mean(name, catalog.names(reference.types)) or f"declare it first: `claims {reference.types[0]} {name} …`"
    raise UnknownName(message, hint=hint)


def _already_cited(event: AnyEvent, catalog: Catalog, entry_at: Callable[[int], Entry]) -> set[str]:
    """What the version that is amended cites: an amendment may leave it standing even if it was voided since."""
    amended = amended_by(event)
    known = catalog.record(amended) if amended is not None else None
    if known is None:
        return set()
    return {reference.name for reference in references(entry_at(known.line).event) if reference.field != "amends"}


def _refuse_ended(reference: Reference, event: AnyEvent, catalog: Catalog) -> None:
    ended_by = catalog.ended_by(reference.name)
    if ended_by is None:
        return
    if isinstance(event, Void):
        raise EndedRecord(f"{reference.name} is already voided, by {ended_by}", hint="a void is final")
    if reference.field == "amends":
        raise EndedRecord(f"{reference.name} was voided by {ended_by} and cannot be amended", hint=_AGAIN)
    raise EndedRecord(f"`{reference.field}` names {reference.name}, which was voided by {ended_by}", hint=_AGAIN)


def _refuse_part_of_cycle(actor: str, whole: str, catalog: Catalog) -> None:
    chain = [actor]
    step: str | None = whole
    while step is not None:
        chain.append(step)
        if step == actor:
            raise Refused(f"{actor} cannot be a part of itself: {' → '.join(chain)}", hint="look at `claims list actors`")
        step = catalog.whole_of(step)


def _made_id(event: AnyEvent, catalog: Catalog) -> str:
    """An id short enough to type, with the colon that a writer's id cannot have."""
    amended = amended_by(event)
    if amended is not None:
        known = catalog.record(amended)
        version = known.version + 1 if known is not None else 1
        while catalog.event(f"{amended}:v{version}") is not None:
            version += 1
        return f"{amended}:v{version}"
    prefix = event.speaker if isinstance(event, Observation) and event.speaker else type_of(event)
    prefix = prefix.partition(":")[0]
    return f"{prefix}:{catalog.next_number(prefix)}"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
