"""Every single bit of a small log, flipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.checks import check_log
from ledger.errors import DamagedLog
from ledger.log import segment_path
from tests.fault.scene import ROUNDS, ids, report
from tests.log.logs import append, chained, claim, open_log, placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = chained(placed((1, 3, 1)))
"""A log of three batches."""
TORN = chained(placed((1, 3, 1, 3)))[5:]
"""A batch that might stand behind it."""


def flips(data: bytes, first: int = 0) -> Iterator[tuple[int, bytes]]:
    """The data with each bit from a byte on flipped, and the number of the line in which that is, from 1."""
    for at in range(first, len(data)):
        line = data.count(b"\n", 0, at) + 1
        for bit in range(8):
            yield line, data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def test_no_flipped_bit_is_read(quick: Path) -> None:
    """A log with one bit flipped is refused at the line in which that bit is, by readers and by the check."""
    log = open_log(quick)
    path = segment_path(log.directory, 1)
    tried = 0
    for line, damaged in flips(b"".join(LINES)):
        path.write_bytes(damaged)
        with pytest.raises(DamagedLog) as refused:
            list(log.entries())
        assert refused.value.place == f"{path}:{line}"
        if tried % 16 == 0 or ROUNDS > 1:
            *_, problem = check_log(log)
            assert (problem.place, problem.code) == (f"{path}:{line}", "damaged")
        tried += 1
    report(f"{tried} bits flipped, all refused")
    assert tried == 8 * len(b"".join(LINES))


def test_no_flipped_bit_is_appended_to(quick: Path) -> None:
    """A writer that has to read such a log refuses it too, and leaves it as it is."""
    log = open_log(quick)
    path = segment_path(log.directory, 1)
    for number, (line, damaged) in enumerate(flips(b"".join(LINES))):
        if number % 40 and ROUNDS == 1:
            continue
        path.write_bytes(damaged)
        with pytest.raises(DamagedLog) as refused:
            append(log, claim(100))
        assert refused.value.place == f"{path}:{line}"
        assert path.read_bytes() == damaged
        assert [file.name for file in log.directory.glob("*.torn-*")] == []


def test_a_flipped_bit_in_a_torn_tail_costs_nothing_that_stands(quick: Path) -> None:
    """Behind the last whole batch such a bit is torn with the rest, or refused; what stands is read, or left."""
    log = open_log(quick)
    path = segment_path(log.directory, 1)
    whole = b"".join(LINES)
    torn = refusals = 0
    for number, (line, damaged) in enumerate(flips(whole + b"".join(TORN)[:-40], len(whole))):
        if number % 16 and ROUNDS == 1:
            continue
        path.write_bytes(damaged)
        read: list[str] = []
        place = None
        try:
            read.extend(entry.id for entry in log.entries())
            append(log, claim(100))
        except DamagedLog as refused:
            place = refused.place
        if place is not None:
            assert place == f"{path}:{line}"
            assert path.read_bytes() == damaged
            refusals += 1
        else:
            assert ids(log.directory) == [*read, "c100"]
            (aside,) = log.directory.glob("*.torn-*")
            assert whole + aside.read_bytes() == damaged
            aside.unlink()
            torn += 1
        assert read == ["c1", "c2", "c3", "c4", "c5"]
    report(f"in a torn tail: {torn} bits torn, {refusals} refused")
    assert torn
    assert refusals
