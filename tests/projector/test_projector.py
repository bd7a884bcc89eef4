"""The projections are disposable, and never stale when read (design, section 11)."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import Actor, Claim, Ledger, Observation, Stance, Void, times
from ledger.errors import BadTime, DamagedLog, ProjectionsFailed, QueryRejected, StorageFailed, UnknownName
from ledger.log import log as log_module
from ledger.log import repairs, segments
from ledger.log.repairs import Decision
from ledger.projector import database, lending, lock, projections, projector
from tests.belief.world import recorded
from tests.effort import costly
from tests.emptied import MAKE
from tests.harbour.tale import Batch
from tests.histories import AFTERWARDS, histories
from tests.holders import database_holder
from tests.log.logs import chained, placed, write
from tests.processes import python
from tests.projector.tables import rebuilt, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log import Log
    from ledger.projector.database import DuckDBPyConnection


@pytest.fixture
def narrated() -> list[str]:
    """What the ledger narrated."""
    return []


@pytest.fixture
def ledger(tmp_path: Path, narrated: list[str]) -> Iterator[Ledger]:
    """A ledger in which the mayor has denied that pier 4 is closed."""
    Ledger.init(tmp_path, name="Harbour desk")
    with Ledger.open(tmp_path, by="desk", tell=narrated.append) as opened:
        record(opened)
        yield opened


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The same, for questions alone: nobody appends to it."""
    root = tmp_path_factory.mktemp("unchanged")
    Ledger.init(root, name="Harbour desk")
    with Ledger.open(root, by="desk") as opened:
        record(opened)
        yield opened


def record(ledger: Ledger) -> None:
    """The mayor has denied that pier 4 is closed."""
    ledger.append([Actor(id="mayor", name="The mayor"), Claim(id="pier-closed", text="Pier 4 is closed.")])
    ledger.append(Observation(speaker="mayor", stances=(Stance(claim="pier-closed", stance="deny"),)))


def support() -> Observation:
    """The mayor says the opposite."""
    return Observation(speaker="mayor", stances=(Stance(claim="pier-closed", stance="support"),))


def status(ledger: Ledger) -> tuple[object, object]:
    """How far the projections are, and what they say of the pier."""
    row = ledger.rows("select (select max(seq) from events) as seq, status from claims where claim = 'pier-closed'")[0]
    return row["seq"], row["status"]


@costly(3)
@given(histories(), st.sampled_from([(projections.FEW, projections.TURN), (0, 1)]))
def test_catching_up_gives_what_rebuilding_gives(history: list[Batch], steps: tuple[int, int]) -> None:
    """Caught up after each batch, the projections equal those made from nothing, table by table.

    These are made in one transaction, or each step in its own, and the claims one after the other.
    """
    few, turn = steps
    with recorded([], project=False) as world:
        for batch in history:
            if world.record(batch):
                world.project()
        assert tables(world.connection) == rebuilt(world.log, few=few, turn=turn)


def test_a_report_that_was_moved_stands_once() -> None:
    """A report was amended to carry another observation: what touches the first one later leaves it where it is."""
    post = {"type": "source", "id": "harbour-post", "publisher": "Harbour Post"}
    report = {"type": "report", "source": "harbour-post"}
    said = {"type": "observation", "text": "Pier 4 is closed.", "speaker": "mayor"}
    batches = (
        ({"type": "actor", "id": "mayor", "name": "The mayor"}, post),
        (said | {"id": "mayor-1"}, said | {"id": "mayor-2"}),
        (report | {"id": "report-1", "observation": "mayor-1"},),
        (report | {"amends": "report-1", "reason": "corrected", "observation": "mayor-2"},),
        (said | {"amends": "mayor-1", "reason": "corrected", "text": "Pier 4 is open."},),
    )
    with recorded([], project=False) as world:
        for batch in batches:
            assert world.record(Batch(AFTERWARDS, batch))
            world.project()
        assert world.rows("select o.called from internal.report r join internal.observation o using (observation)") == [
            ("mayor-2",)
        ]
        assert tables(world.connection) == rebuilt(world.log)


def test_a_slot_is_never_filled(ledger: Ledger) -> None:
    """What stands for a relation of whoever calls a macro has no rows of its own, and no query finds it by its name."""
    status(ledger)
    ledger.append(support())
    status(ledger)
    names = ledger.sql("select table_name from duckdb_tables() where schema_name = 'slot'").fetchall()
    assert len(names) > 10
    for (name,) in names:
        assert ledger.sql(f"from slot.{name}").fetchall() == []
        with pytest.raises(QueryRejected):
            ledger.sql(f"from {name}")


def test_a_log_of_many_segments_is_loaded_whole(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every segment is loaded, each line with the number of its own."""
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 10)
    for _ in range(4):
        ledger.append(support())
    firsts = [first for first, _ in segments(ledger.log.directory)]
    assert len(firsts) > 2
    loaded = ledger.rows("select seq, segment from internal.line order by seq")
    assert [row["seq"] for row in loaded] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["segment"] for row in loaded] == [max(each for each in firsts if each <= seq) for seq in range(1, 8)]


def test_a_reader_finds_what_was_appended_since(ledger: Ledger) -> None:
    """Projections are caught up when they are read, in the same process as in another."""
    assert status(ledger) == (3, "denied")
    ledger.append(support())
    assert status(ledger) == (4, "order-unknown")
    with Ledger.open(ledger.root) as other:
        other.append(support())
        assert status(other)[0] == 5
    assert status(ledger)[0] == 5


def test_a_relation_in_use_neither_changes_nor_blocks(ledger: Ledger) -> None:
    """A relation keeps its answer while the ledger goes on, and the ledger goes on while the relation is kept."""
    kept = ledger.sql("select max(seq) as seq from events")
    ledger.append(support())
    assert status(ledger)[0] == 4
    assert kept.fetchall() == [(3,)]


@pytest.mark.parametrize("how", ["read", "write"])
def test_an_open_database_elsewhere_blocks_no_reader(ledger: Ledger, how: str) -> None:
    """While another process has the file open to read, or holds it for good to write, the answers are still current."""
    status(ledger)
    path = ledger.projector.current()
    assert path is not None
    ledger.close()
    with database_holder(path, how):
        ledger.append(support())
        assert status(ledger) == (4, "order-unknown")


def test_projections_that_another_one_makes_forever_are_not_waited_for(
    ledger: Ledger, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process does not let go of the cache the answer comes from memory, and the reason is told."""
    assert status(ledger) == (3, "denied")
    ledger.append(support())
    monkeypatch.setattr(projector, "_WAIT", 0.0)
    with lock.hold(ledger.cache, wait=0):
        assert status(ledger) == (4, "order-unknown")
    why = "another process has been making the projections for too long"
    assert narrated == [f"{why}: the projections are made in memory, just this once"]


def test_a_long_wait_for_another_one_is_told(
    ledger: Ledger, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told of a moment, and nobody wonders what takes so long."""
    assert status(ledger) == (3, "denied")
    ledger.append(support())
    monkeypatch.setattr(projector, "_WAIT", 0.0)
    monkeypatch.setattr(lock, "_PATIENCE", 0.0)
    with lock.hold(ledger.cache, wait=0):
        assert status(ledger) == (4, "order-unknown")
    assert narrated[0] == "waiting for another process that makes the projections …"


def test_without_room_for_copies_of_the_log_that_is_told(
    ledger: Ledger, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are made beside the projections, else where temporary files are: that is named, with the mend."""

    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(StorageFailed, match="no room for copies of the log: No space left on device") as refused:
        status(ledger)
    assert refused.value.place == tempfile.gettempdir()
    assert "TMPDIR" in (refused.value.hint or "")
    cannot = f"{ledger.cache} cannot be written: the projections are made in memory, just this once"
    assert narrated == [cannot]


def test_a_file_that_cannot_be_opened_is_done_without(
    ledger: Ledger, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where DuckDB opens no file, the answer comes from memory, and the file is named."""
    connect = database.connect

    def refuse(path: Path | None, *, read_only: bool = False) -> DuckDBPyConnection:
        if read_only:
            raise database.DatabaseError("no")
        return connect(path, read_only=read_only)

    ledger.append(support())
    monkeypatch.setattr(database, "connect", refuse)
    assert status(ledger) == (4, "order-unknown")
    (sentence,) = narrated
    assert sentence.startswith(f"DuckDB cannot open {ledger.cache}")


def test_a_process_is_marked_once(ledger: Ledger) -> None:
    """However many queries of others it answers, one mark says that this process has the file open."""
    for _ in range(3):
        ledger.sql("from claims", trusted=False).fetchall()
    (marks,) = ledger.cache.glob("*.lent")
    assert len(marks.read_text().splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable for root")
def test_an_unwritable_cache_is_done_without(ledger: Ledger, narrated: list[str]) -> None:
    """Where the cache folder cannot be written the projections are made in memory, and the ledger says so."""
    ledger.close()
    ledger.cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        ledger.append(support())
        assert status(ledger) == (4, "order-unknown")
        assert any("in memory" in sentence for sentence in narrated)
    finally:
        ledger.cache.chmod(stat.S_IRWXU)


def test_a_cache_that_is_no_folder_is_done_without(ledger: Ledger, narrated: list[str]) -> None:
    """Where a file stands in the place of the cache folder the answers come from memory, and stay current."""
    ledger.close()
    for path in ledger.cache.iterdir():
        path.unlink()
    ledger.cache.rmdir()
    ledger.cache.write_text("in the way")
    assert status(ledger) == (3, "denied")
    ledger.append(support())
    assert status(ledger) == (4, "order-unknown")
    assert any("in memory" in sentence for sentence in narrated)


def test_a_cache_that_can_be_used_again_is_used(ledger: Ledger) -> None:
    """After answers from memory, a file that is there again is followed as any other."""
    for again in (ledger.projector.rebuild, ledger.close):
        shutil.rmtree(ledger.cache)
        ledger.cache.write_text("in the way")
        ledger.close()
        before = status(ledger)
        assert ledger.projector.current() is None
        ledger.cache.unlink()
        again()
        assert status(ledger) == before
        assert ledger.projector.current() is not None
        ledger.append(support())
        assert status(ledger) != before


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("UTC", ("2020-02-29", "2020-12-31")),
        ("America/New_York", ("2020-03-07", "2020-03-08", "2020-10-31", "2020-11-01")),
        ("Asia/Amman", ("2012-10-25", "2021-10-28", "2021-10-29")),  # at one o'clock it is midnight once more
        ("America/Havana", ("2020-10-31", "2020-11-01", "2020-03-07", "2020-03-08")),
        ("Atlantic/Azores", ("2020-10-24", "2020-10-25")),
        ("America/Sao_Paulo", ("2018-02-17", "2018-11-03", "2018-11-04")),  # a day began at one o'clock
        ("Australia/Lord_Howe", ("2020-04-04", "2020-10-03")),  # half an hour
        ("America/St_Johns", ("1990-10-27", "1990-10-28", "1988-10-29")),  # part of the day came after midnight
        ("Antarctica/Casey", ("2010-03-04", "2010-03-05")),  # and three hours of it
        ("America/Scoresbysund", ("2024-03-30", "2024-10-26")),  # a day ended at eleven o'clock
        ("Pacific/Apia", ("2011-12-29", "2011-12-31")),  # the day between them never was
    ],
)
def test_a_bare_date_ends_where_it_ends_everywhere_else(tmp_path: Path, zone: str, days: tuple[str, ...]) -> None:
    """In SQL as on the command line and in the log, also on the days on which the clocks change around midnight."""
    with Ledger.init(tmp_path / "there", name="There", timezone=zone) as ledger:
        for day in days:
            asked = ledger.rows(f"select clock as moment from internal.given('{day}', null)")[0]["moment"]
            assert asked == times.as_datetime(times.cut(day, zone=zone)).replace(tzinfo=None), day


def test_a_day_that_never_was_is_no_moment(tmp_path: Path) -> None:
    """The clocks of Samoa went from the 29th to the 31st: neither SQL nor the command line takes the 30th."""
    with Ledger.init(tmp_path / "there", name="There", timezone="Pacific/Apia") as ledger:
        with pytest.raises(QueryRejected, match="2011-12-30 never was: the clocks of the ledger's zone went forward"):
            ledger.rows("from claims_as_of('2011-12-30')")
        with pytest.raises(BadTime, match="never was"):
            ledger.claims(as_of="2011-12-30")
        with pytest.raises(QueryRejected, match="there is no day 2020-02-30"):
            ledger.rows("from claims_as_of('2020-02-30')")


@pytest.mark.parametrize("year", ["0000", "9999"])
def test_a_year_that_no_date_here_has_is_no_moment(unchanged: Ledger, year: str) -> None:
    """SQL knows the same years as the command line."""
    with pytest.raises(QueryRejected, match=f"there is no day {year}-06-01"):
        unchanged.rows(f"from claims_as_of('{year}-06-01')")
    with pytest.raises(QueryRejected, match=f"there is no time {year}-06-01T00:00Z"):
        unchanged.rows(f"from claims_as_of('{year}-06-01T00:00Z')")
    with pytest.raises(BadTime):
        unchanged.claims(as_of=f"{year}-06-01")


@pytest.mark.parametrize("offset", ["+25:00", "-24:00", "+01:60", "+1"])
def test_an_offset_that_does_not_exist_is_none(unchanged: Ledger, offset: str) -> None:
    """What no clock is ahead of UTC is refused in SQL as on the command line."""
    with pytest.raises(QueryRejected, match="a moment needs an offset, or is a bare date: 2020-01-06T16:30"):
        unchanged.rows(f"from claims_as_of('2020-01-06T16:30{offset}')")


@pytest.mark.parametrize("clock", ["22", "22:00 ", "2:00", "22:00:61.5.1", "22:00+00/"])
def test_a_clock_that_is_not_written_as_one_is_none(unchanged: Ledger, clock: str) -> None:
    """What DuckDB would refuse in words of its own, or take for something else, is refused in ours."""
    with pytest.raises(QueryRejected, match="a moment needs an offset, or is a bare date: 2020-01-06T"):
        unchanged.rows(f"from claims_as_of('2020-01-06T{clock}Z')")


@pytest.mark.parametrize("clock", ["24:00", "25:00", "22:60", "22:00:60", "99:99:99"])
def test_a_clock_that_no_day_has_is_no_moment(unchanged: Ledger, clock: str) -> None:
    """A time that is written as one and does not exist is named."""
    with pytest.raises(QueryRejected, match=f"there is no time 2020-01-06T{clock}Z"):
        unchanged.rows(f"from claims_as_of('2020-01-06T{clock}Z')")


@pytest.mark.parametrize("macro", ["claims_after", "positions_after", "observations_after", "replay_after"])
def test_an_event_that_was_not_found_is_no_cut(unchanged: Ledger, macro: str) -> None:
    """A question whose event came out of another one, and is NULL, is not answered as of the end of the log."""
    wanted = "there is no event to ask after: NULL"
    with pytest.raises(QueryRejected, match=wanted):
        unchanged.rows(f"from {macro}(null)")
    with pytest.raises(QueryRejected, match=wanted):
        unchanged.rows(f"from {macro}((select id from events where id = 'nobody'))")
    assert unchanged.rows(f"select count(*) as n from {macro}((select id from events where seq = 3))")[0]["n"] == 1


def test_a_bare_date_is_in_the_zone_that_the_ledger_has_now(ledger: Ledger) -> None:
    """Where the zone of a ledger is changed, what stands in the projections follows, and asks along the same days."""
    ledger.append(
        Observation(
            speaker="mayor", occurred="2020-01-06T23:30Z", stances=(Stance(claim="pier-closed", stance="support"),)
        )
    )
    asked = "select status from claims_as_of('2020-01-06')"
    assert ledger.sql(asked).fetchall() == [("asserted",)]
    marker = ledger.root / "events" / "ledger.toml"
    marker.write_text(marker.read_text().replace('"UTC"', '"Asia/Baghdad"'))
    with Ledger.open(ledger.root, by="desk") as changed:
        assert changed.sql(asked).fetchall() == [("no-position",)]


def test_a_busy_writer_keeps_nobody_from_the_file(
    ledger: Ledger, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is appended while the projections are caught up is for the next question; this one has its answer."""
    status(ledger)
    ledger.append(support())
    catch_up = projections.catch_up

    def busily(connection: DuckDBPyConnection, log: Log, **how: Any) -> None:
        catch_up(connection, log, **how)
        with Ledger.open(ledger.root, by="desk") as other:
            other.append(support())

    monkeypatch.setattr(projections, "catch_up", busily)
    assert status(ledger) == (4, "order-unknown")
    assert status(ledger)[0] == 5
    assert narrated == []
    assert ledger.projector.current() is not None


def test_an_untrusted_relation_in_use_does_not_change(ledger: Ledger) -> None:
    """A query of somebody else keeps what it has open, too: nobody writes into the file that it reads."""
    asked = "select n.i, e.id from events e, range(5000) n(i) order by all"
    for own in (True, False):
        relation = ledger.sql(asked, trusted=False)
        before = relation.limit(10).fetchall()
        if own:
            status(ledger)
        else:
            ledger.close()
        for _ in range(3):
            ledger.append(support())
            status(ledger)
            with Ledger.open(ledger.root) as other:
                assert status(other) == status(ledger)
        assert relation.limit(10).fetchall() == before
        del relation
    names = {path.suffix for path in ledger.cache.glob("projections-*")}
    assert names <= {".duckdb", ".lock", ".lent"}
    assert len(list(ledger.cache.glob("*.lent"))) <= 1


def test_what_a_killed_process_left_beside_the_file_is_read(ledger: Ledger) -> None:
    """What was put into the projections before they could be closed is there for every query."""
    status(ledger)
    ledger.append(support())
    ledger.close()
    path = ledger.projector.current()
    left = (
        "import os, sys; from pathlib import Path; from ledger import Ledger\n"
        "from ledger.projector import database, projections\n"
        "ledger = Ledger.open(sys.argv[1]); connection = database.connect(Path(sys.argv[2]))\n"
        "projections.catch_up(connection, ledger.log); os._exit(0)"
    )
    assert python(left, ledger.root, str(path)).returncode == 0
    assert [each.suffix for each in ledger.cache.glob("*.wal")] == [".wal"]
    asked = "select max(seq) from events"
    assert ledger.sql(asked, trusted=False).fetchall() == ledger.sql(asked).fetchall() == [(4,)]


@pytest.mark.parametrize("missing", ["mark", "link", "file"])
def test_a_query_of_somebody_else_needs_no_place_in_the_cache(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Where nothing can be put beside the projections, or files have one name only, or theirs is gone, it is asked."""
    status(ledger)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    match missing:
        case "mark":
            monkeypatch.setattr(lending, "mark", refuse)
        case "link":
            monkeypatch.setattr(Path, "hardlink_to", refuse)
        case _:
            with Ledger.open(ledger.root) as other:
                other.projector.rebuild()
    with ledger.snapshot():
        assert status(ledger) == (3, "denied")
        assert ledger.sql("select count(*) from events", trusted=False).fetchall() == [(3,)]
        assert status(ledger) == (3, "denied")


def test_only_who_lives_keeps_a_file_from_being_written(tmp_path: Path) -> None:
    """A mark counts as long as its process may live; of another machine or container, nobody knows."""
    path = tmp_path / "projections-1.duckdb"
    assert not lending.is_lent(path)
    lending.mark(path)
    assert lending.is_lent(path)
    ended = python("import os; print(os.getpid())")
    marks = path.with_suffix(".lent")
    own = marks.read_text()
    number = ended.stdout
    here = own.rpartition(" ")[0]
    dead, contained = f"{here} {number}", f"{here}0 {number}"
    for said, is_lent in (
        *((dead, False), (dead + own, True), (contained, True)),
        *(("elsewhere 1\n", True), ("what?\n", True)),
    ):
        marks.write_text(said)
        assert lending.is_lent(path) is is_lent


def test_a_query_of_somebody_else_may_be_larger_than_memory(ledger: Ledger) -> None:
    """What does not fit is put aside where DuckDB finds a place, and is gone afterwards."""
    relation = ledger.sql("select current_setting('temp_directory')", trusted=False)
    ((folder,),) = relation.fetchall()
    assert Path(folder).parent == Path(tempfile.gettempdir())
    assert not Path(folder).exists()


def test_an_interrupted_catching_up_in_memory_is_not_answered_from(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be put beside the log, and deriving is interrupted, the next question begins anew."""
    ledger.close()
    shutil.rmtree(ledger.cache)
    ledger.cache.write_text("in the way")
    assert status(ledger) == (3, "denied")
    monkeypatch.setattr(projections, "FEW", 0)
    ledger.append(support())

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(projections, "_derive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            status(ledger)
    assert status(ledger) == (4, "order-unknown")


def test_a_query_of_somebody_else_may_write_where_it_is_told(ledger: Ledger, tmp_path: Path) -> None:
    """One folder may be given to it, and no other is."""
    folder = tmp_path / "it's for rows"
    folder.mkdir()
    relation = ledger.sql("from claims", trusted=False, folder=folder)
    relation.write_parquet(str(folder / "claims.parquet"))
    assert (
        ledger.sql(f"from '{tmp_path}/it''s for rows/claims.parquet'").fetchall()
        == ledger.sql("from claims").fetchall()
    )
    with pytest.raises(database.DatabaseError):
        relation.write_parquet(str(tmp_path / "claims.parquet"))


def test_a_path_that_duckdb_cannot_open_is_done_without(
    tmp_path: Path, narrated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where DuckDB makes no file, the answers come from memory."""
    monkeypatch.setattr(projector.Projector, "_empty", MAKE)
    Ledger.init(tmp_path / "what?")
    with Ledger.open(tmp_path / "what?", by="desk", tell=narrated.append) as opened:
        opened.append(Claim(id="pier-closed", text="Pier 4 is closed."))
        assert status(opened) == (1, "no-position")
    (sentence,) = narrated
    assert "DuckDB makes no file" in sentence
    assert "in memory" in sentence


def test_what_was_erased_elsewhere_is_gone_here(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An erased line that comes in with the files of another copy is gone from the projections and for the next append.

    The line stands in a closed segment, and nothing behind it says so; also for who wrote the log and has it open.
    """
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 10)
    for _ in range(2):
        ledger.append(support())
    assert status(ledger) == (5, "order-unknown")
    shutil.copytree(ledger.root / "events", tmp_path / "copy" / "events")
    with Ledger.open(tmp_path / "copy", by="desk") as copy:
        repairs.erase(copy.log, 4, Decision(at="2030-01-01T00:00:00.000000Z", by="desk", reason="a court"), wait=0)
    shutil.copytree(tmp_path / "copy" / "events", ledger.root / "events", dirs_exist_ok=True)
    with pytest.raises(UnknownName):
        ledger.append(Void(event="mayor:2"))
    with Ledger.open(ledger.root, by="desk") as opened:
        assert opened.sql("select observation from observations order by all").fetchall() == [
            ("mayor:1",),
            ("mayor:3",),
        ]
        with pytest.raises(UnknownName):
            opened.append(Void(event="mayor:2"))


@pytest.mark.parametrize("harm", ["deleted", "truncated", "garbage", "empty", "older"])
def test_a_broken_file_is_made_anew(ledger: Ledger, harm: str) -> None:
    """A file of projections that is gone, broken, or from another version costs nothing but the time to make it."""
    status(ledger)
    path = ledger.projector.current()
    assert path is not None
    ledger.close()
    match harm:
        case "deleted":
            path.unlink()
        case "truncated":
            path.write_bytes(path.read_bytes()[:5000])
        case "garbage":
            path.write_bytes(b"not a database")
        case "empty":
            path.write_bytes(b"")
        case _:
            connection = database.connect(path)
            connection.execute("update internal.meta set value = 'older' where key = 'fingerprint'")
            connection.close()
    ledger.append(support())
    assert status(ledger) == (4, "order-unknown")


def test_what_is_damaged_within_the_file_is_never_an_answer(ledger: Ledger) -> None:
    """Whatever block of the file a disk has changed, a question is answered right or told how to mend that."""
    asked = "select observation, speaker, occurred_latest from observations order by all"
    ledger.append(support())
    right = ledger.rows(asked)
    path = ledger.projector.current()
    assert path is not None
    ledger.close()
    whole = path.read_bytes()
    block, header, damaged = 256 * 1024, 3 * 4096, list[object]()
    for start in range(header, len(whole) - block + 1, block):
        for made in ledger.cache.glob("projections-*"):
            made.unlink()
        path.write_bytes(whole[: start + 500] + b"\xaa" * 64 + whole[start + 564 :])
        with Ledger.open(ledger.root, tell=lambda _: None) as opened:
            try:
                assert opened.rows(asked) == right
            except ProjectionsFailed as error:
                damaged.append((error.message.partition(": Corrupt database")[0], error.hint))
    assert set(damaged) == {("the file of the projections is damaged", "`claims rebuild` makes it anew")}
    with Ledger.open(ledger.root) as opened:
        opened.projector.rebuild()
        assert opened.rows(asked) == right


def test_projections_of_another_log_are_made_anew(ledger: Ledger, tmp_path: Path) -> None:
    """Where the log is not the one that was read (a restored copy, another branch), nothing of the old one is shown."""
    segment = tmp_path / "events" / "00000001.jsonl"
    whole = segment.read_bytes()
    ledger.append(support())
    assert status(ledger)[0] == 4
    segment.write_bytes(whole)
    assert status(ledger) == (3, "denied")


def test_a_damaged_log_is_not_projected(ledger: Ledger, tmp_path: Path) -> None:
    """What the chain does not hold together is refused with its place, and no answer is given."""
    segment = tmp_path / "events" / "00000001.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b"Pier 4 is closed.", b"Pier 5 is closed."))
    with pytest.raises(DamagedLog) as refused:
        status(ledger)
    assert refused.value.place == f"{segment}:2"


def test_rebuilding_gives_the_same(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """`rebuild` makes the projections from nothing, in a new file."""
    monkeypatch.setattr(projector.Projector, "_empty", MAKE)
    before = status(ledger)
    first = ledger.projector.current()
    assert ledger.projector.rebuild() == ledger.projector.current() != first
    assert status(ledger) == before
    assert first is not None
    assert not first.exists()


def test_sql_that_duckdb_rejects_keeps_its_words(unchanged: Ledger) -> None:
    """An error in a query is DuckDB's own, with its candidates; a text is one statement, and changes nothing."""
    with pytest.raises(QueryRejected, match="statuss"):
        unchanged.rows("select statuss from claims")
    with pytest.raises(QueryRejected, match="read-only"):
        unchanged.rows("create table mine (x int)")
    with pytest.raises(QueryRejected, match="more than one statement"):
        unchanged.rows("select 1; select 2")
    for ask in (unchanged.sql, unchanged.rows):
        with pytest.raises(QueryRejected, match="an empty query"):
            ask("; -- nothing")


@pytest.mark.parametrize(
    "query",
    [
        "from read_text('{outside}')",
        "from read_csv('{outside}')",
        "from '{outside}'",
        "copy (from claims) to '{outside}'",
        "attach '{outside}' as other",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "install httpfs",
        "load httpfs",
        "export database '{outside}'",
        "create table mine as from claims",
        "select * from outside",
    ],
)
def test_a_query_of_somebody_else_stays_inside(unchanged: Ledger, tmp_path: Path, query: str) -> None:
    """SQL that is not trusted answers from the relations, and can neither read nor write nor change anything else."""
    outside = tmp_path / "outside.csv"
    outside.write_text("secret\n1\n")
    assert unchanged.sql("select claim from claims", trusted=False).fetchall() == [("pier-closed",)]
    with pytest.raises((QueryRejected, duckdb.Error)):
        unchanged.sql(query.format(outside=outside), trusted=False).fetchall()
    assert outside.read_text() == "secret\n1\n"
    assert status(unchanged) == (3, "denied")


def test_other_clients_see_documented_relations() -> None:
    """Every relation, column and macro that a client sees has a comment."""
    connection = database.connect(None)
    projections.make(connection)
    bare = connection.execute(
        "select view_name from duckdb_views() where schema_name = 'main' and not internal and comment is null"
        " union all select table_name || '.' || column_name from duckdb_columns()"
        " where schema_name = 'main' and not internal and comment is null"
        " union all select function_name from duckdb_functions()"
        " where schema_name = 'main' and not internal and function_type like '%macro%' and comment is null"
    ).fetchall()
    assert bare == []
    connection.close()


def _append_beside_a_reader(ledger: Ledger) -> None:
    kept = ledger.sql("select count(*) from events")
    ledger.append(support())
    status(ledger)
    assert kept.fetchall()


def test_nothing_is_left_behind(
    ledger: Ledger, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many appends and reads the cache holds one file of projections, and the system's folder none of ours."""
    folder = tmp_path_factory.mktemp("system")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for _ in range(3):
        _append_beside_a_reader(ledger)
    assert ledger.sql("select count(*) from events", trusted=False).fetchall()
    assert len(list(ledger.cache.rglob("*.duckdb"))) == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("seen", [duckdb.InterruptException("Interrupted!"), RuntimeError("Query interrupted")])
def test_an_interrupted_query_is_no_damage(ledger: Ledger, seen: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way DuckDB says it: it is Ctrl-C that comes out, and the next question is answered."""

    def interrupted(*_: object) -> None:
        raise seen

    with monkeypatch.context() as patch:
        patch.setattr(projections, "_loaded", interrupted)
        with pytest.raises(KeyboardInterrupt):
            status(ledger)
    assert status(ledger) == (3, "denied")


def test_a_cache_that_is_deleted_while_an_answer_is_used_is_not_answered_from(
    ledger: Ledger, narrated: list[str]
) -> None:
    """DuckDB knows a file that is open by its name: a new one of that name would be the former one."""
    for number in range(3):
        held = ledger.claims()
        assert held.fetchall() != []
        shutil.rmtree(ledger.cache)
        ledger.append(Claim(id=f"newer-{number}", text="A newer claim."))
        assert f"newer-{number}" in {claim for claim, *_ in ledger.claims().fetchall()}
    assert narrated == []


def test_a_log_with_an_id_twice_is_read_by_nobody(tmp_path: Path) -> None:
    """No append makes such a log: whoever reads it is told the place of the second one."""
    Ledger.init(tmp_path)
    entries = placed((1, 1, 1))
    entries[2] = replace(entries[2], event=Claim(id="c1", text="Again."))
    write(tmp_path / "events", chained(entries))
    with (
        Ledger.open(tmp_path) as ledger,
        pytest.raises(DamagedLog, match="the id c1 of @3 belongs to an earlier event") as found,
    ):
        ledger.claims()
    assert found.value.place == f"{tmp_path / 'events' / '00000001.jsonl'}:3"


def test_copies_of_lines_that_a_kill_left_go_with_the_next_file(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the cache, which is deleted where a line is erased, and not among temporary files."""
    made: list[str | None] = []
    real = tempfile.TemporaryDirectory

    def noted(*, prefix: str, dir: Path | None = None) -> tempfile.TemporaryDirectory[str]:  # noqa: A002  # its name there
        made.append(str(dir))
        return real(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryDirectory", noted)
    assert status(ledger) == (3, "denied")
    ledger.append(support())
    assert status(ledger)[0] == 4
    assert made == [str(ledger.cache)] * 2
    for name in ("copies-left", "confined-left"):
        left = ledger.cache / name
        left.mkdir()
        ledger.rebuild()
        assert not left.exists()


def test_a_machine_that_names_no_namespaces_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of Linux, the name of the machine has to do."""

    def missing(path: Path) -> Path:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "readlink", missing)
    path = tmp_path / "projections-1.duckdb"
    lending.mark(path)
    assert path.with_suffix(".lent").read_text().rpartition(" ")[0] == platform.node()
    assert lending.is_lent(path)


def test_no_answer_needs_the_optimizer(unchanged: Ledger) -> None:
    """What a question does not have is never an error, also where DuckDB works it out and need not."""
    questions = [
        "from claims_as_of('2020-01-06T22:00Z')",
        "from claims_as_of('2020-01-06T22:00Z', perspective := 'ledger')",
        "from positions_as_of(null, recorded := 2)",
        "from observations_as_of('2020-01-06')",
        "from claims_after('mayor:1')",
        "from replay_as_of('2020-01-06')",
        "from claim_history('pier-closed')",
        "from story()",
    ]
    plain = unchanged.projector.connection()
    plain.execute("pragma disable_optimizer")
    for question in questions:
        found = sorted(map(str, plain.execute(question).fetchall()))
        assert found == sorted(map(str, unchanged.sql(question).fetchall()))
