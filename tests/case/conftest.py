"""The case, appended once for all tests of it: nothing here appends to it, or changes it in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.case.ledgers import lines_of, recorded_in
from tests.naive import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger import Ledger


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The seeds in a ledger of their own."""
    with recorded_in(tmp_path_factory.mktemp("case")) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def rules(case: Ledger) -> World:
    """The same for the naive rules."""
    return World(lines_of(case))
