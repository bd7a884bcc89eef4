"""Trees grown at once from all of their leaves, and what they prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.merkle import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaves."""
    return _grown(Tree(), leaves).root()


def inclusion(leaves: Iterable[bytes], index: int) -> tuple[bytes, ...]:
    """The proof that the leaf with this index, from 0, is in the tree over these leaves. Raises BadRequest."""
    return _grown(Tree(leaf=index), leaves).inclusion()


def consistency(leaves: Iterable[bytes], size: int) -> tuple[bytes, ...]:
    """The proof that the tree over the first `size` leaves, from 1, is the beginning of all. Raises BadRequest."""
    return _grown(Tree(prefix=size), leaves).consistency()


def _grown(tree: Tree, leaves: Iterable[bytes]) -> Tree:
    for leaf in leaves:
        tree.add(leaf)
    return tree
