"""Where a command runs and how it may print: what the global options and the environment say."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from ledger.cli.interrupting import interruptible
from ledger.cli.progress import Progress
from ledger.render.safe import visible
from ledger.workspace import Ledger
from ledger.workspace.places import find_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

Color = Literal["auto", "always", "never"]

WIDTH = 80
"""Columns, if neither `$COLUMNS` nor a terminal says how many there are."""
_COLUMNS: Final = re.compile(r"[1-9][0-9]{0,5}")
"""A `$COLUMNS` that is of use."""


class Setting(Struct, frozen=True, kw_only=True):
    """What every command is given, as `ctx.obj`.

    Times are printed in `zone`. `is_terminal` says whether stdout is a terminal, and `is_watched` whether stderr is;
    `width` is in columns.
    """

    directory: str | None = None
    environment: Mapping[str, str]
    now: Callable[[], datetime]
    zone: str = "UTC"
    width: int = WIDTH
    is_terminal: bool = False
    is_watched: bool = False
    color: bool = False

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """The ledger for a command that only reads; all its questions are answered from one state of the log."""
        with interruptible(), self.open() as ledger, ledger.snapshot():
            yield ledger

    def open(self, *, by: str | None = None) -> Ledger:
        """The ledger that the command is about, to be used as a context manager. Raises Unavailable.

        Its paths are as they were given, and so are those that the command prints.
        """
        return Ledger(
            find_ledger(self.directory, environment=self.environment),
            by=by or None,
            now=self.now,
            tell=tell,
            count=Progress(is_watched=self.is_watched),
            environment=self.environment,
        )


def tell(sentence: str) -> None:
    """Narrate on stderr, in lines. Control characters are written out, as in tables."""
    print("\n".join(map(visible, sentence.split("\n"))), file=sys.stderr)  # noqa: T201  # this is how the command narrates


def initial_setting(environment: Mapping[str, str], *, now: Callable[[], datetime]) -> Setting:
    """The setting before any option is read."""
    return Setting(
        environment=environment,
        now=now,
        width=_width(environment),
        is_terminal=_is_terminal(sys.stdout),
        is_watched=_is_terminal(sys.stderr),
    )


def wants_color(when: Color, setting: Setting) -> bool:
    """Whether to print in colour. `auto` means on a terminal, unless `$NO_COLOR` or `$FORCE_COLOR` says otherwise."""
    if when != "auto":
        return when == "always"
    if setting.environment.get("NO_COLOR"):
        return False
    if setting.environment.get("FORCE_COLOR"):
        return True
    return setting.is_terminal and setting.environment.get("TERM") != "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _width(environment: Mapping[str, str]) -> int:
    if _COLUMNS.fullmatch(asked := environment.get("COLUMNS", "")):
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError, AttributeError):
        return WIDTH
