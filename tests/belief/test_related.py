"""How related claims stand, told with a claim (design, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, note
from hypothesis import strategies as st

from ledger.events import LEDGER
from ledger.workspace.questions import neighbours
from tests import naive
from tests.belief.asking import answer, from_rules, questions, view_of
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, histories

if TYPE_CHECKING:
    from tests.belief.asking import Question


@costly(4)
@given(histories(), st.data())
def test_a_related_claim_stands_there_as_it_does_by_itself(history: list[Batch], data: st.DataObject) -> None:
    """Whatever the view: each relation of a claim has the other claim, with its status by the naive rules."""
    with recorded(history) as world:
        related = sorted({line[end] for line in world.lines if line["type"] == "relation" for end in ("from", "to")})
        assume(related)
        note(as_story(history))
        question, claim = data.draw(questions(world)), data.draw(st.sampled_from(related))
        stands = expected(naive.World(world.lines), question)
        found = answer(world, neighbours(view_of(question), claim))
        told = {each["claim"]: (each["status"], each["status_if_possible"]) for each in found}
        assert told.items() <= stands.items()
        if question.recorded is None and (question.cut is None or question.perspective != LEDGER):
            asked = f"select claim_relation from claim_relations where '{claim}' in (from_claim, to_claim)"
            assert sorted((each["claim_relation"],) for each in found) == sorted(world.rows(asked))


def expected(rules: naive.World, question: Question) -> dict[str, tuple[str, str]]:
    """The status of each claim from the view, certainly and if everything possible had happened."""
    try:
        return {claim: state[:2] for claim, state in from_rules(rules, question).claims.items()}
    except naive.NoSuchEvent:
        assume(False)  # noqa: FBT003  # there is nothing to compare
        raise
