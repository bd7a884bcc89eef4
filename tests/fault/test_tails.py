"""The end of the log, cut or filled with NULs at every byte: what a crash may leave of the last batches."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ledger.log import Reader, segment_path
from tests.fault.scene import report
from tests.log.logs import append, chained, claim, open_log, placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = (2, 1, 3, 2)
"""Events a batch."""
KEPT = 2
"""Batches that no fault touches."""
ABOUT = 2
"""Bytes about the end of a batch that are all tried."""


def states(whole: bytes, ends: list[int], *, is_filled: bool, step: int) -> Iterator[tuple[int, bytes]]:
    """The log damaged from each byte on, or from one in so many and from those about the ends of batches."""
    first = ends[KEPT - 1]
    for cut in range(first, len(whole) + (not is_filled)):
        if (cut - first) % step == 0 or any(abs(cut - end) <= ABOUT for end in ends):
            yield cut, whole[:cut] + b"\0" * (len(whole) - cut if is_filled else 0)


@pytest.mark.usefixtures("unmeasured")  # thousands of the same appends
@pytest.mark.parametrize(("catalog", "step"), [("ahead", 1), ("missing", 8)])
@pytest.mark.parametrize("damage", ["cut", "NULs"])
def test_no_byte_at_which_a_batch_may_end_costs_another_one(quick: Path, damage: str, catalog: str, step: int) -> None:
    """An append finds every batch that ended before the damage, and of the others nothing but a file of torn bytes.

    Where there is no catalog, each append makes one of the whole log: there one byte in eight is tried.
    """
    log = open_log(quick)
    path = segment_path(log.directory, 1)
    whole = b"".join(chained(placed(SIZES)))
    path.write_bytes(whole)
    ends = [batch[-1].offset + len(batch[-1].raw) + 1 for batch in Reader(log.directory).batches()]
    append(log)  # the catalog reads all of it
    log.close()
    cache, level = quick / ".ledger", quick / "level"
    cache.rename(level)
    tried = 0
    for cut, damaged in states(whole, ends, is_filled=damage == "NULs", step=step):
        path.write_bytes(damaged)
        shutil.rmtree(cache, ignore_errors=True)
        if catalog == "ahead":
            shutil.copytree(level, cache)
        kept = sum(end <= cut + 1 for end in ends)  # whole but for its newline is whole
        end = ends[kept - 1]
        new = append(open_log(quick), claim(100))[0].entry
        found = list(Reader(log.directory).batches())
        assert [len(batch) for batch in found] == [*SIZES[:kept], 1], cut
        assert path.read_bytes().startswith(whole[:end]), cut
        assert found[-1][0].entry == new, cut
        aside = {file: file.read_bytes() for file in log.directory.glob("*.torn-*")}
        assert list(aside.values()) == [damaged[end:]] * (len(damaged) > end and end <= cut), cut
        for file in aside:
            file.unlink()
        tried += 1
    report(f"{damage}, catalog {catalog}: {tried} states")
    assert tried >= len(whole[ends[KEPT - 1] :]) // step
