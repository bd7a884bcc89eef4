"""Looks up the names that readers ask for, and suggests near ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger import times
from ledger.codec import Erased, parse_seq
from ledger.errors import ProjectionsFailed, QueryRejected, Refused, UnknownName
from ledger.events import LEDGER, RECORD_TYPES, RESERVED, type_of
from ledger.wording import as_year, did_you_mean, ends_before, with_article
from ledger.workspace.journal import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.views import View

_ENDED: Final = """
select ended_seq from internal.version where record in (select record from internal.named where name = ?) limit 1
"""
_FIRST_LINE: Final = "select record as seq from internal.named where name = ?"
"""The first line that states a record: its declaration or, if that was erased, an amendment."""
_LINE: Final = "select seq from internal.line where id = ?"
"""The line with an id. Looked for only if no record has that name, since it reads all lines."""
_ACTORS: Final = "`claims list actors` has them all"
_TYPE: Final = "select type from internal.named where name = ?"
_CALLED: Final = """
select name from internal.named where list_contains($2, type) and record in (
    select actor from internal.actor
    where lower(name) = lower($1) or list_contains(list_transform(aliases, lambda alias: lower(alias)), lower($1))
    union all
    select claim from internal.claim where lower(rtrim(text, '.')) = lower(rtrim($1, '.'))
)
order by record limit 3
"""
"""The actors with a name as people write it, and the claims with a text, if of the types asked for."""
_LIST: Final = {
    "claim": "`claims list` has them all",
    "actor": _ACTORS,
    "perspective": f"public, ledger, or an actor: {_ACTORS}",
}


class Found(Struct, frozen=True, kw_only=True):
    """An event: its seq, its type (None if it was erased), and the record that it declares, amends or ends.

    `is_record` says that the record was named, and not one of its events.
    """

    seq: int
    type: str | None
    record: str | None
    is_record: bool


def find(ledger: Ledger, name: str) -> Found:
    """The event that an id or a seq (`@17`, `17`) names. Raises UnknownName with the nearest names.

    A seq is looked up in the log alone, and so is an id if there can be no projections.
    """
    if parse_seq(name) is not None:
        return _read(ledger, name, name=name)
    try:
        rows = ledger.rows(_FIRST_LINE, [name]) or ledger.rows(_LINE, [name])
    except ProjectionsFailed:
        return _read(ledger, name, name=name)
    if rows:
        return _read(ledger, str(rows[0]["seq"]), name=name)
    raise _missing(ledger, None, name, RECORD_TYPES)


def find_moment(ledger: Ledger, name: str) -> Found:
    """The event that a moment names, by an id or a seq. Raises UnknownName, whose hint says how times are written."""
    try:
        return find(ledger, name)
    except UnknownName as error:
        seq = parse_seq(name)
        mend = times.WRITTEN if seq is None else as_year(seq)
        if mend is None:
            raise
        error.hint = f"{error.hint}{' ' if str(error.hint).endswith('?') else '; '}{mend}"
        raise


def check_name(ledger: Ledger, kind: str, name: str) -> str:
    """The name, if there is or was a record of that type and name.

    Raises UnknownName with the nearest names, or BadRequest if it is not text.
    """
    if not _is_there(ledger, kind, as_text(name, kind)):
        raise _missing(ledger, kind, name, (kind,))
    return name


def check_view(ledger: Ledger, view: View) -> View:
    """The view, if its perspective and its event are known, the log reaches its seq, and the event is there by then.

    Raises UnknownName with the nearest names, or Refused.
    """
    if view.perspective not in RESERVED and not _is_there(ledger, "actor", view.perspective):
        raise _missing(ledger, "perspective", view.perspective, ("actor",), besides=RESERVED)
    if view.event is not None:
        _check_event(ledger, view, find_moment(ledger, view.event))
    elif view.recorded is not None:
        _recorded_seq(ledger, view)
    return view


def _check_event(ledger: Ledger, view: View, found: Found) -> None:
    """Raise Refused if an event is not there at the view's seq, was erased, or was voided by then."""
    last = _recorded_seq(ledger, view)
    if found.seq > last:
        raise not_yet(str(view.event), last=last, seq=found.seq)
    if found.type is None:
        hint = f"ask at the event before it, or from the log as it was then with --recorded @{found.seq - 1}"
        raise Refused(f"@{found.seq} was erased, and what it said is not known any more", hint=hint)
    if found.type == "void" or view.perspective == LEDGER:
        return
    ended = _ended_at(ledger, str(found.record), last)
    if ended is not None:
        hint = f"ask at a time, or from the log as it was before with --recorded @{ended - 1}"
        raise Refused(f"{found.record} was voided at @{ended}", hint=hint)


def ended_at(ledger: Ledger, view: View, record: str) -> int | None:
    """The seq at which a record was voided, as far as a view's recorded axis reaches."""
    return _ended_at(ledger, record, _recorded_seq(ledger, view))


def _ended_at(ledger: Ledger, record: str, last: int) -> int | None:
    """The seq at which a record was voided; None if it was not by the `last` seq that counts."""
    rows = ledger.rows(_ENDED, [record])
    ended = next((row["ended_seq"] for row in rows), None)
    return ended if isinstance(ended, int) and ended <= last else None


def _recorded_seq(ledger: Ledger, view: View) -> int:
    """The last seq that a view's recorded axis reaches. Raises Refused if the log ends before it."""
    from ledger.workspace.questions import asked_seq

    try:
        return asked_seq(ledger, view.uncut)
    except QueryRejected as error:
        error.hint = ends_before(parse_seq(view.recorded or ""))
        raise


def absent(ledger: Ledger, view: View, record: str) -> Refused:
    """The error for a record that exists but that a view does not see: not yet, or no longer."""
    from ledger.workspace.questions import asked_seq

    last = asked_seq(ledger, view)
    seq, ended = find(ledger, record).seq, _ended_at(ledger, record, last)
    if seq > last:
        return not_yet(record, last=last, seq=seq)
    gone = f"was voided at @{ended}" if ended is not None else "is not in this view: not yet, or no longer"
    return Refused(f"{record} {gone}", hint=f"`claims log {record}` says what became of it")


def not_yet(name: str, *, last: int, seq: int) -> Refused:
    """The error for an event or a record that the log has only after the last seq that a view reaches."""
    where = "" if name == f"@{seq}" else f": it is @{seq}"
    return Refused(f"{name} is not yet there at @{last}{where}", hint="ask without --recorded, or at a later position")


def _missing(
    ledger: Ledger, kind: str | None, name: str, types: tuple[str, ...], *, besides: Sequence[str] = ()
) -> UnknownName:
    """The error for a name that no record of these types has and `besides` lacks; without a kind, that nothing has."""
    called = [str(row["name"]) for row in ledger.rows(_CALLED, [name, list(types)])]
    hint = f"did you mean {' or '.join(called)}?" if called else did_you_mean(name, (*besides, *_known(ledger, types)))
    if kind is None:
        return UnknownName(f"nothing has the name {name!r}", hint=hint or "`claims log` lists every event")
    for row in ledger.rows(_TYPE, [name]):
        hint = f"{name} is {with_article(str(row['type']))}: `claims show {name}` has its page"
    return UnknownName(f"there is no {kind} named {name!r}", hint=hint or _LIST[kind])


def _is_there(ledger: Ledger, kind: str, name: str) -> bool:
    """Whether there is or was a record of that type and name."""
    return bool(ledger.rows("select 1 as one from internal.named where type = ? and name = ?", [kind, name]))


def _known(ledger: Ledger, types: tuple[str, ...]) -> tuple[str, ...]:
    asked = "select name from internal.named where list_contains(?, type) order by name"
    return tuple(str(row["name"]) for row in ledger.rows(asked, [list(types)]))


def _read(ledger: Ledger, event: str, *, name: str) -> Found:
    """The event with this seq or id, which the reader called `name`."""
    entry = ledger.entry(event)
    if isinstance(entry, Erased):
        return Found(seq=entry.seq, type=None, record=None, is_record=False)
    return Found(seq=entry.seq, type=type_of(entry.event), record=entry.record, is_record=entry.record == name)
