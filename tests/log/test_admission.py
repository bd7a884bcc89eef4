"""What an event must satisfy to enter the log, given what the log holds."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.errors import BadEvent, EndedRecord, LedgerError, Refused, UnknownName
from ledger.events import (
    Actor,
    Assessment,
    Claim,
    InlineReport,
    Observation,
    Order,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
)
from ledger.log.catalog import Catalog
from tests.log.logs import HARBOUR, NOW, append, open_log, said

if TYPE_CHECKING:
    from ledger.events import AnyEvent
    from ledger.log import Log

MAYOR_1 = said("mayor-1")
MAYOR_2 = said("mayor-2")
LEAK = Report(id="leak", observation="mayor-1", source="post")
BOTH = Relation(id="both", from_="closed", relation="contradicts", to="open")
FIRST = Order(id="first", first="mayor-1", then="mayor-2")
VIEW = Assessment(id="view", claim="closed", assessor="council", verdict="true")


@pytest.fixture
def log(log: Log) -> Log:
    """The harbour's log, with one record of each type."""
    append(log, MAYOR_1, MAYOR_2, LEAK, BOTH, FIRST, VIEW)
    return log


def refused(log: Log, *events: AnyEvent) -> LedgerError:
    """Why the log does not take these events."""
    with pytest.raises(LedgerError) as error:
        append(log, *events)
    return error.value


# Several at once


def test_what_is_wrong_with_a_batch_is_told_together(log: Log) -> None:
    """Every event is looked at, but those that cite what another one would have declared."""
    error = refused(
        log,
        said(speaker="mayr", audience=("counsil",)),
        Claim(id="Tide", text="  "),
        said("mayor-3", speaker="mayr"),
        said(after=("mayor-3",), speaker="nobody"),
        said(stances=(Stance(claim="tide", stance="deny"),)),
        said(occurred="2021"),
        said("mayor-4"),
        Void(event="leek"),
    )
    assert [(each.event, each.field) for each in error.every()] == [
        (1, "speaker"),
        (1, "audience[0]"),
        (2, "text"),
        (3, "speaker"),
        (6, "occurred"),
        (8, "event"),
    ]


def test_what_may_be_so_only_because_of_another_error_is_not_told(log: Log) -> None:
    """An order and a whole may be other ones, and ids that the ledger makes have other numbers, once that is mended."""
    for amended, then in (
        (
            said(amends="mayor-1", occurred="2020-01-06", speaker="mayr"),
            said(after=("mayor-1",), occurred="2020-01-05"),
        ),
        (Actor(amends="pilot", name="P", part_of="counsil"), Actor(amends="council", name="C", part_of="pilot")),
        (said(speaker="mayr"), said(after=("mayr:1",))),
        (said(speaker="mayr"), said("mayor:1")),
        (Actor(amends="pilot", name="P", part_of="counsil"), Actor(id="pilot", name="P", part_of="council")),
        (said(amends="mayor-1", speaker="mayr"), said(amends="mayor-1", speaker="nobody")),
    ):
        assert [each.event for each in refused(log, amended, then).every()] == [1]
    impossible = Order(first="mayor-2", then="mayor-1")
    assert [each.event for each in refused(log, impossible, said(speaker="x")).every()] == [1]
    assert [each.event for each in refused(log, said(speaker="x"), impossible, said(speaker="y")).every()] == [1]


def test_what_is_declared_further_below_is_said(log: Log) -> None:
    """Where it is there already, as something else, that is another matter."""
    error = refused(
        log, said(stances=(Stance(claim="tide", stance="deny"),)), Claim(id="tide", text="High."), said("t")
    )
    assert (len(error.every()), error.hint) == (1, "tide is declared further below: put that first")
    error = refused(log, said(stances=(Stance(claim="pilot", stance="deny"),)), Actor(id="pilot", name="The pilot"))
    assert "further below" not in (error.hint or "")
    error = refused(log, said(speaker="tide"), Claim(id="tide", text="High."))
    assert "further below" not in (error.hint or "")


def test_a_part_of_itself_is_one_error(log: Log) -> None:
    """That it is not there yet is no other one."""
    error = refused(log, Actor(id="self", name="S", part_of="self"))
    assert [str(each) for each in error.every()] == ["event 1: part_of: self cannot be a part of itself: self → self"]


def test_what_would_not_be_told_is_not_worked_out(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """To find names that are near takes a look at all of them, under the lock."""
    asked: list[str] = []
    near = Catalog.near

    def counted(catalog: Catalog, name: str, *others: tuple[str, ...], **more: tuple[str, ...]) -> str | None:
        asked.append(name)
        return near(catalog, name, *others, **more)

    monkeypatch.setattr(Catalog, "near", counted)
    refused(log, said(speaker="mayr"), *(said(after=(f"ghost:{number}",)) for number in range(50)))
    assert asked == ["mayr"]


def test_of_an_event_that_cites_very_much_the_first_errors_are_told(log: Log) -> None:
    """The others are not looked for, since each takes a look at all names."""
    stances = tuple(Stance(claim=f"c{number}", stance="deny") for number in range(1_000))
    assert len(refused(log, said(stances=stances)).every()) == 10


_NAMES: Final = st.sampled_from(("mayor", "pilot", "mayor-1", "mayor-2", "closed", "one", "two", "mayor:1", "pilot:1"))
_EVENTS: Final = st.lists(
    st.one_of(
        st.builds(lambda name, whole: Actor(id=name, name=name, part_of=whole), _NAMES, _NAMES | st.none()),
        st.builds(lambda name, whole: Actor(amends=name, name="New", part_of=whole), _NAMES, _NAMES | st.none()),
        st.builds(lambda name, whole: Actor(id=name, name="New", part_of=whole), _NAMES, _NAMES | st.none()),
        st.builds(lambda name: Claim(id=name, text=name), _NAMES),
        st.builds(
            lambda name, day, after: said(name, occurred=day and f"2020-01-0{day}", after=(after,) if after else ()),
            _NAMES | st.none(), st.integers(1, 5) | st.none(), _NAMES | st.none(),
        ),
        st.builds(
            lambda name, day, source: said(
                amends=name, occurred=f"2020-01-0{day}", reports=(InlineReport(source=source),) if source else ()
            ),
            _NAMES, st.integers(1, 5), st.sampled_from(("post", "radio")) | st.none(),
        ),
        st.builds(lambda by, on: said(speaker=by, stances=(Stance(claim=on, stance="deny"),)), _NAMES, _NAMES),
        st.builds(lambda first, then: Order(first=first, then=then), _NAMES, _NAMES),
        st.builds(lambda event: Void(event=event), _NAMES | st.sampled_from(("post", "radio"))),
    ),
    max_size=16,
)  # fmt: skip


def _broken(event: AnyEvent) -> AnyEvent:
    """The same with a slip: a name that is not there, or a text without words."""
    match event:
        case Observation():
            return replace(event, audience=("gull",))
        case Order():
            return replace(event, source="gull")
        case Void():
            return replace(event, event="gull")
        case Actor():
            return replace(event, name=" ")
        case _:
            return replace(event, text=" ")


@given(_EVENTS, st.sets(st.integers(0, 15)))
def test_only_what_is_wrong_is_told(events: list[AnyEvent], broken: set[int]) -> None:
    """Of a batch that would be taken, some events are broken: no other is told.

    And when all that is told is mended, as often as something is, the batch is taken.
    """
    with TemporaryDirectory() as root:
        log = open_log(Path(root))
        append(log, *HARBOUR, said("mayor-1", occurred="2020-01-02"), said("mayor-2", occurred="2020-01-03"))
        good: list[AnyEvent] = []
        for event in events:  # one batch of those that can be taken one after the other
            with suppress(LedgerError):
                log.append([*good, event], by="desk", now=lambda: NOW, wait=0, is_dry=True)
                good.append(event)
        given = [_broken(each) if number in broken else each for number, each in enumerate(good)]
        wrong = {number for number in broken if number < len(good)}
        while wrong:
            told = {(each.event or 0) - 1 for each in refused(log, *given).every()}
            assert told
            assert told <= wrong
            wrong -= told
            given = [good[number] if number in told else each for number, each in enumerate(given)]
        append(log, *given)
        log.close()


# Names


def test_what_is_referred_to_stands_before(log: Log) -> None:
    """An unknown name is refused with its field and the nearest known names, or with the way to declare it."""
    declare = "if not, declare it first:"
    for event, message, hint in (
        (
            said(speaker="mayr"),
            "speaker: there is no actor mayr",
            f"did you mean mayor? {declare} `claims actor mayr …`",
        ),
        (said(speaker="mayor "), "speaker: there is no actor 'mayor '", "did you mean mayor?"),
        (
            said(speaker="His Honour Smith"),
            "speaker: there is no actor His Honour Smith",
            "an id belongs there: `claims list actors --matching 'His Honour Smith'` may find it",
        ),
        (
            said(stances=(Stance(claim="tide", stance="deny"),)),
            "stances[0].claim: there is no claim tide",
            "declare it first: `claims claim tide …`",
        ),
        (
            said(after=("mayor-11",)),
            "after[0]: there is no observation or report mayor-11",
            "did you mean mayor-1 or mayor-2?",
        ),
        (
            said(reports=(InlineReport(source="post", via=("rado",)),)),
            "reports[0].via[0]: there is no source or actor rado",
            "did you mean radio?",
        ),
        (said(audience=("publik",)), "audience[0]: there is no actor publik", "did you mean public?"),
        (Actor(name="n", part_of="public"), "part_of: there is no actor public", "public is a reserved name"),
        (said(audience=("ledger",)), "audience[0]: there is no actor ledger", "ledger is a reserved name"),
        (Void(event="mayor-3"), "event: there is no record mayor-3", "did you mean mayor-"),
        (
            Claim(amends="clsed", text="x"),
            "amends: there is no claim clsed",
            "did you mean closed",
        ),
    ):
        error = refused(log, event)
        assert isinstance(error, UnknownName)
        assert str(error).removeprefix("event 1: ").startswith(message)
        assert (error.hint or "").startswith(hint)


def test_what_is_referred_to_is_of_the_right_type(log: Log) -> None:
    """A name of another type is refused with both types."""
    for event, message in (
        (said(speaker="post"), "speaker: post is a source, not an actor"),
        (said(after=("closed",)), "after[0]: closed is a claim, not an observation or report"),
        (Report(observation="leak", source="post"), "observation: leak is a report, not an observation"),
        (Claim(amends="mayor", text="x"), "amends: mayor is an actor, not a claim"),
        (said(amends="leak"), "amends: leak is a report, not an observation"),
        (Order(first="view", then="mayor-1"), "first: view is an assessment, not an observation or"),
    ):
        error = refused(log, event)
        assert isinstance(error, UnknownName)
        assert str(error).removeprefix("event 1: ").startswith(message)


def test_only_a_record_is_referred_to(log: Log) -> None:
    """The id of an amendment is no name of the record, and a void is final."""
    append(log, said(amends="mayor-1"), Void(id="gone", event="view"))
    error = refused(log, said(after=("mayor-1:v2",)))
    assert str(error) == "event 1: after[0]: mayor-1:v2 is not a record"
    assert error.hint == "name the record: mayor-1"
    assert refused(log, said(amends="mayor-1:v2")).hint == "name the record: mayor-1"
    error = refused(log, Void(event="gone"))
    assert str(error) == "event 1: event: gone is not a record"
    assert error.hint == "a void is final: record again what it ended"


def test_what_is_referred_to_may_stand_in_the_same_batch_before(log: Log) -> None:
    """An event may refer to one before it in its batch, and not to one after it."""
    clerk, words = Actor(id="clerk", name="Clerk"), said(speaker="clerk")
    assert refused(log, words, clerk).event == 1
    append(log, clerk, words)


def test_the_public_is_everywhere(log: Log) -> None:
    """`public` is an audience that needs no declaration."""
    append(
        log,
        said(audience=("public", "council"), reports=(InlineReport(source="post", audience=("public",)),)),
        Source(publisher="p", audience=("public", "mayor")),
    )


def test_a_misshapen_event_is_refused_before_anything_else(log: Log) -> None:
    """What contradicts itself is refused for that, whatever it refers to."""
    error = refused(log, Relation(from_="tide", relation="entails", to="tide"))
    assert isinstance(error, BadEvent)
    assert error.event == 1
    assert isinstance(refused(log, Claim(text="a\0b")), BadEvent)
    assert isinstance(refused(log, Claim(text="\udc80")), BadEvent)


# Ends

RECORDS: tuple[tuple[str, AnyEvent], ...] = (
    ("council", Actor(amends="council", name="x")),
    ("post", Source(amends="post", publisher="x")),
    ("closed", Claim(amends="closed", text="x")),
    ("mayor-1", said(amends="mayor-1")),
    ("leak", Report(amends="leak", observation="mayor-1", source="post")),
    ("both", Relation(amends="both", from_="closed", relation="entails", to="open")),
    ("first", Order(amends="first", first="mayor-1", then="mayor-2")),
    ("view", Assessment(amends="view", claim="closed", assessor="council", verdict="false")),
)


@pytest.mark.parametrize(("name", "amendment"), RECORDS)
def test_a_record_can_be_amended_until_it_ends(log: Log, name: str, amendment: AnyEvent) -> None:
    """Every type of record takes new versions, each under the old name, and none after its void, which is final."""
    assert [one.entry.id for one in append(log, amendment, amendment)] == [f"{name}:v2", f"{name}:v3"]
    (gone,) = append(log, Void(id="gone", event=name))
    (again,) = append(log, Void(event=name))
    assert (again.is_new, again.entry.seq) == (False, gone.entry.seq)
    error = refused(log, amendment)
    assert isinstance(error, EndedRecord)
    assert error.message == f"{name} was voided by gone and cannot be amended"
    assert error.hint == "what was voided stays voided: record it again under another name"
    error = refused(log, Void(event=name, reason="Twice."))
    assert isinstance(error, EndedRecord)
    assert (error.message, error.hint) == (f"{name} is already voided, by gone", "a void is final")


@pytest.mark.parametrize(
    ("ended", "event", "field"),
    [
        ("council", Actor(name="n", part_of="council"), "part_of"),
        ("council", said(audience=("council",)), "audience[0]"),
        ("council", said(speaker="council"), "speaker"),
        ("council", Assessment(claim="open", assessor="council", verdict="true"), "assessor"),
        ("council", said(reports=(InlineReport(source="post", via=("council",)),)), "reports[0].via[0]"),
        ("post", said(reports=(InlineReport(source="post"),)), "reports[0].source"),
        ("post", Report(observation="mayor-2", source="post"), "source"),
        ("post", Order(first="mayor-1", then="mayor-2", source="post"), "source"),
        ("post", Assessment(claim="open", assessor="mayor", verdict="true", evidence=("post",)), "evidence[0]"),
        ("closed", said(), "stances[0].claim"),
        ("closed", Relation(from_="open", relation="entails", to="closed"), "to"),
        (
            "closed",
            said(stances=(), retracts=(Retraction(observation="mayor-2", claims=("closed",)),)),
            "retracts[0].claims[0]",
        ),
        ("mayor-1", said(after=("mayor-1",)), "after[0]"),
        ("mayor-1", said(retracts=(Retraction(observation="mayor-1"),)), "retracts[0].observation"),
        ("mayor-1", Report(observation="mayor-1", source="radio"), "observation"),
        ("mayor-1", Order(first="mayor-1", then="mayor-2"), "first"),
        ("leak", said(after=("leak",)), "after[0]"),
        ("leak", Order(first="mayor-2", then="leak"), "then"),
    ],
)
def test_what_is_voided_is_not_cited_anew(log: Log, ended: str, event: AnyEvent, field: str) -> None:
    """A new event may not refer to what has ended, in whatever field; before, it may."""
    append(log, event)
    append(log, Void(id="gone", event=ended))
    error = refused(log, event)
    assert isinstance(error, EndedRecord)
    assert (error.field, error.message) == (field, f"{ended} was voided by gone")


@pytest.mark.parametrize("ended", ["mayor-1", "post"])
def test_a_report_ends_with_what_it_reports_and_who_reports_it(log: Log, ended: str) -> None:
    """Void an observation or a source, and its reports are gone too: not to be cited, amended, or voided again."""
    append(log, Void(id="gone", event=ended))
    for event in (
        said(after=("leak",)),
        Report(amends="leak", observation="mayor-2", source="radio"),
        Void(event="leak"),
    ):
        error = refused(log, event)
        assert isinstance(error, EndedRecord)
        assert "gone" in error.message


def test_an_amendment_may_leave_standing_what_ended_since(log: Log) -> None:
    """A new version may go on citing what the version before it cited, though that was voided; and nothing else."""
    told = said("told", audience=("council", "pilot"), after=("mayor-2",))
    append(log, told, Void(event="council"), Void(event="mayor-2"), Void(event="pilot"), Void(event="mayor-1"))
    append(log, said(amends="told", audience=("council",), after=("mayor-2",), note="kept"))
    assert isinstance(refused(log, said(amends="told", audience=("pilot",))), EndedRecord)
    assert isinstance(refused(log, said(amends="told", audience=("council",), after=("mayor-1",))), EndedRecord)
    append(log, said(amends="told", note="left out"))
    assert isinstance(refused(log, said(amends="told", audience=("council",))), EndedRecord)


def test_nothing_takes_back_itself(log: Log) -> None:
    """A record is corrected by an amendment; what is taken back is another one, also among several."""
    other = Retraction(observation=append(log, said("mayor-0"))[0].entry.id)
    told = refused(log, said(amends="mayor-1", retracts=(other, Retraction(observation="mayor-1"))))
    assert (told.field, told.message) == ("retracts[1].observation", "mayor-1 cannot take back itself")


def test_a_relation_lives_on_with_another_claim(log: Log) -> None:
    """A relation whose claim was voided is itself not voided, and an amendment may give it another claim."""
    append(log, Claim(id="tide", text="The tide is in."), Void(event="open"))
    append(log, Relation(amends="both", from_="closed", relation="entails", to="tide"))


# Wholes


def test_nothing_is_part_of_itself(log: Log) -> None:
    """An amendment that would make a body a part of itself is refused, with the bodies on the way round."""
    append(log, Actor(id="clerk", name="Clerk", part_of="mayor"))
    for whole, links in (
        ("council", "council → council"),
        ("mayor", "council → mayor → council"),
        ("clerk", "council → clerk → mayor → council"),
    ):
        error = refused(log, Actor(amends="council", name="x", part_of=whole))
        assert isinstance(error, Refused)
        assert error.message == f"council cannot be a part of itself: {links}"
    append(log, Actor(amends="mayor", name="The mayor"), Actor(amends="council", name="x", part_of="clerk"))
    assert isinstance(refused(log, Actor(amends="mayor", name="x", part_of="council")), Refused)


def test_the_parts_of_what_ended_have_no_whole(log: Log) -> None:
    """A body that was voided is between nobody any more."""
    append(log, Actor(id="clerk", name="Clerk", part_of="mayor"), Void(event="mayor"))
    append(log, Actor(amends="council", name="The council", part_of="clerk"))


def test_a_happening_takes_no_names(log: Log) -> None:
    """Something may happen without anybody, at no time, and be numbered as an observation."""
    assert append(log, Observation(kind="happening", text="It rains."))[0].entry.id == "observation:1"
