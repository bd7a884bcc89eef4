"""What an event refers to: which names, in which field, and of what type they must be (design, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.events.types import (
    PUBLIC,
    Actor,
    Assessment,
    Observation,
    Order,
    Relation,
    Report,
    Source,
    Void,
    amended_by,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.events.types import AnyEvent, InlineReport

ACTOR: Final = ("actor",)
SOURCE: Final = ("source",)
CLAIM: Final = ("claim",)
OBSERVATION: Final = ("observation",)
MOMENT: Final = ("observation", "report")
PASSED_THROUGH: Final = ("source", "actor")
EVIDENCE: Final = ("observation", "report", "source")
ANY: Final = ("actor", "source", "claim", "relation", "observation", "report", "order", "assessment")


class Reference(Struct, frozen=True):
    """A name in a field, and the types of record that may have it."""

    field: str
    name: str
    types: tuple[str, ...]


def references(event: AnyEvent) -> Iterator[Reference]:
    """Every reference of an event, in the order of its fields; what it amends comes last."""
    match event:
        case Actor():
            yield from _one("part_of", event.part_of, ACTOR)
        case Source():
            yield from _audience("audience", event.audience)
        case Relation():
            yield Reference("from", event.from_, CLAIM)
            yield Reference("to", event.to, CLAIM)
        case Observation():
            yield from _observation(event)
        case Report():
            yield Reference("observation", event.observation, OBSERVATION)
            yield from _report("", event)
            yield from _many("after", event.after, MOMENT)
        case Order():
            yield Reference("first", event.first, MOMENT)
            yield Reference("then", event.then, MOMENT)
            yield from _one("source", event.source, SOURCE)
        case Assessment():
            yield Reference("claim", event.claim, CLAIM)
            yield Reference("assessor", event.assessor, ACTOR)
            yield from _many("evidence", event.evidence, EVIDENCE)
        case Void():
            yield Reference("event", event.event, ANY)
        case _:
            pass
    yield from _one("amends", amended_by(event), (type_of(event),))


def _observation(event: Observation) -> Iterator[Reference]:
    yield from _one("speaker", event.speaker, ACTOR)
    yield from _audience("audience", event.audience)
    yield from _many("after", event.after, MOMENT)
    for index, stance in enumerate(event.stances):
        yield Reference(f"stances[{index}].claim", stance.claim, CLAIM)
    for index, retraction in enumerate(event.retracts):
        yield Reference(f"retracts[{index}].observation", retraction.observation, OBSERVATION)
        yield from _many(f"retracts[{index}].claims", retraction.claims, CLAIM)
    for index, report in enumerate(event.reports):
        yield from _report(f"reports[{index}].", report)


def _report(prefix: str, report: Report | InlineReport) -> Iterator[Reference]:
    yield Reference(f"{prefix}source", report.source, SOURCE)
    yield from _many(f"{prefix}via", report.via, PASSED_THROUGH)
    yield from _audience(f"{prefix}audience", report.audience)


def _audience(field: str, names: tuple[str, ...] | None) -> Iterator[Reference]:
    for index, name in enumerate(names or ()):
        if name != PUBLIC:
            yield Reference(f"{field}[{index}]", name, ACTOR)


def _one(field: str, name: str | None, types: tuple[str, ...]) -> Iterator[Reference]:
    if name is not None:
        yield Reference(field, name, types)


def _many(field: str, names: Iterable[str], types: tuple[str, ...]) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield Reference(f"{field}[{index}]", name, types)
