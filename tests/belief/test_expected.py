"""A condition on a claim is refused wherever the claim is no longer as it was (design, section 10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from ledger import Claim
from ledger.errors import LogMoved
from ledger.log import Expectation
from tests import naive
from tests.belief.asking import Answer, Question, declared, from_rules
from tests.belief.world import recorded
from tests.histories import Batch, as_story, histories

LATER = datetime(2030, 1, 1, tzinfo=UTC)


@given(histories(), st.data())
def test_whatever_changes_a_claim_touches_it(history: list[Batch], data: st.DataObject) -> None:
    """If anybody has another status or position on a claim than as of a seq, a condition on it as of that seq fails."""
    with recorded(history, project=False) as world:
        assume(len(world.lines) > 1)
        note(as_story(history))
        rules = naive.World(world.lines)
        seq = data.draw(st.sampled_from([line["seq"] for line in world.lines[:-1]]))
        perspective = data.draw(st.sampled_from(["public", "ledger", *declared(world, "actor")]))
        then, now = (from_rules(rules, Question(perspective=perspective, recorded=each)) for each in (seq, None))
        for claim in then.claims:
            if state(then, claim) != state(now, claim):
                with pytest.raises(LogMoved):
                    world.log.append(
                        [Claim(text="Something else.")], by="desk", now=lambda: LATER, is_dry=True,
                        expected=Expectation(claims={claim: seq}),
                    )  # fmt: skip


def state(answer: Answer, claim: str) -> object:
    """What an answer says of a claim."""
    positions = {key: held for key, held in answer.positions.items() if key[1] == claim}
    return answer.claims.get(claim), positions
