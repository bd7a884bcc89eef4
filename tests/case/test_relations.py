"""What the page says of times and across claims, held against the relations of the projections."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests import naive
from tests.case import page
from tests.case.ledgers import RECORDED
from tests.case.page import Asked, Cut, names

if TYPE_CHECKING:
    from ledger import Ledger
    from tests.naive import World

PUBLIC_AT_THE_END = Asked(Cut(), "public")


def instant(text: str) -> datetime:
    """The UTC instant that the page writes, `recorded` among them."""
    return RECORDED if text == "recorded" else datetime.fromisoformat(text)


def sides(text: str) -> list[tuple[list[str], list[str]]]:
    """Names, and the names before whom, of each side of a division."""
    return [(names(who), names(whom)) for who, _, whom in (side.partition(" before ") for side in text.split(" / "))]


@pytest.mark.parametrize("event", page.times())
def test_moments_are_tightened_as_the_page_says(case: Ledger, rules: World, event: str) -> None:
    """The tightened bounds of a moment are those worked out by hand, in the relations and by the naive rules."""
    expected = tuple(map(instant, page.times()[event]))
    (row,) = case.rows(
        "select occurred_earliest as earliest, occurred_latest as latest from observations where observation = ?"
        " union all"
        " select published_earliest, published_latest from reports where report = ? and ordinal = 0",
        [event, event],
    )
    found: list[Any] = [row["earliest"], row["latest"]]
    assert tuple(bound.replace(tzinfo=UTC) for bound in found) == expected
    by_hand = tuple(f"{bound:%Y-%m-%dT%H:%M:%S.%f}Z" for bound in expected)
    assert naive.moments(rules)[rules.order.moment_of(event)] == by_hand


def test_the_claims_of_now_are_those_of_the_end(case: Ledger) -> None:
    """The relation `claims` has, for the public, the answers of the end of the log."""
    expected = page.answers()[PUBLIC_AT_THE_END].certain
    counted = {
        claim: (a.status, len(a.supports), len(a.denies), len(a.asks), a.origins, a.divided)
        for claim, a in expected.items()
    }
    columns = "status, supporters, deniers, questioners, origins, divided"
    assert {claim: row for claim, *row in map(list, case.sql(f"select claim, {columns} from claims").fetchall())} == {
        claim: list(row) for claim, row in counted.items()
    }


def test_the_positions_of_now_are_those_of_the_end(case: Ledger) -> None:
    """The relation `positions` has, for the public, the names that the page has at the end of the log."""
    expected = {
        (claim, actor, position)
        for claim, answer in page.answers()[PUBLIC_AT_THE_END].certain.items()
        for position, actors in (("support", answer.supports), ("deny", answer.denies), ("query", answer.asks))
        for actor in actors
    }
    assert set(case.sql("select claim, actor, position from positions").fetchall()) == expected


def test_conflicts(case: Ledger) -> None:
    """The contradicting pairs of which both are supported, and by whom, are those of the page."""
    expected = {}
    for part in page.across()["conflicts"].split("; "):
        one, other = part.split(" and ")
        (claim, *supporters), (other_claim, *other_supporters) = names(one), names(other)
        expected[claim, other_claim] = (set(supporters), set(other_supporters))
    found = case.sql("select claim, other_claim, supporters, other_supporters from conflicts").fetchall()
    assert {(a, b): (set(of_a), set(of_b)) for a, b, of_a, of_b in found} == expected
    without = tuple(names(page.across()["no conflict"]))
    related = case.sql("select from_claim, to_claim from claim_relations where relation = 'contradicts'").fetchall()
    assert set(related) == {*expected, without}


def test_divisions(case: Ledger) -> None:
    """The origins that stand on both sides of a claim, with who and before whom, are those of the page."""
    expected = {}
    for part in page.across()["divisions"].split("; "):
        head, _, tail = part.partition(": ")
        origin, claim = names(head)
        expected[origin, claim] = [(set(who), set(whom)) for who, whom in sides(tail)]
    found = case.sql(
        "select origin, claim, supporters, supported_before, deniers, denied_before from divisions"
    ).fetchall()
    assert {
        (origin, claim): [(set(supporters), set(before)), (set(deniers), set(denied_before))]
        for origin, claim, supporters, before, deniers, denied_before in found
    } == expected


def test_nobody_reverses(case: Ledger) -> None:
    """As the page says, nobody goes from support to denial or back; Esper goes from a question to support."""
    assert page.across()["reversals"].startswith("none: Esper goes from a question to support")
    assert case.sql("from reversals").fetchall() == []
    moves = case.sql(
        "select move.claim, move.actor, move.previous_position, move.position"
        " from (select unnest(moves) as move from replay()) where move.previous_position is not null"
    ).fetchall()
    assert moves == [("authentic", "esper", "query", "support")]


@pytest.mark.parametrize("position", ["order-unknown", "retracted"])
def test_nobody_holds(case: Ledger, position: str) -> None:
    """As the page says, at the end of the log nobody's order is unknown, and nobody takes anything back."""
    assert page.across()[position].startswith("none")
    assert case.sql("from positions where position = ?", [position]).fetchall() == []
    assert case.sql("from origin_positions where position = ?", [position]).fetchall() == []


def test_nobody_has_assessed(case: Ledger) -> None:
    """As the page says, nobody has assessed anything, so no claim has a verdict."""
    assert case.sql("from assessments").fetchall() == []
    assert case.sql("from claims where verdict is not null or len(assessors) > 0").fetchall() == []
