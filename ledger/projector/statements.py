"""The SQL of the projections: which files there are, in which order they run, and what is put into them."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

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
_OF_CLAIMS_NOW: Final = MappingProxyType({"observation": _TOUCHES, "report": _TOUCHES})
"""Likewise for how things are now. At a seq they are needed whole: moments are tightened along others."""
_IS_NOW: Final = "(recorded is null and (perspective <> 'ledger' or (moment is null and event_id is null)))"
"""Whether the projections' own macros are asked about now: for the perspective `ledger` a cut is a seq."""
_AXES: Final = MappingProxyType({name: name for name in ("moment", "event_id", "perspective", "recorded", "most")})
"""The arguments of these macros, which fill the blanks of the same name in the fragments."""


@cache
def definitions() -> tuple[str, ...]:
    """What makes an empty database: tables, macros, views and comments, in their order."""
    return tuple(_filled(file.read_text(encoding="utf-8")) for file in _files("define"))


@cache
def touched() -> str:
    """Finds what the new lines touch, and so which `parts` are to be derived again."""
    return _files("refresh")[0].read_text(encoding="utf-8")


@cache
def parts() -> Mapping[str, str]:
    """What derives each part of the tables from the lines of the log, by the name of the part, in their order."""
    return {file.name[3:-4]: file.read_text(encoding="utf-8") for file in _files("refresh")[1:]}


@cache
def fingerprint() -> str:
    """A hash of every statement: a database made by other statements is made again."""
    return sha256("\0".join((*definitions(), touched(), *parts().values())).encode()).hexdigest()


def relations(axes: Mapping[str, str], *, is_now: bool | None, claims: str | None = None) -> str:
    """The beginning of a `with`: the clock time and the seq asked about, and the relations as they were there.

    `axes` are the question's `moment`, `event_id`, `perspective` and `recorded`, as SQL. Macros that the query calls
    take the relations that they name from there. With `is_now=None` both sources are emitted, and DuckDB prunes one
    when it plans the call, in which `claims` may be null for all. With `claims`, names or a query for them as SQL,
    relations are narrowed to what concerns these; `waypoint` has every moment, for paths that lead through others.
    """
    given = [fragment("asked", **axes)]
    narrowed: Mapping[str, str] = {}
    if claims is not None:
        given.append(fragment("these_claims", claims=claims))
        narrowed = {**_OF_CLAIMS, **(_OF_CLAIMS_NOW if is_now else {})}
    for name in ("version", *_RELATIONS):
        now, then = f"from internal.{name}", f"from internal.{name}_at((select seq from asked))"  # noqa: S608  # ours
        either = f"{now} where {_IS_NOW} union all {then} where not {_IS_NOW}"
        source = now if is_now or name == "version" else then if is_now is not None else either
        if name == "moment":
            given.append(f"waypoint as {'not materialized ' if is_now else ''}({source})")
            source = "from waypoint"
        if name in narrowed:
            whole, source = source, f"select * from ({source}) where {narrowed[name]}"  # noqa: S608  # ours
            if is_now is None:
                source += f" and {claims} is not null union all select * from ({whole}) where {claims} is null"  # noqa: S608  # ours
        is_small = name in narrowed and is_now is not None
        given.append(f"{name} as {'materialized ' if is_small else ''}({source})")
    return ",\n    ".join(given)


def literal(value: str | None) -> str:
    """A text as SQL says it."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def fragment(name: str, **values: str) -> str:
    """The text of a file that is part of other statements, with each name in braces filled in."""
    return re.sub(r"\{([a-z_]+)\}", lambda blank: values[blank[1]], _fragment(name))


@cache
def _fragment(name: str) -> str:
    text = (_root() / "scope" / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"^--.*\n", "", text, flags=re.MULTILINE).strip()


def _filled(text: str) -> str:
    """A statement of the projections with its names in braces filled in."""
    filling = {
        "relations": relations(_AXES, is_now=None),
        "relations_of_claim": relations(_AXES, is_now=None, claims="only_claim"),
        "cut": fragment("cut", **_AXES),
        "story": fragment("story", **_AXES, is_told="true"),
    }
    for name, part in filling.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def _files(folder: str) -> list[Traversable]:
    found = (file for file in (_root() / folder).iterdir() if file.name.endswith(".sql"))
    return sorted(found, key=lambda file: file.name)


def _root() -> Traversable:
    from importlib.resources import files

    return files("ledger.projector") / "sql"
