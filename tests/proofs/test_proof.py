"""Proofs that an event is in the log, for somebody who does not have the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import codec, merkle, proofs
from ledger.codec import Entry, Erased
from ledger.errors import BadInput, Refused, UnknownName
from ledger.proofs import Checkpoint, InclusionProof
from ledger.proofs.text import encode
from tests.proofs import grown, pier, proven, published

if TYPE_CHECKING:
    from pathlib import Path


def problems(proof: InclusionProof, published_as: Checkpoint | None = None) -> list[str]:
    """The codes of what is wrong with a proof of inclusion."""
    return [problem.code for problem in proofs.check_inclusion(proof, place="@17.tlog-proof", published=published_as)]


def test_the_published_proof() -> None:
    """The example of tlog-proof is read and written to the byte; since it carries no event of ours, it proves none."""
    proof = proofs.parse_inclusion_proof(published.INCLUSION_TEXT.encode(), place="fancy.tlog-proof")
    assert (proof.index, proof.seq, len(proof.path)) == (73_894, 73_895, 5)
    assert (proof.checkpoint.origin, proof.checkpoint.size) == ("example.com/fancylog", 109_482)
    assert proof.text() == published.INCLUSION_TEXT
    assert problems(proof) == ["no-event"]


def test_a_proof_as_it_is_written(tmp_path: Path) -> None:
    """The file of a proof is the format's name, the event, its index, the way up, and the checkpoint."""
    log = pier.recorded(tmp_path, 3)
    lines = [line.raw for line in log.lines()]
    leaves = [bytes.fromhex(codec.leaf(codec.body_of(line))) for line in lines]
    body, first, third, root = map(encode, (codec.body_of(lines[1]), leaves[0], leaves[2], grown.root_of(leaves)))
    assert proofs.prove(log, 2).text() == (
        f"c2sp.org/tlog-proof@v1\nextra {body}\nindex 1\n{first}\n{third}\n\nharbour.example/ledger\n3\n{root}\n"
    )


@given(proven.inclusion_proofs)
@example(InclusionProof(index=0, path=(), body=b"", checkpoint=Checkpoint(origin="o", size=0, root=merkle.EMPTY)))
def test_a_proof_of_inclusion_is_read_as_it_was_written(proof: InclusionProof) -> None:
    """Any proof, with or without an event, comes back from its text, also where its checkpoint is signed afterwards."""
    assert proofs.parse_inclusion_proof(proof.text().encode(), place="p") == proof
    signed = proofs.parse_inclusion_proof(f"{proof.text()}\n{pier.SIGNATURE}\n".encode(), place="p")
    assert signed.checkpoint.signatures == (pier.SIGNATURE,)
    assert signed.checkpoint.is_of_same_tree(proof.checkpoint)


@given(proven.texts())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, it is refused as input, or is a proof that writes the same bytes."""
    found = pier.parsed_or_refused(proofs.parse_inclusion_proof, data)
    if isinstance(found, BadInput):
        assert re.fullmatch(r"given\.txt:[1-9][0-9]*", found.place or "")
    else:
        assert found.text().encode() == data


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", 1, "it ends where `c2sp.org/tlog-proof@v1` should stand"),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\n", 1, "`c2sp.org/tlog-proof@v1` should stand here"),
        ("c2sp.org/tlog-proof@v1\n", 2, "it ends where the index should stand"),
        ("c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n", 2, "`index` and a whole number should stand here"),
        ("c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n", 2, "`extra` and the event in base64 should stand here"),
        ("c2sp.org/tlog-proof@v1\nextra\nindex 0\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n", 3, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nindex notanumber\n\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nindex -5\n\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nindex 05\n\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nindex  5\n\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nplace 5\n\n", 2, "`index` and a whole number"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n!!\n\n", 3, "a SHA-256 in base64 should stand here"),
        (f"c2sp.org/tlog-proof@v1\nindex 0\n{'A' * 86}==\n\n", 3, "a SHA-256 in base64"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n", 3, "it ends where an empty line, then a checkpoint, should stand"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n\n", 4, "it ends where the origin of a checkpoint should stand"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n\n\n", 4, "the origin of a checkpoint should stand here"),
    ],
)
def test_what_is_no_proof_is_refused(text: str, place: int, message: str) -> None:
    """A text that the specification does not allow is refused at the line that is wrong."""
    with pytest.raises(BadInput, match=re.escape(message)) as refused:
        proofs.parse_inclusion_proof(text.encode(), place="@17.tlog-proof")
    assert refused.value.place == f"@17.tlog-proof:{place}"


def test_every_event_is_proven_under_every_checkpoint() -> None:
    """Each event has a proof under each checkpoint that counts it, and the proof carries the event to the letter."""
    for (seq, size), made in proven.log().inclusion.items():
        proof = proofs.parse_inclusion_proof(made.text().encode(), place="@17.tlog-proof")
        assert problems(proof) == problems(proof, proven.log().checkpoints[size]) == []
        entry = proof.entry()
        assert isinstance(entry, Entry)
        assert replace(entry, chain="") == replace(codec.decode(proven.log().lines[seq - 1]), chain="")


def test_a_proof_is_under_the_log_of_now_by_default(tmp_path: Path) -> None:
    """Without a published checkpoint a proof carries that of the whole log."""
    log = pier.recorded(tmp_path, 5)
    proof = proofs.prove(log, 3)
    assert proof.checkpoint == proofs.checkpoint(log)
    assert problems(proof) == []


def test_a_signed_checkpoint_goes_into_a_proof_as_it_is(tmp_path: Path) -> None:
    """A proof under a published checkpoint has its lines with the signatures, also when the log has grown."""
    log = pier.recorded(tmp_path, 5)
    note = f"{proofs.checkpoint(log).text()}\n{pier.SIGNATURE}\n"
    signed = proofs.parse_checkpoint(note.encode(), place="published.txt")
    pier.record(log, pier.story(6)[-1], hour=9)
    proof = proofs.prove(log, 2, under=signed)
    assert proof.text().endswith(note)
    assert problems(proof, signed) == []


def test_an_erased_event_is_proven_without_a_word_of_it(tmp_path: Path) -> None:
    """Of an erased line a proof shows the leaf and nothing else; one made before, with the words, still holds."""
    log = pier.recorded(tmp_path, 7)
    then, before = proofs.checkpoint(log), proofs.prove(log, 4)
    pier.erase(log, 4)
    after = proofs.parse_inclusion_proof(proofs.prove(log, 4).text().encode(), place="@4.tlog-proof")
    assert after.body is not None
    assert b"pier" not in after.body
    erased = after.entry()
    assert isinstance(erased, Erased)
    assert bytes.fromhex(erased.leaf) == after.leaf() == before.leaf()
    assert problems(after, then) == problems(before, then) == []
    assert problems(proofs.prove(log, 5), then) == []


def test_another_leaf_is_not_an_erased_line(tmp_path: Path) -> None:
    """Nobody can say of an erased line that another leaf stood there."""
    log = pier.recorded(tmp_path, 7)
    pier.erase(log, 4)
    proof = proofs.prove(log, 4)
    other = b'{"seq":4,"erased":"%b"' % codec.leaf(b"another line").encode()
    assert problems(replace(proof, body=other)) == ["not-included"]


@pytest.mark.parametrize("seq", [-1, 0, 5])
def test_an_event_that_is_not_there_is_not_proven(tmp_path: Path, seq: int) -> None:
    """A proof for a seq that the log does not have is refused."""
    with pytest.raises(UnknownName) as refused:
        proofs.prove(pier.recorded(tmp_path, 4), seq)
    assert refused.value.message == f"there is no event @{seq}"


def test_an_event_behind_the_checkpoint_is_not_proven(tmp_path: Path) -> None:
    """Under a published checkpoint only the events are proven that it counts."""
    log = pier.recorded(tmp_path, 4)
    with pytest.raises(UnknownName, match="no event @4 among the first 3, which the checkpoint counts"):
        proofs.prove(log, 4, under=pier.checkpoint_at(log, 3))


def test_a_log_that_is_not_as_published_proves_no_event(tmp_path: Path) -> None:
    """No event is proven under a checkpoint that the log does not hold, not even one that was not touched."""
    (tmp_path / "rewritten").mkdir()
    then = proofs.checkpoint(pier.recorded(tmp_path, 6))
    rewritten = pier.recorded(tmp_path / "rewritten", 9, answer="as good as closed")
    with pytest.raises(Refused, match="the first 6 events are not those that the checkpoint was made of"):
        proofs.prove(rewritten, 2, under=then)


@given(st.data())
def test_a_changed_proof_of_inclusion_fails(data: st.DataObject) -> None:
    """Whatever of a proof is changed, its checkpoint included, who has the published checkpoint sees it."""
    (_, size), proof = data.draw(st.sampled_from(sorted(proven.log().inclusion.items(), key=lambda item: item[0])))
    change = data.draw(st.sampled_from(["event", "word", "index", "hash", "hashes", "origin", "size", "root"]))
    tree, body = proof.checkpoint, proof.body
    assert body is not None
    match change:
        case "event":
            other = data.draw(st.sampled_from([line for line in proven.log().lines if codec.body_of(line) != body]))
            wrong = replace(proof, body=codec.body_of(other))
        case "word":
            wrong = replace(proof, body=proven.flipped(body, data.draw(st.integers(0, 8 * len(body) - 1))))
        case "index":
            wrong = replace(proof, index=data.draw(st.integers(0, 40).filter(lambda index: index != proof.index)))
        case "hash" if proof.path:
            at, bit = data.draw(st.integers(0, len(proof.path) - 1)), data.draw(st.integers(0, 255))
            wrong = replace(proof, path=(*proof.path[:at], proven.flipped(proof.path[at], bit), *proof.path[at + 1 :]))
        case "hash" | "hashes":
            wrong = replace(proof, path=data.draw(proven.paths.filter(lambda path: path != proof.path)))
        case "origin":
            wrong = replace(proof, checkpoint=replace(tree, origin="pier.example/ledger"))
        case "size":
            other_size = data.draw(st.integers(0, 40).filter(lambda other: other != size))
            wrong = replace(proof, checkpoint=replace(tree, size=other_size))
        case _:
            wrong = replace(
                proof, checkpoint=replace(tree, root=proven.flipped(tree.root, data.draw(st.integers(0, 255))))
            )
    assert wrong != proof
    assert problems(wrong, tree) != []


def test_a_proof_says_what_is_wrong_with_it() -> None:
    """Each way in which a proof can fail has its code and its sentence."""
    proof, other = proven.log().inclusion[5, 11], proven.log().inclusion[7, 11]
    tree, smaller = proven.log().checkpoints[11], proven.log().checkpoints[8]
    assert problems(replace(proof, body=None)) == ["no-event"]
    assert problems(replace(proof, body=b"")) == ["no-event"]
    assert problems(replace(proof, body=b'{"seq":5,"id":"x"')) == ["no-event"]
    assert problems(replace(proof, body=other.body)) == ["other-event", "not-included"]
    assert problems(replace(proof, index=6)) == ["other-event", "not-included"]
    assert problems(replace(proof, path=other.path)) == ["not-included"]
    assert problems(proof, smaller) == ["other-checkpoint"]
    assert problems(replace(proof, body=None), smaller) == ["other-checkpoint", "no-event"]
    found = proofs.check_inclusion(replace(other, index=4), place="@7.tlog-proof", published=smaller)
    assert {problem.place for problem in found} == {"@7.tlog-proof"}
    assert [problem.message for problem in found] == [
        "its checkpoint is not the published one: harbour.example/ledger at 11 events",
        "it carries @7, but is for the place of @5",
        "its hashes do not lead from @5 to the root of harbour.example/ledger at 11 events",
    ]
    assert proof.checkpoint == tree


def test_a_size_is_held_to_the_published_one() -> None:
    """A proof whose way up is the same in a tree of another size is told apart by the published checkpoint."""
    proof, tree = proven.log().inclusion[1, 5], proven.log().checkpoints[5]
    wrong = replace(proof, checkpoint=replace(tree, size=6))
    assert problems(wrong) == []
    assert problems(wrong, tree) == ["other-checkpoint"]


def test_a_foreign_signature_changes_nothing() -> None:
    """Signatures are kept and not looked at: the same tree, signed by somebody else, is the same checkpoint."""
    proof, tree = proven.log().inclusion[5, 11], proven.log().checkpoints[11]
    assert problems(proof, replace(tree, signatures=(pier.SIGNATURE,), extensions=("at noon",))) == []
