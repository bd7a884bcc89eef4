"""Maps fields to the options that set them, so that errors name what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import INDEX
from ledger.events import Actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import LedgerError
    from ledger.events import AnyEvent


def as_typed(error: LedgerError, typed: Mapping[str, str]) -> LedgerError:
    """The error, with what was typed as its place if it is about a field; else as it is. The same object.

    `typed` maps the path of a field to its argument or option. A path has no indexes, as in `reports.source`, or is
    that of one place in a list, as in `stances[0]`; it covers what is below it.
    """
    place = _typed_at(error.field, typed) if error.field is not None else None
    if place is not None:
        error.place, error.field = place, None
    return error


def on_the_spot(event: AnyEvent) -> Mapping[str, str]:
    """What was typed to declare an event: `+clerk`, or with its whole `+clerk@city`."""
    whole = f"+{event.id}@{event.part_of}" if isinstance(event, Actor) else ""
    return {"id": f"+{event.id}", "part_of": whole, "published": "--published"}


def _typed_at(path: str, typed: Mapping[str, str]) -> str | None:
    for each in (path, INDEX.sub("", path)):
        wider = each
        while wider:
            if wider in typed:
                return typed[wider]
            wider = wider.rpartition(".")[0]
    return None
