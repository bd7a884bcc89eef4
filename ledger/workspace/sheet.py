"""Events as they come in, as the rows of a sheet saved as CSV: its headings name fields, each row is a record."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import msgspec
from msgspec import Struct
from msgspec.inspect import BoolType, IntType, LiteralType, StructType, Type, UnionType, VarTupleType, type_info

from ledger.errors import INDEX, BadEvent, BadInput, BadRequest
from ledger.events import EVENT_TYPES, refuse_unknown_type
from ledger.events.synonyms import suggested
from ledger.times import Interval
from ledger.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from ledger.errors import LedgerError

Fields: TypeAlias = "dict[str, Any]"
"""The fields of an event or of a part of it, as JSON has them."""

_SEPARATORS: Final = (",", ";", "\t")
"""What stands between two cells: sheets write a semicolon where a comma is in their numbers."""
_BETWEEN: Final = ";"
"""What stands between the names in one cell."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_LEFT_OUT: Final = "#"
"""What a heading begins with whose cells are for those who keep the sheet."""
_ALSO: Final = {"quote": "exact", "retracts": "observation"}
"""Headings that are the name of no field, and that everybody understands."""
_TRUTHS: Final = {"true": True, "yes": True, "false": False, "no": False}
_TYPE: Final = "type"


class _Column(Struct, frozen=True):
    """A field that a cell can hold: its path, as `claims schema` prints it, and how the cell is read."""

    path: str
    steps: tuple[str, ...]
    """The lists of parts in which it stands, outermost first, and its own name."""
    is_list: bool
    kind: Type


class _Record(Struct):
    """A record as far as its rows were read: where it begins, and its fields."""

    place: str
    fields: Fields


class Sheet:
    """The rows of a sheet, as JSON lines with their places.

    A heading is a field of the rows' type as `claims schema TYPE` lists it, or the last word of it: `claim` for
    `stances[].claim`. Each row has an `id`, by which it is known when the sheet is read again; the rows of one id that
    follow one another are one record, each with another stance, report or quote. An empty cell is nothing, `;` parts
    names, and what stands under a heading that begins with # is left out. `kind` is the type of rows that do not say it
    under `type`. Raises BadRequest where there is no such type.
    """

    def __init__(self, stream: BinaryIO, name: str, *, kind: str | None = None) -> None:
        if kind is not None:
            refuse_unknown_type(kind)
        self._stream = stream
        self._name = name
        self._kind = kind
        self._headings: dict[str, str] = {}
        """The heading of each field that a row had, by its path."""

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Each record as a JSON line, with its place (`calls.csv, row 3`). Raises BadInput or BadRequest."""
        text = io.TextIOWrapper(self._stream, encoding="utf-8-sig", newline="")
        try:
            for record in self._records(text):
                yield record.place, msgspec.json.encode(record.fields)
        except UnicodeDecodeError:
            raise BadInput("not UTF-8", place=self._name, hint="save the sheet as “CSV UTF-8”") from None
        finally:
            text.detach()

    def as_headed(self, error: LedgerError) -> LedgerError:
        """The error with the heading of a cell in the place of the field that it set. The same object."""
        if error.field is not None:
            error.field = self._headings.get(INDEX.sub("[]", error.field), error.field)
        return error

    def _records(self, text: Iterable[str]) -> Iterator[_Record]:
        """The records, each made of the rows of one id that follow one another."""
        rows = self._rows(text)
        _, first = next(rows, (0, []))
        headings = [_normal(cell) for cell in first]
        self._refuse_headings(first, headings)
        pending: _Record | None = None
        for number, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            place = f"{self._name}, row {number}"
            fields = self._fields(cells, headings, place)
            if pending is not None and all(fields[key] == pending.fields[key] for key in ("id", _TYPE)):
                if (name := _merge(pending.fields, fields)) is not None:
                    hint = f"rows of one id are one record; {pending.place.rpartition(', ')[2]} says something else"
                    raise BadInput(f"another {name} for {fields['id']}", place=place, hint=hint)
                continue
            if pending is not None:
                yield pending
            pending = _Record(place, fields)
        if pending is not None:
            yield pending

    def _rows(self, text: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """The rows with their numbers, as a sheet counts them: the headings are row 1. Raises BadInput."""
        lines = iter(text)
        first = next(lines, "")
        counts = Counter(_QUOTED.sub("", first))
        separator = max(_SEPARATORS, key=lambda each: counts[each])
        rows = csv.reader(chain([first], lines), delimiter=separator, strict=True)
        number = 0
        try:
            for number, cells in enumerate(rows, start=1):
                yield number, cells
        except csv.Error as error:
            hint = "save it as CSV from the program that made it: a quotation mark within a cell is written twice"
            raise BadInput(f"not CSV: {error}", place=f"{self._name}, row {number + 1}", hint=hint) from None

    def _refuse_headings(self, given: Sequence[str], headings: Sequence[str]) -> None:
        """Raise BadInput for headings that name no field, or one twice, and BadRequest where rows lack a type or id."""
        place = f"{self._name}, row 1"
        named = [each for each in headings if each and not each.startswith(_LEFT_OUT)]
        if not named:
            hint = "the first row names fields, as in id, speaker, stance, claim, occurred, source, quote"
            raise BadInput("no headings", place=place, hint=hint)
        kinds = list(EVENT_TYPES) if self._kind is None or _TYPE in named else [self._kind]
        known = {_TYPE, *chain.from_iterable(map(_columns, kinds))}
        for cell, heading in zip(given, headings, strict=True):
            if heading in named and heading not in known:
                lacking = f"{with_article(kinds[0])} has no" if len(kinds) == 1 else "no event has a"
                hint = suggested(heading, known) or f"`claims schema {_likely(named)}` lists the fields"
                hint += " (a # before the heading leaves the column out)"
                raise BadInput(f"{lacking} field {cell.strip()!r}", place=place, hint=hint)
        if (twice := _twice(named, kinds)) is not None:
            hint = "several names go into one cell, as a; b, and another stance, report or quote into another row"
            raise BadInput(f"two columns are {twice}", place=place, hint=hint)
        if self._kind is None and _TYPE not in named:
            hint = f"name it, as in --type {_likely(named)}, or give the sheet a column `type`"
            raise BadRequest("of which type of event are its rows?", place=self._name, hint=hint)
        if "id" not in named:
            hint = "give each row one that stays with it, as call-1: then the sheet can be appended again as it grows"
            raise BadRequest("its rows have no id", place=place, hint=hint)

    def _fields(self, cells: Sequence[str], headings: Sequence[str], place: str) -> Fields:
        """The fields of a row. What is wrong in a single cell is left for whoever decodes it. Raises BadInput."""
        if any(map(str.strip, cells[len(headings) :])):
            hint = "a cell with a comma or a semicolon stands in quotation marks; a column needs a heading"
            raise BadInput(f"{len(cells)} cells under {len(headings)} headings", place=place, hint=hint)
        row = {head: cell.strip() for head, cell in zip(headings, cells, strict=False) if cell.strip()}
        if "" in row:
            raise BadInput(f"no heading stands over {row['']!r}", place=place, hint="a column needs a heading")
        kind = row.pop(_TYPE, self._kind or "").lower()
        if not kind:
            raise BadEvent("it has no type", place=place, hint=f"the types are {', '.join(EVENT_TYPES)}")
        if "id" not in row:
            raise BadEvent("it has no id", place=place, hint="give it one that stays with it, as in call-1")
        columns = _columns(kind)
        fields: Fields = {_TYPE: kind}
        for head, cell in row.items():
            if head.startswith(_LEFT_OUT):
                continue
            column = columns.get(head)
            if column is None:
                fields[head] = cell
            else:
                self._headings.setdefault(column.path, head)
                _put(fields, column, cell)
        return fields


def _normal(heading: str) -> str:
    """A heading as fields are named: `Part of` is `part_of`."""
    return re.sub(r"\s+", "_", heading.strip().lower())


def _twice(headings: Sequence[str], kinds: Iterable[str]) -> str | None:
    """A heading, or a field under whatever headings, that two columns have; None where there is none."""
    fields = ([columns[each].path for each in headings if each in columns] for columns in map(_columns, kinds))
    counted = (Counter(names).most_common(1) for names in (headings, *fields))
    return next((name for ((name, count),) in filter(None, counted) if count > 1), None)


def _likely(headings: Sequence[str]) -> str:
    """The type of event that has most of the headings."""
    return max(EVENT_TYPES, key=lambda kind: len(_columns(kind).keys() & set(headings)))


@cache
def _columns(kind: str) -> Mapping[str, _Column]:
    """The fields of a type of event by the headings that name them; none for a type that there is not."""
    if kind not in EVENT_TYPES:
        return {}
    info = type_info(EVENT_TYPES[kind])
    assert isinstance(info, StructType)  # noqa: S101  # for mypy: what it is of a struct
    # A shorter path comes first, and keeps the name: an `audience` is that of the observation, not of its report.
    columns = sorted(_below(info), key=lambda each: len(each.steps))
    named: dict[str, _Column] = {}
    for column in columns:
        named.setdefault(column.steps[-1], column)
    for name, meant in _ALSO.items():
        if meant in named and len(named[meant].steps) > 1:
            named[name] = named[meant]
    return named | {".".join(each.steps): each for each in columns} | {each.path: each for each in columns}


def _below(info: StructType, path: str = "", steps: tuple[str, ...] = ()) -> Iterator[_Column]:
    """The fields that cells can hold, of a struct and of the parts in its lists."""
    for field in info.fields:
        kind = _given(field.type)
        at, name = f"{path}{field.encode_name}", (*steps, field.encode_name)
        match kind:
            case VarTupleType(item_type=StructType() as part):
                yield from _below(part, f"{at}[].", name)
            case VarTupleType():
                yield _Column(at, name, is_list=True, kind=kind.item_type)
            case StructType():
                pass
            case _:
                yield _Column(at, name, is_list=False, kind=kind)


def _given(kind: Type) -> Type:
    """What a writer gives of what a field may be: of an interval its text, of what may be absent the rest."""
    if not isinstance(kind, UnionType):
        return kind
    first, *_ = (each for each in kind.types if not (isinstance(each, StructType) and each.cls is Interval))
    return first


def _put(fields: Fields, column: _Column, cell: str) -> None:
    """Set the field of a column to what a cell says, in the only part of each list on its way."""
    *lists, name = column.steps
    for each in lists:
        (fields,) = fields.setdefault(each, [{}])
    fields[name] = _several(cell) if column.is_list else _value(cell, column.kind)


def _several(cell: str) -> list[str]:
    """The names in a cell; none in one that has nothing but what would part them."""
    return [name for each in cell.split(_BETWEEN) if (name := each.strip())]


def _value(cell: str, kind: Type) -> object:
    """What a cell says to a field of that kind; its text where that is not what the field takes."""
    match kind:
        case BoolType():
            return _TRUTHS.get(cell.lower(), cell)
        case IntType() if cell.isdecimal() and cell.isascii():
            return int(cell)
        case LiteralType(values=values):
            return next((value for value in values if str(value).lower() == cell.lower()), cell)
        case _:
            return cell


def _merge(fields: Fields, more: Fields) -> str | None:
    """Add what another row says of a record; the name of a field of which it says something else, if there is one."""
    for name, value in more.items():
        if name not in fields:
            fields[name] = value
        elif _is_parts(value):
            for part in value:
                _add(fields[name], part)
        elif fields[name] != value:
            return name
    return None


def _add(parts: list[Fields], more: Fields) -> None:
    """Add what a row says of a part: to the last one of which it repeats what it says, else as a part of its own."""
    plain = {name: value for name, value in more.items() if not _is_parts(value)}
    for part in reversed(parts):
        if plain.items() <= part.items():
            _merge(part, more)
            return
    parts.append(more)


def _is_parts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
