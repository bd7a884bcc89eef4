"""The normal form of an event, and the rules for an event by itself, whatever the log holds (design, section 4)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger.errors import BadEvent, BadTime, ImpossibleOrder
from ledger.events.json import encode
from ledger.events.types import (
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
)
from ledger.times import Instant, Interval, as_datetime, interval, is_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.events.types import AnyEvent, Quote, Time

# The escape of NUL in JSON, after an even number of backslashes.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def normal(event: AnyEvent, *, zone: str) -> AnyEvent:
    """The event as the log keeps it: times as intervals, a default audience left out. `zone` is the ledger's.

    Raises BadTime with the field.
    """
    match event:
        case Observation():
            return replace(
                event,
                audience=_audience(event.audience),
                occurred=_interval(event.occurred, "occurred", zone),
                reports=_reports(event.reports, zone),
            )
        case Source():
            return replace(
                event,
                audience=_audience(event.audience),
                published=_interval(event.published, "published", zone),
                captured_at=_interval(event.captured_at, "captured_at", zone),
            )
        case Report():
            return replace(event, published=_interval(event.published, "published", zone))
        case Assessment():
            return replace(event, occurred=_interval(event.occurred, "occurred", zone))
        case _:
            return event


def is_normal(event: AnyEvent) -> bool:
    """Whether `normal` would leave the event as it is."""
    if isinstance(event, (Observation, Source)) and event.audience == (PUBLIC,):
        return False
    return all(isinstance(time, Interval) and _is_possible(time) for _, time in times_of(event))


def times_of(event: AnyEvent) -> list[tuple[str, Time]]:
    """The times that an event carries, each with the path of its field."""
    found: list[tuple[str, Time]] = []
    match event:
        case Observation():
            if event.occurred is not None:
                found.append(("occurred", event.occurred))
            for index, report in enumerate(event.reports):
                if report.published is not None:
                    found.append((f"reports[{index}].published", report.published))
        case Source():
            if event.published is not None:
                found.append(("published", event.published))
            if event.captured_at is not None:
                found.append(("captured_at", event.captured_at))
        case Report() if event.published is not None:
            found.append(("published", event.published))
        case Assessment() if event.occurred is not None:
            found.append(("occurred", event.occurred))
        case _:
            pass
    return found


def refuse_misshapen(event: AnyEvent, *, written: bytes | None = None) -> None:
    """Raise BadEvent if the fields of an event contradict one another, or a text holds NUL or is blank.

    `written` is the event's canonical JSON, or the line that holds it, if at hand. Raises ImpossibleOrder if its times
    contradict one another.
    """
    _refuse_nul(event, encode(event) if written is None else written)
    match event:
        case Observation():
            _refuse_misshapen_observation(event)
        case Relation() if event.from_ == event.to:
            raise BadEvent(f"a relation of {event.to} to itself", hint="a relation needs two claims")
        case Order() if event.first == event.then:
            raise BadEvent(f"{event.then} cannot come before itself", hint="an order needs two moments")
        case _:
            pass
    for field, text in _said(event):
        _refuse_blank(field, text)
    for place, _, quotes in quotes_of(event):
        for index, quote in enumerate(quotes):
            _refuse_blank(f"{place}[{index}].exact", quote.exact)
            if quote.start is not None or quote.end is not None:
                _refuse_misplaced(quote, f"{place}[{index}]")


def _refuse_nul(event: AnyEvent, written: bytes) -> None:
    """Raise BadEvent, with the field, if a text has the character NUL, which many tools cannot handle."""
    if b"\\u0000" not in written or _NUL.search(encode(event)) is None:
        return
    fields = [field for field, text in _texts(msgspec.to_builtins(event), "") if "\0" in text]
    raise BadEvent("it has the character NUL (U+0000)", field=fields[0], hint="leave it out: it is no part of any text")


def _said(event: AnyEvent) -> Iterator[tuple[str, str]]:
    """The texts that may not be blank, each with its field. Quotes are checked elsewhere; ids cannot be blank."""
    if event.imported_from is not None:
        yield "imported_from.ledger", event.imported_from.ledger
    if event.reason is not None:
        yield "reason", event.reason
    match event:
        case Claim() | Observation() if event.text is not None:
            yield "text", event.text
        case Assessment() if event.rationale is not None:
            yield "rationale", event.rationale
        case Actor():
            yield "name", event.name
            for index, alias in enumerate(event.aliases):
                yield f"aliases[{index}]", alias
        case Source():
            yield "publisher", event.publisher
        case _:
            return


def _refuse_blank(field: str, text: str) -> None:
    """Raise BadEvent if a text that may not be blank has nothing but white space."""
    if text.isspace():
        from ledger.events.field_errors import in_words  # which needs examples of all fields

        raise BadEvent("it has nothing but white space", field=field, hint=in_words(field))


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text in the fields of an event, with its path."""
    match value:
        case str():
            yield path, value
        case dict():
            for key, part in value.items():
                yield from _texts(part, f"{path}.{key}" if path else key)
        case list() | tuple():
            for index, part in enumerate(value):
                yield from _texts(part, f"{path}[{index}]")
        case _:
            return


def quotes_of(event: AnyEvent) -> Iterator[tuple[str, str | None, tuple[Quote, ...]]]:
    """The quotes that an event carries: the path of their field, their source, and the quotes."""
    match event:
        case Observation():
            for index, report in enumerate(event.reports):
                if report.quotes:
                    yield f"reports[{index}].quotes", report.source, report.quotes
        case Report() | Order():
            yield "quotes", event.source, event.quotes
        case _:
            return


def _refuse_misshapen_observation(event: Observation) -> None:
    if event.speaker is None:
        if event.kind == "utterance":
            raise BadEvent("an utterance without a speaker", hint='name the speaker, or give "kind":"happening"')
        if event.stances or event.retracts:
            hint = "name the speaker, or leave the stances out"
            raise BadEvent(f"a {event.kind} without a speaker takes no stance", hint=hint)
    if event.text is None and (event.speaker is None or event.kind == "happening"):
        raise BadEvent(f"a {event.kind} needs a text", hint="say in a sentence what happened")
    claims = [stance.claim for stance in event.stances]
    if len(set(claims)) < len(claims):
        twice = next(claim for claim in claims if claims.count(claim) > 1)
        raise BadEvent(f"two stances on {twice}", hint="one stance per claim and observation: record two observations")
    said = event.occurred
    if isinstance(said, Interval) and said.earliest is not None:
        for index, report in enumerate(event.reports):
            published = report.published
            if isinstance(published, Interval) and published.latest is not None and published.latest <= said.earliest:
                message = f"it was published {published.text}, before it was said ({said.text})"
                hint = "nothing is published before it is said: mend one of the times"
                raise ImpossibleOrder(message, field=f"reports[{index}]", hint=hint)


def _refuse_misplaced(quote: Quote, field: str) -> None:
    if quote.start is None or quote.end is None:
        raise BadEvent("a quote has both start and end, or neither", field=field)
    if quote.end - quote.start != len(quote.exact):
        length = quote.end - quote.start
        hint = "offsets count Unicode code points of the source's text, end exclusive"
        message = f"start and end span {length} characters, the words have {len(quote.exact)}"
        raise BadEvent(message, field=field, hint=hint)


def _audience(audience: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if audience == (PUBLIC,) else audience


def _reports(reports: tuple[InlineReport, ...], zone: str) -> tuple[InlineReport, ...]:
    if all(report.published is None for report in reports):
        return reports
    return tuple(
        replace(report, published=_interval(report.published, f"reports[{index}].published", zone))
        if report.published is not None
        else report
        for index, report in enumerate(reports)
    )


def _interval(time: Time | None, field: str, zone: str) -> Interval | None:
    if time is None:
        return None
    try:
        if isinstance(time, str):
            return interval(time, zone=zone)
    except BadTime as error:
        raise error.at(field=field) from None
    hint = 'give the text alone, as in "2020-01-06T16:10-05:00"'
    if not _is_possible(time):
        raise BadTime(f"{time.text}: not an interval between two instants", field=field, hint=hint)
    try:
        meant = interval(time.text, zone="UTC")
    except BadTime as error:
        raise error.at(field=field) from None
    if not (_is_near(time.earliest, meant.earliest) and _is_near(time.latest, meant.latest)):
        raise BadTime(f"{time.text}: no zone's clocks showed that between these instants", field=field, hint=hint)
    return time


def _is_near(given: Instant | None, meant: Instant | None) -> bool:
    """Whether an end of an interval may be what its text means in some zone: within a day of its meaning in UTC."""
    if given is None or meant is None:
        return given is meant
    return abs(as_datetime(given) - as_datetime(meant)) < timedelta(days=1)


def _is_possible(time: Interval) -> bool:
    """Whether the log could hold this interval, which was given as an interval rather than as text."""
    earliest, latest = time.earliest, time.latest
    if not time.text:
        return False
    if earliest is None or latest is None:
        end = earliest or latest
        return end is not None and is_instant(end)
    return earliest < latest and is_instant(earliest) and is_instant(latest)
