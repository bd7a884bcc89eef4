"""Belief where lines of the log were erased: as if they had never been there, and what points at them as if ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, note, settings
from hypothesis import strategies as st

from ledger.checks import check_log
from ledger.log import mending
from ledger.log.mending import Decision
from tests import naive
from tests.belief.asking import from_rules, from_sql, questions, revisions, revisions_by_rules
from tests.belief.test_rules import moments, shown
from tests.belief.world import recorded
from tests.histories import Batch, as_story, exact_histories, histories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.belief.world import Recorded

WHY = Decision(at="2020-01-21T09:00:00.000000Z", by="desk", reason="Court order 4/2020")
EXAMPLES = settings().max_examples
VIEWS = 3
"""Views asked of each history."""


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
        mending.erase(world.log, seq, WHY, wait=0)
    world.lines = [json.loads(line.raw) for line in world.log.lines()]
    return world.project()


@settings(max_examples=max(8, EXAMPLES // 10))
@given(st.one_of(histories(), exact_histories()), st.data())
def test_what_is_left_is_believed_by_the_same_rules(history: list[Batch], data: st.DataObject) -> None:
    """Whichever lines are erased: the check is silent, and views, moments and revisions are as by the naive rules."""
    note(as_story(history))
    with recorded(history, project=False) as world:
        rules = erase(world, data.draw(gone_from(world)))
        assert list(check_log(world.log)) == []
        assert moments(world) == naive.moments(rules)
        for perspective in ("public", "ledger"):
            assert revisions(world, perspective, shown) == revisions_by_rules(rules, perspective)
        world.lines = [line for line in world.lines if "erased" not in line]
        for _ in range(VIEWS):
            question = data.draw(questions(world))
            try:
                expected = from_rules(rules, question)
            except naive.NoSuchEvent:
                continue
            assert from_sql(world, question) == expected
