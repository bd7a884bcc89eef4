"""Ctrl-C while a file is appended: it stops between two batches, so that what is said to be in the log is there."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType


class Stopping:
    """Raises KeyboardInterrupt for a Ctrl-C: at once while lines are read, else after the batch; at once for a second.

    `is_amid_batch` says that the second one came during a batch, which may or may not be in the log. It acts only where
    Python itself would: in the main thread of a process that is not told to ignore Ctrl-C.
    """

    def __init__(self) -> None:
        self.is_amid_batch = False
        self._is_asked = False
        self._is_reading = False
        is_main = threading.current_thread() is threading.main_thread()
        self._is_here = is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def __enter__(self) -> Self:
        if self._is_here:
            signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._is_here:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def reading(self, lines: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The lines. While one is being read, nothing is being appended."""
        rest = iter(lines)
        while True:
            self.check()
            self._is_reading = True
            try:
                line = next(rest, None)
            finally:
                self._is_reading = False
            if line is None:
                return
            yield line

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C came meanwhile."""
        if self._is_asked:
            raise KeyboardInterrupt

    def _ask(self, *_: object) -> None:
        if self._is_reading or self._is_asked:
            self.is_amid_batch = not self._is_reading
            raise KeyboardInterrupt
        self._is_asked = True
