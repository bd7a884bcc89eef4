"""Values as the database gives them, made into what JSON has, and into the text of a cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ledger.render import safe
from ledger.render.times import exact, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


def as_json(value: object, *, zone: str = "UTC") -> Json:
    """A value as JSON has it: times as ISO 8601, lists as lists, structs by their fields.

    What JSON cannot hold exactly (decimals beyond a float, NaN, intervals, bytes in hex) becomes text.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if isfinite(value) else str(value)
        case datetime():
            return exact(value, zone=zone)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else _decimal(value)
        case bytes():
            return value.hex()
        case dict():
            return {str(key): as_json(each, zone=zone) for key, each in value.items()}
        case list() | tuple():
            return [as_json(each, zone=zone) for each in value]
        case msgspec.Struct():
            return {name: as_json(getattr(value, name), zone=zone) for name in value.__struct_fields__}
        case timedelta():
            return _interval(value)
        case _:
            return str(value)


def as_text(value: object, *, zone: str = "UTC") -> str:
    """A value as the text of a cell for programs: nothing for NULL, JSON for lists and structs."""
    plain = as_json(value, zone=zone)
    match plain:
        case None:
            return ""
        case bool():
            return "true" if plain else "false"
        case str():
            return plain
        case list() | dict():
            return safe.json_text(plain)
        case _:
            return str(plain)


def as_words(value: object, *, zone: str = "UTC") -> str:
    """A value as the text of a cell for people: a dash for NULL, names of a list with commas, times to the minute."""
    match value:
        case None | [] | ():
            return "–"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return short(value, zone=zone)
        case list() | tuple() if all(isinstance(each, str | int | float) for each in value):
            return ", ".join(as_words(each, zone=zone) for each in value)
        case _:
            return as_text(value, zone=zone)


def keyed(columns: Sequence[str], row: Sequence[object], *, zone: str = "UTC") -> dict[str, Json]:
    """A row as a JSON object; of columns with the same name, the later ones are numbered."""
    return dict(zip(numbered(columns), (as_json(value, zone=zone) for value in row), strict=True))


def numbered(columns: Sequence[str]) -> tuple[str, ...]:
    """The names, each once: `a`, `a_2`, `a_3` where three columns are called `a`."""
    taken: set[str] = set()
    for column in columns:
        name, number = column, 1
        while name in taken:
            number += 1
            name = f"{column}_{number}"
        taken.add(name)
    return tuple(_once(columns))


def _once(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def chosen(row: Mapping[str, object], columns: Sequence[str]) -> tuple[object, ...]:
    """The values of some columns, in their order."""
    return tuple(row[column] for column in columns)


def _decimal(value: Decimal) -> float | str:
    number = float(value)
    return number if Decimal(str(number)) == value else str(value)


def _interval(value: timedelta) -> str:
    return str(value)
