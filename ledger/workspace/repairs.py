"""Applies a person's repair, and drops the caches that still hold what it removed."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ledger.errors import StorageFailed
from ledger.log import WAIT, caches, repairs
from ledger.projector import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log.repairs import Decision, Diagnosis, Erasure
    from ledger.workspace.ledger import Ledger

_KEPT: Final = frozenset({caches.IGNORE, lock.FILE})
"""What stays of the caches. All else may hold what the log said, unnoticed, since an erased line keeps its chain."""


def diagnose(ledger: Ledger) -> Diagnosis | None:
    """What is damaged, and what a cut there would take; None if nothing is. Raises StorageFailed."""
    return repairs.diagnose(ledger.log)


def cut(ledger: Ledger, seq: int, decision: Decision, *, wait: float = WAIT) -> tuple[Path, ...]:
    """Keep a damaged log up to this seq, and drop the caches; returns the files in which the rest was set aside.

    Raises what `log.repairs.cut` raises.
    """
    with _without_caches(ledger, wait):
        return repairs.cut(ledger.log, seq, decision, wait=wait)


def erase(ledger: Ledger, seq: int, decision: Decision, *, wait: float = WAIT, is_dry: bool = False) -> Erasure:
    """Take out what a line says, and drop the caches; returns what is left. Raises what `log.repairs.erase` raises.

    With `is_dry`, only return what would be left. A process that has the projections open keeps what it has read until
    it ends.
    """
    if is_dry:
        return repairs.erase(ledger.log, seq, decision, wait=wait, is_dry=True)
    with _without_caches(ledger, wait):
        return repairs.erase(ledger.log, seq, decision, wait=wait)


@contextmanager
def _without_caches(ledger: Ledger, wait: float) -> Iterator[None]:
    """Change the log while nobody makes projections of it. Caches are dropped before, and again afterwards.

    Raises LockHeld or StorageFailed.
    """
    ledger.close()
    try:
        held = lock.hold(ledger.cache, wait=wait)
    except OSError as error:
        raise _undroppable(error, ledger.cache) from None
    with held:
        _drop(ledger.cache)
        try:
            yield
        except BaseException:
            with suppress(StorageFailed):  # how it failed is what has to be told
                _drop(ledger.cache)
            raise
        _drop(ledger.cache)


def _drop(cache: Path) -> None:
    try:
        for path in cache.iterdir():
            if path.name in _KEPT:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise _undroppable(error, cache) from None


def _undroppable(error: OSError, cache: Path) -> StorageFailed:
    hint = "delete it yourself: it holds caches only, and these may still hold what the log does not"
    return StorageFailed(f"the caches cannot be dropped: {error.strerror}", place=str(cache), hint=hint)
