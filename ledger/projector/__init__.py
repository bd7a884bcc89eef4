"""The projections: DuckDB tables that hold what the log says, rebuilt from it at any moment."""

from __future__ import annotations

from ledger.projector.database import VERSION, DatabaseError, DuckDBPyConnection, DuckDBPyRelation, fetch, query
from ledger.projector.projector import Projector

__all__ = ["VERSION", "DatabaseError", "DuckDBPyConnection", "DuckDBPyRelation", "Projector", "fetch", "query"]
