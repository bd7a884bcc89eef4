"""How two versions of a record differ, field by field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from ledger.events.json import encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.events.types import AnyEvent

PER_VERSION: Final = ("id", "type", "amends", "reason", "imported_from")
"""Fields that belong to a single version of a record."""
_TIME: Final = {"text", "earliest", "latest"}


class FieldChange(Struct, frozen=True, kw_only=True):
    """A path such as `reports[0].published`, and its values as JSON, a time as its text; None if there is none."""

    field: str
    before: str | None
    after: str | None


def differences(before: AnyEvent, after: AnyEvent) -> list[FieldChange]:
    """Each path at which two events of a type differ; fields that only the second has come last."""
    found = _differences(content(before), content(after), "")
    return [FieldChange(field=path, before=_shown(old), after=_shown(new)) for path, old, new in found]


def fields(event: AnyEvent) -> dict[str, Any]:
    """The fields of an event, as in its JSON."""
    found: dict[str, Any] = json.loads(encode(event))
    return found


def content(event: AnyEvent) -> dict[str, Any]:
    """The fields of an event, without those in `PER_VERSION`."""
    return {name: value for name, value in fields(event).items() if name not in PER_VERSION}


def is_time(value: object) -> bool:
    """Whether a value in the fields of an event is a time, which changes as a whole."""
    return isinstance(value, dict) and "text" in value and value.keys() <= _TIME


def _differences(before: object, after: object, path: str) -> Iterator[tuple[str, object, object]]:
    if isinstance(before, dict) and isinstance(after, dict) and not (path and is_time(before)):
        for name in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, f"{path}[{place}]")
    elif before != after:
        yield path, before, after


def _shown(value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(value["text"] if isinstance(value, dict) and is_time(value) else value, ensure_ascii=False)
