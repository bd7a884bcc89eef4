"""The append-only log: its configuration, its segments, what may enter it, and what an append needs to know."""

from __future__ import annotations

from ledger.log.admission import Past, refusals, refuse_bad_id, refuse_bad_recorder
from ledger.log.batch import LARGEST_BATCH, Appended, Renaming
from ledger.log.catalog import Catalog, CatalogBroken, names_in, open_scratch
from ledger.log.config import FORMAT, MARKER_NAME, Config
from ledger.log.expectation import Expectation, expectation
from ledger.log.log import WAIT, Log
from ledger.log.lookup import place_of
from ledger.log.progress import share_before, uncounted
from ledger.log.segments import START, Line, Position, Reader, log_bytes, repeated_id, segment_path, segments
from ledger.log.standing import stands_at

__all__ = [
    "FORMAT",
    "LARGEST_BATCH",
    "MARKER_NAME",
    "START",
    "WAIT",
    "Appended",
    "Catalog",
    "CatalogBroken",
    "Config",
    "Expectation",
    "Line",
    "Log",
    "Past",
    "Position",
    "Reader",
    "Renaming",
    "expectation",
    "log_bytes",
    "names_in",
    "open_scratch",
    "place_of",
    "refusals",
    "refuse_bad_id",
    "refuse_bad_recorder",
    "repeated_id",
    "segment_path",
    "segments",
    "share_before",
    "stands_at",
    "uncounted",
]
