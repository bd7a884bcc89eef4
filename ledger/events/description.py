"""The events and their fields, described for those who write them: what each is, what it takes, and an example."""

from __future__ import annotations

import json
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from ledger.events.types import EVENT_TYPES, Part, Time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXAMPLES: Final[Mapping[str, object]] = {
    "after": ["mayor-1"],
    "aliases": ["Mayor"],
    "amends": "mayor-2",
    "archived": "https://archive.example/pier-4",
    "assessor": "desk",
    "audience": ["harbour-council"],
    "basis": "reported",
    "by": "desk",
    "captured_at": "2020-01-06",
    "certainty": "probable",
    "claim": "pier-closed",
    "claims": ["pier-closed"],
    "confidence": "moderate",
    "end": 131,
    "event": "mayor-2",
    "evidence": ["mayor-2"],
    "exact": "It is open.",
    "first": "mayor-1",
    "from": "pier-closed",
    "id": "mayor-2",
    "imported_from": {"ledger": "Old desk"},
    "independent": True,
    "label": "Half true",
    "language": "en",
    "ledger": "Old desk",
    "mode": "paraphrase",
    "name": "The mayor",
    "note": "By telephone.",
    "observation": "mayor-2",
    "occurred": "2020-01-06",
    "part_of": "city",
    "published": "2020-01-06",
    "publisher": "Harbour Post",
    "quotes": [{"exact": "It is open."}],
    "rationale": "The memo says so.",
    "reason": "A misprint.",
    "recorded_at": "2020-01-06T21:10:00.000000Z",
    "relation": "contradicts",
    "reliability": "B",
    "reports": [{"source": "harbour-post"}],
    "retracts": [{"observation": "mayor-1"}],
    "role": "Mayor",
    "seq": 17,
    "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "source": "harbour-post",
    "speaker": "mayor",
    "stance": "deny",
    "stances": [{"claim": "pier-closed", "stance": "deny"}],
    "start": 120,
    "text": "Pier 4 is closed.",
    "then": "mayor-2",
    "title": "Pier 4 closed",
    "to": "pier-open",
    "url": "https://harbour-post.example/pier-4",
    "verdict": "mixed",
    "via": ["city-radio"],
}
"""What each field may hold. `kind` is missing, because it differs between claims and observations."""

EVENTS: Final[Mapping[str, str]] = {
    "actor": "A person, body or outlet.",
    "source": "A document that reports: an article, an e-mail, a broadcast, a post.",
    "claim": "A proposition that can be supported or denied.",
    "relation": "How one claim relates to another.",
    "observation": "One utterance, document or happening: somebody took a stance on claims before an audience.",
    "report": "That a source carries an observation, told as an event of its own.",
    "order": "That one observation or report certainly came before another, told later and with its evidence.",
    "assessment": "A named assessor's verdict on a claim, kept beside the status.",
    "void": "The end of a record, for good, and of what points at it.",
}
"""What each type of event is."""

LINES: Final[Mapping[str, str]] = {
    "actor": '{"type":"actor","id":"mayor","name":"The mayor","part_of":"city"}',
    "source": '{"type":"source","id":"harbour-post","publisher":"Harbour Post","published":"2020-01-06"}',
    "claim": '{"type":"claim","id":"pier-closed","text":"Pier 4 is closed."}',
    "relation": '{"type":"relation","from":"pier-closed","relation":"contradicts","to":"pier-open"}',
    "observation": '{"type":"observation","id":"mayor-2","speaker":"mayor","occurred":"2020-01-06T16:10-05:00",'
    '"stances":[{"claim":"pier-closed","stance":"deny"}],"reports":[{"source":"harbour-post"}]}',
    "report": '{"type":"report","observation":"mayor-2","source":"city-radio","published":"2020-01-07"}',
    "order": '{"type":"order","first":"mayor-1","then":"mayor-2","source":"harbour-post"}',
    "assessment": '{"type":"assessment","claim":"pier-closed","assessor":"desk","verdict":"true","confidence":"high"}',
    "void": '{"type":"void","event":"mayor-2","kind":"duplicate","reason":"It is mayor-1."}',
}
"""A line of each type, as a writer gives it."""

_MEANINGS: Final[Mapping[str, str]] = {
    "id": "Its name from then on. Needed if something refers to it; else one is made.",
    "imported_from": "What another system said of the event.",
    "imported_from.ledger": "The other system.",
    "imported_from.id": "Its id there.",
    "imported_from.seq": "Its place there.",
    "imported_from.recorded_at": "When it was recorded there.",
    "imported_from.by": "Who recorded it there.",
    "note": "Anything else, for whoever reads the log.",
    "amends": "The record that this replaces as a whole, keeping its name.",
    "reason": "Why it was amended.",
    "quotes": "The speaker's words to the letter.",
    "quotes[].exact": "The words.",
    "quotes[].start": "Where they begin in the source's text as captured, in code points from 0.",
    "quotes[].end": "Where they end, exclusive.",
    "actor.name": "What it is called.",
    "actor.role": "Its office or role, as in Secretary of Defense.",
    "actor.part_of": "The actor that it is a part of.",
    "actor.aliases": "What else it is called.",
    "actor.independent": "Whether it is a voice of its own, apart from the body it is part of.",
    "source.publisher": "Who published or sent it.",
    "source.title": "Its title.",
    "source.url": "Where it is.",
    "source.archived": "Where a copy of it is kept.",
    "source.kind": "As in article, e-mail, broadcast, post.",
    "source.language": "As in en.",
    "source.audience": "Who could read it: actors, or public (default).",
    "source.published": "When it was published or sent.",
    "source.captured_at": "When our copy was taken.",
    "source.sha256": "The SHA-256 of our copy, in 64 of 0-9 and a-f; `claims check --documents` finds it by this.",
    "source.reliability": "The letter on the Admiralty scale; A is the best.",
    "claim.text": "What it says, in a sentence.",
    "claim.kind": "What sort of proposition it is.",
    "relation.from": "The claim that relates to the other.",
    "relation.relation": "How it relates to the other; no status follows from it.",
    "relation.to": "The other claim.",
    "observation.kind": "A document or a happening may have no speaker; it then takes no stance.",
    "observation.text": "What was said or happened, in our own words. Needed for a happening, or without a speaker.",
    "observation.speaker": "The actor who speaks. Needed for an utterance.",
    "observation.audience": "Who was told: actors, or public (default); [] is nobody.",
    "observation.occurred": "When it was said, or happened.",
    "observation.after": "Observations and reports that certainly came before.",
    "observation.stances": "The stances that it takes, one on each claim.",
    "observation.stances[].claim": "The claim.",
    "observation.stances[].stance": "What the speaker does with the claim; retract takes back an earlier stance.",
    "observation.stances[].basis": "Whether the speaker says so, passes it on, or implies it.",
    "observation.stances[].certainty": "How certain it is that this stance is taken. A possible one never counts.",
    "observation.retracts": "Earlier observations whose stances are taken back.",
    "observation.retracts[].observation": "The earlier one.",
    "observation.retracts[].claims": "On which claims; else on all.",
    "observation.reports": "The sources that carry it.",
    "observation.reports[].source": "The source.",
    "observation.reports[].via": "The sources or actors through which it came to that source.",
    "observation.reports[].mode": "How the source carries it.",
    "observation.reports[].audience": "Who could read that; else whoever could read the source.",
    "observation.reports[].published": "When that was published; else when the source was.",
    "report.observation": "What is carried.",
    "report.source": "The source that carries it.",
    "report.via": "The sources or actors through which it came to that source.",
    "report.mode": "How the source carries it.",
    "report.audience": "Who could read it; else whoever could read the source.",
    "report.published": "When it was published; else when the source was.",
    "report.after": "Observations and reports that certainly came before.",
    "order.first": "The observation or report that came before.",
    "order.then": "The one that came after.",
    "order.source": "The source that says so.",
    "order.quotes": "Its words to the letter.",
    "assessment.claim": "What is judged.",
    "assessment.assessor": "The actor who judges.",
    "assessment.verdict": "The verdict.",
    "assessment.label": "The verdict in the assessor's words.",
    "assessment.confidence": "How confident the assessor is.",
    "assessment.rationale": "Why that is so.",
    "assessment.evidence": "Observations, reports and sources that speak for it.",
    "assessment.occurred": "When it was made; else when it was recorded.",
    "void.event": "The record that ends.",
    "void.kind": "Why the record ends.",
    "void.reason": "Why it ends.",
}
"""What each field is, in events of one type or of all."""

CITED: Final[Mapping[str, str]] = {
    "after": "observations or reports",
    "amends": "a record of its type",
    "assessor": "an actor",
    "audience": "actors",
    "claim": "a claim",
    "claims": "claims",
    "event": "a record",
    "evidence": "observations, reports or sources",
    "first": "an observation or report",
    "from": "a claim",
    "observation": "an observation",
    "part_of": "an actor",
    "source": "a source",
    "speaker": "an actor",
    "then": "an observation or report",
    "to": "a claim",
    "via": "sources or actors",
}
"""The kind of record whose id, or ids, a field takes."""


_TO_THE_PUBLIC: Final = ("observation", "source")
"""The events that are public if they have no audience; `normal` leaves that default out of the log."""
_PLAIN: Final[Mapping[Any, str]] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    Time: "time, as 2020-01-06 or 2020-01-06T16:10-05:00",
}
"""What the types of plain fields take."""


class Described(Struct, frozen=True):
    """A field of an event: its path, as in `stances[].claim`, what it takes, and what it is.

    `default` is its value if it is absent, as JSON; None if there is none. `example` is JSON.
    """

    field: str
    takes: str
    is_required: bool
    default: str | None
    meaning: str
    example: str | None


def described(kind: str) -> list[Described]:
    """The fields of a type of event, nested ones after the field they are in; those rarely given come last."""
    found = list(_fields(kind, EVENT_TYPES[kind], ""))
    return sorted(found, key=lambda each: each.field.partition(".")[0] == "imported_from")


def _fields(kind: str, struct: type[Struct], prefix: str) -> Iterator[Described]:
    hints = get_type_hints(struct)
    for field in msgspec.structs.fields(struct):
        path = f"{prefix}{field.encode_name}"
        takes, part = _taken(hints[field.name])
        if path == "id":
            takes = "a letter, then up to 99 of a-z 0-9 . _ -"
        elif (cited := CITED.get(field.encode_name)) is not None:
            takes = f"{'ids' if takes.startswith('list') else 'id'} of {cited}"
        default = None if field.required or field.default in {None, ()} else json.dumps(field.default)
        if path == "audience" and kind in _TO_THE_PUBLIC:
            default = '["public"]'
        example = EXAMPLES.get(field.encode_name)
        yield Described(
            field=path,
            takes=takes,
            is_required=field.required,
            default=default,
            meaning=meaning(kind, path),
            example=None if example is None else json.dumps(example, separators=(",", ":"), ensure_ascii=False),
        )
        if part is not None:
            yield from _fields(kind, part, f"{path}[]." if takes.startswith("list") else f"{path}.")


def meaning(kind: str, path: str) -> str:
    """What the field at a path means in events of a type."""
    shared = path[path.find("quotes") :] if "quotes" in path else path  # they are the same wherever they stand
    return _MEANINGS.get(f"{kind}.{path}") or _MEANINGS[shared]


def _taken(hint: Any) -> tuple[str, type[Part] | None]:  # noqa: ANN401  # a type, as Python writes it
    """What a type takes, in words; and its `Part`, if it is one or a list of one."""
    origin, args = get_origin(hint), get_args(hint)
    given = [each for each in args if each is not NoneType]
    if origin in {Union, UnionType} and len(given) < len(args):
        return _taken(Union[tuple(given)])  # noqa: UP007  # they are known only here
    if origin is tuple:
        takes, part = _taken(args[0])
        return f"list of {takes}s", part
    if isinstance(hint, type) and issubclass(hint, Part):
        return "object", hint
    return ", ".join(args) if origin is Literal else _PLAIN[hint], None
