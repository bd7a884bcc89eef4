"""What the maker of a ledger remembers of what it has written: the latest of each kind, up to a fixed number."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger import Observation, Source

if TYPE_CHECKING:
    from scripts.benchmark.draw import Draw

_MOST: Final = 400


class Said(Struct, frozen=True):
    """An observation that is not voided, in its current version, and when it truly happened."""

    name: str
    event: Observation
    at: int


class Paper(Struct, frozen=True):
    """A source that is not voided, and when it truly came out."""

    name: str
    event: Source
    at: int


class Told(Struct, frozen=True):
    """A report event that is not voided, and when it truly came out."""

    name: str
    observation: str
    source: str
    at: int


class Memory:
    """The latest observations, sources, reports, and other records that something later may refer to."""

    def __init__(self) -> None:
        self.said: deque[Said] = deque(maxlen=_MOST)
        self.papers: deque[Paper] = deque(maxlen=_MOST // 8)
        self.told: deque[Told] = deque(maxlen=_MOST // 4)
        self.named: deque[str] = deque(maxlen=_MOST // 8)

    def paper(self, draw: Draw) -> Paper:
        """One of the latest sources."""
        return draw.choice(self.papers)

    def earlier(self, draw: Draw, at: int) -> str | None:
        """Something that truly happened before a moment, so that coming after it is true; None if luck finds none."""
        for _ in range(4):
            is_report = self.told and draw.happens(0.2)
            found: Said | Told = draw.choice(self.told) if is_report else draw.choice(self.said)
            if found.at < at:
                return found.name
        return None

    def put_version(self, former: Said, event: Observation) -> None:
        """Take the new version of an observation for the former one."""
        self.said[self.said.index(former)] = Said(former.name, event, former.at)

    def forget_said(self, gone: Said) -> None:
        """Forget an observation and the reports on it, so that nothing refers to them any more."""
        self.said.remove(gone)
        self._keep([told for told in self.told if told.observation != gone.name])

    def forget_paper(self, gone: Paper) -> None:
        """Forget a source and the reports in it, so that nothing refers to them any more."""
        self.papers.remove(gone)
        self._keep([told for told in self.told if told.source != gone.name])

    def forget_told(self, gone: Told) -> None:
        """Forget a report, so that nothing refers to it any more."""
        self.told.remove(gone)

    def _keep(self, told: list[Told]) -> None:
        self.told = deque(told, maxlen=self.told.maxlen)
