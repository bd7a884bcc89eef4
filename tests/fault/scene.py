"""What faults happen to, and what is read of it afterwards: no test trusts anything but the bytes of the log."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from ledger import Ledger
from ledger.codec import Entry
from ledger.log import Reader
from tests.processes import COMMAND, ROOT, unfollowed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROUNDS: Final = int(os.environ.get("FAULT_ROUNDS", "1"))
"""How many times what is left to chance is tried. More than one also tries every state where some are sampled."""
ENVIRONMENT: Final = unfollowed()
"""What its processes have."""


RECORD: Final = ("record", "+mayor", "denies", "+open=Pier 4 is open.", "--id", "mayor-1")
"""The words of a command that appends a batch."""
NEW: Final = ["mayor", "open", "mayor-1"]
"""The ids in it."""


def init(root: Path) -> Path:
    """Make an empty ledger; its directory `events/`."""
    return Ledger.init(root, name="Harbour desk").root / "events"


def command(root: Path, *words: str) -> list[str]:
    """The words with which a process runs the command in a ledger."""
    return [*COMMAND, "-C", str(root), *words]


def run(words: Sequence[str], *, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a process to its end, however that comes. With `largest`, no file may grow beyond so many bytes in it."""
    return subprocess.run(
        words,
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=None if largest is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )


def python(code: str, *words: str | Path) -> subprocess.Popen[str]:
    """A process that runs Python code; its output can be read while it runs."""
    arguments = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.Popen(arguments, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)


def batches(events: Path) -> list[list[tuple[int, str]]]:
    """The seq and the id of each event, batch by batch, each line checked against the one before."""
    return [
        [(line.entry.seq, line.entry.id) for line in batch if isinstance(line.entry, Entry)]
        for batch in Reader(events).batches()
    ]


def report(figures: str) -> None:
    """Print what was tried and what came of it; `pytest -s` shows it."""
    print(figures)  # noqa: T201  # for whoever lets it run for hours


def ids(events: Path) -> list[str]:
    """The ids of the events, after a check that no seq is left out."""
    found = [pair for batch in batches(events) for pair in batch]
    assert [seq for seq, _ in found] == list(range(1, len(found) + 1))
    return [name for _, name in found]
