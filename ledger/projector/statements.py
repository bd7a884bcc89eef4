"""The SQL of the projections: which files there are, in which order they run, and what is put into them."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

When = Literal["now", "then", "either"]
"""How relations are wanted: as they are now, as they were at the seq asked about, or as the arguments of a call say."""

_BLANK: Final = re.compile(r"\{([a-z_]+)\}")
_RELATIONS: Final = (
    *("actor", "body", "origin", "source", "claim", "observation", "live_observation", "report", "retraction"),
    *("assessment", "claim_relation", "live_order", "edge", "moment", "stance", "published"),
)
"""The relations of sections 4 to 6, in the order in which they build on each other: each a table for how it is now,
and a macro for how it was at a seq of the log."""
_TOUCHES: Final = "observation in (from ever_touching)"
_IS_ONE: Final = "claim in (from these_claims)"
_OF_CLAIMS: Final = MappingProxyType(
    {"claim": _IS_ONE, "assessment": _IS_ONE, "moment": _TOUCHES, "stance": _IS_ONE, "published": _TOUCHES}
)
"""The relations that a question about some claims can narrow to what concerns them, and by which condition."""
_OF_CLAIMS_NOW: Final = MappingProxyType(
    {"version": "record in (from ever_touching)", "observation": _TOUCHES, "report": _TOUCHES}
)
"""Likewise for how things are now. At a seq these are needed whole: they are found by the versions of all records, and
moments are tightened along others. Now, only the story of the log needs `version`."""
_IS_NOW: Final = "(recorded is null and (perspective <> 'ledger' or (moment is null and event_id is null)))"
"""Whether the projections' own macros are asked about now: for the perspective `ledger` a cut is a seq."""
_INLINED: Final = "not materialized "
"""How a `with` includes a table: as itself. DuckDB would copy all of it if it is read more than once."""
_ONCE: Final = "materialized "
"""How it includes a narrowed relation: computed once."""
ASKED_SEQ: Final = "(select seq from asked)"
"""The seq asked about, as SQL, where a query has to find it."""
_AXES: Final = MappingProxyType(
    {
        "asked": "from internal.asked(moment, event_id, perspective, recorded)",
        "seq": ASKED_SEQ,
        "cut": "from internal.cut((select clock from asked), event_id, perspective, (select seq from asked))",
        "event_id": "event_id",
        "perspective": "perspective",
    }
)
"""What these macros put into the blanks: their arguments, and what these mean."""


@cache
def definitions() -> tuple[str, ...]:
    """The SQL that makes an empty database: tables, macros, views and comments, in their order."""
    given = {
        "relations": relations(_AXES, when="either"),
        "relations_of_claim": relations(_AXES, when="either", claims="only_claim"),
        "cut": fragment("cut", **_AXES),
        "story": fragment("story", **_AXES, most="2", is_told="true"),
        "certain_story": fragment("story", **_AXES, most="1", is_told="true"),
    }
    return tuple(fill(file.read_text(encoding="utf-8"), given) for file in _files("define"))


@cache
def touched() -> str:
    """The SQL that finds what the new lines touch, and so which `parts` are to be derived again."""
    return _files("refresh")[0].read_text(encoding="utf-8")


@cache
def parts() -> Mapping[str, str]:
    """The SQL that derives each part of the tables from the lines of the log, by the part's name, in order."""
    return {file.name[3:-4]: file.read_text(encoding="utf-8") for file in _files("refresh")[1:]}


@cache
def fingerprint() -> str:
    """A hash of every statement: a database made by other statements is made again."""
    return sha256("\0".join((*definitions(), touched(), *parts().values())).encode()).hexdigest()


def relations(axes: Mapping[str, str], *, when: When, claims: str | None = None) -> str:
    """The beginning of a `with`: the relations as they were at the seq asked about.

    `axes` are SQL; of them, `seq` is that seq, and `asked`, if it is there, the query that finds it. Macros that the
    query calls take the relations that they name from this `with`. With `either`, both sources are emitted, and DuckDB
    prunes one when it plans the call; there, `claims` may be null, which means all. With `claims`, names or a query for
    them as SQL, relations are narrowed to what concerns these; `waypoint` has every moment, for paths that lead through
    others.
    """
    given = [fragment("asked", **axes)] if "asked" in axes else []
    narrowed: Mapping[str, str] = {}
    if claims is not None:
        given.append(fragment("these_claims", claims=claims))
        narrowed = {**_OF_CLAIMS, **(_OF_CLAIMS_NOW if when == "now" else {})}
    for name in ("version", *_RELATIONS):
        now, then = f"from internal.{name}", f"from internal.{name}_at({axes['seq']})"
        either = f"{now} where {_IS_NOW} union all {then} where not {_IS_NOW}"
        source = now if name == "version" else {"now": now, "then": then, "either": either}[when]
        if name == "moment":
            given.append(f"waypoint as {_INLINED if when == 'now' else ''}({source})")
            source = "from waypoint"
        if name in narrowed:
            whole, source = source, f"select * from ({source}) where {narrowed[name]}"  # noqa: S608  # ours
            if when == "either":
                source += f" and {claims} is not null union all select * from ({whole}) where {claims} is null"  # noqa: S608  # ours
        how = ""
        if when != "either":
            how = _ONCE if name in narrowed else _INLINED if when == "now" else ""
        given.append(f"{name} as {how}({source})")
    return ",\n    ".join(given)


def literal(value: str | None) -> str:
    """A text as an SQL literal."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def fill(text: str, parts: Mapping[str, str]) -> str:
    """The text with its blanks, names in braces, filled in; in one pass: what is put in is not searched again."""
    return _BLANK.sub(lambda blank: parts[blank[1]], text)


def fragment(name: str, **parts: str) -> str:
    """The text of a file that is part of other statements, with its blanks filled in."""
    return fill(_fragment(name), parts)


@cache
def _fragment(name: str) -> str:
    text = (_root() / "scope" / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"^--.*\n", "", text, flags=re.MULTILINE).strip()


def _files(folder: str) -> list[Traversable]:
    found = (file for file in (_root() / folder).iterdir() if file.name.endswith(".sql"))
    return sorted(found, key=lambda file: file.name)


def _root() -> Traversable:
    from importlib.resources import files

    return files("ledger.projector") / "sql"
