"""What the next append makes of what a crash left behind (design, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.errors import DamagedLog, IdTaken
from ledger.log import Reader, segment_path, segments, stands_at
from tests.log.logs import HARBOUR, NOW, append, chained, claim, open_log, placed, said, write

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log import Log

SIZES = (1, 3, 2)


def torn_files(log: Log) -> dict[str, bytes]:
    """What was set aside."""
    return {path.name: path.read_bytes() for path in log.directory.glob("*.torn-*")}


@given(st.data())
def test_an_append_goes_on_behind_the_last_whole_batch(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Wherever the log was cut off, the whole batches stay, the rest is kept aside, and the new event comes next."""
    root = tmp_path_factory.mktemp("repaired")
    told: list[str] = []
    log = open_log(root, tell=told.append)
    lines = chained(placed(SIZES))
    whole = b"".join(lines)
    cut = data.draw(st.integers(0, len(whole)))
    nuls = data.draw(st.sampled_from((b"", b"\0", b"\0" * 4096)))
    path = segment_path(log.directory, 1)
    path.write_bytes(whole[:cut] + nuls)
    batches, reader = list((found := Reader(log.directory)).batches()), found
    torn = reader.torn
    appended = append(log, claim(100))
    kept = b"".join(line.raw + b"\n" for batch in batches for line in batch)
    completed = b"".join(line.raw + b"\n" for line in torn.batch) if torn else b""
    assert path.read_bytes().startswith(kept + completed)
    assert path.read_bytes().removeprefix(kept + completed).count(b"\n") == 1
    assert list(log.entries())[-1] == appended[0].entry
    if torn is None:
        assert (told, torn_files(log)) == ([], {})
    elif torn.batch:
        assert told == [f"{path}: the last line lacked only its newline; it was completed"]
        assert torn_files(log) == {}
    else:
        name = f"00000001.jsonl.torn-{reader.position.seq + 1}-1"
        assert torn_files(log) == {name: torn.data}
        sentence = f"a torn tail of {len(torn.data):,} bytes after @{reader.position.seq} was set aside in {name}"
        assert told == [f"{path}: {sentence}"]
    log.close()


def test_every_torn_tail_is_kept_apart(log: Log, narrated: list[str]) -> None:
    """What was torn is never overwritten by what is torn at the same place later; a repair needs nobody's consent."""
    path = segments(log.directory)[0][1]
    for torn in (b"first", b"second"):
        with path.open("ab") as file:
            file.write(torn)
        append(log, *HARBOUR)
    seq = len(HARBOUR) + 1
    assert torn_files(log) == {
        f"00000001.jsonl.torn-{seq}-1": b"first",
        f"00000001.jsonl.torn-{seq}-2": b"second",
    }
    assert len(narrated) == 2


def test_a_completed_batch_is_part_of_the_log(log: Log) -> None:
    """A batch that lacked only its newline counts: its ids are taken, and can be referred to."""
    append(log, said("mayor-1"), said("mayor-2"))
    path = segments(log.directory)[0][1]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IdTaken):
        append(log, said("mayor-2", note="otherwise"))
    assert append(log, said("mayor-3", after=("mayor-2",)))[0].entry.seq == len(HARBOUR) + 3


def test_a_new_segment_that_was_not_written_is_written_then(log: Log, narrated: list[str]) -> None:
    """An empty or torn new segment is the place of the next batch; till then the log is still the one that was read."""
    for torn in (b"", b'{"seq":8,"id"'):
        path = segment_path(log.directory, len(list(log.entries())) + 1)
        path.write_bytes(torn)
        reader = Reader(log.directory)
        assert list(reader.batches())
        assert (reader.position.offset, stands_at(log.directory, reader.position)) == (0, True)
        assert not stands_at(log.directory, replace(reader.position, chain="0" * 64))
        for _ in range(2):
            log.append([said()], by="desk", now=lambda: NOW, is_dry=True)
        assert narrated == []
        entry = append(log, said())[0].entry
        narrated.clear()
        assert log.place(entry.seq) == f"{path}:1"
    assert list(torn_files(log).values()) == [b'{"seq":8,"id"']
    assert [len(list(Reader(log.directory).batches())), len(segments(log.directory))] == [3, 3]


def test_damage_is_not_mended(log: Log, tmp_path: Path) -> None:
    """A whole line that is not what was written stops every append, and is left as it is."""
    log.close()
    path = segments(log.directory)[0][1]
    whole = path.read_bytes()
    for damaged in (
        whole.replace(b"The pilot", b"The pirate"),
        whole[:-1] + b"J",
        whole + b"\n",
        whole + b"\0\0\0\n",
        whole.replace(b'"by":"desk"', b'"by": "desk"'),
    ):
        path.write_bytes(damaged)
        fresh = open_log(tmp_path)
        for cache in (tmp_path / ".ledger").glob("catalog*"):
            cache.unlink()
        with pytest.raises(DamagedLog) as found:
            append(fresh, said())
        assert (found.value.place or "").startswith(f"{path}:")
        assert path.read_bytes() == damaged
        assert torn_files(log) == {}
        fresh.close()


def test_a_line_of_the_last_batch_is_never_dropped_for_its_chain(tmp_path: Path) -> None:
    """A whole last line whose chain fails is damage and not a torn tail, with the catalog and without."""
    log = open_log(tmp_path)
    lines = chained(placed((2, 1)))
    write(log.directory, [*lines[:2], lines[2].replace(b'"text":"It', b'"text":"Is')])
    with pytest.raises(DamagedLog, match="the chain fails at @3"):
        append(log, claim(4))
    assert torn_files(log) == {}
    log.close()
