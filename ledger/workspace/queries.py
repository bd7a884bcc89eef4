"""The questions that readers ask, as SQL: a file each, filled in with the view from which it is asked."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ledger.events import LEDGER

if TYPE_CHECKING:
    from ledger.workspace.views import View

_ALSO: Final = """
    claim_relation as (from internal.claim_relation_at((select n from asked))),
    claim_step as (from internal.claim_step)"""
"""Relations that a query here may name beside those that the projections' own macros have."""


def query(name: str, view: View, **parts: str) -> str:
    """The text of a query. `{scope}` in it, and every other name in braces, is filled in.

    `scope` has the relations of the projections as they were at the view's position, `asked`, the `cut`, and which
    observations are `visible`, in a `with` that a query goes on with.
    """
    text = _text(name)
    for key, value in {"scope": _scope(view), "belief": _belief(view), **macros(view), **parts}.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def is_now(view: View) -> bool:
    """Whether a view looks at all that is recorded, whatever its cut: for the ledger, a cut is a recorded position."""
    has_cut = view.clock is not None or view.event is not None
    return view.recorded is None and not (view.perspective == LEDGER and has_cut)


def literal(value: str | None) -> str:
    """A text as SQL says it."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


@cache
def _text(name: str) -> str:
    return (files("ledger.workspace") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _cut(view: View) -> str:
    clock = f"{literal(view.clock)}::timestamptz at time zone 'UTC'" if view.clock else "null::timestamp"
    return f"{clock}, {literal(view.event)}"


def asked_position(view: View) -> str:
    """The position of the log from which a view is answered, as SQL."""
    return f"internal.position_asked({_cut(view)}, {literal(view.perspective)}, {literal(view.recorded)})"


def _scope(view: View) -> str:
    now = "true" if is_now(view) else "false"
    relations = _relations().replace("{asked}", asked_position(view)).replace("{is_now}", now)
    visible = f"internal.visible({_cut(view)}, internal.known_perspective({literal(view.perspective)}), (select n from asked))"
    return (
        f"{relations},{_ALSO},\n"
        f"    cut as materialized (from internal.cut({_cut(view)}, (select n from asked))),\n"
        f"    visible as materialized (from {visible})"
    )


@cache
def _relations() -> str:
    """The text that the projections' own macros have as their `with`, still to be filled in."""
    text = (files("ledger.projector") / "sql" / "relations.sql").read_text(encoding="utf-8")
    return re.sub(r"^--.*\n", "", text, flags=re.MULTILINE).strip()


def _belief(view: View) -> str:
    perspective = f"internal.known_perspective({literal(view.perspective)})"
    return f"internal.belief('cut', {_cut(view)}, {perspective}, (select n from asked))"


def macros(view: View) -> dict[str, str]:
    """What answers from the view; of the public's view of everything, the tables, where nothing is only possible."""
    if view.is_default:
        claims = "(select *, status as status_if_possible from claims)"
        positions = "(select *, position as position_if_possible, observation as observation_if_possible from positions)"
    else:
        claims, positions = view.call("claims"), view.call("positions")
    return {
        "claims": claims,
        "positions": positions,
        "observations": view.call("observations"),
        "replay": view.story("replay"),
        "perspective": literal(view.perspective),
    }
