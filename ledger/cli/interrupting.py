"""Ctrl-C while DuckDB works: DuckDB checks for it while a query runs, but not while rows are read or written."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ledger.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE: Final = 5.0
"""Seconds that DuckDB is given to stop. Now and then it never does; only caches are being written then."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C stop DuckDB, whatever it is doing: Python raises KeyboardInterrupt only once DuckDB has returned.

    If it does not return, or at a second Ctrl-C, the process ends, so nothing but caches may be written inside. Outside
    the main thread, where Python handles no signals, it does nothing.
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
    """Interrupt DuckDB at a Ctrl-C, whose signal number Python writes into the pipe; end when the pipe does."""
    patience = None
    waiting = select.poll()  # unlike select, takes file descriptors above 1,023
    waiting.register(receiving, select.POLLIN)
    while waiting.poll(patience):
        number = os.read(receiving, 1)
        if not number:
            return
        if number[0] == signal.SIGINT:
            if patience is not None:
                break
            patience = _PATIENCE * 1_000
            _interrupt()
    os._exit(Exit.INTERRUPTED)


def _interrupt() -> None:
    # Importing it here could wait for the main thread, which may be importing it. Unless it is loaded, nothing runs.
    stop = getattr(sys.modules.get("ledger.projector.database"), "interrupt", None)
    if stop is not None:
        stop()
