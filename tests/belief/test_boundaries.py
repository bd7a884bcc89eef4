"""Moments that adjoin: what ends when another begins certainly comes before it, wherever that is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ledger.workspace import questions, story
from ledger.workspace.views import View
from tests.belief import port
from tests.belief.asking import answer
from tests.belief.port import CAST
from tests.belief.world import recorded
from tests.histories import AFTERWARDS, Batch

MONTH = {"occurred": "2020-01-01/2020-01-10"}


def said(day: int, stance: str, *, speaker: str = "mayor") -> dict[str, Any]:
    """What somebody says of the pier on a day, under a name with both."""
    return port.said(day, stance, speaker=speaker, id=f"{speaker}-{day:02}")


def test_the_day_after_supersedes_the_day_before() -> None:
    """Who denies on one day and supports on the next has changed sides, and no order is unknown, however one asks."""
    with recorded([Batch(AFTERWARDS, (*CAST, said(6, "deny"), said(7, "support")))]) as world:
        for question in (
            "claims",
            "claims_as_of(null)",
            "claims_as_of('2020-01-08T00:00Z')",
            "claims_as_of('2020-01-08T00:00Z', claim := 'shut')",
            "claims_as_of(null, recorded := 6)",
            "claims_after('mayor-07')",
        ):
            assert world.rows(f"select status, supporters, deniers from {question}") == [("asserted", 1, 0)], question
        assert world.rows("select status from claim_history('shut')") == [("denied",), ("asserted",)]
        assert world.rows("select from_event, to_event from reversals") == [("mayor-06", "mayor-07")]
        later = said(7, "support") | {"id": "overlapping", "occurred": "2020-01-06T23:59Z/2020-01-08"}
    with recorded([Batch(AFTERWARDS, (*CAST, said(6, "deny"), later))]) as world:
        assert world.rows("select status from claims") == [("order-unknown",)]


def test_a_cut_at_midnight_ends_with_the_day() -> None:
    """As of the end of Monday, Tuesday's words are not even possible; Monday's are certain."""
    story = (*CAST, said(6, "deny"), said(7, "support"))
    with recorded([Batch(AFTERWARDS, story)]) as world:
        assert world.rows("select observation, visible from replay_as_of('2020-01-06')") == [("mayor-06", "certain")]
        assert world.rows("select observation, visible from observations_as_of('2020-01-06')") == [
            ("mayor-06", "certain")
        ]
        assert world.rows("select status, status_if_possible from claims_as_of('2020-01-06')") == [("denied", "denied")]
        assert world.rows("select observation, visible from observations_after('mayor-06')") == [
            ("mayor-06", "certain")
        ]
        assert world.rows("select observation, visible from replay_after('mayor-06')") == [("mayor-06", "certain")]
        assert world.rows("select status, status_if_possible from claims_as_of('2020-01-07T12:00Z')") == [
            ("denied", "asserted")
        ]
        just_before = "2020-01-06T23:59:59.999999Z"
        assert world.rows(f"select visible from replay_as_of('{just_before}')") == [("possible",)]
        just_after = "2020-01-07T00:00:00.000001Z"
        assert world.rows(f"select visible from replay_as_of('{just_after}')") == [("certain",), ("possible",)]


def test_a_divided_origin_has_the_event_by_which_it_became_so() -> None:
    """Where members stand on both sides, the origin's observation is the later of those that make it divided."""
    story = (*CAST, said(6, "deny"), said(7, "support", speaker="clerk"))
    with recorded([Batch(AFTERWARDS, story)]) as world:
        columns = "origin, position, since, observation"
        assert world.rows(f"select {columns} from origin_positions") == [("port", "divided", "clerk-07", "clerk-07")]


def test_in_the_log_the_day_after_supersedes_while_it_is_there() -> None:
    """For those who record, what follows on the next day supersedes until it is voided, and no order is unknown."""
    void = {"type": "void", "event": "mayor-07"}
    with recorded([Batch(AFTERWARDS, (*CAST, said(6, "deny"), said(7, "support"), void))]) as world:
        history = world.rows("select status from claim_history('shut', perspective := 'ledger')")
        assert history == [("denied",), ("asserted",), ("denied",)]


def test_what_was_taken_back_gives_no_position() -> None:
    """Of stances in unknown order those that nobody took back give it, and of these the last is named."""
    turns = enumerate(("support", "deny", "deny", "query"), start=5)
    story = (*CAST, *(said(day, stance) | MONTH for day, stance in turns))
    questions = ("positions", "positions_as_of(null)", "positions_as_of(null, recorded := {})")
    with recorded([Batch(AFTERWARDS, story)]) as world:
        for question in questions:
            asked = f"select position, observation from {question.format(8)}"
            assert world.rows(asked) == [("order-unknown", "mayor-07")], question
    back = {
        "type": "observation", "id": "back", "speaker": "clerk", "occurred": "2020-01-12",
        "retracts": [{"observation": "mayor-07"}],
    }  # fmt: skip
    with recorded([Batch(AFTERWARDS, (*story, back))]) as world:
        for question in questions:
            asked = f"select position, observation from {question.format(9)}"
            assert world.rows(asked) == [("order-unknown", "mayor-06")], question
        cut = "positions_as_of('2020-01-12T12:00Z')"
        columns = "position, observation, position_if_possible, observation_if_possible"
        expected = [("order-unknown", "mayor-07", "order-unknown", "mayor-06")]
        assert world.rows(f"select {columns} from {cut}") == expected


def test_what_a_body_was_before_a_part_of_it_came_is_not_what_the_part_speaks_for() -> None:
    """In the log, too, an actor has the origin that its bodies give it as they are when it is declared."""
    office = {"type": "actor", "id": "office", "name": "The office", "part_of": "port"}
    story = (
        *CAST,
        office | {"independent": True},
        office | {"id": None, "amends": "office", "reason": "It is not."},
        {"type": "actor", "id": "pilot", "name": "The pilot", "part_of": "office"},
        said(6, "support"),
        said(7, "support", speaker="pilot"),
    )
    with recorded([Batch(AFTERWARDS, story)]) as world:
        for perspective in ("public", "ledger"):
            counted = "select status, supporters, origins from claim_history('shut', perspective := '{0}')"
            told = world.rows(counted.format(perspective))
            assert told == [("asserted", 1, 1), ("asserted", 2, 1)]


SAFE: dict[str, Any] = {"type": "claim", "id": "safe", "text": "Pier 4 is safe."}


@pytest.mark.parametrize(
    ("claims", "statuses"),
    [
        ({"claims": ["shut"]}, [("safe", "asserted"), ("shut", "retracted")]),
        ({}, [("safe", "retracted"), ("shut", "retracted")]),
    ],
)
def test_what_is_taken_back_of_one_claim_stands_on_another(
    claims: dict[str, Any], statuses: list[tuple[str, str]]
) -> None:
    """A retraction that names claims takes back the stances on these; one that names none, all of them."""
    both = {"stances": [{"claim": claim, "stance": "support"} for claim in ("shut", "safe")]}
    back = {
        "type": "observation", "id": "back", "speaker": "clerk", "occurred": "2020-01-12",
        "retracts": [{"observation": "mayor-05"} | claims],
    }  # fmt: skip
    with recorded([Batch(AFTERWARDS, (*CAST, SAFE, said(5, "support") | both, back))]) as world:
        for relation in ("claims", "claims_as_of(null)"):
            assert world.rows(f"select claim, status from {relation} order by claim") == statuses
        for claim, status in statuses:
            history = world.rows(f"select status from claim_history('{claim}', perspective := 'ledger')")
            assert history[-1] == (status,)


def test_a_denial_outweighs_a_question_and_an_unknown_order_does() -> None:
    """Of one who says both, and of an origin of which one says both, and another one asks."""
    asks = (said(5, "deny") | MONTH, said(6, "query") | MONTH)
    with recorded([Batch(AFTERWARDS, (*CAST, *asks))]) as world:
        assert world.rows("select status, deniers, questioners from claims") == [("denied", 1, 0)]
    both = (said(5, "deny") | MONTH, said(6, "support") | MONTH)
    with recorded([Batch(AFTERWARDS, (*CAST, *both, said(7, "query", speaker="clerk")))]) as world:
        assert world.rows("select status, questioners from claims") == [("order-unknown", 1)]
        assert world.rows("select origin, position from origin_positions") == [("port", "order-unknown")]


def test_what_is_learned_at_once_is_told_as_it_was_said() -> None:
    """Of two private statements in one edition the first is what began first, whichever ended or was recorded first."""
    out = {"audience": ["clerk"], "reports": [{"source": "post"}]}
    story = (
        *CAST,
        {"type": "source", "id": "post", "publisher": "Harbour Post", "published": "2020-01-12"},
        said(6, "deny") | out | {"occurred": "2020-01-06/2020-01-08"},
        said(5, "support") | out | {"occurred": "2020-01-05/2020-01-09"},
    )
    with recorded([Batch(AFTERWARDS, story)]) as world:
        assert world.rows("select observation from story() order by step") == [("mayor-05",), ("mayor-06",)]


def test_a_question_may_name_two_times() -> None:
    """When it is asked about, and when that was recorded: a time or a date means the last line recorded by then."""
    later = AFTERWARDS + timedelta(days=1)
    first, second = Batch(AFTERWARDS, (*CAST, said(6, "deny"))), Batch(later, (said(7, "support"),))
    with recorded([first, second]) as world:
        seq = len(world.lines) - 1
        for recorded_by in (f"{AFTERWARDS:%Y-%m-%dT%H:%MZ}", f"{AFTERWARDS:%Y-%m-%d}", f"@{seq}", str(seq)):
            asked = f"from claims_as_of('2020-01-07', recorded := '{recorded_by}')"
            assert world.rows(f"select status {asked}") == [("denied",)], recorded_by
        for recorded_by in (f"{later:%Y-%m-%dT%H:%MZ}", f"{later:%Y-%m-%d}"):
            asked = f"from claims_as_of('2020-01-07', recorded := '{recorded_by}')"
            assert world.rows(f"select status {asked}") == [("asserted",)], recorded_by
            earlier = f"from claims_as_of('2020-01-06', recorded := '{recorded_by}')"
            assert world.rows(f"select status {earlier}") == [("denied",)], recorded_by
        assert world.rows("select status from claims_as_of('2020-01-07', recorded := '2020-01-07')") == []


@pytest.mark.parametrize("perspective", ["public", "mayor", "ledger"])
@pytest.mark.parametrize("cut", [None, "mayor-06"])
def test_a_reader_may_name_the_time_of_recording(perspective: str, cut: str | None) -> None:
    """Every reader answers by a time of recording as by the last seq recorded by then."""
    later = Batch(AFTERWARDS + timedelta(days=1), (said(7, "support"), {"type": "void", "event": "mayor-06"}))
    with recorded([Batch(AFTERWARDS, (*CAST, said(6, "deny"))), later]) as world:
        seq = len(world.lines) - 2
        by_time, by_seq = (
            View(perspective=perspective, event=cut, recorded=position)
            for position in (f"{AFTERWARDS:%Y-%m-%dT%H:%M:%S.999999Z}", f"@{seq}")
        )
        for asked in (
            questions.states,
            questions.observations,
            questions.actors,
            questions.reversals,
            lambda view: questions.evidence(view, "shut"),
            lambda view: questions.assessments(view, "shut"),
            lambda view: questions.former_wordings(view, "shut"),
            lambda view: questions.neighbours(view, "shut"),
            lambda view: questions.utterances_of(view, "mayor"),
            lambda view: questions.ended(view, ["mayor-06"]),
            lambda view: questions.comparison(view, view.uncut),
            story.story,
            lambda view: story.story(view, claim="shut"),
            lambda view: story.history(view, "shut"),
        ):
            assert answer(world, asked(by_time)) == answer(world, asked(by_seq))
        (state,) = answer(world, questions.states(by_time))
        assert state["status"] == "denied"
