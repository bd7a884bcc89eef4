"""That one event stands at its place in a log, provable to somebody who does not have the log (C2SP tlog-proof).

    c2sp.org/tlog-proof@v1
    extra eyJzZXEiOjE3LCJpZCI6ImVzcGVyOjIi…         the event's line up to, not including, `,"chain":`, in base64
    index 16                                        its place, from 0: its seq less one
    lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=    the siblings on the way up to the root
    …

    harbour.example/ledger                          a checkpoint of the log, with its signatures if it has any
    120
    XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

A checker needs this file and a reason to believe the checkpoint in it: that it was published where the checker looks,
or a signature, which is not verified here. The leaf is SHA-256(0x00 ‖ the bytes of `extra`), so what the file says of
the event is exactly what is proven. For an erased line these bytes are `{"seq":17,"erased":"…"` and name the leaf: they
prove that a line with this leaf stood there, but nothing of what it said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger import codec
from ledger.checks.problems import Problem
from ledger.codec import Entry, Erased
from ledger.errors import BadInput, DamagedLog
from ledger.merkle import is_included
from ledger.proofs.checkpoints import Checkpoint, read_checkpoint
from ledger.proofs.text import Lines, decode, decode_hash, encode, number

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER: Final = "c2sp.org/tlog-proof@v1"
"""The first line of the file, whose name should end in `.tlog-proof`."""


class InclusionProof(Struct, frozen=True, kw_only=True):
    """A proof for the event at `index`, from 0. `body` is its line up to the chain; others' proofs may lack it."""

    index: int
    path: tuple[bytes, ...]
    body: bytes | None
    checkpoint: Checkpoint

    @property
    def seq(self) -> int:
        """The event's place in the log, from 1."""
        return self.index + 1

    def entry(self) -> Entry | Erased:
        """The event that the proof carries, with a `chain` of zeros. Raises BadInput if it carries none."""
        try:
            return codec.decode(b'%b,"chain":"%b"}' % (self._carried(), codec.NO_CHAIN.encode()))
        except DamagedLog as error:
            raise BadInput(f"what the proof carries is no event: {error.message}", hint=error.hint) from None

    def leaf(self) -> bytes:
        """The leaf of the event that the proof carries. Raises BadInput if it carries none."""
        entry = self.entry()
        return bytes.fromhex(entry.leaf if isinstance(entry, Erased) else codec.leaf(self._carried()))

    def text(self) -> str:
        """The content of the proof's file. It ends with the checkpoint, so signature lines can be appended."""
        extra = [] if self.body is None else [f"extra {encode(self.body)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(encode, self.path), "", self.checkpoint.text()]
        return "\n".join(lines)

    def _carried(self) -> bytes:
        if self.body is None:
            hint = "its `extra` line has to be the event's line up to the chain, as `claims prove` writes it"
            raise BadInput("the proof carries no event", hint=hint)
        return self.body


def parse_inclusion_proof(data: bytes, *, place: str) -> InclusionProof:
    """The proof in a file. Raises BadInput with `place:line`."""
    lines = Lines(data, place=place, hint="is it the right file? `claims prove @17 -o FILE` writes one")
    if lines.next(f"`{HEADER}`") != HEADER:
        raise lines.bad(f"`{HEADER}`")
    body = None
    if lines.starts("extra "):
        body = decode(lines.next("extra data").removeprefix("extra "))
        if body is None:
            raise lines.bad("`extra` and the event in base64")
    word, _, digits = lines.next("the index").partition(" ")
    index = number(digits)
    if word != "index" or index is None:
        raise lines.bad("`index` and a whole number")
    path = tuple(read_path(lines))
    return InclusionProof(index=index, path=path, body=body, checkpoint=read_checkpoint(lines))


def read_path(lines: Lines) -> Iterator[bytes]:
    """The hashes up to the next empty line, which is read too. Raises BadInput."""
    for line in lines.paragraph():
        value = decode_hash(line)
        if value is None:
            raise lines.bad("a SHA-256 in base64")
        yield value
    lines.next("an empty line, then a checkpoint,")


def check_inclusion(proof: InclusionProof, *, place: str, published: Checkpoint | None = None) -> list[Problem]:
    """Why a proof fails to prove its event; no problems if it succeeds. The log is not needed.

    `published` is the checkpoint that the checker trusts. Without it, the proof is only as good as the checkpoint in
    it: anybody can make a log, and a proof from it. `place` names the file.
    """
    problems = []
    if published is not None and not proof.checkpoint.is_of_same_tree(published):
        hint = f"ask for a proof under the published one, of {published.size:,} events of {published.origin}"
        message = f"its checkpoint is not the published one: {_named(proof.checkpoint)}"
        problems.append(Problem(place=place, code="other-checkpoint", message=message, hint=hint))
    try:
        entry, leaf = proof.entry(), proof.leaf()
    except BadInput as error:
        return [*problems, Problem(place=place, code="no-event", message=error.message, hint=error.hint)]
    if entry.seq != proof.seq:
        message = f"it carries @{entry.seq}, but is for the place of @{proof.seq}"
        problems.append(Problem(place=place, code="other-event", message=message))
    tree = proof.checkpoint
    if not is_included(leaf, index=proof.index, size=tree.size, path=proof.path, root=tree.root):
        message = f"its hashes do not lead from @{proof.seq} to the root of {_named(tree)}"
        hint = "the event, its place, a hash or the checkpoint is not what the log had"
        problems.append(Problem(place=place, code="not-included", message=message, hint=hint))
    return problems


def _named(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.origin} at {checkpoint.size:,} events"
