"""What the relations say of now, beyond states and positions: since when, after what, and by which verdicts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import given, note
from hypothesis import strategies as st

from tests import naive
from tests.belief.world import instant, recorded
from tests.effort import costly
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.belief.world import Recorded

AT = datetime.fromisoformat("2020-01-20T09:00:00+00:00")
SIDES = ("support", "deny")


def since(turns: Iterable[naive.Turn]) -> dict[tuple[str, str], str]:
    """The event by which each came to the position that it has now."""
    return {(turn.who, turn.claim): turn.event for turn in turns}


def reversals(turns: Iterable[naive.Turn]) -> set[tuple[str, ...]]:
    """Where an actor took the other side than the last one that it had taken: claim, actor, from what to what."""
    last: dict[tuple[str, str], naive.Turn] = {}
    found: set[tuple[str, ...]] = set()
    for turn in turns:
        if turn.position not in SIDES:
            continue
        before = last.get((turn.who, turn.claim))
        if before is not None and before.position != turn.position:
            found.add((turn.claim, turn.who, before.position, before.event, turn.position, turn.event))
        last[turn.who, turn.claim] = turn
    return found


def assert_is_current(world: Recorded) -> None:
    """The relations say what the naive rules do."""
    rules = naive.World(world.lines)
    actors, origins = naive.turns(rules, of="actors"), naive.turns(rules, of="origins")
    for relation, who, turns in (("positions", "actor", actors), ("origin_positions", "origin", origins)):
        rows = world.rows(f"select {who}, claim, since from {relation}")
        assert {(name, claim): event for name, claim, event in rows} == since(turns)
    columns = "claim, actor, from_position, from_event, to_position, to_event"
    assert set(world.rows(f"select {columns} from reversals")) == reversals(actors)
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


def said(who: str, day: int, stance: str) -> dict[str, Any]:
    """What somebody says of the pier on a day."""
    stances = [{"claim": "shut", "stance": stance}]
    return {"type": "observation", "speaker": who, "occurred": f"2020-01-{day:02}", "stances": stances}


def test_who_changes_sides_again_and_again_is_told() -> None:
    """By questions and retractions in between too; a body is since then divided, and one verdict was voided."""
    cast = (
        {"type": "actor", "id": "port", "name": "The port"},
        {"type": "actor", "id": "mayor", "name": "The mayor", "part_of": "port"},
        {"type": "actor", "id": "clerk", "name": "The clerk", "part_of": "port"},
        {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
        {"type": "claim", "id": "quiet", "text": "Nobody says anything."},
    )
    turns = ("support", "query", "support", "deny", "retract", "support")
    mayor = tuple(said("mayor", day, stance) for day, stance in enumerate(turns, start=1))
    verdicts = (
        {
            "type": "assessment", "id": "first", "claim": "shut", "assessor": "clerk", "verdict": "true",
            "label": "Shut", "confidence": "high", "rationale": "He looked.", "evidence": ["mayor:1"], "note": "Twice.",
        },
        {"type": "assessment", "id": "second", "claim": "shut", "assessor": "clerk", "verdict": "false"},
        {"type": "void", "event": "second"},
    )  # fmt: skip
    with recorded([Batch(AT, (*cast, *mayor, said("clerk", 9, "deny"), *verdicts))]) as world:
        assert_is_current(world)
        assert world.rows("select actor, from_event, to_event from reversals order by to_event") == [
            ("mayor", "mayor:3", "mayor:4"),
            ("mayor", "mayor:4", "mayor:6"),
        ]
        assert world.rows("select since, position from origin_positions") == [("clerk:1", "divided")]
        (first,) = world.rows("select assessment, verdict, evidence from assessments")
        assert first == ("first", "true", ["mayor:1"])
