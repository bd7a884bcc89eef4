"""Ctrl-C while DuckDB works: it looks for one while a query runs, and not while rows are read or written."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C stop DuckDB, whatever it is at: Python raises KeyboardInterrupt only when DuckDB has returned.

    Nothing is done outside of the main thread, where Python handles no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    receiving, sending = os.pipe()
    os.set_blocking(sending, False)
    before = signal.set_wakeup_fd(sending, warn_on_full_buffer=False)
    watching = threading.Thread(target=_watch, args=(receiving,), daemon=True)
    watching.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(sending)
        watching.join()
        os.close(receiving)


def _watch(receiving: int) -> None:
    """Interrupt DuckDB for each Ctrl-C whose number Python writes into the pipe, until that is closed."""
    while number := os.read(receiving, 1):
        if number[0] == signal.SIGINT:
            from ledger.projector.database import interrupt

            interrupt()
