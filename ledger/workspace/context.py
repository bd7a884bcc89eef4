"""An event in its surroundings: the lines beside it, what it changed, and what became of its record."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from ledger import times
from ledger.codec import Entry, Erased
from ledger.events import LEDGER, Observation, Report, Void, amended_by, references
from ledger.events.differences import FieldChange, differences
from ledger.workspace import questions, story
from ledger.workspace.names import not_yet
from ledger.workspace.rows import BEHIND, Change, Difference, RecordEnded, Step, Utterance, Version
from ledger.workspace.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.events import AnyEvent
    from ledger.workspace.ledger import Ledger


_TOLD: Final = ("status", *BEHIND)
"""What a page tells of a claim after an event. A cut has each twice: certainly, and if everything possible happened."""


class Changed(Struct, frozen=True, kw_only=True):
    """A claim that an event changed: the revision before it, if there was one, and the one that it made."""

    before: Change | None
    after: Change


class Context(Struct, frozen=True, kw_only=True):
    """An event in its place. Without projections it has only what the log itself says, and `view` is None.

    `changed` is what the event changed: as the view's perspective learned of the record, if `visible` is set; else as
    the log grew. It is empty if the record `is_unseen`, that is, not known by the cut. `unsettled` is the view just
    after the event, if some of the changes are not certain there, since steps that the story puts before the event may
    have come after it. `audiences` has the audience of each source that the event cites; `ended` the records that it
    refers to and that are gone. For an amendment, `amended` is how it differs from the version before it. For the line
    of an amendment or a void, `corrected` has the claims that it changed for the view's perspective. `void` is the line
    that ended the record.
    """

    entry: Entry | Erased
    place: str
    previous: Entry | Erased | None
    next: Entry | Erased | None
    view: View | None = None
    visible: str | None = None
    is_unseen: bool = False
    changed: list[Changed] = []
    unsettled: View | None = None
    utterance: Utterance | None = None
    versions: list[Version] = []
    audiences: dict[str, list[str]] = {}
    ended: list[RecordEnded] = []
    amended: list[FieldChange] = []
    corrected: list[Difference] = []
    void: Entry | None = None

    @property
    def record(self) -> str | None:
        """The record that the event declares, amends or ends."""
        return self.entry.record if isinstance(self.entry, Entry) else None


def context(ledger: Ledger, seq: int, view: View | None, *, is_record: bool = False) -> Context:
    """The event with this seq, from a view; without one, as the log itself has it.

    With `is_record` it is the latest version of the record that the view sees, not the line with this seq. Raises
    UnknownName, or Refused if the log did not have it yet at the view's seq.
    """
    entry = ledger.entry(seq)
    if view is None or isinstance(entry, Erased):
        return _bare(ledger, entry)
    last = questions.asked_seq(ledger, view)
    versions = _until(last, questions.versions(view, entry.record).rows(ledger))
    if seq > last or (is_record and not versions):
        raise not_yet(entry.record if is_record else f"@{seq}", last=last, seq=seq)
    if is_record:
        entry = ledger.entry(versions[-1].seq)
    if isinstance(entry, Erased):
        raise AssertionError("a version of a record is a line that is there")  # noqa: TRY004  # not about types
    is_said = is_record and isinstance(entry.event, Observation | Report)
    told, changed = _told(ledger, view, entry) if is_said else (None, [])
    utterances = questions.utterance(view, entry.record).rows(ledger) if is_said else []
    has_cut = view.perspective != LEDGER and view != view.uncut
    is_unseen = has_cut and told is None and any(not _is_seen(entry, said) for said in utterances)
    log = ledger.view(perspective=LEDGER, recorded=view.recorded)
    if told is None and not is_unseen:
        steps = story.step_at(log, entry.seq).rows(ledger)
        changed = [each for step in steps if step.seq == entry.seq for each in _changed(step, steps)]
    ended = _ended(ledger, view, entry)
    return replace(
        _bare(ledger, entry, last=last),
        view=view,
        visible=told.visible if told is not None else None,
        is_unseen=is_unseen,
        changed=changed,
        unsettled=_unsettled(ledger, view, told, changed) if told is not None and not has_cut else None,
        utterance=utterances[0] if utterances else None,
        versions=versions,
        audiences=_audiences(ledger, log, entry.event) | {each.name: each.audience for each in ended if each.audience},
        ended=ended,
        amended=_amended(ledger, versions, entry),
        corrected=[] if is_record else _corrected(ledger, view, entry),
        void=_void(ledger, versions),
    )


def _void(ledger: Ledger, versions: Sequence[Version]) -> Entry | None:
    """The line that ended the record; None if nothing ended it, or that line is erased."""
    ended = next((version.ended_seq for version in versions if version.ended_seq is not None), None)
    entry = ledger.entry(ended) if ended is not None else None
    return entry if isinstance(entry, Entry) else None


def _bare(ledger: Ledger, entry: Entry | Erased, *, last: int | None = None) -> Context:
    """An event with what the log itself says of it; `last` is the last seq that the view sees."""
    return Context(
        entry=entry,
        place=relative_place(ledger, entry.seq),
        previous=ledger.log.entry(entry.seq - 1) if entry.seq > 1 else None,
        next=ledger.log.entry(entry.seq + 1) if last is None or entry.seq < last else None,
    )


def relative_place(ledger: Ledger, seq: int) -> str:
    """The file and the line of an event, relative to the root of the ledger: `events/00000001.jsonl:17`."""
    return Path(ledger.log.place(seq)).relative_to(ledger.root).as_posix()


def _told(ledger: Ledger, view: View, entry: Entry) -> tuple[Step | None, list[Changed]]:
    """The step by which an observation or a report is learned, and what it changed.

    None if the view's perspective does not learn of it by the cut, and for `ledger`.
    """
    if view.perspective == LEDGER:
        return None, []
    is_report = isinstance(entry.event, Report)
    steps = story.step_of(view, entry.record, observation=_observation_of(entry)).rows(ledger)
    for step in steps:
        if entry.record == (step.event if is_report else step.observation):
            return step, _changed(step, steps)
    return None, []


def _observation_of(entry: Entry) -> str:
    """The observation that an event is, or reports."""
    return entry.event.observation if isinstance(entry.event, Report) else entry.record


def _is_seen(entry: Entry, said: Utterance) -> bool:
    """Whether an observation is visible at the cut; for a report, whether it may be out by then."""
    if isinstance(entry.event, Report):
        return any(report.report == entry.record for report in said.reports)
    return said.visible is not None


def _audiences(ledger: Ledger, view: View, event: AnyEvent) -> dict[str, list[str]]:
    """The audience of each source that an event cites."""
    cited = [reference.name for reference in references(event) if "source" in reference.types]
    found = questions.sources(view, named=cited).rows(ledger) if cited else []
    return {source.source: source.audience for source in found}


def _ended(ledger: Ledger, view: View, entry: Entry) -> list[RecordEnded]:
    """What an event refers to, other than its own record, that was voided or erased by the view's seq."""
    cited = [reference.name for reference in references(entry.event) if reference.name != entry.record]
    return questions.ended(view, cited).rows(ledger) if cited else []


def _amended(ledger: Ledger, versions: Sequence[Version], entry: Entry) -> list[FieldChange]:
    """How a version differs from the one before it: nothing for the first, or if a line between the two was erased."""
    before = max((version.seq for version in versions if version.seq < entry.seq), default=None)
    if before is None or amended_by(entry.event) is None or questions.are_erased(ledger, before, entry.seq):
        return []
    former = ledger.entry(before)
    return differences(former.event, entry.event) if isinstance(former, Entry) else []


def _corrected(ledger: Ledger, view: View, entry: Entry) -> list[Difference]:
    """What an amendment or a void changed for a perspective, claim by claim: its story has no step for that.

    If the cut is an event, which may not have been there yet, the comparison is of all that was recorded.
    """
    if view.perspective == LEDGER or not (isinstance(entry.event, Void) or amended_by(entry.event) is not None):
        return []
    asked = view if view.event is None else view.uncut
    before, after = (replace(asked, recorded=f"@{seq}") for seq in (entry.seq - 1, entry.seq))
    return questions.comparison(before, after).rows(ledger)


def _changed(step: Step, steps: Sequence[Step]) -> list[Changed]:
    """What a step changed, each with the revision before it, which one of the steps before it made."""
    last = {
        change.claim: change
        for each in steps
        if each.step < step.step
        for change in (each.changes if step.visible == "certain" else each.changes_if_possible)
    }
    return [Changed(before=last.get(change.claim), after=change) for change in step.told_changes]


def _unsettled(ledger: Ledger, view: View, told: Step, changed: Sequence[Changed]) -> View | None:
    """The view just after a step, if the story's state of some claim is not certain there.

    An observation learned by a report inside it is learned after it occurred, but a cut at it would be at its
    occurrence: so the cut is then a clock time.
    """
    is_inside = told.event == told.observation and not told.was_heard
    clock = times.instant(told.known_latest.replace(tzinfo=UTC)) if is_inside and told.known_latest else None
    asked = replace(view, clock=clock) if clock is not None else replace(view, event=told.event)
    told_of = {each.after.claim: each.after for each in changed}
    for state in questions.states(asked, claims=[*told_of]).rows(ledger) if told_of else ():
        for field in _TOLD:
            as_told = getattr(told_of[state.claim], field)
            if not as_told == getattr(state, field) == getattr(state, f"{field}_if_possible"):
                return asked
    return None


def _until(last: int, versions: list[Version]) -> list[Version]:
    """The versions that the log had at a seq, without the ends that came later."""
    return [
        replace(
            version,
            until_seq=_by(last, version.until_seq),
            ended_seq=_by(last, version.ended_seq),
        )
        for version in versions
        if version.seq <= last
    ]


def _by(last: int, seq: int | None) -> int | None:
    return seq if seq is not None and seq <= last else None
