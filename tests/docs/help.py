"""HELP.md: the help of every command, what can be queried, and what can be appended."""

from __future__ import annotations

import io
import json
import os
import re
from contextlib import redirect_stdout
from tempfile import TemporaryDirectory

from ledger.cli import main
from ledger.cli.exits import Exit
from ledger.events import EVENT_TYPES

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
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with redirect_stdout(printed):
        code = main(arguments, environment={**os.environ, "COLUMNS": "100"})
    if code != Exit.OK:
        raise RuntimeError(f"claims {' '.join(arguments)} ended with {code}")
    printed.seek(0)
    return printed.read()
