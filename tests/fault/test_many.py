"""Many writers at once: processes of the command, processes and threads of a program."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import pytest

from ledger import Claim, Ledger
from ledger.errors import LockHeld
from tests.fault.scene import ROUNDS, batches, command, ids, init, python, report, run

if TYPE_CHECKING:
    from pathlib import Path

THREADED: Final = """
import sys, threading
from ledger import Claim, Ledger
root, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def write(ledger, name):
    for number in range(count):
        batch = [Claim(id=f"{name}-{number}-{part}", text="x") for part in range(2)]
        found = ledger.append(batch, wait=120)
        sys.stdout.write("".join(f"{one.entry.seq} {one.entry.id}\\n" for one in found))
with Ledger.open(root, by=who, tell=lambda _: None) as ledger:
    threads = [threading.Thread(target=write, args=(ledger, f"{who}{number}")) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""
"""Three threads that share a ledger and append batches of two; what was acknowledged, event by event."""
EACH: Final = 8


def test_nobody_loses_anything_to_another(tmp_path: Path) -> None:
    """Threads in two processes and the command all append at once: no gap, no loss, no batch torn apart."""
    events = init(tmp_path)
    each = EACH * ROUNDS
    programs = [python(THREADED, tmp_path, who, str(each)) for who in ("anna", "bert")]
    acknowledged: list[str] = []

    def type_commands(who: str) -> None:
        for number in range(each):
            done = run(command(tmp_path, "claim", f"{who}-{number}", "x", "--wait", "120"))
            acknowledged.extend(done.stdout.splitlines() or [done.stderr])

    desks = [threading.Thread(target=type_commands, args=(who,)) for who in ("carl", "dora")]
    for desk in desks:
        desk.start()
    said = [line for program in programs for line in program.communicate()[0].splitlines()]
    for desk in desks:
        desk.join()
    assert [program.returncode for program in programs] == [0, 0]
    told = sorted([line.removeprefix("@") for line in acknowledged] + said, key=lambda line: int(line.split()[0]))
    assert told == [f"{seq} {name}" for seq, name in enumerate(ids(events), start=1)]
    assert len(told) == each * (2 * 3 * 2 + 2)
    assert sorted(len(batch) for batch in batches(events)) == [1] * (2 * each) + [2] * (6 * each)
    report(f"{len(told)} events acknowledged by 8 writers, 0 lost")


def test_threads_share_a_ledger(quick: Path) -> None:
    """Threads that append to one ledger, ask it and read its log get what they acknowledged, and never an error."""
    events = init(quick)
    errors: list[BaseException] = []
    acknowledged: list[str] = []
    with Ledger.open(quick, by="desk", tell=lambda _: None) as ledger:
        ledger.append(Claim(id="first", text="x"))

        def work(name: str) -> None:
            try:
                for number in range(20):
                    found = ledger.append([Claim(id=f"{name}-{number}", text="x")])
                    ledger.append(Claim(id="first", text="x"))
                    ledger.append(Claim(text="x"), dry_run=True)
                    acknowledged.extend(one.entry.id for one in found)
                    assert ledger.entry(found[0].entry.seq) == found[0].entry
                    if number % 10 == 0:
                        (row,) = ledger.rows("select count(*) as n from events where id = ?", [f"{name}-{number}"])
                        assert row == {"n": 1}
            except BaseException as error:  # noqa: BLE001  # what a thread raises is lost otherwise
                errors.append(error)

        threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    assert sorted(ids(events)) == sorted([*acknowledged, "first"])
    assert len(acknowledged) == 100


def test_a_thread_waits_only_as_long_as_it_is_told(quick: Path) -> None:
    """While another thread appends to the same ledger, one that may not wait is refused as another process would be."""
    init(quick)
    inside, go_on = threading.Event(), threading.Event()

    def pause(_: str) -> None:
        if not inside.is_set():
            inside.set()
            go_on.wait(60)

    with Ledger.open(quick, by="desk", tell=pause) as ledger:
        path = ledger.log.directory / "00000001.jsonl"
        path.write_bytes(b"torn")  # its repair is told, while the lock is held
        thread = threading.Thread(target=lambda: ledger.append(Claim(id="slow", text="x")))
        thread.start()
        assert inside.wait(60)
        with pytest.raises(LockHeld):
            ledger.append(Claim(id="hasty", text="x"), wait=0)
        go_on.set()
        thread.join()
        ledger.append(Claim(id="patient", text="x"))
        assert [entry.id for entry in ledger.log.entries()] == ["slow", "patient"]
