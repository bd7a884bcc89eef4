"""What an event was understood to say, in a line for its writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import events, times
from ledger.cli.write import sentence
from ledger.events import (
    Actor,
    Assessment,
    Claim,
    Observation,
    Order,
    Relation,
    Report,
    Source,
)
from ledger.render.safe import visible
from ledger.times import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.codec import Entry
    from ledger.events import AnyEvent, InlineReport


def understood(entry: Entry, *, zone: str) -> str:
    """The entry's id, what its event says, and its times with the instants that they mean, printed in this zone.

    It is one line, whatever the event holds: a second line could be taken for one of ours.
    """
    said = ", ".join((_gist(entry.event), *_details(entry.event), *_times(entry.event, zone)))
    return visible(f"{entry.id}: {said}")


def _gist(event: AnyEvent) -> str:  # noqa: PLR0911  # one for each type
    match event:
        case Actor():
            return f"the actor “{event.name}”"
        case Source():
            return f"a source published by {event.publisher}"
        case Claim():
            return f"the claim “{event.text}”"
        case Relation():
            return f"{event.from_} {event.relation} {event.to}"
        case Observation():
            said = sentence.say(event.speaker, event.stances)
            return ": ".join(filter(None, (said, event.text and f"“{event.text}”")))
        case Report():
            return f"{event.observation} is reported in {event.source}"
        case Order():
            return f"{event.first} came before {event.then}"
        case Assessment():
            return f"{event.assessor} finds {event.claim} {event.verdict}"
    return f"{event.event} is void, {event.kind}"


def _details(event: AnyEvent) -> Iterator[str]:
    """What belongs to the gist: wholes, audiences, sources, what came before and what is taken back."""
    match event:
        case Actor():
            if event.part_of is not None:
                yield f"part of {event.part_of}"
            if event.independent:
                yield "independent"
        case Source() if event.audience is not None:
            yield f"told to {_names(event.audience)}"
        case Observation():
            yield from _said(event)
        case Report():
            if event.via:
                yield _via(event).strip()
            if event.audience is not None:
                yield f"told to {_names(event.audience)}"
        case _:
            pass
    after = getattr(event, "after", ())
    if after:
        yield f"after {_names(after)}"


def _said(event: Observation) -> Iterator[str]:
    if any(stance.basis == "reported" for stance in event.stances):
        yield "reportedly"
    yield f"told to {_names(event.audience)}"
    for report in event.reports:
        yield f"in {report.source}{_via(report)}"
    for retraction in event.retracts:
        claims = retraction.claims
        what = f"{retraction.observation} on {_names(claims)}" if claims else f"all of {retraction.observation}"
        yield f"taking back {what}"


def _times(event: AnyEvent, zone: str) -> Iterator[str]:
    found = [(field.rpartition(".")[2], time) for field, time in events.times_of(event) if isinstance(time, Interval)]
    for field, time in found:
        start = times.show(time.earliest, zone=zone) if time.earliest else "…"
        stop = times.show(time.latest, zone=zone) if time.latest else "…"
        yield f"{field.removesuffix('_at')} {time.text} (from {start} to {stop})"
    if isinstance(event, Observation) and event.occurred is None:
        yield "at a time not given"
    if isinstance(event, Report) and event.published is None:
        yield "published with its source"


def _via(report: InlineReport | Report) -> str:
    return f" via {_names(report.via)}" if report.via else ""


def _names(names: tuple[str, ...] | None) -> str:
    if names is None:
        return "the public"
    return " and ".join(names) or "nobody"
