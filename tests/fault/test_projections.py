"""The file of the projections, broken in every way while the log grows."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

import pytest

from ledger import Claim, Ledger
from tests.fault.scene import ROUNDS, command, ids, init, python, report, run
from tests.holders import database_holder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITE: Final = """
import sys, time
from ledger import Claim, Ledger
with Ledger.open(sys.argv[1], by="writer", tell=lambda _: None) as ledger:
    for number in range(1_000_000):
        print(ledger.append(Claim(id=f"w{number}", text="x"), wait=60)[0].entry.seq, flush=True)
        time.sleep(0.05)
"""
GARBAGE: Final = b"not a database at all. " * 1_000


class Writer:
    """A process that appends one claim after the other; `acknowledged` is the seq that it acknowledged last."""

    def __init__(self, root: Path) -> None:
        self.acknowledged = 0
        self.process = python(WRITE, root)
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.acknowledged = int(line)

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self._listener.join()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def broken(path: Path, how: str) -> Iterator[None]:
    """While something is wrong with the file of the projections."""
    match how:
        case "deleted":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "half":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        case "garbage":
            path.write_bytes(GARBAGE)
        case "garbage in its middle":
            data = bytearray(path.read_bytes())
            middle = len(data) // 2
            data[middle : middle + len(GARBAGE)] = GARBAGE
            path.write_bytes(data)
        case "a log of its own that is garbage":
            path.with_name(path.name + ".wal").write_bytes(GARBAGE)
        case "a directory":
            path.unlink()
            path.mkdir()
        case _:
            with database_holder(path, how):
                yield
            return
    yield


def asked(root: Path) -> int:
    """How many events a new reader finds, each of them once."""
    with Ledger.open(root, tell=lambda _: None) as ledger:
        (row,) = ledger.rows("select count(*) as events, count(distinct id) as ids, max(seq) as last from events")
        assert row["events"] == row["ids"] == (row["last"] or 0)
        return int(str(row["last"] or 0))


BREAKS: Final = (
    "deleted",
    "empty",
    "half",
    "garbage",
    "garbage in its middle",
    "a log of its own that is garbage",
    "a directory",
    "read",
    "write",
)


def test_a_reader_answers_what_was_acknowledged(quick: Path) -> None:
    """Whatever became of the projections, a reader answers at least what was acknowledged before it began."""
    events = init(quick)
    writer = Writer(quick)
    try:
        asked(quick)
        for how in BREAKS * ROUNDS:
            with Ledger.open(quick) as ledger:
                path = ledger.projector.current()
            assert path is not None
            with broken(path, how):
                before = writer.acknowledged
                assert asked(quick) >= before, how
    finally:
        writer.kill()
    report(f"{len(BREAKS) * ROUNDS} breaks, {writer.acknowledged} events acknowledged")
    assert 0 < writer.acknowledged <= len(ids(events))
    assert asked(quick) == len(ids(events))


@pytest.mark.parametrize("is_held", [False, True], ids=["made", "copied"])
def test_however_little_room_there_is_the_answer_is_right(quick: Path, is_held: bool) -> None:  # noqa: FBT001  # pytest
    """Where the file of the projections may not grow as far as it must, made anew or copied, they are in memory."""
    init(quick)
    with Ledger.open(quick, by="desk") as ledger:
        for number in range(1, 7):
            ledger.append(Claim(id=f"c{number}", text="x"))
        kept = ledger.projector.rebuild()
        assert kept is not None
        ledger.append(Claim(id="c7", text="x"))
    size, whole, elsewhere = kept.stat().st_size, kept.read_bytes(), 0
    for largest in (10_000, size // 2, size - 50_000, 2 * size):
        for left in ledger.cache.glob("projections-*"):
            left.unlink()
        if is_held:
            kept.write_bytes(whole)
        with database_holder(kept, "read") if is_held else nullcontext():
            done = run(command(quick, "sql", "select max(seq) as last from events", "--format", "csv"), largest=largest)
        assert (done.returncode, done.stdout) == (0, "last\n7\n"), done.stderr
        elsewhere += "the projections are made in memory" in done.stderr
    assert 0 < elsewhere < 4
