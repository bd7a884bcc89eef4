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

MOST = 1_000
"""Runs after which a step that was left out would be missed. Most are found within ten."""
SEED = 102
"""What the runs are drawn from, so that they are the same everywhere: with this one, each is found in a hundred."""


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
    tried = seed(SEED)(type("Tried", (Writers,), {"faults": FAULTS if fault is None else st.none() | fault}))
    trying = settings(
        max_examples=MOST,
        stateful_step_count=STEPS,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
    )
    Writers.figures.clear()
    with mock.patch(name, instead), pytest.raises((AssertionError, pytest.fail.Exception)):
        run_state_machine_as_test(tried, settings=trying)
    report(f"{mutation}: found after {Writers.figures['runs']} runs")
