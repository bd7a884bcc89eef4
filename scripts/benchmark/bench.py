"""A run of the bench: where it works, how often it measures, what it has noted, and the ledgers that it has made."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from msgspec import Struct

from scripts.benchmark import made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.benchmark.figures import Book
    from scripts.benchmark.made import Given


class Options(Struct, frozen=True, kw_only=True):
    """What a run was asked for.

    `budget` is for how many seconds a measure is repeated; `shapes`, what their sizes are multiplied by; `agreement`,
    the number of events on which answers are compared.
    """

    sizes: tuple[int, ...]
    parts: tuple[str, ...]
    runs: int
    budget: float
    seed: int
    shapes: float
    rivals: bool
    agreement: int
    keep: bool


class Bench:
    """A run. Ledgers stand in `scratch`, one of each size."""

    def __init__(self, options: Options, scratch: Path, book: Book) -> None:
        self.options = options
        self.scratch = scratch
        self.book = book
        self._given: dict[int, Given] = {}

    def rounds(self, *, least: int = 1, most: int | None = None) -> Iterator[int]:
        """Numbers of rounds from 0: as many as asked for; fewer, but at least `least`, if they exceed the budget."""
        began = time.perf_counter()
        for number in range(min(self.options.runs, most or self.options.runs)):
            if number >= least and time.perf_counter() - began > self.options.budget:
                return
            yield number

    def given(self, events: int) -> Given:
        """The file of the first `events` events, written once."""
        if events not in self._given:
            self.book.tell(f"writing {events:,} events ...")
            self._given[events] = made.give(self.scratch / f"given-{events}.jsonl", events, self.options.seed)
        return self._given[events]

    def root(self, events: int) -> Path:
        """The ledger of a size, made once. What is measured on it may append to it a little."""
        root = self.root_of(events)
        if not root.exists():
            given = self.given(events)
            self.book.tell(f"making a ledger of {events:,} events ...")
            made.append(given, root)
        return root

    def root_of(self, events: int) -> Path:
        """Where the ledger of a size stands, or will."""
        return self.scratch / f"ledger-{events}"

    def copy(self, events: int, name: str) -> Path:
        """A copy of the ledger of a size, its log and its catalog."""
        to = self.scratch / f"{name}-{events}"
        self.drop(to)
        made.copy(self.root(events), to)
        return to

    def drop(self, root: Path) -> None:
        """Delete a directory, if it is there."""
        shutil.rmtree(root, ignore_errors=True)

    def done_with(self, events: int) -> None:
        """Delete the ledger of a size and its file, unless all is kept."""
        if not self.options.keep:
            self.drop(self.root_of(events))
            if events in self._given:
                self._given.pop(events).path.unlink()
