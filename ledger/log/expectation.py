"""How far a writer has read the log, and what came since: the condition of an append (design, section 9)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import Entry, parse_seq
from ledger.errors import BadRequest, LogMoved, UnknownName
from ledger.events import RECORD_TYPES, Actor, Assessment, Claim, Observation, Order, Relation, Report, Void

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.codec import Erased
    from ledger.events import AnyEvent
    from ledger.log.admission import Past
    from ledger.log.batch import Appended
    from ledger.log.catalog import Catalog

_SHOWN: Final = 5
"""The most events that are named of those that came in between."""


class Expectation(Struct, frozen=True, kw_only=True):
    """What a writer expects: the log ends at @`head`; nothing touches a claim in `claims` after the seq given there.

    Each record in `versions` still says what the line with the seq given there states.
    """

    head: int | None = None
    claims: Mapping[str, int] = {}
    versions: Mapping[str, int] = {}

    def after(self, appended: Sequence[Appended]) -> Expectation:
        """What the same writer expects after appending this itself."""
        last = max((one.entry.seq for one in appended if one.is_new), default=None)
        if last is None:
            return self
        return replace(self, head=None if self.head is None else last, claims=dict.fromkeys(self.claims, last))


ANYTHING: Final = Expectation()


def expectation(
    head: int | str | None,
    claims: Mapping[str, int | str] | None,
    versions: Mapping[str, int | str] | None = None,
) -> Expectation:
    """What is expected of the log's head, of claims, and of the versions of records; seqs as `41` or `@41`.

    Raises BadRequest.
    """
    return Expectation(
        head=None if head is None else _seq(head),
        claims={claim: _seq(seq) for claim, seq in (claims or {}).items()},
        versions={record: _seq(seq) for record, seq in (versions or {}).items()},
    )


def moved(expected: Expectation, past: Past, *, since: Callable[[int], Iterator[Entry | Erased]]) -> LogMoved | None:
    """The refusal for a writer that has not read all that the catalog holds; None if all is as expected.

    `since` reads the entries after a seq. Raises UnknownName if an expected claim or record does not exist, BadRequest
    if a seq is not that of a version of its record.
    """
    catalog = past.catalog
    end = catalog.position.seq
    _refuse_unknown(expected, catalog)
    beyond = max((expected.head or 0, *expected.claims.values(), *expected.versions.values()))
    if beyond > end:
        return LogMoved(f"the log ends at @{end}, and @{beyond} is expected", hint="is this the ledger that was read?")
    if expected.head is not None and expected.head < end:
        first = [each for each in islice(since(expected.head), _SHOWN) if isinstance(each, Entry)]
        return LogMoved(
            f"the log is at @{end}, no longer at @{expected.head}: {_list(first, end - expected.head)} came since",
            hint=f"`claims log` shows what came; if it changes nothing, expect @{end}",
        )
    for claim, seq in expected.claims.items():
        found = [each for each in since(seq) if isinstance(each, Entry) and _touches(each, claim, past)]
        if found:
            return LogMoved(
                f"{claim} is no longer as it was at @{seq}: {_list(found[:_SHOWN], len(found))} came since",
                hint=f"`claims show {claim}` shows where it stands; if that changes nothing, expect it at @{end}",
            )
    for record, seq in expected.versions.items():
        known = catalog.record(record)
        if known is not None and seq not in catalog.versions(record):
            raise BadRequest(f"@{seq} is no version of {record}", hint=f"`claims show {record}` says which there are")
        if known is not None and known.line != seq:
            return LogMoved(
                f"{record} no longer says what it said at @{seq}: it was amended at @{known.line}",
                hint=f"`claims show {record}` shows what it says now; then amend that",
            )
    return None


def _seq(given: int | str) -> int:
    seq = parse_seq(str(given))
    if seq is None:
        hint = "give the seq of the last event that you know, as in @41"
        raise BadRequest(f"{str(given)!r} is no seq", hint=hint)
    return seq


def _refuse_unknown(expected: Expectation, catalog: Catalog) -> None:
    """Raise UnknownName if something is expected of a claim or record that does not exist."""
    for kind, names, types in (("claim", expected.claims, ("claim",)), ("record", expected.versions, RECORD_TYPES)):
        for name in names:
            known = catalog.record(name)
            if known is None or known.type not in types:
                raise UnknownName(f"there is no {kind} {name}", hint=catalog.near(name, types))


def _list(first: Sequence[Entry], count: int) -> str:
    named = [f"@{entry.seq} {entry.id}" for entry in first]
    return ", ".join(named) + (f" and {count - len(named):,} more" if count > len(named) else "")


def _touches(entry: Entry, claim: str, past: Past) -> bool:
    """Whether an event may have changed what anybody knows or says of a claim.

    Voiding an actor, or making it part of another body, may have changed every claim: the catalog does not know who
    spoke. A new actor or source has said nothing yet.
    """

    def versions(name: str) -> Iterator[AnyEvent]:
        return (past.entry_at(seq).event for seq in past.catalog.versions(name))

    known = past.catalog.record(entry.record)
    if known is None:
        return False
    match known.type:
        case "actor":
            return isinstance(entry.event, Void) or (entry.id != entry.record and _moves(entry, past))
        case "source":
            records = past.catalog.reporting.carried_by(entry.record) if entry.id != entry.record else []
        case _:
            records = [entry.record]
    return any(claim in _said_of(name, versions) for name in _connected(records, past.catalog, versions))


def _moves(entry: Entry, past: Past) -> bool:
    """Whether an amendment changes for whom an actor speaks, or may, because the version before it was erased."""
    before = [seq for seq in past.catalog.versions(entry.record) if seq < entry.seq]
    said = [each.event for each in (entry, *(past.entry_at(seq) for seq in before[-1:]))]
    return len({(actor.part_of, actor.independent) for actor in said if isinstance(actor, Actor)}) > 1 or not before


def _connected(records: Sequence[str], catalog: Catalog, versions: Callable[[str], Iterator[AnyEvent]]) -> set[str]:
    """Some records, and every moment that order edges connect to what they say, since its bounds may have changed.

    The former edges of what has ended count too.
    """
    found = set(records)
    for event in (event for record in records for event in versions(record)):
        match event:
            case Order():
                found |= {event.first, event.then}
            case Observation():
                found |= set(event.after)
            case Report():
                found |= {event.observation, *event.after}
            case _:
                pass
    waiting = list(found)
    while waiting:
        moment = waiting.pop()
        timeline = catalog.timeline
        near = {*timeline.later(moment), *timeline.earlier(moment), *timeline.former(moment)} - found
        found |= near
        waiting += near
    return found


def _said_of(record: str, versions: Callable[[str], Iterator[AnyEvent]]) -> set[str]:
    """The claims that any version of a record says something about."""
    claims: set[str] = set()
    for event in versions(record):
        match event:
            case Claim():
                claims.add(record)
            case Relation():
                claims |= {event.from_, event.to}
            case Assessment():
                claims.add(event.claim)
            case Report():
                claims |= _said_of(event.observation, versions)
            case Observation():
                claims |= _stances(event)
                for back in event.retracts:
                    claims.update(back.claims)
                    if not back.claims:
                        claims.update(*map(_stances, versions(back.observation)))
            case _:
                pass
    return claims


def _stances(event: AnyEvent) -> set[str]:
    return {stance.claim for stance in event.stances} if isinstance(event, Observation) else set()
