"""The SQL of the projections: which files there are, in which order they run, and what is put into them."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ASKED: Final = {
    "relations_of_cut": {
        "asked": "internal.position_asked(clock, event_id, perspective, recorded)",
        "is_now": "(recorded is null and perspective <> 'ledger')",
    },
    "relations_of_story": {
        "asked": "internal.recorded_position(recorded)",
        "is_now": "(recorded is null)",
    },
}
"""How relations.sql reads in a question about a cut, which for the perspective `ledger` moves the position, and in one
about a story, which does not."""


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
    relations = re.sub(
        r"^--.*\n", "", (_root() / "relations.sql").read_text(encoding="utf-8"), flags=re.MULTILINE
    ).strip()
    for name, values in _ASKED.items():
        filled = relations
        for key, value in values.items():
            filled = filled.replace(f"{{{key}}}", value)
        text = text.replace(f"{{{name}}}", filled)
    return text


def _root() -> Traversable:
    return files("ledger.projector") / "sql"
