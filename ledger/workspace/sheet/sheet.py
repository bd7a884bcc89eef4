"""Reads the rows of a sheet as JSON lines, each with its place."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import contextmanager
from itertools import chain, groupby
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec
from msgspec import Struct

from ledger.errors import INDEX, BadInput, BadRequest
from ledger.events import EVENT_TYPES, refuse_unknown_type
from ledger.events.synonyms import suggested
from ledger.wording import with_article
from ledger.workspace.sheet.columns import columns_of, normal, said
from ledger.workspace.sheet.merging import merge

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from ledger.errors import LedgerError
    from ledger.workspace.sheet.columns import Column
    from ledger.workspace.sheet.merging import Fields

_SEPARATORS: Final = (",", ";", "\t")
"""What may separate two cells: sheets write a semicolon if their numbers have a comma."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_LEFT_OUT: Final = "#"
"""How a heading begins if the cells under it are only for those who keep the sheet."""
_TYPE: Final = "type"
_SAYING: Final = ("text", "stances", "retracts", "reports")
"""An observation without any of these fields says nothing."""


class _Row(Struct):
    """A row that says something: its number, and its cells by their headings."""

    number: int
    cells: dict[str, str]


class Sheet:
    """The rows of a sheet.

    A heading is a field of the rows' type as `claims schema TYPE` lists it, or the last word of it: `claim` for
    `stances[].claim`. Each row has an `id`, by which it is recognized when the sheet is read again; consecutive rows
    with the same id are one record, each with another stance, report or quote. An empty cell sets no field, `;`
    separates names, and a column whose heading begins with # is left out. `kind` is the type of rows that do not say it
    under `type`. Raises BadRequest if there is no such type.
    """

    def __init__(self, stream: BinaryIO, name: str, *, kind: str | None = None) -> None:
        if kind is not None:
            refuse_unknown_type(kind)
        self._stream = stream
        self._name = name
        self._kind = kind
        self._headings: dict[str, str] = {}
        """The heading of each field that a row had, by its path."""

    def lines(self) -> Generator[tuple[str, bytes]]:
        """Each record as a JSON line, with its place (`calls.csv, row 3`). Raises BadInput or BadRequest."""
        text = io.TextIOWrapper(self._stream, encoding="utf-8-sig", newline="")
        began: dict[str, int] = {}
        try:
            for name, rows in groupby(self._filled(text), key=lambda row: row.cells["id"]):
                first, *others = rows
                with self._at(first.number):
                    fields = self._fields(first, self._kind)
                    if (at := began.setdefault(name, first.number)) != first.number:
                        hint = "put the rows of one record together, or give this one another id"
                        raise BadInput(f"{name} is in row {at} already", hint=hint)
                for other in others:
                    with self._at(other.number):
                        merge(fields, self._fields(other, fields[_TYPE]))
                place = self._place(first.number, [first, *others][-1].number)
                _refuse_silent(fields, place)
                yield place, msgspec.json.encode(fields)
        except UnicodeDecodeError:
            raise BadInput("not UTF-8", place=self._name, hint="save the sheet as “CSV UTF-8”") from None
        finally:
            text.detach()

    def as_headed(self, error: LedgerError) -> LedgerError:
        """The error, naming the heading of a cell instead of the field that it set. The same object."""
        if error.field is not None:
            error.field = self._headings.get(INDEX.sub("[]", error.field), error.field)
        return error

    def _place(self, first: int, last: int | None = None) -> str:
        return f"{self._name}, row {first}" if last in {None, first} else f"{self._name}, rows {first} to {last}"

    @contextmanager
    def _at(self, number: int) -> Iterator[None]:
        """Give this row as the place of errors raised within."""
        try:
            yield
        except BadInput as error:
            raise error.at(self._place(number)) from None

    def _filled(self, text: Iterable[str]) -> Iterator[_Row]:
        """The rows that say something. Raises BadInput or BadRequest."""
        rows = self._rows(text)
        _, first = next(rows, (0, []))
        headings = [normal(cell) for cell in first]
        self._refuse_headings(first, headings)
        for number, cells in rows:
            with self._at(number):
                found = _by_heading(cells, headings)
                if found and "id" not in found:
                    hint = "repeat that of the row above, if this row continues it; else give it one that stays with it"
                    raise BadInput("it has no id", hint=hint)
            if found:
                yield _Row(number, found)

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
            if str(error).startswith("field larger"):
                hint = "the document itself belongs in an archive; or is a quotation mark not closed?"
            raise BadInput(f"not CSV: {error}", place=self._place(number + 1), hint=hint) from None

    def _refuse_headings(self, given: Sequence[str], headings: Sequence[str]) -> None:
        """Raise BadInput for headings that name no field, or one twice, and BadRequest if rows lack a type or id."""
        place = self._place(1)
        named = [each for each in headings if each and not each.startswith(_LEFT_OUT)]
        if not named:
            hint = "the first row names fields, as in id, speaker, stance, claim, occurred, source, quote"
            raise BadInput("no headings", place=place, hint=hint)
        kinds = list(EVENT_TYPES) if self._kind is None or _TYPE in named else [self._kind]
        known = {_TYPE, *chain.from_iterable(map(columns_of, kinds))}
        if "amends" in named:
            hint = "`claims amend` does, and keeps the fields that it does not name"
            raise BadInput("a sheet corrects nothing", place=place, hint=hint)
        if unknown := [cell.strip() for cell, each in zip(given, headings, strict=True) if each in {*named} - known]:
            lacking = f"{with_article(kinds[0])} has no" if len(kinds) == 1 else "no event has a"
            meant = [said for each in unknown if (said := suggested(normal(each), known))]
            schema = f"`claims schema {self._kind or _likely(named)}` lists the fields"
            hint = f"{' '.join(meant) or schema} (a # before a heading leaves its column out)"
            raise BadInput(f"{lacking} field {', '.join(map(repr, unknown))}", place=place, hint=hint)
        if (twice := _twice(named, kinds)) is not None:
            hint = "several names go into one cell, as a; b, and another stance, report or quote into another row"
            raise BadInput(f"two columns are {twice}", place=place, hint=hint)
        if self._kind is None and _TYPE not in named:
            hint = f"name it, as in --type {_likely(named)}, or give the sheet a column `type`"
            raise BadRequest("what type of event are its rows?", place=self._name, hint=hint)
        if "id" not in named:
            hint = "give each row one that stays with it, as call-1: then the sheet can be appended again as it grows"
            raise BadRequest("its rows have no id", place=place, hint=hint)

    def _fields(self, row: _Row, kind: str | None) -> Fields:
        """The fields of a row, whose type is `kind` unless it says its own. Raises BadInput.

        A wrong value in a cell is left for decoding to refuse, so that it is reported with those in other cells.
        """
        kind = row.cells.get(_TYPE, kind or "").lower()
        if not kind:
            raise BadInput("it has no type", hint=f"the types are {', '.join(EVENT_TYPES)}")
        columns = columns_of(kind)
        fields: Fields = {_TYPE: kind}
        for head, cell in row.cells.items():
            column = columns.get(head)
            if column is not None:
                self._headings.setdefault(column.path, head)
                try:
                    _put(fields, column, said(column, cell))
                except BadInput as error:
                    raise error.at(field=head) from None
            elif head != _TYPE:
                fields[head] = cell
        return fields


def _by_heading(cells: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """The cells of a row that say something, by their headings. Raises BadInput."""
    if any(map(str.strip, cells[len(headings) :])):
        hint = "a cell with a comma or a semicolon needs quotation marks; a column needs a heading"
        raise BadInput(f"{len(cells)} cells under {len(headings)} headings", hint=hint)
    there = ((head, cell.strip()) for head, cell in zip(headings, cells, strict=False))
    found = {head: cell for head, cell in there if cell and not head.startswith(_LEFT_OUT)}
    if "" in found:
        raise BadInput(f"there is no heading over {found['']!r}", hint="a column needs a heading")
    return found


def _refuse_silent(fields: Fields, place: str) -> None:
    """Raise BadInput for an observation that says nothing."""
    if fields[_TYPE] == "observation" and not any(name in fields for name in _SAYING):
        hint = "give it a stance and a claim, or a text; or take the row out until there is more to say"
        raise BadInput("it says nothing", place=place, hint=hint)


def _put(fields: Fields, column: Column, value: object) -> None:
    """Set the field of a column, in the only part of each list on its path."""
    *lists, name = column.steps
    for each in lists:
        (fields,) = fields.setdefault(each, [{}])
    fields[name] = value


def _twice(headings: Sequence[str], kinds: Iterable[str]) -> str | None:
    """A heading, or a field under whatever headings, that two columns have; None if there is none."""
    fields = ([columns[each].path for each in headings if each in columns] for columns in map(columns_of, kinds))
    counted = (Counter(names).most_common(1) for names in (headings, *fields))
    return next((name for ((name, count),) in filter(None, counted) if count > 1), None)


def _likely(headings: Sequence[str]) -> str:
    """The type of event with the most fields among the headings."""
    return max(EVENT_TYPES, key=lambda kind: len(columns_of(kind).keys() & set(headings)))
