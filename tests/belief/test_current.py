"""What the relations say of now, beyond states and positions: since when, after what, and by which verdicts."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from hypothesis import given, note
from hypothesis import strategies as st

from ledger.workspace import questions as readers
from tests import naive
from tests.belief.asking import Question, answer, several, view_of
from tests.belief.port import CAST, said
from tests.belief.world import instant, recorded
from tests.effort import costly
from tests.histories import AFTERWARDS, Batch, as_story, exact_histories, histories
from tests.naive import belief
from tests.naive.views import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.belief.world import Recorded

NOW = Question()
NAMES = ("told", "vague", "ordered", "tied", "between", "maybe", "twins")
SIDES = ("support", "deny")


def since(turns: Iterable[naive.Turn]) -> dict[tuple[str, str], str]:
    """The event by which each came to the position that it has now."""
    return {(turn.who, turn.claim): turn.event for turn in turns}


def reversals(rules: naive.World, asked: Question = NOW) -> set[tuple[str, ...]]:
    """Where an actor certainly said the other side next, of what is certainly visible from a view.

    The claim, the actor, and what it said in which event, before and after. Of what is said on one side, and of which
    nothing tells which came first, the first name stands for all.
    """
    view = View(rules, **asked.axes())
    records, order = view.world.records, view.world.order
    turns: dict[tuple[str, str], dict[tuple[Any, str], list[str]]] = {}
    for observation in sorted(name for name, how in view.visible.items() if how == "certain"):
        moment = ("occurrence", observation)
        for stance in records.stances(observation):
            if stance["stance"] in SIDES and belief.counts(stance):
                who = stance["claim"], records.current[observation]["speaker"]
                turn = (*order.tightened[moment], order.depth[moment]), stance["stance"]
                turns.setdefault(who, {}).setdefault(turn, []).append(observation)

    def precedes(former: str, latter: str) -> bool:
        return order.precedes(("occurrence", former), ("occurrence", latter))

    found: set[tuple[str, ...]] = set()
    for who, taken in turns.items():
        for (one, (_, side)), (other, (_, opposite)) in permutations([(each, key) for key, each in taken.items()], 2):
            beside = [name for each in taken.values() if each is not one and each is not other for name in each]
            if (
                side != opposite
                and precedes(one[0], other[0])
                and all(precedes(name, one[0]) or precedes(other[0], name) for name in beside)
            ):
                found.add((*who, side, one[0], opposite, other[0]))
    return found


def assert_is_current(world: Recorded) -> None:
    """The relations say what the naive rules do."""
    rules = naive.World(world.lines)
    actors, origins = naive.turns(rules, of="actors"), naive.turns(rules, of="origins")
    for relation, who, turns in (("positions", "actor", actors), ("origin_positions", "origin", origins)):
        rows = world.rows(f"select {who}, claim, since from {relation}")
        assert {(name, claim): event for name, claim, event in rows} == since(turns)
    columns = "claim, actor, from_position, from_event, to_position, to_event"
    assert set(world.rows(f"select {columns} from reversals")) == reversals(rules)
    last = {revision.claim: revision for revision in naive.revisions(rules)}
    for claim, revision, previous, event, at in world.rows(
        "select claim, revision, previous_status, changed_by, changed_at from claims"
    ):
        told = last.get(claim)
        if told is None:
            assert (revision, previous, event, at) == (0, None, None, None)
        else:
            expected = (told.revision, told.previous_status, told.event, told.known_earliest)
            assert (revision, previous, event, instant(at)) == expected
    assert sorted(world.rows(f"select {', '.join(ASSESSED)} from assessments"), key=repr) == assessments(rules)


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_who_changed_sides_is_as_by_the_rules_from_any_view(history: list[Batch], data: st.DataObject) -> None:
    """From any perspective, at any cut and recorded position: what somebody certainly said next."""
    note(as_story(history))
    with recorded(history) as world:
        for asked in data.draw(several(world)):
            try:
                expected = reversals(naive.World(world.lines), asked)
            except naive.NoSuchEvent:
                continue
            columns = ("claim", "actor", "from_position", "from_event", "to_position", "to_event")
            rows = answer(world, readers.reversals(view_of(asked)))
            assert {tuple(row[column] for column in columns) for row in rows} == expected


def hedges(rules: naive.World, asked: Question) -> dict[tuple[str, str], tuple[str, str]]:
    """How those stand there who never said so plainly: the plainest manner of the stances that give their position."""
    view = View(rules, **asked.axes())
    found = {}
    for (actor, claim), held in view.actors(possible=False).items():
        manners = [
            (stance.get("certainty", "certain") != "certain", stance.get("basis", "direct") != "direct", stance)
            for observation in held.given_by
            for stance in view.world.records.stances(observation)
            if (stance["claim"], stance["stance"]) == (claim, held.position)
        ]
        if held.position in {*SIDES, "query"} and not any(
            (unsure, indirect) == (False, False) for unsure, indirect, _ in manners
        ):
            _, _, plainest = min(manners, key=lambda each: (*each[:2], each[2].get("basis", "direct")))
            found[actor, claim] = plainest.get("basis", "direct"), plainest.get("certainty", "certain")
    return found


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_in_what_manner_somebody_stands_there_is_as_by_the_rules(history: list[Batch], data: st.DataObject) -> None:
    """From any view: of each who supports, denies or questions a claim only by what is implied or merely probable."""
    note(as_story(history))
    with recorded(history) as world:
        for asked in data.draw(several(world)):
            try:
                expected = hedges(naive.World(world.lines), asked)
            except naive.NoSuchEvent:
                continue
            assert {
                (hedge["actor"], row["claim"]): (hedge["basis"], hedge["certainty"])
                for row in answer(world, readers.states(view_of(asked)))
                for hedge in row["hedges"]
            } == expected


ASSESSED = ("assessment", "claim", "assessor", "verdict", "label", "confidence", "rationale", "evidence", "note")


def assessments(world: naive.World) -> list[tuple[Any, ...]]:
    """The assessments that stand in the records, in any order that is theirs alone."""
    lines = ((name, world.records.current[name]) for name in world.records.all_live("assessment"))
    defaults: dict[str, list[str]] = {"evidence": []}
    rows = [(name, *(line.get(field, defaults.get(field)) for field in ASSESSED[1:])) for name, line in lines]
    return sorted(rows, key=repr)


@costly(4)
@given(st.one_of(histories(), exact_histories()))
def test_since_when_and_after_what_is_as_by_the_rules(history: list[Batch]) -> None:
    """Who stands where since which event, who changed sides, which revision a claim is at, and its assessments."""
    note(as_story(history))
    with recorded(history) as world:
        assert_is_current(world)


def test_who_changes_sides_again_and_again_is_told() -> None:
    """By questions and retractions in between too; a body is since then divided, and one verdict was voided."""
    cast = (
        *CAST,
        {"type": "claim", "id": "quiet", "text": "Nobody says anything."},
    )
    turns = ("support", "query", "support", "deny", "retract", "support")
    mayor = tuple(said(day, stance) for day, stance in enumerate(turns, start=1))
    verdicts = (
        {
            "type": "assessment", "id": "first", "claim": "shut", "assessor": "clerk", "verdict": "true",
            "label": "Shut", "confidence": "high", "rationale": "He looked.", "evidence": ["mayor:1"], "note": "Twice.",
        },
        {"type": "assessment", "id": "second", "claim": "shut", "assessor": "clerk", "verdict": "false"},
        {"type": "void", "event": "second"},
    )  # fmt: skip
    with recorded([Batch(AFTERWARDS, (*cast, *mayor, said(9, "deny", speaker="clerk"), *verdicts))]) as world:
        assert_is_current(world)
        assert world.rows("select actor, from_event, to_event from reversals order by to_event") == [
            ("mayor", "mayor:3", "mayor:4"),
            ("mayor", "mayor:4", "mayor:6"),
        ]
        assert world.rows("select since, position from origin_positions") == [("clerk:1", "divided")]
        (first,) = world.rows("select assessment, verdict, evidence from assessments")
        assert first == ("first", "true", ["mayor:1"])


def test_a_reversal_is_what_an_actor_certainly_said_next() -> None:
    """Minds change by when something was said, whenever it was learned and recorded; no order is taken for granted."""
    cast = (
        {"type": "actor", "id": "mayor", "name": "The mayor"},
        {"type": "actor", "id": "clerk", "name": "The clerk"},
        {"type": "source", "id": "papers", "publisher": "The archive", "published": "2020-01-15"},
        *({"type": "claim", "id": name, "text": name} for name in NAMES),
    )

    def stated(name: str, occurred: str, stance: str, **more: Any) -> dict[str, Any]:
        taken = [{"claim": name.partition("-")[0], "stance": stance}]
        return {"type": "observation", "id": name, "speaker": "mayor", "occurred": occurred, "stances": taken, **more}

    private = {"audience": ["clerk"], "reports": [{"source": "papers"}]}
    told = (
        stated("told-then", "2020-01-03", "support", **private),
        stated("told-first", "2020-01-02", "deny", **private),
        stated("vague-month", "2020-01-01/2020-01-10", "support"),
        stated("vague-day", "2020-01-05", "deny"),
        stated("ordered-month", "2020-01-01/2020-01-10", "support"),
        stated("ordered-day", "2020-01-05", "deny", after=["ordered-month"]),
        stated("tied-first", "2020-01-01", "support"),
        stated("tied-no", "2020-01-05", "deny"),
        stated("tied-yes", "2020-01-05", "support"),
        stated("between-first", "2020-01-01", "support"),
        stated("between-ask", "2020-01-02", "query"),
        stated("between-back", "2020-01-03", "retract", retracts=[{"observation": "between-first"}]),
        stated("between-maybe", "2020-01-04", "deny"),
        stated("between-last", "2020-01-05", "deny"),
        stated("maybe-first", "2020-01-01T10:00Z", "support"),
        stated("maybe-no", "2020-01-01T10:30Z/2020-01-01T18:00Z", "deny"),
        stated("maybe-yes", "2020-01-01T11:00Z", "support"),
        stated("twins-first", "2020-01-01", "support"),
        stated("twins-a", "2020-01-05", "deny"),
        stated("twins-b", "2020-01-05", "deny"),
    )
    for events in (told, told[::-1]):
        listed = events if events is told else tuple(sorted(events, key=lambda each: bool(each.get("after"))))
        with recorded([Batch(AFTERWARDS, cast), *(Batch(AFTERWARDS, (event,)) for event in listed)]) as world:
            assert sorted(world.rows("select from_event, to_event from reversals")) == [
                ("between-first", "between-maybe"),
                ("ordered-month", "ordered-day"),
                ("told-first", "told-then"),
                ("twins-first", "twins-a"),
            ]


def test_what_is_learned_at_once_is_told_as_it_was_said() -> None:
    """Of what one edition publishes the story has first what was said first, but never against what is certain."""
    private = {"type": "observation", "speaker": "mayor", "audience": ["clerk"]}
    events = (
        {"type": "actor", "id": "mayor", "name": "The mayor"},
        {"type": "actor", "id": "clerk", "name": "The clerk"},
        {"type": "source", "id": "papers", "publisher": "The archive", "published": "2020-01-07"},
        private | {"id": "later", "occurred": "2020-01-04", "reports": [{"source": "papers"}]},
        private | {"id": "before", "occurred": "2020-01-02"},
        private | {"id": "sooner", "occurred": "2020-01-03", "after": ["before"], "reports": [{"source": "papers"}]},
        {"type": "observation", "id": "speech", "speaker": "mayor", "occurred": "2020-01-07"},
        private | {"id": "memo", "occurred": "2020-01-05"},
        {"type": "report", "id": "leak", "observation": "memo", "source": "papers", "after": ["speech"]},
    )
    with recorded([Batch(AFTERWARDS, events)]) as world:
        assert world.rows("select observation from story()") == [("sooner",), ("later",), ("speech",), ("memo",)]
        assert [step.observation for step in naive.World(world.lines).story("public")] == [
            "sooner",
            "later",
            "speech",
            "memo",
        ]
