"""What a catalog attests is what it has read, to the byte, by the rules of this build; else it attests nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codec, durable
from ledger.events import types
from ledger.log import START, Position, Reader, attestation, segments
from ledger.log.attestation import Attestation, NotAttested, copies
from ledger.log.catalog import storage
from ledger.log.segments import log_bytes
from tests.log import catalogs
from tests.log.catalogs import change
from tests.log.logs import append, chained, claim, erased, placed, write
from tests.log.three_segments import FIRSTS, LINES, SIZES, follow, three_segments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.log import Log


def known(log: Log, start: Position = START) -> Attestation | None:
    """What the catalog attests of a log."""
    return attestation.attested(log.catalog_file, log.directory, start)


def copied(log: Log, folder: Path, start: Position = START) -> bytes:
    """What is attested of a log, copied and put together."""
    said = known(log, start)
    assert said is not None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    found = list(copies(log.directory, start, said, folder))
    for copy in found:
        lines = copy.path.read_bytes().splitlines()
        assert [codec.decode(line).seq for line in lines] == list(range(copy.first, copy.last + 1))
    assert len(list(folder.iterdir())) == len(found)
    return b"".join(copy.path.read_bytes() for copy in reversed(found))


def positions(log: Log) -> list[Position]:
    """Every position between two batches of a log."""
    reader = Reader(log.directory)
    return [START, *(reader.position for _ in reader.batches())]


@pytest.fixture
def three(tmp_path: Path) -> Log:
    """A log of three segments, and a catalog that has read it."""
    return three_segments(tmp_path)


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_what_was_read_is_copied_from_anywhere(
    three: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """From any position between two batches, the copies are the lines of the log from there on, to the byte."""
    monkeypatch.setattr(attestation, "_BLOCK", block)
    end = positions(three)[-1]
    assert end.seq == len(LINES)
    for start in positions(three)[:-1]:
        said = known(three, start)
        assert said == Attestation(end=end, erased=frozenset())
        assert copied(three, tmp_path / "copies", start) == b"".join(LINES[start.seq :])
    assert known(three, end) is None


def test_what_was_appended_since_is_not_attested(three: Log, tmp_path: Path) -> None:
    """What the file of the catalog does not know yet stands behind what it attests, in the same segment or another."""
    lines = [*LINES, *chained(placed((*SIZES, 1, 3))[len(LINES) :], previous=positions(three)[-1].chain)]
    for firsts in (FIRSTS, (*FIRSTS, 12)):
        write(three.directory, lines, firsts=firsts)
        assert copied(three, tmp_path / "copies") == b"".join(LINES)


def test_an_erased_line_counts_by_its_leaf(three: Log, tmp_path: Path) -> None:
    """A line that was erased before it was read is attested as it stands. Of one that was erased since, nothing is."""
    lines = list(LINES)
    lines[1] = erased(lines[1])
    write(three.directory, lines, firsts=FIRSTS)
    assert known(three) is None
    three.catalog_file.unlink()
    follow(three)
    said = known(three)
    assert said is not None
    assert said.erased == {2}
    assert copied(three, tmp_path / "copies") == b"".join(lines)
    write(three.directory, LINES, firsts=FIRSTS)
    assert known(three) is None


def test_an_erased_end_attests_nothing(three: Log, tmp_path: Path) -> None:
    """Where the last line of a segment is erased, whether a batch ends there is left to whoever reads every line."""
    for index in (3, 9):
        lines = list(LINES)
        lines[index] = erased(lines[index])
        write(three.directory, lines, firsts=FIRSTS)
        three.catalog_file.unlink()
        follow(three)
        with pytest.raises(NotAttested, match="no batch ends here"):
            copied(three, tmp_path / "copies")


@given(st.data())
def test_no_flipped_bit_is_attested(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A bit that is flipped anywhere in what was read is found before a copy of its segment is handed out."""
    root = tmp_path_factory.mktemp("flipped")
    log = three_segments(root)
    said = known(log)
    assert said is not None
    first, path = data.draw(st.sampled_from(segments(log.directory)))
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(whole)
    folder = root / "copies"
    folder.mkdir()
    handed_out: list[int] = []
    with pytest.raises(NotAttested):
        handed_out.extend(copy.first for copy in copies(log.directory, START, said, folder))
    assert first not in handed_out


def cut_within_a_batch(directory: Path) -> None:
    """Begin a segment in the middle of a batch."""
    for _, path in segments(directory):
        path.unlink()
    write(directory, LINES, firsts=(1, 3))


def lose_the_first(directory: Path) -> None:
    """Have no first segment."""
    segments(directory)[0][1].unlink()


def misname(directory: Path) -> None:
    """Give a segment the number of another line."""
    path = segments(directory)[1][1]
    path.rename(path.with_name("00000006.jsonl"))


def lengthen(directory: Path) -> None:
    """Have bytes of no line behind a segment."""
    path = segments(directory)[0][1]
    path.write_bytes(path.read_bytes() + b"{}")


def empty(directory: Path) -> None:
    """Have nothing in a segment."""
    segments(directory)[0][1].write_bytes(b"")


def put_a_directory_there(directory: Path) -> None:
    """Have something that is no file in the place of a segment."""
    path = segments(directory)[1][1]
    path.unlink()
    path.mkdir()


def test_lines_may_be_in_other_segments_than_they_were(three: Log, tmp_path: Path) -> None:
    """A batch in one segment is all that is asked of them, so segments that were joined hold what was read."""
    (_, one), (_, two), _ = segments(three.directory)
    one.write_bytes(one.read_bytes() + two.read_bytes())
    two.unlink()
    assert copied(three, tmp_path / "copies") == b"".join(LINES)


@pytest.mark.parametrize(
    "harm",
    [cut_within_a_batch, lose_the_first, misname, lengthen, empty, put_a_directory_there],
)
def test_segments_that_were_not_read_so_are_not_attested(
    three: Log, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """The lines have to stand in segments as a log has them, each whole batch in one."""
    said = known(three)
    assert said is not None
    (tmp_path / "copies").mkdir()
    harm(three.directory)
    if known(three) is not None:
        with pytest.raises(NotAttested):
            list(copies(three.directory, START, said, tmp_path / "copies"))


def test_a_log_that_is_shorter_or_another_is_not_attested(three: Log) -> None:
    """A catalog that is ahead of the log, or of another one, says nothing of it."""
    segments(three.directory)[-1][1].unlink()
    assert known(three) is None
    write(three.directory, LINES[:9], firsts=FIRSTS)
    assert known(three) is None
    write(three.directory, chained(placed((1,) * 10)), firsts=FIRSTS)
    assert known(three) is None


def test_a_time_that_the_last_line_has_not_attests_nothing(three: Log, tmp_path: Path) -> None:
    """Up to when was recorded is taken from nowhere but the log."""
    change(three.catalog_file, "update position set recorded_at = '2019'")
    with pytest.raises(NotAttested, match="the time of the last line is another"):
        copied(three, tmp_path / "copies")


def test_a_line_of_another_type_in_the_place_of_a_damaged_one_is_refused(three: Log, tmp_path: Path) -> None:
    """An erased line that does not fit is not taken for what was there."""
    lines = list(LINES)
    for wrong in (erased(lines[1]), erased(lines[2]).replace(b'"seq":3', b'"seq":4')):
        write(three.directory, [*lines[:2], wrong, *lines[3:]], firsts=FIRSTS)
        closed = log_bytes(three.directory, before=FIRSTS[-1])
        change(three.catalog_file, f"update position set closed = {closed}")
        with pytest.raises(NotAttested, match="the chain fails at @3"):
            copied(three, tmp_path / "copies")


def lose_the_erased(path: Path) -> None:
    """Lose the table of what was erased."""
    change(path, "drop table erased")


def mistype(path: Path) -> None:
    """Have a word where a number belongs."""
    change(path, "update position set seq = 'ten'")


def go_below_zero(path: Path) -> None:
    """Have an offset before the beginning of a segment."""
    change(path, 'update position set "offset" = -1')


@pytest.mark.parametrize(
    "harm",
    [
        catalogs.remove,
        catalogs.scribble,
        catalogs.age,
        catalogs.forget_position,
        catalogs.damage_pages,
        catalogs.garble_schema,
        catalogs.put_a_directory_there,
        lose_the_erased,
        mistype,
    ],
)
def test_a_catalog_that_cannot_be_read_attests_nothing(three: Log, harm: Callable[[Path], None]) -> None:
    """Whatever became of the file, it says nothing, and is left as it is."""
    harm(three.catalog_file)
    before = sorted(three.catalog_file.parent.iterdir())
    assert known(three) is None
    assert sorted(three.catalog_file.parent.iterdir()) == before


def test_a_position_that_cannot_be_attests_nothing(three: Log, tmp_path: Path) -> None:
    """An offset that no file has is none at which the log could be."""
    go_below_zero(three.catalog_file)
    if known(three) is not None:
        with pytest.raises(NotAttested):
            copied(three, tmp_path / "copies")


def test_who_reads_a_catalog_neither_waits_nor_is_waited_for(three: Log, tmp_path: Path) -> None:
    """While a writer holds the catalog for itself, and where nothing can be written, it is read as its file stands."""
    holder = sqlite3.connect(three.catalog_file, isolation_level=None)
    holder.execute("begin exclusive")
    holder.execute("update position set seq = 1")
    before = sorted(three.catalog_file.parent.iterdir())
    with durable.lock(three.directory, wait=0):
        assert copied(three, tmp_path / "copies") == b"".join(LINES)
    holder.execute("rollback")
    assert sorted(three.catalog_file.parent.iterdir()) == before
    holder.close()
    three.catalog_file.chmod(stat.S_IRUSR)
    three.catalog_file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert copied(three, tmp_path / "copies") == b"".join(LINES)
    finally:
        three.catalog_file.parent.chmod(stat.S_IRWXU)


# By whose rules


@pytest.mark.parametrize("place", ["a b?c#d%20", "ö", "x;y&z"])
def test_a_catalog_is_found_under_any_name(tmp_path: Path, place: str) -> None:
    """What a path means to SQLite is not what it has in it."""
    assert known(three_segments(tmp_path / place)) is not None


def test_a_catalog_by_other_rules_attests_nothing(three: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build made that knows other events, or other lines, is no word of this one; its next writer reads anew."""
    for module, name, value in ((codec, "RULES", 99), (storage, "VERSION", 99)):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            assert known(three) is None
        assert known(three) is not None
    monkeypatch.setattr(types, "Mode", Literal["quote", "paraphrase", "inferred", "sung"])
    assert known(three) is None
    append(three, claim(11))
    three.close()
    said = known(three)
    assert said is not None
    assert said.end.seq == len(LINES) + 1
    monkeypatch.undo()
    assert known(three) is None
