"""What is answered from tables that are kept is what the rules give when they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, note
from hypothesis import strategies as st

from ledger.workspace import questions, story
from ledger.workspace.views import View
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, histories

if TYPE_CHECKING:
    from tests.belief.world import Recorded


@costly(3)
@given(histories(), st.data())
def test_the_default_view_says_what_the_end_of_the_log_says(history: list[Batch], data: st.DataObject) -> None:
    """The kept state, evidence and history of a claim are those that are asked for at the end of the log."""
    note(as_story(history))
    with recorded(history) as world:
        (end,) = world.rows("select internal.head()")
        asked = View(recorded=str(end[0]))
        claims = [claim for (claim,) in world.rows("select claim from claims order by claim")]
        assume(claims)
        claim = data.draw(st.sampled_from(claims))
        kept, told = ([rows(world, query) for query in queries(view, claim)] for view in (View(), asked))
        assert kept == told


def queries(view: View, claim: str) -> tuple[str, ...]:
    """What the page of a claim asks for."""
    return (
        questions.states(view, claims=[claim]).text,
        questions.evidence(view, claim).text,
        story.history(view, claim).text,
        story.story(view).text,
        story.story(view, claim=claim).text,
    )


def rows(world: Recorded, query: str) -> list[str]:
    """The rows of a query as one writes them, nested ones too."""
    return [repr(row) for row in world.rows(query)]
