"""Values from the database, turned into what JSON has, and into the text of a cell."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from ledger.render import safe
from ledger.render.page import NOTHING
from ledger.render.times import exact, short

if TYPE_CHECKING:
    from collections.abc import Sequence

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def as_json(value: object, *, zone: str = "UTC") -> Json:  # noqa: PLR0911  # one for each type
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
            return _decimal(value)
        case bytes():
            return value.hex()
        case dict():
            return {str(key): as_json(each, zone=zone) for key, each in value.items()}
        case list() | tuple():
            return [as_json(each, zone=zone) for each in value]
        case msgspec.Struct():
            return {name: as_json(getattr(value, name), zone=zone) for name in value.__struct_fields__}
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
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case datetime():
            return short(value, zone=zone)
        case list() | tuple() if all(isinstance(each, str | int | float) for each in value):
            return ", ".join(as_words(each, zone=zone) for each in value)
        case _:
            return as_text(value, zone=zone)


def numbered(columns: Sequence[str]) -> tuple[str, ...]:
    """The names, each once: `a`, `a_2`, `a_3` if three columns are called `a`."""
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return tuple(names)


def _decimal(value: Decimal) -> float | str:
    number = float(value)
    return number if Decimal(str(number)) == value else str(value)
