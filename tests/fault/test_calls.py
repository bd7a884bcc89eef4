"""System calls that fail, or in which the process is killed, one after the other."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from itertools import product
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest

from ledger import Actor, Claim, Ledger
from tests.fault.scene import NEW, RECORD, ROUNDS, command, ids, init, report, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from subprocess import CompletedProcess

EVENTS: Final = ("events", *(f"events/{name}" for name in ("ledger.toml", "00000001.jsonl", "00000001.jsonl.torn-3-1")))
CATALOG: Final = tuple(f".ledger/catalog.sqlite{suffix}" for suffix in ("", "-wal", "-shm"))
WRITES: Final = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
"""Calls that change the log, or say that it is durable."""
SYNCS: Final = ("fdatasync", "fsync")
SAMPLE: Final = 19
"""Of the other calls every nineteenth is made to fail, unless there are several rounds."""
UNKNOWN: Final = "may or may not be there"
_CALL = re.compile(r"^[0-9]+ +([a-z0-9_]+)\(", re.MULTILINE)


@cache
def no_strace() -> str | None:
    """Why no call can be made to fail here; None where it can."""
    if shutil.which("strace") is None:
        return "there is no strace here"
    with TemporaryDirectory() as folder:
        kept = f"{folder}/trace"
        words = ["strace", "-f", "-o", kept, "--seccomp-bpf", "-e", "inject=mkdir:error=EIO", "mkdir", f"{folder}/new"]
        done = run(words)
    return None if "Input/output error" in done.stderr else f"strace may not be used here: {done.stderr}"


def scene(root: Path, kind: str) -> Path:
    """A ledger with a batch in it; one with a torn tail behind that; or an empty one, whose segment is to be made."""
    events = init(root)
    if kind != "empty":
        with Ledger.open(root, by="desk") as ledger:
            ledger.append([Claim(id="closed", text="Pier 4 is closed."), Actor(id="pilot", name="The pilot")])
    if kind == "torn":
        with (events / "00000001.jsonl").open("ab") as file:
            file.write(b'{"seq":3,"id":"ma')
    return root


def strace(root: Path, names: Sequence[str], *faults: str) -> tuple[CompletedProcess[str], str]:
    """Run the command and let calls on these names in the ledger fail; how it ended, and the calls that were seen."""
    trace = root.with_name("trace")
    calls = {fault.partition(":")[0] for fault in faults}
    only = ["-e", f"trace={','.join(calls)}"] if calls else []
    if calls and "signal=" not in "".join(faults):
        only.append("--seccomp-bpf")  # faster; but then strace sends no signals
    looked_at = [word for name in names for word in ("-P", str(root / name))]
    injected = [word for fault in faults for word in ("-e", f"inject={fault}")]
    done = run(["strace", "-f", "-qq", "-o", str(trace), *only, *looked_at, *injected, *command(root, *RECORD)])
    return done, trace.read_text(errors="replace")


def faults(seen: str, *, is_complete: bool) -> Iterator[str]:
    """What can be done to each of the calls that were seen: a fault as strace has it."""
    rest = 0
    for call, times in sorted(Counter(_CALL.findall(seen)).items()):
        kinds = (
            ("error=EIO", "error=ENOSPC", "error=EINTR", "signal=KILL")
            if call in WRITES
            else ("error=EIO", "signal=KILL")
        )
        for number, kind in product(range(1, times + 1), kinds):
            rest += 1
            if is_complete or (call in WRITES and times < 9) or rest % SAMPLE == 0:
                yield f"{call}:{kind}:when={number}"


def judge(root: Path, done: CompletedProcess[str], before: list[str], fault: str) -> str:
    """What the command said of itself, after a check that it is true and that the next append works."""
    events = root / "events"
    found = ids(events)
    assert found in (before, before + NEW), fault
    assert "Traceback" not in done.stderr, fault
    if "signal=KILL" in fault:
        said = "killed"
        assert done.returncode == -9, fault
    elif done.returncode == 0:
        said = "done"
        assert found == before + NEW, fault
        assert [line.split()[1] for line in done.stdout.splitlines()] == NEW, fault
    elif UNKNOWN in done.stderr:
        said = "unknown"
        assert done.returncode == 3, fault
    else:
        said = "failed"
        assert done.returncode == 3, (fault, done.stderr)
        assert found == before, (fault, done.stderr)
    with Ledger.open(root, by="desk", tell=lambda _: None) as ledger:
        ledger.append(Claim(id="next", text="x"), wait=0)
    assert ids(events) == [*found, "next"], fault
    return said


def tried(quick: Path, kind: str, names: Sequence[str], plan: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each fault of a plan that did happen, what the command said of itself, and what it printed on stderr."""
    template = scene(quick / "template", kind)
    before = ids(template / "events")
    for fault in plan:
        root = quick / "ledger"
        shutil.copytree(template, root)
        done, seen = strace(root, names, *fault.split())
        if "signal=KILL" in fault or "(INJECTED)" in seen:
            yield fault, judge(root, done, before, fault), done.stderr
        shutil.rmtree(root)


def seen_calls(quick: Path, kind: str, names: Sequence[str]) -> str:
    """The calls of a command to which nothing happens."""
    done, seen = strace(scene(quick / "seen", kind), names)
    assert done.returncode == 0
    return seen


@pytest.mark.parametrize("kind", ["batch", "torn", "empty"])
def test_a_call_that_fails_is_told_truly(quick: Path, kind: str) -> None:
    """After a failed call on the log: done is there, failed changed nothing, and a failed sync is said unknown."""
    if reason := no_strace():
        pytest.skip(reason)
    said: Counter[str] = Counter()
    plan = list(faults(seen_calls(quick, kind, EVENTS), is_complete=ROUNDS > 1))
    for fault, outcome, _ in tried(quick, kind, EVENTS, plan):
        call, kind_of, _ = fault.split(":")
        if kind_of == "error=EINTR":
            assert outcome == "done", fault
        elif kind_of != "signal=KILL" and call in SYNCS:
            assert outcome == "unknown", fault
        elif kind_of != "signal=KILL" and call in WRITES:
            assert outcome == "failed", fault
        said[outcome] += 1
    report(f"{kind}: {said.total()} calls: {dict(said)}")
    assert said["done"]
    assert said["unknown"]
    assert said["killed"]


def test_a_write_that_cannot_be_taken_back_is_unknown(quick: Path) -> None:
    """Where the write fails and cutting it off fails too, the outcome is said to be unknown."""
    if reason := no_strace():
        pytest.skip(reason)
    plan = ["pwrite64:error=ENOSPC:when=1 ftruncate:error=EIO:when=1"]
    assert [outcome for _, outcome, _ in tried(quick, "batch", EVENTS, plan)] == ["unknown"]


def test_a_catalog_that_fails_stops_no_append(quick: Path) -> None:
    """A failed call on the cache is no failure of the append: it is done, unless the process was killed."""
    if reason := no_strace():
        pytest.skip(reason)
    said: Counter[str] = Counter()
    plan = [
        fault
        for number, fault in enumerate(faults(seen_calls(quick, "batch", CATALOG), is_complete=True))
        if ROUNDS > 1 or number % 25 == 0
    ]
    for fault, outcome, stderr in tried(quick, "batch", CATALOG, plan):
        assert outcome == ("killed" if "signal=KILL" in fault else "done"), (fault, stderr)
        said[outcome] += 1
    report(f"catalog: {said.total()} calls: {dict(said)}")
    assert said["done"]
