"""How the command ends: one code for each thing that a script can react to (design, section 9)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from ledger.errors import BadInput, Contended, DamagedLog, Refused, Unavailable

if TYPE_CHECKING:
    from ledger.errors import LedgerError


class Exit(IntEnum):
    """The exit codes. A command returns one of them, or None for OK."""

    OK = 0
    """What was asked for was done."""
    NO = 1
    """The answer is no: problems found, SQL rejected, an unknown name, a refused event."""
    USAGE = 2
    """What was given cannot be read: a command line, an event, a time."""
    UNAVAILABLE = 3
    """No ledger, a configuration that cannot be used, or surroundings that do not allow it."""
    DAMAGED = 4
    """The log is not what was written."""
    CONTENDED = 5
    """Another writer holds the lock, or the log moved on."""
    BUG = 70
    """A fault of the program itself."""
    INTERRUPTED = 130
    """Stopped from the keyboard: 128 + SIGINT, as a shell counts."""
    CLOSED_PIPE = 141
    """The reader of the output left: 128 + SIGPIPE, as a shell counts."""


_BRANCHES: Final = (
    (BadInput, Exit.USAGE),
    (Refused, Exit.NO),
    (Unavailable, Exit.UNAVAILABLE),
    (DamagedLog, Exit.DAMAGED),
    (Contended, Exit.CONTENDED),
)


def exit_of(error: LedgerError) -> Exit:
    """The exit code for the branch of errors to which an error belongs."""
    return next((code for branch, code in _BRANCHES if isinstance(error, branch)), Exit.BUG)
