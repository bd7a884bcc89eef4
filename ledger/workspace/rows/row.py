"""The base of the rows that answer questions, and the rows of one number."""

from __future__ import annotations

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One row of an answer. Times are in UTC, without tzinfo."""


class Count(Row, frozen=True, kw_only=True):
    """How many there are."""

    n: int


class AskedSeq(Row, frozen=True, kw_only=True):
    """The last seq that a view looks at."""

    seq: int
