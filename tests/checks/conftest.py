"""The log that the checks are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.log.logs import HARBOUR, append, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log import Log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """The log of the harbour, in which nothing was said yet."""
    log = open_log(tmp_path / "desk")
    append(log, *HARBOUR)
    yield log
    log.close()
