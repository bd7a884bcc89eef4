"""What there is to show of a claim, an actor or a source from a view; None if it is not there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger.events import LEDGER
from ledger.workspace import questions, story
from ledger.workspace.introducing import Introduced, introduced
from ledger.workspace.rows import (
    AssessmentRow,
    ClaimState,
    Evidence,
    FormerWording,
    Member,
    Neighbour,
    PositionHeld,
    SourceRow,
    Step,
    Utterance,
)

if TYPE_CHECKING:
    from ledger.workspace.ledger import Ledger
    from ledger.workspace.views import View


class ClaimDetails(Struct, frozen=True, kw_only=True):
    """A claim. `history` is its story, whatever the cut; each step in it says how it is `visible` at the cut.

    If there are many steps, it may have only the last ones: `left_out` is how many came before them.
    """

    state: ClaimState
    former_wordings: list[FormerWording]
    evidence: list[Evidence]
    history: list[Step]
    left_out: int
    relations: list[Neighbour]
    assessments: list[AssessmentRow]
    introduced: Introduced


class ActorDetails(Struct, frozen=True, kw_only=True):
    """An actor. `positions` are its own and those of its parts, `told` is what they were told in private.

    `passed_on` is what it passed on to sources; `assessments` are those that it made.
    """

    actor: Member
    positions: list[PositionHeld]
    utterances: list[Utterance]
    told: list[Utterance]
    passed_on: list[Utterance]
    assessments: list[AssessmentRow]


class SourceDetails(Struct, frozen=True, kw_only=True):
    """A source, with what it carries and what it passed on to others."""

    source: SourceRow
    carries: list[Utterance]
    passed_on: list[Utterance]


def claim_details(ledger: Ledger, view: View, claim: str, *, most: int | None = None) -> ClaimDetails | None:
    """A claim from a view, with at most `most` steps of its history."""
    # None of these answers depends on another. They are awaited one by one, not by joining the threads: Python 3.11
    # takes a thread for ended if Ctrl-C comes while it waits for that.
    with ThreadPoolExecutor() as asking:
        history = asking.submit(_history, ledger, view, claim, most)
        evidence = asking.submit(questions.evidence(view, claim).rows, ledger)
        states = asking.submit(questions.states(view, claims=[claim]).rows, ledger)
        wordings = asking.submit(questions.former_wordings(view, claim).rows, ledger)
        relations = asking.submit(questions.neighbours(view, claim).rows, ledger)
        assessments = asking.submit(questions.assessments(view, claim).rows, ledger)
        if not states.result():
            return None
        steps = history.result()
        shown = [each for each in evidence.result() if "counts" in {each.outcome, each.outcome_if_possible}]
        return ClaimDetails(
            state=states.result()[0],
            former_wordings=wordings.result(),
            evidence=evidence.result(),
            history=_at_cut(ledger, view, claim, steps),
            left_out=steps[0].step - 1 if steps else 0,
            relations=relations.result(),
            assessments=assessments.result(),
            introduced=introduced(ledger, view, [*shown, *steps, *assessments.result()]),
        )


def actor_details(ledger: Ledger, view: View, actor: str) -> ActorDetails | None:
    """An actor from a view."""
    members = questions.member(view, actor).rows(ledger)
    if not members:
        return None
    with ThreadPoolExecutor() as asking:
        positions = asking.submit(questions.held(view, [actor, *members[0].parts]).rows, ledger)
        utterances = asking.submit(questions.utterances_of(view, actor).rows, ledger)
        told = asking.submit(questions.utterances_to(view, actor).rows, ledger)
        passed_on = asking.submit(_passed_on, ledger, view, actor)
        assessments = asking.submit(questions.assessments_by(view, actor).rows, ledger)
        return ActorDetails(
            actor=members[0],
            positions=positions.result(),
            utterances=utterances.result(),
            told=told.result(),
            passed_on=passed_on.result(),
            assessments=assessments.result(),
        )


def source_details(ledger: Ledger, view: View, source: str) -> SourceDetails | None:
    """A source from a view."""
    sources = questions.sources(view, named=[source]).rows(ledger)
    if not sources:
        return None
    # At a cut, only reports that may have been published by then count.
    found = questions.utterances_in(view, source).rows(ledger)
    carries = [each for each in found if any(report.source == source for report in each.reports)]
    return SourceDetails(source=sources[0], carries=carries, passed_on=_passed_on(ledger, view, source))


def _passed_on(ledger: Ledger, view: View, name: str) -> list[Utterance]:
    """What a source or an actor passed on, with the reports that had it from there and may be out at the cut."""
    found = questions.utterances_via(view, name).rows(ledger)
    its = [replace(each, reports=[report for report in each.reports if name in report.via]) for each in found]
    return [each for each in its if each.reports]


def _history(ledger: Ledger, view: View, claim: str, most: int | None) -> list[Step]:
    """The last steps that changed a claim. For `ledger` a cut is a place in the log, and the history ends there."""
    if view.perspective == LEDGER and view != view.uncut:
        last = questions.asked_seq(ledger, view)
        view = replace(view.uncut, recorded=f"@{last}")
    return story.history(view, claim, most=most).rows(ledger)


def _at_cut(ledger: Ledger, view: View, claim: str, history: list[Step]) -> list[Step]:
    """The steps, each with how its observation is visible at the cut; unchanged without a cut, and for `ledger`."""
    if view.perspective == LEDGER or view == view.uncut:
        return history
    visible = {seen.observation: seen.visible for seen in questions.observations(view, claim=claim).rows(ledger)}
    return [replace(step, visible=visible.get(step.observation or "")) for step in history]
