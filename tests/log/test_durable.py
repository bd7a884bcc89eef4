"""Durable writes and the lock, on a disk that sometimes says no."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from ledger import durable
from ledger.errors import LockHeld, OutcomeUnknown, StorageFailed, Unavailable
from tests.holders import lock_holder
from tests.processes import python
from tests.raising import failing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHOLE = b"what was acknowledged\n"
MORE = b"what comes next\n"


def shortly(most: int, *, then: int | None = None) -> Callable[[int, memoryview, int], int]:
    """A pwrite that takes a few bytes at a time, and after the first ones maybe fails."""
    real, calls = os.pwrite, []

    def write(descriptor: int, data: memoryview, offset: int) -> int:
        calls.append(offset)
        if then is not None and len(calls) > 1:
            raise OSError(then, os.strerror(then))
        return real(descriptor, data[:most], offset)

    return write


def noting(calls: list[str], name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """The system call, which leaves its name in a list."""

    def call(*given: object) -> object:
        calls.append(name)
        return real(*given)

    return call


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A file with something acknowledged in it."""
    path = tmp_path / "00000001.jsonl"
    path.write_bytes(WHOLE)
    return path


# Writing


def test_what_is_appended_is_there_and_synced(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes stand at the offset, and the disk was told to keep them after they were written."""
    calls: list[str] = []
    monkeypatch.setattr(os, "pwrite", noting(calls, "write", os.pwrite))
    monkeypatch.setattr(os, "fdatasync", noting(calls, "sync", os.fdatasync))
    durable.append(log, len(WHOLE), MORE)
    assert log.read_bytes() == WHOLE + MORE
    assert calls == ["write", "sync"]


def test_a_write_goes_on_where_the_disk_stopped(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes three bytes at a time takes all of them in the end."""
    monkeypatch.setattr(os, "pwrite", shortly(3))
    durable.append(log, len(WHOLE), MORE)
    assert log.read_bytes() == WHOLE + MORE


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space and do it again; nothing was changed"),
        (errno.EDQUOT, "free some space and do it again; nothing was changed"),
        (errno.EIO, "nothing was changed"),
    ],
)
def test_a_write_that_fails_is_rolled_back(log: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str) -> None:
    """What was written of a failed append is taken back, and the error says that nothing was changed."""
    monkeypatch.setattr(os, "pwrite", shortly(3, then=number))
    with pytest.raises(StorageFailed, match=os.strerror(number)) as failed:
        durable.append(log, len(WHOLE), MORE)
    assert (failed.value.place, failed.value.hint) == (str(log), hint)
    assert log.read_bytes() == WHOLE


def test_a_disk_that_takes_nothing_is_an_error(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write of no bytes is not tried for ever."""
    monkeypatch.setattr(os, "pwrite", lambda *_: 0)
    with pytest.raises(StorageFailed, match="the disk took no bytes"):
        durable.append(log, len(WHOLE), MORE)
    assert log.read_bytes() == WHOLE


def test_what_cannot_be_rolled_back_is_unknown(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the write failed and taking it back failed too, nobody knows what is there."""
    monkeypatch.setattr(os, "pwrite", shortly(3, then=errno.EIO))
    monkeypatch.setattr(os, "ftruncate", failing(errno.EIO))
    with pytest.raises(OutcomeUnknown):
        durable.append(log, len(WHOLE), MORE)


def test_a_sync_that_fails_leaves_the_outcome_open(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed sync nothing is synced again: the outcome is unknown, and said to be."""
    tries: list[int] = []

    def fail(descriptor: int) -> NoReturn:
        tries.append(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fdatasync", fail)
    asked: tuple[Callable[[], None], ...] = (
        lambda: durable.append(log, len(WHOLE), MORE),
        lambda: durable.create(tmp_path / "new", MORE),
        lambda: durable.truncate(log, 3),
    )
    for number, ask in enumerate(asked, start=1):
        with pytest.raises(OutcomeUnknown, match="while the write was being made durable") as unknown:
            ask()
        assert "claims check" in (unknown.value.hint or "")
        assert len(tries) == number


def test_without_fdatasync_a_whole_sync_is_made(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On systems that have no fdatasync, fsync does it."""
    synced: list[int] = []
    monkeypatch.delattr(os, "fdatasync")
    monkeypatch.setattr(os, "fsync", synced.append)
    durable.append(log, len(WHOLE), MORE)
    assert len(synced) == 1


@pytest.mark.parametrize(
    ("outcome", "synced"), [(None, ["drive"]), (errno.ENOTSUP, ["drive", "file"]), (errno.EIO, ["drive"])]
)
def test_where_the_drive_has_to_be_asked_it_is(
    log: Path, monkeypatch: pytest.MonkeyPatch, outcome: int | None, synced: list[str]
) -> None:
    """On macOS the drive itself is told to keep it; fsync does on file systems that cannot tell it."""
    calls: list[str] = []

    def ask(*asked: int) -> None:
        calls.append("drive")
        assert asked[1:] == (full,)
        if outcome is not None:
            raise OSError(outcome, os.strerror(outcome))

    full = 51
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", full, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", ask)
    monkeypatch.setattr(os, "fdatasync", noting(calls, "file", os.fdatasync))
    with pytest.raises(OutcomeUnknown) if outcome == errno.EIO else nullcontext():
        durable.append(log, len(WHOLE), MORE)
    assert calls == synced


def test_a_new_file_is_there_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file is made durable with its name, by a sync of the directory after that of the file."""
    synced: list[str] = []
    monkeypatch.setattr(os, "fdatasync", noting(synced, "file", os.fdatasync))
    monkeypatch.setattr(os, "fsync", noting(synced, "directory", os.fsync))
    durable.create(tmp_path / "new", MORE)
    assert (tmp_path / "new").read_bytes() == MORE
    assert synced == ["file", "directory"]


def test_the_name_of_an_empty_file_is_made_durable_too(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to the start of a file that a crash left empty does not get lost with the file's name."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    log.write_bytes(b"")
    durable.append(log, 0, MORE)
    assert len(synced) == 1


def test_a_new_file_is_new(log: Path) -> None:
    """A file that is there is never overwritten."""
    with pytest.raises(StorageFailed, match="File exists"):
        durable.create(log, MORE)
    assert log.read_bytes() == WHOLE


def test_a_new_file_that_cannot_be_written_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file for which there is no room is taken away again."""
    monkeypatch.setattr(os, "pwrite", shortly(3, then=errno.ENOSPC))
    with pytest.raises(StorageFailed, match="No space left"):
        durable.create(tmp_path / "new", MORE)
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_synced_leaves_the_outcome_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose name may not survive is of unknown outcome, whether the sync fails or cannot even be asked for."""
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing(errno.EIO))
        with pytest.raises(OutcomeUnknown):
            durable.create(tmp_path / "new", MORE)
    with pytest.raises(OutcomeUnknown):
        durable.sync_directory(tmp_path / "gone")


def test_a_file_is_cut_durably(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting a file off keeps the bytes before; where the disk refuses, nothing was changed."""
    durable.truncate(log, 4)
    assert log.read_bytes() == WHOLE[:4]
    monkeypatch.setattr(os, "ftruncate", failing(errno.EPERM))
    with pytest.raises(StorageFailed, match="Operation not permitted") as failed:
        durable.truncate(log, 2)
    assert (failed.value.hint or "").startswith("give yourself the right")
    assert log.read_bytes() == WHOLE[:4]


def test_directories_are_made_durably(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each directory that is made is synced into the one above; those that are there are left alone."""
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_directory", synced.append)
    durable.make_directory(tmp_path / "desk" / "events")
    assert (tmp_path / "desk" / "events").is_dir()
    assert sorted(synced) == [tmp_path, tmp_path / "desk"]
    durable.make_directory(tmp_path / "desk")
    assert len(synced) == 2
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="Not a directory"):
        durable.make_directory(tmp_path / "file" / "events")


@pytest.mark.parametrize("ask", ["append", "truncate"])
def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path, ask: str) -> None:
    """Appending to or cutting a file that is not there fails, with the question whether the disk is mounted."""
    path = tmp_path / "gone"
    with pytest.raises(StorageFailed, match="No such file") as failed:
        durable.append(path, 5, MORE) if ask == "append" else durable.truncate(path, 5)
    assert "mounted" in (failed.value.hint or "")
    assert not path.exists()


LIMITED = """
import resource, sys
from pathlib import Path
from ledger import durable
from ledger.errors import StorageFailed
path = Path(sys.argv[1])
allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, allowed[1]))
for ask in (lambda: durable.append(path, path.stat().st_size, b"x" * 100_000),
            lambda: durable.create(path.with_name("new"), b"x" * 100_000)):
    try:
        ask()
    except StorageFailed as error:
        print(error.message, "|", error.hint)
resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
"""


def test_a_disk_that_is_really_full_changes_nothing(log: Path) -> None:
    """Where the system lets a file grow only so far, the part that fitted is taken back."""
    done = python(LIMITED, log)
    assert (
        done.stdout.splitlines()
        == ["cannot write: File too large | raise the limit on the size of files and do it again; nothing was changed"]
        * 2
    )
    assert log.read_bytes() == WHOLE
    assert [path.name for path in log.parent.iterdir()] == [log.name]


# The lock


def test_the_lock_is_one_processs_at_a_time(log: Path) -> None:
    """While another process holds it, a writer is told once, waits as long as it is ready to, and is then refused."""
    told: list[str] = []
    with lock_holder(log):
        start = time.monotonic()
        with (
            pytest.raises(LockHeld, match=r"another writer has held the lock for 0\.1 s") as held,
            durable.lock(log, wait=0.1, on_wait=lambda: told.append("waiting")),
        ):
            pytest.fail("the lock was given twice")
        assert time.monotonic() - start >= 0.1
        assert (told, held.value.place) == (["waiting"], str(log))


def test_the_lock_ends_with_the_process_that_holds_it(log: Path) -> None:
    """A writer that waits gets the lock as soon as the one that held it is gone, however it went."""
    told: list[str] = []
    holder = lock_holder(log)
    timer = threading.Timer(0.1, holder.kill)
    timer.start()
    with durable.lock(log, wait=30, on_wait=lambda: told.append("waiting")):
        assert told == ["waiting"]
    timer.join()


def test_the_lock_is_free_after_an_error(log: Path) -> None:
    """Whatever happens under it, the lock is let go of; and taking it tells nobody of a wait."""
    told: list[str] = []
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), durable.lock(log, wait=0, on_wait=lambda: told.append("waiting")):
            _ = 1 / 0
    assert told == []


def test_the_lock_is_on_the_file_of_that_name(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file was replaced while a writer took the lock on the old one, it takes that on the new one."""
    real, opened = fcntl.flock, []

    def replace(descriptor: int, how: int) -> None:
        opened.append(os.fstat(descriptor).st_ino)
        if len(opened) == 1:
            other = log.with_suffix(".new")
            other.write_bytes(WHOLE)
            other.replace(log)
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", replace)
    with durable.lock(log, wait=0):
        assert opened[0] != opened[1] == log.stat().st_ino


def test_a_lock_that_cannot_be_taken_is_an_error(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no such file, or the system has no locks left, that is said."""
    with pytest.raises(StorageFailed, match="No such file"), durable.lock(log.with_name("gone"), wait=0):
        pytest.fail("there is nothing to lock")
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    with pytest.raises(Unavailable, match="No locks available"), durable.lock(log, wait=0):
        pytest.fail("there is no lock to be had")


def test_a_file_of_another_owner_stays_that_one_s(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given to its owner before it takes the place; who may not do that changes nothing."""
    given: list[tuple[int, int]] = []
    there = log.stat()
    monkeypatch.setattr(os, "geteuid", lambda: there.st_uid + 1)
    monkeypatch.setattr(os, "fchown", lambda _, user, group: given.append((user, group)))
    durable.replace(log, b"anew\n")
    assert (given, log.read_bytes()) == ([(there.st_uid, there.st_gid)], b"anew\n")
    monkeypatch.setattr(os, "fchown", failing(errno.EPERM))
    with pytest.raises(StorageFailed, match="not permitted"):
        durable.replace(log, b"other\n")
    assert log.read_bytes() == b"anew\n"
    assert [path.name for path in log.parent.iterdir() if "new" in path.name] == []
