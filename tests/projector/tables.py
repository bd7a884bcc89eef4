"""The tables of projections, kept or made anew, to hold against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.projector import projections
from tests.emptied import emptied

if TYPE_CHECKING:
    from ledger.log import Log
    from ledger.projector.database import DuckDBPyConnection


def tables(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Every table of the projections, its rows in an order of their own."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'internal' and table_name <> 'meta'"
        " and table_name not like 'touched%' order by all"
    ).fetchall()
    return {
        name: sorted(repr(row) for row in connection.execute(f'from internal."{name}"').fetchall()) for (name,) in names
    }


def rebuilt(log: Log, *, few: int = projections.FEW, turn: int = projections.TURN) -> dict[str, list[str]]:
    """Every table as it is made from nothing."""
    connection = emptied("rebuilt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projections, "FEW", few)
        patch.setattr(projections, "TURN", turn)
        projections.catch_up(connection, log)
    return tables(connection)
