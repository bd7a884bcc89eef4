"""Changes to single fields of an event: `text=…`, `reports[0].published=2020-01-07`.

A path is written as in error messages: names with dots between them, places in a list from 0. A value is taken as text
if the field takes text; else as JSON; else, for a list of names, as the names with commas between them.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any, Final

from ledger import events
from ledger.errors import BadEvent, BadRequest
from ledger.events.description import EXAMPLES
from ledger.events.differences import PER_VERSION, content, fields, is_time
from ledger.events.synonyms import suggested
from ledger.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.errors import LedgerError
    from ledger.events import AnyEvent

Path = tuple[str | int, ...]

_STAYS: Final = "a record keeps it: end the record with `claims void`, and record what is right under another name"
_OF_AN_AMENDMENT: Final = "each version has its own, and it is not for a writer to set"
_MENDS: Final = {
    "id": _STAYS,
    "type": _STAYS,
    "amends": _OF_AN_AMENDMENT,
    "reason": "the reason has an option of its own, --reason",
    "imported_from": _OF_AN_AMENDMENT,
}
"""Fields that cannot be set, each with what to do instead."""
_PATH = re.compile(r"[a-z_0-9]+(?:\[[0-9]{1,9}\])*(?:\.[a-z_0-9]+(?:\[[0-9]{1,9}\])*)*")
_STEP = re.compile(r"([a-z_0-9]+)|\[([0-9]+)\]")
_MISSING = re.compile(r"the field `(\w+)` is missing")
_DEEPEST: Final = 10
"""The most steps in a path. No part of an event lies deeper."""


def changed(event: AnyEvent, assignments: Sequence[str], removals: Sequence[str]) -> AnyEvent:
    """The event after the assignments, `FIELD=VALUE`, and then the removals, `FIELD`. Raises BadInput.

    Removals name places in lists as they are before the first removal.
    """
    for assignment in assignments:
        path, equals, value = assignment.partition("=")
        if not equals:
            raise BadRequest(f"{assignment!r} has no value", place="--set", hint='as in --set text="The pier is open."')
        event = _assigned(event, _path(path, "--set"), value, place=f"--set {path}")
    named = {_path(removal, "--unset"): removal for removal in removals}
    # From the last place to the first: taking something out of a list moves what comes after it.
    for steps, removal in sorted(named.items(), key=lambda each: _places(each[0]), reverse=True):
        try:
            event = _decoded(_without(fields(event), steps))
        except BadEvent as error:
            if error.hint is None or _MISSING.search(error.message) is not None:
                error.hint = f"it cannot be left out: give it another value with --set {removal}=…"
            raise _at_option(error, f"--unset {removal}") from None
        except (LookupError, TypeError):
            raise BadRequest(
                "there is nothing to take out", place=f"--unset {removal}", hint=_there(event, steps)
            ) from None
    return event


def _places(path: Path) -> list[tuple[int, str]]:
    """The sort key of a path: paths into one list are sorted by their places in it."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


def _at_option(error: LedgerError, place: str) -> LedgerError:
    """The error, placed at an option; its field is dropped if the option names it. The same object."""
    if place.endswith(f" {error.field}"):
        error.field = None
    return error.at(place)


def _decoded(fields: Any) -> AnyEvent:  # noqa: ANN401  # whatever JSON holds
    return events.decode(json.dumps(fields).encode())


def _path(text: str, option: str) -> Path:
    steps = _STEP.findall(text)
    if not _PATH.fullmatch(text) or len(steps) > _DEEPEST:
        hint = "a field is named as in text, audience or reports[0].published"
        raise BadRequest(f"{quoted(text)} names no field", place=option, hint=hint)
    path = tuple(name or int(place) for name, place in steps)
    field = path[0]
    if field in PER_VERSION:
        raise BadRequest(f"{field} is not a field that can be amended", place=option, hint=_MENDS[str(field)])
    return path


def _assigned(event: AnyEvent, path: Path, value: str, *, place: str) -> AnyEvent:
    if path[0] not in type(event).__struct_encode_fields__:
        known = [name for name in type(event).__struct_encode_fields__ if name not in PER_VERSION]
        hint = suggested(str(path[0]), known) or f"known fields: {', '.join(known)}"
        raise BadRequest(f"there is no field `{path[0]}`", place=place, hint=hint)
    errors: list[BadEvent] = []
    for meant in _meanings(value, path, place=place):
        try:
            return _decoded(_with(fields(event), path, meant))
        except BadEvent as error:
            errors.append(error)
        except LookupError:
            raise BadRequest("there is no such place", place=place, hint="places in a list count from 0") from None
        except TypeError:
            raise BadRequest("there are no parts to set", place=place, hint="set it as a whole") from None
    # That something around it is missing says more than that a text is not a number.
    around = [each for each in errors if each.field is not None and f" {each.field}." in place]
    told = around[0] if around else errors[-1 if _looks_like_json(value) else 0]
    if (missing := _MISSING.search(told.message)) is not None and len(path) > 1 and isinstance(path[-2], int):
        told.hint = _as_a_whole(place, value, missing[1])
    raise _at_option(told, place)


def _as_a_whole(place: str, value: str, missing: str) -> str:
    """A hint on how to set a new item of a list together with the field that it lacks."""
    part, _, field = place.removeprefix("--set ").rpartition(".")
    meant = value if isinstance(EXAMPLES.get(field, ""), str) else json.loads(value)
    both = json.dumps({field: meant, missing: EXAMPLES[missing]}, separators=(",", ":"), ensure_ascii=False)
    return f"set a new one as a whole: --set {shlex.quote(f'{part}={both}')}"


def _meanings(value: str, path: Path, *, place: str) -> Iterator[object]:
    """What a value may mean, the likeliest first. Raises BadRequest if it looks like JSON, and is not."""
    yield value
    try:
        yield json.loads(value)
    except (ValueError, RecursionError) as error:
        if _looks_like_json(value):
            example = EXAMPLES.get(next(str(step) for step in reversed(path) if isinstance(step, str)))
            hint = (
                f"as in {json.dumps(example, separators=(',', ':'))}"
                if example
                else "mend it, or begin it with another character"
            )
            raise BadRequest(f"this begins like JSON, but is invalid: {error}", place=place, hint=hint) from None
        yield [name.strip() for name in value.split(",") if name.strip()]


def _looks_like_json(value: str) -> bool:
    return value.lstrip().startswith(("[", "{"))


def _there(event: AnyEvent, path: Path) -> str:
    """A hint on what can be taken out, where a path leads to nothing."""
    there = content(event)
    if path[0] not in there:
        return f"what is there: {', '.join(there)}"
    return "places in a list count from 0; a text or a time is taken out as a whole"


def _with(whole: Any, path: Path, value: object) -> Any:  # noqa: ANN401  # whatever JSON holds
    """The value with something else at a path. Raises LookupError or TypeError if there can be no such path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    kind = list if isinstance(step, int) else dict
    if whole is None:
        whole = kind()
    if not isinstance(whole, kind) or is_time(whole):
        raise TypeError
    other: Any = whole.copy()
    if isinstance(other, list) and step == len(other):
        other.append(None)
    elif isinstance(other, dict):
        other.setdefault(step, None)
    other[step] = _with(other[step], rest, value)
    return other


def _without(whole: Any, path: Path) -> Any:  # noqa: ANN401  # whatever JSON holds
    """The value without what is at a path. Raises LookupError or TypeError if there is nothing."""
    if not isinstance(whole, (dict, list)) or is_time(whole):
        raise TypeError
    step, rest = path[0], path[1:]
    left: Any = whole.copy()
    if rest:
        left[step] = _without(left[step], rest)
    else:
        del left[step]
    return left
