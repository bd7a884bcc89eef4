"""A history while it is being told: each event is drawn from what a ledger would hold by then."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from tests.harbour.times import Exact, Times
from tests.naive import World, scribe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from hypothesis.strategies import DrawFn, SearchStrategy

    from tests.naive import Line

Event: TypeAlias = dict[str, Any]

NAMES = {
    "actor": ("city", "council", "mayor", "clerk", "harbour", "pilot"),
    "claim": ("pier-closed", "pier-open", "fire-out", "crane-safe"),
    "source": ("harbour-post", "city-radio", "desk-mail"),
}
KINDS = ("observation", "report", "order", "assessment", "relation", "source", "actor", "claim")
FREQUENCIES = {"observation": 8, "report": 3, "order": 2, "assessment": 2, "amend": 3, "void": 2}
MOST_STEPS = 36
MOST_OBSERVATIONS = 14
DEEPEST = 3


class Batch(NamedTuple):
    """Events that are given together, and the UTC time at which they are."""

    at: datetime
    events: tuple[Event, ...]


class Tale:
    """A history that is being told: what has been given so far, and what a ledger would hold of it."""

    def __init__(self, draw: DrawFn, times: Times, start: datetime) -> None:
        """Begin with nothing at `start`."""
        self.draw = draw
        self.times = times
        self.at = start
        self.exact = isinstance(times, Exact)
        self.history: list[Batch] = []
        self.begins = True
        self.lines: list[Line] = []
        self.world = World(())
        self.live: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.numbers: Counter[str] = Counter()

    @property
    def possible_steps(self) -> list[str]:
        """What can come next, the frequent things more often."""
        most = {kind: len(pool) for kind, pool in NAMES.items()} | {"observation": MOST_OBSERVATIONS}
        ready = {
            "observation": self.names("actor"),
            "report": self.names("observation") and self.names("source"),
            "order": self.names("observation")[1:],
            "assessment": self.names("claim") and self.names("actor"),
            "relation": self.names("claim")[1:],
            "amend": self.names(*KINDS),
            "void": self.names(*KINDS),
        }
        possible = [kind for kind in (*KINDS, "amend", "void") if ready.get(kind, True)]
        return [
            kind
            for kind in possible
            if self.numbers[kind] < most.get(kind, MOST_STEPS)
            for _ in range(FREQUENCIES.get(kind, 1))
        ]

    def names(self, *kinds: str, but: str | None = None) -> list[str]:
        """The live records of the types that a writer named."""
        return [name for kind in kinds for name in self.live[kind] if name != but]

    def pause(self, length: timedelta) -> None:
        """Close the batch and let time pass."""
        self.at += length
        self.begins = True

    # Choices

    def one(self, *options: Any) -> Any:
        """One of the options, the first being the simplest."""
        return self.draw(_one_of(*options))

    def some(self, options: Sequence[str], *sizes: int) -> list[str]:
        """As many different options as one of the sizes says, or as there are."""
        chosen: list[str] = []
        for _ in range(min(self.one(*sizes), len(options))):
            chosen.append(self.one(*[option for option in options if option not in chosen]))
        return chosen

    # Events

    def declare(self, kind: str) -> None:
        """Give an event that declares a record, now and then without a name."""
        pool = NAMES.get(kind)
        name: str | None = pool[self.numbers[kind]] if pool else f"{kind}-{self.numbers[kind] + 1}"
        self.numbers[kind] += 1
        if kind == "observation" and self.one(*[False] * 7, True):
            name = None
        self._give(*[filled({"id": name, **version}) for version in self._versions(kind, None)])

    def amend(self) -> None:
        """Give the whole new version of a record, whatever it is."""
        name = self._record()
        kind = self.world.records.current[name]["type"]
        self._give(*[{**version, "amends": name, "reason": "corrected"} for version in self._versions(kind, name)])

    def void(self) -> None:
        """End a record, whatever it is."""
        self.numbers["void"] += 1
        name = self.one(None, f"void-{self.numbers['void']}")
        kind = self.one("entered-in-error", "duplicate", "fabricated", "legal")
        event = self._record()
        self._give(filled({"type": "void", "id": name, "event": event, "kind": kind, "reason": "mistaken"}))

    def _record(self) -> str:
        """The name of a live record, of the frequent types more often."""
        kinds = [kind for kind in KINDS if self.names(kind) for _ in range(FREQUENCIES.get(kind, 1))]
        name: str = self.one(*self.names(self.one(*kinds)))
        return name

    def _versions(self, kind: str, name: str | None) -> list[Event]:
        """An event of the kind, then weaker forms of it, in case the ledger has to refuse the first."""
        versions: list[Event] = getattr(self, f"_{kind}")(name)
        return [{"type": kind, **filled(version)} for version in versions]

    def _give(self, *versions: Event) -> None:
        """Append the first version that leaves the order possible, seldom after one that does not."""
        for number, event in enumerate(versions):
            lines = [*self.lines, scribe.line(event, len(self.lines) + 1, self.at, self.lines)]
            world = World(lines)
            if not world.order.impossible:
                self._append(event)
                self.lines, self.world = lines, world
                self.live = {kind: [name for name in world.records.all_live(kind) if ":" not in name] for kind in KINDS}
                return
            if number == 0 and self.one(*[False] * 7, True):
                self.begins = True
                self._append(event)
                self.begins = True

    def _append(self, event: Event) -> None:
        if self.begins:
            self.history.append(Batch(self.at, ()))
            self.begins = False
        at, events = self.history[-1]
        self.history[-1] = Batch(at, (*events, event))

    def _actor(self, name: str | None) -> list[Event]:
        chains = {whole: self.world.records.chain(whole) for whole in self.names("actor")}
        wholes = [whole for whole, chain in chains.items() if name not in chain and len(chain) < DEEPEST]
        return [
            {
                "name": "A body of the harbour",
                "part_of": self.one(None, None, *wholes),
                "independent": self.one(None, None, None, True),
            }
        ]

    def _source(self, _name: str | None) -> list[Event]:
        dated = {
            "publisher": "A paper of the harbour",
            "published": self.times.of_source(self.at),
            "audience": self._audience(),
        }
        return [dated, {**dated, "published": None}]

    def _claim(self, _name: str | None) -> list[Event]:
        return [{"text": self.one("It is so.", "It was so."), "kind": self.one(None, "opinion")}]

    def _relation(self, _name: str | None) -> list[Event]:
        first, second = self._two(self.names("claim"))
        return [{"from": first, "relation": self.one("contradicts", "entails", "supports"), "to": second}]

    def _assessment(self, _name: str | None) -> list[Event]:
        return [
            {
                "claim": self.one(*self.names("claim")),
                "assessor": self.one(*self.names("actor")),
                "verdict": self.one("true", "false", "mixed"),
                "confidence": self.one("high", "low", None),
                "occurred": self.times.of_occurrence(self.at) if self.one(False, True) else None,
                "evidence": self.some(self.names("observation"), 0, 0, 1),
            }
        ]

    def _order(self, _name: str | None) -> list[Event]:
        order = self.world.order
        moments = {each: order.moment_of(each) for each in self.names("observation", "report")}
        pairs = [
            (a, b)
            for a in moments
            for b in moments
            if a != b
            and moments[a] not in order.descendants[moments[b]]
            and order.tightened[moments[a]].earliest < order.tightened[moments[b]].latest
        ]
        first, then = self.one(*(pairs or [self._two(list(moments))]))
        return [{"first": first, "then": then, "source": self.one(None, *self.names("source"))}]

    def _report(self, name: str | None) -> list[Event]:
        observation = self.one(*self.names("observation"))
        said = self.world.records.current[observation].get("occurred", {}).get("text")
        report = {"observation": observation, **self._content(said), "after": self._after(name)}
        return self._weaker(report, ("after",), ("published",))

    def _observation(self, name: str | None) -> list[Event]:
        speaker = self.one(*self.names("actor"), None)
        occurred = self.times.of_occurrence(self.at)
        utterance = {
            "kind": self.one(None, None, "document", "happening") if speaker else self.one("happening", "document"),
            "text": "Something is said." if speaker else "Something happens.",
            "speaker": speaker,
            "audience": self._audience(),
            "occurred": occurred,
            "after": self._after(name),
        }
        if speaker:
            utterance["stances"] = [self._stance(claim) for claim in self.some(self.names("claim"), 1, 1, 1, 2, 0)]
            utterance["retracts"] = self._retractions(name)
        sources = self.names("source")
        utterance["reports"] = [
            filled(self._content(occurred)) for _ in range(self.one(0, 0, 1, 1, 2) if sources else 0)
        ]
        undated = [
            {field: value for field, value in report.items() if field != "published"} for report in utterance["reports"]
        ]
        weaker = self._weaker(
            utterance, ("after",), ("reports",), ("after", "reports"), ("after", "reports", "occurred")
        )
        return weaker if self.exact else [utterance, {**utterance, "reports": undated}, *weaker[1:]]

    def _weaker(self, event: Event, *fields: tuple[str, ...]) -> list[Event]:
        """The event, and the event without some of its fields; an exact history keeps its times."""
        times = ("occurred", "published")
        return [event] + [
            {field: value for field, value in event.items() if field not in without}
            for without in fields
            if not (self.exact and any(field in times for field in without))
        ]

    def _content(self, said: str | None) -> Event:
        """What an inline report and a report event have in common."""
        mode = self.one(None, "quote", "paraphrase", "inferred")
        return {
            "source": self.one(*self.names("source")),
            "via": self.names("source", "actor")[-1:] if mode == "inferred" else None,
            "mode": mode,
            "published": self.times.of_publication(self.at, said),
            "audience": self._audience(),
        }

    def _stance(self, claim: str) -> Event:
        manner = self.one(None, None, None, None, "possible", "probable", "reported", "implied")
        return filled(
            {
                "claim": claim,
                "stance": self.one("support", "deny", "support", "deny", "query", "retract", "comment"),
                "basis": manner if manner in ("reported", "implied") else None,
                "certainty": manner if manner in ("probable", "possible") else None,
            }
        )

    def _retractions(self, name: str | None) -> list[Event]:
        records = self.world.records
        targets = [each for each in self.names("observation", but=name) if records.stances(each)]
        retractions = []
        for target in self.some(targets, 0, 0, 0, 1):
            claims = [stance["claim"] for stance in records.stances(target)]
            retractions.append(filled({"observation": target, "claims": self.some(claims, 0, 1, 2)}))
        return retractions

    def _audience(self) -> list[str] | None:
        """None most of the time, which is the public, or one or two actors."""
        who = self.one("default", "default", "private", "private", "public")
        if who == "private":
            return self.some(self.names("actor"), 1, 1, 2)
        return ["public"] if who == "public" else None

    def _after(self, name: str | None) -> list[str]:
        """Up to two earlier events that have begun by now."""
        return self.some(self.names("observation", "report", but=name), 0, 0, 0, 1, 2)

    def _two(self, names: list[str]) -> tuple[str, str]:
        first, second = self.some(names, 2)
        return first, second


@lru_cache(maxsize=10_000, typed=True)
def _one_of(*options: Any) -> SearchStrategy[Any]:
    """A strategy is used again for the same options, since making one takes longer than drawing from it."""
    return st.sampled_from(options)


def filled(event: Event) -> Event:
    """The event without the fields for which nothing was drawn."""
    return {field: value for field, value in event.items() if value not in (None, [])}
