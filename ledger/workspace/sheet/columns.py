"""Which field of an event a heading names, and what a cell under it says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.inspect import BoolType, IntType, LiteralType, StructType, Type, UnionType, VarTupleType, type_info

from ledger.errors import BadInput
from ledger.events import EVENT_TYPES
from ledger.events.description import CITED
from ledger.times import Interval
from ledger.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BETWEEN: Final = ";"
"""What separates the names in one cell."""
_ALSO: Final = {"quote": "exact", "retracts": "observation"}
"""Headings that are no field's name but that everybody understands, and the fields that they mean."""
_NOT_IN_SHEETS: Final = ("amends",)
"""Fields that no column has: a new version is a whole record, and a sheet has only some of its fields."""
_TRUTHS: Final = {"true": True, "yes": True, "false": False, "no": False}
_BROKEN: Final = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|ERROR!|#+)")
"""What a sheet shows instead of a text that it could not compute, or had no room for."""
_LOST: Final = "\N{REPLACEMENT CHARACTER}"


class Column(Struct, frozen=True):
    """A field that a cell can hold: its path, as `claims schema` prints it, and how the cell is read.

    `steps` are the names of the lists that it is nested in, outermost first, and its own name.
    """

    path: str
    steps: tuple[str, ...]
    is_list: bool
    kind: Type


def normal(heading: str) -> str:
    """A heading in the form of a field's name: `Part of` is `part_of`."""
    return re.sub(r"\s+", "_", heading.strip().lower())


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The fields of a type of event by the headings that name them; none for an unknown type."""
    if kind not in EVENT_TYPES:
        return {}
    info = type_info(EVENT_TYPES[kind])
    assert isinstance(info, StructType)  # noqa: S101  # for mypy: the type is a struct
    # A shorter path comes first, and keeps the name: an `audience` is that of the observation, not of its report.
    columns = sorted(_below(info), key=lambda each: len(each.steps))
    named: dict[str, Column] = {}
    for column in columns:
        named.setdefault(column.steps[-1], column)
    for name, meant in _ALSO.items():
        if meant in named and len(named[meant].steps) > 1:
            named[name] = named[meant]
    return named | {".".join(each.steps): each for each in columns} | {each.path: each for each in columns}


def said(column: Column, cell: str) -> object:
    """What a cell says; if the field does not take that, its text, which decoding then refuses.

    Raises BadInput for what a spreadsheet wrote there itself, and for several names instead of one.
    """
    if _BROKEN.fullmatch(cell) or _LOST in cell:
        hint = "let the cell hold the text itself" if _LOST not in cell else "save the sheet anew, as “CSV UTF-8”"
        raise BadInput(f"{quoted(cell)} is no text of yours", hint=hint)
    if column.is_list:
        return _several(column, cell)
    if _is_cited(column) and _BETWEEN in cell:
        hint = f"put one {column.steps[-1]} into a cell, and another one into another row of the same id"
        raise BadInput(f"{quoted(cell)} is more than one name", hint=hint)
    return _value(cell, column.kind)


def _is_cited(column: Column) -> bool:
    """Whether the field takes names of records, which cannot contain a comma or a semicolon."""
    return column.steps[-1] in CITED


def _several(column: Column, cell: str) -> list[str]:
    """The names in a cell; none if it has only separators. Raises BadInput if a record's name has a comma."""
    names = [name for each in cell.split(_BETWEEN) if (name := each.strip())]
    if _is_cited(column) and any("," in name for name in names):
        raise BadInput(f"{quoted(cell)} has a comma", hint="put a semicolon between two names: a; b")
    return names


def _value(cell: str, kind: Type) -> object:
    match kind:
        case BoolType():
            return _TRUTHS.get(cell.lower(), cell)
        case IntType() if cell.isdecimal() and cell.isascii():
            return int(cell)
        case LiteralType(values=values):
            return next((value for value in values if str(value).lower() == cell.lower()), cell)
        case _:
            return cell


def _below(info: StructType, path: str = "", steps: tuple[str, ...] = ()) -> Iterator[Column]:
    """The fields that cells can hold, of a struct and of the parts in its lists."""
    for field in info.fields:
        kind = _given(field.type)
        at, name = f"{path}{field.encode_name}", (*steps, field.encode_name)
        match kind:
            case VarTupleType(item_type=StructType() as part):
                yield from _below(part, f"{at}[].", name)
            case VarTupleType():
                yield Column(at, name, is_list=True, kind=kind.item_type)
            case StructType():
                pass
            case _ if at not in _NOT_IN_SHEETS:
                yield Column(at, name, is_list=False, kind=kind)
            case _:
                pass


def _given(kind: Type) -> Type:
    """The type that a writer gives for a field: text for an interval, and the type itself for what may be absent."""
    if not isinstance(kind, UnionType):
        return kind
    first, *_ = (each for each in kind.types if not (isinstance(each, StructType) and each.cls is Interval))
    return first
