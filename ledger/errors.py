"""Every way in which the ledger says no.

    LedgerError                 what is wrong, where, and how to mend it
    ├── BadInput                what was given cannot be read as what it should be
    │   ├── BadTime             a time outside the accepted subset of EDTF
    │   ├── BadEvent            an event that does not have the documented form
    │   └── BadRequest          arguments that do not fit together
    ├── Refused                 well-formed, and the ledger's answer is no
    │   ├── UnknownName         a name that no record has
    │   ├── IdTaken             an id used twice with different content
    │   ├── EndedRecord         a record that was voided
    │   ├── ImpossibleOrder     a cycle, or a moment with no time left for it
    │   └── QueryRejected       SQL that DuckDB does not accept
    ├── Unavailable             the ledger's surroundings do not allow it
    │   ├── NoLedger            no ledger where one was looked for
    │   ├── BadConfiguration    a ledger.toml that cannot be used
    │   ├── NewerFormat         a ledger written by a newer build
    │   ├── StorageFailed       the disk or the directory said no; nothing was changed
    │   ├── OutcomeUnknown      the disk failed when it was too late to know
    │   └── ProjectionsFailed   DuckDB is absent or broken; the log is unaffected
    ├── DamagedLog              the log is not what was written
    │   └── UnfinishedMerge     git merge left its conflict markers in the log
    └── Contended               somebody else was first
        ├── LockHeld            another writer holds the lock
        └── LogMoved            the log is no longer where the writer expected it

The branches are what a caller can react to; the command line gives each branch its exit code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Given = TypeVar("Given")
Made = TypeVar("Made")

MOST_TOLD: Final = 10
"""The most errors that are told together; those that are alike count as one."""
MOST_PLACES: Final = 100
"""The most errors that are told together, alike or not."""
INDEX: Final = re.compile(r"\[[0-9]+\]")
"""An index into a list, within the path of a field."""


class LedgerError(Exception):
    """What is wrong, where, and a `hint` that says how to mend it, which tracebacks show as a note.

    The location is, as far as known: a `place`, such as `file:line` or an argument; the number of the `event` among
    those that were given, from 1; and the `field` of the event, as in `stances[0].claim`. `others` are the other errors
    found in what was given together.
    """

    def __init__(
        self,
        message: str,
        *,
        place: str | None = None,
        event: int | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.event = event
        self.field = field
        self.hint = hint
        self.others: tuple[LedgerError, ...] = ()
        self.remarks: list[str] = []

    @property
    def __notes__(self) -> list[str]:  # type: ignore[override]  # made from the error's fields
        """What a traceback shows below the message: the hint, further notes, and how many other errors there are."""
        hint = [f"hint: {self.hint}"] if self.hint is not None else []
        others = [f"others: {len(self.others)} more, in `others`"] if self.others else []
        return [*hint, *self.remarks, *others]

    def add_note(self, note: str) -> None:
        """Add a note, such as from which line of a file to go on."""
        self.remarks.append(note)

    def __str__(self) -> str:
        event = f"event {self.event}" if self.event is not None else None
        return ": ".join(filter(None, (self.place, event, self.field, self.message)))

    @property
    def gist(self) -> tuple[str, str]:
        """What alike errors have in common: the field, whatever its indexes in lists, and the message."""
        return INDEX.sub("", self.field or ""), self.message

    def every(self) -> tuple[LedgerError, ...]:
        """The error itself and its `others`."""
        return (self, *self.others)

    def at(self, place: str | None = None, *, event: int | None = None, field: str | None = None) -> LedgerError:
        """The same error object, with what its location lacked filled in, for `raise error.at(...)`."""
        self.place = self.place or place
        self.event = self.event or event
        self.field = self.field or field
        return self


class BadInput(LedgerError):
    """What was given cannot be read as what it should be."""


class BadTime(BadInput):
    """A time is outside the accepted subset of EDTF, or never occurred in its zone (design, section 5)."""


class BadEvent(BadInput):
    """An event lacks a field, or has one that its type does not have, or one of the wrong kind (design, section 4)."""


class BadRequest(BadInput):
    """The arguments of a call do not fit together."""


class Refused(LedgerError):
    """What was given is well-formed, but contradicts what the ledger holds."""


class UnknownName(Refused):
    """Nothing on an earlier line has the name that is referred to."""


class IdTaken(Refused):
    """The id is already used, with different content."""


class EndedRecord(Refused):
    """A record that was voided is amended or newly cited."""


class ImpossibleOrder(Refused):
    """Something would come before itself, or a moment has no time left in which it could have been."""


class QueryRejected(Refused):
    """DuckDB does not accept the query over the documented relations."""


class Unavailable(LedgerError):
    """The ledger's surroundings do not allow what is asked."""


class NoLedger(Unavailable):
    """The directory is not a ledger: it has no `events/ledger.toml`."""


class BadConfiguration(Unavailable):
    """`ledger.toml` has an unknown key, or a value that cannot be used."""


class NewerFormat(Unavailable):
    """The ledger has a format that only a newer build can read."""


class StorageFailed(Unavailable):
    """The disk or the directory did not take what was to be written, or cannot be read. Nothing was changed."""


class OutcomeUnknown(Unavailable):
    """A sync failed: it is not known whether the bytes will be there, and nobody may guess."""


class ProjectionsFailed(Unavailable):
    """DuckDB is absent or broken, or its file is damaged. The log is unaffected."""


class DamagedLog(LedgerError):
    """The log does not hold exactly the lines that were acknowledged, in their places."""


class UnfinishedMerge(DamagedLog):
    """`git merge` left its conflict markers in the log."""


class Contended(LedgerError):
    """Somebody else was first."""


class LockHeld(Contended):
    """The lock did not become free within the time that the writer would wait."""


class LogMoved(Contended):
    """The log has changed since the writer of a conditional append last saw it."""


class Wrong:
    """Collects errors in what was given together, to be raised as one: the first, with the rest in `others`."""

    def __init__(self) -> None:
        self._found: list[LedgerError] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, error: LedgerError) -> None:
        """Add an error, without its others."""
        error.others = ()
        self._found.append(error)

    @property
    def is_enough(self) -> bool:
        """Whether there are as many errors as are told together."""
        return len(self._found) >= MOST_PLACES or len({each.gist for each in self._found}) >= MOST_TOLD

    def error(self) -> LedgerError:
        """The first error, with the rest in `others`."""
        first, *others = self._found
        first.others = tuple(others)
        return first


def made_of(given: Iterable[Given], make: Callable[[Given], Made]) -> list[Made]:
    """What `make` makes of each. The errors that it raises are raised together, each with its `event` number."""
    made: list[Made] = []
    wrong = Wrong()
    for number, each in enumerate(given, start=1):
        try:
            made.append(make(each))
        except LedgerError as error:
            wrong.add(error.at(event=number))
            if wrong.is_enough:
                break
    if wrong:
        raise wrong.error()
    return made
