"""An event and what stood around it: the lines beside it, what it changed, and how its record went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.codec import Entry, Erased
from ledger.events import LEDGER, Observation, Report, references
from ledger.log import segments
from ledger.workspace import questions
from ledger.workspace.rows import Change, Step, Utterance, Version
from ledger.workspace.views import View

if TYPE_CHECKING:
    from ledger.events import AnyEvent
    from ledger.workspace.ledger import Ledger


class Changed(Struct, frozen=True, kw_only=True):
    """A claim that an event changed: the revision before it, if there was one, and the one that it made."""

    before: Change | None
    after: Change


class Context(Struct, frozen=True, kw_only=True):
    """An event in its place. Without projections only what the log itself says is there, and `view` is None.

    `changed` is as the view's perspective learned of the record, where `is_told`; else as the log grew. `audiences` has
    the sources that the event cites, with whom each tells.
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
    audiences: dict[str, list[str]] = {}

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
    last = questions.asked_seq(view).rows(ledger)[0].seq
    versions = questions.versions(view, entry.record).rows(ledger)
    if is_record:
        entry = ledger.entry(max((version.seq for version in versions if version.seq <= last), default=seq))
    if isinstance(entry, Erased):
        raise AssertionError("a version of a record is a line that is there")  # noqa: TRY004  # not about types
    told = _told(ledger, view.uncut, entry) if is_record else None
    log = ledger.view(perspective=LEDGER, recorded=view.recorded)
    step = told or next(iter(questions.step_at(log, entry.seq).rows(ledger)), None)
    is_said = is_record and isinstance(entry.event, Observation | Report)
    utterances = questions.utterance(view, entry.record).rows(ledger) if is_said else []
    return replace(
        _bare(ledger, entry, last=last),
        view=view,
        is_told=told is not None,
        changed=_changed(ledger, log if told is None else view.uncut, step) if step is not None else [],
        utterance=utterances[0] if utterances else None,
        versions=versions,
        audiences=_audiences(ledger, log, entry.event),
    )


def _bare(ledger: Ledger, entry: Entry | Erased, *, last: int | None = None) -> Context:
    """An event with what the log itself says of it, up to its `last` line that a view sees."""
    return Context(
        entry=entry,
        place=relative_place(ledger, entry.seq),
        previous=ledger.log.entry(entry.seq - 1) if entry.seq > 1 else None,
        next=ledger.log.entry(entry.seq + 1) if last is None or entry.seq < last else None,
    )


def relative_place(ledger: Ledger, seq: int) -> str:
    """The file and the line of an event, from the root of the ledger: `events/00000001.jsonl:17`."""
    first, path = next((first, path) for first, path in reversed(segments(ledger.log.directory)) if first <= seq)
    return f"{path.relative_to(ledger.root).as_posix()}:{seq - first + 1}"


def _told(ledger: Ledger, view: View, entry: Entry) -> Step | None:
    """The step by which the record of an event is learned, if the view's perspective learns of it."""
    event = entry.event
    if view.perspective == LEDGER or not isinstance(event, Observation | Report):
        return None
    steps = questions.step_of(view, entry.record).rows(ledger)
    is_its = [step for step in steps if entry.record == (step.event if isinstance(event, Report) else step.observation)]
    return is_its[0] if is_its else None


def _audiences(ledger: Ledger, view: View, event: AnyEvent) -> dict[str, list[str]]:
    """The sources that an event cites, with whom each tells."""
    cited = [reference.name for reference in references(event) if "source" in reference.types]
    found = questions.sources(view, named=cited).rows(ledger) if cited else []
    return {source.source: source.audience for source in found}


def _changed(ledger: Ledger, view: View, step: Step) -> list[Changed]:
    """What a step changed, beside the revisions that were there before it."""
    last: dict[str, Change] = {}
    if step.changes:
        for each in questions.story_of(view, [change.claim for change in step.changes]).rows(ledger):
            if each.step < step.step:
                last |= {change.claim: change for change in each.changes}
    return [Changed(before=last.get(change.claim), after=change) for change in step.changes]
