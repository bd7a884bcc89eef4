"""Conditions of the rules of belief, made wrong one at a time: the tests of belief find each."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import Phase, Verbosity, given, settings
from hypothesis import strategies as st

from ledger.projector import statements
from tests.belief import test_boundaries, test_rules
from tests.belief.made_wrong import WRONG, made_wrong
from tests.effort import IS_LONG
from tests.histories import Batch, exact_histories, histories

MOST = 500
"""Random histories after which what is wrong would be missed."""


def by_boundaries() -> None:
    """Moments that adjoin."""
    test_boundaries.test_the_day_after_supersedes_the_day_before()
    test_boundaries.test_a_cut_at_midnight_ends_with_the_day()
    test_boundaries.test_a_divided_origin_has_the_event_by_which_it_became_so()
    test_boundaries.test_in_the_log_the_day_after_supersedes_while_it_is_there()
    test_boundaries.test_what_was_taken_back_gives_no_position()
    for claims, safe in (({"claims": ["shut"]}, "asserted"), ({}, "retracted")):
        statuses = [("safe", safe), ("shut", "retracted")]
        test_boundaries.test_what_is_taken_back_of_one_claim_stands_on_another(claims, statuses)
    test_boundaries.test_a_denial_outweighs_a_question_and_an_unknown_order_does()
    test_boundaries.test_what_is_learned_at_once_is_told_as_it_was_said()


@settings(
    max_examples=MOST,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
)
@given(st.one_of(histories(), exact_histories()), st.data())
def by_rules(history: list[Batch], data: st.DataObject) -> None:
    """The naive rules, of any history."""
    for law, drawn in (
        (test_rules.test_moments_and_revisions_are_as_by_the_rules, (history,)),
        (test_rules.test_any_view_is_as_by_the_rules, (history, data)),
    ):
        getattr(law, "hypothesis").inner_test(*drawn)  # noqa: B009  # which Hypothesis gives it, untyped


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_made_wrong_is_there(rule: str) -> None:
    """The definitions say what would be made wrong, or nothing would be."""
    right, _ = WRONG[rule]
    assert any(right in text for text in statements.definitions())


@pytest.mark.parametrize("rule", WRONG if IS_LONG else ())
def test_no_rule_can_be_another(rule: str) -> None:
    """Each condition, made wrong, is found where moments adjoin, or in one of some random histories. It takes long."""
    with made_wrong(*WRONG[rule]), pytest.raises((AssertionError, duckdb.Error)):  # noqa: PT012  # one or the other
        by_boundaries()
        by_rules()
