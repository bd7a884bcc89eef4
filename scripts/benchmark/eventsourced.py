"""The `eventsourcing` package on SQLite, used as its pages teach it: an aggregate per thing, an event per change.

A claim is an aggregate that is told utterances; anything else recorded is an aggregate with its content. Where somebody
stands is what they said last. Corrections and times are kept, but not worked out.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from ledger.events import Claim, Observation, type_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from ledger.events import AnyEvent

_PAGE: Final = 5_000
"""Events that are read at a time."""


class Subject(Aggregate):
    """A claim, with where everybody stands on it."""

    @event("Declared")
    def __init__(self, name: str, content: dict[str, Any]) -> None:
        self.name = name
        self.content = content
        self.positions: dict[str, str] = {}

    @event("Spoken")
    def tell(self, speaker: str, stance: str, content: dict[str, Any]) -> None:
        """Take in what somebody said of the claim."""
        self.last = content.get("id")
        self.positions[speaker] = stance


class Record(Aggregate):
    """Whatever else is recorded."""

    @event("Recorded")
    def __init__(self, kind: str, content: dict[str, Any]) -> None:
        self.kind = kind
        self.content = content


class Eventsourced:
    """The rival in a file. Aggregates that were written stay in memory, so that appending never reads."""

    name = f"eventsourcing {version('eventsourcing')} on SQLite"

    def __init__(self, path: Path) -> None:
        self._application: Application[UUID] = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        )
        self._subjects: dict[str, Subject] = {}

    def append(self, events: Sequence[AnyEvent]) -> None:
        """Keep events in one transaction."""
        touched: dict[UUID, Aggregate] = {}
        for given in events:
            for aggregate in self._take(given):
                touched[aggregate.id] = aggregate
        self._application.save(*touched.values())

    def now(self) -> int:
        """Read all events, and fold them into where everybody stands."""
        state: dict[UUID, Any] = {}
        start = 1
        while notifications := self._application.recorder.select_notifications(start, _PAGE):
            for notification in notifications:
                happened = self._application.mapper.to_domain_event(notification)
                state[happened.originator_id] = happened.mutate(state.get(happened.originator_id))
            start = notifications[-1].id + 1
        return sum(bool(isinstance(each, Subject) and each.positions) for each in state.values())

    def close(self) -> None:
        """Let go of the file."""
        self._application.close()

    def _take(self, given: AnyEvent) -> list[Aggregate]:
        content = msgspec.to_builtins(given)
        match given:
            case Claim(amends=None):
                subject = Subject(name=str(given.id), content=content)
                self._subjects[subject.name] = subject
                return [subject]
            case Observation(amends=None) if given.stances and given.speaker is not None:
                told = [self._subjects[stance.claim] for stance in given.stances]
                for subject, stance in zip(told, given.stances, strict=True):
                    subject.tell(speaker=given.speaker, stance=stance.stance, content=content)
                    content = {"id": given.id}
                return list(told)
            case _:
                return [Record(kind=type_of(given), content=content)]
