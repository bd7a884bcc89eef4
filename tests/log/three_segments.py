"""A log of ten claims in three segments, which its catalog has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.log.logs import append, chained, open_log, placed, write

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log import Log

SIZES: Final = (1, 3, 1, 2, 2, 1)
"""Of its batches."""
LINES: Final = tuple(chained(placed(SIZES)))
FIRSTS: Final = (1, 5, 8)
"""The seqs with which its segments begin."""


def follow(log: Log) -> Log:
    """A log whose catalog has read it to its end."""
    append(log)
    log.close()
    return log


def three_segments(root: Path) -> Log:
    """The log in a directory."""
    log = open_log(root)
    write(log.directory, LINES, firsts=FIRSTS)
    return follow(log)
