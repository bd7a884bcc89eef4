"""The log that most tests begin with: a harbour in which nothing was said yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.log.logs import HARBOUR, append, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log import Log


@pytest.fixture
def narrated() -> list[str]:
    """What the log narrated."""
    return []


@pytest.fixture
def log(tmp_path: Path, narrated: list[str]) -> Iterator[Log]:
    """The log of the harbour."""
    log = open_log(tmp_path, tell=narrated.append)
    append(log, *HARBOUR)
    yield log
    log.close()
