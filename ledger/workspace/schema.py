"""What SQL may ask of a ledger, as the database itself tells it: relations and macros, their columns and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.errors import UnknownName, did_you_mean
from ledger.workspace.queries import usable
from ledger.workspace.views import literal

if TYPE_CHECKING:
    from ledger.workspace.ledger import Ledger

_RELATIONS: Final = """
select name, kind, parameters, comment from (
    select view_name as name, 'view' as kind, null::varchar as parameters, comment, 1 as rank
    from duckdb_views() where schema_name = 'main' and database_name = current_database() and not internal
    union all
    select table_name, 'table', null, comment, 1
    from duckdb_tables() where schema_name = 'main' and database_name = current_database() and not internal
    union all
    select function_name, 'macro', array_to_string(parameters, ', '), comment, 2
    from duckdb_functions()
    where schema_name = 'main' and database_name = current_database() and not internal
        and function_type in ('table_macro', 'macro')
)
order by rank, name
"""
_COLUMNS: Final = """
select column_name as "column", data_type as type, comment
from duckdb_columns() where schema_name = 'main' and database_name = current_database() and table_name = {name}
order by column_index
"""


class Relation(Struct, frozen=True, kw_only=True):
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


def relations(ledger: Ledger) -> list[Relation]:
    """Everything that a query may name, views and tables first."""
    return [Relation(**row) for row in usable(ledger).rows(_RELATIONS)]  # type: ignore[arg-type]  # as the query says


def columns(ledger: Ledger, name: str) -> tuple[Relation, list[ColumnOf]]:
    """A relation or macro with its columns. Raises UnknownName."""
    known = {relation.name: relation for relation in relations(ledger)}
    if name not in known:
        hint = " ".join(filter(None, (did_you_mean(name, known), "`claims schema` has them all")))
        raise UnknownName(f"there is no relation of the name {name!r}", hint=hint)
    relation = known[name]
    if relation.kind != "macro":
        rows = usable(ledger).rows(_COLUMNS.format(name=literal(name)))
        return relation, [ColumnOf(**row) for row in rows]  # type: ignore[arg-type]  # as the query says
    # The names of a macro are its own; a query of nothing tells which columns it gives.
    required = [each for each in (relation.parameters or "").split(", ") if each and each not in _OPTIONAL]
    described = usable(ledger).rows(f"describe from {name}({', '.join('null' for _ in required)})")
    return relation, [
        ColumnOf(column=str(row["column_name"]), type=str(row["column_type"]), comment=None) for row in described
    ]


_OPTIONAL: Final = frozenset({"perspective", "recorded"})
"""The parameters of the macros that have a default."""
