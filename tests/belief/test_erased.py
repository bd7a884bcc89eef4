"""Belief where lines of the log were erased: as if they had never been there, and what points at them as if ended."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ledger.checks import check_log
from ledger.log import repairs
from ledger.log.repairs import Decision
from ledger.projector import projections
from ledger.projector.database import DatabaseError
from tests import naive
from tests.belief.asking import from_rules, from_sql, moments, revisions, revisions_by_rules, several
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.belief.world import Recorded
    from tests.harbour.plans import Event

WHY = Decision(at="2020-01-21T09:00:00.000000Z", by="desk", reason="Court order 4/2020")

CLOSED: Event = {"type": "claim", "id": "closed", "text": "Pier 4 is closed."}


def denial(**fields: object) -> Event:
    """The mayor denies that the pier is closed."""
    return {"type": "observation", "speaker": "mayor", "stances": [{"claim": "closed", "stance": "deny"}], **fields}


def batch(day: str, *events: Event) -> Batch:
    """Events that are recorded together."""
    return Batch(datetime.fromisoformat(f"{day}T12:00+00:00"), events)


def lines_of(world: Recorded) -> dict[str, list[int]]:
    """The seqs of all lines of each record: its declaration, its amendments, its end."""
    found: dict[str, list[int]] = {}
    for entry in world.log.entries():
        found.setdefault(entry.record, []).append(entry.seq)
    return found


def gone_from(world: Recorded) -> st.SearchStrategy[list[int]]:
    """Lines to erase: single ones, or all of some records."""
    records = lines_of(world)
    if not records:
        return st.just([])
    whole = st.sets(st.sampled_from(sorted(records)), max_size=4)
    lines = st.sets(st.sampled_from(sorted(seq for seqs in records.values() for seq in seqs)), max_size=4)
    return st.one_of(lines.map(sorted), whole.map(lambda names: [seq for name in names for seq in records[name]]))


def erase(world: Recorded, seqs: Iterable[int]) -> naive.World:
    """Erase these lines, and project what is left from nothing; the naive world of the same lines."""
    for seq in seqs:
        repairs.erase(world.log, seq, WHY, wait=0)
    world.lines = [json.loads(line.raw) for line in world.log.lines()]
    return world.project()


@costly(4)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_what_is_left_is_believed_by_the_same_rules(history: list[Batch], data: st.DataObject) -> None:
    """Whichever lines are erased: the check is silent, and views, moments and revisions are as by the naive rules."""
    note(as_story(history))
    with recorded(history, project=False) as world:
        rules = erase(world, data.draw(gone_from(world)))
        assert list(check_log(world.log)) == []
        assert moments(world) == naive.moments(rules)
        for perspective in ("public", "ledger"):
            assert revisions(world, perspective) == revisions_by_rules(rules, perspective)
        world.lines = [line for line in world.lines if "erased" not in line]
        for question in data.draw(several(world)):
            try:
                expected = from_rules(rules, question)
            except naive.NoSuchEvent:
                continue
            assert from_sql(world, question) == expected


def test_what_was_erased_is_no_cut() -> None:
    """After an erased event nothing can be asked; after a record of which an amendment is left, it can."""
    history = [
        batch("2020-01-06", {"type": "actor", "id": "mayor", "name": "The mayor"}, CLOSED),
        batch("2020-01-07", denial(id="no"), denial(id="again")),
        batch("2020-01-08", denial(amends="again", note="louder")),
        batch("2020-01-09", {"type": "claim", "id": "open", "text": "Pier 4 is open."}),
    ]
    with recorded(history, project=False) as world:
        erase(world, [3, 4])
        for macro in ("claims", "positions", "observations", "replay"):
            for axes in ("", ", perspective := 'ledger'", ", perspective := 'mayor'"):
                with pytest.raises(DatabaseError, match="@3 was erased, and what it said is not known any more"):
                    world.rows(f"from {macro}_after('@3'{axes})")
        assert world.rows("select claim, status from claims_after('again') order by all") == [
            ("closed", "denied"),
            ("open", "no-position"),
        ]


def test_a_position_before_an_amendment_knows_nothing_of_it() -> None:
    """Of an actor whose declaration was erased, the log has no words before the amendment by which it is there."""
    history = [
        batch("2020-01-06", {"type": "actor", "id": "mayor", "name": "The mayor"}, CLOSED),
        batch("2020-01-07", denial()),
        batch("2020-01-08", {"type": "actor", "amends": "mayor", "name": "The old mayor"}),
    ]
    with recorded(history, project=False) as world:
        erase(world, [1])
        asked = (
            "select status, seq from claim_history('closed', perspective := 'ledger', recorded := {}) order by revision"
        )
        assert world.rows(asked.format(3)) == []
        assert world.rows(asked.format(4)) == [("denied", 4)]


@pytest.mark.parametrize("gone", [[1], [2], [1, 2], [1, 5], [4]])
def test_whom_an_actor_speaks_for_before_its_whole_is_there(gone: list[int]) -> None:
    """Before the amendment by which an erased whole is there, a part of it is an origin of its own."""
    history = [
        batch("2020-01-05", {"type": "actor", "id": "town", "name": "Town"}),
        batch("2020-01-06", {"type": "actor", "id": "city", "name": "City", "part_of": "town"}, CLOSED),
        batch("2020-01-07", {"type": "actor", "id": "mayor", "name": "The mayor", "part_of": "city"}, denial()),
        batch("2020-01-08", {"type": "actor", "amends": "city", "name": "The city", "part_of": "town"}),
        batch("2020-01-09", {"type": "actor", "amends": "town", "name": "The town"}),
        batch("2020-01-10", denial()),
    ]
    with recorded(history, project=False) as world:
        rules = erase(world, gone)
        for perspective in ("public", "ledger"):
            assert revisions(world, perspective) == revisions_by_rules(rules, perspective)


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_body_that_becomes_a_part_of_itself_is_followed_once(first: str) -> None:
    """Where the amendment that parted two bodies is erased, each is a part of the other, and questions still end."""
    history = [
        batch("2020-01-05", {"type": "actor", "id": "b", "name": "B"}, CLOSED),
        batch("2020-01-06", {"type": "actor", "id": "a", "name": "A", "part_of": "b"}),
        batch("2020-01-07", {"type": "actor", "amends": "a", "name": "A"}),
        batch("2020-01-08", {"type": "actor", "amends": "b", "name": "B", "part_of": "a"}, denial(speaker=first)),
    ]
    with recorded(history, project=False) as world:
        repairs.erase(world.log, 4, WHY, wait=0)
        projections.catch_up(world.connection, world.log)
        (other,) = {"a", "b"} - {first}
        assert world.rows("select actor, origin, position from positions") == [(first, other, "deny")]
        for asked in ("claims_as_of(null)", "claims_as_of(null, recorded := 3)", "claims_as_of(null, 'ledger')"):
            assert len(world.rows(f"from {asked}")) == 1
        assert [step for (step,) in world.rows("select status from claim_history('closed', 'ledger')")] == ["denied"]


def test_an_order_that_comes_back_to_where_it_was_is_followed_once() -> None:
    """Where the amendment that took an order back is erased, two statements are each after the other."""
    order = denial(id="x", after=["r"]), denial(id="y", after=["x"])
    history = [
        batch("2020-01-05", {"type": "actor", "id": "mayor", "name": "The mayor"}, CLOSED, denial(id="r"), *order),
        batch("2020-01-06", denial(amends="y")),
        batch("2020-01-07", denial(amends="x", after=["r", "y"])),
    ]
    with recorded(history, project=False) as world:
        repairs.erase(world.log, 6, WHY, wait=0)
        projections.catch_up(world.connection, world.log)
        assert world.rows("select status from claims") == [("retracted",)]
        assert [name for (name,) in world.rows("select observation from story()")] == ["r", "y", "x"]
        assert [name for (name,) in world.rows("select observation from story(recorded := 5)")] == ["r", "x", "y"]
