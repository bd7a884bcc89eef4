"""The terms on which a writer appends: the options that all writers share, as one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Terms(Struct, frozen=True, kw_only=True):
    """Who records, what is expected of the log, how long to wait for another writer, and whether it is only a trial."""

    by: str | None
    expect: str | None
    expect_claims: Sequence[str] | None
    wait: float
    dry_run: bool
