"""Every stance explains itself: what keeps it from counting is named (design, section 1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import given, note
from hypothesis import strategies as st

from ledger.events import LEDGER
from ledger.workspace import questions
from ledger.workspace.story import story
from tests import naive
from tests.belief.asking import Question, answer, declared, view_of
from tests.belief.asking import questions as drawn
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from ledger.workspace.rows import Row
    from ledger.workspace.views import View
    from tests.belief.world import Recorded

SIDES = ("", "_if_possible")
VIEWS = 4
"""Views asked of each history."""


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_what_is_superseded_names_what_took_its_place(history: list[Batch], data: st.DataObject) -> None:
    """A superseded stance names what its actor said certainly later and nothing supersedes; another one names none."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(drawn(world).filter(lambda each: not isinstance(each.cut, naive.After)))
        rules = naive.World(world.lines).at(question.recorded)
        # For the ledger a cut is a seq, and what is ordered since then is not ordered there.
        is_ordered_now = question.perspective != LEDGER or question.cut is None
        for (claim,) in world.rows(f"select claim from {question.asked_of('claims')}"):
            rows = evidence(world, question, claim)
            for side in SIDES:
                standing = {row["observation"]: row for row in rows if row["outcome" + side] in ("counts", "retracted")}
                for row in rows:
                    named = row["superseded_by" + side]
                    assert bool(named) == (row["outcome" + side] == "superseded")
                    assert all(standing[each]["actor"] == row["actor"] for each in named)
                    if named and is_ordered_now:
                        after = [each for each in standing if precedes(rules, row["observation"], each)]
                        assert named == sorted(each for each in after if standing[each]["actor"] == row["actor"])


def precedes(rules: naive.World, first: str, then: str) -> bool:
    """Whether an observation certainly occurred before another one."""
    return naive.precedes(rules, ("occurrence", first), ("occurrence", then))


def test_of_many_that_supersede_the_last_ten_are_named() -> None:
    """Where an actor said much in unknown order, what he said before is superseded by all; the last are named."""
    claim = {"type": "claim", "id": "closed", "text": "Pier 4 is closed."}
    said = {"type": "observation", "speaker": "mayor", "stances": [{"claim": "closed", "stance": "support"}]}
    before = said | {"id": "before", "occurred": "2020-01-06"}
    later = [said | {"id": f"later-{day}", "occurred": f"2020-01-{day}/2020-01-31"} for day in range(10, 22)]
    at = datetime.fromisoformat("2020-02-20T09:00:00+00:00")
    opening = ({"type": "actor", "id": "mayor", "name": "The mayor"}, claim)
    with recorded([Batch(at, opening), Batch(at, (*later, before))]) as world:
        rows = {row["observation"]: row for row in evidence(world, Question(), "closed")}
    assert rows["before"]["outcome"] == "superseded"
    assert rows["before"]["superseded_by"] == [f"later-{day}" for day in range(12, 22)]
    assert all(rows[f"later-{day}"]["outcome"] == "counts" for day in range(10, 22))


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
                expected = naive.carried(rules, **question.axes())
            except naive.NoSuchEvent:
                continue
            for row in answer(world, data.draw(telling(world, view_of(question)))):
                # What was voided is told of too, and nothing carries it any more.
                assert reports_of(row) == expected.get(row["observation"], [])


@costly(2)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_what_a_body_knows_through_its_parts_names_them(history: list[Batch], data: st.DataObject) -> None:
    """What was not said to the public names the parts of the perspective that said it or were told, and its wholes."""
    note(as_story(history))
    with recorded(history) as world:
        # An event as the cut may not have been there yet.
        whoever = drawn(world).filter(lambda each: each.perspective != LEDGER and not isinstance(each.cut, naive.After))
        question = data.draw(whoever)
        records = naive.World(world.lines).at(question.recorded).records
        body = question.perspective
        wholes = records.chain(body)[1:]
        parts = {each for each in records.all_live("actor") if each != body and body in records.chain(each)}
        for (claim,) in world.rows(f"select claim from {question.asked_of('claims')}"):
            for row in evidence(world, question, claim):
                private = [each["audience"] for each in row["reports"] if "public" not in each["audience"]]
                involved = {row["actor"], *row["audience"], *(who for audience in private for who in audience)}
                is_public = "public" in row["audience"]
                assert row["known_through"] == ([] if is_public else sorted(parts & involved))
                told = {who for each in (row, *row["reports"]) for who in each["audience"]}
                assert row["wholes_told"] == sorted(told & set(wholes))


def after_moments(world: Recorded) -> list[st.SearchStrategy[Question]]:
    """What the public knew just after something was said or published: there the order of events decides."""
    moments = declared(world, "observation") + declared(world, "report")
    return [st.sampled_from(moments).map(lambda name: Question(cut=naive.After(name)))] * 2 if moments else []


def telling(world: Recorded, view: View) -> st.SearchStrategy[questions.Question[Row]]:
    """The questions whose rows have reports."""
    asked: list[questions.Question[Row]] = []
    # The steps of the ledger are lines, with what each of them says.
    asked += [story(view)] if view.perspective != "ledger" else []
    asked += [questions.evidence(view, claim) for claim in declared(world, "claim")]
    asked += [questions.utterances_in(view, source) for source in declared(world, "source")]
    asked += [questions.utterances_of(view, actor) for actor in declared(world, "actor")]
    return st.sampled_from(asked)


def reports_of(row: dict[str, Any]) -> list[naive.Carried]:
    """The reports of a row, as the naive rules write them."""
    fields = naive.Carried.__struct_fields__
    return sorted(naive.Carried(**{name: report[name] for name in fields}) for report in row["reports"])


def evidence(world: Recorded, question: Question, claim: str) -> list[dict[str, Any]]:
    """The stances that were ever taken on a claim, from the view of a question."""
    return answer(world, questions.evidence(view_of(question), claim))
