"""The lock that is held to make projections or to drop them, on a file in `.ledger/` that is itself no cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger import durable
from ledger.log import caches

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

FILE: Final = "projections.lock"
"""The file. While its lock is held it stays, since a new one would be free."""


def hold(cache: Path, *, wait: float) -> AbstractContextManager[None]:
    """Hold the lock, waiting at most `wait` seconds; its file is made where it is not there.

    Raises OSError where that cannot be; entering raises LockHeld or StorageFailed.
    """
    caches.make(cache)
    marker = cache / FILE
    marker.touch()
    return durable.lock(marker, wait=wait)
