"""The projections of a log: a DuckDB file that is level with the log whenever it is read (design, section 11).

The file is a cache, `.ledger/projections-N.duckdb`; the one with the greatest N is in use. Whoever finds it behind the
log catches it up in place or, while somebody else has it open, in a copy that gets the next N: a reader keeps what it
has open and never stops anybody. If nothing can be written, the projections are made in memory.
"""

from __future__ import annotations

import re
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ledger.errors import LedgerError, LockHeld
from ledger.log import Reader, stands_at, uncounted
from ledger.projector import database, lending, lock, projections
from ledger.projector.loading import SPOOL

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.log import Log
    from ledger.log.progress import Count
    from ledger.projector.database import DuckDBPyConnection

_NAME = re.compile(r"projections-([0-9]+)\.duckdb")
_CONFINED: Final = "confined-"
"""How the name of a folder begins in which a file has a second name. A killed process leaves its folder behind."""
_WAIT: Final = 600.0
"""Seconds to wait for another process that is making the projections."""


_GIVEN: Final[dict[Path, int]] = {}
"""The last N that this process used in each cache. DuckDB knows a file that it has open by its name: if the cache was
deleted, queries of a new file with the same name would be answered from the former one."""


class _NotKept(Exception):
    """Why the projections cannot be kept in a file."""


class Projector:
    """Keeps the projections of one log. Safe to use from several threads."""

    def __init__(self, log: Log, cache: Path, *, tell: Callable[[str], None], count: Count = uncounted) -> None:
        self._log = log
        self._cache = cache
        self._tell = tell
        self._count = count
        self._guard = threading.RLock()
        self._connection: DuckDBPyConnection | None = None
        self._path: Path | None = None  # the file that the connection has open; None if it is in memory
        self._snapshot: object | None = None  # for which the connection was brought level

    def connection(self, snapshot: object | None = None) -> DuckDBPyConnection:
        """A new connection to projections that are level with the log, or were when the same `snapshot` first asked.

        Raises DamagedLog or ProjectionsFailed.
        """
        database.refuse_inherited()
        with self._guard:
            is_taken = snapshot is not None and snapshot is self._snapshot
            if self._connection is None or not (is_taken or self._is_level(self._connection)):
                self._connection = self._level()
            self._snapshot = snapshot
            return database.another(self._connection)

    def confined(self, snapshot: object | None = None, *, folder: Path | None = None) -> DuckDBPyConnection:
        """A connection to the same projections that can only read them, for queries that somebody else wrote.

        Files can be written into `folder` and nowhere else. It is a DuckDB instance of its own, since settings hold for
        a whole instance.
        """
        with self._guard:
            self.connection(snapshot)
            held = self._connection, self._path
            try:
                if self._path is not None and not self._path.exists():  # another process has put a newer file in use
                    self._connection = self._level()
                connection = (self._lent(self._path) if self._path is not None else None) or self._made_in_memory()
            finally:
                self._connection, self._path = held
            database.confine(connection, folder=folder)
            return connection

    def _lent(self, path: Path) -> DuckDBPyConnection | None:
        """The file that we have open, opened again under another name, so that DuckDB takes it for another file.

        Locks belong to the process and the file: closing either name releases those of both. So the file is marked, and
        as long as this process lives nobody writes it; whoever catches up makes a copy. None if it cannot be opened so.
        """
        try:
            lending.mark(path)
            with TemporaryDirectory(prefix=_CONFINED, dir=self._cache) as folder:
                alias = Path(folder) / path.name
                for suffix in ("", ".wal"):  # if a process was killed, what it wrote last is beside the file
                    _bring(Path(f"{path}{suffix}"), Path(f"{alias}{suffix}"))
                return database.connect(alias, read_only=True)
        except (OSError, database.DatabaseError):
            return None

    def rebuild(self) -> Path | None:
        """Make the projections from nothing; returns the file that holds them, or None if they are in memory."""
        with self._guard:
            self._connection = self._path = None
            self._connection = self._kept(self._make_new)
            return self._path

    def current(self) -> Path | None:
        """The file in use, if there is one."""
        found = self._files()
        return found[-1][1] if found else None

    def close(self) -> None:
        """Release the connection. Relations that are still in use keep what they need of it."""
        with self._guard:
            self._connection = None
            self._path = None

    def _is_level(self, connection: DuckDBPyConnection) -> bool:
        place = projections.position(connection)
        if not stands_at(self._log.directory, place) or projections.timezone(connection) != self._log.config.timezone:
            return False
        return next(Reader(self._log.directory, place).batches(), None) is None

    def _level(self) -> DuckDBPyConnection:
        if self._connection is not None and self._path is None and self._stands(self._connection):
            held, self._connection = self._connection, None  # if that fails, it must not be used again
            self._follow(held)
            return held
        # Nobody can have caught up a file that we hold open. Dropping our connection frees its lock unless a relation
        # uses it.
        behind, self._path = self._path, None
        self._connection = None
        path = self.current()
        connection = self._open(path) if path is not None and path != behind else None
        if connection is not None and projections.is_sound(connection) and self._is_level(connection):
            self._path = path
            return connection
        del connection
        # It is level with the log as it was then. What is appended meanwhile is for the next question.
        return self._kept(self._catch_up)

    def _stands(self, connection: DuckDBPyConnection) -> bool:
        return stands_at(self._log.directory, projections.position(connection))

    def _open(self, path: Path, *, read_only: bool = True) -> DuckDBPyConnection | None:
        """The file, opened; None if it is broken, gone, or held by a writer or, if we want to write it, by a reader."""
        try:
            return database.connect(path, read_only=read_only)
        except database.DatabaseError:
            return None

    def _kept(self, make: Callable[[], Path]) -> DuckDBPyConnection:
        """The file that `make` makes, opened to be read; projections in memory if there can be no file."""
        try:
            return self._shared(make)
        except _NotKept as why:
            self._tell(f"{why}: the projections are made in memory, just this once")
            return self._made_in_memory()

    def _shared(self, make: Callable[[], Path]) -> DuckDBPyConnection:
        """The file that `make` makes, opened; meanwhile no other process works on the cache. Raises _NotKept."""
        try:
            with lock.hold(self._cache, wait=_WAIT, tell=self._tell):
                path = make()
                connection = self._open(path)  # while nobody is about to write it
        except LockHeld:
            raise _NotKept("another process has been making the projections for too long") from None
        except LedgerError as error:
            if error.place is not None and error.place.startswith(str(self._cache)):
                raise _NotKept(f"{self._cache} cannot be written") from None
            raise
        except OSError:
            raise _NotKept(f"{self._cache} cannot be written") from None
        if connection is None:
            raise _NotKept(f"DuckDB cannot open {path}")
        self._path = path
        return connection

    def _catch_up(self) -> Path:
        """Bring the file in use, or a copy, level with the log, or make a new one. Called while the cache is ours."""
        path = self.current()
        if path is None:
            return self._make_new()
        alone = self._open(path, read_only=False) if not lending.is_lent(path) else None
        if alone is not None:
            return path if self._bring_level(alone) else self._make_new()
        # Somebody has it open. A reader leaves it as it is, so a copy is whole; a writer does not.
        reading = self._open(path)
        if reading is None:
            return self._make_new()
        copy = self._next()
        lending.mark(path)  # copying it releases the locks that this process has on it
        shutil.copyfile(path, copy)
        del reading
        copied = self._open(copy, read_only=False)
        return self._put_in_use(copy) if copied is not None and self._bring_level(copied) else self._make_new()

    def _bring_level(self, connection: DuckDBPyConnection) -> bool:
        """Bring a file that is ours alone level with the log, and close it; returns whether that succeeded."""
        try:
            if not projections.is_sound(connection):
                return False
            if not self._stands(connection):
                seq = projections.position(connection).seq
                self._tell(f"the log is not the one that was read up to @{seq}: the projections are made anew")
                return False
            if not self._is_level(connection):
                self._follow(connection, self._cache)
            database.settle(connection)
        except database.DatabaseError:
            return False
        finally:
            connection.close()
        return True

    def _make_new(self) -> Path:
        """Make the projections in a new file."""
        path = self._next()
        path.unlink(missing_ok=True)
        connection = self._empty(path)
        try:
            self._follow(connection, self._cache)
            database.settle(connection)
        except database.DatabaseError as error:
            raise _NotKept(f"DuckDB cannot write {path}: {error}") from None
        finally:
            connection.close()
        return self._put_in_use(path)

    def _empty(self, path: Path) -> DuckDBPyConnection:
        """A new file without lines. Raises _NotKept if DuckDB cannot make it: its path may have no `?`."""
        try:
            connection = database.connect(path)
            projections.make(connection)
        except database.DatabaseError as error:
            raise _NotKept(f"DuckDB makes no file {path}: {error}") from None
        return connection

    def _made_in_memory(self) -> DuckDBPyConnection:
        connection = database.connect(None)
        projections.make(connection)
        self._follow(connection)
        return connection

    def _follow(self, connection: DuckDBPyConnection, spool: Path | None = None) -> None:
        """Catch up a database with the log. `count` is told that it is over, even if it failed.

        While the cache is ours, copies of the log's lines are made there: what is erased must be nowhere else.
        """
        try:
            projections.catch_up(connection, self._log, count=self._count, spool=spool)
        finally:
            self._count(0, 1)

    def _files(self) -> list[tuple[int, Path]]:
        try:
            names = list(self._cache.iterdir())
        except OSError:
            return []
        return sorted((int(match[1]), path) for path in names if (match := _NAME.fullmatch(path.name)))

    def _next(self) -> Path:
        """Where to make the next file, under a name that nobody opens yet. Leftovers of a crash are removed."""
        for path in self._cache.glob(f"{_CONFINED}*"):
            shutil.rmtree(path, ignore_errors=True)  # whoever is about to open what is in it makes do without
        for path in (*self._cache.glob("projections-*.making*"), *self._cache.glob(f"{SPOOL}*")):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        found = self._files()
        number = max(found[-1][0] if found else 0, _GIVEN.get(self._cache, 0)) + 1
        _GIVEN[self._cache] = number
        return self._cache / f"projections-{number}.making"

    def _put_in_use(self, made: Path) -> Path:
        path = made.with_suffix(".duckdb")
        made.replace(path)
        for _, old in self._files()[:-1]:
            with suppress(OSError):
                old.unlink()
                old.with_name(old.name + ".wal").unlink(missing_ok=True)
                lending.forget(old)
        return path


def _bring(path: Path, alias: Path) -> None:
    """Give a file, if it is there, a second name or, if it can have only one, make a copy. Raises OSError."""
    try:
        alias.hardlink_to(path)
    except FileNotFoundError:
        return
    except OSError:
        shutil.copyfile(path, alias)
