"""What a person may decide about a log: nothing is lost by a cut, and of an erased line nothing stays."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codec, durable
from ledger.checks import check_log
from ledger.codec import Entry, Erased
from ledger.errors import BadRequest, DamagedLog, LockHeld, Refused, StorageFailed, UnknownName
from ledger.log import repairs, segment_path, segments
from ledger.log.repairs import Decision
from tests.log.logs import HARBOUR, append, chained, claim, erased, open_log, placed, said, write

if TYPE_CHECKING:
    from ledger.log import Log

SIZES = (1, 3, 1, 2, 1)
ENDS = (0, 1, 4, 5, 7, 8)
WHY = Decision(at="2020-01-21T09:00:00.000000Z", by="desk", reason="The disk failed.")


def files(log: Log) -> dict[str, bytes]:
    """Everything beside the log's marker, by name."""
    return {path.name: path.read_bytes() for path in log.directory.iterdir() if path.name != "ledger.toml"}


def notes(log: Log) -> list[dict[str, Any]]:
    """What was noted."""
    path = log.directory / repairs.NOTES
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def flip(path: Path, at: int) -> None:
    """Change a byte of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def seqs(log: Log) -> list[int]:
    """The seqs that the log has."""
    return [line.entry.seq for line in log.lines()]


@pytest.fixture
def damaged(tmp_path: Path) -> Log:
    """A log of eight events in three segments, of which @5, the first of the second one, is damaged."""
    log = open_log(tmp_path)
    write(log.directory, chained(placed(SIZES)), firsts=(1, 5, 8))
    path = segment_path(log.directory, 5)
    path.write_bytes(path.read_bytes().replace(b"It is 5.", b"It is 6."))
    return log


# Cutting


@given(st.data())
def test_a_cut_leaves_a_sound_log_and_loses_no_byte(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whichever byte is changed, and wherever before it one cuts: what stays is as it was, the rest is kept aside."""
    log = open_log(tmp_path_factory.mktemp("cut"))
    lines = chained(placed(SIZES))
    write(log.directory, lines, firsts=data.draw(st.sampled_from([(1,), (1, 5), (1, 2, 5, 8)])))
    path = data.draw(st.sampled_from([path for _, path in segments(log.directory)]))
    flip(path, data.draw(st.integers(0, len(path.read_bytes()) - 1)))
    before = files(log)
    found = repairs.diagnose(log)
    assert found is not None
    seq = data.draw(st.sampled_from([end for end in ENDS if end <= found.end.seq]))
    kept = repairs.cut(log, seq, WHY, wait=0)
    after = files(log)
    assert b"".join(path.read_bytes() for _, path in segments(log.directory)) == b"".join(lines[:seq])
    for name, content in before.items():
        aside = [after[each.name] for each in kept if each.name.startswith(f"{name}.cut-{seq + 1}-")]
        assert after.get(name) == content or aside == [content]
    assert list(check_log(log)) == []
    assert repairs.diagnose(log) is None
    assert append(log, claim(100))[0].entry.seq == seq + 1
    log.close()


def test_a_diagnosis_says_what_a_cut_would_take_and_changes_nothing(damaged: Log) -> None:
    """Where the damage is, up to where the log is sound, and what stands behind that, segment by segment."""
    before = files(damaged)
    found = repairs.diagnose(damaged)
    assert found is not None
    assert (found.damage.place, found.end.seq) == (f"{segment_path(damaged.directory, 5)}:1", 4)
    assert [(each.path.name, each.lines, each.is_whole) for each in found.taken] == [
        ("00000005.jsonl", 3, True),
        ("00000008.jsonl", 1, True),
    ]
    assert [each.size for each in found.taken] == [len(before["00000005.jsonl"]), len(before["00000008.jsonl"])]
    assert files(damaged) == before


def test_a_cut_is_noted_with_its_reason(damaged: Log) -> None:
    """When, by whom, why, what was found and where the rest is; a second decision is noted behind the first."""
    kept = repairs.cut(damaged, 4, WHY, wait=0)
    assert [path.name for path in kept] == ["00000005.jsonl.cut-5-1", "00000008.jsonl.cut-5-1"]
    (note,) = notes(damaged)
    assert note == {
        "at": WHY.at,
        "by": "desk",
        "reason": "The disk failed.",
        "cut": 4,
        "found": "00000005.jsonl:1: the chain fails at @5: this line or its place is not what was written",
        "kept": [path.name for path in kept],
    }
    with (damaged.directory / repairs.NOTES).open("ab") as file:
        file.write(b"torn")
    flip(segment_path(damaged.directory, 1), 40)
    assert [path.name for path in repairs.cut(damaged, 0, WHY, wait=0)] == ["00000001.jsonl.cut-1-1"]
    noted = (damaged.directory / repairs.NOTES).read_bytes().splitlines()
    assert (json.loads(noted[0]), noted[1], json.loads(noted[2])["cut"]) == (note, b"torn", 0)


def test_what_was_set_aside_before_stays(damaged: Log) -> None:
    """A second cut at the same place takes another name."""
    flip(segment_path(damaged.directory, 1), -10)
    last = segment_path(damaged.directory, 1).read_bytes()
    assert repairs.cut(damaged, 1, WHY, wait=0)[0].name == "00000001.jsonl.cut-2-1"
    segment_path(damaged.directory, 1).write_bytes(last)
    assert [path.name for path in repairs.cut(damaged, 1, WHY, wait=0)] == ["00000001.jsonl.cut-2-2"]
    assert files(damaged)["00000001.jsonl.cut-2-1"] == files(damaged)["00000001.jsonl.cut-2-2"] == last


@pytest.mark.parametrize(
    ("seq", "message", "hint"),
    [
        (5, r"@5 is not before the damage", "`--cut @4` keeps all that is sound"),
        (99, r"@99 is not before the damage", "`--cut @4` keeps all that is sound"),
        (3, r"@3 is within a batch", "`--cut @4` keeps all that is sound"),
    ],
)
def test_a_cut_is_between_whole_batches_before_the_damage(damaged: Log, seq: int, message: str, hint: str) -> None:
    """Elsewhere it is refused, and nothing changes."""
    before = files(damaged)
    with pytest.raises(Refused, match=message) as refused:
        repairs.cut(damaged, seq, WHY, wait=0)
    assert (refused.value.hint, files(damaged)) == (hint, before)


@pytest.mark.parametrize("tail", [b"", b"torn", b"\0" * 9])
def test_nothing_is_cut_off_a_sound_log(log: Log, tail: bytes) -> None:
    """What is not damaged stays; and a torn tail is no damage, since the next append sets it aside."""
    with segment_path(log.directory, 1).open("ab") as file:
        file.write(tail)
    before = files(log)
    assert repairs.diagnose(log) is None
    with pytest.raises(Refused, match="not damaged"):
        repairs.cut(log, 3, WHY, wait=0)
    assert files(log) == before


def test_an_id_that_is_used_twice_is_damage_too(log: Log) -> None:
    """No append goes on behind it, so it can be cut off."""
    path = segment_path(log.directory, 1)
    last = list(log.lines())[-1].entry
    (again,) = placed((1,))
    assert isinstance(last, Entry)
    forged = Entry(seq=8, recorded_at=last.recorded_at, by="desk", event=HARBOUR[0], chain="")
    path.write_bytes(path.read_bytes() + b"".join(chained([forged], previous=last.chain)))
    with pytest.raises(DamagedLog):
        append(log, again.event)
    found = repairs.diagnose(log)
    assert found is not None
    assert str(found.damage) == f"{path}:8: the id council of @8 belongs to an earlier event"
    repairs.cut(log, 7, WHY, wait=0)
    assert append(log, again.event)[0].entry.seq == 8


def test_what_was_erased_before_stays_erased(tmp_path: Path) -> None:
    """An erased line has no id that could be used twice, and a log can be cut right behind it."""
    log = open_log(tmp_path)
    lines = chained(placed(SIZES))
    write(log.directory, [erased(lines[0]), *lines[1:]])
    flip(segment_path(log.directory, 1), -10)
    found = repairs.diagnose(log)
    assert found is not None
    assert found.end.seq == 7
    repairs.cut(log, 1, WHY, wait=0)
    assert segment_path(log.directory, 1).read_bytes() == erased(lines[0])


def test_a_missing_segment_can_be_cut_at(damaged: Log) -> None:
    """What stands behind the gap is set aside whole; where all of it is behind, nothing is kept of the log."""
    segment_path(damaged.directory, 5).unlink()
    assert [path.name for path in repairs.cut(damaged, 4, WHY, wait=0)] == ["00000008.jsonl.cut-5-1"]
    assert seqs(damaged) == [1, 2, 3, 4]
    segment_path(damaged.directory, 1).rename(segment_path(damaged.directory, 9))
    assert [path.name for path in repairs.cut(damaged, 0, WHY, wait=0)] == ["00000009.jsonl.cut-1-1"]
    assert seqs(damaged) == []


@pytest.mark.parametrize("fails", ["create", "append", "truncate", "rename"])
def test_a_cut_that_stops_can_be_done_again(damaged: Log, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """Whichever write fails: every byte is there in one file or another, and the same cut then succeeds."""
    flip(segment_path(damaged.directory, 1), -10)
    before = files(damaged)
    repairs._note(damaged.directory, repairs.Note(at=WHY.at, by="desk", reason="an earlier one"))  # noqa: SLF001  # no other way to have one

    def fail(*_: object) -> None:
        raise StorageFailed("cannot write: no")

    with monkeypatch.context() as patch:
        patch.setattr(durable, fails, fail)
        with pytest.raises(StorageFailed):
            repairs.cut(damaged, 1, WHY, wait=0)
    assert set(before.values()) <= set(files(damaged).values())
    repairs.cut(damaged, 1, WHY, wait=0)
    assert set(before.values()) <= set(files(damaged).values())
    assert (seqs(damaged), list(check_log(damaged))) == ([1], [])


# Erasing


@given(st.sets(st.integers(1, 8), min_size=1))
def test_what_is_erased_is_gone_and_the_rest_stays(tmp_path_factory: pytest.TempPathFactory, gone: set[int]) -> None:
    """Whichever lines, in whichever order: each is what the law leaves, every other byte is as it was."""
    log = open_log(tmp_path_factory.mktemp("erased"))
    lines = chained(placed(SIZES))
    write(log.directory, lines, firsts=(1, 5, 8))
    for seq in gone:
        assert repairs.erase(log, seq, WHY, wait=0).line + b"\n" == erased(lines[seq - 1])
    kept = [erased(line) if seq in gone else line for seq, line in enumerate(lines, start=1)]
    assert b"".join(path.read_bytes() for _, path in segments(log.directory)) == b"".join(kept)
    assert [(note["erased"], note["reason"]) for note in notes(log)] == [(seq, WHY.reason) for seq in gone]
    assert sorted(files(log)) == ["00000001.jsonl", "00000005.jsonl", "00000008.jsonl", repairs.NOTES]
    assert all(codec.body_of(lines[seq - 1].rstrip()) not in b"".join(files(log).values()) for seq in gone)
    assert list(check_log(log)) == []
    assert append(log, claim(100))[0].entry.seq == 9
    log.close()


def test_what_else_there_is_of_it_is_said(log: Log) -> None:
    """The other lines of the record, and the files that an earlier cut left, which hold it still."""
    append(log, said("mayor-1"))
    append(log, said(amends="mayor-1", reason="mistyped"))
    append(log, claim(9))
    path = segment_path(log.directory, 1)
    path.write_bytes(path.read_bytes().replace(b"It is 9.", b"It is 8."))
    (aside,) = repairs.cut(log, 9, WHY, wait=0)
    done = repairs.erase(log, 8, WHY, wait=0)
    assert (done.others, done.citing, done.copies) == ((9,), (), (aside,))
    speaker = repairs.erase(log, 2, WHY, wait=0)
    assert (speaker.record, speaker.others, speaker.citing) == ("mayor", (), (9,))
    assert repairs.erase(log, 7, WHY, wait=0).others == ()
    assert log.entry(8) == codec.decode(done.line)
    assert isinstance(log.entry(8), Erased)


def test_a_torn_tail_stays_behind_what_is_erased(log: Log) -> None:
    """Only the line changes, and the rights of the file do not."""
    path = segment_path(log.directory, 1)
    path.write_bytes(path.read_bytes() + b"torn")
    path.chmod(0o640)
    repairs.erase(log, 7, WHY, wait=0)
    assert path.read_bytes().endswith(b'"}\ntorn')
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("seq", "kind"), [(3, Refused), (0, UnknownName), (8, UnknownName)])
def test_an_erasure_is_refused_where_it_makes_no_sense(log: Log, seq: int, kind: type[Refused]) -> None:
    """Where the line was erased already, and where there is none, nothing changes."""
    repairs.erase(log, 3, WHY, wait=0)
    before = files(log)
    with pytest.raises(kind):
        repairs.erase(log, seq, WHY, wait=0)
    assert files(log) == before


def test_a_damaged_log_is_not_erased_from(damaged: Log) -> None:
    """Its damage is decided on first."""
    before = files(damaged)
    with pytest.raises(DamagedLog):
        repairs.erase(damaged, 1, WHY, wait=0)
    assert files(damaged) == before


@pytest.mark.parametrize("fails", ["pwrite", "fsync", "replace"])
def test_an_erasure_that_fails_leaves_the_file_as_it_was(log: Log, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """A disk that says no leaves the log whole, without a half-written file beside it; then it can be done again."""
    path = segment_path(log.directory, 1)
    before = path.read_bytes()
    repairs._note(log.directory, repairs.Note(at=WHY.at, by="desk", reason="an earlier one"))  # noqa: SLF001  # no other way to have one

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, fails, fail)
        with pytest.raises(StorageFailed, match="No space left"):
            durable.replace(path, b"other")
    assert (path.read_bytes(), sorted(files(log))) == (before, ["00000001.jsonl", repairs.NOTES])
    repairs.erase(log, 7, WHY, wait=0)
    assert path.read_bytes() != before


def test_a_leftover_of_a_crash_is_no_hindrance(log: Log) -> None:
    """The file that a crash left beside is written anew; a file that is not there is not replaced."""
    path = segment_path(log.directory, 1)
    path.with_name(f"{path.name}.new").write_bytes(b"half")
    repairs.erase(log, 7, WHY, wait=0)
    assert sorted(files(log)) == ["00000001.jsonl", repairs.NOTES]
    with pytest.raises(StorageFailed, match="No such file"):
        durable.replace(path.with_name("gone"), b"")
    with pytest.raises(StorageFailed, match="No such file"):
        durable.rename(path.with_name("gone"), "back")


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ({"reason": " "}, "a reason is needed"),
        ({"reason": "\ud800"}, "the reason is not valid Unicode"),
        ({"by": ""}, "`by` is empty"),
    ],
)
def test_a_decision_has_a_reason_and_a_person(damaged: Log, decision: dict[str, str], message: str) -> None:
    """Without them nothing is done."""
    bad = Decision(**{"at": WHY.at, "by": "desk", "reason": "why", **decision})
    before = files(damaged)
    for decide in (repairs.cut, repairs.erase):
        with pytest.raises(BadRequest, match=message):
            decide(damaged, 1, bad, wait=0)
    assert files(damaged) == before


def test_one_decides_at_a_time(log: Log) -> None:
    """Under the log's lock: not while somebody appends."""
    with durable.lock(log.directory, wait=0):
        for decide in (repairs.cut, repairs.erase):
            with pytest.raises(LockHeld):
                decide(log, 1, WHY, wait=0)


def test_what_cannot_be_read_is_said(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be read again once it was checked, nothing is decided about it."""

    def fail(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    before = files(log)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", fail)
        with pytest.raises(StorageFailed, match="cannot be read: Permission denied"):
            repairs.erase(log, 1, WHY, wait=0)
    assert files(log) == before
