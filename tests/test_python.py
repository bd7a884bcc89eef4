"""The ledger from Python (design, section 10)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from ledger import Actor, Claim, Entry, Ledger, Observation, Quote, Report, Source, Stance, Void, durable
from ledger.cli import main
from ledger.errors import (
    BadConfiguration,
    BadEvent,
    BadInput,
    BadRequest,
    LedgerError,
    QueryRejected,
    Refused,
    UnknownName,
)
from ledger.proofs import parse_checkpoint
from ledger.workspace import questions
from ledger.workspace.context import context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AT = datetime(2020, 1, 8, 9, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The fire chief tells the council that pier 4 is closed; an hour later the mayor says in public that it is not."""
    Ledger.init(tmp_path / "harbour", timezone="America/New_York")
    with Ledger.open(tmp_path / "harbour", by="desk", now=lambda: AT) as opened:
        opened.append(
            [
                Actor(id="council", name="The harbour council"),
                Actor(id="chief", name="The fire chief"),
                Actor(id="mayor", name="The mayor"),
                Claim(id="closed", text="Pier 4 is closed."),
                Source(id="post", publisher="Harbour Post", published="2020-01-07"),
                said("chief", "support", "2020-01-06T15:00-05:00", audience=("council",)),
                said("mayor", "deny", "2020-01-06T16:00-05:00"),
            ]
        )
        yield opened


def said(speaker: str, stance: str, at: str, *, audience: tuple[str, ...] | None = None) -> Observation:
    """Somebody takes a stance on whether the pier is closed."""
    taken = Stance(claim="closed", stance=stance)  # type: ignore[arg-type]  # the ledger checks it
    return Observation(speaker=speaker, audience=audience, occurred=at, stances=(taken,))


def status(ledger: Ledger, as_of: str | int | date | None, perspective: str = "public") -> object:
    """The status of the claim from a view."""
    return ledger.claims(as_of=as_of, perspective=perspective).project("status").fetchall()[0][0]


def test_what_is_appended_says_where_it_stands(ledger: Ledger) -> None:
    """An append gives each event its seq and id, and says of a repeated one where it was."""
    (report,) = ledger.append(Report(observation="chief:1", source="post", quotes=(Quote(exact="It is shut."),)))
    assert (report.entry.seq, report.entry.id, report.is_new) == (8, "report:1", True)
    (again,) = ledger.append(Claim(id="closed", text="Pier 4 is closed."))
    assert (again.entry.seq, again.is_new) == (4, False)
    assert [entry.seq for entry in ledger.log.entries()] == list(range(1, 9))


def test_a_dry_run_shows_what_would_stand_there(ledger: Ledger) -> None:
    """With `dry_run` the event has its place and its chain, and nothing is written."""
    (one,) = ledger.append(said("mayor", "support", "2020-01-07"), dry_run=True)
    assert (one.entry.seq, one.entry.id) == (8, "mayor:2")
    assert len(list(ledger.log.entries())) == 7


def test_every_axis_can_be_asked(ledger: Ledger) -> None:
    """Clock times with and without zone, events by id, seq and number, perspectives, and recorded positions."""
    assert status(ledger, "2020-01-06T15:30-05:00") == "no-position"
    assert status(ledger, "2020-01-06T15:30-05:00", "council") == "asserted"
    assert status(ledger, "2020-01-06") == "denied"
    assert status(ledger, datetime(2020, 1, 6, 20, 30, tzinfo=UTC), "council") == "asserted"
    assert [status(ledger, cut, "council") for cut in ("chief:1", "@6", 6)] == ["asserted"] * 3
    assert status(ledger, None, "council") == "disputed"
    assert ledger.claims(recorded=6).project("status").fetchall() == [("no-position",)]
    assert ledger.claims(recorded=AT).project("status").fetchall() == [("denied",)]
    assert ledger.claims(recorded="2020-01-07").fetchall() == []
    assert ledger.positions(perspective="council").project("actor, position").order("actor").fetchall() == [
        ("chief", "support"),
        ("mayor", "deny"),
    ]
    assert ledger.observations().project("observation, visible").fetchall() == [("mayor:1", "certain")]


def test_who_is_behind_a_status_and_who_left_it(ledger: Ledger) -> None:
    """The states have the names that lists have, and the reversals both events, from any view."""
    ledger.append(said("mayor", "support", "2020-01-06T18:00-05:00"))
    columns = "claim, status, supported_by, denied_by, supported_by_if_possible"
    states = ledger.states(as_of="2020-01-06T17:00-05:00", perspective="council", claim="closed")
    assert states.project(columns).fetchall() == [("closed", "disputed", ["chief"], ["mayor"], ["chief"])]
    moves = ledger.reversals().project("claim, actor, from_position, to_position, to_event").fetchall()
    assert moves == [("closed", "mayor", "deny", "support", "mayor:2")]
    assert ledger.reversals(as_of="2020-01-06T17:00-05:00").fetchall() == []
    assert ledger.reversals(recorded=7).fetchall() == []


def test_the_story_and_its_reasons(ledger: Ledger) -> None:
    """The replay has a row a step; a comparison, a row a claim that differs; the reasons, a row a stance."""
    assert ledger.replay(perspective="council").project("event").fetchall() == [("chief:1",), ("mayor:1",)]
    for asked in ({}, {"as_of": "2020-01-06T20:30Z", "perspective": "council"}):
        whole, part = ledger.replay(**asked), ledger.replay(**asked, claim="closed")
        assert part.columns == whole.columns
        told = part.project("step, event, follows_certainly, moves").fetchall()
        assert told == whole.project("step, event, follows_certainly, moves").fetchall()
    ((changes,),) = ledger.replay(claim="closed").project("changes").fetchall()
    assert [(each["status"], each["denied_by"]) for each in changes] == [("denied", ["mayor"])]
    ledger.append(Claim(id="open", text="Pier 4 is open."))
    assert ledger.replay(claim="open").fetchall() == []
    with pytest.raises(UnknownName, match="opn"):
        ledger.replay(claim="opn")
    then = ledger.replay(perspective="council", as_of="chief:1").project("event, visible").fetchall()
    assert then == [("chief:1", "certain")]
    then = ledger.replay(perspective="council", as_of="2020-01-06T20:30Z").project("event, visible").fetchall()
    assert then == [("chief:1", "certain")]
    difference = ledger.diff("council@chief:1", "public@chief:1").project("claim, from_status, to_status")
    assert difference.fetchall() == [("closed", "asserted", "no-position")]
    now = ledger.diff("council@", "@").project("claim, from_status, to_status")
    assert now.fetchall() == [("closed", "disputed", "denied")]
    reasons = ledger.why("closed").project("observation, outcome").order("observation").fetchall()
    assert reasons == [("chief:1", "not-known"), ("mayor:1", "counts")]


def test_a_view_is_a_word(ledger: Ledger) -> None:
    """Before the @ stands from where one looks, after it from when: left out, it is the public, and all recorded."""
    assert ledger.parse_view("council@chief:1") == ledger.view(perspective="council", as_of="chief:1")
    assert ledger.parse_view("@6") == ledger.view(as_of=6)
    assert ledger.parse_view("council@") == ledger.view(perspective="council")
    assert ledger.parse_view("@") == ledger.view()


def test_events_may_be_dicts(ledger: Ledger) -> None:
    """Alone or among others, a dict is checked like a line with its fields."""
    (one,) = ledger.append({"type": "claim", "id": "open", "text": "Pier 4 is open."})
    assert one.entry.event == Claim(id="open", text="Pier 4 is open.")
    both = ledger.append(
        [{"type": "claim", "id": "open", "text": "Pier 4 is open."}, Claim(id="wet", text="It rains.")]
    )
    assert [each.is_new for each in both] == [False, True]
    with pytest.raises(BadEvent, match=r"event 1: there is no field `mood`"):
        ledger.append({"type": "claim", "text": "x", "mood": "x"})
    with pytest.raises(BadEvent, match=r"event 1: .*not valid Unicode"):
        ledger.append({"type": "claim", "text": "x", "mood\ud800": "x"})
    assert ledger.append({"type": "actor", "id": "pilot", "name": "A pilot", "aliases": None})[0].is_new
    endless: dict[str, object] = {"type": "claim", "text": "x"}
    endless["note"] = endless
    with pytest.raises(BadEvent, match=r"event 1: .*recursion"):
        ledger.append(endless)


@pytest.mark.parametrize(
    ("value", "hint"), [(float("nan"), "give a text; for an empty cell"), (object(), "give texts,")]
)
def test_what_a_data_frame_holds_is_told_with_its_mend(ledger: Ledger, value: object, hint: str) -> None:
    """An empty cell is no text, and what is no value of Python's is none of JSON's."""
    with pytest.raises(BadEvent) as refused:
        ledger.append([{"type": "claim", "text": "A claim.", "note": value}])
    assert refused.value.hint is not None
    assert refused.value.hint.startswith(hint)


def test_structs_are_checked_when_they_are_appended(ledger: Ledger) -> None:
    """What a struct holds is checked like a line of a file: the field is named, with the mend; nothing is written."""
    with pytest.raises(BadEvent, match=r"event 1: .*stance") as refused:
        ledger.append(said("mayor", "denies", "2020-01-07"))
    assert refused.value.hint == "did you mean deny?"
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(BadEvent, match=r"event 1: .*recursion"):
        ledger.append(Observation(speaker="mayor", text="x", audience=endless))  # type: ignore[arg-type]  # likewise
    for text, kind in (
        *((object(), "object"), (b"Open.", "bytes"), (memoryview(b"Open."), "bytes"), ({"Open."}, "a list")),
        *((Decimal(5), "decimal"), (None, "null")),
    ):
        with pytest.raises(BadEvent, match=rf"event 1: .*{kind}"):
            ledger.append(Claim(text=text))  # type: ignore[arg-type]  # what a text is not
    for nothing in ("open", [None], [b"{}"]):
        with pytest.raises(BadEvent, match=r"event 1: .* is no event"):
            ledger.append(nothing)  # type: ignore[arg-type]  # what an event is not
    with pytest.raises(UnknownName, match="mayro"):
        ledger.append([said("mayor", "deny", "2020-01-07"), said("mayro", "deny", "2020-01-07")])
    assert len(list(ledger.log.entries())) == 7


def test_wrong_questions_are_errors(ledger: Ledger) -> None:
    """An unknown perspective, a view that is none, a batch of no size."""
    with pytest.raises(UnknownName, match="no perspective"):
        ledger.why("closed", perspective="mayro")
    with pytest.raises(BadRequest, match="not a view"):
        ledger.diff("council", "public@3")
    with pytest.raises(BadRequest, match="a batch has"):
        list(ledger.appending([("x:1", b"{}")], batch=0))
    with pytest.raises(UnknownName):
        ledger.entry("@99")
    with pytest.raises(UnknownName):
        ledger.entry("nobody")
    with pytest.raises(BadConfiguration, match="already"):
        Ledger.init(ledger.root)


def test_a_cut_at_what_went_with_a_voided_record_is_refused(ledger: Ledger) -> None:
    """A report has no moment once its observation is voided; positions beyond the log's end have none either."""
    ledger.append(Report(id="leak", observation="chief:1", source="post"))
    ledger.append(Void(event="chief:1", reason="another pier"))
    with pytest.raises(Refused, match="leak ended with a record that was voided by @9"):
        questions.evidence(ledger.view(as_of="leak"), "closed").rows(ledger)
    with pytest.raises(Refused, match="chief:1 was voided at @9"):
        ledger.claims(as_of="chief:1")
    with pytest.raises(Refused, match="the log ends at @9; there is no @40"):
        ledger.claims(recorded=40)


def test_what_a_ledger_says_goes_to_stderr(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """Without another place for it, narration (here, a torn tail set aside) is on stderr."""
    with (ledger.root / "events" / "00000001.jsonl").open("ab") as log:
        log.write(b"torn")
    with Ledger.open(ledger.root, by="desk") as opened:
        opened.append(said("mayor", "deny", "2020-01-07"))
    assert "torn tail" in capsys.readouterr().err


def test_what_else_is_wrong_is_at_hand_and_is_noted(ledger: Ledger) -> None:
    """The first error is raised, with the others, and a traceback says how many there are."""
    with pytest.raises(Refused) as refused:
        ledger.append(
            [
                {"type": "observation", "speaker": "nobody", "audience": ["no-one"]},
                {"type": "claim", "id": "fine", "text": "Fine."},
                {"type": "order", "first": "none", "then": "neither"},
            ]
        )
    found = [(each.event, each.field) for each in refused.value.every()]
    assert found == [(1, "speaker"), (1, "audience[0]"), (3, "first"), (3, "then")]
    assert [note for note in refused.value.__notes__ if "others" in note] == ["others: 3 more, in `others`"]
    assert [note for each in refused.value.others for note in each.__notes__ if "others" in note] == []


def test_a_longer_file_goes_in_batches(ledger: Ledger) -> None:
    """An error in a later batch says how many events stand, and from which line to go on."""
    lines = [(f"pier.jsonl:{n}", f'{{"type":"claim","id":"c{n}","text":"Claim {n}."}}'.encode()) for n in range(1, 6)]
    lines[3] = ("pier.jsonl:4", b'{"type":"claim","id":"c4"}')
    with pytest.raises(BadEvent) as refused:
        list(ledger.appending(lines, batch=2))
    assert refused.value.place == "pier.jsonl:4"
    assert "2 events are recorded before it; go on from pier.jsonl:3" in refused.value.__notes__
    assert len(list(ledger.log.entries())) == 7 + 2


@pytest.mark.parametrize(("whole", "first"), [(2, 1), (3, 3), (5, 5)])
def test_a_file_that_cannot_be_read_on_says_where_to_go_on(ledger: Ledger, whole: int, first: int) -> None:
    """Of a batch with a line that cannot be read nothing is appended, and its first line is where one goes on."""

    def lines() -> Iterator[tuple[str, bytes]]:
        for n in range(1, whole + 1):
            yield f"pier.jsonl:{n}", f'{{"type":"claim","id":"c{n}","text":"Claim {n}."}}'.encode()
        raise BadEvent("not UTF-8", place=f"pier.jsonl:{whole + 1}")

    with pytest.raises(BadEvent) as refused:
        list(ledger.appending(lines(), batch=2))
    assert refused.value.place == f"pier.jsonl:{whole + 1}"
    done = len(list(ledger.log.entries())) - 7
    assert done == first - 1
    told = f"{done} events are recorded before it; go on from pier.jsonl:{first}"
    assert getattr(refused.value, "__notes__", []) == ([told] if done else [])


def test_going_through_the_batches_appends_them(ledger: Ledger) -> None:
    """Wrong arguments are refused at once; a batch is appended when it is asked for, and no other is."""
    lines = [(f"pier.jsonl:{n}", f'{{"type":"claim","id":"c{n}","text":"Claim {n}."}}'.encode()) for n in range(1, 6)]
    with pytest.raises(BadRequest, match="a batch has 1 to 10,000 events, not 0"):
        ledger.appending(lines, batch=0)
    batches = ledger.appending(lines, batch=2)
    assert len(list(ledger.log.entries())) == 7
    assert [one.entry.id for one in next(batches)] == ["c1", "c2"]
    assert len(list(ledger.log.entries())) == 7 + 2


def test_a_snapshot_stays_as_it_was(ledger: Ledger) -> None:
    """Questions of one snapshot are answered from one state of the log, whatever others append and ask."""
    with ledger.snapshot():
        assert status(ledger, None) == "denied"
        with Ledger.open(ledger.root, by="desk", now=lambda: AT) as other:
            other.append(said("mayor", "support", "2020-01-07"))
            assert status(other, None) == "asserted"
        with ledger.snapshot():
            assert status(ledger, None) == "denied"
        assert ledger.sql("select 1", trusted=False).fetchall() == [(1,)]
        assert status(ledger, None) == "denied"
        (last,) = ledger.sql("select max(seq) from events").fetchall()[0]
        assert context(ledger, last, ledger.view()).next is None
    assert context(ledger, last, ledger.view()).next is not None
    assert status(ledger, None) == "asserted"


def test_snapshots_that_overlap_end_with_the_last_one(ledger: Ledger) -> None:
    """Whoever is in a snapshot keeps it, also where another one that began before ends; and then it is over."""
    one, other = ledger.snapshot(), ledger.snapshot()
    one.__enter__()
    assert status(ledger, None) == "denied"
    other.__enter__()
    ledger.append(said("mayor", "support", "2020-01-07"))
    one.__exit__(None, None, None)
    assert status(ledger, None) == "denied"
    other.__exit__(None, None, None)
    assert status(ledger, None) == "asserted"


def test_the_axes_of_a_reader_are_read_with_care(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """A recorded position that is none is refused at its option; a moment still to come is said to be one."""
    at = ["-C", str(ledger.root), "list"]
    assert main([*at, "--recorded", "chief:1"]) == 2
    assert "--recorded" in capsys.readouterr().err
    assert main([*at, "--as-of", "9000-01-01"]) == 0
    assert "still to come" in capsys.readouterr().err


def test_rows_hold_every_column_or_none(ledger: Ledger) -> None:
    """Two columns of one name would be one in a row by names, and which, nobody would know."""
    with pytest.raises(QueryRejected, match="two columns are called claim"):
        ledger.rows("select a.claim, b.claim from claims a join claims b using (claim)")


def test_parameters_go_by_place_or_by_name(ledger: Ledger) -> None:
    """Values are never spelt into a query: they stand for its `?`, or for its `$name`."""
    by_place, by_name = "from claims where claim = ?", "from claims where claim = $claim"
    (row,) = ledger.rows(by_place, ["closed"])
    assert ledger.rows(by_name, {"claim": "closed"}) == [row]
    assert ledger.sql(by_name, {"claim": "closed"}).fetchall() == ledger.sql(by_place, ["closed"]).fetchall() != []
    assert ledger.rows(by_name, {"claim": "'; drop table claims; --"}) == []


def test_a_new_ledger_can_be_recorded_in_at_once(tmp_path: Path) -> None:
    """Who records is said where it is made; its directory may be a text."""
    with Ledger.init(str(tmp_path / "new"), by="desk") as made:
        made.append(Claim(id="open", text="Pier 4 is open."))
    with Ledger(str(tmp_path / "new")) as again:
        entry = again.entry("open")
    assert isinstance(entry, Entry)
    assert (entry.by, entry.seq) == ("desk", 1)


def test_a_ledger_stays_itself_wherever_the_program_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened by a relative path is never another ledger that has this path from another directory."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Ledger.init("desk")
    monkeypatch.chdir(tmp_path / "one")
    opened, made = Ledger.open("desk"), Ledger.init("new")
    monkeypatch.chdir(tmp_path / "other")
    for ledger in (opened, made):
        ledger.append(Claim(id="closed", text="Pier 4 is closed."))
        assert [entry.id for entry in ledger.log.entries()] == ["closed"]
    assert not list(Ledger.open("desk").lines())


def test_a_ledger_has_a_name(tmp_path: Path) -> None:
    """It is that of its directory where none is given; an empty one is refused before anything is made."""
    with pytest.raises(BadRequest, match="the name is empty"):
        Ledger.init(tmp_path / "pier", name=" ")
    assert not (tmp_path / "pier").exists()
    assert Ledger.init(tmp_path / "pier").config.name == "pier"


def test_a_claim_has_its_history(ledger: Ledger) -> None:
    """Its revisions come in the order in which a perspective learned of them; of what there is not, there is none."""
    asked = ledger.history("closed", perspective="council")
    assert asked.project("revision, event, status").fetchall() == [
        (1, "chief:1", "asserted"),
        (2, "mayor:1", "disputed"),
    ]
    assert ledger.history("closed").project("event, status").fetchall() == [("mayor:1", "denied")]
    assert ledger.history("closed", recorded="@5").fetchall() == []
    with pytest.raises(UnknownName, match="there is no claim named 'close'"):
        ledger.history("close")
    assert repr(ledger) == f"Ledger({str(ledger.root)!r})"


def test_what_is_no_unicode_is_refused_like_anything_else(ledger: Ledger) -> None:
    """A name or a query with half of a character is unknown, or rejected: no other error comes out."""
    for ask in (ledger.current, ledger.entry, ledger.rows, ledger.sql, ledger.history, ledger.why):
        with pytest.raises(LedgerError):
            ask("from \ud800")
    assert ledger.dependents("\ud800") == {}


def test_the_log_is_read_line_by_line(ledger: Ledger) -> None:
    """All lines, those of a name, up to a seq or a time, and the last of these, as `claims log` has them."""
    ledger.append(Report(observation="chief:1", source="post"))
    assert [line.entry.seq for line in ledger.lines()] == list(range(1, 9))
    assert [line.entry.seq for line in ledger.lines("chief:1")] == [6, 8]
    assert [line.entry.seq for line in ledger.lines("chief:1", recorded="@7")] == [6]
    assert [line.entry.seq for line in ledger.lines("chief", last=2)] == [6, 8]
    assert [line.entry.seq for line in ledger.lines(recorded=5, last=2)] == [4, 5]
    assert [line.entry.seq for line in ledger.lines(last=2)] == [7, 8]
    assert list(ledger.lines(recorded="2020-01-07")) == list(ledger.lines(recorded=0)) == []
    assert ledger.claims(recorded=0).fetchall() == []
    assert len(list(ledger.lines(recorded=AT))) == 8
    assert [line.entry.seq for line in ledger.lines(3)] == [3]
    wrong = (({"recorded": 9}, UnknownName), ({"recorded": "soon"}, LedgerError), ({"last": -1}, BadRequest))
    for asked, error in wrong:
        with pytest.raises(error):
            ledger.lines(**asked)


def test_a_log_is_checked_and_proven(ledger: Ledger, tmp_path: Path) -> None:
    """A sound log has no problems, with its documents and since a checkpoint; its proofs are those of the log."""
    published = ledger.checkpoint()
    ledger.append(said("mayor", "support", "2020-01-07"))
    assert list(ledger.check(since=published)) == []
    grown = ledger.prove_since(published)
    assert (grown.old, grown.checkpoint) == (7, ledger.checkpoint())
    assert ledger.prove("mayor:1", under=published).checkpoint == published
    assert ledger.prove(8).index == 7
    with pytest.raises(Refused, match="the first 6 events are not those"):
        ledger.prove("mayor:1", under=replace(published, size=6, root=b""))
    (missing,) = ledger.check(documents=str(tmp_path), since=replace(published, size=9))
    assert (missing.code, missing.place.rpartition("/")[2]) == ("shortened", "00000001.jsonl:9")


def test_of_a_damaged_log_only_the_damage_is_told(ledger: Ledger, tmp_path: Path) -> None:
    """Where a line is damaged neither the documents nor a checkpoint can be held against the log."""
    published = ledger.checkpoint()
    path = ledger.root / "events" / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Pier 4 is closed.", b"Pier 5 is closed."))
    (damage,) = ledger.check(documents=tmp_path, since=published)
    assert (damage.code, damage.place.rpartition("/")[2]) == ("damaged", "00000001.jsonl:4")


def test_the_projections_can_be_made_anew(ledger: Ledger) -> None:
    """What a rebuild makes is a file in the cache, and gives the same answers."""
    before = ledger.rows("from claims")
    path = ledger.rebuild()
    assert path is not None
    assert path.parent == ledger.cache
    assert ledger.rows("from claims") == before


def test_events_as_json_are_a_text_a_file_or_lines(ledger: Ledger, tmp_path: Path) -> None:
    """Whatever holds the lines, each is an event, empty ones are none, and an error says which it is about."""
    lines = [json.dumps({"type": "claim", "id": name, "text": "A\u2028B."}, ensure_ascii=False) for name in "abcdefgh"]
    file = tmp_path / "claims.jsonl"
    file.write_text(f"{lines[2]}\n\n{lines[3]}\n", encoding="utf-8")
    assert len(ledger.append_json(f"{lines[0]}\n{lines[1]}\n")) == 2
    with file.open("rb") as opened:
        assert len(ledger.append_json(opened)) == 2
    with file.open(encoding="utf-8") as read:
        assert {one.is_new for one in ledger.append_json(read)} == {False}
    assert len(ledger.append_json(lines[4].encode())) == 1
    assert len(ledger.append_json([lines[5], lines[6].encode(), ("sheet:1", lines[7])])) == 3
    with pytest.raises(BadEvent) as refused:
        ledger.append_json([lines[0], '{"type":"clam"}', ("sheet:9", b"nothing"), "\ud800"])
    assert sorted(str(each.place) for each in refused.value.every()) == ["line 2", "line 4", "sheet:9"]
    for text in (lines[0], lines[0].encode()):
        with pytest.raises(BadEvent, match="is no event") as taken:
            ledger.append(text)  # type: ignore[arg-type]  # what one may try
        assert taken.value.hint is not None
        assert taken.value.hint.startswith("events as JSON are appended with append_json")
        assert taken.value.others == ()


def test_a_record_is_corrected_from_what_it_says(ledger: Ledger) -> None:
    """What a record says now, changed, is an amendment; with the record's id it says that it has none of its own."""
    current = ledger.current("chief:1")
    wrong = replace(current.event, amends="chief:1", occurred="2020-01-06T15:30-05:00", reason="misheard")
    with pytest.raises(Refused, match="is taken") as refused:
        ledger.append(replace(wrong, id="chief:1"))
    assert refused.value.hint == (
        "an amendment goes by the name of its record: leave out the id, or give it one of its own"
    )
    (amended,) = ledger.append(replace(wrong, id=None), expect_versions={"chief:1": current.seq})
    assert amended.entry.id == "chief:1:v2"
    ledger.append(Void(event="mayor:1", kind="duplicate"))
    assert ledger.rows(
        "select id, amends, voids, void_kind from events where id in ('chief:1:v2', 'void:1') order by seq"
    ) == [
        {"id": "chief:1:v2", "amends": "chief:1", "voids": None, "void_kind": None},
        {"id": "void:1", "amends": None, "voids": "mayor:1", "void_kind": "duplicate"},
    ]


NaT = type("NaTType", (datetime,), {"utcoffset": lambda _: None, "isoformat": lambda _: str(int("NaT"))})
"""A datetime that is none, as pandas has one."""


ODD: dict[str, Callable[[Any], object]] = {
    "a view": lambda ledger: ledger.diff(3, "public@"),
    "no claim": lambda ledger: ledger.why(None),
    "a number": lambda ledger: ledger.history(3),
    "one claim": lambda ledger: ledger.claims(claim=3),
    "no moment": lambda ledger: ledger.claims(as_of=NaT(2020, 1, 6)),
    "no query": lambda ledger: ledger.sql(None),
    "no query for rows": lambda ledger: ledger.rows(None),
    "no record": lambda ledger: ledger.current(5),
    "nobody": lambda ledger: ledger.append(Claim(text="A claim."), by=3),
    "too many": lambda ledger: ledger.append([Claim(text=f"Claim {number}.") for number in range(10_001)]),
    "no dependents": lambda ledger: ledger.dependents(5),
    "no pair": lambda ledger: ledger.append_json([("new.jsonl:1", "{}", "more")]),
    "no JSON": lambda ledger: ledger.append_json([{"type": "claim", "text": "A claim."}]),
}
"""What is nothing to ask or to record with."""


@pytest.mark.parametrize("ask", ODD.values(), ids=ODD)
def test_what_is_of_another_type_is_told(ledger: Ledger, ask: Callable[[Any], object]) -> None:
    """An argument that is nothing to ask with is an error of the ledger, and nothing is recorded."""
    with pytest.raises(BadInput):
        ask(ledger)
    assert sum(1 for _ in ledger.lines()) == 7


def test_an_event_is_found_by_its_id_without_reading_the_log(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other line is decoded, and whoever writes meanwhile is neither waited for nor kept waiting."""
    with durable.lock(ledger.root / "events", wait=0):
        assert ledger.entry("mayor:1").seq == 7
        with pytest.raises(UnknownName):
            ledger.entry("mayor:2")
    monkeypatch.setattr(type(ledger.log), "entries", None)
    assert ledger.entry("mayor:1").seq == 7
    with pytest.raises(UnknownName):
        ledger.entry("mayor:2")


def test_a_date_is_the_end_of_that_day(ledger: Ledger) -> None:
    """A day of the calendar cuts as its text does."""
    for day in (date(2020, 1, 5), date(2020, 1, 6)):
        assert status(ledger, day) == status(ledger, str(day))
    assert ledger.view(as_of=date(2020, 1, 6)) == ledger.view(as_of="2020-01-06")


def test_a_checkpoint_is_read_as_it_is_written(ledger: Ledger) -> None:
    """Its text, or the bytes of its file, is a checkpoint again; what is none says where."""
    checkpoint = ledger.checkpoint()
    assert parse_checkpoint(checkpoint.text()) == parse_checkpoint(checkpoint.text().encode()) == checkpoint
    with pytest.raises(BadInput) as refused:
        parse_checkpoint("pier\nmany\n")
    assert refused.value.place == "checkpoint:2"


def test_what_is_no_question_and_no_event_is_an_error_of_the_ledger(ledger: Ledger) -> None:
    """None, or a number, where a perspective or events are wanted, is told as what it is."""
    for perspective in (None, 5):
        with pytest.raises(BadRequest, match="is no perspective"):
            ledger.claims(perspective=perspective)  # type: ignore[arg-type]  # what one may try
    for given in (None, 5, [None]):
        with pytest.raises(BadEvent, match="is no event"):
            ledger.append(given)  # type: ignore[arg-type]  # likewise


def test_one_name_may_be_given_for_several(tmp_path: Path) -> None:
    """A text is one type of event, or one event, and not its letters."""
    with Ledger.init(tmp_path / "here") as here, Ledger.init(tmp_path / "there") as there:
        there.append([Claim(id="open", text="It is open."), Claim(id="shut", text="It is shut.")])
        here.import_from(there, without="@2")
        assert [line.entry.seq for line in here.lines(types="claim")] == [1]
