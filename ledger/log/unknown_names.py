"""What to say of an unknown name: what it may have meant, what lists such names, and how to declare one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from ledger.codec import ID
from ledger.errors import UnknownName
from ledger.events import PUBLIC, RESERVED
from ledger.wording import with_article

if TYPE_CHECKING:
    from ledger.events import Reference
    from ledger.log.catalog import Catalog

VOID_IS_FINAL: Final = "a void is final: record again what it ended"
"""What to do instead of changing or ending a void."""
_FEW: Final = 3
"""More types of record than this are not listed by name in a message."""
_LISTS: Final = {
    "actor": "claims list actors",
    "source": "claims list sources",
    "claim": "claims list",
    "observation": "claims list observations",
}
_DECLARED: Final = (("actor",), ("source",), ("claim",))
"""The types of the references that take a single type of record, one with a command that declares it."""


def unknown(reference: Reference, catalog: Catalog) -> UnknownName:
    """The error for a reference to something that does not exist or has the wrong type."""
    name, field, wanted = reference.name, reference.field, " or ".join(reference.types)
    if (known := catalog.record(name)) is not None:
        message = f"{name} is {with_article(str(known.type))}, not {with_article(wanted)}"
        hint = _near(reference, catalog) or _another(reference)
        return UnknownName(message, field=field, hint=hint)
    if (event := catalog.event(name)) is not None:
        hint = VOID_IS_FINAL if event.type == "void" else f"name the record: {event.record}"
        return UnknownName(f"{name} is not a record", field=field, hint=hint)
    shown = name if name == name.strip() else repr(name)
    message = f"there is no {wanted if len(reference.types) <= _FEW else 'record'} {shown}"
    if name in RESERVED:
        return UnknownName(message, field=field, hint=f"{name} is a reserved name")
    near = _near(reference, catalog)
    is_plain = shown == name and _command(reference) is not None
    if near is not None and is_plain and f" {PUBLIC}" not in near:
        near += f" if not, {_declare(reference)}"
    return UnknownName(message, field=field, hint=near or _declare(reference))


def _near(reference: Reference, catalog: Catalog) -> str | None:
    """A hint with the names that a reference may have meant."""
    return catalog.near(reference.name, reference.types, also=(PUBLIC,) if "audience" in reference.field else ())


def _declare(reference: Reference) -> str:
    """How to declare what a reference names, if only one command does; else what lists such records."""
    command = _command(reference)
    return f"declare it first: `{command} {reference.name} …`" if command is not None else _list(reference)


def _another(reference: Reference) -> str:
    """What lists the records that a reference may name, and how to declare one, if only one command does."""
    listed, command = _list(reference), _command(reference)
    if command is None:
        return listed
    return f"{listed}; a new one needs an id of its own: `{command} {reference.name}-{reference.types[0]} …`"


def _command(reference: Reference) -> str | None:
    """The one command that declares what a reference names; None if there are several, or the name cannot be an id."""
    is_one = reference.types in _DECLARED and ID.fullmatch(reference.name) is not None
    return f"claims {reference.types[0]}" if is_one else None


def _list(reference: Reference) -> str:
    """What lists the records that a reference may name."""
    lists = [_LISTS[each] for each in reference.types if each in _LISTS]
    if len(reference.types) > _FEW or not lists:
        return "`claims log` lists what there is"
    if len(lists) == 1 and " " in reference.name.strip():
        return f"an id belongs there: `{lists[0]} --matching {shlex.quote(reference.name)}` may find it"
    return f"{' and '.join(f'`{each}`' for each in lists)} {'has' if len(lists) == 1 else 'have'} them"
