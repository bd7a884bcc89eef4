"""The options for perspective and time that all readers share, and the view that they mean."""

from __future__ import annotations

from typing import Annotated, TypeVar

import typer
from msgspec import Struct

from ledger import times
from ledger.cli.moments import calendar
from ledger.cli.setting import Setting, tell
from ledger.errors import LedgerError, Refused
from ledger.events import PUBLIC
from ledger.workspace import Ledger, View

_Found = TypeVar("_Found", bound=Struct)

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="T|@17|ID", help="At a time, or just after an event; else all that is recorded."),
]
KnownTo = Annotated[
    str, typer.Option("--known-to", metavar="PERSPECTIVE", help="To whom it was known: public, an actor, or ledger.")
]
Recorded = Annotated[
    str | None, typer.Option("--recorded", metavar="T|@17", help="From the log as it was at a time, or at an event.")
]


def look(
    setting: Setting, ledger: Ledger, *, as_of: str | None = None, known_to: str = PUBLIC, recorded: str | None = None
) -> View:
    """The view that the options mean. Raises BadTime with the option as its place, or UnknownName."""
    from ledger.workspace.names import check_view

    return check_view(ledger, view_of(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded))


def view_of(
    setting: Setting, ledger: Ledger, *, as_of: str | None = None, known_to: str = PUBLIC, recorded: str | None = None
) -> View:
    """The view that the options mean; its perspective and event may not exist. Raises BadTime."""
    moment = dated(setting, ledger, as_of, "--as-of")
    position = dated(setting, ledger, recorded, "--recorded")
    try:
        ledger.view(recorded=position)
    except LedgerError as error:
        raise error.at("--recorded") from None
    try:
        view = ledger.view(as_of=moment, perspective=known_to, recorded=position)
    except LedgerError as error:
        raise error.at("--as-of") from None
    if view.clock is not None and view.clock > times.instant(setting.now()):
        tell(f"--as-of {as_of} is still to come: the answer is what is recorded now")
    return view


def there(found: _Found | None, name: str) -> _Found:
    """What was found under a name, if it is there from where one looks. Raises Refused."""
    if found is None:
        hint = f"`claims log {name}` says what became of it"
        raise Refused(f"{name} is not in this view: not yet, or no longer", hint=hint)
    return found


def dated(setting: Setting, ledger: Ledger, text: str | None, option: str) -> str | None:
    """The text of a moment. A bare clock time gets its day, and the user is told. Raises BadTime."""
    if text is None or not times.is_clock(text):
        return text
    days = calendar(setting, zone=ledger.zone)
    try:
        full = times.clock(text, day=days.day, zone=days.zone)
    except LedgerError as error:
        raise error.at(option) from None
    tell(f"{option} {text} is {full}")
    return full
