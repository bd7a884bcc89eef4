"""Empty projections, made once in a process: making them takes longer than most of what is tried on them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.log import START
from ledger.projector import database, projections

if TYPE_CHECKING:
    from ledger.projector.database import DuckDBPyConnection
    from ledger.projector.projector import Projector


@cache
def _made(number: int) -> DuckDBPyConnection:  # noqa: ARG001  # the key of the cache
    connection = database.connect(None)
    projections.make(connection)
    return connection


def emptied(number: int = 0) -> DuckDBPyConnection:
    """A database in memory, its tables emptied; of each number there is one, which is in use until it is asked for."""
    connection = _made(number)
    tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'internal'").fetchall()
    for (table,) in tables:
        if table != "meta":
            connection.execute(f'delete from internal."{table}"')
    connection.execute("delete from internal.meta where key = 'derived'")
    projections._advance(connection, START)  # noqa: SLF001  # there is no other use for going back
    return connection


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        connection = database.connect(path)
        projections.make(connection)
        database.settle(connection)
        connection.close()
        return path.read_bytes()


def empty_file(_: Projector, path: Path) -> DuckDBPyConnection:
    """A file without lines, copied from one that was made before: it stands in for `Projector._empty`."""
    path.write_bytes(_template())
    return database.connect(path)
