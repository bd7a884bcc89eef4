"""That a log only grew since a checkpoint, provable to somebody who does not have the log (C2SP tlog-witness).

    old 120                                         the size of the older checkpoint
    lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=    the nodes from which both roots follow
    …

    harbour.example/ledger                          the newer checkpoint
    180
    XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

This is the request in which a log asks a witness to sign its newer checkpoint. A checker needs this file and the older
checkpoint, and can then trust the newer one as much as the older. Signatures are not verified here.
"""

from __future__ import annotations

from msgspec import Struct

from ledger.checks.problems import Problem
from ledger.merkle import EMPTY, is_consistent
from ledger.proofs.checkpoints import Checkpoint, read_checkpoint
from ledger.proofs.inclusion import read_path
from ledger.proofs.text import Lines, encode, number


class ConsistencyProof(Struct, frozen=True, kw_only=True):
    """A proof that the first `old` events under `checkpoint` are those of an older checkpoint, which has that size."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def text(self) -> str:
        """The content of the proof's file."""
        return "\n".join([f"old {self.old}", *map(encode, self.path), "", self.checkpoint.text()])


def parse_consistency_proof(data: bytes, *, place: str) -> ConsistencyProof:
    """The proof in a file. Raises BadInput with `place:line`."""
    lines = Lines(data, place=place, hint="is it the right file? `claims prove --since CHECKPOINT -o FILE` writes one")
    word, _, digits = lines.next("the older size").partition(" ")
    old = number(digits)
    if word != "old" or old is None:
        raise lines.bad("`old` and a whole number")
    path = tuple(read_path(lines))
    return ConsistencyProof(old=old, path=path, checkpoint=read_checkpoint(lines))


def check_consistency(proof: ConsistencyProof, since: Checkpoint, *, place: str) -> list[Problem]:
    """Why a proof fails to prove that its log still begins as `since` says; no problems if it succeeds.

    The log is not needed. `place` names the file.
    """
    new = proof.checkpoint
    problems = []
    if new.origin != since.origin:
        message = f"it is of {new.origin}, but the older checkpoint is of {since.origin}"
        problems.append(Problem(place=place, code="other-log", message=message))
    if proof.old != since.size:
        message = f"it starts from {proof.old:,} events, but the older checkpoint has {since.size:,}"
        problems.append(Problem(place=place, code="other-checkpoint", message=message))
    elif not _extends(proof, since):
        message = f"its hashes do not lead from the root of {since.size:,} events to that of {new.size:,}"
        hint = "one of the two checkpoints, or a hash, is not what the log had"
        problems.append(Problem(place=place, code="not-consistent", message=message, hint=hint))
    return problems


def _extends(proof: ConsistencyProof, since: Checkpoint) -> bool:
    """Whether the newer root is proven. From an empty log no proof is needed, since every log begins with it."""
    new = proof.checkpoint
    if since.size == 0:
        return not proof.path and since.root == EMPTY and (new.size > 0 or new.root == EMPTY)
    return is_consistent(old_size=since.size, size=new.size, path=proof.path, old_root=since.root, root=new.root)
