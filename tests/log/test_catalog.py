"""The catalog is a cache: equal whether kept or made anew, and never in the way of the log."""

from __future__ import annotations

import gc
import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from ledger import events
from ledger.errors import DamagedLog, IdTaken, Refused, UnknownName
from ledger.events import Actor, Claim, Order, Source, Void
from ledger.log import Log, segments
from ledger.log import log as log_module
from ledger.log.catalog import catalog as catalog_module
from ledger.log.catalog import open_catalog, storage
from tests.histories import histories
from tests.log.catalogs import CATALOG, HARMS, made_anew, rows_of
from tests.log.logs import HARBOUR, append, chained, claim, erased, open_log, placed, said, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.histories import Batch


@given(histories())
def test_what_was_kept_is_what_is_made_anew(tmp_path_factory: pytest.TempPathFactory, history: list[Batch]) -> None:
    """After any history, refusals and all, the catalog that grew with it is row by row the one read from the log."""
    root = tmp_path_factory.mktemp("kept")
    log = open_log(root)
    append(log)
    for at, given_events in history:
        batch = [events.decode(json.dumps(event).encode()) for event in given_events]
        with suppress(Refused):
            append(log, *batch, at=at)
    log.close()
    assert rows_of(root / CATALOG) == made_anew(log, root / "anew")


@pytest.mark.parametrize("harm", HARMS)
def test_an_append_needs_no_catalog(log: Log, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Whatever became of the catalog, the next append finds what it has to know in the log."""
    append(log, said("mayor-1"), said())
    log.close()
    harm(tmp_path / CATALOG)
    for _ in range(2):
        fresh = open_log(tmp_path)
        assert append(fresh, said())[0].entry.id.startswith("mayor:")
        assert not append(fresh, said("mayor-1"))[0].is_new
        with pytest.raises(Refused):
            append(fresh, said(speaker="nobody"))
        fresh.close()
    assert [entry.id for entry in log.entries()][len(HARBOUR) :] == ["mayor-1", "mayor:1", "mayor:2", "mayor:3"]


def test_a_cache_that_cannot_be_made_is_not_needed(tmp_path: Path) -> None:
    """Where there can be no directory for caches, the catalog is kept in memory."""
    (tmp_path / ".ledger").write_text("in the way")
    log = open_log(tmp_path)
    append(log, *HARBOUR)
    assert append(log, said())[0].entry.id == "mayor:1"
    log.close()
    assert (tmp_path / ".ledger").read_text() == "in the way"


def test_caches_are_ignored_by_git(log: Log, tmp_path: Path) -> None:
    """The directory of the caches says to git that none of it belongs to anybody's history."""
    assert (tmp_path / ".ledger" / ".gitignore").read_text() == "*\n"
    append(log, said())


class Breaking:
    """A connection whose statements fail from some point on, as on a disk that is full or broken."""

    def __init__(self, connection: sqlite3.Connection, statement: str) -> None:
        self._connection = connection
        self._statement = statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, query: str, *given_values: Any) -> sqlite3.Cursor:
        """Run a statement that does not fail. Where one fails, SQLite gives up the transaction by itself."""
        self._fail(query)
        return self._connection.execute(query, *given_values)

    def executemany(self, query: str, rows: Any) -> sqlite3.Cursor:
        """Run a statement that does not fail, for each of the rows."""
        self._fail(query)
        return self._connection.executemany(query, rows)

    def _fail(self, query: str) -> None:
        if query.startswith(self._statement):
            if self._statement.startswith("insert"):
                self._connection.execute("rollback")
            raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    "statement",
    [
        "begin",
        "select",
        "insert or replace into name",
        "insert or ignore into amendment",
        "update position",
        "commit",
        "rollback",
    ],
)
@pytest.mark.parametrize("breaks", [1, 2])
def test_a_catalog_that_breaks_in_the_middle_loses_nothing(
    log: Log, monkeypatch: pytest.MonkeyPatch, statement: str, breaks: int
) -> None:
    """A catalog that fails at any statement, and the next one too: each event is in the log once, acknowledged once."""
    real = catalog_module._open  # noqa: SLF001  # the one place where a connection is made
    opened: list[str] = []

    def open_breaking(path: str) -> catalog_module.Catalog:
        opened.append(path)
        if len(opened) > breaks:
            return real(path)
        connection: Any = Breaking(storage.connect(path), statement)
        return catalog_module.Catalog(connection)

    log.close()
    monkeypatch.setattr(catalog_module, "_open", open_breaking)
    one, two = append(log, said(), said())
    assert (one.entry.id, two.entry.id) == ("mayor:1", "mayor:2")
    with pytest.raises(Refused):
        append(log, claim(1), said(speaker="nobody"))
    assert append(log, said())[0].entry.id == "mayor:3"
    assert [entry.id for entry in log.entries()][len(HARBOUR) :] == ["mayor:1", "mayor:2", "mayor:3"]


def test_a_catalog_of_another_log_is_made_anew(log: Log, tmp_path: Path, narrated: list[str]) -> None:
    """A catalog whose last line the log does not have is made anew, and that is said."""
    append(log, said("mayor-1"))
    write(log.directory, chained(placed((2,))))
    assert append(log, claim(2), claim(3))[0].is_new is False
    assert narrated == [f"the log is not the one that was read up to @{len(HARBOUR) + 1}: it is read anew"]
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


def test_a_catalog_that_knows_what_was_erased_is_made_anew(log: Log, tmp_path: Path) -> None:
    """Where a line was erased that the catalog still knows, its id is free, and nothing fails."""
    append(log, said("mayor-1"), said("mayor-2"))
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    lines[-2] = erased(lines[-2])
    path.write_bytes(b"".join(lines))
    connection = sqlite3.connect(tmp_path / CATALOG)
    size = path.stat().st_size
    connection.execute('update position set "offset" = ?', (size,))
    connection.commit()
    connection.close()
    assert append(log, said("mayor-1", note="another"))[0].is_new
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


def test_a_writer_that_stays_sees_what_was_erased_in_a_closed_segment(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its own last line stands as it wrote it, too: what is erased is cited by nobody any more."""
    append(log, claim(1), claim(2))
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", segments(log.directory)[0][1].stat().st_size)
    for name in ("one", "two"):
        append(log, said(name))
    (_, first), _ = segments(log.directory)
    lines = first.read_bytes().splitlines(keepends=True)
    first.write_bytes(b"".join([*lines[:-1], erased(lines[-1])]))
    with pytest.raises(UnknownName, match="amends: there is no claim c2"):
        append(log, Claim(amends="c2", text="Again."))


def test_a_name_that_the_log_still_cites_is_not_given_again(log: Log) -> None:
    """What later lines say of an erased record is said of no other: nobody gives its name again."""
    append(log, said("one"))
    own = append(log, said(speaker="mayor"))[0].entry.id
    append(log, said("two", after=("one", own)), said("three"))
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-4], *map(erased, lines[-4:-2]), *lines[-2:]]))
    log.close()
    for cached in log.catalog_file.parent.iterdir():  # as erasing does
        cached.unlink()
    with pytest.raises(IdTaken, match="the id one belonged to a line that was erased, and the log still names it"):
        append(log, said("one"))
    assert append(log, said(speaker="mayor"))[0].entry.id != own
    assert append(log, said("four"))[0].is_new
    log.close()


def test_a_catalog_that_went_on_behind_an_erased_line_knows_what_cites_it(log: Log) -> None:
    """Who goes on from a catalog that had read the erased line, and not yet what cites it, refuses the name as well."""
    append(log, said("one"))
    append(log, said("two", after=("one",)))
    log.close()
    path = segments(log.directory)[0][1]
    *lines, one, two = path.read_bytes().splitlines(keepends=True)
    for cached in log.catalog_file.parent.iterdir():  # as erasing does
        cached.unlink()
    path.write_bytes(b"".join([*lines, erased(one)]))
    assert not append(log, *HARBOUR)[0].is_new
    log.close()
    path.write_bytes(b"".join([*lines, erased(one), two]))
    with pytest.raises(IdTaken, match="the id one belonged to a line that was erased"):
        append(log, said("one"))
    log.close()


def test_a_version_is_not_numbered_twice(log: Log, tmp_path: Path) -> None:
    """Where the declaration of a record was erased, its next version still has a number of its own."""
    append(log, said("one"), said(amends="one"), said(amends="one"))
    log.close()
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-3], erased(lines[-3]), *lines[-2:]]))
    assert append(log, said(amends="one"))[0].entry.id == "one:v4"
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


def test_a_log_with_an_id_twice_takes_nothing_more(tmp_path: Path) -> None:
    """A log in which somebody else gave an id twice is damaged, and the place of the second is named."""
    log = open_log(tmp_path)
    entries = placed((1, 1, 1))
    entries[2] = replace(entries[2], event=Claim(id="c1", text="Again."))
    write(log.directory, chained(entries))
    with pytest.raises(DamagedLog, match="the id c1 of @3 belongs to an earlier event") as found:
        append(log, claim(9))
    assert found.value.place == f"{log.directory / '00000001.jsonl'}:3"
    log.close()


@pytest.mark.parametrize("digits", [19, 5_000])
def test_an_id_with_a_number_that_is_too_long_is_an_id_like_any_other(tmp_path: Path, digits: int) -> None:
    """A log that somebody else made may have one: it is read and appended to, and ids are numbered as without it."""
    log = open_log(tmp_path)
    (entry,) = placed((1,))
    write(log.directory, chained([replace(entry, event=Claim(id=f"void:{'9' * digits}", text="Made."))]))
    append(log, claim(2))
    (void,) = append(log, Void(event="c2"))
    assert void.entry.id == "void:1"
    log.close()


def test_an_order_that_an_erased_void_made_possible_stops_nobody(log: Log, tmp_path: Path, narrated: list[str]) -> None:
    """Where erasing a line leaves the order impossible, appends go on, and the user is told of it."""
    append(log, said("one", occurred="2020-01-09"), said("two", after=("one",)))
    append(log, Void(event="one"))
    append(log, said("three", occurred="2020-01-07"), Order(first="two", then="three"))
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    lines[-3] = erased(lines[-3])
    path.write_bytes(b"".join(lines))
    assert append(log, said("four"))[0].is_new
    assert len(narrated) == 2
    assert narrated[1].startswith(f"@{len(HARBOUR) + 5}: ")
    assert narrated[1].endswith("`claims check` says more")
    append(log, Void(event="three"), said("five"))
    append(log, Source(amends="post", publisher="x"), Actor(amends="mayor", name="x"))
    log.close()
    assert (tmp_path / CATALOG).exists()


def test_names_that_are_near_are_found() -> None:
    """The catalog looks for them among those of some types, and others that are given."""
    catalog = open_catalog(None)
    for entry in placed((3,)):
        catalog.apply(entry)
    assert catalog.near("c", ("claim",)) == "did you mean c3 or c2 or c1?"
    assert catalog.near("c", ("actor", "source")) is None
    assert catalog.near("publik", ("claim",), also=("public",)) == "did you mean public?"
    assert catalog.position.seq == 0
    catalog.close()


def test_a_catalog_that_is_dropped_is_closed(tmp_path: Path) -> None:
    """Who forgets to close a log leaves no open file behind, and no warning."""
    catalog = open_catalog(tmp_path / "catalog.sqlite")
    connection = catalog._db  # noqa: SLF001  # nobody else has it
    del catalog
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("select 1")
