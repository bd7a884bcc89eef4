"""An event and what stood around it: the lines beside it, what it changed, and how its record went on."""

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
from ledger.workspace.rows import Change, Difference, RecordEnded, Step, Utterance, Version
from ledger.workspace.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.events import AnyEvent
    from ledger.workspace.ledger import Ledger


_TOLD: Final = ("status", "supported_by", "denied_by", "questioned_by", "order_unknown_of", "retracted_of")
"""What a page tells of a claim after an event, and a cut has twice: certainly, and if everything possible happened."""


class Changed(Struct, frozen=True, kw_only=True):
    """A claim that an event changed: the revision before it, if there was one, and the one that it made."""

    before: Change | None
    after: Change


class Context(Struct, frozen=True, kw_only=True):
    """An event in its place. Without projections only what the log itself says is there, and `view` is None.

    `changed` is what the event changed: as the view's perspective learned of the record, if `visible` is set; else as
    the log grew. Where some of it is not certain just after the event, since what the story has before it may have come
    after, `unsettled` is the view from there. It is empty where the record `is_unseen`: not known by the cut.
    `audiences` has the sources that the event cites, with whom each tells; `ended` what it refers to and is no longer
    there. Of an amendment, `amended` has what it says otherwise than the version before it. Of the line of an amendment
    or a void, `corrected` has the claims that the view's perspective has otherwise since then. `void` is what ended the
    record.
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

    With `is_record` it is the record that is asked for, and not the line: its latest version that the view sees. Raises
    UnknownName, or Refused where the log did not have it yet at the view's seq.
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
    told = _told(ledger, view, entry) if is_said else None
    utterances = questions.utterance(view, entry.record).rows(ledger) if is_said else []
    has_cut = view.perspective != LEDGER and view != view.uncut
    is_unseen = has_cut and told is None and any(not _is_seen(entry, said) for said in utterances)
    log = ledger.view(perspective=LEDGER, recorded=view.recorded)
    logged = [] if told is not None or is_unseen else story.step_at(log, entry.seq).rows(ledger)
    if told is not None:
        changed = _changed(ledger, view, told, observation=_observation_of(entry))
    else:
        changed = [each for step in logged for each in _changed(ledger, log, step)]
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
    """The line that ended the record; None where it was not ended, or that line is erased."""
    ended = next((version.ended_seq for version in versions if version.ended_seq is not None), None)
    entry = ledger.entry(ended) if ended is not None else None
    return entry if isinstance(entry, Entry) else None


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
    return Path(ledger.log.place(seq)).relative_to(ledger.root).as_posix()


def _told(ledger: Ledger, view: View, entry: Entry) -> Step | None:
    """The step by which an observation or a report is learned, if the view's perspective learns of it by the cut."""
    if view.perspective == LEDGER:
        return None
    is_report = isinstance(entry.event, Report)
    steps = story.step_of(view, entry.record, observation=_observation_of(entry)).rows(ledger)
    is_its = [step for step in steps if entry.record == (step.event if is_report else step.observation)]
    return is_its[0] if is_its else None


def _observation_of(entry: Entry) -> str:
    """The observation that an event is, or reports."""
    return entry.event.observation if isinstance(entry.event, Report) else entry.record


def _is_seen(entry: Entry, said: Utterance) -> bool:
    """Whether an observation is visible at the cut, or whether a report on it may be out."""
    if isinstance(entry.event, Report):
        return any(report.report == entry.record for report in said.reports)
    return said.visible is not None


def _audiences(ledger: Ledger, view: View, event: AnyEvent) -> dict[str, list[str]]:
    """The sources that an event cites, with whom each tells."""
    cited = [reference.name for reference in references(event) if "source" in reference.types]
    found = questions.sources(view, named=cited).rows(ledger) if cited else []
    return {source.source: source.audience for source in found}


def _ended(ledger: Ledger, view: View, entry: Entry) -> list[RecordEnded]:
    """What an event refers to and was voided or erased by the view's seq. What a void ends is no news there."""
    cited = [reference.name for reference in references(entry.event) if reference.name != entry.record]
    return questions.ended(view, cited).rows(ledger) if cited else []


def _amended(ledger: Ledger, versions: Sequence[Version], entry: Entry) -> list[FieldChange]:
    """What a version says otherwise than the one before it; of the first, or where that may be erased, nothing."""
    before = max((version.seq for version in versions if version.seq < entry.seq), default=None)
    if before is None or amended_by(entry.event) is None or questions.are_erased(ledger, before, entry.seq):
        return []
    former = ledger.entry(before)
    return differences(former.event, entry.event) if isinstance(former, Entry) else []


def _corrected(ledger: Ledger, view: View, entry: Entry) -> list[Difference]:
    """What an amendment or a void changed for a perspective, whose story has no step for it: claim by claim.

    An event as the cut may not have been there yet, so then it is all that was recorded.
    """
    if view.perspective == LEDGER or not (isinstance(entry.event, Void) or amended_by(entry.event) is not None):
        return []
    asked = view if view.event is None else view.uncut
    before, after = (replace(asked, recorded=f"@{seq}") for seq in (entry.seq - 1, entry.seq))
    return questions.comparison(before, after).rows(ledger)


def _changed(ledger: Ledger, view: View, step: Step, *, observation: str | None = None) -> list[Changed]:
    """What a step changed, beside the revisions before it: one of an observation, or of the log's own story."""
    last: dict[str, Change] = {}
    if step.told_changes:
        for each in story.before(view, step, observation=observation).rows(ledger):
            before = each.changes if step.visible == "certain" else each.changes_if_possible
            last |= {change.claim: change for change in before}
    return [Changed(before=last.get(change.claim), after=change) for change in step.told_changes]


def _unsettled(ledger: Ledger, view: View, told: Step, changed: Sequence[Changed]) -> View | None:
    """The view just after a step, if some claim is not certainly there as the story tells it.

    What was learned by a report inside it is learned later than at its own occurrence, at which it would cut.
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
    """The versions that the log had at a seq, with the ends that it had there."""
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
