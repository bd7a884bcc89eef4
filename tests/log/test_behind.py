"""What a catalog takes in stands in memory first: its file may be behind the log, and is never wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codec, durable, events
from ledger.errors import Refused
from ledger.events import Claim, Stance, Void
from ledger.log import stands_at
from ledger.log.segments import Position, Reader, segments
from tests.histories import histories
from tests.log.catalogs import CATALOG, made_anew, rows_of
from tests.log.logs import HARBOUR, append, chained, claim, open_log, placed, said, write

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log import Log
    from tests.histories import Batch


def seq_in(path: Path) -> int:
    """Up to where the file of a catalog has read."""
    return int(rows_of(path)["position"][0][2])


def end_of(directory: Path) -> Position:
    """The position behind the last whole batch of a log."""
    reader = Reader(directory)
    for _ in reader.batches():
        pass
    return reader.position


# What stands in memory


def test_what_is_let_go_of_in_memory_is_read_again(log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that knows more names than it keeps forgets what is written, and finds it in the file."""
    monkeypatch.setattr("ledger.log.catalog.rows._KNOWN", 1)
    for number in range(5):
        append(log, claim(number))
        append(log, said(stances=(Stance(claim=f"c{number // 2}", stance="deny"),)))
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


def test_who_appends_once_leaves_nothing_unwritten(log: Log, tmp_path: Path) -> None:
    """The first append of a process writes the catalog; the more it appends, the more of it waits, until it closes."""
    path = tmp_path / CATALOG
    assert seq_in(path) == len(HARBOUR)
    for _ in range(3):
        append(log, said())
    assert seq_in(path) == len(HARBOUR) + 2
    append(log, *(claim(number) for number in range(50)))
    behind = seq_in(path)
    append(log, said())
    assert seq_in(path) == behind < len(HARBOUR) + 54
    log.close()
    assert seq_in(path) == len(HARBOUR) + 54
    assert rows_of(path) == made_anew(log, tmp_path / "anew")


def test_who_is_killed_leaves_a_catalog_that_is_behind(log: Log, tmp_path: Path) -> None:
    """Where what stood in memory is lost, the next writer reads it from the log, and knows all of it."""
    append(log, *(claim(number) for number in range(50)))
    append(log, said("mayor-1"))
    assert seq_in(tmp_path / CATALOG) < len(HARBOUR) + 51
    fresh = open_log(tmp_path)
    assert not append(fresh, said("mayor-1"))[0].is_new
    with pytest.raises(Refused, match="no observation or report"):
        append(fresh, said(after=("mayor-9",)))
    fresh.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


def test_who_closes_while_another_writes_leaves_that_to_them(log: Log, tmp_path: Path) -> None:
    """A catalog is written under the lock of the log only; who does not get it leaves the file behind, and right."""
    append(log, *(claim(number) for number in range(50)))
    append(log, said("mayor-1"))
    behind = seq_in(tmp_path / CATALOG)
    with durable.lock(log.directory, wait=0):
        log.close()
    assert seq_in(tmp_path / CATALOG) == behind
    assert not append(log, said("mayor-1"))[0].is_new
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


@given(histories(), st.data())
def test_writers_that_take_turns_know_the_same(
    tmp_path_factory: pytest.TempPathFactory, history: list[Batch], data: st.DataObject
) -> None:
    """Whoever of three writers appends next or closes: each knows what is in the log, and whoever comes after them."""
    root = tmp_path_factory.mktemp("turns")
    logs = [open_log(root) for _ in range(3)]
    alone = open_log(tmp_path_factory.mktemp("alone"))
    for at, given_events in history:
        batch = [events.decode(json.dumps(event).encode()) for event in given_events]
        told: list[object] = []
        for log in (data.draw(st.sampled_from(logs)), alone):
            try:
                told.append([(one.entry, one.is_new) for one in append(log, *batch, at=at)])
            except Refused as error:
                told.append((str(error), error.hint))
        assert told[0] == told[1]
        if data.draw(st.booleans()):
            data.draw(st.sampled_from(logs)).close()
    for log in (*logs, alone):
        log.close()
    after = open_log(root)
    append(after)
    after.close()
    assert rows_of(root / CATALOG) == made_anew(after, root / "anew")


def test_a_refused_batch_leaves_what_stood_before(log: Log, tmp_path: Path) -> None:
    """What waits to be written outlives the refusal of a later batch, and nothing of that batch does."""
    append(log, *(claim(number) for number in range(50)))
    append(log, said("mayor-1"))
    with pytest.raises(Refused):
        append(log, Claim(id="late", text="Late."), Void(event="mayor-1"), said(speaker="nobody"))
    assert append(log, Claim(id="late", text="Too late."), said(amends="mayor-1"))[0].is_new
    log.close()
    assert rows_of(tmp_path / CATALOG) == made_anew(log, tmp_path / "anew")


# Where it ends


@pytest.mark.parametrize("length", [10, 3_950, 4_100, 60_000])
@pytest.mark.parametrize("last", [10, 3_800, 3_950, 4_100, 60_000])
def test_the_last_line_is_known_again_whatever_its_length(tmp_path: Path, length: int, last: int) -> None:
    """Behind two lines of any length a position stands, until a byte of the last or the chain before it is harmed."""
    directory = tmp_path / "events"
    entries = placed((1, 1, 1))
    texts = ("a", "b" * length, "c" * last)
    changed = [
        codec.Entry(seq=each.seq, recorded_at=each.recorded_at, by="desk", event=Claim(id=each.id, text=text), chain="")
        for each, text in zip(entries, texts, strict=True)
    ]
    lines = chained(changed)
    write(directory, lines)
    end = end_of(directory)
    assert end.seq == 3
    assert stands_at(directory, end)
    path = segments(directory)[0][1]
    whole = path.read_bytes()
    for place in (-10, -len(lines[2]) + 8, -len(lines[2]) - 5):
        harmed = bytearray(whole)
        harmed[place] ^= 1
        path.write_bytes(harmed)
        assert not stands_at(directory, end)
    path.write_bytes(whole[:-1])
    assert not stands_at(directory, end)


def test_the_first_line_of_a_segment_follows_the_one_before(tmp_path: Path) -> None:
    """A position behind the first line of a segment is held against the last line of the segment before it."""
    directory = tmp_path / "events"
    write(directory, chained(placed((1, 1, 1))), firsts=(1, 3))
    end = end_of(directory)
    assert end.segment == 3
    assert stands_at(directory, end)
    path = segments(directory)[0][1]
    path.write_bytes(path.read_bytes()[:-10] + b"x" * 8 + b"}\n")
    assert not stands_at(directory, end)
    path.unlink()
    assert not stands_at(directory, end)


def test_a_position_within_a_batch_does_not_stand(tmp_path: Path) -> None:
    """A batch counts when it is whole."""
    directory = tmp_path / "events"
    lines = chained(placed((3,)))
    write(directory, lines)
    entry = codec.decode(lines[1][:-1])
    inside = Position(offset=len(lines[0]) + len(lines[1]), seq=2, chain=entry.chain)
    assert not stands_at(directory, inside)
    assert stands_at(directory, end_of(directory))
