"""Checkpoints: their text, what they are called, and what they hold a log to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger import codec, proofs
from ledger.errors import BadConfiguration, BadInput, DamagedLog
from ledger.log import Config
from ledger.proofs import Checkpoint
from ledger.proofs.text import LONGEST, encode
from tests.proofs import pier, published

if TYPE_CHECKING:
    from pathlib import Path

BODY = published.CHECKPOINT.partition("\n\n")[0] + "\n"
lines = st.text(st.characters(min_codepoint=0x20, codec="utf-8"), min_size=1, max_size=20)
names = st.text(
    st.characters(min_codepoint=0x21, exclude_characters="+", codec="utf-8"), min_size=1, max_size=9
).filter(lambda name: not any(sign.isspace() for sign in name))
signatures = st.builds("— {} {}".format, names, st.binary(min_size=5, max_size=80).map(encode))
checkpoints = st.builds(
    Checkpoint,
    origin=lines,
    size=st.integers(0, 10**18 - 1),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(lines, max_size=3).map(tuple),
    signatures=st.lists(signatures, max_size=3).map(tuple),
)


def parsed(text: str) -> Checkpoint:
    """The checkpoint that a text says."""
    return proofs.parse_checkpoint(text.encode(), place="published.txt")


def origin_or_fault(config: Config) -> str | BadConfiguration:
    """What a log is called, or why it cannot be called anything."""
    try:
        return proofs.origin(config)
    except BadConfiguration as error:
        return error


def test_the_published_checkpoint() -> None:
    """The example of the specification is read, its signature kept apart, and written again to the byte."""
    checkpoint = parsed(published.CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root.hex() == published.CHECKPOINT_ROOT
    assert checkpoint.extensions == ()
    assert checkpoint.signatures == (published.CHECKPOINT.splitlines()[-1],)
    assert checkpoint.text() == published.CHECKPOINT


def test_the_tree_of_the_checksum_database() -> None:
    """A root made from the published words is written as Go's checksum database writes it."""
    root = bytes.fromhex(codec.leaf(b"hello world"))
    checkpoint = Checkpoint(origin="go.sum database tree", size=123_456_789_012, root=root)
    assert checkpoint.text() == published.CHECKSUM_TREE
    assert parsed(published.CHECKSUM_TREE) == checkpoint


@given(checkpoints)
def test_a_checkpoint_is_read_as_it_was_written(checkpoint: Checkpoint) -> None:
    """Any checkpoint, signed or not, comes back from its text."""
    assert parsed(checkpoint.text()) == checkpoint


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode(errors="replace"))))
@example(b"")
@example(b"\n\n\n")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, it is refused as input, or is a checkpoint that writes the same bytes."""
    found = pier.parsed_or_refused(proofs.parse_checkpoint, data)
    if isinstance(found, BadInput):
        assert re.fullmatch(r"given\.txt:[1-9][0-9]*", found.place or "")
    else:
        assert found.text().encode() == data


@given(checkpoints, st.data())
def test_a_damaged_text_is_read_or_refused(checkpoint: Checkpoint, data: st.DataObject) -> None:
    """A checkpoint with a byte changed, gone or added is refused, or is another one with just these bytes."""
    text = checkpoint.text().encode()
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(
        st.sampled_from([b"", b"\n", b"\0", b"0", b"=", b" ", b"\xff", b"\xe2\x80\x94", text[at : at + 1] * 2])
    )
    wrong = text[:at] + put + text[at + 1 :]
    found = pier.parsed_or_refused(proofs.parse_checkpoint, wrong)
    if not isinstance(found, BadInput):
        assert found.text().encode() == wrong
        assert (found == checkpoint) == (wrong == text)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", 1, "it ends where the origin of a checkpoint should stand"),
        ("\n9\nroot\n", 1, "the origin of a checkpoint should stand here"),
        ("harbour\n", 2, "it ends where the size of the log should stand"),
        ("harbour\n9944\n", 3, "it ends where the root should stand"),
        ("harbour\nbananas\n", 2, "the size of the log, a whole number, should stand here"),
        ("harbour\n-34\n", 2, "the size of the log"),
        ("harbour\n+34\n", 2, "the size of the log"),
        ("harbour\n034\n", 2, "the size of the log"),
        ("harbour\n 34\n", 2, "the size of the log"),
        ("harbour\n0x22\n", 2, "the size of the log"),
        ("harbour\n٣٤\n", 2, "the size of the log"),
        ("harbour\n3438945738945739845734895735\n", 2, "the size of the log"),
        (f"harbour\n{'9' * 5_000}\n", 2, "the size of the log"),
        ("harbour\n123\nThisIsn'tBase64\n", 3, "the root, a SHA-256 in base64, should stand here"),
        ("harbour\n123\nYmFuYW5hcw==\n", 3, "the root"),
        ("harbour\n123\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n", 3, "the root"),
        ("harbour\n123\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb1=\n", 3, "the root"),
        ("harbour\n123\nTszzRgjTG6xce-z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n", 3, "the root"),
        ("harbour\n123\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0\n", 3, "the root"),
        (BODY.removesuffix("\n"), 3, "the last line does not end in a newline"),
        (BODY.replace("\n", "\r\n"), 1, "a control character"),
        (BODY + "\n", 5, "it ends where a signature line should stand"),
        (BODY + "\n\n", 5, "a signature line should stand here"),
        (BODY + f"\n{pier.SIGNATURE}\n\n", 6, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE}\n\n{pier.SIGNATURE}\n", 6, "a signature line"),
        (BODY + "\nsigned by the harbour desk\n", 5, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE.replace('—', '-')}\n", 5, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE.replace('/', '+')}\n", 5, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE.replace('/', ' ')}\n", 5, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE.replace('/', chr(0x2003))}\n", 5, "a signature line"),
        (BODY + "\n— harbour.example/key Az3grg==\n", 5, "a signature line"),
        (BODY + "\n— harbour.example/key Az3gr\n", 5, "a signature line"),
        (BODY + f"\n{pier.SIGNATURE}\nexample\n", 6, "a signature line"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, place: int, message: str) -> None:
    """A text that the specification does not allow is refused at the line that is wrong."""
    with pytest.raises(BadInput, match=re.escape(message)) as refused:
        parsed(text)
    assert refused.value.place == f"published.txt:{place}"


def test_what_is_not_utf8_is_refused_at_its_line() -> None:
    """Bytes that are no UTF-8 are refused where they stand."""
    with pytest.raises(BadInput, match="not UTF-8") as refused:
        proofs.parse_checkpoint(b"harbour\n123\n\xff\n", place="published.txt")
    assert refused.value.place == "published.txt:3"


def test_a_file_that_is_far_too_long_is_not_read() -> None:
    """A file that cannot be a checkpoint for its size is refused unread."""
    with pytest.raises(BadInput, match="more than 1,048,576 bytes"):
        proofs.parse_checkpoint(BODY.encode() + b"x" * LONGEST, place="backup.tar")


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@example("Harbour desk")
@example("a\u2028b\x85c\u200bd\xa0e")
def test_every_name_gives_an_origin_or_the_wish_for_one(name: str) -> None:
    """An origin made from a name is one line that a signing key can be called, or the keeper is asked for one."""
    origin = origin_or_fault(Config(name=name))
    if isinstance(origin, BadConfiguration):
        assert "origin = " in (origin.hint or "")
        assert not any(sign.isprintable() and sign not in " +" for sign in name)
    else:
        assert origin
        assert origin.isprintable()
        assert not set(origin) & set(" +")
        assert parsed(f"{origin}\n{BODY.partition(chr(10))[2]}").origin == origin


def test_the_origin_is_the_configured_one_else_the_name() -> None:
    """`origin` in ledger.toml names the log; where it is absent, the name does, with hyphens in it."""
    assert proofs.origin(Config(name="Harbour desk", origin="harbour.example/ledger")) == "harbour.example/ledger"
    assert proofs.origin(Config(name=" Harbour  desk + pier\n")) == "Harbour-desk-pier"


@pytest.mark.parametrize("origin", ["", "  ", "harbour\n120", "harbour\t", "\0"])
def test_an_origin_that_is_no_line_is_refused(tmp_path: Path, origin: str) -> None:
    """A configured origin that cannot stand in a checkpoint is a fault of the configuration, with the file named."""
    with pytest.raises(BadConfiguration, match="`origin` must be a line of text") as refused:
        proofs.checkpoint(pier.log_in(tmp_path, origin=origin))
    assert refused.value.place == str(tmp_path / "events" / "ledger.toml")


def test_the_checkpoint_of_the_empty_log(tmp_path: Path) -> None:
    """A log without events has a checkpoint: size 0, and the root of the empty tree."""
    checkpoint = proofs.checkpoint(pier.log_in(tmp_path))
    assert checkpoint.text() == "harbour.example/ledger\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert proofs.check_since(pier.recorded(tmp_path, 4), checkpoint) == []


def test_a_checkpoint_is_over_the_leaves_of_the_lines(tmp_path: Path) -> None:
    """Its size counts the lines, its root is over their leaves in their order, and it is not signed."""
    log = pier.recorded(tmp_path, 7)
    assert proofs.checkpoint(log) == pier.checkpoint_at(log, 7)


def test_an_erased_line_keeps_its_leaf(tmp_path: Path) -> None:
    """What the law erases changes no checkpoint, old or new."""
    log = pier.recorded(tmp_path, 7)
    before = proofs.checkpoint(log)
    pier.erase(log, 4)
    assert proofs.checkpoint(log) == before
    assert proofs.check_since(log, before) == []


def test_no_cache_is_trusted(tmp_path: Path) -> None:
    """Whatever stands in the caches, a checkpoint is of the files."""
    before = proofs.checkpoint(pier.recorded(tmp_path, 7))
    caches = [path for path in (tmp_path / ".ledger").iterdir() if path.name != ".gitignore"]
    assert caches
    for path in caches:
        path.write_bytes(b"something else")
    log = pier.log_in(tmp_path)
    assert proofs.checkpoint(log) == before
    assert proofs.check_since(log, before) == []


def test_an_unfinished_batch_is_not_counted(tmp_path: Path) -> None:
    """What a crash left behind the last whole batch was never acknowledged, and is in no checkpoint."""
    log = pier.recorded(tmp_path, 4)
    before = proofs.checkpoint(log)
    with (log.directory / "00000001.jsonl").open("ab") as file:
        file.write(b'{"seq":5,"id":"answer-5"')
    assert proofs.checkpoint(log) == before


def test_a_log_that_grew_holds_what_was_published(tmp_path: Path) -> None:
    """Every checkpoint that was published on the way is still a prefix, whoever signed it."""
    log = pier.log_in(tmp_path)
    published_so_far = []
    for number, event in enumerate(pier.story(12)):
        now = proofs.checkpoint(pier.record(log, event, hour=number))
        published_so_far.append(parsed(now.text() + f"\n{pier.SIGNATURE}\n"))
    assert [checkpoint.size for checkpoint in published_so_far] == list(range(1, 13))
    assert [problem for checkpoint in published_so_far for problem in proofs.check_since(log, checkpoint)] == []


def test_a_rewritten_past_is_found(tmp_path: Path) -> None:
    """Where the third event was changed and the chain made anew, every checkpoint from there on shows it."""
    (tmp_path / "rewritten").mkdir()
    log = pier.recorded(tmp_path, 9)
    rewritten = pier.recorded(tmp_path / "rewritten", 9, answer="as good as closed")
    for size in range(10):
        then = pier.checkpoint_at(log, size)
        assert proofs.check_since(log, then) == []
        codes = [problem.code for problem in proofs.check_since(rewritten, then)]
        assert codes == ([] if size < 3 else ["rewritten"])


def test_a_shortened_log_is_found(tmp_path: Path) -> None:
    """Where published events are gone, the problem says how many there were, and the place where they stood."""
    (tmp_path / "shorter").mkdir()
    then = proofs.checkpoint(pier.recorded(tmp_path, 7))
    shorter = pier.recorded(tmp_path / "shorter", 6)
    (problem,) = proofs.check_since(shorter, then)
    assert (problem.code, problem.place) == ("shortened", f"{shorter.directory / '00000001.jsonl'}:7")
    assert problem.message == "the checkpoint counts 7 events, and the log has only 6"


def test_a_checkpoint_of_another_log_is_found(tmp_path: Path) -> None:
    """A checkpoint that calls its log otherwise is not of this one, even where the events are the same."""
    log = pier.recorded(tmp_path, 4)
    (problem,) = proofs.check_since(pier.log_in(tmp_path, origin="pier.example/ledger"), proofs.checkpoint(log))
    assert (problem.code, problem.place) == ("other-log", str(tmp_path / "events" / "ledger.toml"))
    assert problem.message == "the checkpoint is of harbour.example/ledger, this log is pier.example/ledger"


@pytest.mark.parametrize("size", [0, 4])
def test_a_changed_root_is_found(tmp_path: Path, size: int) -> None:
    """A checkpoint with one bit of its root changed fits no log, an empty one included."""
    log = pier.recorded(tmp_path, size)
    then = proofs.checkpoint(log)
    wrong = Checkpoint(origin=then.origin, size=then.size, root=bytes([then.root[0] ^ 1, *then.root[1:]]))
    assert [problem.code for problem in proofs.check_since(log, wrong)] == ["rewritten"]


def test_damage_behind_a_checkpoint_is_not_its_matter(tmp_path: Path) -> None:
    """Only the lines that a checkpoint counts are read; damage among them is raised, with its place."""
    log = pier.recorded(tmp_path, 6)
    before, within = pier.checkpoint_at(log, 3), pier.checkpoint_at(log, 5)
    pier.damage(log, 5)
    assert proofs.check_since(log, before) == []
    with pytest.raises(DamagedLog) as damaged:
        proofs.check_since(log, within)
    assert damaged.value.place == f"{log.directory / '00000001.jsonl'}:5"
