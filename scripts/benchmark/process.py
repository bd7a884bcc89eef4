"""Commands run as processes of their own, with what they took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from msgspec import Struct

ROOT: Final = Path(__file__).parents[2]
"""The checkout."""
_LAUNCHER: Final = Path(__file__).with_name("launcher.py")


class Took(Struct, frozen=True):
    """What a process took: seconds of wall time, and bytes of memory at its peak."""

    seconds: float
    memory: int


class CommandFailed(Exception):
    """A command that was to be measured failed."""


def environment() -> dict[str, str]:
    """The environment of what is measured: this checkout, and no settings of whoever runs the bench."""
    theirs = ("CLAIMS_", "COVERAGE_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    return {**kept, "PYTHONPATH": str(ROOT), "CLAIMS_BY": "bench"}


def run(*command: str | Path, out: Path | str = os.devnull) -> Took:
    """Run a command, its stdout into a file. Raises CommandFailed."""
    told = [sys.executable, "-I", "-S", _LAUNCHER, out, *command]
    done = subprocess.run(  # noqa: S603  # commands of this project
        [str(part) for part in told], env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"{command}: {done.stderr}")
    seconds, memory, code = json.loads(done.stdout)
    if code:
        raise CommandFailed(f"{' '.join(map(str, command))}: exit code {code}\n{done.stderr}")
    return Took(seconds, memory)


def claims(root: Path, *arguments: str | Path) -> Took:
    """Run `claims` on the ledger in a directory."""
    return run(sys.executable, "-m", "ledger", "-C", root, *arguments)


def python(code: str, *arguments: str | Path, out: Path | str = os.devnull) -> Took:
    """Run a piece of Python that knows the checkout."""
    return run(sys.executable, "-c", code, *arguments, out=out)
