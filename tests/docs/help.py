"""HELP.md: the help of every command, what can be queried, and what can be appended."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.events import EVENT_TYPES

ROOT = Path(__file__).parents[2]
INTRODUCTION = """# The commands and the relations

Made by `scripts/docs` from what `claims --help` and `claims schema` print.
"""


def help_page() -> str:
    """The page."""
    parts = [INTRODUCTION, "## Commands\n", _fenced("claims --help", _run("--help"))]
    parts += [_fenced(f"claims {command} --help", _run(command, "--help")) for command in commands()]
    with TemporaryDirectory() as folder:
        _run("-C", folder, "init", "--name", "empty")
        parts += ["## What `claims sql` sees, and `claims append` takes\n"]
        parts += [_run("-C", folder, "schema", "--format", "markdown")]
        names = [each["name"] for each in json.loads(_run("-C", folder, "schema", "--format", "json"))]
        for name in names:
            page = _run("-C", folder, "schema", name, "--format", "markdown")
            parts += [re.sub(r"^(#+) ", r"##\1 ", page, flags=re.MULTILINE)]
    parts += [_fenced(f"claims schema {kind}", _run("schema", kind)) for kind in EVENT_TYPES]
    return "\n".join(parts).rstrip("\n") + "\n"


def commands() -> list[str]:
    """The names of the commands, in the order of the help."""
    from ledger.cli.commands import PLACES

    return [*PLACES]


def _fenced(title: str, text: str) -> str:
    return f"### `{title.removesuffix(' --help')}`\n\n```text\n{text.rstrip()}\n```\n"


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ledger", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    return done.stdout
