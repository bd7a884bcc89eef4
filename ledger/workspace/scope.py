"""What the log held where a view looks at it, as the `with` of a query: the versions of records, and what is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.workspace.views import View

_RELATIONS: Final = (
    "actor", "body", "origin", "source", "claim", "observation", "report", "stance", "retraction", "assessment",
    "edge", "moment",
)  # fmt: skip
"""The relations of the projections that have a macro `internal.X_at(n)`; each names those before it as its own scope."""


def literal(value: str | None) -> str:
    """A text as SQL says it."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def scope(view: View) -> str:
    """The relations of the projections as they were at the view's position, `asked(n)`, and the `visible` observations.

    It is the beginning of a query, up to and without the comma or the `select` that follows.
    """
    clock = f"{literal(view.clock)}::timestamptz at time zone 'UTC'" if view.clock else "null::timestamp"
    event, perspective, recorded = literal(view.event), literal(view.perspective), literal(view.recorded)
    relations = ",\n    ".join(f"{name} as (from internal.{name}_at((select n from asked)))" for name in _RELATIONS)
    return (
        "with recursive asked as materialized ("
        f"select internal.position_asked({clock}, {event}, {perspective}, {recorded}) as n),\n    "
        f"{relations},\n    "
        "visible as materialized (from internal.visible("
        f"{clock}, {event}, internal.known_perspective({perspective}), (select n from asked)))"
    )


def belief(view: View) -> str:
    """The call of the macro that says what counts at the view's cut, within the view's scope."""
    clock = f"{literal(view.clock)}::timestamptz at time zone 'UTC'" if view.clock else "null::timestamp"
    perspective = f"internal.known_perspective({literal(view.perspective)})"
    return f"internal.belief('cut', {clock}, {literal(view.event)}, {perspective}, (select n from asked))"
