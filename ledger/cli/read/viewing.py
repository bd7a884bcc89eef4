"""The view that a reader's options mean, and what the reader is told about it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ledger import times
from ledger.cli.moments import calendar
from ledger.cli.output import Output
from ledger.cli.setting import Setting, tell
from ledger.codec import Entry, parse_seq
from ledger.errors import LedgerError, UnknownName
from ledger.events import LEDGER, MOMENT, PUBLIC, RESERVED
from ledger.render.pages.phrases import known_to
from ledger.render.times import to_the_second
from ledger.wording import as_year, with_article
from ledger.workspace import Ledger, View
from ledger.workspace.views import recorded_since

_Found = TypeVar("_Found", bound=Struct)


def look(
    setting: Setting, ledger: Ledger, *, as_of: str | None = None, known_to: str = PUBLIC, recorded: str | None = None
) -> View:
    """The view that the options mean. Raises BadTime with the option as its place, or what `checked` raises."""
    return checked(setting, ledger, view_of(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded))


def checked(setting: Setting, ledger: Ledger, view: View) -> View:
    """The view, if one can look from there. Raises UnknownName or Refused.

    It says what a reader may not expect: that the event has no moment of its own, that the perspective was voided.
    """
    from ledger.workspace.names import check_view, ended_at, find

    check_view(ledger, view)
    if view.event is not None and view.perspective != LEDGER:
        found = find(ledger, view.event)
        entry = ledger.entry(found.seq)
        if found.type not in MOMENT and isinstance(entry, Entry):
            at = to_the_second(times.as_datetime(entry.recorded_at), zone=setting.zone)
            what = f"{view.event} is {with_article(str(found.type))}, which has no moment of its own"
            tell(f"{what}: the cut is when it was recorded, {at}; --recorded @{found.seq} asks what the log had then")
    if view.perspective not in RESERVED and (seq := ended_at(ledger, view, view.perspective)) is not None:
        tell(f"{view.perspective} was voided at @{seq}: it knows what the public knows")
    return view


def tell_unknown(target: Output, view: View, is_unknown: Iterable[bool]) -> None:
    """Say if a page that somebody may pass on also has what the perspective does not know."""
    is_passed_on = target.path is not None or target.format == "markdown"
    if is_passed_on and view.perspective != LEDGER and any(is_unknown):
        target.later.append(
            f"it also shows, marked as such, what {known_to(view)} does not know: read it before you pass it on"
        )


def view_of(
    setting: Setting, ledger: Ledger, *, as_of: str | None = None, known_to: str = PUBLIC, recorded: str | None = None
) -> View:
    """The view that the options mean; its perspective and event may not exist. Raises BadTime."""
    moment = dated(setting, ledger, as_of, "--as-of")
    position = position_of(setting, ledger, recorded)
    try:
        view = replace(ledger.view(as_of=moment, perspective=known_to), recorded=position)
    except LedgerError as error:
        raise error.at("--as-of") from None
    if view.clock is not None and view.clock > times.instant(setting.now()):
        tell(f"--as-of {as_of} is still to come: the answer is what is recorded now")
    return view


def position_of(setting: Setting, ledger: Ledger, given: str | None, option: str = "--recorded") -> str | None:
    """The recorded position that an option means, as a view has it. Raises BadTime or BadRequest.

    It says if the log had nothing yet at a time, or if that time is still to come.
    """
    try:
        position = ledger.view(recorded=dated(setting, ledger, given, option)).recorded
    except LedgerError as error:
        raise error.at(option) from None
    if position is not None and parse_seq(position) is None:
        _tell_position(setting, ledger, position, f"{option} {given}")
    return position


def since_of(setting: Setting, ledger: Ledger, given: str | None) -> str | None:
    """The recorded position that --since means; for a date, its beginning. Raises BadTime or BadRequest."""
    try:
        return recorded_since(dated(setting, ledger, given, "--since"), zone=ledger.zone)
    except LedgerError as error:
        raise error.at("--since") from None


def _tell_position(setting: Setting, ledger: Ledger, position: str, given: str) -> None:
    try:
        first = ledger.entry(1)
    except UnknownName:
        first = None
    if position > times.instant(setting.now()):
        tell(f"{given} is still to come: the answer is from the log as it is now")
    elif isinstance(first, Entry) and position < first.recorded_at:
        begun = to_the_second(times.as_datetime(first.recorded_at), zone=setting.zone)
        tell(f"nothing was recorded by then: the log begins {begun}")


def there(found: _Found | None, ledger: Ledger, view: View, name: str) -> _Found:
    """What was found under a name from a view, if it is there. Raises Refused."""
    from ledger.workspace.names import absent

    if found is None:
        raise absent(ledger, view, name)
    return found


def dated(setting: Setting, ledger: Ledger, text: str | None, option: str) -> str | None:
    """The text of a moment. A bare clock time gets its day, and the user is told. Raises BadTime."""
    if text is not None and text.isdecimal():
        _tell_year(ledger, text, option)
    if text is None or not times.is_clock(text):
        return text
    days = calendar(setting, zone=ledger.zone)
    try:
        full = times.clock(text, day=days.day, zone=days.zone)
    except LedgerError as error:
        raise error.at(option) from None
    tell(f"{option} {text} is {full}")
    return full


def _tell_year(ledger: Ledger, text: str, option: str) -> None:
    """Say which event is meant by digits that look like a year. If there is none, another answer says so."""
    seq = parse_seq(text)
    if seq is not None and as_year(seq):
        with suppress(UnknownName):
            ledger.entry(seq)
            tell(f"{option} {text} is the event @{seq}; the end of that year is {text}-12-31")
