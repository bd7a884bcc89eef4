"""Appends on a condition: only where the log, or a claim, is still as the writer has read it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from ledger import Ledger, codec
from ledger.errors import BadEvent, BadRequest, DamagedLog, EndedRecord, LogMoved, UnknownName
from ledger.events import (
    Actor,
    Assessment,
    Claim,
    Observation,
    Order,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
)
from ledger.log import Expectation, segments
from ledger.log import log as log_module
from tests.log.logs import HARBOUR, NOW, append, claim, open_log, said

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.events import AnyEvent
    from ledger.log import Appended, Log

LAST = len(HARBOUR)


def expecting(
    log: Log, *events: AnyEvent, head: int | None = None, is_dry: bool = False, **claims: int
) -> list[Appended]:
    """Append events where the log is still at a seq, and claims are as they were at others."""
    expected = Expectation(head=head, claims=claims)
    return log.append(events, by="desk", now=lambda: NOW, wait=0, is_dry=is_dry, expected=expected)


def test_a_log_that_is_as_expected_is_appended_to(log: Log) -> None:
    """A writer that has read the log to its end may write; an empty log is expected as @0."""
    assert expecting(log, said(), head=LAST)[0].entry.seq == LAST + 1


def test_an_empty_log_ends_at_nothing(tmp_path: Path) -> None:
    """Where nothing stands yet, @0 is what is expected, and only the first writer finds it so."""
    log = open_log(tmp_path)
    expecting(log, claim(1), head=0)
    with pytest.raises(LogMoved, match="the log is at @1, no longer at @0: @1 c1 came since"):
        expecting(log, claim(2), head=0)
    log.close()


def test_a_log_that_moved_on_is_not_appended_to(log: Log) -> None:
    """The refusal names what came in between, at most five of it, and changes nothing."""
    append(log, *map(claim, range(1, 8)))
    before = segments(log.directory)[0][1].read_bytes()
    with pytest.raises(LogMoved) as refused:
        expecting(log, said(), head=LAST)
    assert refused.value.message == (
        "the log is at @14, no longer at @7: @8 c1, @9 c2, @10 c3, @11 c4, @12 c5 and 2 more came since"
    )
    assert refused.value.hint == "`claims log` shows what came; if it changes nothing, expect @14"
    assert segments(log.directory)[0][1].read_bytes() == before
    assert expecting(log, said(), head=14)[0].is_new


@pytest.mark.parametrize("expected", [Expectation(head=8), Expectation(claims={"closed": 8})])
def test_what_is_not_there_yet_was_not_read(log: Log, expected: Expectation) -> None:
    """A seq beyond the end of the log is no place that anybody has read."""
    with pytest.raises(LogMoved, match="the log ends at @7, and @8 is expected"):
        log.append([said()], by="desk", now=lambda: NOW, expected=expected)


def test_an_expected_claim_is_known(log: Log) -> None:
    """What is expected of a claim that there is not, or of what is none, is refused with the nearest names."""
    for name in ("close", "mayor"):
        with pytest.raises(UnknownName, match=f"there is no claim {name}"):
            log.append([said()], by="desk", now=lambda: NOW, expected=Expectation(claims={name: LAST}))


def test_an_expected_record_is_known(log: Log) -> None:
    """A condition on a record that there is not is no condition that holds."""
    with pytest.raises(UnknownName, match="there is no record closd") as refused:
        log.append([said()], by="desk", now=lambda: NOW, expected=Expectation(versions={"closd": 6}))
    assert refused.value.hint == "did you mean closed?"


def test_damage_on_the_way_is_named(log: Log) -> None:
    """Where a line that came since cannot be read, the refusal names it."""
    append(log, *map(claim, range(1, 6)))
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    lines[LAST + 1] = lines[LAST + 1].replace(b'"type"', b'"typo"')
    path.write_bytes(b"".join(lines))
    with pytest.raises(DamagedLog) as refused:
        expecting(log, said(), closed=LAST)
    assert refused.value.place == f"{path}:{LAST + 2}"


TOUCHES: dict[str, tuple[AnyEvent, ...]] = {
    "a stance": (said("new"),),
    "a retraction of the claim": (
        said("new", stances=(), retracts=(Retraction(observation="old", claims=("closed",)),)),
    ),
    "a retraction of everything": (said("new", stances=(), retracts=(Retraction(observation="old"),)),),
    "an amendment of an observation": (said(amends="old", note="louder"),),
    "an amendment that takes the stance out": (said(amends="old", stances=(), text="x"),),
    "an amendment of one that took the stance once": (said(amends="once", stances=(), text="y"),),
    "the end of an observation": (Void(event="old"),),
    "the end of one that took the stance once": (Void(event="once"),),
    "a report of an observation": (Report(observation="old", source="radio"),),
    "the end of a report": (Void(event="told"),),
    "an amendment of the claim": (Claim(text="Pier 4 was closed.", amends="closed"),),
    "the end of the claim": (Void(event="closed"),),
    "a relation from it": (Relation(from_="closed", relation="contradicts", to="open"),),
    "a relation to it": (Relation(from_="open", relation="contradicts", to="closed"),),
    "an assessment": (Assessment(claim="closed", assessor="pilot", verdict="false"),),
    "an order of an observation": (
        said("new", stances=(Stance(claim="open", stance="deny"),)),
        Order(first="old", then="new"),
    ),
    "an order of one before it": (
        said("new", stances=(Stance(claim="open", stance="deny"),)),
        Order(first="new", then="told"),
        said("newer", stances=(), text="z", after=("new",)),
    ),
    "something that came after": (said("new", stances=(Stance(claim="open", stance="deny"),), after=("old",)),),
    "the end of a speaker": (Void(event="mayor"),),
    "a speaker who moves": (Actor(amends="mayor", name="The mayor", part_of="pilot"),),
    "a speaker who speaks for himself": (Actor(amends="mayor", name="The mayor", part_of="council", independent=True),),
    "the end of a source": (Void(event="post"),),
    "an amendment of a source": (Source(amends="post", publisher="The Post", audience=("pilot",)),),
    "what a source carries in a chain": (
        said("new", stances=(), text="z", after=("old",)),
        Report(observation="new", source="radio"),
        Source(amends="radio", publisher="City Radio", published="2020-01-05"),
    ),
    "one among others": (claim(1), said("new"), claim(2)),
}


@pytest.fixture
def spoken(log: Log) -> Log:
    """A harbour in which the mayor took a stance twice, of which once was amended away, and a report is out."""
    append(log, said("old"), said("once"), Report(id="told", observation="old", source="post"))
    append(log, said(amends="once", stances=(), text="x"))
    append(log, said("other", stances=(Stance(claim="open", stance="support"),)))
    return log


SPOKEN = LAST + 5


@pytest.mark.parametrize("how", TOUCHES)
def test_a_claim_that_was_touched_is_not_written_on(spoken: Log, how: str) -> None:
    """Whatever says, or has said, something of the claim, or ends that, touches it; the refusal names it alone."""
    came = append(spoken, *TOUCHES[how])
    names = [f"@{one.entry.seq} {one.entry.id}" for one in came if not (one.entry.id or "").startswith("c")]
    names = names or [f"@{came[0].entry.seq} {came[0].entry.id}"]
    with pytest.raises(LogMoved) as refused:
        expecting(spoken, claim(9), closed=SPOKEN)
    assert refused.value.message == f"closed is no longer as it was at @{SPOKEN}: {', '.join(names)} came since"
    assert expecting(spoken, claim(9), closed=SPOKEN + len(came))[0].is_new


def test_what_does_not_touch_a_claim_is_let_pass(spoken: Log) -> None:
    """Other claims, sources, their orders and what is said of them, or an actor's new name, may come in between."""
    append(spoken, claim(1), Source(id="paper", publisher="The Paper"), Void(event="paper"))
    append(spoken, said("new", stances=(Stance(claim="open", stance="deny"),)), Order(first="other", then="new"))
    append(
        spoken,
        Actor(amends="mayor", name="The old mayor", part_of="council"),
        Actor(id="clerk", name="The clerk", part_of="mayor"),
    )
    append(spoken, said(amends="other", stances=(), text="x"), Void(event="other"))
    append(spoken, Relation(from_="open", relation="contradicts", to="c1"))
    append(spoken, said("back", stances=(), retracts=(Retraction(observation="new"),)))
    append(spoken, Observation(kind="happening", text="It rains."))
    assert expecting(spoken, said("mine"), closed=SPOKEN, c1=SPOKEN + 12)[0].is_new
    with pytest.raises(LogMoved, match="open is no longer as it was"):
        expecting(spoken, said("next"), closed=SPOKEN + 13, open=SPOKEN)


def test_the_same_again_needs_no_condition(spoken: Log) -> None:
    """An append that is tried again after it got through is answered as before, though the log moved by it."""
    first = expecting(spoken, said("mine"), head=SPOKEN, closed=SPOKEN)
    again = expecting(spoken, said("mine"), head=SPOKEN, closed=SPOKEN)
    assert [(one.entry, one.is_new) for one in again] == [(first[0].entry, False)]
    with pytest.raises(LogMoved):
        expecting(spoken, said("mine"), said("more"), head=SPOKEN)


def test_what_came_in_between_comes_first(spoken: Log) -> None:
    """Where the events do not fit since the log moved, that is what is said; where it did not, why they do not fit."""
    append(spoken, Void(event="closed"))
    with pytest.raises(LogMoved, match="@13 void:1 came since"):
        expecting(spoken, said("mine"), closed=SPOKEN)
    with pytest.raises(EndedRecord):
        expecting(spoken, said("mine"), closed=SPOKEN + 1)


def test_what_came_in_between_comes_first_whatever_else_is_wrong(spoken: Log) -> None:
    """Also where another event of the batch, before the one that it refuses, would be refused without it."""
    append(spoken, Void(event="closed"))
    for batch in ((Claim(id="blank", text=" "), said()), (said(), Claim(id="blank", text=" "))):
        with pytest.raises(LogMoved):
            expecting(spoken, *batch, head=SPOKEN)
    with pytest.raises(BadEvent):
        expecting(spoken, Claim(id="blank", text=" "), head=SPOKEN)


def test_a_dry_run_asks_too(spoken: Log) -> None:
    """A dry run answers what the append would, also behind a tail that is still to be completed."""
    assert expecting(spoken, claim(1), head=SPOKEN, is_dry=True)[0].is_new
    append(spoken, said("new"))
    path = segments(spoken.directory)[0][1]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LogMoved, match=f"the log is at @{SPOKEN + 1}"):
        expecting(spoken, claim(1), head=SPOKEN, is_dry=True)
    assert expecting(spoken, claim(1), head=SPOKEN + 1, is_dry=True)[0].is_new


def test_only_what_came_since_is_read(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A condition costs what came after it, over any number of segments, and not what stands before."""
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 2_000)
    for number in range(1, 80):
        append(log, claim(number))
    append(log, said("new"))
    assert len(segments(log.directory)) > 3
    real, read = codec.decode, []

    def decode(raw: bytes) -> object:
        read.append(raw)
        return real(raw)

    monkeypatch.setattr(codec, "decode", decode)
    end = LAST + 80
    with pytest.raises(LogMoved, match=f"closed is no longer as it was at @{end - 9}: @{end} new came since"):
        expecting(log, claim(200), closed=end - 9)
    assert len(read) < 40


def test_of_two_that_expect_the_same_one_gets_it(tmp_path: Path) -> None:
    """Whoever comes first has it, the others are refused: the log has one event for every number that was expected."""
    Ledger.init(tmp_path)
    told: list[str] = []
    with Ledger.open(tmp_path, by="desk", tell=lambda _: None) as ledger:

        def work(name: str) -> None:
            for head in range(10):
                try:
                    ledger.append(Claim(id=f"{name}-{head}", text="x"), expect=f"@{head}", wait=60)
                    told.append("done")
                except LogMoved:
                    told.append("refused")

        threads = [threading.Thread(target=work, args=(name,)) for name in ("anna", "bert", "carl")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (told.count("done"), told.count("refused")) == (10, 20)
        assert [entry.id.partition("-")[2] for entry in ledger.log.entries()] == [str(head) for head in range(10)]


def test_a_program_says_what_it_expects(tmp_path: Path) -> None:
    """A seq is a number or `@41`; lines in several batches expect what they themselves appended; else it is refused."""
    Ledger.init(tmp_path)
    with Ledger.open(tmp_path, by="desk", now=lambda: NOW) as ledger:
        ledger.append(claim(1), expect=0)
        ledger.append(
            said("mayor-1", speaker=None, kind="document", stances=(), text="x"), expect="@1", expect_claims={"c1": "1"}
        )
        lines = [(f"f:{number}", b'{"type":"claim","id":"d%d","text":"x"}' % number) for number in range(5)]
        for _ in ledger.appending(lines, batch=2, expect=2, expect_claims={"c1": "@2"}):
            pass
        with pytest.raises(LogMoved, match="@3 d0, @4 d1, @5 d2, @6 d3, @7 d4 came since"):
            list(ledger.appending([("f:1", b'{"type":"claim","id":"e","text":"x"}')], expect=2))
        for bad in ("x", -1, "@"):
            with pytest.raises(BadRequest, match="is no seq"):
                ledger.append(claim(2), expect=bad)
        assert len(list(ledger.log.entries())) == 7


def test_a_version_is_built_on_the_one_that_was_read(log: Log) -> None:
    """Of two writers who correct what they have read, the second is refused, and told which line it has not read."""
    read = log.current("closed")
    assert (read.seq, read.record) == (6, "closed")
    expected = Expectation(versions={"closed": read.seq})
    first = log.append([claim_of("Shut.")], by="desk", now=lambda: NOW, expected=expected)
    with pytest.raises(LogMoved) as refused:
        log.append([claim_of("Not open.")], by="desk", now=lambda: NOW, expected=expected)
    seq = first[0].entry.seq
    assert refused.value.message == f"closed no longer says what it said at @6: it was amended at @{seq}"
    assert log.current("closed") == first[0].entry
    assert log.append(
        [claim_of("Not open.")], by="desk", now=lambda: NOW, expected=Expectation(versions={"closed": seq})
    )


def test_what_a_record_says_is_there_after_its_end(log: Log) -> None:
    """A void says nothing of its record. Of what is no record, its record is told, or the nearest names."""
    (void,) = append(log, Void(event="closed"))
    assert log.current("closed").seq == 6
    with pytest.raises(BadRequest, match="void:1 is not a record") as refused:
        log.current(void.entry.id)
    assert refused.value.hint == "name the record: closed"
    with pytest.raises(UnknownName, match="there is no record closd") as unknown:
        log.current("closd")
    assert unknown.value.hint == "did you mean closed?"


def claim_of(text: str) -> Claim:
    """A correction of what the claim says."""
    return Claim(amends="closed", text=text)


def test_a_source_that_moves_a_chain_touches_what_stands_in_it(log: Log) -> None:
    """What it carries came after something else, which may have got other bounds, too; also when a report ends."""
    append(log, said("old"), said("other", stances=(), text="x", after=("old",)))
    append(log, Report(id="told", observation="other", source="radio"))
    end = LAST + 3
    append(log, Source(amends="radio", publisher="City Radio", published="2020-01-05"))
    with pytest.raises(LogMoved, match="radio:v2 came since"):
        expecting(log, claim(1), closed=end)
    append(log, Void(event="told"))
    with pytest.raises(LogMoved, match="void:1 came since"):
        expecting(log, claim(1), closed=end + 1)


def test_the_end_of_what_others_came_after_touches_them(log: Log) -> None:
    """What came before or after it has other bounds then, whoever said so, and whatever ended it."""
    append(log, Source(id="paper", publisher="The Paper"), Observation(id="bells", kind="happening", text="Bells."))
    append(log, said("old", after=("bells",)), said("more", stances=(), text="x"))
    append(log, Report(id="read", observation="more", source="paper"), Order(first="read", then="bells"))
    end = LAST + 6
    append(log, Void(event="paper"))
    with pytest.raises(LogMoved, match="void:1 came since"):
        expecting(log, claim(1), closed=end)
    append(log, Void(event="bells"))
    with pytest.raises(LogMoved, match="void:2 came since"):
        expecting(log, claim(1), closed=end + 1)
    append(log, Void(event="more"))
    assert expecting(log, claim(1), closed=end + 2)[0].is_new


def test_a_version_that_never_was_is_no_race(log: Log) -> None:
    """Whoever expects a record to say what another one's line says has mixed them up, and is told so."""
    with pytest.raises(BadRequest, match="@1 is no version of mayor"):
        log.append([claim(1)], by="desk", now=lambda: NOW, wait=0, expected=Expectation(versions={"mayor": 1}))
