"""How much of a long work is done, for whoever watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.log.segments import segments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.log.segments import Position

    Count = Callable[[int, float], None]
    """Is told how many events are done, and which share of the work that is; 1 where it is over."""


def uncounted(events: int, share: float) -> None:
    """Where nobody watches."""


def share_before(directory: Path, position: Position) -> float:
    """How much of a log stands before a position: its share of the bytes, from 0 to 1."""
    sizes = {first: path.stat().st_size for first, path in segments(directory)}
    before = sum(size for first, size in sizes.items() if first < position.segment) + position.offset
    return min(1.0, before / max(1, sum(sizes.values())))
