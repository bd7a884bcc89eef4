"""The Merkle tree against published figures, against the recursive definition, and against tampering."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codec, merkle
from ledger.errors import BadRequest
from tests.proofs import grown, proven, published, recursive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = range(published.ACCUMULATED_SIZES)
exhaustive = pytest.mark.usefixtures("unmeasured")
"""For tests that run lines a million times of which others run each one."""


def leaf(data: bytes) -> bytes:
    """The leaf of some bytes, as the log makes it."""
    return bytes.fromhex(codec.leaf(data))


LEAVES = tuple(leaf(bytes([number])) for number in range(published.ACCUMULATED_SIZES - 1))
ROOTS = tuple(recursive.tree_hash(LEAVES[:size]) for size in SIZES)

leaves_of_a_tree = st.lists(st.binary(max_size=40), min_size=1, max_size=200, unique=True).map(
    lambda inputs: tuple(map(leaf, inputs))
)


def hexed(path: Sequence[bytes]) -> tuple[str, ...]:
    """The hashes in hex, as they are published."""
    return tuple(value.hex() for value in path)


def altered(path: Sequence[bytes], others: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Every path with a bit flipped, or a hash left out, doubled, moved or cut, or another hash before or behind it."""
    path = tuple(path)
    for at, value in enumerate(path):
        for bit in range(256):
            yield (*path[:at], proven.flipped(value, bit), *path[at + 1 :])
        yield (*path[:at], *path[at + 1 :])
        yield (*path[:at], value, *path[at:])
        yield (*path[:at], value[:-1], *path[at + 1 :])
        yield (*path[:at], value + b"\0", *path[at + 1 :])
        if at:
            yield (*path[: at - 1], value, path[at - 1], *path[at + 1 :])
    for other in (*others, b"", merkle.EMPTY):
        yield (other, *path)
        yield (*path, other)


def test_the_published_hashes() -> None:
    """The empty root, the leaves and a node are those that Certificate Transparency publishes."""
    assert merkle.EMPTY.hex() == grown.root_of([]).hex() == published.EMPTY_ROOT
    assert tuple(map(codec.leaf, published.LEAF_INPUTS)) == published.LEAVES
    assert merkle.node(b"N123", b"N456").hex() == published.NODE_OF_N123_AND_N456


def test_the_published_roots() -> None:
    """A tree that grows by the eight published leaves has the published root at each size."""
    tree, roots = merkle.Tree(), []
    for data in published.LEAF_INPUTS:
        roots.append(tree.root().hex())
        tree.add(leaf(data))
    assert (*roots, tree.root().hex()) == published.ROOTS
    assert grown.root_of(map(leaf, published.LEAF_INPUTS)).hex() == published.ROOTS[8]


@pytest.mark.parametrize(("index", "size"), published.INCLUSION)
def test_the_published_inclusion_proofs(index: int, size: int) -> None:
    """Proofs of inclusion are the published ones, hash by hash, and verify against the published roots."""
    leaves = [leaf(data) for data in published.LEAF_INPUTS[:size]]
    path = grown.inclusion(leaves, index)
    assert hexed(path) == published.INCLUSION[index, size]
    root = bytes.fromhex(published.ROOTS[size])
    assert merkle.is_included(leaves[index], index=index, size=size, path=path, root=root)


@pytest.mark.parametrize(("old_size", "size"), published.CONSISTENCY)
def test_the_published_consistency_proofs(old_size: int, size: int) -> None:
    """Proofs of consistency are the published ones, hash by hash, and verify against the published roots."""
    path = grown.consistency([leaf(data) for data in published.LEAF_INPUTS[:size]], old_size)
    assert hexed(path) == published.CONSISTENCY[old_size, size]
    old_root, root = bytes.fromhex(published.ROOTS[old_size]), bytes.fromhex(published.ROOTS[size])
    assert merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=old_root, root=root)


def subtrees(end: int) -> Iterator[int]:
    """The starts of the subtrees that end at `end`: whole ones that may lack leaves on their right, and empty ones."""
    for start in range(end + 1):
        if start in (0, end) or start % (1 << (end - start - 1).bit_length()) == 0:
            yield start


@cache
def subtree_consistency(start: int, end: int, first: int, behind: int) -> tuple[bytes, ...]:
    """The proof that leaves `start` to `end` are a subtree of those from `first` to `behind`."""
    if start == first:
        return grown.consistency(LEAVES[first:behind], end - first)
    middle = first + recursive.split(behind - first)
    if end <= middle:
        return (*subtree_consistency(start, end, first, middle), grown.root_of(LEAVES[middle:behind]))
    return (*subtree_consistency(start, end, middle, behind), grown.root_of(LEAVES[first:middle]))


@exhaustive
def test_the_accumulated_roots() -> None:
    """The roots over all subtrees up to 130 leaves hash to the figure in the draft on Merkle tree certificates."""
    total = sha256()
    for end in SIZES:
        for start in subtrees(end):
            total.update(f"[{start}, {end}) {grown.root_of(LEAVES[start:end]).hex()}\n".encode())
    assert total.hexdigest() == published.ACCUMULATED_ROOTS


@exhaustive
def test_the_accumulated_inclusion_proofs() -> None:
    """The proofs of every leaf in all subtrees up to 130 leaves hash to the draft's figure."""
    total = sha256()
    for end in SIZES:
        for start in subtrees(end):
            for index in range(start, end):
                path = hexed(grown.inclusion(LEAVES[start:end], index - start))
                total.update((" ".join([f"{index} [{start}, {end})", *path]) + "\n").encode())
    assert total.hexdigest() == published.ACCUMULATED_INCLUSION


@exhaustive
def test_the_accumulated_consistency_proofs() -> None:
    """The proofs between all subtrees and all trees up to 130 leaves hash to the draft's figure."""
    total = sha256()
    for size in SIZES:
        for end in range(size + 1):
            for start in subtrees(end):
                path = hexed(subtree_consistency(start, end, 0, size)) if start < end else ()
                total.update((" ".join([f"[{start}, {end}) {size}", *path]) + "\n").encode())
    assert total.hexdigest() == published.ACCUMULATED_CONSISTENCY


@exhaustive
@pytest.mark.parametrize("size", SIZES)
def test_every_tree_is_as_the_recursion_has_it(size: int) -> None:
    """At each size up to 130 the root and all proofs are those of RFC 6962's recursion, and verify."""
    leaves, root = LEAVES[:size], ROOTS[size]
    assert grown.root_of(leaves) == root
    for index in range(size):
        path = grown.inclusion(leaves, index)
        assert path == recursive.path(index, leaves)
        assert merkle.is_included(leaves[index], index=index, size=size, path=path, root=root)
    for old_size in range(1, size + 1):
        path = grown.consistency(leaves, old_size)
        assert path == recursive.proof(old_size, leaves)
        assert merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=ROOTS[old_size], root=root)


@given(leaves_of_a_tree, st.data())
def test_any_tree_is_as_the_recursion_has_it(leaves: tuple[bytes, ...], data: st.DataObject) -> None:
    """Whatever the leaves are, root and proofs are those of the recursion, and verify."""
    size, root = len(leaves), grown.root_of(leaves)
    assert root == recursive.tree_hash(leaves)
    index, old_size = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = grown.inclusion(leaves, index)
    assert path == recursive.path(index, leaves)
    assert merkle.is_included(leaves[index], index=index, size=size, path=path, root=root)
    path, old_root = grown.consistency(leaves, old_size), grown.root_of(leaves[:old_size])
    assert path == recursive.proof(old_size, leaves)
    assert merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=old_root, root=root)


@given(leaves_of_a_tree, st.data())
def test_one_reading_gives_both_proofs(leaves: tuple[bytes, ...], data: st.DataObject) -> None:
    """A tree that follows a leaf and a prefix at once gives each proof as if it had followed that alone."""
    index, old_size = data.draw(st.integers(0, len(leaves) - 1)), data.draw(st.integers(1, len(leaves)))
    tree = merkle.Tree(leaf=index, prefix=old_size)
    for value in leaves:
        tree.add(value)
    assert tree.size == len(leaves)
    assert tree.inclusion() == grown.inclusion(leaves, index)
    assert tree.consistency() == grown.consistency(leaves, old_size)


@pytest.mark.parametrize("index", [-1, 5, 6])
def test_what_is_not_in_a_tree_has_no_proof(index: int) -> None:
    """A proof is not made for a leaf that a tree does not have."""
    with pytest.raises(BadRequest, match=f"a tree of 5 leaves has no leaf {index}"):
        grown.inclusion(LEAVES[:5], index)


@pytest.mark.parametrize("size", [-1, 0, 6])
def test_what_is_not_a_beginning_has_no_proof(size: int) -> None:
    """A proof is not made for a beginning that is longer than the tree, nor for the empty one, which has no nodes."""
    with pytest.raises(BadRequest, match=f"a tree of 5 leaves has no beginning of {size}"):
        grown.consistency(LEAVES[:5], size)


@exhaustive
@pytest.mark.parametrize("size", range(1, 18))
def test_a_changed_inclusion_proof_fails(size: int) -> None:
    """No bit of the leaf, of the root or of a hash can change, no hash come, go or move, and no other index do."""
    root = ROOTS[size]
    for index in range(size):
        here, path = LEAVES[index], grown.inclusion(LEAVES[:size], index)
        for wrong in altered(path, (here, root, LEAVES[size])):
            assert not merkle.is_included(here, index=index, size=size, path=wrong, root=root)
        for bit in range(256):
            assert not merkle.is_included(proven.flipped(here, bit), index=index, size=size, path=path, root=root)
            assert not merkle.is_included(here, index=index, size=size, path=path, root=proven.flipped(root, bit))
        for other in (*range(-2, index), *range(index + 1, 40)):
            assert not merkle.is_included(here, index=other, size=size, path=path, root=root)
        for other in (*ROOTS[:size], *ROOTS[size + 1 :], b""):
            assert not merkle.is_included(here, index=index, size=size, path=path, root=other)


@exhaustive
@pytest.mark.parametrize("size", range(1, 40))
def test_a_size_with_another_way_up_fails(size: int) -> None:
    """A proof of inclusion holds for another size only where the way from the leaf to the root is the same there."""
    for index in range(size):
        path = grown.inclusion(LEAVES[:size], index)
        for other in range(-1, 50):
            held = merkle.is_included(LEAVES[index], index=index, size=other, path=path, root=ROOTS[size])
            assert held == (index < other and way_up(index, other) == way_up(index, size))


def way_up(index: int, size: int) -> tuple[bool, ...]:
    """On which side the siblings stand on the way from a leaf to the root: whether on the left, from the leaf on."""
    if size == 1:
        return ()
    k = recursive.split(size)
    return (*way_up(index - k, size - k), True) if index >= k else (*way_up(index, k), False)


@exhaustive
@pytest.mark.parametrize("size", range(1, 18))
def test_a_changed_consistency_proof_fails(size: int) -> None:
    """No bit of a root or of a hash can change, no hash come, go or move, and no older size be another."""
    root = ROOTS[size]
    for old_size in range(1, size):
        old_root, path = ROOTS[old_size], grown.consistency(LEAVES[:size], old_size)
        for wrong in altered(path, (old_root, root, LEAVES[size])):
            assert not merkle.is_consistent(old_size=old_size, size=size, path=wrong, old_root=old_root, root=root)
        for bit in range(256):
            wrong_root = proven.flipped(old_root, bit)
            assert not merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=wrong_root, root=root)
            wrong_root = proven.flipped(root, bit)
            assert not merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=old_root, root=wrong_root)
        for other in (*range(-2, old_size), *range(old_size + 1, 40)):
            assert not merkle.is_consistent(old_size=other, size=size, path=path, old_root=old_root, root=root)
        assert not merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=root, root=old_root)
        assert not merkle.is_consistent(old_size=size, size=old_size, path=path, old_root=root, root=old_root)
        assert not merkle.is_consistent(old_size=old_size, size=size, path=(), old_root=old_root, root=root)


@pytest.mark.parametrize("size", range(1, 18))
def test_a_proof_does_not_lead_beyond_the_root(size: int) -> None:
    """A hash too many fails also where a root is made up that follows with it, on whichever side it is put."""
    above = LEAVES[size]
    for root in (merkle.node(above, ROOTS[size]), merkle.node(ROOTS[size], above)):
        for index in range(size):
            path = (*grown.inclusion(LEAVES[:size], index), above)
            assert not merkle.is_included(LEAVES[index], index=index, size=size, path=path, root=root)
        for old_size in range(1, size):
            path = (*grown.consistency(LEAVES[:size], old_size), above)
            for old_root in (ROOTS[old_size], merkle.node(above, ROOTS[old_size])):
                assert not merkle.is_consistent(old_size=old_size, size=size, path=path, old_root=old_root, root=root)


def test_what_is_no_hash_is_not_in_a_tree() -> None:
    """A leaf of another length than a hash fails, though it be the root to the letter; so does such a sibling."""
    here, sibling = LEAVES[:2]
    for value in (b"", here[:-1], here + b"\0"):
        assert not merkle.is_included(value, index=0, size=1, path=(), root=value)
    for value in (b"", sibling[:-1], sibling + b"\0"):
        root = merkle.node(here, value)
        assert not merkle.is_included(here, index=0, size=2, path=(value,), root=root)
        assert not merkle.is_consistent(old_size=1, size=2, path=(value,), old_root=here, root=root)
    shifted = (here[:-1], here[-1:] + sibling)
    assert merkle.node(*shifted) == ROOTS[2]
    assert not merkle.is_included(shifted[0], index=0, size=2, path=shifted[1:], root=ROOTS[2])
    assert not merkle.is_consistent(old_size=1, size=2, path=shifted[1:], old_root=shifted[0], root=ROOTS[2])


def test_a_tree_is_the_beginning_of_itself() -> None:
    """Equal sizes need equal roots and an empty proof."""
    one, other = ROOTS[1], ROOTS[2]
    assert merkle.is_consistent(old_size=1, size=1, path=(), old_root=one, root=one)
    assert not merkle.is_consistent(old_size=1, size=1, path=(one,), old_root=one, root=one)
    assert not merkle.is_consistent(old_size=1, size=1, path=(), old_root=one, root=other)


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize("path", [(), (merkle.EMPTY,)])
def test_consistency_with_the_empty_tree_means_nothing(size: int, path: tuple[bytes, ...]) -> None:
    """RFC 9162 defines the proof from one leaf on; from none, nothing holds."""
    assert not merkle.is_consistent(old_size=0, size=size, path=path, old_root=merkle.EMPTY, root=merkle.EMPTY)


@given(
    st.binary(max_size=40),
    st.integers(-5, 1 << 70),
    st.integers(-5, 1 << 70),
    st.lists(st.one_of(st.binary(min_size=32, max_size=32), st.binary(max_size=40)), max_size=80),
    st.binary(max_size=40),
)
def test_what_was_made_up_fails(value: bytes, first: int, size: int, path: list[bytes], root: bytes) -> None:
    """Whatever is given, the answer is no, and nothing is raised."""
    assert not merkle.is_included(value, index=first, size=size, path=path, root=root)
    if not (first == size and value == root):
        assert not merkle.is_consistent(old_size=first, size=size, path=path, old_root=value, root=root)


def test_a_tree_stays_small() -> None:
    """What a tree holds grows with the bits of its size, not with its size."""
    tree = merkle.Tree(leaf=1, prefix=2)
    for number in range(5_000):
        tree.add(leaf(b"%d" % number))
    assert len(tree._peaks) == (5_000).bit_count()  # noqa: SLF001  # this is what the promise is about
    assert len(tree.inclusion()) <= (5_000).bit_length()
