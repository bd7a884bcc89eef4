"""The command, and other Python, in processes of their own that import the package from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
"""The checkout."""
COMMAND: Final = (sys.executable, "-m", "ledger")
FULL: Final = Path("/dev/full")

needs_a_full_disk = pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")


def surroundings(**more: str) -> dict[str, str]:
    """The variables of a process: those of the tests, whoever records, and where the package is."""
    return {**os.environ, "CLAIMS_BY": "desk", "PYTHONPATH": str(ROOT), **more}


def unfollowed() -> dict[str, str]:
    """Those of a process that may be killed: its coverage is not measured, which would leave half a file behind."""
    return {name: value for name, value in surroundings().items() if not name.startswith("COVERAGE_")}


def claims(*words: str | bytes | Path, directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command with words in a directory, to its end."""
    return _ended([*COMMAND, *words], directory, surroundings(**variables))


def python(code: str, *words: str | Path, directory: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run code with words in a directory, to its end."""
    return _ended([sys.executable, "-c", code, *words], directory, surroundings())


def shell(script: str, *, directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of bash in a directory, to its end."""
    return _ended(["bash", "-c", script], directory, surroundings(**variables))


def _ended(
    words: list[str | bytes | Path], directory: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=directory, env=environment, capture_output=True, text=True, check=False)
