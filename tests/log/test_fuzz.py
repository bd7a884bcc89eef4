"""Whatever comes in, nothing comes out but what is documented: a value, or an error that says what is wrong and where.

What comes in is of three kinds: anything at all; something valid with pieces of it flipped, left out, put in, doubled
or swapped; and something of the right form with a value in it that nobody would write.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import Ledger, codec, events, proofs, times
from ledger.checks import check_log
from ledger.errors import BadEvent, BadInput, BadTime, DamagedLog, LedgerError, Refused, UnknownName
from ledger.events import RESERVED
from ledger.log import Reader, config, repairs
from ledger.workspace.intake import decoded
from ledger.workspace.queries import answer
from ledger.workspace.views import View, parse_view
from tests.log.drawn import EVENTS
from tests.log.logs import HARBOUR, NOW, append, chained, open_log, placed, said
from tests.proofs import proven

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hypothesis.strategies import DrawFn, SearchStrategy

Value = TypeVar("Value")

DEEP: Final = 3_000
"""Brackets within brackets: more than Python takes."""
LONG: Final = 5_000
"""Digits: more than Python reads as a number."""
PIECES: Final = (
    *(
        b"\0",
        b"\n",
        b"\r",
        b"\t",
        b"\x1b[2J",
        b'"',
        b"\\",
        b",",
        b":",
        b"/",
        b"@",
        b" ",
        b"",
        b"..",
        b"[",
        b"]",
        b"{",
        b"}",
    ),
    *(b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\\ud800", b"\\udfff\\ud800", b"\\u0000", "\u202e\u2066\ufeff".encode()),
    *(b"0", b"-1", b"-0", b"1e999", b"1.5", b"NaN", b"Infinity", b"18446744073709551616", b"9" * 19, b"9" * LONG),
    *(
        b"null",
        b"true",
        b'""',
        b"{}",
        b"[]",
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b'"seq":1,',
        b'"batch":[1,0],',
        b'"id":"a",',
    ),
    *("٣".encode(), "²".encode(), b"2020-02-30", b"0000", b"9999-12-31", b"24:00", b"+99:99", b"[UTC]", b"[../../etc]"),
)
"""What makes readers stumble."""
STRANGE: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ("", "\0", "\ud800", "public", "ledger", "@1", "9" * LONG, "x" * 70_000, "../..", "2020", "'; drop")
    ),
    st.sampled_from((10**19, -(10**30), 2**63, 2**64, [], {}, [[]], [None], {"": None}, ["public"] * 3)),
)
"""Values that nobody would write."""


def outcome(ask: Callable[[], Value]) -> Value | LedgerError:
    """What a call gives, or the documented error that it raises, which says what is wrong."""
    try:
        return ask()
    except LedgerError as error:
        refused = error
    assert refused.message
    return refused


@st.composite
def spoilt(draw: DrawFn, sound: SearchStrategy[bytes]) -> bytes:
    """Something sound after one or a few accidents."""
    data = draw(sound)
    for _ in range(draw(st.integers(1, 3))):
        first, last = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        near = min(last, first + draw(st.integers(0, 8)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        data = draw(
            st.sampled_from(
                (
                    data[:first] + piece + data[first:],
                    data[:first] + piece + data[near:],
                    data[:first] + data[near:],
                    data[:last] + data[first:],
                    data[last:] + data[first:last] + data[:first],
                    data[:first]
                    + bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in data[first : first + 1])
                    + data[first + 1 :],
                )
            )
        )
    return data


def words(sound: tuple[str, ...]) -> SearchStrategy[str]:
    """Any text, or one that was sound before an accident."""
    return st.one_of(
        st.text(),
        st.text(max_size=3).map(lambda text: text + "\ud800"),
        st.sampled_from(sound),
        spoilt(st.sampled_from(sound).map(str.encode)).map(lambda data: data.decode(errors="surrogateescape")),
    )


@st.composite
def altered(draw: DrawFn) -> bytes:
    """An event in JSON in which one value is another one."""
    whole: dict[str, Any] = json.loads(events.encode(draw(EVENTS)))
    inner: Any = whole
    while True:
        key = draw(st.sampled_from(list(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or draw(st.booleans()):
            inner[key] = draw(STRANGE)
            return json.dumps(whole).encode()
        inner = inner[key]


LINES = chained(placed((1, 3, 2, 1)))
"""A small log."""
GIVEN = st.one_of(
    st.binary(max_size=100),
    EVENTS.map(events.encode),
    spoilt(EVENTS.map(events.encode)),
    altered(),
)
"""Lines as somebody gives them."""


# Lines of the log


@given(
    st.one_of(
        spoilt(st.sampled_from(LINES).map(bytes.strip)), altered().map(lambda data: b'{"seq":1,"id":"a",' + data[1:])
    )
)
def test_a_line_is_an_entry_or_damage(line: bytes) -> None:
    """A line that met with an accident is damage, or it is canonical after all."""
    found = outcome(lambda: codec.decode(line))
    if isinstance(found, LedgerError):
        assert isinstance(found, DamagedLog)
    elif isinstance(found, codec.Erased):
        assert codec.line_of(found) == line
    else:
        assert codec.body_of(codec.encode(found, previous=codec.NO_CHAIN)[0]) == codec.body_of(line)


@given(spoilt(st.just(b"".join(LINES))))
def test_a_damaged_segment_is_refused_at_a_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Readers, the check, a lookup, the repair and an append each give what is sound, or say at which line it ends."""
    log = open_log(tmp_path_factory.mktemp("damaged"))
    path = log.directory / "00000001.jsonl"
    path.write_bytes(data)
    read = outcome(lambda: list(Reader(log.directory).lines()))
    if isinstance(read, LedgerError):
        assert isinstance(read, DamagedLog)
        assert re.fullmatch(re.escape(str(path)) + ":[1-9][0-9]*", read.place or "")
        assert read.hint
    for seq in range(9):
        found = outcome(lambda seq=seq: log.entry(seq))  # type: ignore[misc]  # a default binds it
        assert not isinstance(found, LedgerError) or isinstance(found, DamagedLog)
    assert all(problem.place and problem.message for problem in check_log(log))
    assert (repairs.diagnose(log) is not None) >= isinstance(read, LedgerError)
    appended = outcome(lambda: append(log, *HARBOUR))
    assert isinstance(appended, LedgerError) >= isinstance(read, LedgerError)
    log.close()


# Events as they come in


@given(GIVEN)
@example(b"[" * DEEP)
@example(b'{"type":"claim","id":"a","text":"' + b"x" * 70_000 + b'"}')
@example(b'{"type":"claim","text":"\\ud800"}')
def test_a_given_line_is_an_event_or_a_bad_event(data: bytes) -> None:
    """Whatever the line, it is an event that can be written, or a BadEvent."""
    event = outcome(lambda: decoded(data))
    if isinstance(event, LedgerError):
        assert isinstance(event, BadEvent)
        return
    written = outcome(lambda: events.encode(event))
    assert not isinstance(written, LedgerError)
    assert events.decode(written) == event
    for check in (lambda: events.normal(event, zone="UTC"), lambda: events.refuse_misshapen(event)):
        refused = outcome(check)
        assert not isinstance(refused, LedgerError) or isinstance(refused, BadInput | Refused)


KNOWN: Final = st.sampled_from(
    (
        *HARBOUR,
        said("a", occurred="2020-01-06"),
        said("b", after=("a",)),
        said("c", audience=("council", "public"), occurred="2020-01-06T16:10-05:00"),
        said(amends="a", occurred="2020"),
        events.Report(id="d", observation="a", source="post", published="2020-01-07"),
        events.Order(first="a", then="b"),
        events.Relation(from_="closed", relation="contradicts", to="open"),
        events.Assessment(claim="closed", assessor="council", verdict="true", evidence=("a",)),
        events.Void(event="a"),
        events.Actor(amends="council", name="x", part_of="mayor"),
    )
).map(events.encode)


@given(st.lists(st.one_of(KNOWN, KNOWN, spoilt(KNOWN), GIVEN), min_size=1, max_size=6), st.none() | st.integers(1, 3))
def test_a_batch_is_taken_or_refused_at_its_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int | None
) -> None:
    """Batches of whatever lines are taken whole and are right, or refused at one of the lines; nothing else happens."""
    root = tmp_path_factory.mktemp("batch")
    log = open_log(root)
    append(log, *HARBOUR)
    log.close()
    count = 0
    with Ledger.open(root, by="desk", now=lambda: NOW, tell=lambda _: None) as ledger:
        given_lines = [(f"in.jsonl:{number}", line) for number, line in enumerate(lines, start=1)]

        def add() -> None:
            nonlocal count
            for appended in ledger.appending(given_lines, batch=size):
                count += sum(one.is_new for one in appended)

        refused = outcome(add)
        if isinstance(refused, LedgerError):
            assert isinstance(refused, BadInput | Refused), refused
            assert re.match(r"in\.jsonl:[1-6](: |$)", refused.place or ""), refused
        assert len(list(ledger.log.entries())) == len(HARBOUR) + count
        assert list(check_log(ledger.log)) == []


# Times, ids, moments


TIMES: Final = (
    "2020-01-06T16:10:05.5-05:00",
    "2020-01/..",
    "../2020-01-06",
    "2020-01-06[Asia/Baghdad]",
    "16:10",
    "@17",
)
ZONES: Final = ("UTC", "America/New_York", "Asia/Baghdad")


@given(words(TIMES), st.sampled_from(ZONES) | words(ZONES))
def test_a_text_is_a_time_or_a_bad_time(text: str, zone: str) -> None:
    """Times, cuts, bare clock times, zones and instants are read, or are BadTime with a hint."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: times.interval(text, zone=zone),
        lambda: times.cut(text, zone=zone),
        lambda: times.clock(text, day="2020-01-06", zone=zone),
        lambda: times.clock("16:10", day=text, zone=zone),
        lambda: times.check_zone(text),
        lambda: times.as_datetime(text),
    )
    for ask in asked:
        found = outcome(ask)
        assert not isinstance(found, LedgerError) or isinstance(found, BadTime)
    assert isinstance(times.is_instant(text) or times.is_clock(text) or times.known_zone(text), bool)


VIEWS: Final = ("us-congress@dreazen:1", "@2020-01-07", "public@31", "mayor@2020-01-06T16:10-05:00", "ledger@@17")


@given(words(VIEWS))
@example("public@" + "9" * LONG)
@example("public@²")
def test_a_text_is_a_view_or_a_bad_one(text: str) -> None:
    """A view is read, or is bad input; as SQL, what it was made of is text and nothing else."""
    found = outcome(lambda: parse_view(text, zone="UTC"))
    if isinstance(found, LedgerError):
        assert isinstance(found, BadInput)
        return
    assert isinstance(found, View)
    tame = replace(
        found,
        perspective=found.perspective if found.perspective in RESERVED else "mayor",
        clock=found.clock and "2020-01-06T21:10:00.000000Z",
        event=found.event and "mayor:1",
    )
    bare, expected = (re.sub(r"'(?:[^']|'')*'", "", answer("claims", each)) for each in (found, tame))
    assert bare == expected


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which somebody said something."""
    root = tmp_path_factory.mktemp("harbour")
    log = open_log(root)
    append(log, *HARBOUR, said("a", occurred="2020-01-06"))
    log.close()
    return root


@given(words((*VIEWS, *TIMES, "mayor", "@3", "8")))
@example("9" * LONG)
@example("@" + "9" * 19)
@example("-1")
@example("\ud800")
def test_a_name_is_found_or_unknown(harbour: Path, text: str) -> None:
    """What is asked for is there, or is said not to be."""
    with Ledger.open(harbour, by="desk", tell=lambda _: None) as ledger:
        found = outcome(lambda: ledger.entry(text))
        assert not isinstance(found, LedgerError) or isinstance(found, UnknownName)


@given(words((*VIEWS, *TIMES)), words(("public", "mayor", "ledger", "council")), words((*TIMES, "@3", "8")))
@example("9" * LONG, "public", "1")
@example("2020", "public", "9" * LONG)
@example("2020", "\ud800", "1")
def test_a_question_is_answered_or_refused(harbour: Path, as_of: str, perspective: str, recorded: str) -> None:
    """Whatever moment and whoever is asked for, there is an answer, or a documented refusal."""
    with Ledger.open(harbour, by="desk", tell=lambda _: None) as ledger:
        for given_recorded in (None, recorded):
            found = outcome(
                lambda: ledger.claims(as_of=as_of, perspective=perspective, recorded=given_recorded).fetchall()  # noqa: B023  # asked at once
            )
            assert not isinstance(found, LedgerError) or isinstance(found, BadInput | Refused)


# Files


PROOFS: Final = st.one_of(proven.checkpoints, proven.inclusion_proofs, proven.consistency_proofs).map(
    lambda one: one.text().encode()
)


@given(st.one_of(st.binary(max_size=200), spoilt(PROOFS)))
def test_a_file_is_a_proof_or_bad_input_at_a_line(data: bytes) -> None:
    """Checkpoints and proofs are read to what gives the same bytes again, or refused at a line."""
    for parse in (proofs.parse_checkpoint, proofs.parse_inclusion_proof, proofs.parse_consistency_proof):
        found = outcome(lambda: parse(data, place="monday"))  # noqa: B023  # asked at once
        if isinstance(found, LedgerError):
            assert isinstance(found, BadInput)
            assert re.fullmatch(r"monday(:[1-9][0-9]*)?", found.place or "")
        else:
            assert found.text().encode() == data
        if isinstance(found, proofs.InclusionProof):
            assert all(problem.message for problem in proofs.check_inclusion(found, place="monday"))
        if isinstance(found, proofs.ConsistencyProof):
            assert all(problem.message for problem in proofs.check_consistency(found, found.checkpoint, place="monday"))


TOML: Final = b'format = 1\nname = "Harbour desk"\ntimezone = "Asia/Baghdad"\norigin = "harbour.example/desk"\n'


@given(st.one_of(st.binary(max_size=60), spoilt(st.just(TOML))))
@example(b"a = " + b"[" * DEEP)
@example(b"format = " + b"9" * LONG)
@example(b"format = 1\nname = 1979-05-27")
def test_a_file_is_a_configuration_or_is_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """What stands in ledger.toml can be used, also for a proof's origin, or is refused with the file's name."""
    path = tmp_path_factory.getbasetemp() / "spoilt.toml"
    path.write_bytes(data)
    found = outcome(lambda: config.read(path))
    if isinstance(found, LedgerError):
        assert found.place == str(path)
    else:
        named = outcome(lambda: proofs.origin(found))
        assert isinstance(named, LedgerError) or named
