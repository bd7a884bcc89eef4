"""One line of the log and what it means."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import codec
from ledger.codec import LONGEST, NO_CHAIN, Entry, Erased
from ledger.errors import BadEvent, DamagedLog
from ledger.events import (
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
from tests.log.drawn import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.events import AnyEvent

DAY = Interval(text="2020-01-06", earliest="2020-01-06T00:00:00.000000Z", latest="2020-01-07T00:00:00.000000Z")
SINCE = Interval(text="2020-01-06/..", earliest="2020-01-06T00:00:00.000000Z")
PREVIOUS = "ab" * 32

#: Every type of event, with the fields of its own. `golden/log.jsonl` is the log of them.
GOLDEN: tuple[AnyEvent, ...] = (
    Actor(id="mayor", name="The Mayor"),
    Actor(id="clerk", name="Clerk", role="", part_of="council", aliases=("C",), independent=True, note="n"),
    Source(
        id="post",
        publisher="Harbour Post",
        title="Pier",
        url="https://post.example/1",
        archived="https://archive.example/1",
        kind="article",
        language="en",
        audience=(),
        published=DAY,
        captured_at=SINCE,
        sha256="0f" * 32,
        reliability="B",
    ),
    Claim(id="pier-closed", text='Pier 4 is „closed“\n\t\\ "\x01\x7f\u2028😀.'),
    Claim(id="odd", text="It is odd.", kind="opinion", imported_from=ImportedFrom(ledger="old", id="x", seq=3)),
    Relation(id="relation:1", from_="pier-closed", relation="contradicts", to="odd"),
    Observation(id="fire", kind="happening", text="The fire brigade is called."),
    Observation(
        id="mayor:1",
        text="The mayor speaks.",
        speaker="mayor",
        audience=("public", "clerk"),
        occurred=DAY,
        after=("fire",),
        stances=(
            Stance(claim="pier-closed", stance="deny"),
            Stance(claim="odd", stance="query", basis="implied", certainty="possible"),
        ),
        retracts=(Retraction(observation="fire", claims=("odd",)), Retraction(observation="fire")),
        reports=(
            InlineReport(source="post", via=("clerk",), mode="quote", quotes=(Quote(exact="é", start=0, end=1),)),
            InlineReport(source="post", audience=("clerk",), published=SINCE),
        ),
    ),
    Report(
        id="leak",
        observation="fire",
        source="post",
        via=("post",),
        mode="inferred",
        audience=("public",),
        published=DAY,
        after=("mayor:1",),
        quotes=(Quote(exact="fire"),),
    ),
    Order(id="order:1", first="fire", then="mayor:1", source="post", quotes=(Quote(exact="then"),)),
    Assessment(
        id="view",
        claim="odd",
        assessor="clerk",
        verdict="mixed",
        label="Half so",
        confidence="low",
        rationale="Both are said.",
        evidence=("fire", "leak", "post"),
        occurred=DAY,
    ),
    Claim(id="odd:v2", text="It is not.", amends="odd", reason="mistyped"),
    Void(id="void:1", event="odd", reason="twice"),
    Void(id="void:2", event="fire", kind="legal", note="on request"),
)


#: A version of each of those records, with the fields that all have. `golden/log-amended.jsonl` is the log of them.
AMENDED: tuple[AnyEvent, ...] = tuple(
    replace(
        event,
        id=f"{event.id}:v9",
        note="n",
        amends=event.id,
        reason="mistyped",
        imported_from=ImportedFrom(ledger="old", id="x", seq=3, by="clerk", recorded_at="2020-01-07T08:00:00.000000Z"),
    )
    for event in GOLDEN
    if not isinstance(event, Void)
)


def entry(event: AnyEvent, *, seq: int = 17, **more: Any) -> Entry:
    """An event at @17."""
    envelope = {"seq": seq, "recorded_at": "2020-01-07T09:00:00.000000Z", "by": "desk", "chain": ""}
    return Entry(**{**envelope, **more}, event=event)


def sealed(body: bytes) -> bytes:
    """The line of a body behind the chain PREVIOUS, as anybody can make it with two hashes."""
    leaf = hashlib.sha256(b"\x00" + body).hexdigest()
    return body + b',"chain":"' + hashlib.sha256((PREVIOUS + leaf).encode("ascii")).hexdigest().encode() + b'"}'


def line_of(drawn: Entry) -> bytes:
    """The line of an entry behind the chain PREVIOUS."""
    return codec.encode(drawn, previous=PREVIOUS)[0]


@pytest.mark.parametrize(("name", "events"), [("log", GOLDEN), ("log-amended", AMENDED)])
def test_lines_have_these_bytes_for_ever(name: str, events: tuple[AnyEvent, ...]) -> None:
    """The log of one event of each form is, byte by byte and chain by chain, what it was on the first day."""
    lines, chain = [], NO_CHAIN
    for seq, event in enumerate(events, start=1):
        line, chain = codec.encode(entry(event, seq=seq, batch=(seq, len(events))), previous=chain)
        lines.append(line)
        assert codec.decode(line) == entry(event, seq=seq, batch=(seq, len(events)), chain=chain)
    golden = Path(__file__).with_name("golden") / f"{name}.jsonl"
    assert b"".join(line + b"\n" for line in lines) == golden.read_bytes()


def test_a_line_written_by_hand_is_a_line() -> None:
    """The envelope, the fields in their order, no absent ones and no defaults, and the chain over all of it."""
    body = (
        '{"seq":17,"id":"mayor-2","type":"observation","recorded_at":"2020-01-07T09:00:00.000000Z",'
        '"by":"J. \\"Jo\\" Doe","speaker":"mayor","occurred":{"text":"2020-01-06",'
        '"earliest":"2020-01-06T00:00:00.000000Z","latest":"2020-01-07T00:00:00.000000Z"},"batch":[1,2]'
    )
    event = Observation(id="mayor-2", speaker="mayor", occurred=DAY)
    assert line_of(entry(event, by='J. "Jo" Doe', batch=(1, 2))) == sealed(body.encode())


@given(entries())
def test_what_is_encoded_is_what_is_decoded(drawn: Entry) -> None:
    """Any entry comes back from its line, with the chain that anybody can compute from the line before and this one."""
    line, chain = codec.encode(drawn, previous=PREVIOUS)
    assert codec.decode(line) == replace(drawn, chain=chain)
    assert line == sealed(codec.body_of(line))
    assert b"\n" not in line


@given(entries(), st.data())
def test_every_byte_of_a_line_counts(drawn: Entry, data: st.DataObject) -> None:
    """A line in which a byte is another one is refused, or its chain is no longer that of the line before and it."""
    line = line_of(drawn)
    place = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[place]))
    changed = line[:place] + bytes([other]) + line[place + 1 :]
    try:
        found = codec.decode(changed)
    except DamagedLog:
        return
    assert isinstance(found, Entry)
    assert changed != sealed(codec.body_of(changed))


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_bytes_are_a_line_or_damage(data: bytes) -> None:
    """Whatever stands where a line should: the answer is DamagedLog, and never another error."""
    with pytest.raises(DamagedLog):
        codec.decode(data)


def compact(fields: dict[str, Any]) -> bytes:
    """JSON without white space."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def rewritten(drawn: Entry) -> Iterator[bytes]:
    """The line's JSON in other bytes that mean the same to any reader of JSON."""
    body = codec.body_of(line_of(drawn)) + b"}"
    fields: dict[str, Any] = json.loads(body)
    yield json.dumps(fields, ensure_ascii=False).encode()
    yield body.replace(b'":', b'" :', 1)
    yield body[:-1] + b" }"
    yield b" " + body
    yield compact(dict(reversed(fields.items())))
    for index, field in enumerate(fields):
        pairs = list(fields.items())
        pairs[index - 1], pairs[index] = pairs[index], pairs[index - 1]
        yield compact(dict(pairs))
        twice = compact({field: fields[field]})[1:-1]
        yield body[:-1] + b"," + twice + b"}"
        yield b"{" + twice + b"," + body[1:]
    yield body.replace(b'"type":', b'"\\u0074ype":')
    yield body.replace(b"-", b"\\u002d", 1)
    yield body.replace(b'"by":"', b'"by":"\\u0078')
    yield body[:-1] + b',"note":null}'
    yield body[:-1] + b',"colour":"red"}'


@given(entries())
def test_other_bytes_for_the_same_json_are_no_line(drawn: Entry) -> None:
    """White space, another order of keys, a key twice, needless escapes, null or unknown fields: each is refused."""
    for body in rewritten(drawn):
        with pytest.raises(DamagedLog):
            codec.decode(sealed(body[:-1]))


@pytest.mark.parametrize(
    ("event", "default"),
    [
        (Actor(id="a", name="A"), b'"independent":false'),
        (Actor(id="a", name="A"), b'"aliases":[]'),
        (Claim(id="a", text="A."), b'"kind":"fact"'),
        (Observation(id="a", speaker="b"), b'"kind":"utterance"'),
        (Observation(id="a", speaker="b"), b'"audience":["public"]'),
        (Observation(id="a", speaker="b"), b'"after":[]'),
        (Observation(id="a", speaker="b"), b'"stances":[{"claim":"c","stance":"deny","basis":"direct"}]'),
        (Observation(id="a", speaker="b"), b'"stances":[{"claim":"c","stance":"deny","certainty":"certain"}]'),
        (Source(id="a", publisher="b"), b'"audience":["public"]'),
        (Void(id="a", event="b"), b'"kind":"entered-in-error"'),
        (Void(id="a", event="b"), b'"reason":null'),
    ],
)
def test_a_default_is_not_written(event: AnyEvent, default: bytes) -> None:
    """A line that gives a default is refused, in whatever place it could stand."""
    body = codec.body_of(line_of(entry(event)))
    head, _, rest = body.partition(b'"by":"desk"')
    fields = [field for field in re.split(rb',(?=")', rest) if field]
    for place in range(len(fields) + 1):
        given_fields = [*fields[:place], default, *fields[place:]]
        with pytest.raises(DamagedLog):
            codec.decode(sealed(b",".join([head + b'"by":"desk"', *given_fields])))


@pytest.mark.parametrize(
    ("occurred", "why"),
    [
        ('"2020-01-06"', "a text that means nothing yet"),
        ('{"text":"2020-01-06"}', "no ends"),
        ('{"text":"","earliest":"2020-01-06T00:00:00.000000Z"}', "no text"),
        ('{"text":"x","earliest":"2020-01-06"}', "not an instant"),
        ('{"text":"x","earliest":"2020-13-06T00:00:00.000000Z"}', "no such month"),
        ('{"text":"x","latest":"2020-01-06T00:00:00Z"}', "no microseconds"),
        ('{"text":"x","earliest":"2020-01-06T00:00:00.000000Z","latest":"2020-01-06T00:00:00.000000Z"}', "empty"),
        ('{"text":"x","earliest":"2020-01-07T00:00:00.000000Z","latest":"2020-01-06T00:00:00.000000Z"}', "reversed"),
    ],
)
def test_a_stored_time_is_an_interval_between_instants(occurred: str, why: str) -> None:
    """A line whose time is not a text with one instant or two, the earlier one first, is refused."""
    good = codec.body_of(line_of(entry(Observation(id="a", speaker="b", occurred=SINCE))))
    start = good.index(b'{"text"')
    body = good[:start] + occurred.encode() + good[good.index(b"}") + 1 :]
    assert body != good, why
    with pytest.raises(DamagedLog):
        codec.decode(sealed(body))
    assert isinstance(codec.decode(sealed(good)), Entry)


@pytest.mark.parametrize("batch", [b"[1,1]", b"[0,2]", b"[3,2]", b"[1]", b"[1,2,3]", b"[01,2]", b"[1, 2]"])
def test_a_batch_says_which_of_how_many(batch: bytes) -> None:
    """An event is the i-th of n, from 1; one event alone is no batch."""
    body = codec.body_of(line_of(entry(Claim(id="a", text="A."))))
    with pytest.raises(DamagedLog):
        codec.decode(sealed(body + b',"batch":' + batch))


@pytest.mark.parametrize(
    "instant", ["2020-01-07T09:00:00Z", "2020-02-30T09:00:00.000000Z", "2020-01-07 09:00:00.000000Z", "é" * 27]
)
def test_recorded_at_is_an_instant(instant: str) -> None:
    """A line is refused where its `recorded_at` is not UTC to the microsecond, on a date that exists."""
    body = codec.body_of(line_of(entry(Claim(id="a", text="A."))))
    with pytest.raises(DamagedLog):
        codec.decode(sealed(body.replace(b"2020-01-07T09:00:00.000000Z", instant.encode())))


def test_what_a_build_does_not_know_is_damage_to_it() -> None:
    """A type of event that the build does not know is refused, and the hint says that a newer one may know it."""
    body = codec.body_of(line_of(entry(Claim(id="a", text="A.")))).replace(b'"type":"claim"', b'"type":"theory"')
    with pytest.raises(DamagedLog, match="theory") as refused:
        codec.decode(sealed(body))
    assert "newer build" in (refused.value.hint or "")


def test_a_line_has_at_most_65535_bytes() -> None:
    """The longest line is taken and given back; one byte more is refused on the way in and on the way out."""
    spare = LONGEST - len(line_of(entry(Claim(id="a", text=""))))
    longest = entry(Claim(id="a", text="x" * spare))
    assert len(line_of(longest)) == LONGEST == 65_535
    assert isinstance(codec.decode(line_of(longest)), Entry)
    with pytest.raises(BadEvent, match="65,536 bytes"):
        line_of(entry(Claim(id="a", text="x" * (spare + 1))))
    with pytest.raises(DamagedLog, match="65,536 bytes"):
        codec.decode(sealed(codec.body_of(line_of(longest)).replace(b"xx", b"xxx", 1)))


def test_an_erased_line_keeps_its_place() -> None:
    """A line of seq, leaf and chain is what the law leaves of an event, and the chain goes on over it."""
    line = line_of(entry(Claim(id="a", text="A.")))
    leaf = hashlib.sha256(b"\x00" + codec.body_of(line)).hexdigest()
    chain = line[-66:-2].decode()
    erased = codec.decode(f'{{"seq":17,"erased":"{leaf}","chain":"{chain}"}}'.encode())
    assert erased == Erased(seq=17, leaf=leaf, chain=chain)
    assert chain == codec.chain(PREVIOUS, leaf)
    assert codec.leaf(codec.body_of(line)) == leaf


@pytest.mark.parametrize(
    "line",
    [
        '{"seq":17,"erased":"LEAF","chain":"LEAF","note":"n"}',
        '{"seq":17,"chain":"LEAF","erased":"LEAF"}',
        '{"seq":017,"erased":"LEAF","chain":"LEAF"}',
        '{"seq":17, "erased":"LEAF","chain":"LEAF"}',
        '{"seq":17,"erased":"leaf","chain":"LEAF"}',
        '{"seq":17,"erased":"LEAF","chain":"LEAF"} ',
        '{"seq":0,"erased":"LEAF","chain":"LEAF"}',
        '{"seq":17,"erased":"LEAF"}',
    ],
)
def test_an_erased_line_has_one_form(line: str) -> None:
    """Anything beside seq, leaf and chain, in this order and form, is no erased line."""
    with pytest.raises(DamagedLog):
        codec.decode(line.replace("LEAF", "0f" * 32).encode())


def test_an_entry_names_its_record() -> None:
    """The record of an event is what it declares, amends or ends."""
    assert entry(Claim(id="a", text="A.")).record == "a"
    assert entry(Claim(id="a:v2", text="A.", amends="a")).record == "a"
    assert entry(Void(id="void:1", event="a")).record == "a"
    with pytest.raises(AssertionError):
        _ = entry(Claim(text="A.")).id
