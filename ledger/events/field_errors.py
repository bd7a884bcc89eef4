"""Errors in single fields in plain words, with an example of what the field takes."""

from __future__ import annotations

import json
import re
from typing import Final

from ledger.errors import BadEvent
from ledger.events.description import EXAMPLES
from ledger.events.types import TIME_FIELDS

_EMPTY: Final = "Expected `str` of length >= 1"
_DIGEST: Final = "Expected `str` matching regex "
_WORDS: Final = (
    (re.compile(r"Object contains unknown field (`.*`)", re.DOTALL), r"there is no field \1"),
    (re.compile(r"Object missing required field (`.*`)", re.DOTALL), r"the field \1 is missing"),
    (re.compile(r"Invalid (?:enum )?value '(.*)'", re.DOTALL), r"it cannot be '\1'"),
    (re.compile(r"Expected `str`"), r"it should be text"),
    (re.compile(r"Expected `int` (>=|<=) (-?[0-9]+)"), r"it is not \1 \2"),
)
"""What msgspec says, and plain words for it."""
_WRONG_TYPE: Final = re.compile(r"Expected `(?P<wanted>[a-z |]+)`, got `(?P<given>[a-z]+)`")
_TYPES: Final = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "null": "null",
    "object": "an object",
    "str": "text",
}
_SHAPE: Final = re.compile(r"Expected .*|Object missing required field `(?P<missing>\S+)`")


def plain(message: str, *, field: str | None, hint: str | None) -> BadEvent:
    """An error in plain words for what msgspec says of a field. Without a `hint`, it may get an example as its hint."""
    if message == _EMPTY:
        return BadEvent("it is empty", field=field, hint=in_words(field))
    if message.startswith(_DIGEST):
        hint = "it has 64 characters of 0-9 and a-f, as `sha256sum FILE` prints it"
        return BadEvent("it is not a SHA-256", field=field, hint=hint)
    if hint is None and (found := _SHAPE.fullmatch(message)):
        hint = _meant(found["missing"], field or "")
    return BadEvent(_in_words(message), field=field, hint=hint)


def in_words(field: str | None) -> str:
    """What to do about a text that is blank."""
    example = _example(field or "")
    return "give it in words" + (f", as in {example}" if example is not None else "")


def _in_words(message: str) -> str:
    """What msgspec says, in plain words."""
    for shape, words in _WORDS:
        if (found := shape.fullmatch(message)) is not None:
            return found.expand(words)
    wrong = _WRONG_TYPE.fullmatch(message)
    return message if wrong is None else _of_types(wrong)


def _of_types(wrong: re.Match[str]) -> str:
    """What to say of a value of the wrong type."""
    wanted = [_TYPES.get(each, each) for each in wrong["wanted"].split(" | ") if each != "null"]
    return f"it is {_TYPES.get(wrong['given'], wrong['given'])}, and should be {' or '.join(wanted)}"


def _meant(missing: str | None, path: str) -> str | None:
    """An example of what belongs at a path, or of what is missing there; None if that depends on the event's type."""
    time = next((field for field in path.split(".") if field in TIME_FIELDS), None)
    example = _example(time or missing or path)
    if example is None:
        return None
    return f'as in "{missing}":{example}' if missing and not time else f"as in {example}"


def _example(path: str) -> str | None:
    """An example of what may stand at a path, as JSON; None if that depends on the event's type."""
    field, bracket, _ = path.rpartition(".")[2].partition("[")
    example = EXAMPLES.get(field)
    if bracket and isinstance(example, list):
        example = example[0]
    return json.dumps(example, separators=(",", ":")) if example is not None else None
