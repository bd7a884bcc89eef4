"""What is wrong with a single field, in plain words and with an example."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ledger import events
from ledger.errors import BadEvent
from ledger.events import EVENT_TYPES, ImportedFrom, InlineReport, Quote, Retraction, Stance
from ledger.events.description import EXAMPLES

if TYPE_CHECKING:
    from tests.desk import Desk

KINDS: tuple[type[msgspec.Struct], ...] = (
    *EVENT_TYPES.values(),
    *(ImportedFrom, InlineReport, Quote, Retraction, Stance),
)
FIELDS = [(kind, name) for kind in KINDS for name in kind.__struct_encode_fields__]


@pytest.mark.parametrize(("kind", "field"), [each for each in FIELDS if each[1] != "kind"])
def test_each_field_takes_its_example(kind: type[msgspec.Struct], field: str) -> None:
    """What a hint proposes for a field is accepted there, whatever the type of the event."""
    needed = {each.encode_name for each in msgspec.structs.fields(kind) if each.required}
    given = {name: EXAMPLES[name] for name in needed | {field}}
    tag = kind.__struct_config__.tag
    made = msgspec.convert(given | ({"type": tag} if tag else {}), kind)
    assert json.loads(msgspec.json.encode(made))[field] == EXAMPLES[field]


def test_no_example_is_of_a_field_that_is_not_there() -> None:
    """Each example is for a field of an event or of a part of one."""
    assert set(EXAMPLES) < {name for _, name in FIELDS}


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        (
            {"type": "claim", "text": ""},
            "text: it is empty",
            'give it in words, as in "Pier 4 is closed."',
        ),
        (
            {"type": "actor", "name": "A", "aliases": ["B", ""]},
            "aliases[1]: it is empty",
            'give it in words, as in "Mayor"',
        ),
        (
            {"type": "source", "publisher": "A", "sha256": "AB"},
            "sha256: it is not a SHA-256",
            "it has 64 characters of 0-9 and a-f, as `sha256sum FILE` prints it",
        ),
        (
            {"type": "actor", "name": "A", "aliases": "B"},
            "aliases: it is text, and should be a list",
            'as in ["Mayor"]',
        ),
        (
            {"type": "report", "observation": "a", "source": "b", "quotes": [{"exact": "c", "start": -1}]},
            "quotes[0].start: it is not >= 0",
            "as in 120",
        ),
        (
            {"type": "source", "publisher": "A", "published": {"earliest": "2020"}},
            "published: the field `text` is missing",
            'as in "2020-01-06"',
        ),
        (
            {"type": "source", "publisher": "A", "published": {"text": 2020}},
            "published.text: it is a whole number, and should be text",
            'as in "2020-01-06"',
        ),
        ({"type": "claim"}, "the field `text` is missing", 'as in "text":"Pier 4 is closed."'),
        (
            {"type": "observation", "stances": [{"claim": "a"}]},
            "stances[0]: the field `stance` is missing",
            'as in "stance":"deny"',
        ),
        ({"type": "claim", "text": "A", "kind": 1}, "kind: it is a whole number, and should be text", None),
        ({"type": "claim", "txt": "A"}, "there is no field `txt`", "did you mean text?"),
        (
            [],
            "it is a list, and should be an object",
            'one event a line, as in {"type":"claim","id":"pier-closed","text":"Pier 4 is closed."}',
        ),
    ],
)
def test_what_is_wrong_with_a_field_is_told_with_an_example(given: Any, message: str, hint: str | None) -> None:
    """A field that is empty, missing or of another type is named, and the hint has what could stand there."""
    with pytest.raises(BadEvent) as refused:
        events.decode(json.dumps(given).encode())
    assert (str(refused.value), refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("given", "proposed"),
    [
        ("Mayor", "mayor"),
        ("City Council", "city-council"),
        ("  x ", "x"),
        ("Ä4", "a4"),
        ("Straße", "strasse"),
        ("Ørsted", "mayor-2"),
        ("Public", "mayor-2"),
    ],
)
def test_an_id_is_made_of_what_was_given(harbour: Desk, given: str, proposed: str) -> None:
    """What cannot be an id is answered with one that can, in a command as in a file."""
    rule = "an id begins with a letter and has up to 100 of a-z, 0-9, dot, underscore and hyphen"
    told = f"{given!r} cannot be an id\nhint: {rule}, as in {proposed}\n"
    assert harbour(f"claim '{given}' A.") == (2, "", f"error: ID: {told}")
    assert harbour(f"record mayor denies pier-open --id '{given}'") == (2, "", f"error: --id: {told}")
    path = harbour.directory / "claims.jsonl"
    path.write_text(json.dumps({"type": "claim", "id": given, "text": "A."}))
    assert harbour(f"append {path}") == (2, "", f"error: {path}:1: id: {told}")


def test_fields_of_files_and_of_amendments_are_named_as_they_were_given(harbour: Desk) -> None:
    """Whoever wrote the name of a field reads it again, with an example."""
    path = harbour.directory / "claims.jsonl"
    path.write_text('{"type":"claim","text":""}\n')
    hint = 'hint: give it in words, as in "Pier 4 is closed."\n'
    assert harbour(f"append {path}") == (2, "", f"error: {path}:1: text: it is empty\n{hint}")
    assert harbour("amend pier-open --set text=") == (2, "", f"error: --set text: it is empty\n{hint}")
    told = "error: --unset text: the field `text` is missing\n"
    hint = "hint: it cannot be left out: give it another value with --set text=…\n"
    assert harbour("amend pier-open --unset text") == (2, "", told + hint)
    assert harbour("amend mayor --set part_of=town").err.startswith("error: part_of: there is no actor town\n")
