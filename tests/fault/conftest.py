"""Where faults happen: thousands of states are tried in memory, where a sync costs nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # noqa: S108  # where the system has it; else the usual place for temporary files


@pytest.fixture
def quick() -> Iterator[Path]:
    """A directory on a disk in memory, gone after the test."""
    root = Path(tempfile.mkdtemp(prefix="claims-", dir=MEMORY if MEMORY.is_dir() else None))
    yield root
    shutil.rmtree(root)
