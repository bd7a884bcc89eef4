"""The only module that imports DuckDB: connections to databases, and the questions that are asked of them."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4
from weakref import WeakSet

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from ledger.errors import ProjectionsFailed, QueryRejected
from ledger.projector.statements import literal
from ledger.unicode import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = duckdb.__version__
"""The version of DuckDB."""

DatabaseError = duckdb.Error
"""Whatever DuckDB raises."""

Parameters = Sequence[object] | Mapping[str, object]
"""Values for the `?` or `$1` of a query, in their order, or for its `$name`."""

MOST_MEMORY: Final = 1_500_000_000
"""Bytes of memory for making projections; DuckDB puts what exceeds them into files beside the database."""
_INNER: Final = re.compile(r'\nDid you mean "(?:internal|slot)\..*')
"""DuckDB's suggestion of an internal table, which is not for users to query."""
_OPEN: Final[WeakSet[DuckDBPyConnection]] = WeakSet()
"""The connections of this process."""
_GUARD: Final = threading.Lock()
"""Held while `_OPEN` is changed or copied."""
_INHERITED: Final[list[DuckDBPyConnection]] = []
"""The connections that were open when this process was forked: the threads that serve them are in the parent."""


def _inherit() -> None:
    """Keep inherited connections for good: using them, or freeing them at exit, would crash or hang."""
    import ctypes

    _INHERITED.extend(_OPEN)
    for connection in _INHERITED:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
    _GUARD.release()


os.register_at_fork(before=_GUARD.acquire, after_in_parent=_GUARD.release, after_in_child=_inherit)


def refuse_inherited() -> None:
    """Raise ProjectionsFailed if this process was forked from one that had connections open."""
    if _INHERITED:
        hint = "start processes with `multiprocessing.get_context('spawn')`, or close the ledger before the fork"
        raise ProjectionsFailed("DuckDB was in use when this process was forked, and cannot be used in it", hint=hint)


@contextmanager
def keyboard_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt on Ctrl-C, as Python does.

    If DuckDB sees the Ctrl-C, it raises a RuntimeError; if `interrupt` came first, an error of its own, and the Ctrl-C
    is lost.
    """
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


@keyboard_interrupts()
def connect(path: Path | None, *, read_only: bool = False) -> DuckDBPyConnection:
    """A connection to a database file, or to a new database in memory. Raises DatabaseError.

    A name in a query means a relation, never a variable of the calling program. Raises ProjectionsFailed in a process
    that was forked from one that had connections open.
    """
    refuse_inherited()
    connection = duckdb.connect(":memory:" if path is None else str(path), read_only=read_only)
    connection.execute("set autoinstall_known_extensions = false")
    # In 2.0 this optimizer begins again from wherever it found something to do, which on a large plan can be half of
    # the time of a question, and more than it saves. Other builds may lack it.
    with suppress(duckdb.ParserException):
        connection.execute("set disabled_optimizers = 'projection_pullup'")
    if path is not None and not read_only:
        connection.execute(f"set memory_limit = '{MOST_MEMORY // 1_000_000}MB'")
    return _set(connection)


def interrupt() -> None:
    """Stop the queries of this process's connections, from any thread: they end with a DatabaseError."""
    with _GUARD:
        connections = list(_OPEN)
    for connection in connections:
        with suppress(duckdb.Error):  # it was closed meanwhile
            connection.interrupt()


@keyboard_interrupts()
def another(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """Another connection to the same database, since a busy one refuses the queries of other threads."""
    return _set(connection.cursor())


def _set(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    with _GUARD:
        _OPEN.add(connection)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute("set enable_progress_bar = false")  # it would be printed to stdout, among the data
    # Works around a 2.0.0 bug: "dictionary changed identity". Other builds may lack the setting.
    with suppress(duckdb.CatalogException):
        connection.execute("set debug_enable_caching_operators = false")
    return connection


@keyboard_interrupts()
def confine(connection: DuckDBPyConnection, *, folder: Path | None = None) -> None:
    """Make a connection safe for untrusted queries: they can use no file, attach nothing and change no setting.

    Only files in `folder` are allowed. This holds for the whole instance, which must therefore serve nobody else.
    """
    # What does not fit into memory goes into a folder that DuckDB makes if needed, and removes.
    spill = Path(tempfile.gettempdir()) / f"claims-{uuid4().hex}"
    connection.execute(f"set temp_directory = {literal(str(spill))}")
    if folder is not None:
        connection.execute(f"set allowed_directories = [{literal(str(folder))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@keyboard_interrupts()
def settle(connection: DuckDBPyConnection) -> None:
    """Write everything into the file itself: what is beside it does not move with it. Raises DatabaseError.

    (Closing does that too, but fails silently.)
    """
    connection.execute("checkpoint")


def query(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> DuckDBPyRelation:
    """The result of a query, as a relation. Raises QueryRejected or ProjectionsFailed, see `failure`."""
    _refuse_but_one(connection, text)
    try:
        with keyboard_interrupts():
            return connection.sql(text, params=_given(parameters))
    except duckdb.Error as error:
        raise failure(error) from None


def rows(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> list[dict[str, object]]:
    """The rows of a query, each by its column names. Raises QueryRejected or ProjectionsFailed, see `failure`.

    Two columns with the same name are an error: a row could hold only one of them. This costs less than a relation,
    which is planned twice, for its columns and for its rows; planning is most of the cost of a small question.
    """
    _refuse_but_one(connection, text)
    try:
        with keyboard_interrupts():
            connection.execute(text, _given(parameters))
            found = connection.fetchall()
        columns = [name for name, *_ in connection.description or ()]
    except duckdb.Error as error:
        raise failure(error) from None
    if twice := [name for name in dict.fromkeys(columns) if columns.count(name) > 1]:
        raise QueryRejected(f"two columns are called {twice[0]}", hint="give one of them another name, with `as`")
    return [dict(zip(columns, row, strict=True)) for row in found]


def failure(error: duckdb.Error) -> QueryRejected | ProjectionsFailed:
    """What an error of DuckDB means, in its own words: the query is wrong, or the file is damaged."""
    if type(error) is duckdb.Error:  # a checksum that fails has no class of its own
        return ProjectionsFailed(
            f"the file of the projections is damaged: {error}", hint="`claims rebuild` makes it anew"
        )
    if isinstance(error, duckdb.InvalidInputException):  # what a macro of ours raises, or the query itself
        return QueryRejected(str(error).removeprefix("Invalid Input Error: "))
    said = _INNER.sub("", str(error))
    hint = "`claims schema` lists what there is" if said != str(error) else None
    return QueryRejected(said.replace("\t", "  "), hint=hint)


def _given(parameters: Parameters) -> list[object] | dict[str, object] | None:
    """The parameters as DuckDB takes them."""
    return (dict(parameters) if isinstance(parameters, Mapping) else list(parameters)) or None


def _refuse_but_one(connection: DuckDBPyConnection, text: str) -> None:
    """Raise QueryRejected unless a text is exactly one statement, in valid Unicode."""
    if escaped(text) != text:
        raise QueryRejected(f"it is not valid Unicode: {escaped(text)}", hint="write it in UTF-8")
    try:
        statements = len(connection.extract_statements(text))
    except duckdb.Error as error:
        raise QueryRejected(str(error)) from None
    if statements == 0:
        raise QueryRejected("an empty query", hint="ask with SELECT or FROM")
    if statements > 1:
        raise QueryRejected("more than one statement", hint="ask one question at a time")


__all__ = [
    "MOST_MEMORY",
    "VERSION",
    "DatabaseError",
    "DuckDBPyConnection",
    "DuckDBPyRelation",
    "Parameters",
    "another",
    "confine",
    "connect",
    "failure",
    "interrupt",
    "keyboard_interrupts",
    "query",
    "refuse_inherited",
    "rows",
    "settle",
]
