"""What is corrected in a generated ledger: records amended, and records voided."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from msgspec.structs import replace

from ledger import Claim, Void
from ledger.events import types as kinds
from scripts.benchmark import occasions, people
from scripts.benchmark.words import sentence

if TYPE_CHECKING:
    from ledger.events import AnyEvent
    from scripts.benchmark.draw import Draw
    from scripts.benchmark.memory import Memory
    from scripts.benchmark.subjects import Subjects

_KEPT = 5
"""The fewest observations and sources that stay."""


class Corrections:
    """Amendments and voids of what is remembered."""

    def __init__(self, draw: Draw, memory: Memory, subjects: Subjects) -> None:
        self._draw = draw
        self._memory = memory
        self._subjects = subjects

    def amendment(self, actors: int) -> AnyEvent:
        """A new version of an observation, mostly; else of a source, a claim, or one of the first `actors` actors."""
        draw = self._draw
        match draw.choices(("observation", "source", "claim", "actor"), (70, 10, 10, 10))[0]:
            case "observation":
                said = draw.choice(self._memory.said)
                event = replace(said.event, occurred=occasions.vague(said.at, draw), text=sentence(draw, 14))
                self._memory.put_version(said, event)
                return replace(event, id=None, amends=said.name, reason="misheard the time")
            case "source":
                paper = draw.choice(self._memory.papers)
                title = sentence(draw, 8)
                return replace(paper.event, id=None, title=title, amends=paper.name, reason="the headline was changed")
            case "claim":
                return Claim(text=sentence(draw, 12), amends=self._subjects.any(), reason="worded more exactly")
            case _:
                number = draw.randrange(actors)
                role = sentence(draw, 3)
                return replace(people.actor(number), id=None, amends=people.name(number), role=role, reason="promoted")

    def void(self) -> Void | None:
        """The end of an observation, mostly; else of a report, a source, or another record. None if few are left."""
        name = self._ended()
        if name is None:
            return None
        return Void(event=name, kind=self._draw.choice(get_args(kinds.VoidKind)), reason=sentence(self._draw, 10))

    def _ended(self) -> str | None:
        """A record, which is forgotten from now on; None if few are left."""
        draw, memory = self._draw, self._memory
        kind = draw.choices(("observation", "report", "other", "source"), (50, 20, 20, 10))[0]
        if kind == "report" and memory.told:
            told = draw.choice(memory.told)
            memory.forget_told(told)
            return told.name
        if kind == "other" and memory.named:
            return memory.named.popleft()
        if kind == "source" and len(memory.papers) > _KEPT:
            paper = draw.choice(memory.papers)
            memory.forget_paper(paper)
            return paper.name
        if len(memory.said) > _KEPT:
            said = draw.choice(memory.said)
            memory.forget_said(said)
            return said.name
        return None
