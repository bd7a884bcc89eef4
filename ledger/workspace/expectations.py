"""The condition of an append as a caller gives it: seqs as numbers or as `@41`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.codec import parse_seq
from ledger.errors import BadRequest
from ledger.log import Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping


def expectation(
    head: int | str | None,
    claims: Mapping[str, int | str] | None,
    versions: Mapping[str, int | str] | None = None,
) -> Expectation:
    """What is expected of the head of the log, of claims, and of what records say. Raises BadRequest."""
    return Expectation(
        head=None if head is None else _seq(head),
        claims={claim: _seq(seq) for claim, seq in (claims or {}).items()},
        versions={record: _seq(seq) for record, seq in (versions or {}).items()},
    )


def _seq(given: int | str) -> int:
    seq = parse_seq(str(given))
    if seq is None:
        hint = "give the seq of the last event that you know, as in @41"
        raise BadRequest(f"{str(given)!r} is no seq", hint=hint)
    return seq
