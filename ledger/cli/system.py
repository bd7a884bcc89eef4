"""Errors of the operating system, in its own words, with the file and what to do about it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.errors import StorageFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOM: Final = "make room there, or write elsewhere"
_RIGHT: Final = "write to a place of your own"
_MENDS: Final[Mapping[int | None, str]] = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.EROFS: _RIGHT,
    errno.EISDIR: "name a file in it",
}


def unwritable(error: OSError, path: Path) -> StorageFailed:
    """The error for a file that was to be written."""
    hint = _MENDS.get(error.errno, "write elsewhere")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        hint = f"make the directory {path.parent} first, or write elsewhere"
    return StorageFailed(f"cannot be written: {error.strerror}", place=str(path), hint=hint)


def disallowed(error: OSError) -> StorageFailed:
    """The error for anything else, such as a stdout that takes no more."""
    place = str(error.filename) if error.filename is not None else None
    return StorageFailed(error.strerror or str(error), place=place, hint=_MENDS.get(error.errno))
