"""Events: their JSON, their normal form, what they refer to, and what one event must be by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import events
from ledger.errors import BadEvent, BadTime, ImpossibleOrder
from ledger.events import (
    EVENT_TYPES,
    Actor,
    Assessment,
    Claim,
    ImportedFrom,
    InlineReport,
    Observation,
    Order,
    Quote,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
)
from ledger.times import Interval
from tests.log.drawn import EVENTS

if TYPE_CHECKING:
    from ledger.events import AnyEvent

PIER = {"type": "claim", "id": "pier-closed", "text": "Pier 4 is closed."}
SPOKEN = {"type": "observation", "speaker": "mayor"}
DAY = Interval(text="2020-01-06", earliest="2020-01-06T00:00:00.000000Z", latest="2020-01-07T00:00:00.000000Z")
EASTERN = Interval(text="2020-01-06", earliest="2020-01-06T05:00:00.000000Z", latest="2020-01-07T05:00:00.000000Z")


def data(fields: dict[str, Any], **more: Any) -> bytes:
    """The JSON of an event as a writer gives it."""
    return json.dumps({**fields, **more}).encode()


# From JSON and to it


@given(EVENTS)
def test_an_event_comes_back_from_its_json(event: AnyEvent) -> None:
    """Any event is what its canonical JSON says, and no key stands twice in that."""
    encoded = events.encode(event)
    assert events.decode(encoded) == event
    events.refuse_duplicate_keys(encoded)


def hollowed(value: Any) -> Any:
    """The same with empty cells: fields that are null, objects that have no others, and lists of such."""
    match value:
        case dict():
            return {name: hollowed(each) for name, each in value.items()} | {
                "empty": None,
                "hollow": {"empty": None},
                "hollows": [{"empty": None}, {"empty": {"empty": None}}],
            }
        case [dict(), *_]:
            return [*map(hollowed, value)]
        case _:
            return value


@given(EVENTS)
def test_what_is_null_is_absent(event: AnyEvent) -> None:
    """An empty cell of a sheet is nothing, wherever it stands."""
    given_bytes = json.dumps(hollowed(json.loads(events.encode(event)))).encode()
    assert events.decode(events.without_nulls(given_bytes)) == event


@pytest.mark.parametrize(
    ("given_bytes", "there"),
    [
        (data(SPOKEN, reports=[{"source": None, "quotes": [{"exact": None}]}]), data(SPOKEN)),
        (data(SPOKEN, stances=[{"claim": None}, {"claim": "x"}]), data(SPOKEN, stances=[{}, {"claim": "x"}])),
        (data(SPOKEN, audience=[None], note=None), data(SPOKEN, audience=[None])),
        (data(SPOKEN, audience=[None, "desk"]), data(SPOKEN, audience=[None, "desk"])),
        (data(SPOKEN, stances=[None, {"claim": "x"}]), data(SPOKEN, stances=[None, {"claim": "x"}])),
        (data(SPOKEN, audience=[], text="null"), data(SPOKEN, audience=[], text="null")),
        (
            b'{"stances":[{"claim":"a","basis":null},null,0]}',
            b'{"stances": [{"claim": "a"}, null, 0]}',
        ),
        (b'{"text":null,"note":NaN}', b'{"text":null,"note":NaN}'),
        (b'{"text":null,"note":1e999}', b'{"text":null,"note":1e999}'),
        (b'\xef\xbb\xbf{"text":null}', b'\xef\xbb\xbf{"text":null}'),
        (b'{"type":null}', b'{"type":null}'),
        (b"null {", b"null {"),
        (b'{"text":null,"note":"\xff"}', b'{"text":null,"note":"\xff"}'),
        (b"[null" * 10_000, b"[null" * 10_000),
    ],
)
def test_what_is_empty_stays_so(given_bytes: bytes, there: bytes) -> None:
    """A list of empty objects is absent, one that was empty is empty, and a null in one is for `decode` to refuse."""
    assert events.without_nulls(given_bytes) == there


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_what_is_no_event_is_a_bad_event(given_bytes: bytes) -> None:
    """Whatever the bytes, the answer is BadEvent with a hint, and never another error."""
    with pytest.raises(BadEvent) as refused:
        events.decode(given_bytes)
    assert refused.value.hint


@given(EVENTS, st.data())
def test_a_broken_event_is_a_bad_event(event: AnyEvent, drawn: st.DataObject) -> None:
    """JSON that was cut off, or has a field too many in whatever order, is refused with BadEvent."""
    encoded = events.encode(event)
    with pytest.raises(BadEvent):
        events.decode(encoded[: drawn.draw(st.integers(0, len(encoded) - 1))])
    with pytest.raises(BadEvent, match="colour"):
        events.decode(b'{"colour":"red",' + encoded[1:])
    with pytest.raises(BadEvent):
        events.decode(b'{"colour":"red",' + encoded[1 : len(encoded) // 2])


@pytest.mark.parametrize(
    ("given_bytes", "message", "hint"),
    [
        (data({"text": "x"}), "the field `type` is missing", "known types: actor, source, claim"),
        (data({"type": "clam"}), "type: it cannot be 'clam'", "did you mean claim?"),
        (data({"type": 5}), "type: it should be text", "known types: actor, source, claim"),
        (data({"type": "zzz"}), "type: it cannot be 'zzz'", "known types: actor, source, claim"),
        (data(PIER, txt="x"), "no field `txt`", "did you mean text?"),
        (data(SPOKEN, date="2020-01-06"), "no field `date`", "did you mean occurred?"),
        (data(SPOKEN, Who="mayor"), "no field `Who`", "did you mean speaker?"),
        (data(PIER, date="2020-01-06"), "no field `date`", "known fields: id, text"),
        (data({"type": "statement"}), "type: it cannot be 'statement'", "did you mean observation?"),
        (
            data(SPOKEN, stances=[{"claim": "a", "stance": "doubts"}]),
            "stances[0].stance: it cannot be 'doubts'",
            "did you mean query?",
        ),
        (b'{"type":"claim","text":"A', "not a JSON object: Input data was truncated", "it ends too soon"),
        (data(PIER, colour="x"), "no field `colour`", "known fields: id, text, kind, note"),
        (b'{"type":"claim","colour":1,', "no field `colour`", "known fields: id, text"),
        (b'{"type":"claim","colour":1,"type":"no"}', "no field `colour`", "known fields: id, text"),
        (b'{"type":"cl\\u0061im","colour":1}', "no field `colour`", None),
        (data(PIER, text=""), "text: it is empty", "give it in words, as in"),
        (data(PIER, text=7), "text: it is a whole number, and should be text", "as in"),
        (data(PIER, id=7), "id: it is a whole number, and should be text", "as in"),
        (data({"type": "claim"}), "the field `text` is missing", "as in"),
        (data(PIER, kind="Fact"), "kind: it cannot be 'Fact'", "did you mean fact?"),
        (
            data(PIER, kind="utterance"),
            "kind: it cannot be 'utterance'",
            "known values: fact, interpretation, commitment",
        ),
        (data(SPOKEN, kind="fact"), "kind: it cannot be 'fact'", "known values: utterance, document, happening"),
        (b'{"type":"cl\\u0061im","kind":"fakt","text":"x"}', "kind: it cannot be 'fakt'", None),
        (
            data(SPOKEN, stances=[{"claim": "a", "stanse": "deny"}]),
            "stances[0]: there is no field `stanse`",
            "did you mean stance?",
        ),
        (
            data(SPOKEN, stances=[{"claim": "a", "stance": "denies"}]),
            "stances[0].stance: it cannot be",
            "did you mean deny?",
        ),
        (
            data(SPOKEN, stances=[{"claim": "a", "stance": "says"}]),
            "stances[0].stance: it cannot be",
            "known values: support, deny, query, comment, retract",
        ),
        (
            data(SPOKEN, reports=[{"source": "a", "quotes": [{"words": "x"}]}]),
            "quotes[0]",
            "known fields: exact, start",
        ),
        (
            data(SPOKEN, reports=[{"sorce": "a"}]),
            "reports[0]: there is no field `sorce`",
            "did you mean source?",
        ),
        (data(SPOKEN, retracts=[{"claim": "a"}]), "retracts[0]: there is no field", "did you mean claims?"),
        (data(SPOKEN, occurred={"txt": "2020"}), "occurred: there is no field `txt`", "did you mean text?"),
        (data(SPOKEN, occurred=2020), "occurred: it is a whole number, and should be text or an object", "as in"),
        (
            data(PIER, imported_from={"from": "x"}),
            "imported_from: there is no field",
            "known fields: ledger, id, seq",
        ),
        (
            data({"type": "source", "publisher": "x", "sha256": "AB"}),
            "sha256: it is not a SHA-256",
            "it has 64 characters of",
        ),
        (b"[]", "it is a list", "one event a line"),
        (b"", "not a JSON object", 'one event a line, as in {"type":"claim"'),
        (b'{"type":"claim","text":"x"} x', "not a JSON object", "one event a line"),
        (b'{"type":"claim","text":"\\ud800"}', "\\ud800 is half of a character", "write the character itself, or both"),
        (
            b'{"type":"claim","text":"\\ud83d\\ude00 \\ude01"}',
            "\\ude01 is half of a character",
            "write the character itself",
        ),
        (b'{"type":"claim","text":"\\ud800"', "not a JSON object", "it ends too soon"),
        (data(PIER, seq=17), "no field `seq`", "in lines of a log, seq, recorded_at, by, batch and chain are"),
        (data(PIER, by="desk"), "no field `by`", "in lines of a log, seq"),
        (
            data(SPOKEN, stances=[{"claim": "a", "stance": "deny", "seq": 1}]),
            "stances[0]: there is no field `seq`",
            "known fields: claim, stance",
        ),
        (b'{"type":"claim","text":"caf\xe9"}', "byte 28 is not UTF-8", "save the file as UTF-8"),
        (b'{"type":"claim","text":"\xc3\xa9","note":"\xff"}', "byte 37 is not UTF-8", "save the file as UTF-8"),
        (b'\xef\xbb\xbf{"type":"claim","text":"x"}', "not a JSON object", "one event a line"),
        (b"[" * 100_000, "it is a list", "one event a line"),
    ],
)
def test_a_bad_event_names_the_field_and_the_mend(given_bytes: bytes, message: str, hint: str | None) -> None:
    """The message names the field by its path; the hint the nearest field, type or value, or all that there are."""
    with pytest.raises(BadEvent) as refused:
        events.decode(given_bytes)
    assert message in str(refused.value)
    assert (refused.value.hint or "").startswith(hint or "")
    assert (refused.value.hint is None) == (hint is None)


@pytest.mark.parametrize(
    ("given_bytes", "field"),
    [
        (b'{"type":"claim","text":"a","text":"b"}', "text"),
        (b'{"type":"observation","stances":[{"claim":"a","stance":"deny","claim":"b"}]}', "claim"),
    ],
)
def test_a_field_stands_once(given_bytes: bytes, field: str) -> None:
    """A key that stands twice in an object is refused, however deep, since JSON does not say which one counts."""
    events.decode(given_bytes)
    with pytest.raises(BadEvent, match=f"`{field}` is given twice"):
        events.refuse_duplicate_keys(given_bytes)


def test_text_that_is_not_unicode_is_refused() -> None:
    """Half of a surrogate pair cannot be written in UTF-8, so no event is made of it."""
    with pytest.raises(BadEvent, match="not valid Unicode"):
        events.encode(Claim(text="\ud800"))


def test_every_type_has_its_class() -> None:
    """The types are those of the design, each with the class that bears its name."""
    names = "actor source claim relation observation report order assessment void"
    assert list(EVENT_TYPES) == names.split()
    assert [cls.__name__.lower() for cls in EVENT_TYPES.values()] == names.split()


def test_a_field_has_one_json_type_in_all_event_types() -> None:
    """Readers of the log may give each field name one column type; `kind` differs in its values only."""
    kinds: dict[str, set[str]] = {}
    for cls in EVENT_TYPES.values():
        for field in msgspec.structs.fields(cls):
            info = msgspec.inspect.type_info(field.type)
            parts = info.types if isinstance(info, msgspec.inspect.UnionType) else (info,)
            shape = {type(part).__name__ for part in parts} - {"NoneType"}
            shape = {{"LiteralType": "StrType", "BoolType": "BoolType"}.get(part, part) for part in shape}
            kinds.setdefault(field.encode_name, set()).add("|".join(sorted(shape)))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


# Normal form


def test_times_become_intervals_in_the_ledgers_zone() -> None:
    """Every time that a writer gives as text is kept with what it means; a date is one of the ledger's zone."""
    day = "2020-01-06"
    told = Observation(speaker="mayor", occurred=day, reports=(InlineReport(source="post", published=day),))
    assert events.normal(told, zone="America/New_York") == Observation(
        speaker="mayor", occurred=EASTERN, reports=(InlineReport(source="post", published=EASTERN),)
    )
    assert events.normal(Source(publisher="p", published=day, captured_at=day), zone="UTC") == Source(
        publisher="p", published=DAY, captured_at=DAY
    )
    assert events.normal(Report(observation="o", source="s", published=day), zone="UTC") == Report(
        observation="o", source="s", published=DAY
    )
    assert events.normal(Assessment(claim="c", assessor="a", verdict="true", occurred=day), zone="UTC") == Assessment(
        claim="c", assessor="a", verdict="true", occurred=DAY
    )


def test_the_public_is_the_default_audience() -> None:
    """An audience of the public alone is left out; any other is kept, that of nobody too."""
    for audience, kept in ((("public",), None), (("public", "desk"), ("public", "desk")), ((), ()), (None, None)):
        told = events.normal(Observation(speaker="mayor", audience=audience), zone="UTC")
        assert told == Observation(speaker="mayor", audience=kept)
        assert events.normal(Source(publisher="p", audience=audience), zone="UTC") == Source(
            publisher="p", audience=kept
        )


def test_the_audience_of_a_report_is_kept() -> None:
    """The default of a report is its source's audience, so that of the public says something."""
    report = Report(observation="o", source="s", audience=("public",))
    assert events.normal(report, zone="UTC") == report


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "message"),
    [
        ("2020-01-06", "1999-01-01", "1999-01-02", "no zone's clocks showed that between these instants"),
        ("2020-01-06", "2020-01-06", None, "no zone's clocks showed that between these instants"),
        ("../2020-01-06", "2020-01-01", "2020-01-07", "no zone's clocks showed that between these instants"),
        ("next tuesday, or so", None, "2020-01-07", "cannot be read as a time"),
        ("2020-01-06", "2020-01-07", "2020-01-06", "not an interval between two instants"),
    ],
)
def test_a_time_with_its_bounds_means_them(text: str, earliest: str | None, latest: str | None, message: str) -> None:
    """As another ledger holds it, whatever its zone was; what people read is what is reckoned with."""
    first, last = (day and f"{day}T00:00:00.000000Z" for day in (earliest, latest))
    said = Observation(text="x", kind="happening", occurred=Interval(text=text, earliest=first, latest=last))
    with pytest.raises(BadTime, match=message) as refused:
        events.normal(said, zone="UTC")
    assert refused.value.field == "occurred"


@given(EVENTS)
def test_what_the_log_holds_is_normal(event: AnyEvent) -> None:
    """An event in normal form is left as it is."""
    assert events.is_normal(event)
    assert events.normal(event, zone="Europe/Berlin") == event


@pytest.mark.parametrize(
    "event",
    [
        Observation(speaker="mayor", audience=("public",)),
        Source(publisher="post", audience=("public",)),
        Observation(speaker="mayor", occurred="2020"),
        Observation(speaker="mayor", reports=(InlineReport(source="post", published="2020"),)),
        Source(publisher="post", published="2020"),
        Source(publisher="post", captured_at="2020"),
        Report(observation="o", source="s", published="2020"),
        Assessment(claim="c", assessor="a", verdict="true", occurred="2020"),
    ],
)
def test_what_normalising_changes_is_not_normal(event: AnyEvent) -> None:
    """A default that is given, or a time that is still a text, is not the form that the log holds."""
    assert not events.is_normal(event)
    normal = events.normal(event, zone="UTC")
    assert normal != event
    assert events.is_normal(normal)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Observation(speaker="mayor", occurred="Monday"), "occurred"),
        (Observation(speaker="m", reports=(InlineReport(source="s", published="Monday"),)), "reports[0].published"),
        (Source(publisher="post", published="Monday"), "published"),
        (Source(publisher="post", captured_at="Monday"), "captured_at"),
        (Report(observation="o", source="s", published="Monday"), "published"),
        (Assessment(claim="c", assessor="a", verdict="true", occurred="Monday"), "occurred"),
        (Observation(speaker="m", occurred=Interval(text="x")), "occurred"),
        (Observation(speaker="m", occurred=Interval(text="x", earliest="2020-01-06")), "occurred"),
        (Observation(speaker="m", occurred=Interval(text="", earliest=DAY.earliest)), "occurred"),
        (Observation(speaker="m", occurred=Interval(text="x", earliest=DAY.latest, latest=DAY.earliest)), "occurred"),
    ],
)
def test_a_bad_time_is_placed_at_its_field(event: AnyEvent, field: str) -> None:
    """A time that cannot be read, or an interval that is none, is refused with the path of its field."""
    with pytest.raises(BadTime) as refused:
        events.normal(event, zone="UTC")
    assert refused.value.field == field
    assert refused.value.hint


# References


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Actor(name="n", part_of="council", amends="mayor"), ["part_of council actor", "amends mayor actor"]),
        (Actor(name="n"), []),
        (
            Source(publisher="p", audience=("public", "desk"), amends="post"),
            ["audience[1] desk actor", "amends post source"],
        ),
        (Claim(text="t", amends="pier"), ["amends pier claim"]),
        (
            Relation(from_="a", relation="entails", to="b", amends="r"),
            ["from a claim", "to b claim", "amends r relation"],
        ),
        (
            Observation(
                speaker="mayor",
                audience=("desk", "public"),
                after=("fire", "leak"),
                stances=(Stance(claim="a", stance="deny"), Stance(claim="b", stance="query")),
                retracts=(Retraction(observation="o"), Retraction(observation="p", claims=("a", "b"))),
                reports=(
                    InlineReport(source="post", via=("radio", "clerk"), audience=("public", "desk")),
                    InlineReport(source="radio"),
                ),
                amends="mayor-1",
            ),
            [
                "speaker mayor actor",
                "audience[0] desk actor",
                "after[0] fire observation/report",
                "after[1] leak observation/report",
                "stances[0].claim a claim",
                "stances[1].claim b claim",
                "retracts[0].observation o observation",
                "retracts[1].observation p observation",
                "retracts[1].claims[0] a claim",
                "retracts[1].claims[1] b claim",
                "reports[0].source post source",
                "reports[0].via[0] radio source/actor",
                "reports[0].via[1] clerk source/actor",
                "reports[0].audience[1] desk actor",
                "reports[1].source radio source",
                "amends mayor-1 observation",
            ],
        ),
        (
            Report(observation="o", source="s", via=("t",), audience=("desk",), after=("p",), amends="r"),
            [
                "observation o observation",
                "source s source",
                "via[0] t source/actor",
                "audience[0] desk actor",
                "after[0] p observation/report",
                "amends r report",
            ],
        ),
        (
            Order(first="a", then="b", source="s", amends="o"),
            ["first a observation/report", "then b observation/report", "source s source", "amends o order"],
        ),
        (
            Assessment(claim="c", assessor="desk", verdict="true", evidence=("o", "s"), amends="v"),
            [
                "claim c claim",
                "assessor desk actor",
                "evidence[0] o observation/report/source",
                "evidence[1] s observation/report/source",
                "amends v assessment",
            ],
        ),
        (Void(event="x"), ["event x actor/source/claim/relation/observation/report/order/assessment"]),
    ],
)
def test_an_event_refers_to_these_names(event: AnyEvent, expected: list[str]) -> None:
    """Every name in an event, with its field and the types that it may be of; the public is nobody's name."""
    found = [f"{one.field} {one.name} {'/'.join(one.types)}" for one in events.references(event)]
    assert found == expected


# One event by itself


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Observation(text="t"), "an utterance without a speaker"),
        (Observation(kind="happening", speaker="mayor"), "a happening needs a text"),
        (Observation(kind="happening"), "a happening needs a text"),
        (Observation(kind="document"), "a document needs a text"),
        (
            Observation(kind="happening", text="t", stances=(Stance(claim="a", stance="deny"),)),
            "a happening without a speaker takes no stance",
        ),
        (
            Observation(kind="document", text="t", retracts=(Retraction(observation="o"),)),
            "a document without a speaker takes no stance",
        ),
        (
            Observation(
                speaker="m",
                stances=(
                    Stance(claim="a", stance="deny"),
                    Stance(claim="b", stance="deny"),
                    Stance(claim="a", stance="query"),
                ),
            ),
            "two stances on a",
        ),
        (
            Observation(
                speaker="m",
                occurred=Interval(text="7th", earliest=DAY.latest),
                reports=(InlineReport(source="s"), InlineReport(source="s", published=DAY)),
            ),
            r"reports\[1\]: it was published 2020-01-06, before it was said \(7th\)",
        ),
        (Relation(from_="a", relation="entails", to="a"), "a relation of a to itself"),
        (Order(first="a", then="a"), "a cannot come before itself"),
        (
            Report(observation="o", source="s", quotes=(Quote(exact="abc"), Quote(exact="abc", start=1, end=3))),
            r"quotes\[1\]: start and end span 2 characters, the words have 3",
        ),
        (Order(first="a", then="b", quotes=(Quote(exact="a", start=1),)), r"quotes\[0\]: a quote has both"),
        (
            Observation(speaker="m", reports=(InlineReport(source="s", quotes=(Quote(exact="a", end=1),)),)),
            r"reports\[0\].quotes\[0\]: a quote has both",
        ),
        (Claim(text="a\0b"), "text: it has the character NUL"),
        (Actor(name="n", aliases=("a", "\\\0")), r"aliases\[1\]: it has the character NUL"),
        (
            Observation(speaker="m", reports=(InlineReport(source="s", quotes=(Quote(exact="\0"),)),)),
            r"reports\[0\].quotes\[0\].exact: it has the character NUL",
        ),
        (Relation(from_="a", relation="entails", to="b", note="\0"), "note: it has the character NUL"),
        (
            Report(observation="o", source="s", quotes=(Quote(exact="abc", start=1, end=4),), reason="\0\0"),
            "reason: it has the character NUL",
        ),
        (Claim(text="\udc80"), "not valid Unicode"),
        (Claim(text="   "), "text: it has nothing but white space"),
        (Claim(text="\t\n\x1c\x85\xa0\u2003\u2028\u3000"), "text: it has nothing but white space"),
        (Observation(kind="happening", text="\t"), "text: it has nothing but white space"),
        (Actor(name=" "), "name: it has nothing but white space"),
        (Void(event="old", reason=" "), "reason: it has nothing but white space"),
        (
            Assessment(claim="closed", assessor="desk", verdict="true", rationale="\t"),
            "rationale: it has nothing but white space",
        ),
        (Actor(name="n", aliases=("a", " ")), r"aliases\[1\]: it has nothing but white space"),
        (Source(publisher="\n"), "publisher: it has nothing but white space"),
        (
            Observation(speaker="m", reports=(InlineReport(source="s", quotes=(Quote(exact="\u3000"),)),)),
            r"reports\[0\].quotes\[0\].exact: it has nothing but white space",
        ),
        (
            Order(first="a", then="b", imported_from=ImportedFrom(ledger=" ")),
            "imported_from.ledger: it has nothing but white space",
        ),
    ],
)
def test_an_event_that_contradicts_itself_is_refused(event: AnyEvent, message: str) -> None:
    """What no log could make sense of is refused before any log is looked at."""
    with pytest.raises((BadEvent, ImpossibleOrder), match=message):
        events.refuse_misshapen(event)


@pytest.mark.parametrize(
    "event",
    [
        Observation(speaker="mayor"),
        Observation(kind="happening", text="t"),
        Observation(kind="document", text="t"),
        Observation(kind="document", speaker="mayor"),
        Observation(kind="happening", text="t", speaker="mayor", stances=(Stance(claim="a", stance="deny"),)),
        Observation(
            speaker="m",
            occurred=Interval(text="x", latest=DAY.earliest),
            reports=(InlineReport(source="s", published=DAY),),
        ),
        Observation(
            speaker="m",
            occurred=DAY,
            reports=(InlineReport(source="s", published=DAY), InlineReport(source="s", published="2019")),
        ),
        Relation(from_="a", relation="entails", to="b"),
        Order(first="a", then="b", quotes=(Quote(exact="a"), Quote(exact="é\U0001f600", start=0, end=2))),
        Report(observation="o", source="s", quotes=(Quote(exact="abc", start=1, end=4),)),
        Claim(text="\\u0000 and \\\\u0000 are letters; \t\n\x01 are characters"),
        Claim(text=" \x01"),
        Actor(name="n", role=" ", note="\n"),
    ],
)
def test_what_is_unusual_is_taken(event: AnyEvent) -> None:
    """Open ends, speakers of documents, texts that look like escapes: none of it contradicts itself."""
    events.refuse_misshapen(event)


@pytest.mark.parametrize("number", [2**53, 2**63, 2**64, 10**30])
def test_a_number_that_no_reader_of_json_keeps_is_refused(number: int) -> None:
    """A quote's place beyond what every reader of JSON reads as written is an error, in a report as anywhere."""
    quote = b'{"type":"report","observation":"o","source":"s","quotes":[{"exact":"x","start":0,"end":%d}]}' % number
    with pytest.raises(BadEvent):
        events.decode(quote)
