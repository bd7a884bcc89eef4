"""Checkpoints and proofs on the command line: what a witness keeps, and what a keeper cannot rewrite unseen."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger import codec, durable
from ledger.cli import main
from ledger.log import segment_path
from tests.raising import raising

if TYPE_CHECKING:
    from tests.desk import Desk


def rewrite(directory: Path, old: bytes, new: bytes) -> None:
    """Change a word that an event says, and chain the whole log anew, as a keeper could who rewrites the past."""
    path = segment_path(directory / "events", 1)
    chain, lines = codec.NO_CHAIN, []
    for line in path.read_bytes().splitlines():
        body = codec.body_of(line).replace(old, new)
        chain = codec.chain(chain, codec.leaf(body))
        lines.append(b'%b,"chain":"%b"}\n' % (body, chain.encode()))
    assert path.read_bytes() != b"".join(lines)
    path.write_bytes(b"".join(lines))


def put_away(desk: Desk) -> None:
    """Move the ledger to where nobody finds it."""
    desk.directory.rename(desk.directory.with_name("elsewhere"))
    desk.directory.mkdir()


@pytest.fixture
def monday(harbour: Desk, tmp_path: Path) -> Path:
    """The checkpoint of the harbour's six events."""
    path = tmp_path / "monday.checkpoint"
    assert harbour.does(f"checkpoint -o {path}").out == ""
    return path


def test_a_checkpoint_is_three_lines(harbour: Desk, monday: Path) -> None:
    """The name, the number of events and the root, the same on stdout and in a file, and the same until one appends."""
    said = harbour.does("checkpoint").out
    assert monday.read_text(encoding="utf-8") == said
    assert said.splitlines()[:2] == ["Harbour", "6"]
    harbour.does('claim repairs "The city repairs the pier."')
    assert harbour.does("checkpoint").out.splitlines()[1] == "7"


def test_a_log_that_only_grew_agrees_with_a_checkpoint(harbour: Desk, monday: Path) -> None:
    """What was appended since is no problem, and the check is silent."""
    assert harbour(f"check --since {monday}") == (0, "", "")
    harbour.does('claim repairs "The city repairs the pier."')
    assert harbour(f"check --since {monday}") == (0, "", "")


def test_a_rewritten_past_is_found_by_who_kept_a_checkpoint(harbour: Desk, monday: Path) -> None:
    """A byte of an old event is changed and the whole log rechained: it agrees with itself, and not with Monday."""
    rewrite(harbour.directory, b"Pier 4 is closed.", b"Pier 5 is closed.")
    shutil.rmtree(harbour.directory / ".ledger")
    assert harbour("check") == (0, "", "")
    code, out, err = harbour(f"check --since {monday}")
    assert (code, err) == (1, "")
    place, hint = out.splitlines()
    assert place == f"{harbour.directory / 'events'}: the first 6 events are not those that the checkpoint was made of"
    assert hint.startswith("    hint: ")


def test_a_shortened_log_is_found(harbour: Desk, monday: Path) -> None:
    """What a log loses at its end it loses without a trace in itself; the checkpoint still counts it."""
    path = segment_path(harbour.directory / "events", 1)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:5]))
    assert "the log is not the one that was read here" in harbour("check").out
    shutil.rmtree(harbour.directory / ".ledger")
    assert harbour("check") == (0, "", "")
    code, out, _ = harbour(f"check --since {monday}")
    assert code == 1
    assert out.startswith(f"{path}:6: the checkpoint counts 6 events, and the log has only 5\n")


def test_of_a_damaged_log_the_damage_is_said(harbour: Desk, monday: Path) -> None:
    """A changed byte without rechaining is damage, exit code 4, and is said once."""
    path = segment_path(harbour.directory / "events", 1)
    path.write_bytes(path.read_bytes().replace(b"Pier 4 is closed.", b"Pier 5 is closed."))
    code, out, _ = harbour(f"check --since {monday}")
    assert (code, out.count(": "), len(out.splitlines())) == (4, 3, 2)
    assert out.startswith(f"{path}:3: the chain fails at @3")


@pytest.mark.parametrize("event", ["mayor:1", "@6", "6"])
def test_an_event_is_proven_to_whoever_has_no_ledger(harbour: Desk, monday: Path, tmp_path: Path, event: str) -> None:
    """The proof alone convinces, by itself and under the checkpoint that was published, after the log grew too."""
    harbour.does('claim repairs "The city repairs the pier."')
    proof = tmp_path / "mayor.tlog-proof"
    harbour.does(f"prove {event} --under {monday} -o {proof}")
    assert harbour.does(f"prove {event} --under {monday}").out == proof.read_text(encoding="utf-8")
    put_away(harbour)
    told = "@6 mayor:1, recorded 2020-01-08T12:00:00Z by desk, is among the 6 events of Harbour"
    said = ": mayor denies pier-closed\n"
    alone = ", if that checkpoint is the published one, as --since would tell"
    assert harbour(f"check --proof {proof}") == (0, "", told + alone + said)
    assert harbour(f"check --proof {proof} --since {monday}") == (0, "", told + said)


def test_a_proof_of_what_was_amended_since_says_so(harbour: Desk) -> None:
    """What is proven is the line of that name: whoever means what the record says now is told its name."""
    assert harbour("prove mayor:1").err == ""
    harbour.does("amend mayor:1 --set text=Really --reason heard", "void pier-open")
    assert harbour("prove mayor:1").err == (
        "mayor:1 was amended since: what it says now is proven by `claims prove mayor:1:v2`\n"
    )
    assert [harbour(f"prove {each}").err for each in ("mayor:1:v2", "void:1", "@4")] == ["", "", ""]
    with durable.lock(harbour.directory / "events", wait=0):  # a reader waits for no writer, and keeps none waiting
        assert "was amended since" in harbour("prove mayor:1").err
    segment = harbour.directory / "events" / "00000001.jsonl"
    with segment.open("ab") as file:  # as a crash leaves it
        file.write(b'{"seq":99,"id":"mayor:1:v3","type":"observation","amends":"mayor:1"')
    assert "by `claims prove mayor:1:v2`" in harbour("prove mayor:1").err


def test_a_proof_of_another_log_proves_nothing(harbour: Desk, monday: Path, tmp_path: Path) -> None:
    """A changed event fails under its checkpoint; a rewritten log proves its own only under another checkpoint."""
    proof = tmp_path / "mayor.tlog-proof"
    text = harbour.does("prove mayor:1").out
    proof.write_text(text.replace("index 5", "index 4"), encoding="utf-8")
    code, out, err = harbour(f"check --proof {proof}")
    assert (code, err) == (1, "")
    assert out.startswith(f"{proof}: it carries @6, but is for the place of @5\n")
    rewrite(harbour.directory, b"It is open.", b"It is shut.")
    harbour.does(f"prove mayor:1 -o {proof}", f"check --proof {proof}")
    code, out, _ = harbour(f"check --proof {proof} --since {monday}")
    assert code == 1
    assert out.startswith(f"{proof}: its checkpoint is not the published one: Harbour at 6 events\n")


def test_growth_is_proven_to_whoever_kept_a_checkpoint(harbour: Desk, monday: Path, tmp_path: Path) -> None:
    """From a checkpoint to the next one leads a proof, without the log; from another one it does not."""
    harbour.does('claim repairs "The city repairs the pier."')
    growth, later = tmp_path / "growth.txt", tmp_path / "later.checkpoint"
    harbour.does(f"prove --since {monday} -o {growth}", f"checkpoint -o {later}")
    assert growth.read_text(encoding="utf-8").endswith("\n\n" + later.read_text(encoding="utf-8"))
    put_away(harbour)
    told = "the 7 events of Harbour begin with the 6 events of Harbour\n"
    assert harbour(f"check --proof {growth} --since {monday}") == (0, "", told)
    code, out, _ = harbour(f"check --proof {growth} --since {later}")
    assert (code, out) == (1, f"{growth}: it starts from 6 events, but the older checkpoint has 7\n")
    done = harbour(f"check --proof {growth}")
    assert (done.code, done.out) == (2, "")
    assert "hint: name that checkpoint, of 6 events, with --since" in done.err


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("prove", 2, "either one event, or an older checkpoint"),
        ("prove @1 --since {monday}", 2, "either one event, or an older checkpoint"),
        ("prove --since {monday} --under {monday}", 2, "--under: it does not go with --since"),
        ("prove @9", 1, "there is no event @9"),
        ("prove nobody", 1, "there is no event nobody"),
        ("prove @1 --under nowhere", 2, "nowhere: cannot be read"),
        ("check --since nowhere", 2, "nowhere: cannot be read"),
        ("check --proof nowhere", 2, "nowhere: cannot be read"),
        ("check --proof {monday}", 2, "monday.checkpoint:1: `c2sp.org/tlog-proof@v1` should stand here"),
        ("check --proof {monday} --documents .", 2, "--documents: it does not go with --proof"),
        ("checkpoint -o nowhere/at/all", 3, "nowhere/at/all: cannot be written"),
    ],
)
def test_what_cannot_be_proven_is_said_with_its_place(
    harbour: Desk, monday: Path, line: str, code: int, message: str
) -> None:
    """Words that do not fit together, names that nothing has, and files that are not there, each with a hint."""
    done = harbour(line.format(monday=monday))
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_an_older_checkpoint_is_not_written_over(harbour: Desk, monday: Path) -> None:
    """The older one is the witness, and stays; the same one, signed or not, is told to be there; another file too."""
    before = monday.read_bytes()
    told = f"{monday} says so already, and was left as it is\n"
    assert harbour(f"checkpoint -o {monday}") == (0, "", told)
    signed = before + "\n— harbour.example/key Az3grlgt\n".encode()
    monday.write_bytes(signed)
    assert harbour(f"checkpoint -o {monday}") == (0, "", told)
    harbour.does('claim repairs "The city repairs the pier."')
    assert harbour(f"checkpoint -o {monday}") == (
        2,
        "",
        (
            f"error: -o: {monday} holds the checkpoint of 6 events of Harbour\n"
            f"hint: name a new file; `claims check --since {monday}` checks the log against that one\n"
        ),
    )
    assert monday.read_bytes() == signed
    monday.write_text("notes\n", encoding="utf-8")
    told = f"error: -o: {monday} holds something else\nhint: name a new file\n"
    assert harbour(f"checkpoint -o {monday}") == (2, "", told)
    monday.write_bytes(b"")
    harbour.does(f"checkpoint -o {monday}")
    assert monday.read_text(encoding="utf-8").startswith("Harbour\n7\n")


def test_a_proof_is_not_written_over_a_checkpoint(harbour: Desk, monday: Path) -> None:
    """The witness that something is proven against stays."""
    before = monday.read_bytes()
    for line in (f"prove --since {monday} -o {monday}", f"prove mayor -o {monday}"):
        code, out, err = harbour(line)
        assert (code, out) == (2, "")
        assert f"error: -o: {monday} holds a checkpoint" in err
    assert monday.read_bytes() == before


def test_what_cannot_be_read_is_not_written_over(harbour: Desk, monday: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is the same checkpoint is not known then."""
    monkeypatch.setattr(Path, "read_bytes", raising(PermissionError(13, "Permission denied")))
    told = f"error: {monday}: cannot be written: Permission denied\nhint: write to a place of your own\n"
    assert harbour(f"checkpoint -o {monday}") == (3, "", told)


def test_a_hyphen_is_stdout(harbour: Desk, monday: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As - is what is piped in, it is what is piped out: no file is made of that name."""
    monkeypatch.chdir(tmp_path)
    assert harbour("checkpoint -o -") == (0, monday.read_text(encoding="utf-8"), "")
    assert harbour("prove @1 -o -").out == harbour("prove @1").out
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("check --since {}", "2: it ends where the size of the log should stand\nhint: {} `claims checkpoint -o FILE`"),
        ("prove --since {}", "2: it ends where the size of the log should stand\nhint: {} `claims checkpoint -o FILE`"),
        ("check --since /dev/null", "1: it ends where the origin of a checkpoint should stand\nhint: {} `claims check"),
        ("check --proof {}", "1: `c2sp.org/tlog-proof@v1` should stand here\nhint: {} `claims prove @17 -o FILE`"),
    ],
)
def test_what_is_another_file_is_told_with_what_writes_one(harbour: Desk, tmp_path: Path, line: str, told: str) -> None:
    """A file that is no checkpoint, or no proof, is answered with the command that makes one."""
    path = tmp_path / "notes.txt"
    path.write_text("harbour\n")
    done = harbour(line.format(path))
    place = "/dev/null" if "/dev/null" in line else str(path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {place}:{told.format('is it the right file?')}")
    assert done.err.endswith(" writes one\n")


def test_growth_of_a_rewritten_log_is_not_proven(harbour: Desk, monday: Path) -> None:
    """A keeper who rewrote the past cannot prove that the log only grew."""
    rewrite(harbour.directory, b"Pier 4 is closed.", b"Pier 5 is closed.")
    done = harbour(f"prove --since {monday}")
    assert (done.code, done.out) == (1, "")
    assert "the first 6 events are not those" in done.err


def test_a_proof_is_checked_where_no_ledger_is(
    harbour: Desk,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In an empty directory, with nothing but the file."""
    proof = tmp_path / "mayor.tlog-proof"
    harbour.does(f"prove mayor:1 -o {proof}")
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    capsys.readouterr()
    assert main(["check"], environment={}) == 3
    capsys.readouterr()
    assert main(["check", "--proof", str(proof)], environment={}) == 0
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0].startswith("@6 mayor:1, recorded ")) == ("", True)
