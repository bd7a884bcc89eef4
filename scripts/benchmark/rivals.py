"""What people would use instead, on the same events: a general event store, and tables of one's own in SQLite."""

from __future__ import annotations

import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from ledger.events import decode, normal
from scripts.benchmark import floors, targets
from scripts.benchmark.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ledger.events import AnyEvent
    from scripts.benchmark.bench import Bench
    from scripts.benchmark.figures import Page

_BATCH: Final = 1_000
_ONE_BY_ONE: Final = 200
_MOST: Final = 1_000_000


class Rival(Protocol):
    """Something that keeps events durably in a file."""

    name: str

    def append(self, events: Sequence[AnyEvent]) -> None:
        """Keep events, durable on return, in one transaction."""

    def now(self) -> int:
        """Work out where everybody stands on every claim now. Returns the number of claims on which somebody does."""

    def close(self) -> None:
        """Let go of the file."""


def measure(bench: Bench, events: int) -> list[str]:
    """Measure every rival on the events of a size. Returns what was left out, one sentence each."""
    if not bench.options.rivals:
        return ["rivals, as was asked"]
    if events > _MOST:
        return [f"rivals at {events:,} events: they are measured up to {_MOST:,}"]
    given, left_out = bench.given(events), []
    tables = Tables(bench.scratch / "tables.sqlite")
    page = bench.book.page("rivals", events, subject=tables.name)
    _measure(tables, given.path, page, bench)
    page.note(targets.AS_OF_PUBLIC, "s", [_seconds(partial(tables.as_of, given.middle)) for _ in bench.rounds()])
    tables.close()
    try:
        from scripts.benchmark.eventsourced import Eventsourced
    except ModuleNotFoundError:
        left_out.append("eventsourcing, which is not installed; the extra `bench` has it")
    else:
        store = Eventsourced(bench.scratch / "eventsourced.sqlite")
        _measure(store, given.path, bench.book.page("rivals", events, subject=store.name), bench)
        store.close()
    for path in (*bench.scratch.glob("tables.sqlite*"), *bench.scratch.glob("eventsourced.sqlite*")):
        path.unlink()
    return left_out


def _measure(rival: Rival, path: Path, page: Page, bench: Bench) -> None:
    """Give a rival all events, the last of them one by one, each beside F1. What is timed is the rival alone."""
    bench.book.tell(rival.name)
    events, last = _read(path), min(_ONE_BY_ONE, page.events // 2)
    first, seconds = islice(events, page.events - last), 0.0
    while batch := list(islice(first, _BATCH)):
        seconds += _seconds(partial(rival.append, batch))
    page.note(targets.APPEND_FILE, "events/s", [(page.events - last) / seconds])
    lone, lines, appends = floors.Lone(bench.scratch / "lone.jsonl"), [], []
    for event in events:
        lines.append(1 / lone.seconds())
        appends.append(1 / _seconds(partial(rival.append, [event])))
    page.note(targets.ONE_SYNC, "events/s", lines)
    page.note(targets.APPEND, "events/s", appends)
    page.note(targets.NOW, "s", [_seconds(rival.now) for _ in bench.rounds()])


def _read(path: Path) -> Iterator[AnyEvent]:
    with path.open("rb") as file:
        for line in file:
            yield normal(decode(line), zone="UTC")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
