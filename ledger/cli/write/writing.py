"""What all writers have in common: the append, and what they print."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger import codec
from ledger.cli.setting import Setting, tell
from ledger.cli.write.echo import understood
from ledger.cli.write.terms import Terms
from ledger.cli.write.typed_fields import as_typed, on_the_spot
from ledger.codec import Entry, line_of
from ledger.errors import BadRequest, IdTaken, LedgerError, StorageFailed, UnknownName
from ledger.workspace import Ledger

if TYPE_CHECKING:
    from ledger.events import AnyEvent
    from ledger.log import Appended


def write(
    ledger: Ledger,
    given: Sequence[AnyEvent],
    setting: Setting,
    *,
    declared: Sequence[AnyEvent] = (),
    typed: Mapping[str, str] | None = None,
    terms: Terms,
    expect_versions: Mapping[str, int] | None = None,
) -> list[Appended]:
    """Append what was declared on the spot, then what was given, as one batch. Returns them in their places.

    It prints the seq and id of each event, or with `dry_run` its line, and narrates what it says. Raises what
    `Ledger.append` raises, without the numbers of events and, if `typed` has what was typed for a field, without the
    field's name: the user typed one line and knows neither.
    """
    new = tuple(dict.fromkeys(declared))
    _refuse_twice((*new, *given))
    try:
        claims = expected_claims(terms.expect_claims)
        appended = ledger.append(
            (*new, *given),
            wait=terms.wait,
            dry_run=terms.dry_run,
            expect=terms.expect,
            expect_claims=claims,
            expect_versions=expect_versions,
        )
    except LedgerError as error:
        for each in error.every():
            if (number := each.event) is not None:
                each.event = None
                is_new = number <= len(new)
                as_typed(each, on_the_spot(new[number - 1]) if is_new else typed or {})
                if isinstance(each, IdTaken) and is_new and _is_one(ledger, new[number - 1]):
                    each.hint = "leave the + out if that is who or what you mean; else choose another id"
            elif isinstance(each, UnknownName):
                each.at("--expect-claim")
        raise
    stands = ", ".join(f"@{one.entry.seq} {one.entry.id}" for one in appended)
    with printing(stands=None if terms.dry_run else stands):
        for one in appended:
            if terms.dry_run and one.is_new:
                print(line_of(one.entry).decode())  # noqa: T201  # the data of a writer
            elif not terms.dry_run:
                print(f"@{one.entry.seq} {one.entry.id}")  # noqa: T201  # likewise
            tell(understood(one.entry, zone=setting.zone) if one.is_new else f"{one.entry.id}: {_there(one)}")
    if terms.dry_run:
        tell("a dry run: nothing was appended")
    return appended


@contextmanager
def printing(*, stands: str | None) -> Iterator[None]:
    """Have what is printed inside written out by the end.

    If it cannot be, raises StorageFailed, which names what `stands` in the log all the same; OSError if nothing does.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if stands is None:
            raise
        hint = f"do not record it again: the log has {stands}"
        raise StorageFailed(f"what was recorded cannot be printed: {error.strerror}", hint=hint) from None


def _there(one: Appended) -> str:
    """What to say of an event that was there before."""
    became = f", and was {one.became} since" if one.became is not None else ""
    again = ", which is final: record it again under another id" if one.became == "voided" else ""
    return f"the same is there already{became}{again}"


def _is_one(ledger: Ledger, event: AnyEvent) -> bool:
    """Whether there is already a record with an event's id and of its type."""
    try:
        return type(ledger.current(str(event.id), wait=0).event) is type(event)
    except LedgerError:
        return False


def _refuse_twice(events: Iterable[AnyEvent]) -> None:
    """Raise BadRequest if two events of one line have the same id."""
    ids = [event.id for event in events if event.id is not None]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        hint = "give each its own id; what is declared once with a + is named without it afterwards"
        raise BadRequest(f"{twice} stands for two things in this line", hint=hint)


def expected_claims(words: Sequence[str] | None) -> dict[str, str]:
    """The claims that are expected to be unchanged since a seq: `pier-closed@41`. Raises BadRequest."""
    claims: dict[str, str] = {}
    for word in words or ():
        claim, at, seq = word.partition("@")
        if not claim or not at or codec.parse_seq(seq) is None or claims.setdefault(claim, seq) != seq:
            hint = "give a claim and the last event that you know, once each, as in pier-closed@41"
            raise BadRequest(f"{word!r} is not CLAIM@SEQ", place="--expect-claim", hint=hint)
    return claims


def record_named(ledger: Ledger, name: str) -> str:
    """The record with this name, or the record of the event at a seq, `@17`. Raises UnknownName."""
    if not name.startswith("@"):
        return name
    entry = ledger.entry(name)
    if not isinstance(entry, Entry):
        raise UnknownName(f"{name} was erased, and nothing is left of what it said")
    return entry.record
