"""Proofs that the log only grew, for somebody who does not have the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import merkle, proofs
from ledger.errors import BadInput, Refused
from ledger.proofs import Checkpoint, ConsistencyProof
from tests.proofs import pier, proven, published

if TYPE_CHECKING:
    from pathlib import Path


def faults(proof: ConsistencyProof, since: Checkpoint) -> list[str]:
    """The codes of what is wrong with a proof of consistency."""
    return [problem.code for problem in proofs.check_consistency(proof, since, place="growth.txt")]


def test_the_published_request_to_a_witness() -> None:
    """The example of tlog-witness is read and written to the byte, both of its signatures kept."""
    proof = proofs.parse_consistency_proof(published.WITNESS_REQUEST.encode(), place="request.txt")
    assert (proof.old, len(proof.path), proof.checkpoint.size) == (20_852_014, 4, 20_852_163)
    assert len(proof.checkpoint.signatures) == 2
    assert proof.text() == published.WITNESS_REQUEST


@given(proven.consistency_proofs)
def test_a_proof_of_consistency_is_read_as_it_was_written(proof: ConsistencyProof) -> None:
    """Any proof comes back from its text."""
    assert proofs.parse_consistency_proof(proof.text().encode(), place="p") == proof


@given(proven.texts())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, it is refused as input, or is a proof that writes the same bytes."""
    found = pier.parsed_or_refused(proofs.parse_consistency_proof, data)
    if isinstance(found, BadInput):
        assert re.fullmatch(r"given\.txt:[1-9][0-9]*", found.place or "")
    else:
        assert found.text().encode() == data


@pytest.mark.parametrize("text", ["", "old\n\n", "old 05\n\n", "old -1\n\n", "new 5\n\n", "old five\n\n"])
def test_what_is_no_proof_of_consistency_is_refused(text: str) -> None:
    """The first line says the older size, or the file is refused there."""
    with pytest.raises(BadInput) as refused:
        proofs.parse_consistency_proof(text.encode(), place="growth.txt")
    assert refused.value.place == "growth.txt:1"


def test_growth_is_proven_from_every_checkpoint() -> None:
    """From each checkpoint on, the empty one and the newest included, a proof shows that the log only grew."""
    newest = proven.log().checkpoints[proven.LENGTH]
    for size, made in enumerate(proven.log().consistency):
        proof = proofs.parse_consistency_proof(made.text().encode(), place="growth.txt")
        assert (proof.old, proof.checkpoint) == (size, newest)
        assert faults(proof, proven.log().checkpoints[size]) == []


def test_the_empty_log_begins_every_log() -> None:
    """From the empty checkpoint no hashes are needed, and none are allowed; a root that is not the empty one fails."""
    nothing, proof = proven.log().checkpoints[0], proven.log().consistency[0]
    assert proof.path == ()
    assert faults(replace(proof, path=(merkle.EMPTY,)), nothing) == ["not-consistent"]
    assert faults(proof, replace(nothing, root=proven.log().checkpoints[1].root)) == ["not-consistent"]
    still = ConsistencyProof(old=0, path=(), checkpoint=nothing)
    assert faults(still, nothing) == []
    changed = replace(nothing, root=proven.log().checkpoints[1].root)
    assert faults(replace(still, checkpoint=changed), nothing) == ["not-consistent"]


@given(st.data())
def test_a_changed_proof_of_consistency_fails(data: st.DataObject) -> None:
    """Whatever of a proof is changed but the newer size, who has the older checkpoint sees it."""
    size = data.draw(st.integers(1, proven.LENGTH))
    proof, since = proven.log().consistency[size], proven.log().checkpoints[size]
    change = data.draw(st.sampled_from(["old", "hash", "hashes", "origin", "root"]))
    tree = proof.checkpoint
    match change:
        case "old":
            wrong = replace(proof, old=data.draw(st.integers(0, 40).filter(lambda old: old != size)))
        case "hash" if proof.path:
            at, bit = data.draw(st.integers(0, len(proof.path) - 1)), data.draw(st.integers(0, 255))
            wrong = replace(proof, path=(*proof.path[:at], proven.flipped(proof.path[at], bit), *proof.path[at + 1 :]))
        case "hash" | "hashes":
            wrong = replace(proof, path=data.draw(proven.paths.filter(lambda path: path != proof.path)))
        case "origin":
            wrong = replace(proof, checkpoint=replace(tree, origin="pier.example/ledger"))
        case _:
            wrong = replace(
                proof, checkpoint=replace(tree, root=proven.flipped(tree.root, data.draw(st.integers(0, 255))))
            )
    assert faults(wrong, since) != []


def test_a_proof_of_growth_says_what_is_wrong_with_it() -> None:
    """Each way in which it can fail has its code and its sentence."""
    proof, since = proven.log().consistency[5], proven.log().checkpoints[5]
    assert faults(proof, proven.log().checkpoints[6]) == ["other-checkpoint"]
    assert faults(proof, replace(since, origin="pier.example/ledger")) == ["other-log"]
    assert faults(proof, replace(since, root=merkle.EMPTY)) == ["not-consistent"]
    wrong = replace(proof, path=proof.path[:-1])
    found = proofs.check_consistency(wrong, replace(since, origin="pier.example/ledger"), place="growth.txt")
    assert [(problem.place, problem.message) for problem in found] == [
        ("growth.txt", "it is of harbour.example/ledger, but the older checkpoint is of pier.example/ledger"),
        ("growth.txt", "its hashes do not lead from the root of 5 events to that of 11"),
    ]
    (problem,) = proofs.check_consistency(proof, proven.log().checkpoints[6], place="growth.txt")
    assert problem.message == "it starts from 5 events, but the older checkpoint has 6"


def test_a_log_that_is_not_as_published_proves_no_growth(tmp_path: Path) -> None:
    """No growth is proven since a checkpoint that the log does not hold."""
    (tmp_path / "rewritten").mkdir()
    then = proofs.checkpoint(pier.recorded(tmp_path, 6))
    rewritten = pier.recorded(tmp_path / "rewritten", 9, answer="as good as closed")
    with pytest.raises(Refused, match="the first 6 events are not those that the checkpoint was made of"):
        proofs.prove_since(rewritten, then)
