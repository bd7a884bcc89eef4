"""Progress of a long task: a line on a terminal that counts up in place, and leaves no trace."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_SOON: Final = 1.0
"""Seconds after which a task counts as long."""


class Progress:
    """Shows how many events are done, at what rate, and how long the rest takes; nothing if nobody watches.

    `clock` counts seconds.
    """

    def __init__(self, *, is_watched: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._is_watched = is_watched
        self._clock = clock
        self._began: float | None = None

    def __call__(self, events: int, share: float) -> None:
        """Show the number of events and the share of the work, from 0 (not known) to 1 (done: the line is erased)."""
        if not self._is_watched:
            return
        now = self._clock()
        self._began = began = now if self._began is None else self._began
        passed = now - began
        if passed >= _SOON:
            words = f"{events:,} events, {events / passed:,.0f}/s"
            if share > 0:
                words += f", {passed * (1 - share) / share:,.0f} s left"
            line = f"\r\x1b[K{words} …" if share < 1 else "\r\x1b[K"
            print(line, end="", file=sys.stderr, flush=True)  # noqa: T201  # on a terminal
        if share >= 1:
            self._began = None
