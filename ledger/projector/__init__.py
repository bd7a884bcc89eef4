"""The projections: DuckDB tables that hold what the log says, rebuilt from it at any moment.

Nothing is imported here, so that the text of a query can be made without DuckDB.
"""
