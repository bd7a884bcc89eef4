"""A log with all of its proofs, made once, and proofs that were made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from ledger import proofs
from ledger.proofs import Checkpoint, ConsistencyProof, InclusionProof
from tests.proofs import pier

LENGTH = 11

hashes = st.binary(min_size=32, max_size=32)
sizes = st.integers(0, 10**18 - 1)
paths = st.lists(hashes, max_size=70).map(tuple)
checkpoints = st.builds(Checkpoint, origin=st.just(pier.ORIGIN), size=sizes, root=hashes)
inclusion_proofs = st.builds(
    InclusionProof, index=sizes, path=paths, body=st.none() | st.binary(max_size=200), checkpoint=checkpoints
)
consistency_proofs = st.builds(ConsistencyProof, old=sizes, path=paths, checkpoint=checkpoints)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Any bytes, a proof's text, or one with some of its bytes replaced."""
    whole = draw(st.one_of(inclusion_proofs, consistency_proofs)).text().encode()
    at, behind = draw(st.integers(0, len(whole))), draw(st.integers(0, 8))
    put = draw(st.binary(max_size=8))
    return draw(st.one_of(st.binary(max_size=200), st.sampled_from([whole, whole[:at] + put + whole[at + behind :]])))


class Proven:
    """A log of eleven events: its checkpoint at each size, its lines, and its proofs."""

    def __init__(self) -> None:
        self.checkpoints: list[Checkpoint] = []
        with TemporaryDirectory() as name:
            log = pier.log_in(Path(name))
            for number, event in enumerate(pier.story(LENGTH)):
                self.checkpoints.append(proofs.checkpoint(log))
                pier.record(log, event, hour=number)
            self.checkpoints.append(proofs.checkpoint(log))
            self.lines = [line.raw for line in log.lines()]
            self.inclusion = {
                (seq, size): proofs.prove(log, seq, under=self.checkpoints[size])
                for size in range(LENGTH + 1)
                for seq in range(1, size + 1)
            }
            self.consistency = [proofs.prove_since(log, checkpoint) for checkpoint in self.checkpoints]


@cache
def log() -> Proven:
    """The log."""
    return Proven()


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(data))
