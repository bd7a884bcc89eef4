"""Every durable write of the ledger, and its lock. Nothing else writes bytes under `events/`.

The happy path of an append: open(O_WRONLY), pwrite at the end known to the lock's holder, fdatasync, close. A new file:
open(O_CREAT|O_EXCL), pwrite, fdatasync, then open, fsync and close its directory, and close. A file that is replaced:
the same under a name beside it, but without the directory, then rename, and fsync of the directory. The lock is
flock(2) on the directory `events/`, because editors and checkouts replace files, and a lock on the old file keeps
nobody out of the new one. Taking the lock checks that the directory's name still leads to the locked inode.

A failed write is rolled back, and the rollback is synced before anybody is told that nothing was changed. After a
failed sync the write is undone without any promise: Linux may have marked the pages clean, so that no later sync makes
what builds on them durable. The next writer makes durable what a killed writer left, before building on it.

Holes that remain: a disk that acknowledges a sync and loses its cache; one that fails a sync, cannot undo the write,
and forgets it; one that writes the blocks of a last batch in any order, which leaves damage after what was
acknowledged, for a person to cut off; a network file system that refuses the lock or keeps it local; a process that
writes to the log without this lock. `claims check` finds what they leave behind.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ledger.errors import LockHeld, OutcomeUnknown, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PAUSE: Final = 0.005
"""Seconds between two attempts to get the lock."""
_NO_LOCKS: Final = "its file system has no locks, as with NFS: keep the ledger on a disk of this machine"
_MENDS: Final = {
    errno.ENOENT: "it was there before: is the disk still mounted, the directory still in its place?",
    errno.ENOSPC: "free some space and do it again",
    errno.EDQUOT: "free some space and do it again",
    errno.EFBIG: "raise the limit on the size of files and do it again",
    errno.EACCES: "give yourself the right to write there, or use a ledger of your own",
    errno.EPERM: "give yourself the right to write there, or use a ledger of your own",
    errno.EROFS: "the disk is mounted read-only",
    errno.EBADF: _NO_LOCKS,
    errno.ENOLCK: _NO_LOCKS,
}


@contextmanager
def lock(path: Path, *, wait: float, on_wait: Callable[[], None] = lambda: None, patience: float = 0) -> Iterator[None]:
    """Hold the exclusive lock on a file or directory, waiting at most `wait` seconds. Raises LockHeld.

    `on_wait` is called once, if somebody else still holds it after `patience` seconds. Raises StorageFailed if the
    path cannot be opened or locked.
    """
    began = time.monotonic()
    deadline = began + wait
    descriptor, told = _try_lock(path), False
    while descriptor is None:
        if not told and time.monotonic() - began >= patience:
            on_wait()
            told = True
        if time.monotonic() >= deadline:
            hint = "try again, or wait longer with --wait SECONDS; the lock ends with the process that holds it"
            raise LockHeld(f"another writer has held the lock for {wait:g} s", place=str(path), hint=hint)
        time.sleep(_PAUSE)
        descriptor = _try_lock(path)
    try:
        yield
    finally:
        _close(descriptor)


def append(path: Path, offset: int, data: bytes) -> None:
    """Write `data` at `offset`, the end of the file, and make it durable.

    At offset 0 the file's name is made durable too: whoever made the file may not have lived to do that.
    Raises StorageFailed if the write failed and was rolled back, OutcomeUnknown if that cannot be known.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise _failed(error, path) from error
    try:
        try:
            _write_all(descriptor, data, offset)
        except OSError as error:
            _roll_back(descriptor, offset, path)
            raise _failed(error, path) from error
        try:
            _sync(descriptor, path)
        except OutcomeUnknown:
            with suppress(OSError):
                os.ftruncate(descriptor, offset)
            raise
        if offset == 0:
            sync_directory(path.parent)
    finally:
        _close(descriptor)


def create(path: Path, data: bytes) -> None:
    """Make a new file with this content, and make it and its name durable. Raises StorageFailed or OutcomeUnknown."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise _failed(error, path) from error
    try:
        try:
            _write_all(descriptor, data, 0)
        except OSError as error:
            _take_away(path)
            raise _failed(error, path) from error
        try:
            _sync(descriptor, path)
        except OutcomeUnknown:
            with suppress(OutcomeUnknown):
                _take_away(path)  # if it came back later, it could repeat what was meanwhile written elsewhere
            raise
        sync_directory(path.parent)
    finally:
        _close(descriptor)


def sync(path: Path) -> None:
    """Make a file's content and its name durable, whoever wrote it.

    Raises StorageFailed if the file cannot be opened (the caller has written nothing yet), else OutcomeUnknown.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise unreadable(error, path) from error
    try:
        _sync(descriptor, path)
    finally:
        _close(descriptor)
    sync_directory(path.parent)


def make_directory(path: Path) -> None:
    """Make a directory and any missing parents, durably. Raises StorageFailed or OutcomeUnknown."""
    made = [each for each in (path, *path.parents) if not each.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(error, path) from error
    for each in made:
        sync_directory(each.parent)


def truncate(path: Path, length: int) -> None:
    """Cut a file to `length` bytes, durably. Raises StorageFailed or OutcomeUnknown."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise _failed(error, path) from error
    try:
        try:
            os.ftruncate(descriptor, length)
        except OSError as error:
            raise _failed(error, path) from error
        _sync(descriptor, path)
    finally:
        _close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Replace a file's content, durably and atomically: a reader finds the old content or the new one, each whole.

    Its permissions and owner stay; if the caller may not set that owner, nothing is changed. The old content is gone
    for good. Raises StorageFailed or OutcomeUnknown.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        former = path.stat()
        mode = former.st_mode & 0o777
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except OSError as error:
        raise _failed(error, path) from error
    try:
        try:
            if (former.st_uid, former.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(descriptor, former.st_uid, former.st_gid)
            os.fchmod(descriptor, mode)
            _write_all(descriptor, data, 0)
            _flush(descriptor)
            beside.replace(path)
        except OSError as error:
            raise _failed(error, path) from error
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        sync_directory(path.parent)
    finally:
        _close(descriptor)


def rename(path: Path, name: str) -> None:
    """Give a file another name in its directory, durably. Raises StorageFailed or OutcomeUnknown."""
    try:
        path.rename(path.with_name(name))
    except OSError as error:
        raise _failed(error, path) from error
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable. Raises OutcomeUnknown."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _flush(descriptor)
        finally:
            _close(descriptor)
    except OSError as error:
        raise _unknown(error, path) from error


def _try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock; None while somebody else does. Raises StorageFailed."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise _failed(error, path) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except BlockingIOError:
            _close(descriptor)
            return None
        except OSError as error:
            _close(descriptor)
            raise _failed(error, path) from error
        _close(descriptor)


def _close(descriptor: int) -> None:
    """Close a file that is already synced; an error here says nothing about the data."""
    with suppress(OSError):
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        if written == 0:
            raise OSError(errno.EIO, "the disk took no bytes")
        view, offset = view[written:], offset + written


def _roll_back(descriptor: int, offset: int, path: Path) -> None:
    """Cut off what a failed append wrote, durably. Raises OutcomeUnknown."""
    try:
        os.ftruncate(descriptor, offset)
    except OSError as error:
        raise _unknown(error, path) from error
    _sync(descriptor, path)


def _take_away(path: Path) -> None:
    """Remove a file that could not be written, durably. Raises OutcomeUnknown."""
    try:
        path.unlink()
    except OSError as error:
        raise _unknown(error, path) from error
    sync_directory(path.parent)


def _sync(descriptor: int, path: Path) -> None:
    try:
        _flush(descriptor, only_data=True)
    except OSError as error:
        raise _unknown(error, path) from error


def _flush(descriptor: int, *, only_data: bool = False) -> None:
    """Flush a file to the disk itself; `only_data` leaves out metadata that reading does not need. Raises OSError.

    On macOS fsync(2) stops at the drive's own cache; a file system without F_FULLFSYNC has to make do with that.
    """
    whole = getattr(fcntl, "F_FULLFSYNC", None)
    if whole is not None:
        try:
            fcntl.fcntl(descriptor, whole)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
        else:
            return
    if only_data and hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def unreadable(error: OSError, path: Path) -> StorageFailed:
    """The error for a file that cannot be read."""
    hint = "is the disk mounted, and may you read there? nothing was changed"
    return StorageFailed(f"cannot be read: {error.strerror}", place=str(path), hint=hint)


def _failed(error: OSError, path: Path) -> StorageFailed:
    hint = "; ".join(filter(None, (_MENDS.get(error.errno or 0), "nothing was changed")))
    return StorageFailed(f"cannot write: {error.strerror}", place=str(path), hint=hint)


def _unknown(error: OSError, path: Path) -> OutcomeUnknown:
    message = f"the disk failed while the write was being made durable: {error.strerror}"
    hint = "what was written may or may not be there: run `claims check`, look at `claims log`, only then do it again"
    return OutcomeUnknown(message, place=str(path), hint=hint)
