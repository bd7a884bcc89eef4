"""Events as JSON: what a writer gives, and its canonical form."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from math import isfinite
from typing import Any

import msgspec

from ledger.errors import INDEX, BadEvent
from ledger.events.synonyms import suggested
from ledger.events.types import EVENT_TYPES, AnyEvent, Event
from ledger.times import Interval
from ledger.unicode import is_surrogate

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()
_EXAMPLE = 'one event a line, as in {"type":"claim","id":"pier-closed","text":"Pier 4 is closed."}'
_CUT_OFF = "it ends too soon: a quotation mark, a brace or a bracket is not closed"
_TAG = re.compile(rb'"type"\s*:\s*"([a-z]+)"')
_AT = re.compile(r" - at `\$\.(?P<field>[a-z0-9_.\[\]]+)`$")
"""The end of an error by msgspec that says which field it is about."""
_NO_JSON = (bytes, bytearray, memoryview, Decimal)
"""Types that msgspec would silently write as text."""
_OF_PYTHON = "give texts, numbers, times, lists and dicts as Python has them; an array has .tolist(), a number .item()"
_EMPTY_CELL = (
    "give a text; for an empty cell, which a DataFrame holds as NaN, None,"
    " or append_json(df.to_json(orient='records', lines=True))"
)
_OF_THE_LOG = ("seq", "recorded_at", "by", "batch", "chain")
_OUT = (
    "in lines of a log, seq, recorded_at, by, batch and chain are the ledger's own: take them out; "
    "imported_from can keep the first three"
)


def decode(data: bytes) -> AnyEvent:
    """The event that a JSON object means. Raises BadEvent, which names the field.

    If a key occurs twice, the last one counts; see `refuse_duplicate_keys`.
    """
    try:
        return _decoder.decode(data)
    except msgspec.ValidationError as error:
        raise _bad(error, _tag(data)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if (bad := _byte_that_is_not_utf8(data)) is not None:
            raise BadEvent(f"byte {bad} is not UTF-8", hint="save the file as UTF-8") from None
        if (half := _half_a_character(data)) is not None:
            hint = "write the character itself, or both of its halves, as in \\ud83d\\ude00"
            raise BadEvent(f"\\u{ord(half):04x} is half of a character (a lone surrogate)", hint=hint) from None
        hint = _CUT_OFF if data.strip() and "truncated" in str(error) else _EXAMPLE
        raise BadEvent(f"not a JSON object: {error}", hint=hint) from None


def without_nulls(data: bytes) -> bytes:
    """JSON without null fields, such as empty cells of a sheet, and without objects that have only null fields.

    Lists of nothing but such objects are left out too. A null among names stays, to be refused, and so does an empty
    list: neither means the same as no list, for example as an audience. Invalid JSON stays as it is.
    """
    if b"null" not in data:
        return data
    try:
        read = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_number)
        there = _present(read)
        return data if there is None else json.dumps(there, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return data


def _present(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """The value without fields that are null; None if nothing else is in the object, or in any object of the list."""
    match value:
        case dict():
            return {name: there for name, each in value.items() if (there := _present(each)) is not None} or None
        case [dict(), *_]:
            found = [(_present(each) or {}) if isinstance(each, dict) else each for each in value]
            return None if all(each == {} for each in found) else found
        case _:
            return value


def _no_number(text: str) -> float:
    raise ValueError(text)


def _number(text: str) -> float:
    return float(text) if isfinite(float(text)) else _no_number(text)


def checked(event: Event | dict[str, Any]) -> AnyEvent:
    """The event as `decode` would read it, since the contents of a struct or dict are not checked when it is made.

    Raises BadEvent.
    """
    try:
        if isinstance(event, dict):
            event = _present(event) or event
    except RecursionError as error:
        raise BadEvent(str(error)) from None
    with suppress(BadEvent, TypeError, RecursionError):
        read = decode(encode(event))
        if read == event:
            return read
    # As JSON, bytes would become text, and sets lists in any order; here bytes stay bytes, and sets are sorted.
    try:
        plain = msgspec.to_builtins(event, builtin_types=_NO_JSON, order="deterministic")
    except TypeError as error:
        raise BadEvent(str(error), hint=_OF_PYTHON) from None
    except RecursionError as error:
        raise BadEvent(str(error)) from None
    try:
        converted: AnyEvent = msgspec.convert(plain, AnyEvent)
    except msgspec.ValidationError as error:
        bad = _bad(error, plain.get("type", ""))
        if "got `float`" in str(error):
            bad.hint = _EMPTY_CELL
        raise bad from None
    except UnicodeEncodeError as error:
        raise BadEvent(f"text that is not valid Unicode: {error.reason}", hint="write it in UTF-8") from None
    return converted


def refuse_duplicate_keys(data: bytes, *, read: AnyEvent | None = None) -> None:
    """Raise BadEvent if a key occurs twice in an object of JSON that `decode` accepted.

    Pass the event that `decode` read to make it quick: its canonical form has each field once, so if the data has as
    many colons, none of them escaped, no field was overwritten.
    """
    if read is None or b"\\u003" in data or data.count(b":") != encode(read).count(b":"):
        json.loads(data, object_pairs_hook=_unique)


def encode(event: Event | dict[str, Any]) -> bytes:
    """The canonical JSON of an event: its type, then its fields in order, without absent ones and defaults.

    Raises BadEvent if a text is not valid Unicode.
    """
    try:
        return _encoder.encode(event)
    except UnicodeEncodeError as error:
        raise BadEvent(f"text that is not valid Unicode: {error.reason}", hint="write it in UTF-8") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise BadEvent(f"the field `{twice}` is given twice", hint="keep the one that is meant")
    return fields


def _half_a_character(data: bytes) -> str | None:
    """The first lone surrogate in JSON that is otherwise valid; None if something else is wrong."""
    try:
        return next(filter(is_surrogate, json.dumps(json.loads(data), ensure_ascii=False)), None)
    except (ValueError, RecursionError):
        return None


def _byte_that_is_not_utf8(data: bytes) -> int | None:
    """The first byte, from 1, that is not UTF-8 in JSON that is otherwise valid; None if something else is wrong.

    (msgspec raised UnicodeDecodeError for it until 0.22, and since then a DecodeError without the place.)
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        try:
            json.loads(data.decode(errors="replace"))
        except (ValueError, RecursionError):
            return None
        return error.start + 1
    return None


def _bad(error: msgspec.ValidationError, tag: str) -> BadEvent:
    """An error for what msgspec says is wrong with an event of the stated type `tag`, with the field and a hint."""
    from ledger.events.field_errors import plain  # which needs examples of all fields

    told = str(error)
    at = _AT.search(told)
    message, field = (told[: at.start()], at["field"]) if at is not None else (told, None)
    return plain(message, field=field, hint=_mend(message, field, tag))


def _mend(message: str, path: str | None, tag: str) -> str | None:
    """A hint if the message is about an unknown field, type or value, or about what is not an object; else None."""
    if message.startswith("Expected `object`, got") and path is None:
        return _EXAMPLE
    if message.startswith("Object contains unknown field"):
        return _known_field(message.split("`")[1], path, tag)
    if path == "type" or message.endswith("required field `type`"):
        kind = message.split("'")[1] if "'" in message else ""
        return suggested(kind, EVENT_TYPES) or f"known types: {', '.join(EVENT_TYPES)}"
    if message.startswith("Invalid enum value") and tag in EVENT_TYPES:
        values = _taken_by(tag)[INDEX.sub("[]", path or "")].split(", ")
        return suggested(message.split("'")[1], values) or f"known values: {', '.join(values)}"
    return None


def _taken_by(tag: str) -> dict[str, str]:
    """What each field of a type of event takes, by path, as in `stances[].claim`."""
    from ledger.events.description import described

    return {each.field: each.takes for each in described(tag)}


def _tag(data: bytes) -> str:
    """The type that an event says it has; empty if it says none."""
    tag = _TAG.search(data)
    return tag[1].decode() if tag is not None else ""


def _known_field(name: str, path: str | None, tag: str) -> str | None:
    """What to write instead of an unknown field, in the part of an event at a path, or in the event itself."""
    if path is None and name in _OF_THE_LOG:
        return _OUT
    if tag not in EVENT_TYPES:
        return None
    within = f"{INDEX.sub('[]', path)}." if path is not None else ""
    inner = [each.removeprefix(within) for each in _taken_by(tag) if each.startswith(within)]
    known = [each for each in inner if "." not in each] or Interval.__struct_encode_fields__
    return suggested(name, known) or f"known fields: {', '.join(known)}; `claims schema {tag}` explains them"
