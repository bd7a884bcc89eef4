"""Where a ledger is found, and who records in it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import NoLedger
from ledger.log import MARKER_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = Path("events") / MARKER_NAME
"""The file that marks a directory as a ledger."""
CACHE = ".ledger"
"""The directory of the caches, which can be made again from the log."""


def find_ledger(directory: str | Path | None, *, environment: Mapping[str, str], start: Path | None = None) -> Path:
    """The root of the ledger: the directory given, else `$CLAIMS_DIR`, else the nearest one upward from `start`.

    By default that is the working directory. Raises NoLedger.
    """
    given = directory if directory is not None else environment.get("CLAIMS_DIR")
    if given:
        root = Path(given)
        if not (root / MARKER).is_file():
            hint = f"name another directory, or start a ledger there with `claims -C {shlex.quote(str(given))} init`"
            if any(each.exists() and not each.is_dir() for each in (root, *root.parents)):
                raise NoLedger(f"{root} is no directory", hint=f"name the directory that has {MARKER}")
            raise NoLedger(f"{root} is not a ledger: it has no {MARKER}", hint=hint)
        return root
    hint = "start one with `claims init`, or name its directory with -C DIR or $CLAIMS_DIR"
    try:
        here = start or Path.cwd()
    except OSError as error:
        raise NoLedger(f"there is no working directory any more: {error.strerror}", hint=hint) from None
    for candidate in (here, *here.parents):
        if (candidate / MARKER).is_file():
            return candidate
    raise NoLedger(f"no ledger in {here} or any directory above it", hint=hint)


def is_of_a_ledger(path: Path) -> bool:
    """Whether a file is, or would be, one of a ledger's own: a part of its log, or of its caches."""
    # As it is spelt, and with links resolved: a ledger's files may be linked to another disk.
    places = path.absolute(), Path(os.path.realpath(path))
    return any((place.parent / MARKER_NAME).is_file() for place in places) or any(
        folder.name == CACHE and (folder.parent / MARKER).is_file() for place in places for folder in place.parents
    )


def recorder(environment: Mapping[str, str], *, directory: Path) -> str:
    """Who records: `$CLAIMS_BY`, else the git user, else the login name."""
    if by := environment.get("CLAIMS_BY"):
        return by
    import getpass  # imports cost time, and most who record say who they are
    import subprocess

    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607  # the user's own git, wherever it is
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
        if name := asked.stdout.strip():
            return name
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
