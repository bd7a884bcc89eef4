"""The page of `claims replay`: the story step by step, as a perspective learned it, or as the log grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events import LEDGER, PUBLIC
from ledger.render.page import Gap, Paragraph, Title, faint, joined, name, strong, words
from ledger.render.pages.changes import table_of_changes
from ledger.render.pages.evidence import spoken, who_they_are
from ledger.render.pages.phrases import audience, is_out_after, known_to, lowered, manner, said_by, says, seen_from
from ledger.render.times import between, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.render.page import Block, Page, Words
    from ledger.workspace.introducing import Introduced
    from ledger.workspace.rows import ReportRow, StanceTaken, Step
    from ledger.workspace.views import View

_MOST_STEPS = 5
"""How many of the steps that may have come later are named."""


def page_of_story(
    steps: Sequence[Step], introduced: Introduced, view: View, *, zone: str, claim: str | None = None
) -> Page:
    """The steps, each with its number, when, who, to whom, what was said, and what changed; of one claim or all."""
    what = words("The story of ", name(claim)) if claim else words("The story")
    blocks: list[Block] = [Title(words(what, ", ", lowered(seen_from(view, zone=zone))))]
    for before, step in zip((None, *steps), steps, strict=False):
        blocks.append(Gap())
        blocks += _logged(step, zone) if view.perspective == LEDGER else _told(step, view, zone, before)
        moving, unmoved = _by_effect(step, claim)
        if marked := [each for each in moving if manner(each.basis, each.certainty)]:
            blocks.append(Paragraph(joined(says(marked, ())), depth=1))
        if step.told_changes:
            if step.visible == "possible":
                blocks.append(Paragraph(words(faint("if it was known:")), depth=1))
            blocks.append(table_of_changes(step.told_changes, depth=1, is_headed=False))
        if unmoved:
            blocks.append(Paragraph(words(faint("changes no position: "), joined(says(unmoved, ()))), depth=1))
        elif not step.told_changes and (view.perspective != LEDGER or step.stances):
            blocks.append(Paragraph(words(faint("changes no claim")), depth=1))
    if not steps:
        blocks.append(Paragraph(words("Nothing.")))
    blocks += who_they_are(introduced, view)
    return tuple(blocks)


def when_learned(step: Step, view: View, *, zone: str) -> str:
    """When a perspective learned of a step: the text given for what told it, else what is known of the time.

    For the ledger that is when the line was recorded.
    """
    if step.observation is None:
        return to_the_second(step.recorded_at, zone=zone)
    if step.was_heard:
        return between(step.known_earliest, step.known_latest, zone=zone, as_given=step.occurred_text)
    published = {report.published_text for report in _told_by(step, view)}
    given = published.pop() if len(published) == 1 else None
    return between(step.known_earliest, step.known_latest, zone=zone, as_given=given)


def _told_by(step: Step, view: View) -> list[ReportRow]:
    """The reports by which a step became known: those of its event that were out by then and reach the perspective.

    If none is addressed to the perspective itself, it was told through its parts, and all of them count.
    """
    out = [each for each in step.reports if each.report == step.event and not is_out_after(each, step.known_latest)]
    reaching = [each for each in out if not {PUBLIC, view.perspective}.isdisjoint(each.audience)]
    return reaching or out


def _told(step: Step, view: View, zone: str, before: Step | None) -> Iterator[Block]:
    spoken_by = words(name(step.speaker), f", {audience(step.audience)}") if step.speaker else None
    who = spoken_by or words(said_by(step.kind or "", step.audience, is_said=False))
    when = strong(when_learned(step, view, zone=zone))
    perhaps = " · perhaps not known by then" if step.visible == "possible" else ""
    yield Paragraph(
        words(when, " · ", who, " · ", name(step.event), _order(step, before), perhaps), mark=f"{step.step}."
    )
    if not step.was_heard:
        said = between(step.occurred_earliest, step.occurred_latest, zone=zone, as_given=step.occurred_text)
        by = [words(name(report.source)) for report in _told_by(step, view)]
        told = words(name(step.observation or ""), f", {said}, becomes known to {known_to(view)}")
        yield Paragraph(words(told, " in " if by else "", joined(by)), depth=1)
    yield from spoken(step.text, step.reports, depth=1, known=step.known_latest)
    yield from _taking_back(step)


def _order(step: Step, before: Step | None) -> Words:
    """Whether a step certainly follows the one before it. The first of all has none before it."""
    if step.follows_certainly is None:
        return ()
    former = before.step if before is not None else step.step - 1
    opened = f"not certainly after {open_after(step, former)}"
    if not step.follows_certainly:
        return words(faint(f" · {opened}"))
    more = f", {opened}" if step.not_certainly_after else ""
    return words(faint(f" · certainly after {former}{more}"))


def open_after(step: Step, former: int) -> str:
    """The numbers of the steps that a step does not certainly follow; if none is named, of the `former` one."""
    steps = [str(each) for each in step.not_certainly_after or [former]]
    if len(steps) > _MOST_STEPS:
        steps = [*steps[:_MOST_STEPS], f"{len(steps) - _MOST_STEPS} more"]
    return ", ".join(steps[:-1]) + " and " * (len(steps) > 1) + steps[-1]


def _logged(step: Step, zone: str) -> Iterator[Block]:
    what = f"{step.type} {step.event}" if step.about is None else f"{step.type} {step.event}, of {step.about}"
    yield Paragraph(
        words(strong(f"@{step.seq}"), f" · {to_the_second(step.recorded_at, zone=zone)} · {step.recorded_by} · ", what)
    )
    said = [words(name(step.speaker), f", {audience(step.audience)}")] if step.speaker else []
    said += [words(step.occurred_text)] if step.occurred_text else []
    if said:
        yield Paragraph(joined(said), depth=1)
    yield from spoken(step.text, step.reports, depth=1)
    yield from _taking_back(step)
    if step.reason:
        yield Paragraph(words("because: ", step.reason), depth=1)


def _taking_back(step: Step) -> Iterator[Block]:
    if back := says((), step.retracts):
        yield Paragraph(joined(back), depth=1)


def _by_effect(step: Step, claim: str | None) -> tuple[list[StanceTaken], list[StanceTaken]]:
    """The stances that changed something, and those that did not, on the claim of the story or on all claims."""
    changed = {change.claim for change in step.told_changes}
    told = [each for each in step.stances if claim in (None, each.claim)]
    return [each for each in told if each.claim in changed], [each for each in told if each.claim not in changed]
