"""Checks whether everything that a ledger needs is there and works, to find out why something does not."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.codec import Entry, Erased
from ledger.errors import LedgerError
from ledger.log import FORMAT, Reader, log_bytes, segments, stands_at

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log import Position
    from ledger.workspace.ledger import Ledger


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was examined. `problem` says what is wrong with it, if anything, and `hint` how to mend it.

    `error` is the error that using it would raise.
    """

    subject: str
    value: str
    problem: str | None = None
    hint: str | None = None
    error: LedgerError | None = None


def programs() -> list[Finding]:
    """The versions of the programs that run."""
    found = [
        Finding(subject="claim-ledger", value=_version("claim-ledger") or "not installed, as in a checkout"),
        Finding(subject="Python", value=f"{platform.python_version()} ({sys.executable})"),
        Finding(subject="platform", value=platform.platform()),
        Finding(subject="SQLite", value=sqlite3.sqlite_version),
    ]
    found += [Finding(subject=name, value=_version(name) or "missing") for name in ("msgspec", "typer", "rich")]
    return [*found, _duckdb()]


def surroundings(ledger: Ledger) -> list[Finding]:
    """The ledger's places, its log and its projections."""
    return [
        Finding(subject="ledger", value=f"{ledger.config.name} in {ledger.root.resolve()}"),
        Finding(subject="format", value=f"{ledger.config.format} (this build writes {FORMAT})"),
        Finding(subject="time zone", value=ledger.zone),
        Finding(subject="recorded by", value=ledger.by),
        *_log(ledger),
        _cache(ledger.cache),
        _projections(ledger),
    ]


def unusable(error: LedgerError) -> Finding:
    """The finding that no ledger can be opened, and why."""
    return Finding(subject="ledger", value="cannot be opened", problem=str(error), hint=error.hint, error=error)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _duckdb() -> Finding:
    try:
        from ledger.projector.database import VERSION
    except ImportError as error:
        problem = f"cannot be used ({error}); the log and `record`, `log`, `show @17`, `check` work without it"
        return Finding(subject="DuckDB", value=_version("duckdb") or "missing", problem=problem)
    return Finding(subject="DuckDB", value=VERSION)


def _log(ledger: Ledger) -> list[Finding]:
    """The whole log, read and checked line by line."""
    reader = Reader(ledger.log.directory)
    last: Entry | Erased | None = None
    try:
        for line in reader.lines():
            last = line.entry
    except LedgerError as error:
        place = str(ledger.log.directory)
        return [Finding(subject="log", value=place, problem=str(error), hint=error.hint, error=error)]
    size, files = log_bytes(ledger.log.directory), len(segments(ledger.log.directory))
    count = f"{reader.position.seq:,} events, {size:,} bytes in {files} file{'' if files == 1 else 's'}"
    torn = None
    if reader.torn is not None:
        torn = "ends in a torn tail, which the next append repairs"
    found = [Finding(subject="log", value=count, problem=torn)]
    if last is not None:
        what = f"{last.id}, recorded {last.recorded_at}" if isinstance(last, Entry) else "erased"
        head = f"@{last.seq} {what}, chain {last.chain}"
        found.append(Finding(subject="head", value=head))
    return found


def _cache(cache: Path) -> Finding:
    place = cache if cache.exists() else cache.parent
    is_writable = os.access(place, os.W_OK | os.X_OK)
    problem = None if is_writable else "cannot be written: the projections are made in memory, each time anew"
    return Finding(subject="cache", value=str(cache.resolve()), problem=problem)


def _projections(ledger: Ledger) -> Finding:
    """Whether the projections are level with the log. They are not touched."""
    try:
        from ledger.projector import database, projections

        path = ledger.projector.current()
        if path is None:
            return Finding(subject="projections", value="none yet; the next question makes them")
        connection = database.connect(path, read_only=True)
    except Exception as error:  # noqa: BLE001  # whatever DuckDB does, this must tell it
        first = str(error).partition("\n")[0]
        return Finding(subject="projections", value="unknown", problem=f"cannot be opened: {first}")
    try:
        if not projections.is_sound(connection):
            return Finding(subject="projections", value=f"{path}, of another build; the next question makes them anew")
        return Finding(subject="projections", value=f"{path}, {_level(ledger, projections.position(connection))}")
    finally:
        connection.close()


def _level(ledger: Ledger, at: Position) -> str:
    try:
        if not stands_at(ledger.log.directory, at):
            return "of another log; the next question makes them anew"
        behind = sum(len(batch) for batch in Reader(ledger.log.directory, at).batches())
    except LedgerError:
        return "as far as the log can be read"
    if behind == 0:
        return "level with the log"
    return f"{behind:,} event{'s' if behind > 1 else ''} behind; the next question catches up"
