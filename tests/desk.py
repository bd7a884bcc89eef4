"""A desk that keeps a ledger: commands typed as one types them, on a fixed day, and what came of them."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NOW = datetime(2020, 1, 8, 12, 0, tzinfo=UTC)
"""When everything at the desk is typed: 07:00 in New York."""


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Desk:
    """The command `claims` in a directory, with an environment of its own."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory = directory
        self.environment = {"CLAIMS_BY": "desk"}
        self._capsys = capsys

    def __call__(self, line: str, *, width: int = 80, **environment: str) -> Done:
        """Run the command with the words after `claims`, split as a shell does."""
        self._capsys.readouterr()
        words = ["-C", str(self.directory), *shlex.split(line)]
        around = {"COLUMNS": str(width), **self.environment, **environment}
        code = main(words, environment=around, now=lambda: NOW)
        return Done(code, *self._capsys.readouterr())

    def does(self, *lines: str) -> Done:
        """Run commands that must succeed; how the last one ended."""
        ended = [self(line) for line in lines]
        assert [(line, done.err) for line, done in zip(lines, ended, strict=True) if done.code] == []
        return ended[-1]

    def prints(self, line: str, *, width: int = 80) -> str:
        """What a command prints that must succeed, without a word beside it."""
        done = self(line, width=width)
        assert (done.code, done.err) == (0, ""), done
        return done.out

    def log(self) -> list[dict[str, Any]]:
        """The lines of the log, without what guards them and says when and by whom they were recorded."""
        lines = []
        for segment in sorted((self.directory / "events").glob("*.jsonl")):
            for line in segment.read_text(encoding="utf-8").splitlines():
                fields = json.loads(line)
                lines.append({name: fields[name] for name in fields if name not in ("recorded_at", "by", "chain")})
        return lines

    def last(self) -> dict[str, Any]:
        """The newest line, without its envelope."""
        return {name: value for name, value in self.log()[-1].items() if name not in ("seq", "id", "type", "batch")}
