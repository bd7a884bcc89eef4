"""Commands typed as one types them, in a ledger that they only read, and what came of them."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.cli import main

if TYPE_CHECKING:
    import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
"""What commands print, to the byte. `UPDATE_GOLDEN=1` writes it anew."""
NOW = datetime(2020, 1, 9, 12, tzinfo=UTC)


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Reader:
    """The command `claims` in a directory, with a width of its own."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory = directory
        self._capsys = capsys

    def __call__(self, line: str, *, width: int = 80, **environment: str) -> Done:
        """Run the command with the words after `claims`, split as a shell does."""
        self._capsys.readouterr()
        words = ["-C", str(self.directory), *shlex.split(line)]
        code = main(words, environment={"COLUMNS": str(width), "CLAIMS_BY": "desk", **environment}, now=lambda: NOW)
        return Done(code, *self._capsys.readouterr())

    def prints(self, line: str, *, width: int = 80) -> str:
        """What a command prints that must succeed."""
        done = self(line, width=width)
        assert (done.code, done.err) == (0, ""), done
        return done.out


def assert_golden(name: str, text: str) -> None:
    """The text is what the golden file of this name holds, to the byte."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{path.name} differs; UPDATE_GOLDEN=1 writes it anew"
