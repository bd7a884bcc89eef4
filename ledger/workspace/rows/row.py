"""The base of the rows that answer questions."""

from __future__ import annotations

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One row of an answer. Times are in UTC, without tzinfo."""
