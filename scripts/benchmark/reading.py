"""What it takes to read: projections made and caught up, and questions as of a moment."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ledger import Ledger
from scripts.benchmark import floors, targets
from scripts.benchmark.made import BODY
from scripts.benchmark.process import claims, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from scripts.benchmark.bench import Bench
    from scripts.benchmark.figures import Page
    from scripts.benchmark.made import Given

_HOLD: Final = """
import sys
from ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    held = ledger.sql("select 1")
    print("held", flush=True)
    sys.stdin.read()
"""


def rebuild(bench: Bench, events: int) -> None:
    """`claims rebuild` without projections, beside F3."""
    rebuilds(bench.root(events), bench.book.page("rebuild", events), bench.rounds(), bench.scratch)


def rebuilds(root: Path, page: Page, rounds: Iterable[int], scratch: Path) -> None:
    """The same for any ledger."""
    loads, seconds, peaks = [], [], []
    for _ in rounds:
        loads.append(floors.load(root / "events", scratch))
        for path in (root / ".ledger").glob("projections-*"):
            path.unlink()
        took = claims(root, "rebuild")
        seconds.append(took.seconds)
        peaks.append(float(took.memory))
    page.note(targets.LOAD, "s", loads)
    page.note(targets.REBUILD, "s", seconds)
    page.note(targets.REBUILD_MEMORY, "bytes", peaks)


def catch_up(bench: Bench, events: int) -> None:
    """Catching up after one appended observation, with nobody else there, and while another process reads."""
    catch_ups(bench.root(events), bench.given(events), bench.book.page("catch-up", events), bench.rounds(least=3))


def catch_ups(root: Path, given: Given, page: Page, rounds: Iterable[int]) -> None:
    """The same for any ledger."""
    alone, held = [], []
    with Ledger.open(root, by="bench") as ledger:
        touch(ledger)
        for number in rounds:
            ledger.append(given.remark(2 * number + 1))
            alone.append(seconds_of(ledger, touch))
            with _held(root):
                ledger.append(given.remark(2 * number + 2))
                former = ledger.projector.current()
                held.append(seconds_of(ledger, touch))
                if ledger.projector.current() == former:
                    raise AssertionError("the projections that somebody holds were written")
    page.note(targets.ALONE, "s", alone)
    page.note(targets.HELD, "s", held)


def as_of(bench: Bench, events: int) -> None:
    """Questions, mostly as of the middle of the story, with their whole answers made and held by DuckDB."""
    root, given, page = bench.root(events), bench.given(events), bench.book.page("as-of", events)
    if not bench.book.has(targets.LOAD, events):
        page.note(targets.LOAD, "s", [floors.load(root / "events", bench.scratch)])
    with Ledger.open(root, by="bench") as ledger:
        touch(ledger)
        asked: dict[str, Callable[[Ledger], object]] = {
            targets.NOW: lambda ledger: ledger.sql("from claims").materialize(),
            targets.AS_OF_PUBLIC: lambda ledger: ledger.claims(as_of=given.middle).materialize(),
            targets.AS_OF_BODY: lambda ledger: ledger.claims(as_of=given.middle, perspective=BODY).materialize(),
            targets.AS_OF_END: lambda ledger: ledger.claims(as_of=given.end, perspective=BODY).materialize(),
            targets.AS_OF_EVENT: lambda ledger: ledger.claims(as_of=given.event).materialize(),
            targets.AS_OF_ONE: lambda ledger: ask_one(ledger, given),
            targets.AS_OF_ONE_BODY: lambda ledger: ask_one(ledger, given, perspective=BODY),
            targets.AS_OF_RECORDED: lambda ledger: ledger.claims(
                as_of=given.middle, recorded=events // 2
            ).materialize(),
        }
        for name, ask in asked.items():
            page.note(name, "s", [seconds_of(ledger, ask) for _ in bench.rounds()])


def ask_one(ledger: Ledger, given: Given, *, perspective: str = "public") -> None:
    """Ask about the ordinary claim as of the middle of the story."""
    ledger.rows(f"from claims_as_of('{given.middle}', perspective := '{perspective}', claim := '{given.claim}')")


def touch(ledger: Ledger) -> None:
    """Read something, which brings the projections up to date."""
    ledger.sql("select 1").fetchall()


def seconds_of(ledger: Ledger, work: Callable[[Ledger], object]) -> float:
    """How long something takes on a ledger."""
    began = time.perf_counter()
    work(ledger)
    return time.perf_counter() - began


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """While another process has the projections open, and reads nothing more."""
    holder = subprocess.Popen(  # noqa: S603  # this project's own
        [sys.executable, "-c", _HOLD, str(root)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        if holder.stdout is None or not holder.stdout.readline():
            raise AssertionError("the other process did not open the ledger")
        yield
