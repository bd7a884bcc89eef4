"""An event as the log itself has it: in one line, or with everything that it says. Neither needs the projections."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ledger.codec import Entry, Erased
from ledger.events import (
    PUBLIC,
    Actor,
    Assessment,
    Claim,
    InlineReport,
    Observation,
    Order,
    Relation,
    Report,
    Source,
    Void,
    amended_by,
    type_of,
)
from ledger.render.page import ITEM, Paragraph, faint, joined, name, words
from ledger.render.pages.phrases import audience, listed, stance, takes_back
from ledger.times import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.events import AnyEvent, Quote
    from ledger.render.page import Block, Words


def kind_of(entry: Entry | Erased) -> str:
    """What an event is: `observation`, `claim, amended`, `erased`."""
    if isinstance(entry, Erased):
        return "erased"
    return f"{type_of(entry.event)}{', amended' if amended_by(entry.event) else ''}"


def gist(entry: Entry | Erased) -> Words:  # noqa: C901, PLR0911  # one for each type
    """What an event says, in a line."""
    if isinstance(entry, Erased):
        return words(faint("what it said was taken out"))
    event = entry.event
    match event:
        case Actor():
            return words(event.name, f", {event.role}" if event.role else "")
        case Source():
            return words(event.publisher, f", “{event.title}”" if event.title else "")
        case Claim():
            return words(event.text)
        case Relation():
            return words(name(event.from_), f" {event.relation} ", name(event.to))
        case Observation():
            taken = [stance(each.stance, each.claim, each.basis, each.certainty) for each in event.stances]
            said = joined(taken + [takes_back(each.observation, each.claims) for each in event.retracts])
            who = words(name(event.speaker or ""), " " if said and not event.text else "", () if event.text else said)
            return words(who, ": " if event.text and who else "", event.text or "")
        case Report():
            return words(name(event.observation), " in ", name(event.source))
        case Order():
            return words(name(event.first), " before ", name(event.then))
        case Assessment():
            return words(name(event.assessor), " finds ", name(event.claim), f" {event.verdict}")
        case Void():
            return words("ends ", name(event.event), f": {event.reason}" if event.reason else "")
        case _:
            assert_never(event)


def details(event: AnyEvent, audiences: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """Everything that an event says, one paragraph per field, as its writer gave it.

    `audiences` are those of the sources that it cites, as far as they are known: a private source is never named
    without its audience.
    """
    match event:
        case Actor():
            yield _fact("name", event.name)
            yield from _facts(role=event.role, part_of=event.part_of, aliases=listed(event.aliases))
            yield from _facts(independent="yes" if event.independent else None)
        case Source():
            yield from _facts(publisher=event.publisher, title=event.title, kind=event.kind, language=event.language)
            yield from _facts(url=event.url, archived=event.archived, published=_time(event.published))
            yield from _facts(captured=_time(event.captured_at), sha256=event.sha256, reliability=event.reliability)
            yield from _told(event.audience, is_said=event.audience is not None)
        case Claim():
            yield Paragraph(words(event.text))
            yield from _facts(kind=event.kind)
        case Relation():
            yield Paragraph(words(name(event.from_), f" {event.relation} ", name(event.to)))
        case Observation():
            yield from _observation(event, audiences)
        case Report():
            yield from _facts(observation=event.observation, after=listed(event.after))
            yield from _report(event, audiences)
        case Order():
            yield Paragraph(words(name(event.first), " came before ", name(event.then)))
            yield from _facts(source=_source(event.source, audiences) if event.source else None)
            yield from _quotes(event.quotes)
        case Assessment():
            yield from _facts(claim=event.claim, assessor=event.assessor, verdict=event.verdict, label=event.label)
            yield from _facts(confidence=event.confidence, rationale=event.rationale)
            yield from _facts(evidence=listed([_source(each, audiences) for each in event.evidence]))
            yield from _facts(occurred=_time(event.occurred))
        case Void():
            yield from _facts(ends=event.event, kind=event.kind)
        case _:
            assert_never(event)
    yield from _facts(amends=amended_by(event), reason=event.reason, note=event.note)


def _observation(event: Observation, audiences: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    if event.text:
        yield Paragraph(words(event.text))
    yield from _facts(speaker=event.speaker)
    yield from _told(event.audience, is_said=event.speaker is not None)
    yield from _facts(occurred=_time(event.occurred) or "not given", after=listed(event.after))
    for each in event.stances:
        yield Paragraph(stance(each.stance, each.claim, each.basis, each.certainty), mark=ITEM)
    for retraction in event.retracts:
        yield Paragraph(takes_back(retraction.observation, retraction.claims), mark=ITEM)
    for report in event.reports:
        yield from _report(report, audiences)


def _report(report: InlineReport | Report, audiences: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    said: list[str] = [report.mode] if report.mode else []
    said += [f"via {listed(report.via)}"] if report.via else []
    said += [f"published {_time(report.published)}"] if report.published else []
    told = report.audience if report.audience is not None else _private(report.source, audiences)
    said += [audience(told)] if told is not None else []
    yield Paragraph(words("in ", name(report.source), f" ({', '.join(said)})" if said else ""), mark=ITEM)
    yield from _quotes(report.quotes)


def _source(source: str, audiences: Mapping[str, Sequence[str]]) -> str:
    told = _private(source, audiences)
    return f"{source} ({audience(told)})" if told is not None else source


def _private(source: str, audiences: Mapping[str, Sequence[str]]) -> Sequence[str] | None:
    """Whom a source tells, if that is not the public; else None."""
    told = audiences.get(source, (PUBLIC,))
    return told if PUBLIC not in told else None


def _quotes(quotes: Sequence[Quote]) -> Iterator[Block]:
    for quote in quotes:
        where = f" ({quote.start} to {quote.end})" if quote.start is not None else ""
        yield Paragraph(words(f"“{quote.exact}”", faint(where)), depth=1)


def _told(who: Sequence[str] | None, *, is_said: bool) -> Iterator[Block]:
    if is_said:
        yield _fact("told", audience(who if who is not None else ("public",)))


def _facts(**facts: str | None) -> Iterator[Block]:
    for label, value in facts.items():
        if value:
            yield _fact(label.replace("_", " "), value)


def _fact(label: str, value: str) -> Paragraph:
    return Paragraph(words(faint(f"{label}: "), value))


def _time(time: Interval | str | None) -> str | None:
    return time.text if isinstance(time, Interval) else time
