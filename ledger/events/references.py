"""What an event refers to: which names, in which fields, and of which types they must be (design, section 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from ledger.events.types import (
    PUBLIC,
    RECORD_TYPES,
    Actor,
    Assessment,
    Observation,
    Order,
    Relation,
    Report,
    Source,
    Void,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.events.types import AnyEvent, InlineReport

ACTOR: Final = ("actor",)
SOURCE: Final = ("source",)
CLAIM: Final = ("claim",)
OBSERVATION: Final = ("observation",)
MOMENT: Final = ("observation", "report")
PASSED_THROUGH: Final = ("source", "actor")
EVIDENCE: Final = ("observation", "report", "source")

_STEP: Final = re.compile(r"[a-z_]+|[0-9]+")
"""A step in the path of a field: a name, or an index into a list."""


class Reference(Struct, frozen=True, gc=False):
    """A name in a field, and the types of record that it may refer to."""

    field: str
    name: str
    types: tuple[str, ...]


def references(event: AnyEvent) -> list[Reference]:
    """Every reference of an event, in the order of its fields; what it amends comes last."""
    found: list[Reference] = []
    match event:
        case Observation():
            _observation(found, event)
        case Actor():
            _one(found, "part_of", event.part_of, ACTOR)
        case Source():
            _audience(found, "audience", event.audience)
        case Relation():
            found += (Reference("from", event.from_, CLAIM), Reference("to", event.to, CLAIM))
        case Report():
            found.append(Reference("observation", event.observation, OBSERVATION))
            _report(found, "", event)
            _many(found, "after", event.after, MOMENT)
        case Order():
            found += (Reference("first", event.first, MOMENT), Reference("then", event.then, MOMENT))
            _one(found, "source", event.source, SOURCE)
        case Assessment():
            found += (Reference("claim", event.claim, CLAIM), Reference("assessor", event.assessor, ACTOR))
            _many(found, "evidence", event.evidence, EVIDENCE)
        case Void():
            found.append(Reference("event", event.event, RECORD_TYPES))
            return found
        case _:
            pass
    if event.amends is not None:
        found.append(Reference("amends", event.amends, (type_of(event),)))
    return found


def renamed(event: AnyEvent, names: Mapping[str, str]) -> AnyEvent:
    """The event with its references renamed as in `names`, which maps old names to new ones."""
    changed = [each for each in references(event) if each.name in names]
    if not changed:
        return event
    plain = msgspec.json.decode(msgspec.json.encode(event))
    for each in changed:
        *way, last = (int(step) if step.isdigit() else step for step in _STEP.findall(each.field))
        place: Any = plain
        for step in way:
            place = place[step]
        place[last] = names[each.name]
    return msgspec.convert(plain, type(event))


def _observation(found: list[Reference], event: Observation) -> None:
    if event.speaker is not None:
        found.append(Reference("speaker", event.speaker, ACTOR))
    if event.audience:
        _audience(found, "audience", event.audience)
    if event.after:
        _many(found, "after", event.after, MOMENT)
    for index, stance in enumerate(event.stances):
        found.append(Reference(f"stances[{index}].claim", stance.claim, CLAIM))
    for index, retraction in enumerate(event.retracts):
        found.append(Reference(f"retracts[{index}].observation", retraction.observation, OBSERVATION))
        _many(found, f"retracts[{index}].claims", retraction.claims, CLAIM)
    for index, report in enumerate(event.reports):
        _report(found, f"reports[{index}].", report)


def _report(found: list[Reference], prefix: str, report: Report | InlineReport) -> None:
    found.append(Reference(f"{prefix}source", report.source, SOURCE))
    if report.via:
        _many(found, f"{prefix}via", report.via, PASSED_THROUGH)
    if report.audience:
        _audience(found, f"{prefix}audience", report.audience)


def _audience(found: list[Reference], field: str, names: tuple[str, ...] | None) -> None:
    for index, name in enumerate(names or ()):
        if name != PUBLIC:
            found.append(Reference(f"{field}[{index}]", name, ACTOR))


def _one(found: list[Reference], field: str, name: str | None, types: tuple[str, ...]) -> None:
    if name is not None:
        found.append(Reference(field, name, types))


def _many(found: list[Reference], field: str, names: Iterable[str], types: tuple[str, ...]) -> None:
    for index, name in enumerate(names):
        found.append(Reference(f"{field}[{index}]", name, types))
