"""Every stance explains itself: what keeps it from counting is named (design, section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, note, settings
from hypothesis import strategies as st

from ledger.workspace import questions
from ledger.workspace.views import View
from tests import naive
from tests.belief.asking import questions as drawn
from tests.belief.world import recorded
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from tests.belief.asking import Question
    from tests.belief.world import Recorded

FEWER = settings(max_examples=max(10, settings().max_examples // 5))
SIDES = ("", "_if_possible")


@FEWER
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


def evidence(world: Recorded, question: Question, claim: str) -> list[dict[str, str | list[str]]]:
    """The stances that were ever taken on a claim, from the view of a question."""
    clock = question.cut.instant if isinstance(question.cut, naive.Clock) else None
    recorded_at = None if question.recorded is None else str(question.recorded)
    view = View(perspective=question.perspective, clock=clock, recorded=recorded_at)
    relation = world.connection.sql(questions.evidence(view, claim).text)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
