"""Any number of writers on a disk that fails, or loses what was not synced: nothing that was acknowledged is lost."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.fault.left_out import MUTATIONS
from tests.fault.scene import report
from tests.fault.writers import FAULTS, STEPS, Writers

RUNS = 25
"""Runs from one seed. Hypothesis begins with small ones, a tenth of them, which find little."""
SEEDS = range(203, 243)
"""What the runs are drawn from, so that they are the same everywhere. With the first seed each step is missed."""


class TestWriters(Writers.TestCase):  # type: ignore[misc, valid-type]  # Hypothesis makes it
    """Whatever happens, nothing that was acknowledged is lost, and nothing is there in part."""

    settings = settings(stateful_step_count=STEPS)

    def runTest(self) -> None:  # noqa: N802  # its name in unittest
        """Try it, and say what was tried."""
        Writers.figures.clear()
        super().runTest()
        report(f"simulated: {dict(Writers.figures)}")


@pytest.mark.usefixtures("unmeasured")  # what runs here is not the package as it is
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_no_step_can_be_left_out(mutation: str) -> None:
    """Without any one of the steps by which something is made durable, the writers above lose something."""
    name, instead, fault = MUTATIONS[mutation]
    tried = type("Tried", (Writers,), {"faults": FAULTS if fault is None else st.none() | fault})
    Writers.figures.clear()
    with mock.patch(name, instead):
        assert any(is_missed(seed(number)(tried)) for number in SEEDS)
    report(f"{mutation}: found after {Writers.figures['runs']} runs")


def is_missed(tried: type[Writers]) -> bool:
    """Whether something is lost in one of the runs."""
    trying = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
    )
    try:
        run_state_machine_as_test(tried, settings=trying)
    except (AssertionError, pytest.fail.Exception):
        return True
    return False
