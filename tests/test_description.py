"""What is said of the fields of events, for who writes them, is so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import msgspec
import pytest
from msgspec import UNSET

from ledger.errors import BadEvent
from ledger.events import EVENT_TYPES, decode, encode, normal, references
from ledger.events.description import _MEANINGS, CITED, EVENTS, LINES, Described, described, meaning
from ledger.events.synonyms import _SYNONYMS, suggested
from ledger.events.types import TIME_FIELDS
from tests.log.logs import HARBOUR, append, open_log

if TYPE_CHECKING:
    from pathlib import Path

ALL = [(kind, each) for kind in EVENT_TYPES for each in described(kind)]
VALUES = re.compile(r"[A-Za-z-]+(, [A-Za-z-]+)+")


def line_with(kind: str, field: Described, value: Any) -> bytes:  # any JSON
    """A line of a type whose field has this value, or is absent; what it needs besides has its example."""
    tree: dict[str, Any] = {"type": kind}
    needed = [each for each in described(kind) if each.is_required and "." not in each.field]
    for each in needed:
        tree[each.field] = json.loads(each.example or "null")
    place, steps = tree, field.field.split(".")
    for depth, step in enumerate(steps[:-1], start=1):
        name, inside = step.removesuffix("[]"), ".".join(steps[:depth]) + "."
        part = {
            each.field.removeprefix(inside): json.loads(each.example or "null")
            for each in described(kind)
            if each.field.startswith(inside) and "." not in each.field.removeprefix(inside) and each.is_required
        }
        place[name] = [part] if step.endswith("[]") else part
        place = part
    place[steps[-1]] = value
    if value is UNSET:
        del place[steps[-1]]
    return json.dumps(tree).encode()


def test_a_field_has_one_type_whatever_the_event() -> None:
    """DuckDB reads all lines into one table, and a program may, too: `audience` is a list of texts everywhere."""
    types: dict[str, set[str]] = {}
    for kind, cls in EVENT_TYPES.items():
        for each in msgspec.structs.fields(cls):
            types.setdefault(each.encode_name, set()).add(_shape(each.type))
            assert each.encode_name in {one.field.partition(".")[0].removesuffix("[]") for one in described(kind)} | {
                "id"
            }
    assert {name: shapes for name, shapes in types.items() if len(shapes) > 1} == {}


def _shape(kind: Any) -> str:  # any type
    """The JSON type of values: that of one's text, a list of objects."""
    parts = {_shape(each) for each in get_args(kind) if each is not type(None)}
    origin = get_origin(kind)
    if origin is Annotated:
        return _shape(get_args(kind)[0])
    if origin is Literal or kind is str:
        return "text"
    if origin is tuple:
        return f"list of {' or '.join(sorted(parts - {'...'}))}"
    if parts:
        return " or ".join(sorted(parts - {"..."}))
    return (
        "object"
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        else str(getattr(kind, "__name__", kind))
    )


def test_every_type_and_every_field_is_described() -> None:
    """Each type has a sentence and a line; each meaning is that of a field that is there."""
    assert [*EVENTS] == [*LINES] == [*EVENT_TYPES]
    told = {meaning(kind, each.field) for kind, each in ALL}
    assert set(_MEANINGS.values()) <= told
    assert all(each.meaning.endswith(".") for _, each in ALL)
    assert {field for field in CITED if not any(each.field.endswith(field) for _, each in ALL)} == set()


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_a_field_takes_what_it_is_said_to_take(kind: str) -> None:
    """Its example, and each of its values; not another value, nor an object that it does not have."""
    for field in described(kind):
        if field.example is not None:
            decode(line_with(kind, field, json.loads(field.example)))
        if VALUES.fullmatch(field.takes):
            for value in field.takes.split(", "):
                decode(line_with(kind, field, value))
            with pytest.raises(BadEvent):
                decode(line_with(kind, field, "gull"))
        with pytest.raises(BadEvent):
            decode(line_with(kind, field, {"gull": 1}))


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_a_default_is_what_is_meant_without_it(kind: str) -> None:
    """What is said to be meant where a field is absent is what the log leaves out."""
    for field in (each for each in described(kind) if each.default is not None):
        given = normal(decode(line_with(kind, field, json.loads(field.default or ""))), zone="UTC")
        assert encode(given) == encode(decode(line_with(kind, field, UNSET)))


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_what_is_required_cannot_be_absent(kind: str) -> None:
    """Without it a line is no event, and without all else it is one."""
    for field in described(kind):
        without = line_with(kind, field, UNSET)
        if field.is_required:
            with pytest.raises(BadEvent, match=f"the field `{field.field.rpartition('.')[2]}` is missing"):
                decode(without)
        else:
            decode(without)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_a_field_takes_the_id_of_what_is_said(kind: str) -> None:
    """The fields that are said to take an id are those that refer to a record, and of the types that are said."""
    for field in described(kind):
        if field.example is None or field.takes.endswith("objects"):
            continue
        event = decode(line_with(kind, field, json.loads(field.example)))
        fields = [(each.field.replace("[0]", "[]").removesuffix("[]"), each) for each in references(event)]
        cited = [each for path, each in fields if path == field.field]
        assert bool(cited) == field.takes.startswith("id"), field
        if cited and "record" not in field.takes:
            assert set(cited[0].types) == set(re.findall(r"actor|source|claim|observation|report", field.takes)), field


def test_the_fields_that_hold_a_time_are_those_of_its_type() -> None:
    """A field of one of these names takes a time wherever it stands, and no other one does."""
    for kind, field in ALL:
        assert field.takes.startswith("time") == (field.field.rpartition(".")[2] in TIME_FIELDS), (kind, field)


def test_the_lines_can_be_appended(tmp_path: Path) -> None:
    """Each is an event that a ledger takes where what it names is there."""
    log = open_log(tmp_path)
    append(log, *(event for event in HARBOUR if event.id not in {"mayor", "closed"}))
    names = '{"type":"actor","id":"city","name":"City"}', '{"type":"actor","id":"desk","name":"Desk"}'
    there = (*names, LINES["source"].replace("harbour-post", "city-radio"), LINES["claim"].replace("closed", "open"))
    first = LINES["observation"].replace("mayor-2", "mayor-1").replace("16:10", "15:10")
    order = ("actor", "source", "claim", "relation", first, "observation", "report", "order", "assessment", "void")
    for line in (*there, *(LINES.get(each, each) for each in order)):
        append(log, decode(line.encode()))
    log.close()


def test_what_people_write_otherwise_is_there_by_another_name() -> None:
    """Each word is none of the names that it may stand for, and each of these is one of a field, a type or a value."""
    fields = {each.field.rpartition(".")[2] for _, each in ALL}
    values = {value for _, each in ALL if VALUES.fullmatch(each.takes) for value in each.takes.split(", ")}
    for word, names in _SYNONYMS.items():
        assert set(names) <= fields | values | set(EVENT_TYPES)
        assert [suggested(word, [name, "zzz"]) for name in names] == [f"did you mean {name}?" for name in names]
        assert word not in names
