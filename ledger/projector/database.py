"""The only module that imports DuckDB: making a database, filling it from the log, asking it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from ledger.errors import ProjectionsFailed, QueryRejected
from ledger.log import START, Position, uncounted
from ledger.log.catalog.attested import NotAttested, attested
from ledger.projector.loading import Loading, load_attested, load_checked
from ledger.projector.statements import definitions, fingerprint, literal, parts, touched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log import Log
    from ledger.log.progress import Count

VERSION: Final = duckdb.__version__
"""The version of DuckDB."""

DatabaseError = duckdb.Error
"""Whatever DuckDB raises."""

Parameters = Sequence[object] | Mapping[str, object]
"""Values for the `?` or `$1` of a query, in their order, or for its `$name`."""

MOST_MEMORY: Final = 1_500_000_000
"""Bytes of memory for making projections; DuckDB puts what needs more into files beside the database."""
_A_LINE: Final = 500
"""Bytes of memory per line, where that is more: DuckDB cannot put everything into files."""
TURN: Final = 2_000_000
"""About how many stances belief is derived from at a time."""
_LOADED: Final = 0.3
_DONE_BEFORE: Final = MappingProxyType({"observation": 0.35, "belief": 0.6})
"""For showing progress, roughly measured: the share of the work that is done when the log is loaded, and when these
parts begin. The others take next to no time."""
FEW: Final = 1_000
"""Lines, at most, that are taken in as one transaction."""


def connect(path: Path | None, *, read_only: bool = False) -> DuckDBPyConnection:
    """A connection to a database file, or to a new database in memory. Raises DatabaseError.

    A name in a query means a relation, never a variable of the calling program.
    """
    connection = duckdb.connect(":memory:" if path is None else str(path), read_only=read_only)
    connection.execute("set autoinstall_known_extensions = false")
    if path is not None and not read_only:
        connection.execute(f"set memory_limit = '{MOST_MEMORY // 1_000_000}MB'")
    return _set(connection)


def another(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """Another connection to the same database, since a busy one refuses the queries of other threads."""
    return _set(connection.cursor())


def _set(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute("set enable_progress_bar = false")  # it would stand on stdout, among the data
    # Works around a 2.0.0 bug: "dictionary changed identity". Other builds may lack the setting.
    with suppress(duckdb.CatalogException):
        connection.execute("set debug_enable_caching_operators = false")
    return connection


def confine(connection: DuckDBPyConnection, *, folder: Path | None = None) -> None:
    """Make it safe for untrusted queries: no file is read or written, nothing attached, no setting changed any more.

    Files are allowed in `folder` only. It holds for the whole instance, which must therefore serve nobody else.
    """
    # What does not fit into memory goes into a folder that DuckDB makes if it needs one, and removes.
    spill = Path(tempfile.gettempdir()) / f"claims-{uuid4().hex}"
    connection.execute(f"set temp_directory = {literal(str(spill))}")
    if folder is not None:
        connection.execute(f"set allowed_directories = [{literal(str(folder))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def make(connection: DuckDBPyConnection) -> None:
    """Make the tables, macros and views in an empty database, as one transaction: each commit waits for the disk."""
    connection.execute("begin")
    connection.execute("create schema internal")
    connection.execute("create schema slot")
    connection.execute("set search_path = 'internal,slot,main'")
    for statement in definitions():
        connection.execute(statement)
    _remember(connection, {"fingerprint": fingerprint(), "settled": "yes", "columns": _reader_columns(connection)})
    _advance(connection, START)
    connection.execute("commit")


def settle(connection: DuckDBPyConnection) -> None:
    """Write everything into the file itself: what stands beside it does not move with it. Raises DatabaseError.

    (Closing does that too, and says nothing where it fails.)
    """
    connection.execute("checkpoint")


def is_sound(connection: DuckDBPyConnection) -> bool:
    """Whether a database was made by the statements of this build, and was not left half derived."""
    try:
        meta = _meta(connection)
    except duckdb.Error:
        return False
    return meta.get("fingerprint") == fingerprint() and meta.get("settled") == "yes"


def position(connection: DuckDBPyConnection) -> Position:
    """The position up to which the database has read the log."""
    meta = _meta(connection)
    return Position(
        segment=int(meta["segment"]),
        offset=int(meta["offset"]),
        seq=int(meta["seq"]),
        chain=meta["chain"],
        recorded_at=meta["recorded_at"],
        closed=int(meta["closed"]),
    )


def timezone(connection: DuckDBPyConnection) -> str | None:
    """The zone of dates that name none; None before anything was read."""
    return _meta(connection).get("timezone")


def catch_up(connection: DuckDBPyConnection, log: Log, *, count: Count = uncounted) -> None:
    """Read the lines that the database lacks, and derive what they touch.

    Every line is checked against the one before it. Raises DamagedLog, and then the database is as it was. A few lines
    are one transaction. With more, each step is a transaction, since DuckDB knows the size of a table, and so how to
    join it, only after a commit; until the last step is done the database is not `settled`, and one that is found so is
    made again. `count` is called with the progress.
    """
    connection.execute("set search_path = 'internal,main'")
    begin = position(connection).seq
    connection.execute("begin")
    try:
        end = _load(connection, log, count)
        _remember(connection, {"timezone": log.config.timezone, "settled": "no"})
        _advance(connection, end)
        is_few = end.seq - begin <= FEW
        if is_few:
            _derive(connection, end, count, is_few=True)
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
    if not is_few:
        _derive(connection, end, count, is_few=False)
    connection.execute("set search_path = 'main'")


def _derive(connection: DuckDBPyConnection, end: Position, count: Count, *, is_few: bool) -> None:
    """Derive what the new lines touch. Parts that they do not touch are left out: planning alone costs time."""
    if not is_few:
        _allow_memory(connection, end.seq)
    connection.execute(touched())
    wanted = {part for (part,) in connection.execute("from internal.touched_part").fetchall()}
    for part, text in parts().items():
        before = _DONE_BEFORE.get(part, _LOADED)
        count(end.seq, before)
        if part == "belief" and not is_few:
            for share in _turns(connection):
                connection.execute(text)
                count(end.seq, before + (1 - before) * share)
        elif part in wanted:
            connection.execute(text)
    _remember(connection, {"derived": str(end.seq), "settled": "yes"})


def _allow_memory(connection: DuckDBPyConnection, lines: int) -> None:
    """Allow a database in a file the memory that so many lines need."""
    path = connection.execute("select path from duckdb_databases() where not internal").fetchall()
    if path != [(None,)]:
        connection.execute(f"set memory_limit = '{max(MOST_MEMORY, lines * _A_LINE) // 1_000_000}MB'")


def _turns(connection: DuckDBPyConnection) -> Iterator[float]:
    """Narrow `touched_claim` to one chunk at a time; the share that is done after each.

    It ends with the last chunk, so derive what needs all of them first.
    """
    connection.execute(f"create or replace temp table turn as from internal.turns({TURN})")
    turns = [turn for (turn,) in connection.execute("select distinct turn from turn order by turn").fetchall()]
    for number, turn in enumerate(turns, start=1):
        connection.execute("delete from internal.touched_claim")
        connection.execute("insert into internal.touched_claim select claim from turn where turn = ?", [turn])
        yield number / len(turns)
    connection.execute("drop table turn")


def query(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> DuckDBPyRelation:
    """What a query gives, as a relation. Raises QueryRejected or ProjectionsFailed, see `failure`."""
    _refuse_but_one(text)
    try:
        return connection.sql(text, params=_given(parameters))
    except duckdb.Error as error:
        raise failure(error) from None


def rows(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> list[dict[str, object]]:
    """The rows of a query, each by its column names. Raises QueryRejected or ProjectionsFailed, see `failure`.

    Two columns of one name are an error: a row could hold only one of them. It costs less than a relation, which is
    planned twice, for its columns and to be read; planning is most of what a small question costs.
    """
    _refuse_but_one(text)
    try:
        connection.execute(text, _given(parameters))
        columns = [name for name, *_ in connection.description or ()]
        if twice := [name for name in dict.fromkeys(columns) if columns.count(name) > 1]:
            raise QueryRejected(f"two columns are called {twice[0]}", hint="give one of them another name, with `as`")
        return [dict(zip(columns, row, strict=True)) for row in connection.fetchall()]
    except duckdb.Error as error:
        raise failure(error) from None


def failure(error: duckdb.Error) -> QueryRejected | ProjectionsFailed:
    """What an error of DuckDB means, in its own words: the query is not right, or the file is damaged."""
    if type(error) is duckdb.Error:  # it has no class of its own for a checksum that fails
        return ProjectionsFailed(
            f"the file of the projections is damaged: {error}", hint="`claims rebuild` makes it anew"
        )
    return QueryRejected(str(error))


def _given(parameters: Parameters) -> list[object] | dict[str, object] | None:
    """The parameters as DuckDB takes them."""
    return (dict(parameters) if isinstance(parameters, Mapping) else list(parameters)) or None


def _refuse_but_one(text: str) -> None:
    """Raise QueryRejected where a text is not one statement."""
    try:
        statements = len(duckdb.extract_statements(text))
    except duckdb.Error as error:
        raise QueryRejected(str(error)) from None
    if statements == 0:
        raise QueryRejected("an empty query", hint="ask with SELECT or FROM")
    if statements > 1:
        raise QueryRejected("more than one statement", hint="ask one question at a time")


def _load(connection: DuckDBPyConnection, log: Log, count: Count) -> Position:
    """Put the new lines into the table of lines; the position after them. Called within a transaction.

    Where the log is not what its catalog attests, every line is checked, which finds what is wrong and where.
    """
    columns, begin = _meta(connection)["columns"], position(connection)

    def counted(events: int, share: float) -> None:
        count(events, _LOADED * share)

    known = attested(log.catalog_file, log.directory, begin)
    try:
        with Loading(connection, columns) as loading:
            end = load_attested(loading, log, begin, known, counted) if known is not None else begin
            return load_checked(loading, log, end, counted)
    except NotAttested:
        connection.execute("rollback")
        connection.execute("begin")
    with Loading(connection, columns) as loading:
        return load_checked(loading, log, begin, counted)


def _reader_columns(connection: DuckDBPyConnection) -> str:
    """The columns for `read_json`: those of the table of lines, under the names that the log has."""
    rows = connection.execute(
        "select if(column_name = 'recorded_by', 'by', column_name), data_type from duckdb_columns()"
        " where schema_name = 'internal' and table_name = 'line' and column_name <> 'segment' order by column_index"
    ).fetchall()
    return "{" + ", ".join(f"\"{name}\": '{kind}'" for name, kind in rows) + "}"


def _meta(connection: DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("select key, value from internal.meta").fetchall())


def _remember(connection: DuckDBPyConnection, values: dict[str, str]) -> None:
    pairs = [list(values), list(values.values())]
    connection.execute("insert or replace into internal.meta select unnest(?), unnest(?)", pairs)


def _advance(connection: DuckDBPyConnection, place: Position) -> None:
    _remember(connection, {key: str(getattr(place, key)) for key in Position.__struct_fields__})


__all__ = [
    "VERSION",
    "DatabaseError",
    "DuckDBPyConnection",
    "DuckDBPyRelation",
    "catch_up",
    "confine",
    "connect",
    "failure",
    "is_sound",
    "make",
    "position",
    "query",
    "rows",
    "settle",
    "timezone",
]
