"""The lock that is held to make projections or to drop them, on a file in `.ledger/` that is itself no cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger import durable
from ledger.log import caches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

FILE: Final = "projections.lock"
"""The locked file. It stays while its lock is held, since a new file would not be locked."""
_PATIENCE: Final = 1.0
"""Seconds to wait before telling anybody: catching up takes less."""


def hold(cache: Path, *, wait: float, tell: Callable[[str], None] = lambda _: None) -> AbstractContextManager[None]:
    """Hold the lock, waiting at most `wait` seconds; its file is made if it is missing.

    `tell` is called with a sentence if the wait is long. Raises OSError if the file cannot be made; entering raises
    LockHeld or StorageFailed.
    """
    caches.make(cache)
    marker = cache / FILE
    marker.touch()
    waiting = "waiting for another process that makes the projections …"
    return durable.lock(marker, wait=wait, on_wait=lambda: tell(waiting), patience=_PATIENCE)
