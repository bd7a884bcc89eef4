"""How much of a long task is done, for somebody who watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.log.segments import log_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.log.segments import Position

    Count = Callable[[int, float], None]
    """Called with the number of events done and the share of the work done, 1 at the end."""


def uncounted(events: int, share: float) -> None:
    """Do nothing: nobody watches."""


def share_before(directory: Path, position: Position) -> float:
    """The share of a log's bytes that stand before a position, from 0 to 1. Raises StorageFailed."""
    return min(1.0, (position.closed + position.offset) / max(1, log_bytes(directory)))
