"""Empty projections, made once in a process: making them takes longer than most of what is tried on them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.projector import database, projections
from ledger.projector.projector import Projector

if TYPE_CHECKING:
    from ledger.projector.database import DuckDBPyConnection

MAKE: Final = Projector._empty  # noqa: SLF001  # what `empty_file` stands in for
_PATH: Final = "set search_path = 'internal,slot,main'"
"""As `projections.make` leaves it."""


@cache
def _made(user: str) -> tuple[DuckDBPyConnection, list[tuple[str, str]]]:  # noqa: ARG001  # each has one of its own
    connection = database.connect(None)
    projections.make(connection)
    return connection, connection.execute("from internal.meta").fetchall()


def emptied(user: str) -> DuckDBPyConnection:
    """The database in memory of one user, as it was made. There is one for each, in use until it is asked for again."""
    connection, meta = _made(user)
    tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'internal'").fetchall()
    for (table,) in tables:
        connection.execute(f'delete from internal."{table}"')
    connection.executemany("insert into internal.meta values (?, ?)", meta)
    connection.execute(_PATH)
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
    """A file without lines, copied from one that was made before."""
    path.write_bytes(_template())
    return database.connect(path)
