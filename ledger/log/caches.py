"""The directory `.ledger/`: it is made from the log, can be made again, and does not belong under version control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

IGNORE: Final = ".gitignore"
"""The file in it that keeps it out of version control."""


def make(directory: Path) -> None:
    """Make the directory if it does not exist. Raises OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    ignore = directory / IGNORE
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
