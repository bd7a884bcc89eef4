"""Every stance explains itself: what keeps it from counting is named (design, section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, note
from hypothesis import strategies as st

from ledger.workspace import questions
from ledger.workspace.views import View
from tests import naive
from tests.belief.asking import Question
from tests.belief.asking import questions as drawn
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from ledger.workspace.rows import Row
    from tests.belief.world import Recorded

SIDES = ("", "_if_possible")
VIEWS = 4
"""Views asked of each history."""


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_what_is_superseded_names_what_took_its_place(history: list[Batch], data: st.DataObject) -> None:
    """A superseded stance names utterances of the same actor that nothing supersedes; another one names none."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(drawn(world).filter(lambda each: not isinstance(each.cut, naive.After)))
        for (claim,) in world.rows(f"select claim from {question.asked_of('claims')}"):
            rows = evidence(world, question, claim)
            for side in SIDES:
                standing = {row["observation"]: row for row in rows if row["outcome" + side] in ("counts", "retracted")}
                for row in rows:
                    named = row["superseded_by" + side]
                    assert bool(named) == (row["outcome" + side] == "superseded")
                    assert all(standing[each]["actor"] == row["actor"] for each in named)


@costly(2)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_no_report_is_told_from_after_the_cut(history: list[Batch], data: st.DataObject) -> None:
    """Wherever reports are told of, they are those that were at least possibly published by the cut, marked as such."""
    note(as_story(history))
    with recorded(history) as world:
        rules = naive.World(world.lines)
        for _ in range(VIEWS):
            question = data.draw(st.one_of(drawn(world), *after_moments(world)))
            try:
                expected = naive.carried(rules, **question.told())
            except naive.NoSuchEvent:
                continue
            for row in answer(world, data.draw(telling(world, view_of(question)))):
                # What was voided is told of too, and nothing carries it any more.
                assert told(row) == expected.get(row["observation"], [])


def after_moments(world: Recorded) -> list[st.SearchStrategy[Question]]:
    """What the public knew just after something was said or published: there the order of events decides."""
    moments = declared(world, "observation") + declared(world, "report")
    return [st.sampled_from(moments).map(lambda name: Question(cut=naive.After(name)))] * 2 if moments else []


def telling(world: Recorded, view: View) -> st.SearchStrategy[questions.Question[Row]]:
    """The questions whose rows have reports."""
    asked: list[questions.Question[Row]] = []
    # The steps of the ledger are lines, with what each of them says.
    asked += [questions.story(view)] if view.perspective != "ledger" else []
    asked += [questions.evidence(view, claim) for claim in declared(world, "claim")]
    asked += [questions.utterances_in(view, source) for source in declared(world, "source")]
    asked += [questions.utterances_of(view, actor) for actor in declared(world, "actor")]
    return st.sampled_from(asked)


def told(row: dict[str, Any]) -> list[naive.Carried]:
    """The reports of a row, as the naive rules write them."""
    fields = naive.Carried.__struct_fields__
    return sorted(naive.Carried(**{name: report[name] for name in fields}) for report in row["reports"])


def declared(world: Recorded, kind: str) -> list[str]:
    """The records of a type that were ever declared."""
    return [line["id"] for line in world.lines if line["type"] == kind and "amends" not in line]


def evidence(world: Recorded, question: Question, claim: str) -> list[dict[str, Any]]:
    """The stances that were ever taken on a claim, from the view of a question."""
    return answer(world, questions.evidence(view_of(question), claim))


def view_of(question: Question) -> View:
    """The view of a question."""
    clock = question.cut.instant if isinstance(question.cut, naive.Clock) else None
    after = question.cut.event if isinstance(question.cut, naive.After) else None
    event = f"@{after}" if isinstance(after, int) else after
    recorded_at = None if question.recorded is None else str(question.recorded)
    return View(perspective=question.perspective, clock=clock, event=event, recorded=recorded_at)


def answer(world: Recorded, question: questions.Question[Row]) -> list[dict[str, Any]]:
    """The rows of an answer."""
    relation = world.connection.sql(question.text)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
