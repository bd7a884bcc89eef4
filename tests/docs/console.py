"""Console blocks in a page: commands and what they print, run for real and put back or compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

from tests.processes import COMMAND, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
STAMP = re.compile(r"20[2-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?Z")
"""A time at which the page was made. The story is of January 2020."""
HEX = re.compile(r"\b[0-9a-f]{64}\b|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=")
"""A hash, which depends on those times, in hex or in base 64."""


def filled(page: str, run: Callable[[str], str]) -> str:
    """The page with each console block as it is when its commands (what follows `$ `) are run in their order."""
    return BLOCK.sub(lambda block: _told(block[0], run), page)


def _told(block: str, run: Callable[[str], str]) -> str:
    told = []
    for command in _commands(block):
        told.append("$ " + command)
        output = run(command)
        if output:
            told.append(output.rstrip("\n"))
    return "\n".join(told) + "\n"


def _commands(block: str) -> list[str]:
    """The commands of a block; one that ends in a backslash goes on in the next line."""
    commands: list[str] = []
    goes_on = False
    for line in block.splitlines():
        if goes_on:
            commands[-1] += "\n" + line
        elif line.startswith("$ "):
            commands.append(line.removeprefix("$ "))
        else:
            continue
        goes_on = line.endswith("\\")
    return commands


def shell(directory: Path) -> Callable[[str], str]:
    """Runs a command in a directory, as at a terminal 100 columns wide; `claims` is this checkout's."""
    folder = directory / ".bin"
    folder.mkdir()
    command = folder / "claims"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
        "COLUMNS": "100", "CLAIMS_BY": "desk",
        "HOME": str(directory), "LC_ALL": "C.UTF-8", "TZ": "UTC",
    }  # fmt: skip

    def run(command: str) -> str:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip
        return done.stdout

    return run


def without_stamps(text: str) -> str:
    """The text without what depends on when it was made."""
    return HEX.sub("<hash>", STAMP.sub("<now>", text))
