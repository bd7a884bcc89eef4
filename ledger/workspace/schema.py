"""What SQL may query, as the database itself describes it: relations and macros, their columns and comments."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from ledger.errors import UnknownName
from ledger.events import EVENT_TYPES
from ledger.projector.statements import literal
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from ledger.workspace.ledger import Ledger

_RELATIONS: Final = """
select name, kind, parameters, comment from (
    select view_name as name, 'view' as kind, null::varchar as parameters, comment, 1 as rank
    from duckdb_views() where schema_name = 'main' and database_name = current_database() and not internal
    union all
    select function_name, 'macro', array_to_string(parameters, ', '), comment, 2
    from duckdb_functions() where schema_name = 'main' and database_name = current_database() and not internal
)
order by rank, name
"""
_COLUMNS: Final = """
select column_name as "column", data_type as type, comment
from duckdb_columns() where schema_name = 'main' and database_name = current_database() and table_name = {name}
order by column_index
"""


_FIRST_OPTIONAL: Final = "perspective"
"""The first parameter of a macro that has a default; those before it have none."""
_LIKE: Final = {
    "claims_": "claims",
    "positions_": "positions",
    "observations_": "observations",
    "claim_history": "revisions",
}
"""By the beginning of a macro's name, the relation whose columns its columns are named after."""
_TOLD: Final = {
    "visible": "Whether it is certain, or only possible, that the perspective knew of it at the cut.",
    "known_earliest": "Lower bound, inclusive, of when the perspective learned of it, UTC; NULL if open.",
    "known_latest": "Upper bound, exclusive, of when the perspective learned of it, UTC.",
    "status_if_possible": "The status if everything possible had happened.",
    "position_if_possible": "The position if everything possible had happened.",
    "observation_if_possible": "The observation that would give it then.",
    "step": "Place in the story, from 1.",
    "event": "The record by which the perspective learned of it; for ledger, the event at that line.",
    "seq": "The seq of that event.",
    "observation": "The observation that it learned of; NULL for ledger.",
    "follows_certainly": "Whether it certainly came after the step before it; NULL for the first.",
    "changes": "The claims that the step changed, with status, previous_status, counts and the divided origins.",
    "moves": "The actors whose position the step changed, with position and previous_position.",
    "changes_if_possible": "The claims that it would have changed if everything possible had happened.",
    "moves_if_possible": "The actors that it would have moved then.",
}
"""The meanings of the macros' columns that no relation has."""


class SqlRelation(Struct, frozen=True, kw_only=True):
    """A relation or a macro that SQL may name. A macro has `parameters`."""

    name: str
    kind: str
    parameters: str | None
    comment: str | None


class ColumnOf(Struct, frozen=True, kw_only=True):
    """A column of a relation, or of what a macro gives."""

    column: str
    type: str
    comment: str | None


def relations(ledger: Ledger) -> list[SqlRelation]:
    """Everything that a query may name, relations first."""
    return msgspec.convert(ledger.rows(_RELATIONS), list[SqlRelation])


def columns_of(ledger: Ledger, name: str) -> tuple[SqlRelation, list[ColumnOf]]:
    """A relation or macro with its columns. Raises UnknownName."""
    known = {relation.name: relation for relation in relations(ledger)}
    if name not in known:
        hint = " ".join(filter(None, (did_you_mean(name, (*known, *EVENT_TYPES)), "`claims schema` has them all")))
        raise UnknownName(f"there is no relation, macro or event {name!r}", hint=hint)
    relation = known[name]
    if relation.kind != "macro":
        return relation, _columns_of(ledger, name)
    return relation, _columns_of_macro(ledger, relation)


def _columns_of(ledger: Ledger, name: str) -> list[ColumnOf]:
    return msgspec.convert(ledger.rows(_COLUMNS.format(name=literal(name))), list[ColumnOf])


def _columns_of_macro(ledger: Ledger, macro: SqlRelation) -> list[ColumnOf]:
    """The columns of a macro, from describing a call of it. In DuckDB they have no comments of their own."""
    parameters = (macro.parameters or "").split(", ")
    required = ", ".join("null" for _ in takewhile(lambda each: each != _FIRST_OPTIONAL, parameters))
    likes = (relation for prefix, relation in _LIKE.items() if macro.name.startswith(prefix))
    comments = {each.column: each.comment for like in likes for each in _columns_of(ledger, like)}
    return [
        ColumnOf(column=column, type=str(row["column_type"]), comment=comments.get(column) or _TOLD.get(column))
        for row in ledger.rows(f"describe from {macro.name}({required})")
        for column in (str(row["column_name"]),)
    ]
