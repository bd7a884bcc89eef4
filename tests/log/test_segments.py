"""Reading the log: segments in their order, lines one by one, batches whole, and what a crash leaves behind."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import codec
from ledger.codec import Entry, Erased
from ledger.errors import DamagedLog, StorageFailed
from ledger.log import START, Line, Position, Reader, lookup, place_of, segment_path, segments, stands_at
from ledger.log.lookup import before_last, entry_at, last_lines
from tests.log.logs import chained, erased, placed, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SIZES = (1, 3, 1, 2)
SIZES_DRAWN = st.lists(st.integers(1, 4), min_size=1, max_size=6)


def log_of(directory: Path, lines: Sequence[bytes], *, firsts: Sequence[int] = (1,)) -> Path:
    """The lines in segments that begin with these seqs, and nothing else in the directory."""
    for path in directory.glob("*.jsonl"):
        path.unlink()
    write(directory, lines, firsts=firsts)
    return directory


def read(directory: Path, start: Position = START) -> tuple[list[list[Line]], Reader]:
    """All whole batches, and the reader behind them."""
    reader = Reader(directory, start)
    return list(reader.batches()), reader


def read_seqs(directory: Path) -> list[list[int]]:
    """The seqs of all whole batches."""
    return [[line.entry.seq for line in batch] for batch in read(directory)[0]]


def damage(directory: Path) -> DamagedLog:
    """What is wrong with a log that cannot be read to its end."""
    with pytest.raises(DamagedLog) as found:
        read(directory)
    return found.value


def outcome(reading: Callable[[], list[Line]]) -> list[Line] | str:
    """The lines that are read, or what is said of the damage."""
    try:
        return reading()
    except DamagedLog as error:
        return str(error)


# Whole batches


@given(SIZES_DRAWN)
def test_batches_come_whole(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    """Every batch is given with its lines, each with its bytes and its offset; then nothing is torn."""
    lines = chained(placed(sizes))
    batches, reader = read(log_of(tmp_path_factory.getbasetemp() / "whole", lines))
    assert [len(batch) for batch in batches] == sizes
    flat = [line for batch in batches for line in batch]
    assert [line.raw + b"\n" for line in flat] == lines
    assert [line.offset for line in flat] == [0, *accumulate(map(len, lines))][:-1]
    assert [line.entry.seq for line in flat] == list(range(1, len(lines) + 1))
    assert reader.torn is None
    assert reader.position == Position(
        segment=1,
        offset=sum(map(len, lines)),
        seq=len(lines),
        chain=flat[-1].entry.chain,
        recorded_at=placed(sizes)[-1].recorded_at,
    )


@given(SIZES_DRAWN, st.data())
def test_reading_goes_on_where_it_stopped(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    """From the position behind any batch on, exactly the rest is read, across segments too."""
    lines = chained(placed(sizes))
    starts = [1, *(total + 1 for total in accumulate(sizes))][:-1]
    firsts = [first for first in starts if first == 1 or data.draw(st.booleans())]
    directory = log_of(tmp_path_factory.getbasetemp() / "rest", lines, firsts=firsts)
    whole, at_end = read(directory)
    reader = Reader(directory)
    for number, batch in enumerate(reader.batches(), start=1):
        assert batch == whole[number - 1]
        assert stands_at(directory, reader.position)
        rest, behind = read(directory, reader.position)
        assert rest == whole[number:]
        assert behind.position == at_end.position


def test_the_lines_are_those_of_the_batches(tmp_path: Path) -> None:
    """Line by line is the same as batch by batch."""
    directory = log_of(tmp_path, chained(placed(SIZES)))
    assert list(Reader(directory).lines()) == [line for batch in read(directory)[0] for line in batch]


def test_a_log_without_segments_is_empty(tmp_path: Path) -> None:
    """A ledger in which nothing was recorded has no segments, or an empty one."""
    (tmp_path / "ledger.toml").touch()
    assert read(tmp_path)[0] == []
    assert segments(tmp_path) == []
    segment_path(tmp_path, 1).touch()
    batches, reader = read(tmp_path)
    assert (batches, reader.position, reader.torn) == ([], START, None)


def test_segments_have_names_of_eight_digits_or_more(tmp_path: Path) -> None:
    """The name of a segment is its first seq; files of other names are none."""
    for name in ("00000001.jsonl", "00000012.jsonl", "123456789.jsonl"):
        (tmp_path / name).touch()
    for name in ("1.jsonl", "000000012.jsonl", "00000000.jsonl", "00000012.jsonl.torn-3-1", "x.jsonl", "ledger.toml"):
        (tmp_path / name).touch()
    assert segments(tmp_path) == [(first, segment_path(tmp_path, first)) for first in (1, 12, 123456789)]
    assert segment_path(tmp_path, 123456789).name == "123456789.jsonl"


# Torn tails


@pytest.mark.parametrize("nuls", [b"", b"\0", b"\0" * 5000], ids=["cut", "a-nul", "nuls"])
def test_wherever_a_write_stopped_whole_batches_are_read(tmp_path: Path, nuls: bytes) -> None:
    """A log cut off at any byte, with or without NULs behind, gives its whole batches; the rest is torn, not damage.

    Where only the last newline of a batch is missing, the torn tail is that whole batch.
    """
    lines = chained(placed(SIZES))
    data = b"".join(lines)
    ends = [len(b"".join(lines[:seq])) for seq in (0, *accumulate(SIZES))]
    path = segment_path(log_of(tmp_path, []), 1)
    few = {*ends, *(end - 1 for end in ends[1:]), *range(0, len(data), 29)}
    for cut in sorted(few) if nuls else range(len(data) + 1):
        path.write_bytes(data[:cut] + nuls)
        batches, reader = read(tmp_path)
        whole = max(number for number, end in enumerate(ends) if end <= cut)
        assert [len(batch) for batch in batches] == list(SIZES[:whole])
        assert reader.position.offset == ends[whole]
        behind = data[ends[whole] : cut] + nuls
        assert (reader.torn.data if reader.torn else b"") == behind
        batch = reader.torn.batch if reader.torn else ()
        if cut + 1 in ends:
            assert b"".join(line.raw + b"\n" for line in batch) == data[ends[whole] : cut + 1]
            assert reader.torn is not None
            path.write_bytes(data[: cut + 1])
            assert read(tmp_path)[1].position == reader.torn.end
        else:
            assert batch == ()


def test_a_last_line_that_is_not_valid_and_lacks_its_newline_is_torn(tmp_path: Path) -> None:
    """Bytes without a newline at the very end are torn, whatever they are; the chain need not hold for them."""
    lines = chained(placed(SIZES))
    for tail in (b"x", b"\xff\xfe", lines[-1][:-1].replace(b"It is", b"It was"), b"{}" * 100_000):
        directory = log_of(tmp_path, [*lines, tail])
        batches, reader = read(directory)
        assert [len(batch) for batch in batches] == list(SIZES)
        assert reader.torn is not None
        assert (reader.torn.data, reader.torn.batch) == (tail, ())


# Damage


@given(st.data())
def test_no_byte_can_be_changed_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Another byte anywhere in the log is damage; only a NUL in place of the last newline is what a crash leaves."""
    whole = b"".join(chained(placed(SIZES)))
    place = data.draw(st.integers(0, len(whole) - 1) | st.just(len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    directory = log_of(tmp_path_factory.getbasetemp() / "changed", [])
    path = segment_path(directory, 1)
    path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
    if place == len(whole) - 1 and other == 0:
        torn = read(directory)[1].torn
        assert torn is not None
        assert len(torn.batch) == SIZES[-1]
        return
    line = whole[:place].count(b"\n") + 1
    assert damage(directory).place == f"{path}:{line}"


def without(lines: list[bytes], *numbers: int) -> list[bytes]:
    """The lines but for some, counted from 1."""
    return [line for number, line in enumerate(lines, start=1) if number not in numbers]


def test_a_line_is_where_it_was_written(tmp_path: Path) -> None:
    """A line that is missing, there twice, or in another's place is found at the first line that is not right."""
    lines = chained(placed(SIZES))
    first, second, *rest = lines
    for number, changed in (
        (1, lines[1:]),
        (3, without(lines, 3)),
        (1, [second, first, *rest]),
        (2, [first, first, second, *rest]),
        (8, [*lines, lines[-1]]),
        (3, [first, second, b"\n", *rest]),
        (8, [*lines, b"\n"]),
        (8, [*lines, b"\0\0\n"]),
    ):
        found = damage(log_of(tmp_path, changed))
        assert found.place == f"{segment_path(tmp_path, 1)}:{number}"
        assert found.hint


def test_a_line_of_another_log_does_not_fit(tmp_path: Path) -> None:
    """A valid line with the right seq, taken from a log with another past, fails by its chain."""
    lines = chained(placed((1, 1)))
    other = chained([replace(entry, by="somebody") for entry in placed((1, 1))])
    found = damage(log_of(tmp_path, [lines[0], other[1]]))
    assert found.message == "the chain fails at @2: this line or its place is not what was written"
    assert found.place == f"{segment_path(tmp_path, 1)}:2"


def test_what_somebody_else_chained_is_still_checked(tmp_path: Path) -> None:
    """A log whose chain holds is damaged all the same where time goes back, or a batch is not one batch."""
    early, late = "2020-01-01T00:00:00.000000Z", "2020-01-30T00:00:00.000000Z"

    def changed(number: int, **fields: object) -> list[bytes]:
        entries = placed(SIZES)
        entries[number - 1] = replace(entries[number - 1], **fields)
        return chained(entries)

    for lines, message, number in (
        (changed(5, recorded_at=early), "recorded_at goes back at @5", 5),
        (changed(5, recorded_at=late), "recorded_at goes back at @6", 6),
        (changed(3, recorded_at=placed(SIZES)[4].recorded_at), "a batch is broken at @3", 3),
        (changed(2, batch=(2, 3)), "a batch is broken at @2", 2),
        (changed(3, batch=None), "a batch is broken at @3", 3),
        (changed(3, batch=(3, 3)), "a batch is broken at @3", 3),
        (changed(3, batch=(2, 4)), "a batch is broken at @3", 3),
        (changed(4, batch=(3, 4)), "a batch is broken at @4", 4),
        (changed(5, batch=(1, 2)), "a batch is broken at @6", 6),
        (changed(5, seq=6), "seq 5 is expected here, not 6", 5),
    ):
        found = damage(log_of(tmp_path, lines))
        assert found.message == message
        assert found.place == f"{segment_path(tmp_path, 1)}:{number}"


def test_the_end_of_a_line_that_is_not_its_newline_is_damage(tmp_path: Path) -> None:
    """A whole acknowledged line whose newline became another byte is not torn, or the next append would drop it."""
    for sizes in ((1,), (3,), SIZES):
        lines = chained(placed(sizes))
        found = damage(log_of(tmp_path, [*lines[:-1], lines[-1][:-1] + b"J"]))
        assert found.message == "the line's end is damaged"
        assert found.place == f"{segment_path(tmp_path, 1)}:{len(lines)}"


def test_a_line_in_no_canonical_form_is_placed(tmp_path: Path) -> None:
    """What the codec refuses is damage with `file:line` and a hint."""
    lines = chained(placed((1, 1)))
    found = damage(log_of(tmp_path, [lines[0], lines[1].replace(b'{"seq"', b'{ "seq"')]))
    assert found.place == f"{segment_path(tmp_path, 1)}:2"
    assert found.hint
    found = damage(log_of(tmp_path, [lines[0], b"x" * 70_000 + b"\n"]))
    assert found.message == "a line of 70,000 bytes; at most 65,535 are allowed"


# Segments


def test_segments_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The chain, the seqs and the times go on from segment to segment; a place names the segment and its line."""
    lines = chained(placed(SIZES))
    directory = log_of(tmp_path, lines, firsts=(1, 2, 6))
    assert read_seqs(directory) == [[1], [2, 3, 4], [5], [6, 7]]
    _, reader = read(directory)
    assert (reader.position.segment, reader.position.offset) == (6, len(b"".join(lines[5:])))
    assert place_of(directory, 5) == f"{segment_path(directory, 2)}:4"
    assert place_of(directory, 6) == f"{segment_path(directory, 6)}:1"
    path = segment_path(directory, 2)
    path.write_bytes(path.read_bytes().replace(b"It is 5", b"It is 6"))
    assert damage(directory).place == f"{path}:4"


@pytest.mark.parametrize(
    ("missing", "wanted"), [(1, "00000001.jsonl:1"), (2, "00000002.jsonl:1"), (5, "00000005.jsonl:1")]
)
def test_a_missing_segment_is_damage(tmp_path: Path, missing: int, wanted: str) -> None:
    """Where a segment is gone, the error names it and says which ones are there."""
    directory = log_of(tmp_path, chained(placed(SIZES)), firsts=(1, 2, 5, 6))
    segment_path(directory, missing).unlink()
    found = damage(directory)
    assert found.place == str(tmp_path / wanted)
    assert "00000006.jsonl" in found.message


def test_a_reader_misses_the_segment_that_it_stopped_in(tmp_path: Path) -> None:
    """A reader that goes on in a segment which is gone names that one."""
    directory = log_of(tmp_path, chained(placed(SIZES)), firsts=(1, 5))
    position = read(directory)[1].position
    segment_path(directory, 5).unlink()
    with pytest.raises(DamagedLog) as found:
        read(directory, position)
    assert found.value.place == f"{segment_path(directory, 5)}:1"
    segment_path(directory, 1).unlink()
    with pytest.raises(DamagedLog, match="there: none"):
        read(directory, position)


def test_only_the_last_segment_can_be_torn(tmp_path: Path) -> None:
    """A segment that another one follows was closed whole: anything torn in it is damage."""
    lines = chained(placed(SIZES))
    directory = log_of(tmp_path, lines, firsts=(1, 5))
    path = segment_path(directory, 1)
    whole = path.read_bytes()
    for torn in (whole[:-1], whole[: -len(lines[3])], whole + b"x"):
        path.write_bytes(torn)
        found = damage(directory)
        assert found.message == "the segment ends within a batch"
        assert (found.place or "").startswith(f"{path}:")


def test_the_last_segment_may_be_empty_or_torn_from_its_start(tmp_path: Path) -> None:
    """A crash between making a segment and writing it leaves it empty; one within the write leaves a torn start."""
    lines = chained(placed(SIZES))
    directory = log_of(tmp_path, lines, firsts=(1, 5))
    path = segment_path(directory, 5)
    path.write_bytes(b"")
    _, reader = read(directory)
    assert (reader.position.segment, reader.position.offset, reader.position.seq) == (5, 0, 4)
    assert reader.torn is None
    path.write_bytes(lines[4][:50])
    _, reader = read(directory)
    assert (reader.position.segment, reader.position.offset, reader.position.seq) == (5, 0, 4)
    assert reader.torn is not None


# Erased lines


@given(SIZES_DRAWN, st.data())
def test_a_log_is_whole_without_what_was_erased(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    """Whichever lines are erased, first, middle or last of a batch or all of it, the rest reads as before."""
    lines = chained(placed(sizes))
    gone = data.draw(st.sets(st.integers(1, len(lines))))
    changed = [erased(line) if number in gone else line for number, line in enumerate(lines, start=1)]
    directory = log_of(tmp_path_factory.getbasetemp() / "erased", changed)
    batches, reader = read(directory)
    flat = [line.entry for batch in batches for line in batch]
    assert [entry.seq for entry in flat] == list(range(1, len(lines) + 1))
    assert {entry.seq for entry in flat if isinstance(entry, Erased)} == gone
    assert reader.torn is None
    assert [entry for entry in flat if isinstance(entry, Entry)] == [
        replace(entry, chain=found.chain)
        for entry, found in zip(placed(sizes), flat, strict=True)
        if entry.seq not in gone
    ]


@given(SIZES_DRAWN, st.data())
def test_what_is_erased_cannot_hide_a_change(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    """Lines cannot be dropped, swapped or erased with another leaf beside an erased one."""
    lines = chained(placed([*sizes, 2]))
    gone = data.draw(st.integers(1, len(lines) - 1))
    changed = [erased(line) if number == gone else line for number, line in enumerate(lines, start=1)]
    directory = tmp_path_factory.getbasetemp() / "hidden"
    assert damage(log_of(directory, without(changed, gone))).place == f"{segment_path(directory, 1)}:{gone}"
    leaf = codec.leaf(codec.body_of(lines[gone - 1][:-1])).encode()
    forged = [line.replace(leaf, leaf[::-1]) for line in changed]
    assert damage(log_of(directory, forged)).place == f"{segment_path(directory, 1)}:{gone}"


def test_erasing_leaves_no_room_for_a_batch_that_never_was(tmp_path: Path) -> None:
    """The second of a batch may follow an erased line that stood for itself, and no other line."""
    alone, first, second = placed((1, 2))
    whole = chained([alone, first, second])
    assert read_seqs(log_of(tmp_path, [whole[0], erased(whole[1]), whole[2]])) == [[1], [2], [3]]
    assert read_seqs(log_of(tmp_path, [erased(whole[0]), erased(whole[1]), whole[2]])) == [[1], [2], [3]]
    third = replace(second, seq=3, batch=(2, 3))
    assert damage(log_of(tmp_path, chained([alone, replace(alone, seq=2), third]))).message.startswith("a batch is")
    pair = placed((2, 2))
    lines = chained([pair[0], pair[1], replace(pair[3], seq=3)])
    broken = [lines[0], erased(lines[1]), lines[2]]
    assert damage(log_of(tmp_path, broken)).message == "a batch is broken at @3"
    assert damage(log_of(tmp_path, [erased(lines[0]), erased(lines[1]), lines[2]], firsts=(1, 3))).place == (
        f"{segment_path(tmp_path, 3)}:1"
    )


# One entry


@given(SIZES_DRAWN, st.data())
def test_an_entry_is_found_by_halving(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    """The line with a seq is what reading from the start finds there, torn tails, erased lines and segments or not."""
    entries = placed(sizes)
    long = data.draw(st.lists(st.integers(1, len(entries))))
    entries = [
        replace(entry, event=replace(entry.event, text="x" * 3000)) if entry.seq in long else entry for entry in entries
    ]
    lines = chained(entries)
    gone = data.draw(st.sets(st.integers(1, len(lines))))
    lines = [erased(line) if number in gone else line for number, line in enumerate(lines, start=1)]
    starts = [1, *(total + 1 for total in accumulate(sizes))][:-1]
    firsts = [first for first in starts if first == 1 or data.draw(st.booleans())]
    directory = log_of(tmp_path_factory.getbasetemp() / "halved", lines, firsts=firsts)
    last = segment_path(directory, firsts[-1])
    size = last.stat().st_size
    last.write_bytes(last.read_bytes()[: data.draw(st.integers(0, size) | st.just(size))] + b"\0" * 10)
    found = {line.entry.seq: line.entry for batch in read(directory)[0] for line in batch}
    for seq in range(len(lines) + 3):
        by_halving = entry_at(directory, seq)
        if isinstance(by_halving, Erased):
            assert by_halving.seq == seq
        else:
            assert by_halving == found.get(seq)


def test_an_entry_of_an_unfinished_batch_is_not_there(tmp_path: Path) -> None:
    """What a crash left of a batch is not in the log, though its lines are valid."""
    lines = chained(placed((1, 3)))
    directory = log_of(tmp_path, lines[:-1])
    assert entry_at(directory, 1) is not None
    assert [entry_at(directory, seq) for seq in (0, 2, 3, 4)] == [None] * 4
    assert entry_at(log_of(tmp_path, lines), 2) is not None


def test_a_damaged_entry_is_placed(tmp_path: Path) -> None:
    """A line that is read alone is still checked to be a line, and its place is given."""
    lines = chained(placed(SIZES))
    lines[4] = lines[4].replace(b'"by":"desk"', b'"by" :"desk"')
    directory = log_of(tmp_path, lines, firsts=(1, 2))
    with pytest.raises(DamagedLog) as found:
        entry_at(directory, 5)
    assert found.value.place == f"{segment_path(directory, 2)}:4"


# The last lines


@given(st.lists(st.integers(1, 4), max_size=6), st.integers(1, 12), st.data())
def test_the_last_lines_are_those_of_the_whole_log(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], count: int, data: st.DataObject
) -> None:
    """Found from the end of the log, they are what reading all of it ends with: across segments, erased lines and all.

    Reading begins with the batch of the first of them, or of the nearest line before it that is not erased.
    """
    lines = chained(placed([*sizes, 3]))
    starts = list(accumulate(sizes, initial=1))
    for seq in range(1, starts[-1]):
        if data.draw(st.booleans()):
            lines[seq - 1] = erased(lines[seq - 1])
    firsts = [first for first in starts if first == 1 or data.draw(st.booleans())]
    torn = data.draw(st.integers(0, sum(map(len, lines[-3:]))))
    directory = log_of(tmp_path_factory.getbasetemp() / "last", lines, firsts=firsts)
    path = segment_path(directory, firsts[-1])
    path.write_bytes(path.read_bytes()[: path.stat().st_size - torn] + data.draw(st.sampled_from((b"", b"\0" * 9))))

    flat = [line for batch in read(directory)[0] for line in batch]
    assert list(last_lines(directory, count)) == flat[-count:]
    assert list(last_lines(directory, 2**70)) == flat
    readable = [line.entry.seq for line in flat[: 1 - count or None] if isinstance(line.entry, Entry)]
    nearest = max(start for start in starts if start <= max(readable, default=1))
    assert before_last(directory, count).seq == nearest - 1


@given(SIZES_DRAWN, st.integers(1, 12), st.data())
def test_the_last_lines_of_a_damaged_log_are_those_of_all_of_it(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], count: int, data: st.DataObject
) -> None:
    """Whatever is damaged or missing, they are right, or the error is the one that reading the whole log has.

    What is damaged before them does not matter to them.
    """
    lines = chained(placed(sizes))
    starts = list(accumulate(sizes, initial=1))[:-1]
    firsts = [first for first in starts if first == 1 or data.draw(st.booleans())]
    gone = data.draw(st.sets(st.integers(1, len(lines))))
    lines = [erased(line) if seq in gone else line for seq, line in enumerate(lines, start=1)]
    directory = log_of(tmp_path_factory.getbasetemp() / "damaged", lines, firsts=firsts)
    path = segment_path(directory, data.draw(st.sampled_from(firsts)))
    harm = data.draw(st.sampled_from(("missing", "cut", "garbled")))
    if harm == "missing":
        path.unlink()
    else:
        at = data.draw(st.integers(0, path.stat().st_size - 1))
        held = path.read_bytes()
        path.write_bytes(held[:at] if harm == "cut" else held[:at] + b"#" + held[at + 1 :])
    whole = outcome(lambda: list(Reader(directory).lines()))
    found = outcome(lambda: list(last_lines(directory, count)))
    if isinstance(whole, str) and not isinstance(found, str):
        assert [line.raw + b"\n" for line in found] == lines[-count:]
    else:
        assert found == (whole if isinstance(whole, str) else whole[-count:])


def test_a_log_with_fewer_lines_than_are_asked_for_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is then what is asked for; likewise only the end, where there are as many."""
    lines = chained(placed(SIZES))
    directory = log_of(tmp_path, lines)
    starts: list[Position] = []

    def noted(directory: Path, start: Position = START) -> Reader:
        starts.append(start)
        return Reader(directory, start)

    monkeypatch.setattr(lookup, "Reader", noted)
    assert len(list(last_lines(directory, 100))) == len(lines)
    assert starts == [START]
    assert len(list(last_lines(directory, 2))) == 2
    assert [start.seq for start in starts] == [0, 5]


def test_a_log_that_changes_while_its_end_is_looked_for_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An erasure puts another file in place, in which the position found is none any more."""
    lines = chained(placed(SIZES))
    directory = log_of(tmp_path, lines)
    position = before_last(directory, 2)
    log_of(tmp_path, [erased(lines[0]), *lines[1:]])
    monkeypatch.setattr(lookup, "before_last", lambda *_: position)
    assert [line.entry.seq for line in last_lines(directory, 2)] == [6, 7]


# Positions


def test_a_position_stands_where_its_line_stands(tmp_path: Path) -> None:
    """A position holds as long as the line before it ends there with its chain; the start always does."""
    lines = chained(placed((1, 1)))
    directory = log_of(tmp_path, lines)
    _, reader = read(directory)
    assert stands_at(directory, reader.position)
    assert stands_at(directory, START)
    assert stands_at(tmp_path / "none", START)
    assert not stands_at(tmp_path / "none", reader.position)
    for change in ({"offset": 5}, {"offset": 10_000}, {"segment": 2}, {"chain": "0" * 64}):
        assert not stands_at(directory, replace(reader.position, **change))
    assert not stands_at(log_of(tmp_path, [erased(lines[0]), lines[1]]), reader.position)
    assert not stands_at(log_of(tmp_path, [lines[0], lines[1][:-1]]), reader.position)


# A disk that says no


def test_a_directory_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    """Without a directory there is an error with its place and a hint, and no traceback."""
    for ask in (read, lambda path: entry_at(path, 1), lambda path: before_last(path, 1), segments):
        with pytest.raises(StorageFailed, match="cannot be read: No such file or directory") as found:
            ask(tmp_path / "events")
        assert found.value.place == str(tmp_path / "events")
        assert found.value.hint


def test_a_segment_that_cannot_be_read_is_no_damage(tmp_path: Path) -> None:
    """A disk that gives no bytes says nothing about the log."""
    segment_path(tmp_path, 1).mkdir()
    for ask in (lambda: read(tmp_path), lambda: entry_at(tmp_path, 1), lambda: before_last(tmp_path, 1)):
        with pytest.raises(StorageFailed, match="cannot be read: Is a directory") as found:
            ask()
        assert found.value.place == str(segment_path(tmp_path, 1))


def test_a_log_longer_than_what_is_read_at_once(tmp_path: Path) -> None:
    """Lines are put together across the blocks in which a segment is read."""
    entries = [replace(entry, event=replace(entry.event, text="y" * 60_000)) for entry in placed((40,))]
    lines = chained(entries)
    batches, _ = read(log_of(tmp_path, lines))
    assert [line.raw + b"\n" for line in batches[0]] == lines
    assert sum(map(len, lines)) > 2 * 1024 * 1024
    assert all(after.offset == before.offset + len(before.raw) + 1 for before, after in pairwise(batches[0]))
