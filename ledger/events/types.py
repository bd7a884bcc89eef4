"""The types of events, as a writer gives them: frozen structs, one class for each type (design, section 4).

What the ledger adds to an event (its place, when and by whom it was recorded, its hash) is the envelope, and belongs
to `ledger.codec`. Fields stand in the order in which the log writes them. Within a format, this order and the defaults
never change; new fields are optional and go to the end.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from ledger.errors import BadRequest
from ledger.events.synonyms import suggested
from ledger.times import Interval

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader reads exactly."""

Text = Annotated[str, Meta(min_length=1)]
Time = Interval | str
"""A time: a writer's text, or the interval that the log holds. `normal` turns the first into the second."""
TIME_FIELDS = ("occurred", "published", "captured_at")
"""The fields that hold a time."""

ClaimKind = Literal["fact", "interpretation", "commitment", "opinion", "meta"]
ObservationKind = Literal["utterance", "document", "happening"]
StanceKind = Literal["support", "deny", "query", "comment", "retract"]
Basis = Literal["direct", "reported", "implied"]
Certainty = Literal["certain", "probable", "possible"]
Mode = Literal["quote", "paraphrase", "inferred"]
RelationKind = Literal["contradicts", "entails", "narrows", "supports", "undercuts", "about"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Verdict = Literal["true", "false", "mixed", "unverified"]
Confidence = Literal["low", "moderate", "high"]
VoidKind = Literal["entered-in-error", "duplicate", "fabricated", "legal"]

PUBLIC = "public"
"""The audience of everybody, and the perspective of somebody who knows only what was published."""
LEDGER = "ledger"
"""The perspective of those who record."""
RESERVED = (PUBLIC, LEDGER)


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A value inside an event."""


class Quote(Part, frozen=True, kw_only=True):
    """A speaker's exact words. `start` and `end` count code points in the source's text, end exclusive."""

    exact: Text
    start: Annotated[int, Meta(ge=0, le=LARGEST)] | None = None
    end: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None


class Stance(Part, frozen=True, kw_only=True):
    """A stance that an observation takes on a claim. `certainty` says how sure we are that it does."""

    claim: Text
    stance: StanceKind
    basis: Basis = "direct"
    certainty: Certainty = "certain"


class Retraction(Part, frozen=True, kw_only=True):
    """An earlier observation whose stances are taken back: on these claims, or on all if none is named."""

    observation: Text
    claims: tuple[Text, ...] = ()


class InlineReport(Part, frozen=True, kw_only=True):
    """That a source carries the observation that contains this."""

    source: Text
    via: tuple[Text, ...] = ()
    mode: Mode | None = None
    audience: tuple[Text, ...] | None = None
    published: Time | None = None
    quotes: tuple[Quote, ...] = ()


class ImportedFrom(Part, frozen=True, kw_only=True):
    """What another system said of an imported event."""

    ledger: Text
    id: str | None = None
    seq: Annotated[int, Meta(ge=-LARGEST, le=LARGEST)] | None = None
    recorded_at: str | None = None
    by: str | None = None


class Event(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="type",
    tag=str.lower,
    gc=False,
):
    """What all events share. In a stored event, `id` is always set."""

    id: str | None = None
    imported_from: ImportedFrom | None = None


class Actor(Event, frozen=True, kw_only=True):
    """A person, body or outlet. An `independent` one counts as an origin of its own (design, section 2)."""

    name: Text
    role: str | None = None
    part_of: Text | None = None
    aliases: tuple[Text, ...] = ()
    independent: bool = False
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Source(Event, frozen=True, kw_only=True):
    """A document that reports. No `audience` means the public; `sha256` is of its bytes as captured."""

    publisher: Text
    title: str | None = None
    url: str | None = None
    archived: str | None = None
    kind: str | None = None
    language: str | None = None
    audience: tuple[Text, ...] | None = None
    published: Time | None = None
    captured_at: Time | None = None
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None
    reliability: Reliability | None = None
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Claim(Event, frozen=True, kw_only=True):
    """A proposition that can be supported or denied."""

    text: Text
    kind: ClaimKind = "fact"
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Relation(Event, frozen=True, kw_only=True):
    """How one claim relates to another."""

    from_: Text = msgspec.field(name="from")
    relation: RelationKind
    to: Text
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Observation(Event, frozen=True, kw_only=True):
    """One utterance, document or happening. No `audience` means the public; an empty one means only the speaker."""

    kind: ObservationKind = "utterance"
    text: Text | None = None
    speaker: Text | None = None
    audience: tuple[Text, ...] | None = None
    occurred: Time | None = None
    after: tuple[Text, ...] = ()
    stances: tuple[Stance, ...] = ()
    retracts: tuple[Retraction, ...] = ()
    reports: tuple[InlineReport, ...] = ()
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Report(Event, frozen=True, kw_only=True):
    """That a source carries an observation, as an event of its own. No `audience` means the source's."""

    observation: Text
    source: Text
    via: tuple[Text, ...] = ()
    mode: Mode | None = None
    audience: tuple[Text, ...] | None = None
    published: Time | None = None
    after: tuple[Text, ...] = ()
    quotes: tuple[Quote, ...] = ()
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Order(Event, frozen=True, kw_only=True):
    """That one observation or report certainly came before another, and on whose word."""

    first: Text
    then: Text
    source: Text | None = None
    quotes: tuple[Quote, ...] = ()
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Assessment(Event, frozen=True, kw_only=True):
    """A named assessor's verdict on a claim. Without `occurred`, it counts from its `recorded_at`."""

    claim: Text
    assessor: Text
    verdict: Verdict
    label: str | None = None
    confidence: Confidence | None = None
    rationale: str | None = None
    evidence: tuple[Text, ...] = ()
    occurred: Time | None = None
    note: str | None = None
    amends: Text | None = None
    reason: str | None = None


class Void(Event, frozen=True, kw_only=True):
    """The end of a record. It is final: to restore what was voided, record it again under another name."""

    event: Text
    # msgspec omits a default only if it is the same object, and decoding gives the object that the type has.
    kind: VoidKind = get_args(VoidKind)[0]
    reason: str | None = None
    note: str | None = None


AnyEvent = Actor | Source | Claim | Relation | Observation | Report | Order | Assessment | Void

EVENT_TYPES: dict[str, type[Event]] = {str(cls.__struct_config__.tag): cls for cls in get_args(AnyEvent)}
RECORD_TYPES = tuple(tag for tag, cls in EVENT_TYPES.items() if cls is not Void)
"""The types of events that declare a record."""
_TAGS: dict[type[Event], str] = {cls: tag for tag, cls in EVENT_TYPES.items()}


def fingerprint() -> bytes:
    """A hash of what events can be: every struct with its fields, their types and defaults, and every type alias.

    Builds with the same hash read the same events from the same JSON.
    """
    known: list[str] = []
    for name, value in globals().items():
        if isinstance(value, type) and issubclass(value, Struct):
            types = value.__annotations__
            known += (name, str(value.__struct_config__.tag), *value.__struct_encode_fields__, *types, *types.values())
            known.append(repr(value.__struct_defaults__))
        elif hasattr(value, "__args__"):
            known += (name, repr(get_args(value)))
    return sha256("\0".join(known).encode()).digest()


def refuse_unknown_type(kind: str, *, place: str | None = None) -> None:
    """Raise BadRequest, with the `place` where `kind` was given, if no event is of that type."""
    if kind not in EVENT_TYPES:
        hint = suggested(kind, EVENT_TYPES) or f"the types are {', '.join(EVENT_TYPES)}"
        raise BadRequest(f"there is no event type {kind!r}", place=place, hint=hint)


def type_of(event: AnyEvent) -> str:
    """The event's type as the log writes it: `observation`."""
    return _TAGS[type(event)]


def amended_by(event: AnyEvent) -> str | None:
    """The name of the record that this event amends; None if it declares or ends one."""
    return None if isinstance(event, Void) else event.amends
