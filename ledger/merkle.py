"""Merkle trees as in RFC 6962: their roots, and proofs that do not reveal the other leaves.

The leaves of a tree are already hashes, 32 bytes each (`ledger.codec.leaf`). A tree of n > 1 leaves splits at k, the
largest power of two below n; its root is SHA-256(0x01 ‖ root of the first k ‖ root of the rest).

    inclusion      that a leaf stands at its index in a tree: the siblings of the leaf and of the nodes above it, upward
    consistency    that an older tree is the beginning of a newer one: the nodes from which both roots follow

Building works with the subtrees that are complete so far, verifying with the bits of the indexes (RFC 9162, sections
2.1.3.2 and 2.1.4.2), so neither repeats a mistake of the other. An inclusion proof does not prove the size: trust the
size only as far as the checkpoint.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ledger.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY: Final = sha256(b"").digest()
"""The root of the tree without leaves."""
BYTES: Final = 32
"""The bytes of a hash."""


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows by one leaf at a time. It holds one hash for each bit of its size, but not the leaves.

    `leaf` is the index, from 0, of the leaf that `inclusion` proves; `prefix`, at least 1, is the size of the older
    tree that `consistency` starts from. Both must be given beforehand, since the leaves are not kept.
    """

    def __init__(self, *, leaf: int | None = None, prefix: int | None = None) -> None:
        self.size = 0
        self._leaf = leaf
        self._prefix = prefix
        self._from_leaf: _Climb | None = None
        self._from_prefix: _Climb | None = None
        # The roots of the complete subtrees of the leaves so far, the largest first.
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf."""
        if self.size == self._leaf:
            self._from_leaf = _Climb(len(self._peaks), ())
        self._peaks.append(leaf)
        self.size += 1
        for _ in range(_trailing_zeros(self.size)):
            right, left = self._peaks.pop(), self._peaks.pop()
            for climb in (self._from_leaf, self._from_prefix):
                if climb is not None:
                    climb.join(len(self._peaks), left, right)
            self._peaks.append(node(left, right))
        if self.size == self._prefix:
            # The older root follows from its last peak and the peaks before it; a lone peak is itself that root.
            last = len(self._peaks) - 1
            self._from_prefix = _Climb(last, self._peaks[last:] if last else ())

    def root(self) -> bytes:
        """The root over the leaves so far."""
        return _joined(self._peaks) if self._peaks else EMPTY

    def inclusion(self) -> tuple[bytes, ...]:
        """The proof that the leaf `leaf` is in this tree. Raises BadRequest if it is not."""
        if self._from_leaf is None:
            raise BadRequest(f"a tree of {self.size} leaves has no leaf {self._leaf} to prove")
        return self._from_leaf.to_the_top(self._peaks)

    def consistency(self) -> tuple[bytes, ...]:
        """The proof that the tree of size `prefix` is the beginning of this one. Raises BadRequest if none was."""
        if self._from_prefix is None:
            raise BadRequest(f"a tree of {self.size} leaves has no beginning of {self._prefix} to prove")
        return () if self.size == self._prefix else self._from_prefix.to_the_top(self._peaks)


class _Climb:
    """The path from a node up to the root: the peak that the node is under, and the siblings met so far."""

    def __init__(self, peak: int, met: Iterable[bytes]) -> None:
        self._peak = peak
        self._met = list(met)

    def join(self, peak: int, left: bytes, right: bytes) -> None:
        """Note that the peak at `peak`, whose hash is `left`, and the one after it, `right`, become one."""
        if self._peak == peak:
            self._met.append(right)
        elif self._peak == peak + 1:
            self._met.append(left)
            self._peak = peak

    def to_the_top(self, peaks: Sequence[bytes]) -> tuple[bytes, ...]:
        """All siblings up to the root of the current tree: those met, the later peaks joined, the earlier peaks."""
        before, after = peaks[: self._peak], peaks[self._peak + 1 :]
        return (*self._met, *([_joined(after)] if after else []), *reversed(before))


def is_included(leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path proves that `leaf` stands at `index` in the tree of `size` leaves with this root."""
    if not 0 <= index < size or any(len(value) != BYTES for value in (leaf, *path)):
        return False
    here, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            value = node(sibling, value)
            up = _trailing_zeros(here)
        else:
            value = node(value, sibling)
            up = 0
        here, last = here >> up + 1, last >> up + 1
    return last == 0 and value == root


def is_consistent(*, old_size: int, size: int, path: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """Whether a path proves that the tree of `old_size` leaves, at least one, begins the tree of `size` leaves."""
    if not 0 < old_size < size:
        return 0 < old_size == size and not path and old_root == root
    if not path or any(len(value) != BYTES for value in path):
        return False
    if old_size & (old_size - 1):
        first, *others = path
    else:
        first, others = old_root, list(path)
    up = _trailing_zeros(old_size)
    here, last = old_size - 1 >> up, size - 1 >> up
    old, new = first, first
    for sibling in others:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node(sibling, old), node(sibling, new)
            up = _trailing_zeros(here)
        else:
            new = node(new, sibling)
            up = 0
        here, last = here >> up + 1, last >> up + 1
    return last == 0 and old == old_root and new == root


def _joined(peaks: Sequence[bytes]) -> bytes:
    """The root over complete subtrees, the largest first; at least one."""
    *others, value = peaks
    for left in reversed(others):
        value = node(left, value)
    return value


def _trailing_zeros(number: int) -> int:
    """How many zero bits follow the last one bit of a positive number."""
    return (number & -number).bit_length() - 1
