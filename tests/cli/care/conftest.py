"""The ledger that may be harmed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in a copy of the harbour's log, which the test may harm."""
    shutil.copytree(archive / "events", tmp_path / "own" / "events")
    return Desk(tmp_path / "own", capsys)
