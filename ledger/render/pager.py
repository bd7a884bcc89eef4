"""Text that does not fit on the screen, handed to the reader's pager."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_USUAL: Final = "less -R"
_LESS: Final = "FRX"
"""What `less` is told if `$LESS` is not set: exit if one screen is enough, show colours, keep the screen."""


def command(environment: Mapping[str, str]) -> list[str] | None:
    """The pager and its arguments: `$PAGER`, else `less`; None if there is none, or `$PAGER` is `cat` or empty."""
    try:
        asked = shlex.split(environment.get("PAGER", _USUAL))
    except ValueError:
        return None
    if not asked or asked[0] == "cat" or shutil.which(asked[0]) is None:
        return None
    return asked


def show(text: str, pager: list[str], environment: Mapping[str, str]) -> bool:
    """Show the text in a pager until the reader leaves it; False if the pager could not be started."""
    try:
        shown = subprocess.Popen(  # noqa: S603  # the reader's own choice
            pager,
            stdin=subprocess.PIPE,
            env={"LESS": _LESS, **environment},
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        return False
    with suppress(KeyboardInterrupt), _left_to_it():
        shown.communicate(text)
    shown.wait()
    return True


@contextmanager
def _left_to_it() -> Iterator[None]:
    """Leave Ctrl-C to the pager meanwhile. Outside the main thread Python does not get it anyway."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
