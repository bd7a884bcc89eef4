"""RFC 6962, section 2.1, word for word: the tree hash, the audit path and the consistency proof, as they recurse."""

from __future__ import annotations

from functools import cache
from hashlib import sha256


@cache
def tree_hash(leaves: tuple[bytes, ...]) -> bytes:
    """MTH of leaves that are hashed already."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


@cache
def path(m: int, leaves: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return ()
    k = split(len(leaves))
    if m < k:
        return (*path(m, leaves[:k]), tree_hash(leaves[k:]))
    return (*path(m - k, leaves[k:]), tree_hash(leaves[:k]))


def proof(m: int, leaves: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """PROOF(m, D[n])."""
    return _subproof(m, leaves, b=True)


@cache
def _subproof(m: int, leaves: tuple[bytes, ...], *, b: bool) -> tuple[bytes, ...]:
    if m == len(leaves):
        return () if b else (tree_hash(leaves),)
    k = split(len(leaves))
    if m <= k:
        return (*_subproof(m, leaves[:k], b=b), tree_hash(leaves[k:]))
    return (*_subproof(m - k, leaves[k:], b=False), tree_hash(leaves[:k]))


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k
