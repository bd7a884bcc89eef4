"""Makes the projections in a database, catches them up with the log, and says what they have read of it."""

from __future__ import annotations

import tempfile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.errors import StorageFailed
from ledger.log import START, Position, repeated_id, uncounted
from ledger.log.attestation import NotAttested, attested
from ledger.projector.database import MOST_MEMORY, DatabaseError, keyboard_interrupts
from ledger.projector.loading import Loading, load_attested, load_checked
from ledger.projector.statements import definitions, fingerprint, parts, touched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log import Log
    from ledger.log.progress import Count
    from ledger.projector.database import DuckDBPyConnection

_A_LINE: Final = 500
"""Bytes of memory per line, if that comes to more: DuckDB cannot put everything into files."""
TURN: Final = 2_000_000
"""About how many stances one turn of deriving belief covers."""
_LOADED: Final = 0.3
_DONE_BEFORE: Final = MappingProxyType({"observation": 0.35, "belief": 0.6})
"""For showing progress, roughly measured: the share of the work that is done when the log is loaded, and when these
parts begin. The others take next to no time."""
FEW: Final = 1_000
"""The most lines that are read in as one transaction."""


@keyboard_interrupts()
def make(connection: DuckDBPyConnection) -> None:
    """Make the tables, macros and views in an empty database, as one transaction: each commit waits for the disk."""
    connection.execute("begin")
    connection.execute("create schema internal")
    connection.execute("create schema slot")
    connection.execute("set search_path = 'internal,slot,main'")
    for statement in definitions():
        connection.execute(statement)
    columns = _reader_columns(connection)
    _remember(connection, {"fingerprint": fingerprint(), "settled": "yes", "columns": columns, **_place(START)})
    connection.execute("commit")


def is_sound(connection: DuckDBPyConnection) -> bool:
    """Whether a database was made by the statements of this build, and was not left half derived."""
    try:
        meta = _meta(connection)
    except DatabaseError:
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


@keyboard_interrupts()
def catch_up(connection: DuckDBPyConnection, log: Log, *, count: Count = uncounted, spool: Path | None = None) -> None:
    """Read the lines that the database lacks, and derive what they touch.

    Copies of the lines are kept meanwhile in the folder `spool`, by default in that for temporary files. Every line is
    checked against the one before it. Raises DamagedLog or StorageFailed, and then the database is as it was. A few
    lines are one transaction. With more, each step is a transaction, since DuckDB knows the size of a table, and so how
    to join it, only after a commit; until the last step is done the database is not `settled`, and if it is found so,
    it is made again. `count` is called with the progress.
    """
    connection.execute("set search_path = 'internal,main'")
    begin = position(connection).seq
    connection.execute("begin")
    try:
        end = _load(connection, log, count, spool)
        _remember(connection, {"timezone": log.config.timezone, "settled": "no", **_place(end)})
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
    """Narrow `touched_claim` to one chunk at a time; yields the share that is done after each.

    In the end it has only the last chunk, so first derive what needs all claims.
    """
    connection.execute(f"create or replace temp table turn as from internal.turns({TURN})")
    turns = [turn for (turn,) in connection.execute("select distinct turn from turn order by turn").fetchall()]
    for number, turn in enumerate(turns, start=1):
        connection.execute("delete from internal.touched_claim")
        connection.execute("insert into internal.touched_claim select claim from turn where turn = ?", [turn])
        yield number / len(turns)
    connection.execute("drop table turn")


def _load(connection: DuckDBPyConnection, log: Log, count: Count, spool: Path | None) -> Position:
    """Put the new lines into the table of lines; returns the position after them. Called within a transaction.

    If the log is not what its catalog attests, every line is checked, which finds what is wrong and where. Raises
    DamagedLog, or StorageFailed if there is no room for copies of the lines.
    """
    try:
        return _loaded(connection, log, count, spool)
    except OSError as error:
        elsewhere = "" if spool is not None else ", or name a folder that has some with $TMPDIR"
        hint = f"make room there{elsewhere}"
        place = str(spool) if spool is not None else tempfile.tempdir
        raise StorageFailed(f"no room for copies of the log: {error.strerror}", place=place, hint=hint) from None


def _loaded(connection: DuckDBPyConnection, log: Log, count: Count, spool: Path | None) -> Position:
    columns, begin = _meta(connection)["columns"], position(connection)

    def counted(events: int, share: float) -> None:
        count(events, _LOADED * share)

    known = attested(log.catalog_file, log.directory, begin)
    try:
        with Loading(connection, columns, spool) as loading:
            attested_to = load_attested(loading, log, begin, known, counted) if known is not None else begin
            end = load_checked(loading, log, attested_to, counted)
    except NotAttested:
        connection.execute("rollback")
        connection.execute("begin")
        attested_to = begin
        with Loading(connection, columns, spool) as loading:
            end = load_checked(loading, log, begin, counted)
    if end != attested_to:
        _refuse_taken(connection, log, attested_to.seq)
    return end


def _refuse_taken(connection: DuckDBPyConnection, log: Log, after: int) -> None:
    """Raise DamagedLog if a line after a seq has the id of an earlier one."""
    taken = connection.execute(
        "select l.seq, l.id from internal.line l join internal.line o on o.id = l.id and o.seq < l.seq"
        " where l.seq > ? order by l.seq limit 1",
        [after],
    ).fetchone()
    if taken is not None:
        seq, name = taken
        raise repeated_id(name, seq, place=log.place(seq))


def _reader_columns(connection: DuckDBPyConnection) -> str:
    """The columns for `read_json`: those of the table of lines, under the names that the log has."""
    rows = connection.execute(
        "select if(column_name = 'recorded_by', 'by', column_name), data_type from duckdb_columns()"
        " where schema_name = 'internal' and table_name = 'line' and column_name <> 'segment' order by column_index"
    ).fetchall()
    return "{" + ", ".join(f"\"{name}\": '{kind}'" for name, kind in rows) + "}"


@keyboard_interrupts()
def _meta(connection: DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("select key, value from internal.meta").fetchall())


def _remember(connection: DuckDBPyConnection, values: dict[str, str]) -> None:
    pairs = [list(values), list(values.values())]
    connection.execute("insert or replace into internal.meta select unnest(?), unnest(?)", pairs)


def _place(reached: Position) -> dict[str, str]:
    return {key: str(getattr(reached, key)) for key in Position.__struct_fields__}
