"""Marks beside a file of projections, one per process that has it open without a lock that others can see.

DuckDB's locks belong to a process and a file: closing one descriptor releases them all.
"""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]{1,18}")


def mark(path: Path) -> None:
    """Mark the file as open in this process, for as long as the process lives. Raises OSError."""
    ours = f"{_here()} {os.getpid()}"
    with _marks(path).open("a+", encoding="utf-8") as marks:
        marks.seek(0)
        if ours not in marks.read().splitlines():
            marks.write(f"{ours}\n")


def is_lent(path: Path) -> bool:
    """Whether a process that may still live has the file open."""
    try:
        marks = _marks(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(map(_may_live, marks))


def forget(path: Path) -> None:
    """Remove the marks of a file. Raises OSError."""
    _marks(path).unlink(missing_ok=True)


def _may_live(said: str) -> bool:
    """Whether the process that made a mark may still live: on another machine or in another container, it may."""
    machine, _, number = said.rpartition(" ")
    if machine != _here() or not _NUMBER.fullmatch(number):
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _here() -> str:
    """The machine and, on Linux, the namespace in which processes are numbered: a container has its own."""
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return f"{platform.node() or '?'} {namespace}".rstrip()


def _marks(path: Path) -> Path:
    return path.with_suffix(".lent")
