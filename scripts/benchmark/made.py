"""Ledgers that are made for the bench: the file of events that one comes from, and what is ordinary in it."""

from __future__ import annotations

import shutil
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger import Ledger, Observation, Stance, Void
from ledger.events import encode
from scripts.benchmark import generator, occasions
from scripts.benchmark.process import claims

if TYPE_CHECKING:
    from scripts.benchmark.process import Took

ORDINARY: Final = 20
"""An ordinary claim has about this many stances, an ordinary actor said about this many things, at any size."""
BODY: Final = "actor-0"
"""The actor who is told most in private: a body with parts."""


class Given(Struct, frozen=True):
    """A file of events for `claims append`, with an ordinary claim, an ordinary speaker, and an event in its middle."""

    path: Path
    events: int
    claim: str
    speaker: str
    event: str

    @property
    def middle(self) -> str:
        """The clock time in the middle of the story."""
        return occasions.instant(generator.clock(self.events // 2))

    @property
    def end(self) -> str:
        """The clock time at the end of the story."""
        return occasions.instant(generator.clock(self.events))

    def remark(self, number: int) -> Observation:
        """Something more that the ordinary speaker says of the ordinary claim, a minute after the last one."""
        return Observation(
            text=f"Remark {number} on the pier, which is neither short nor long.",
            speaker=self.speaker,
            occurred=occasions.to_the_minute(generator.clock(self.events) + 60 * number),
            stances=(Stance(claim=self.claim, stance="deny" if number % 2 else "support"),),
        )


def give(path: Path, events: int, seed: int) -> Given:
    """Write the first `events` events as JSON Lines."""
    spoken: Counter[str] = Counter()
    speakers: Counter[str] = Counter()
    middle: dict[str, None] = {}
    with path.open("wb") as file:
        for number, event in enumerate(islice(generator.events(seed), events)):
            file.write(encode(event) + b"\n")
            if isinstance(event, Observation) and event.amends is None:
                spoken.update(stance.claim for stance in event.stances)
                speakers[event.speaker or ""] += 1
                if event.id is not None and (number >= events // 2 or not middle) and len(middle) < ORDINARY:
                    middle[event.id] = None
            elif isinstance(event, Void):
                del spoken[event.event], speakers[event.event]
                middle.pop(event.event, None)
    return Given(path, events, _ordinary(spoken), _ordinary(speakers), next(reversed(middle)))


def _ordinary(counted: Counter[str]) -> str:
    return min(counted, key=lambda name: (abs(counted[name] - ORDINARY), name))


def append(given: Given, root: Path) -> Took:
    """Make a ledger of a file with the command, which fails unless every event is accepted."""
    Ledger.init(root, name="bench")
    return claims(root, "append", given.path)


def copy(root: Path, to: Path) -> None:
    """Copy the log of a ledger and its catalog, without projections."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns("projections-*"))
