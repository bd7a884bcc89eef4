"""The Merkle tree over the lines of a log, built from its files each time: no cache is used or kept."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ledger import codec
from ledger.checks.problems import Problem
from ledger.codec import Erased
from ledger.errors import BadConfiguration, Refused, UnknownName
from ledger.log import MARKER_NAME
from ledger.merkle import Tree
from ledger.proofs.checkpoints import Checkpoint, origin
from ledger.proofs.consistency import ConsistencyProof
from ledger.proofs.inclusion import InclusionProof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log import Line, Log


def checkpoint(log: Log) -> Checkpoint:
    """The unsigned checkpoint of a log as it is now. Raises DamagedLog, StorageFailed or BadConfiguration."""
    tree = Tree()
    for line in _lines(log):
        tree.add(_leaf(line))
    return _checkpoint(log, tree)


def prove(log: Log, seq: int, *, under: Checkpoint | None = None) -> InclusionProof:
    """The proof that the line with this seq is in the log, under a published checkpoint or a new one.

    Raises UnknownName if there is no such line, Refused if the log does not hold what the checkpoint says, and what
    `checkpoint` raises.
    """
    tree, body = Tree(leaf=seq - 1), None
    for line in _lines(log, None if under is None else under.size):
        if line.entry.seq == seq:
            body = codec.body_of(line.raw)
        tree.add(_leaf(line))
    now = _checkpoint(log, tree)
    if under is not None:
        _refuse(_compare(log, now, under))
    if body is None:
        within = "" if under is None else f" among the first {under.size:,}, which the checkpoint counts"
        raise UnknownName(f"there is no event @{seq}{within}", hint="`claims log` lists them")
    return InclusionProof(index=seq - 1, path=tree.inclusion(), body=body, checkpoint=under or now)


def check_since(log: Log, since: Checkpoint) -> list[Problem]:
    """How the beginning of the log differs from a checkpoint, if it does; only the first `since.size` lines are read.

    This cannot tell whether the checkpoint was really published: signatures are not verified. Raises DamagedLog if one
    of these lines is damaged, StorageFailed or BadConfiguration.
    """
    tree = Tree()
    for line in _lines(log, since.size):
        tree.add(_leaf(line))
    return _compare(log, _checkpoint(log, tree), since)


def prove_since(log: Log, since: Checkpoint) -> ConsistencyProof:
    """The proof, for somebody without the log, that it only grew since a checkpoint.

    Raises Refused if it did not, and what `checkpoint` raises.
    """
    tree = Tree(prefix=since.size)
    lines = _lines(log)
    for line in islice(lines, since.size):
        tree.add(_leaf(line))
    _refuse(_compare(log, _checkpoint(log, tree), since))
    for line in lines:
        tree.add(_leaf(line))
    path = tree.consistency() if since.size else ()
    return ConsistencyProof(old=since.size, path=path, checkpoint=_checkpoint(log, tree))


def _lines(log: Log, most: int | None = None) -> Iterator[Line]:
    """The lines of a log, at most `most` of them."""
    return islice(log.lines(), most)


def _leaf(line: Line) -> bytes:
    """The leaf of a line; for an erased one, the leaf that was kept."""
    return bytes.fromhex(line.entry.leaf if isinstance(line.entry, Erased) else codec.leaf(codec.body_of(line.raw)))


def _checkpoint(log: Log, tree: Tree) -> Checkpoint:
    try:
        name = origin(log.config)
    except BadConfiguration as error:
        raise error.at(str(log.directory / MARKER_NAME)) from None
    return Checkpoint(origin=name, size=tree.size, root=tree.root())


def _compare(log: Log, beginning: Checkpoint, since: Checkpoint) -> list[Problem]:
    """How the log differs from a checkpoint; `beginning` is the checkpoint of at most as many of its first lines."""
    problems = []
    if beginning.origin != since.origin:
        message = f"the checkpoint is of {since.origin}, this log is {beginning.origin}"
        hint = "is it the right file? if the log was renamed, say its old name in `origin`"
        place = str(log.directory / MARKER_NAME)
        problems.append(Problem(place=place, code="other-log", message=message, hint=hint))
    if beginning.size < since.size:
        message = f"the checkpoint counts {since.size:,} events, and the log has only {beginning.size:,}"
        hint = "what was published is gone: find a copy of the log, and whoever shortened it"
        problems.append(Problem(place=log.place(beginning.size + 1), code="shortened", message=message, hint=hint))
    elif beginning.root != since.root:
        message = f"the first {since.size:,} events are not those that the checkpoint was made of"
        hint = "the past was changed, or it is another log: compare with a copy from the time of the checkpoint"
        problems.append(Problem(place=str(log.directory), code="rewritten", message=message, hint=hint))
    return problems


def _refuse(problems: list[Problem]) -> None:
    """Raise the first problem as Refused, if there is one."""
    if problems:
        first = problems[0]
        raise Refused(first.message, place=first.place, hint=first.hint)
