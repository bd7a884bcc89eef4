"""A history while it is being told: plans become events, in view of what a ledger would hold by then."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.harbour.plans import ACTORS, CLAIMS, SOURCES
from tests.naive import World, scribe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from tests.harbour.plans import Event
    from tests.harbour.times import Times
    from tests.naive import Line

MOST_OBSERVATIONS = 14
DEEPEST = 3
POOLS = {"actor": ACTORS, "claim": CLAIMS, "source": SOURCES}
MOMENTS = ("observation", "report")
NOBODY: tuple[str, Any] = ("audience", [])
"""What is told to nobody. Every other empty list says the same as none."""


class Batch(NamedTuple):
    """Events that are given together, and the UTC time at which they are."""

    at: datetime
    events: tuple[Event, ...]


class Tale:
    """What has been given so far, and what a ledger would hold of it."""

    def __init__(self, times: Times, start: datetime, cast: Mapping[str, Any]) -> None:
        """Begin at `start` with an actor and a claim; the cast says as what each is declared, once it is needed."""
        self.times = times
        self.at = start
        self.cast = cast
        self.batches: list[Batch] = []
        self.lines: list[Line] = []
        self.world = World(())
        self.numbers: Counter[str] = Counter()
        self.batches.append(Batch(start, ()))
        self.cite(ACTORS[0])
        self.cite(CLAIMS[0])

    @property
    def history(self) -> list[Batch]:
        """The batches that came to have events."""
        return [batch for batch in self.batches if batch.events]

    def batch(self, pause: timedelta, plans: Sequence[Event]) -> None:
        """Let time pass, then give together what is planned."""
        self.at += pause
        self.batches.append(Batch(self.at, ()))
        for plan in plans:
            self._tell(plan)

    # What there is to refer to

    def back(self, number: int, *kinds: str, but: str | None = None) -> str | None:
        """The live record, of those that the writer named, that is so far back; None if there is none at all."""
        live = [name for kind in kinds for name in self.world.records.all_live(kind) if ":" not in name and name != but]
        live.sort(key=self.world.records.first_seq.__getitem__)
        return live[-1 - number % len(live)] if live else None

    def backs(self, numbers: Sequence[int], *kinds: str, but: str | None = None) -> list[str]:
        """The live records that are so far back, each once."""
        names = [self.back(number, *kinds, but=but) for number in numbers]
        return list(dict.fromkeys(name for name in names if name is not None))

    def cite(self, name: str | None) -> str | None:
        """The actor, claim or source of the name, declared if it was not; None if it has ended."""
        if name is None or name in self.world.records.ended:
            return None
        if name not in self.world.records.current:
            kind = next(kind for kind, pool in POOLS.items() if name in pool)
            fields = self._fields(kind, {"id": name, **self._introduced(kind, name)}, name)
            self._give({"type": kind, "id": name, **(fields or {})})
        return name

    def _introduced(self, kind: str, name: str) -> Event:
        """The plan by which an actor, a claim or a source is first declared."""
        if kind == "actor":
            return dict(zip(("part_of", "independent"), self.cast[name], strict=True))
        return dict(self.cast[name]) if kind == "source" else {}

    def audience(self, names: Sequence[str] | None) -> list[str] | None:
        """Those of an audience who have not ended; none is told of where all of them have."""
        told = [name for name in names or () if name == "public" or self.cite(name)]
        return told if told or names == () else None

    # Giving

    def _tell(self, plan: Event) -> None:
        """Give what is planned: a new record, the new version of one, or a void; or nothing, where it has no sense."""
        kind = plan["type"]
        if kind == "nothing":
            return
        given = plan["given"]
        if kind in POOLS:
            amended = self.cite(plan["id"])
            if amended is None:
                return
        else:
            amended = self.back(given, kind) if isinstance(given, int) else None
        if kind == "observation" and amended is None and self.numbers[kind] == MOST_OBSERVATIONS:
            return
        is_reworded = amended is not None and plan["is_reworded"]
        fields = self._reworded(str(amended)) if is_reworded else self._fields(kind, plan, amended)
        if fields is not None:
            self.numbers[kind] += 1
            named = given != "unnamed" or kind not in ("observation", "void")
            event = {"type": kind, "id": f"{kind}-{self.numbers[kind]}" if named else None, **fields}
            if amended is not None:
                event |= {
                    "id": None if named else f"correction-{len(self.lines)}",
                    "amends": amended,
                    "reason": "corrected",
                }
            self._give(event, stubborn=given == "stubborn")

    def _give(self, event: Event, *, stubborn: bool = False) -> None:
        """Append the event, without some of its fields where they make the order impossible.

        The stubborn have it refused first, in a batch of its own.
        """
        left_out: tuple[str, ...] = ()
        for field in (None, *self.times.disposable):
            left_out = left_out if field is None else (*left_out, field)
            version = without(event, left_out)
            lines = [*self.lines, scribe.line(version, len(self.lines) + 1, self.at, self.lines)]
            world = World(lines)
            if not world.order.impossible:
                self.batches[-1] = Batch(self.at, (*self.batches[-1].events, version))
                self.lines, self.world = lines, world
                return
            if stubborn and not left_out:
                self.batches += [Batch(self.at, (version,)), Batch(self.at, ())]

    # From plans to the fields of events

    def _reworded(self, record: str) -> Event:
        """What a record says, as somebody gave it, with a note."""
        line = self.world.records.current[record]
        return {**as_given({name: line[name] for name in line if name not in scribe.ENVELOPE}), "note": "reworded"}

    def _fields(self, kind: str, plan: Event, amended: str | None) -> Event | None:
        """The fields of the planned event; None where there is not enough to refer to."""
        makers = {
            "actor": self._actor,
            "source": self._source,
            "claim": self._claim,
            "relation": self._relation,
            "observation": self._observation,
            "report": self._report,
            "order": self._order,
            "assessment": self._assessment,
            "void": self._void,
        }
        return makers[kind](plan, amended)

    def _actor(self, plan: Event, _amended: str | None) -> Event:
        whole = self.cite(plan["part_of"])
        chain = self.world.records.chain(whole) if whole else []
        fits = len(chain) < DEEPEST and plan["id"] not in chain
        return {"name": plan["id"].title(), "part_of": whole if fits else None, "independent": plan["independent"]}

    def _source(self, plan: Event, _amended: str | None) -> Event:
        audience = self.audience(plan["audience"])
        published = self.times.source(plan["published"], self.at)
        return {"publisher": plan["id"].title(), "audience": audience, "published": published}

    def _claim(self, plan: Event, _amended: str | None) -> Event:
        return {"text": f"{plan['id'].replace('-', ' ').capitalize()}.", "kind": plan.get("kind")}

    def _relation(self, plan: Event, _amended: str | None) -> Event | None:
        first, second = self.cite(plan["from"]), self.cite(plan["to"])
        if first is None or second is None or first == second:
            return None
        return {"from": first, "relation": plan["relation"], "to": second}

    def _observation(self, plan: Event, amended: str | None) -> Event:
        speaker = self.cite(plan["speaker"])
        occurred = self.times.occurrence(plan["occurred"], self.at)
        contents = [self._content(content, occurred) for content in plan["reports"]]
        return {
            "kind": plan["kind"] or (None if speaker else "happening"),
            "text": "Something is said." if speaker else "Something happens.",
            "speaker": speaker,
            "audience": self.audience(plan["audience"]),
            "occurred": occurred,
            "after": self.backs(plan["after"], *MOMENTS, but=amended),
            "stances": self._stances(plan["stances"]) if speaker else [],
            "retracts": [self._retraction(number, claims, amended) for number, claims in plan["retracts"] if speaker],
            "reports": [content for content in contents if content],
        }

    def _stances(self, plans: Sequence[Event]) -> list[Event]:
        """One stance on each claim."""
        stances = {
            plan["claim"]: {"claim": plan["claim"], "stance": plan["stance"], **plan["how"]}
            for plan in plans
            if self.cite(plan["claim"])
        }
        return list(stances.values())

    def _retraction(self, number: int, count: int, amended: str | None) -> Event | None:
        target = self.back(number, "observation", but=amended)
        stances = self.world.records.stances(target) if target else []
        return {"observation": target, "claims": [each["claim"] for each in stances][:count]} if stances else None

    def _content(self, plan: Event, said: str | None) -> Event | None:
        source = self.cite(plan["source"])
        if source is None:
            return None
        return {
            "source": source,
            "via": self.backs([0], "actor", "source") if plan["mode"] == "inferred" else None,
            "mode": plan["mode"],
            "published": self.times.publication(plan["published"], self.at, said),
            "audience": self.audience(plan["audience"]),
        }

    def _report(self, plan: Event, amended: str | None) -> Event | None:
        observation = self.back(plan["observation"], "observation")
        if observation is None:
            return None
        said = self.world.records.current[observation].get("occurred", {}).get("text")
        content = self._content(plan, said)
        after = self.backs(plan["after"], *MOMENTS, but=amended)
        return {"observation": observation, **content, "after": after} if content else None

    def _order(self, plan: Event, _amended: str | None) -> Event | None:
        """The two events, turned round if that is the only way in which they can have happened."""
        first = self.back(plan["first"], *MOMENTS)
        then = self.back(plan["then"], *MOMENTS, but=first)
        if first is None or then is None:
            return None
        order = self.world.order
        if order.precedes(order.moment_of(then), order.moment_of(first)):
            first, then = then, first
        return {"first": first, "then": then, "source": self.cite(plan["source"])}

    def _assessment(self, plan: Event, _amended: str | None) -> Event | None:
        claim, assessor = self.cite(plan["claim"]), self.cite(plan["assessor"])
        if claim is None or assessor is None:
            return None
        return {
            "claim": claim,
            "assessor": assessor,
            "verdict": plan["verdict"],
            "confidence": plan["confidence"],
            "occurred": self.times.occurrence(plan["occurred"], self.at) if plan["dated"] else None,
            "evidence": self.backs(plan["evidence"], "observation"),
        }

    def _void(self, plan: Event, _amended: str | None) -> Event | None:
        record = self.back(plan["event"], plan["record"])
        return {"event": record, "kind": plan["kind"], "reason": "mistaken"} if record else None


def as_given(value: Any) -> Any:
    """What a line says with its times as the texts that were given."""
    if isinstance(value, dict):
        return value["text"] if "earliest" in value or "latest" in value else {k: as_given(v) for k, v in value.items()}
    return [as_given(item) for item in value] if isinstance(value, list) else value


def without(event: Any, fields: Sequence[str]) -> Any:
    """The event without some fields, also in its reports, and without those for which there is nothing."""
    if isinstance(event, dict):
        kept = {name: without(value, fields) for name, value in event.items() if name not in fields}
        return {name: value for name, value in kept.items() if value not in (None, []) or (name, value) == NOBODY}
    if isinstance(event, list):
        return [without(item, fields) for item in event if item is not None]
    return event
