"""The rules of sections 5 to 7 in SQL give what the naive rules give, for every history and from every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests import naive
from tests.belief.asking import (
    Question,
    declared,
    from_rules,
    from_sql,
    moments,
    questions,
    replay,
    revisions,
    revisions_by_rules,
    several,
    shown,
)
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import AFTERWARDS, Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from tests.belief.world import Recorded


@costly(2)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_any_view_is_as_by_the_rules(history: list[Batch], data: st.DataObject) -> None:
    """From any perspective, at any cut and recorded position: what is visible, who stands where, and each status."""
    note(as_story(history))
    with recorded(history) as world:
        rules = naive.World(world.lines)
        for question in data.draw(several(world)):
            try:
                expected = from_rules(rules, question)
            except naive.NoSuchEvent:
                assert_is_refused(world, question)
            else:
                assert from_sql(world, question) == expected


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_asked_of_one_claim_a_question_says_the_same_of_it(history: list[Batch], data: st.DataObject) -> None:
    """With a `claim`, what is told of claims and positions is what is told of all, as far as it is of this one."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(questions(world))
        for relation in ("claims", "positions"):
            try:
                told = world.rows(f"from {question.asked_of(relation)}")
            except duckdb.Error as error:
                assert_is_refused(world, question)
                note(str(error))
                return
            for claim in declared(world, "claim"):
                of_one = world.rows(f"from {question.asked_of(relation, claim=claim)}")
                assert sorted(map(repr, of_one)) == sorted(repr(row) for row in told if row[0] == claim)


def assert_is_refused(world: Recorded, question: Question) -> None:
    """A cut at an event that is absent or voided by then is an error."""
    for relation in ("observations", "positions", "claims", "replay"):
        with pytest.raises(duckdb.Error, match=r"voided|not yet there"):
            world.rows(f"from {question.asked_of(relation)}")


@given(st.one_of(histories(), exact_histories()))
def test_moments_and_revisions_are_as_by_the_rules(history: list[Batch]) -> None:
    """Now: every tightened moment, and every revision for the public and for those who record."""
    note(as_story(history))
    with recorded(history) as world:
        rules = naive.World(world.lines)
        assert moments(world) == naive.moments(rules)
        for perspective in ("public", "ledger"):
            assert revisions(world, perspective) == revisions_by_rules(rules, perspective)


@costly(3)
@given(histories())
def test_the_current_relations_are_the_default_view(history: list[Batch]) -> None:
    """`claims` and `positions` say what `claims_as_of` and `positions_as_of` say of everything recorded."""
    with recorded(history) as world:
        columns = "claim, text, kind, status, supporters, deniers, questioners, origins, divided, verdict, assessors"
        assert sorted(map(repr, world.rows(f"select {columns} from claims"))) == sorted(
            map(repr, world.rows(f"select {columns} from claims_as_of(null)"))
        )
        origins = world.rows("select origin, claim, position, observation from origin_positions")
        expected = naive.origin_positions(naive.World(world.lines))
        assert {(origin, claim): (position, by) for origin, claim, position, by in origins} == {
            key: (each.position, each.observation) for key, each in expected.items()
        }
        held = "claim, actor, origin, position, observation"
        assert sorted(map(repr, world.rows(f"select {held} from positions"))) == sorted(
            map(repr, world.rows(f"select {held} from positions_as_of(null) where position is not null"))
        )


@costly(3)
@given(histories(), st.data())
def test_any_perspective_has_its_story(history: list[Batch], data: st.DataObject) -> None:
    """The steps of any perspective at any recorded position are as by the rules, and so are its revisions."""
    note(as_story(history))
    with recorded(history) as world:
        rules = naive.World(world.lines)
        perspective = data.draw(st.sampled_from(["public", *declared(world, "actor")]))
        position = data.draw(st.one_of(st.none(), st.integers(1, len(world.lines))))
        told = f"perspective := '{perspective}', recorded := {'null' if position is None else position}"
        steps = world.rows(
            "select observation, event, seq, known_earliest, known_latest, follows_certainly"
            f" from story({told}) order by step"
        )
        expected = naive.story(rules, perspective=perspective, recorded=position)
        assert [tuple(map(shown, step)) for step in steps] == [
            (s.observation, s.event, s.seq, s.known_earliest, s.known_latest, s.follows_certainly) for s in expected
        ]
        revised = naive.revisions(rules, perspective=perspective, recorded=position)
        for claim in declared(world, "claim"):
            rows = world.rows(
                "select revision, event, status, previous_status"
                f" from claim_history('{claim}', {told}) order by revision"
            )
            assert rows == [(r.revision, r.event, r.status, r.previous_status) for r in revised if r.claim == claim]


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_a_story_up_to_a_cut_is_as_by_the_rules(history: list[Batch], data: st.DataObject) -> None:
    """Up to any cut the replay has the steps visible there and what they change, certainly and if all was possible."""
    note(as_story(history))
    with recorded(history) as world:
        for question in data.draw(several(world)):
            try:
                expected = naive.replay(naive.World(world.lines), **question.axes())
            except naive.NoSuchEvent:
                assert_is_refused(world, question)
            else:
                assert replay(world, question) == expected


def test_the_body_that_was_divided_is_named_as_the_log_grew() -> None:
    """Where a part leaves a divided body, or parts get one later, each step names the body that it was then."""
    bodies = [{"type": "actor", "id": name, "name": name} for name in ("x", "y")]
    parts = [{"type": "actor", "id": name, "name": name, "part_of": "x"} for name in ("a", "b")]
    alone = [{"type": "actor", "id": name, "name": name} for name in ("e", "f")]
    claim = {"type": "claim", "id": "open", "text": "It is open."}
    said = [
        {"type": "observation", "speaker": who, "stances": [{"claim": "open", "stance": stance}]}
        for who, stance in (("a", "support"), ("b", "deny"), ("e", "support"), ("f", "deny"))
    ]
    moves = [
        {"type": "actor", "amends": who, "name": who, "part_of": "y", "reason": "He moved."} for who in ("a", "e", "f")
    ]
    voids = [{"type": "void", "event": "x"}]
    with recorded([Batch(AFTERWARDS, (*bodies, *parts, *alone, claim, *said, *moves, *voids))]) as world:
        told = replay(world, Question("ledger"))
        assert told == naive.replay(naive.World(world.lines), perspective="ledger")
        changes, _ = told.certainly
        assert {divided for each in changes.values() for *_, divided in each} == {(), ("x",), ("y",)}


def test_a_question_about_what_is_not_there_is_an_error() -> None:
    """In SQL too: a misspelt name (with the nearest one), a moment with no offset, an event or position not there."""
    refusals = (
        ("from claims_as_of(null, perspective := 'mayro')", "did you mean mayor"),
        ("from observations_as_of(null, perspective := 'mayro')", "did you mean mayor"),
        ("from claims_after('mayro-1')", "did you mean mayor-1"),
        ("from claim_history('pier-opne')", "did you mean pier-open"),
        ("from claims_as_of(null, claim := 'pier-opne')", "did you mean pier-open"),
        ("from positions_after('mayor', claim := 'pier-opne')", "did you mean pier-open"),
        ("from claims_as_of('2020-01-06 16:10')", "needs an offset"),
        ("from claims_as_of('Monday')", "needs an offset"),
        ("from claims_as_of(null, recorded := 40)", "the log ends at @4; there is no 40"),
        ("from claims_after('mayor-1', recorded := 2)", "mayor-1 is not yet there at @2"),
        ("from claims_after('mayor-1')", "mayor-1 was voided by @4"),
        ("from claims_after('@99')", "no event of that name: @99"),
    )
    mayor = {"type": "actor", "id": "mayor", "name": "The mayor"}
    claim = {"type": "claim", "id": "pier-open", "text": "Pier 4 is open."}
    stance = {"claim": "pier-open", "stance": "support"}
    said = {"type": "observation", "id": "mayor-1", "speaker": "mayor", "stances": [stance]}
    void = {"type": "void", "event": "mayor-1"}
    with recorded([Batch(AFTERWARDS, (mayor, claim, said)), Batch(AFTERWARDS, (void,))]) as world:
        for query, words in refusals:
            with pytest.raises(duckdb.Error, match=words):
                world.rows(query)
