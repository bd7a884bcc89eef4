"""The ledgers that readers are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_read.harbour import BATCHES, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbour's ledger, which nobody writes to."""
    return record(tmp_path_factory.mktemp("ledgers") / "harbour", *BATCHES)


@pytest.fixture
def read(harbour: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in the harbour's ledger."""
    return Desk(harbour, capsys)
