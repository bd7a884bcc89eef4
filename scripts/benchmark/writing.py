"""What it takes to write: one by one, a file, and by the command."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ledger import Ledger
from scripts.benchmark import floors, made, targets

if TYPE_CHECKING:
    from scripts.benchmark.bench import Bench

_ONE_BY_ONE: Final = 200
"""The fewest appends one by one."""


def file(bench: Bench, events: int) -> None:
    """`claims append` of the file of a size, beside F5 and F2."""
    given, page = bench.given(events), bench.book.page("append", events)
    digests, batched, rates, peaks = [], [], [], []
    for _ in bench.rounds():
        again = bench.scratch / f"again-{events}"
        took = made.append(given, again if bench.root_of(events).exists() else bench.root_of(events))
        rates.append(events / took.seconds)
        peaks.append(float(took.memory))
        bench.drop(again)
        digests.append(floors.digest(bench.root_of(events) / "events"))
        batched.append(floors.batched(bench.scratch / "floor.jsonl", min(events, 50_000)))
    page.note(targets.DIGEST, "events/s", digests)
    page.note(targets.MANY_SYNC, "events/s", batched)
    page.note(targets.APPEND_FILE, "events/s", rates)
    page.note(targets.APPEND_MEMORY, "bytes", peaks)


def one_by_one(bench: Bench, events: int) -> None:
    """Durable appends from one process, each beside a line of F1. The rates noted are those of single appends."""
    given, root, page = bench.given(events), bench.copy(events, "one-by-one"), bench.book.page("append", events)
    lone, lines, appends = floors.Lone(root / "lone.jsonl"), [], []
    with Ledger.open(root, by="bench") as ledger:
        ledger.append(given.remark(1))
        for number in range(2, max(_ONE_BY_ONE, bench.options.runs) + 2):
            event = given.remark(number)
            lines.append(1 / lone.seconds())
            began = time.perf_counter()
            ledger.append(event)
            appends.append(1 / (time.perf_counter() - began))
    bench.drop(root)
    page.note(targets.ONE_SYNC, "events/s", lines)
    page.note(targets.APPEND, "events/s", appends)
