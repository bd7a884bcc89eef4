"""The append-only log: its configuration, its segments, what may enter it, and what an append needs to know."""

from __future__ import annotations

from ledger.log.catalog import Catalog, open_catalog
from ledger.log.config import FORMAT, Config
from ledger.log.log import LARGEST_BATCH, WAIT, Appended, Log
from ledger.log.segments import START, Line, Position, Reader, Torn, segments, stands_at

__all__ = [
    "FORMAT",
    "LARGEST_BATCH",
    "START",
    "WAIT",
    "Appended",
    "Catalog",
    "Config",
    "Line",
    "Log",
    "Position",
    "Reader",
    "Torn",
    "open_catalog",
    "segments",
    "stands_at",
]
