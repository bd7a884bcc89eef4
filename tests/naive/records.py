"""What is recorded at a position of the log: the current version of each record, and which records still live.

Design, section 4. A record has the name of the line that declares it; an amendment is its whole new version; a void
ends it, and what points at it goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

Line: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str] | tuple[str, str, int]
"""A moment: ("occurrence", observation), ("publication", report event) or ("publication", observation, 1, 2, ...)."""

EVERYBODY = ("public",)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """That a source carries an observation: inline in the observation's line, or an event of its own."""

    moment: Key
    observation: str
    source: str
    carrier: str
    """The record that carries it: the observation, or the report event."""
    line: Line
    """The version line that carries it."""
    content: Line
    """Its own fields: `published` and `audience`, where it has them."""


class Records:
    """The records that the given lines make."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Read the lines in seq order; an erased line is nothing."""
        self.lines = [line for line in lines if "erased" not in line]
        self.current: dict[str, Line] = {}
        self.first_seq: dict[str, int] = {}
        self.ended: set[str] = set()
        for line in self.lines:
            if line["type"] == "void":
                self.ended.add(line["event"])
            else:
                name = name_of(line)
                self.current[name] = line
                self.first_seq.setdefault(name, line["seq"])

    def live(self, name: str) -> bool:
        """Whether the record is there, is not ended, and hangs on nothing that is gone."""
        if name not in self.current or name in self.ended:
            return False
        return all(self.live(other) for other in hangs_on(self.current[name]))

    def all_live(self, kind: str) -> list[str]:
        """Every live record of a type, in the order in which they were declared."""
        return [name for name, line in self.current.items() if line["type"] == kind and self.live(name)]

    def whole(self, actor: str) -> str | None:
        """What the actor is a part of. An ended actor's parts lose their whole."""
        whole: str | None = self.current[actor].get("part_of")
        return whole if whole is not None and self.live(whole) else None

    def chain(self, actor: str) -> list[str]:
        """The actor, its whole, the whole of that, and so on to the topmost; nothing for an ended actor."""
        chain = []
        link = actor if self.live(actor) else None
        while link is not None:
            chain.append(link)
            link = self.whole(link)
        return chain

    def origin(self, actor: str) -> str:
        """Who a live actor speaks for: the nearest of it and its wholes that is independent, else the topmost."""
        chain = self.chain(actor)
        independent = [link for link in chain if self.current[link].get("independent", False)]
        return independent[0] if independent else chain[-1]

    def speaker(self, observation: str) -> str | None:
        """Who utters the observation. The utterance of an ended actor is nobody's."""
        speaker: str | None = self.current[observation].get("speaker")
        return speaker if speaker is not None and self.live(speaker) else None

    def stances(self, observation: str) -> list[Line]:
        """The stances on live claims; none without a living speaker."""
        if self.speaker(observation) is None:
            return []
        return [stance for stance in self.current[observation].get("stances", ()) if self.live(stance["claim"])]

    def retractions(self, observation: str) -> set[tuple[str, str]]:
        """What the observation takes back, as (observation, live claim); no `claims` means all it took a stance on."""
        taken_back = set()
        if self.speaker(observation) is not None:
            for retraction in self.current[observation].get("retracts", ()):
                target = retraction["observation"]
                if self.live(target):
                    claims = retraction.get("claims") or [stance["claim"] for stance in self.stances(target)]
                    taken_back |= {(target, claim) for claim in claims if self.live(claim)}
        return taken_back

    def reports(self, observation: str) -> list[Report]:
        """The live reports of a live observation: the inline ones, then the report events."""
        line = self.current[observation]
        inline = [
            Report(
                moment=("publication", observation, index),
                observation=observation,
                source=content["source"],
                carrier=observation,
                line=line,
                content=content,
            )
            for index, content in enumerate(line.get("reports", ()), start=1)
        ]
        events = [
            Report(
                moment=("publication", name),
                observation=observation,
                source=self.current[name]["source"],
                carrier=name,
                line=self.current[name],
                content=self.current[name],
            )
            for name in self.all_live("report")
            if self.current[name]["observation"] == observation
        ]
        return [report for report in inline if self.live(report.source)] + events

    def audience(self, told: Line, *, default: Line | None = None) -> list[str]:
        """Who was told: the members given that have not ended, else the default's, else the public."""
        given = (line["audience"] for line in (told, default or {}) if "audience" in line)
        members = next(given, EVERYBODY)
        return [member for member in members if member == "public" or self.live(member)]


def name_of(line: Line) -> str:
    """The name of the record of which the line is a version."""
    name: str = line["amends"] if "amends" in line else line["id"]
    return name


def hangs_on(line: Line) -> list[str]:
    """The records without which the one with this version is gone."""
    ends = {
        "report": ("observation", "source"),
        "relation": ("from", "to"),
        "assessment": ("claim", "assessor"),
        "order": ("first", "then"),
    }
    return [line[field] for field in ends.get(line["type"], ())]
