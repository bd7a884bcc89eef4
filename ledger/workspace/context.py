"""An event and what stood around it: the lines beside it, what it changed, and how its record went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import Entry, Erased
from ledger.events import LEDGER, Observation, Report
from ledger.log import segments
from ledger.workspace import questions
from ledger.workspace.rows import Change, Step, Utterance, Version
from ledger.workspace.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.workspace.ledger import Ledger


class Changed(Struct, frozen=True, kw_only=True):
    """A claim that an event changed: the revision before it, if there was one, and the one that it made."""

    before: Change | None
    after: Change


class Context(Struct, frozen=True, kw_only=True):
    """An event in its place. Without projections only what the log itself says is there, and `view` is None.

    `changed` is as the view's perspective learned of the record, where `is_told`; else as the log grew.
    """

    entry: Entry | Erased
    place: str
    previous: Entry | Erased | None
    next: Entry | Erased | None
    view: View | None = None
    is_told: bool = False
    changed: list[Changed] = []
    utterance: Utterance | None = None
    versions: list[Version] = []

    @property
    def record(self) -> str | None:
        """The record that the event declares, amends or ends."""
        return self.entry.record if isinstance(self.entry, Entry) else None


def context(ledger: Ledger, seq: int, view: View | None, *, is_record: bool = False) -> Context:
    """The event with this seq, from a view; without one, as the log itself has it. Raises UnknownName.

    With `is_record` it is the record that is asked for, and not the line: its latest version that the view sees.
    """
    entry = ledger.entry(seq)
    if view is None or isinstance(entry, Erased):
        return _bare(ledger, entry)
    versions = questions.versions(view, entry.record).rows(ledger)
    if is_record:
        last = questions.position(view).rows(ledger)[0].n
        entry = ledger.entry(max((version.seq for version in versions if version.seq <= last), default=seq))
    if isinstance(entry, Erased):
        return _bare(ledger, entry)
    steps, number = _story(ledger, view, entry) if is_record else ([], None)
    is_told = number is not None
    if not is_told:
        steps = questions.story(ledger.view(perspective=LEDGER, recorded=view.recorded)).rows(ledger)
        number = entry.seq
    is_said = is_record and isinstance(entry.event, Observation | Report)
    utterances = questions.utterance(view, entry.record).rows(ledger) if is_said else []
    return replace(
        _bare(ledger, entry),
        view=view,
        is_told=is_told,
        changed=_changed(steps, number),
        utterance=utterances[0] if utterances else None,
        versions=versions,
    )


def _bare(ledger: Ledger, entry: Entry | Erased) -> Context:
    """An event with what the log itself says of it."""
    return Context(
        entry=entry,
        place=place_of(ledger, entry.seq),
        previous=ledger.log.entry(entry.seq - 1) if entry.seq > 1 else None,
        next=ledger.log.entry(entry.seq + 1),
    )


def place_of(ledger: Ledger, seq: int) -> str:
    """The file and the line of an event, from the root of the ledger: `events/00000001.jsonl:17`."""
    first, path = next((first, path) for first, path in reversed(segments(ledger.log.directory)) if first <= seq)
    return f"{path.relative_to(ledger.root).as_posix()}:{seq - first + 1}"


def _story(ledger: Ledger, view: View, entry: Entry) -> tuple[list[Step], int | None]:
    """The story from a view, and in it the step by which the record was learned, if it is one."""
    event = entry.event
    if view.perspective == LEDGER or not isinstance(event, Observation | Report):
        return [], None
    steps = questions.story(view).rows(ledger)
    for step in steps:
        if entry.record == (step.event if isinstance(event, Report) else step.observation):
            return steps, step.step
    return steps, None


def _changed(steps: Sequence[Step], number: int | None) -> list[Changed]:
    """What the step of this number changed, beside the revisions that were there before it."""
    last: dict[str, Change] = {}
    for step in steps:
        if step.step == number:
            return [Changed(before=last.get(change.claim), after=change) for change in step.changes]
        last |= {change.claim: change for change in step.changes}
    return []
