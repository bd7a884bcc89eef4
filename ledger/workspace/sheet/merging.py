"""Merges the rows of one record: each adds a stance, a report or a quote to what the rows before it say.

An empty cell says something, too: that all were told, that a stance is certain. So parts that differ only in a cell
that one row leaves empty are taken neither for the same nor for two, but refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import BadInput
from ledger.wording import quoted

if TYPE_CHECKING:
    from typing import TypeAlias

Fields: TypeAlias = "dict[str, Any]"
"""The fields of an event or of a part of it, as JSON has them."""
_NAMING: Final = ("claim", "source", "observation", "exact")
"""The fields by which people know a part."""


def merge(record: Fields, row: Fields) -> None:
    """Add another row to a record. Raises BadInput if it says something else, or it is not clear what it adds to."""
    for name, value in row.items():
        if _is_parts(value):
            for part in value:
                _add(record.setdefault(name, []), part, name)
        elif name not in record:
            hint = "what a record has only once belongs in its first row"
            raise BadInput(f"the first row of {record['id']} has no {name}, but this one does", hint=hint)
        elif record[name] != value:
            hint = "rows of one id are one record: repeat what it has once, or leave it empty"
            raise BadInput(f"{name} differs from the first row of {record['id']}", hint=hint)


def _add(parts: list[Fields], more: Fields, name: str) -> None:
    """Add a part from a row: to the part with the same fields, apart from nested parts, else as another one."""
    own = _own(more)
    if not own and len(parts) == 1:
        _fill(parts[0], more)
        return
    if not own and parts:
        hint = "repeat it in the row, with all of its cells"
        raise BadInput(f"to which of the {name} above does this belong?", hint=hint)
    for part in parts:
        its = _own(part)
        if its == own:
            _fill(part, more)
            return
        if (both := its.keys() & own.keys()) and all(its[each] == own[each] for each in both):
            what = quoted(next((own[each] for each in _NAMING if each in own), name))
            lacking = ", ".join(sorted(its.keys() ^ own.keys()))
            hint = "repeat all of its cells, or none; an empty cell says something, too"
            raise BadInput(f"{what} with {lacking}, and without", hint=hint)
    parts.append(more)


def _own(part: Fields) -> Fields:
    """The fields that a part has once: all but its nested parts."""
    return {name: value for name, value in part.items() if not _is_parts(value)}


def _fill(part: Fields, more: Fields) -> None:
    """Add the parts nested in a part, such as the quotes of a report."""
    for name, value in more.items():
        if _is_parts(value):
            for each in value:
                _add(part.setdefault(name, []), each, name)


def _is_parts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
