"""The SQL of the projections: which files there are, in which order they run, and what is put into them."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_FRAGMENTS: Final = ("relations", "story")
"""Files beside the statements, whose text stands in the statements wherever their name does, in braces."""
_ASKED: Final = {
    "asked": "internal.position_asked(clock, event_id, perspective, recorded)",
    # For the perspective `ledger` a cut is a position of the log.
    "is_now": "(recorded is null and (perspective <> 'ledger' or (clock is null and event_id is null)))",
}
"""How relations.sql reads in a question of the projections' own macros."""


@cache
def definitions() -> tuple[str, ...]:
    """What makes an empty database: tables, macros, views and comments, in their order."""
    return _texts("define")


@cache
def refreshments() -> tuple[str, ...]:
    """What derives the tables from the lines of the log, in their order."""
    return _texts("refresh")


@cache
def fingerprint() -> str:
    """A hash of every statement: a database made by others is made anew."""
    return sha256("\0".join((*definitions(), *refreshments())).encode()).hexdigest()


def _texts(folder: str) -> tuple[str, ...]:
    found = (file for file in (_root() / folder).iterdir() if file.name.endswith(".sql"))
    return tuple(_filled(file.read_text(encoding="utf-8")) for file in sorted(found, key=lambda file: file.name))


def _filled(text: str) -> str:
    for name in _FRAGMENTS:
        text = text.replace(f"{{{name}}}", _fragment(name))
    for name, value in _ASKED.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@cache
def _fragment(name: str) -> str:
    """The text of a fragment without the comment on its top."""
    text = (_root() / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"^--.*\n", "", text, flags=re.MULTILINE).strip()


def _root() -> Traversable:
    return files("ledger.projector") / "sql"
