"""What whole processes take: `claims record`, `claims show`, `claims check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import Ledger
from scripts.benchmark import floors, targets
from scripts.benchmark.process import claims

if TYPE_CHECKING:
    from scripts.benchmark.bench import Bench


def record_and_show(bench: Bench, events: int) -> None:
    """One event recorded, and an ordinary claim shown with the projections up to date, both beside F4.

    Also, without a target: the story of that claim, the page of an observation, and the last lines of the log.
    """
    root, given, page = bench.root(events), bench.given(events), bench.book.page("commands", events)
    writing = bench.copy(events, "record")
    claims(root, "show", given.claim)
    starts, records, shows, replays, events_shown, logs = [], [], [], [], [], []
    for _ in bench.rounds(least=3):
        starts.append(floors.start())
        records.append(claims(writing, "record", given.speaker, "denies", given.claim, "--at", given.middle).seconds)
        starts.append(floors.start())
        shows.append(claims(root, "show", given.claim).seconds)
        replays.append(claims(root, "replay", given.claim).seconds)
        events_shown.append(claims(root, "show", given.event).seconds)
        logs.append(claims(root, "log", "--last", "20").seconds)
    bench.drop(writing)
    page.note(targets.START, "s", starts)
    page.note(targets.RECORD, "s", records)
    page.note(targets.SHOW, "s", shows)
    page.note(targets.REPLAY, "s", replays)
    page.note(targets.SHOW_EVENT, "s", events_shown)
    page.note(targets.LOG, "s", logs)


def check(bench: Bench, events: int) -> None:
    """The whole log checked; its memory is what it takes beyond that for an empty log, per event."""
    root, empty, page = bench.root(events), bench.scratch / "empty", bench.book.page("check", events)
    bench.drop(empty)
    Ledger.init(empty)
    rates, memory = [], []
    for _ in bench.rounds():
        nothing, took = claims(empty, "check"), claims(root, "check")
        rates.append(events / took.seconds)
        memory.append(max(0, took.memory - nothing.memory) / events)
    page.note(targets.CHECK, "events/s", rates)
    page.note(targets.CHECK_MEMORY, "bytes/event", memory)
