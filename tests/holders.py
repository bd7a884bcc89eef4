"""Other processes that hold a file which tests then want."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final, Self

from tests.processes import unfollowed

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_LOCK: Final = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""
_DATABASE: Final = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("held", flush=True)
sys.stdin.readline()
"""


class Holder:
    """A process that holds a file from when this is made until it is killed, as it is where a `with` ends."""

    def __init__(self, code: str, *words: str | Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            env=unfollowed(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.communicate()


def lock_holder(path: Path) -> Holder:
    """A process that holds the lock of a directory or a file."""
    return Holder(_LOCK, path)


def database_holder(path: Path, how: str) -> Holder:
    """A process that has a file of DuckDB open, to `read` or to `write` it."""
    return Holder(_DATABASE, path, how)
