"""Catalogs of a log: what stands in their files, and what may become of these."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from ledger.log import Log
from tests.log.logs import append

if TYPE_CHECKING:
    from pathlib import Path

CATALOG: Final = ".ledger/catalog.sqlite"


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a catalog's file."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: sorted(connection.execute(f'select * from "{name}"'), key=repr) for name in names}


def made_anew(log: Log, cache: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a catalog that reads the log from its start."""
    fresh = Log(log.directory, log.config, cache=cache, tell=lambda _: None)
    append(fresh)
    fresh.close()
    return rows_of(cache / "catalog.sqlite")


def change(path: Path, statement: str) -> None:
    """Have a catalog's file say something else."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def remove(path: Path) -> None:
    """Delete the cache, as anybody may."""
    for part in path.parent.glob("catalog*"):
        part.unlink()


def scribble(path: Path) -> None:
    """Make the file something else."""
    remove(path)
    path.write_bytes(b"This is not a catalog. " * 1000)


def age(path: Path) -> None:
    """Leave a catalog of another version, with tables of its own."""
    remove(path)
    connection = sqlite3.connect(path)
    connection.executescript("create table event (x); create table other (y); pragma user_version = 77")
    connection.close()


def forget_position(path: Path) -> None:
    """Take the row away that says how far it has read."""
    change(path, "delete from position")


def drop_a_table(path: Path) -> None:
    """Lose a table that an append needs."""
    change(path, "drop table name")


def break_the_rows(path: Path) -> None:
    """Have something in the rows that is not what a catalog writes there."""
    change(path, "update name set known = x'a5'")


def damage_pages(path: Path) -> None:
    """Break what is inside, and leave the head of the file whole."""
    change(path, "pragma wal_checkpoint(truncate)")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def garble_schema(path: Path) -> None:
    """Break what the file says of its own tables, so that SQLite's words for it are no text."""
    change(path, "pragma wal_checkpoint(truncate)")
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE \xff\xfe\xfa\xe9\xe8"))


def put_a_directory_there(path: Path) -> None:
    """Have something there that can be neither opened nor deleted."""
    remove(path)
    path.mkdir()


HARMS: Final = (
    remove,
    scribble,
    age,
    forget_position,
    drop_a_table,
    break_the_rows,
    damage_pages,
    garble_schema,
    put_a_directory_there,
)
"""What may become of a catalog's file; no log is the worse for it."""
