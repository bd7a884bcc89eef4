"""What every test stands on: how hard Hypothesis tries, and an environment without the developer's own settings."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from ledger.projector.projector import Projector
from tests.emptied import empty_file

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Variables that change what the command does or prints. A test that needs one sets it.
PERSONAL = (
    "CLAIMS_BY",
    "CLAIMS_DATE",
    "CLAIMS_DEBUG",
    "CLAIMS_DIR",
    "CLAIMS_TZ",
    "COLUMNS",
    "FORCE_COLOR",
    "LINES",
    "NO_COLOR",
    "PAGER",
)

#: How many examples a property is tried on, by the name in `HYPOTHESIS_PROFILE`.
EXAMPLES = {"dev": 10, "long": 5_000}

for name in PERSONAL:
    os.environ.pop(name, None)

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

for profile, examples in EXAMPLES.items():
    settings.register_profile(
        profile,
        # Hypothesis makes examples predictable where it sees CI. New ones on every run find more.
        parent=settings.get_profile("default"),
        max_examples=examples,
        # How long an example takes says more about the machine and its fsync than about the property.
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Coverage looks away, where what runs says nothing of the package and being followed takes most of the time."""
    measuring = Coverage.current()
    if measuring is not None:
        measuring.stop()
    yield
    if measuring is not None:
        measuring.start()


@pytest.fixture(autouse=True, scope="session")
def _copied() -> Iterator[None]:
    """New files of projections begin as copies of an empty one, except in processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Projector, "_empty", empty_file)
        yield
