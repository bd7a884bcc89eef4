"""Maps fields to the options that set them, so that errors name what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.events import Actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import LedgerError
    from ledger.events import AnyEvent

_FIELD: Final = r"`(?P<field>[^` ]+)`"
_FORMS: Final = (
    (re.compile(rf"{_FIELD} names (\S+): there is no (.+) of that name"), r"there is no \3 \2"),
    (re.compile(rf"{_FIELD} names (\S+), which (.+)"), r"\2 \3"),
    (re.compile(rf"{_FIELD} (.+)"), r"it \2"),
    (re.compile(r"(?P<field>reports\[[0-9]+\]) (was published .+)"), r"it \2"),
)
"""How refusals speak of a field, and how they read after what was typed for it."""
_ID: Final = re.compile(r"'.*' cannot be an id|\S+ is a reserved name")
_INDEX: Final = re.compile(r"\[[0-9]+\]")


def as_typed(error: LedgerError, typed: Mapping[str, str]) -> LedgerError:
    """The error with what was typed as its place, where it speaks of a field; else as it is. The same object.

    `typed` has the argument or option for the path of a field, without indexes as in `reports.source`, or for one place
    in a list, as in `stances[0]`. A path covers what is below it.
    """
    if _ID.fullmatch(error.message):
        error.place = typed.get("id")
        return error
    for form, said in _FORMS:
        found = form.fullmatch(error.message)
        place = _typed_at(found["field"], typed) if found is not None else None
        if found is not None and place is not None:
            error.message, error.place = found.expand(said), place
            return error
    return error


def on_the_spot(event: AnyEvent) -> Mapping[str, str]:
    """What was typed to declare an event: `+clerk`, or with its whole `+clerk@city`."""
    whole = f"+{event.id}@{event.part_of}" if isinstance(event, Actor) else ""
    return {"id": f"+{event.id}", "part_of": whole}


def _typed_at(path: str, typed: Mapping[str, str]) -> str | None:
    for each in (path, _INDEX.sub("", path)):
        wider = each
        while wider:
            if wider in typed:
                return typed[wider]
            wider = wider.rpartition(".")[0]
    return None
