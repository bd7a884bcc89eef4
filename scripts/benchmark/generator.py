"""The events of a realistic ledger, as a writer gives them: endless, from a seed, in memory that does not grow.

Everything has a true moment, which no event states. The times that are stated hold it, and an order is stated only if
the true moments have it, so what is made is possible by construction. Its first N events are the same for every N.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from msgspec.structs import replace

from ledger import (
    Assessment,
    InlineReport,
    Observation,
    Order,
    Quote,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
)
from ledger.events import PUBLIC, AnyEvent
from ledger.events import types as kinds
from scripts.benchmark import occasions, people
from scripts.benchmark.corrections import Corrections
from scripts.benchmark.draw import Draw
from scripts.benchmark.memory import Memory, Paper, Said, Told
from scripts.benchmark.subjects import Subjects
from scripts.benchmark.words import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PACE: Final = 30
"""Seconds of the story between two events."""
_LAG: Final = 1 / 20_000
"""One over the seconds that pass on average between a happening and the document that tells of it."""
_MISHEARD: Final = 2_000
"""Every so many events somebody is recorded who turns out to be somebody else."""
_STANCE_SHARES: Final = (46, 30, 10, 11, 3)


def events(seed: int) -> Iterator[AnyEvent]:
    """The events, without end."""
    return _Desk(seed).events()


def clock(count: int) -> int:
    """The moment at which so many events are written down."""
    return occasions.START + occasions.DAY + _PACE * count


class _Desk:
    """Whoever writes it all down. `count` numbers the events, `clock` is now."""

    def __init__(self, seed: int) -> None:
        self.draw = Draw(seed)
        self.memory = Memory()
        self.subjects = Subjects(self.draw)
        self.corrections = Corrections(self.draw, self.memory, self.subjects)
        self.actors = 0
        self.count = 0
        self.clock = occasions.START
        self.misheard: str | None = None
        self.usual: dict[Callable[[], list[AnyEvent]], int] = {
            self._observation: 790,
            self._source: 80,
            self._report: 50,
            self._amendment: 25,
            self._order: 15,
            self._assessment: 10,
            self._relation: 10,
            self._void: 10,
            self._retraction: 10,
        }

    def events(self) -> Iterator[AnyEvent]:
        makers, shares = list(self.usual), list(self.usual.values())
        for event in self._opening():
            yield self._counted(event)
        while True:
            if self.actors < 12 + 4 * self.count**0.5:
                made: list[AnyEvent] = [self._actor()]
            elif self.subjects.count < self.count / 20:
                made = self.subjects.declare()
            elif self.misheard is None and self.count % _MISHEARD == 0:
                made = [self._mishear()]
            elif self.misheard is not None and self.count % _MISHEARD > _MISHEARD // 20:
                made = [Void(event=self.misheard, kind="duplicate", reason="the same person under another name")]
                self.misheard = None
            else:
                made = self.draw.choices(makers, shares)[0]()
            for event in made:
                yield self._counted(event)

    def _counted(self, event: AnyEvent) -> AnyEvent:
        self.count += 1
        self.clock += _PACE
        return event

    def _opening(self) -> Iterator[AnyEvent]:
        for _ in range(12):
            yield self._actor()
        for _ in range(3):
            yield from self.subjects.declare()
        self.clock += occasions.DAY
        yield from self._source()
        for _ in range(2):
            yield from self._observation()

    def _actor(self) -> AnyEvent:
        self.actors += 1
        return people.actor(self.actors - 1)

    def _mishear(self) -> AnyEvent:
        self.misheard = f"misheard-{self.count}"
        return replace(people.actor(self.actors - 1), id=self.misheard, independent=False)

    def _source(self) -> list[AnyEvent]:
        name = f"source-{self.count}"
        is_mail = self.draw.happens(0.06)
        event = Source(
            id=name,
            publisher=f"Harbour Post {self.count % 40}",
            title=sentence(self.draw, 7),
            url=f"https://post-{self.count % 40}.example/{self.count}",
            kind="e-mail" if is_mail else "article",
            language="en",
            audience=(people.body(self.draw, self.actors),) if is_mail else None,
            published=occasions.printed(self.clock, self.draw),
            reliability=self.draw.choice(get_args(kinds.Reliability)),
        )
        self.memory.papers.append(Paper(name, event, self.clock))
        return [event]

    def _observation(self) -> list[AnyEvent]:
        draw = self.draw
        papers = {paper.name: paper for paper in (self.memory.paper(draw) for _ in range(self._report_count()))}
        at = min([self.clock, *(paper.at for paper in papers.values())]) - 1 - int(draw.expovariate(_LAG))
        first = self.memory.earlier(draw, at) if self.memory.said and draw.happens(0.05) else None
        event = Observation(
            id=f"said-{self.count}",
            text=sentence(draw, draw.randrange(9, 30)),
            speaker=self.misheard if self.misheard and draw.happens(0.2) else people.anybody(draw, self.actors),
            audience=self._audience(),
            occurred=occasions.vague(at, draw),
            after=() if first is None else (first,),
            stances=self._stances(),
            reports=tuple(self._inline(paper) for paper in papers.values()),
        )
        return [self._said(event, at)]

    def _said(self, event: Observation, at: int) -> Observation:
        self.memory.said.append(Said(str(event.id), event, at))
        return event

    def _report_count(self) -> int:
        return self.draw.choices((0, 1, 2), (24, 66, 10))[0]

    def _audience(self) -> tuple[str, ...] | None:
        if not self.draw.happens(0.14):
            return None
        if self.draw.happens(0.14):
            return (people.anybody(self.draw, self.actors),)
        return tuple({people.body(self.draw, self.actors): None, people.anybody(self.draw, self.actors): None})

    def _stances(self) -> tuple[Stance, ...]:
        draw = self.draw
        claims = {self.subjects.any(): None for _ in range(draw.choices((0, 1, 2, 3), (2, 70, 20, 8))[0])}
        return tuple(
            Stance(
                claim=claim,
                stance=draw.choices(get_args(kinds.StanceKind), _STANCE_SHARES)[0],
                basis="implied" if draw.happens(0.1) else "direct",
                certainty=draw.choices(get_args(kinds.Certainty), (88, 8, 4))[0],
            )
            for claim in claims
        )

    def _inline(self, paper: Paper) -> InlineReport:
        draw = self.draw
        words = sentence(draw, draw.randrange(4, 12)) if draw.happens(0.5) else None
        return InlineReport(
            source=paper.name,
            via=(people.anybody(draw, self.actors),) if draw.happens(0.05) else (),
            mode="paraphrase" if words is None else "quote",
            audience=(PUBLIC,) if draw.happens(0.04) else None,
            published=occasions.to_the_minute(paper.at) if draw.happens(0.15) else None,
            quotes=() if words is None else (Quote(exact=words, start=120, end=120 + len(words)),),
        )

    def _report(self) -> list[AnyEvent]:
        draw, name = self.draw, f"report-{self.count}"
        said, paper = draw.choice(self.memory.said), self.memory.paper(draw)
        has_own = paper.at <= said.at or draw.happens(0.5)
        at = max(paper.at, said.at + 60) if has_own else paper.at
        first = self.memory.earlier(draw, at) if draw.happens(0.1) else None
        self.memory.told.append(Told(name, said.name, paper.name, at))
        return [
            Report(
                id=name,
                observation=said.name,
                source=paper.name,
                mode="paraphrase",
                published=occasions.to_the_minute(at) if has_own else None,
                after=() if first is None else (first,),
                note=sentence(draw, 12),
            )
        ]

    def _retraction(self) -> list[AnyEvent]:
        draw = self.draw
        target = draw.choice(self.memory.said)
        at = min(self.clock - 1, target.at + 1 + int(draw.expovariate(_LAG)))
        speaker = target.event.speaker or ""
        claims = tuple(stance.claim for stance in target.event.stances if self.subjects.is_lasting(stance.claim))
        event = Observation(
            id=f"said-{self.count}",
            text=sentence(draw, 14),
            speaker=speaker if speaker.startswith("actor-") else people.anybody(draw, self.actors),
            audience=target.event.audience,
            occurred=occasions.vague(at, draw),
            retracts=(Retraction(observation=target.name, claims=claims[:1] if draw.happens(0.5) else ()),),
        )
        return [self._said(event, at)]

    def _order(self) -> list[AnyEvent]:
        then = self.draw.choice(self.memory.said)
        first = self.memory.earlier(self.draw, then.at)
        if first is None:
            return self._observation()
        paper = self.memory.paper(self.draw).name if self.draw.happens(0.5) else None
        return [Order(id=self._named("order"), first=first, then=then.name, source=paper, note=sentence(self.draw, 14))]

    def _assessment(self) -> list[AnyEvent]:
        return [
            Assessment(
                id=self._named("verdict"),
                claim=self.subjects.any(),
                assessor=people.body(self.draw, self.actors),
                verdict=self.draw.choice(get_args(kinds.Verdict)),
                confidence=self.draw.choice(get_args(kinds.Confidence)),
                rationale=sentence(self.draw, 30),
                occurred=occasions.to_the_minute(self.clock) if self.draw.happens(0.5) else None,
            )
        ]

    def _relation(self) -> list[AnyEvent]:
        one, other = self.subjects.any(), self.subjects.any()
        if one == other:
            return self._assessment()
        kind = self.draw.choice(get_args(kinds.RelationKind))
        return [Relation(id=self._named("relation"), from_=one, relation=kind, to=other, note=sentence(self.draw, 12))]

    def _named(self, kind: str) -> str:
        self.memory.named.append(f"{kind}-{self.count}")
        return self.memory.named[-1]

    def _amendment(self) -> list[AnyEvent]:
        return [self.corrections.amendment(self.actors)]

    def _void(self) -> list[AnyEvent]:
        void = self.corrections.void()
        return self._observation() if void is None else [void]
