"""What a page of one thing tells at a cut, or from the log as it was: nothing of later, and nothing that is secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ledger import Ledger, Observation, Stance, Void
from tests.cli.harbour import Event, record
from tests.desk import NOW, Desk

if TYPE_CHECKING:
    from pathlib import Path

THEN = "--as-of 2020-01-06T12:30Z"
STORY: list[Event] = [
    {"type": "actor", "id": "council", "name": "The council"},
    {"type": "actor", "id": "mayor", "name": "The mayor"},
    {"type": "actor", "id": "keeper", "name": "The keeper of the bridge"},
    {"type": "claim", "id": "bridge-safe", "text": "The bridge is safe."},
    {
        "type": "observation", "id": "mayor-1", "speaker": "mayor", "occurred": "2020-01-06T12:00Z",
        "stances": [{"claim": "bridge-safe", "stance": "support"}],
    },
    {
        "type": "observation", "id": "keeper-1", "speaker": "keeper", "occurred": "2020-01-06T13:00Z",
        "stances": [{"claim": "bridge-safe", "stance": "deny"}],
    },
    {
        "type": "observation", "id": "guard-1", "speaker": "keeper", "occurred": "2020-01-06",
        "stances": [{"claim": "bridge-safe", "stance": "query"}],
    },
    {
        "type": "observation", "id": "in-secret", "speaker": "keeper", "audience": ["council"],
        "occurred": "2020-01-07", "retracts": [{"observation": "keeper-1"}],
    },
    {
        "type": "assessment", "id": "by-mayor", "claim": "bridge-safe", "assessor": "mayor", "verdict": "true",
        "evidence": ["mayor-1", "keeper-1"],
    },
]  # fmt: skip
LATER: list[Event] = [
    {
        "type": "observation", "amends": "mayor-1", "speaker": "mayor", "occurred": "2020-01-06T12:00Z",
        "text": "He says so.", "stances": [{"claim": "bridge-safe", "stance": "support"}],
    },
    {"type": "void", "event": "keeper-1", "reason": "Another keeper."},
]  # fmt: skip
FIRST = datetime(2020, 1, 8, tzinfo=UTC), STORY
BEFORE = f"--recorded @{len(STORY)}"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which a keeper denies in public what he takes back in secret; nobody writes to it."""
    return record(tmp_path_factory.mktemp("ledgers") / "bridge", FIRST)


@pytest.fixture
def bridge(recorded: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in that ledger, to read it."""
    return Desk(recorded, capsys)


@pytest.fixture
def own_bridge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in another one like it, to write there."""
    return Desk(record(tmp_path / "bridge", FIRST), capsys)


@pytest.fixture
def later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The same, after an amendment and a void."""
    return Desk(record(tmp_path / "later", FIRST, (datetime(2020, 1, 9, tzinfo=UTC), LATER)), capsys)


def shown(reader: Desk, line: str) -> dict[str, Any]:
    """What `claims show` has for programs."""
    found: dict[str, Any] = json.loads(reader(f"show {line} --format json").out)
    return found


def test_a_body_is_said_to_know_what_its_parts_say_or_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks what a body knows is told through which parts it does, and nobody else is."""
    parts: list[Event] = [
        {"type": "actor", "id": each, "name": each, "part_of": "council"} for each in ("audit", "works")
    ]
    told: Event = {
        "type": "observation", "speaker": "keeper", "occurred": "2020-01-07", "audience": ["works"],
        "stances": [{"claim": "bridge-safe", "stance": "support"}],
    }  # fmt: skip
    desk = Desk(record(tmp_path / "parts", (FIRST[0], [*STORY, *parts, told])), capsys)
    for page in ("show", "why"):
        assert (
            "\nworks is a part of council, which knows what it says or is told.\n"
            in desk(f"{page} bridge-safe --known-to council").out
        )
        for other in ("public", "works", "keeper"):
            assert " a part of " not in desk(f"{page} bridge-safe --known-to {other}").out
    assert desk("record audit denies bridge-safe --to keeper --at 2020-01-07").code == 0
    page = desk("why bridge-safe --known-to council").out
    assert "\naudit and works are parts of council, which knows what they say or are told.\n" in page
    assert "\naudit and works are parts of council" in desk("list --known-to council").out
    assert "\naudit and works are parts of council" in desk("diff council@ public@").out
    assert " part" not in desk("list --known-to works").out


@pytest.mark.parametrize("page", ["keeper-1", "keeper"])
def test_what_is_taken_back_in_secret_stands_for_everybody_else(bridge: Desk, page: str) -> None:
    """That something is taken back is known to those who were told, from the day on which they were."""
    told = "taken back in in-secret"
    assert told not in bridge(f"show {page}").out
    assert told in bridge(f"show {page} --known-to council").out
    assert told not in bridge(f"show {page} --known-to council --as-of 2020-01-06").out
    assert "taken back perhaps in in-secret" in bridge(f"show {page} --known-to council --as-of 2020-01-07T12:00Z").out
    assert told in bridge(f"show {page} --known-to ledger").out


def test_a_step_that_is_not_known_by_then_is_not_called_certain(bridge: Desk) -> None:
    """The history of a claim is whole at a cut too, and says of each step how it is visible there."""
    history = shown(bridge, f"bridge-safe {THEN}")["history"]
    assert [(step["event"], step["visible"]) for step in history] == [
        ("guard-1", "possible"),
        ("mayor-1", "certain"),
        ("keeper-1", None),
    ]
    assert {step["visible"] for step in shown(bridge, "bridge-safe")["history"]} == {"certain"}


def test_an_event_that_is_not_known_by_then_changes_nothing(bridge: Desk) -> None:
    """At a cut the page of an event has what it changed there: nothing, or what it does if it was known."""
    page = bridge(f"show keeper-1 {THEN}").out
    assert "It was not known to the public by then." in page
    assert "After, as" not in page
    assert shown(bridge, f"keeper-1 {THEN}")["changed"] == []
    assert "After, as the public learned of it, if it was known by then" in bridge(f"show guard-1 {THEN}").out
    (changed,) = shown(bridge, f"mayor-1 {THEN}")["changed"]
    assert (changed["before"], changed["after"]["status"]) == (None, "asserted")


def test_a_page_from_the_log_as_it_was_has_no_later_line(later: Desk) -> None:
    """Neither an amendment, nor a void, nor the line beside it; what was not there yet is refused."""
    page = later(f"show mayor-1 {BEFORE}").out
    assert "Other lines" not in page
    assert "He says so." not in page
    assert "Other lines of mayor-1" in later("show mayor-1").out
    assert "The record was voided" not in later(f"show @6 {BEFORE}").out
    assert f"The record was voided at @{len(STORY) + 2}, as entered-in-error" in later("show @6").out
    assert "after: nothing" in later(f"show @{len(STORY)} {BEFORE}").out
    for name, told in (("mayor-1", "mayor-1 is not yet there at @4: it is @5"), ("@5", "@5 is not yet there at @4")):
        refused = later(f"show {name} --recorded @4")
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith(f"error: {told}\n")


def test_a_verdict_says_what_of_its_evidence_is_gone(later: Desk) -> None:
    """Evidence that was voided since is marked, and was none of that before."""
    assert "on mayor-1, keeper-1 (since voided or erased)" in later("show bridge-safe").out
    assert "on mayor-1, keeper-1\n" in later(f"show bridge-safe {BEFORE}").out
    (made,) = shown(later, "bridge-safe")["assessments"]
    assert made["evidence_ended"] == ["keeper-1"]
    assert later("repair --erase @5 --reason why").code == 0
    assert later("repair --erase @10 --reason why").code == 0
    (made,) = shown(later, "bridge-safe")["assessments"]
    assert made["evidence_ended"] == ["keeper-1", "mayor-1"]


def test_a_name_means_its_record_also_where_its_declaration_was_erased(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A claim that an amendment still states has its page."""
    mended: list[Event] = [*STORY, {"type": "claim", "amends": "bridge-safe", "text": "The bridge is sound."}]
    reader = Desk(record(tmp_path / "mended", (FIRST[0], mended)), capsys)
    assert reader("repair --erase @4 --reason why").code == 0
    assert reader("show bridge-safe").out.startswith("bridge-safe: The bridge is sound.\n")


def test_what_a_cut_says_nothing_of_is_told(later: Desk) -> None:
    """Sources and actors have no time of their own; a claim that was voided has no story."""
    told = "--as-of has no effect on actors: they are listed as recorded\n"
    assert later("list actors --as-of 2020-01-06").err == told
    assert later("list sources --known-to ledger").err.startswith("--known-to has no effect on sources")
    assert later("list actors --recorded @2").err == ""
    assert later("repair --erase @8 --reason why").code == 0
    assert "before: @8 erased, what it said was taken out\n" in later("show @9").out
    assert later("replay bridge-safe --until 2020-01-01").code == 0
    with Ledger.open(later.directory, by="desk") as ledger:
        ledger.append(Void(event="bridge-safe"))
    refused = later("replay bridge-safe")
    assert (refused.code, refused.err.startswith("error: bridge-safe was voided at @")) == (1, True)


def test_a_view_that_is_not_what_it_seems_is_told(later: Desk) -> None:
    """A cut at what is no moment is when that was recorded; a voided perspective knows what the public does."""
    told = later("list --as-of mayor").err
    assert told == (
        "mayor is an actor, which has no moment of its own: the cut is when it was recorded, 2020-01-08T00:00:00Z; "
        "--recorded @2 asks what the log had then\n"
    )
    assert later("list --as-of @2").err.startswith("@2 is an actor, which has no moment of its own")
    assert [later(f"list --as-of {name}").err for name in ("mayor-1", "@6 --known-to ledger")] == ["", ""]
    assert later("list --known-to council").err == ""
    assert [later(f"show {name} --as-of mayor").err for name in ("bridge-safe", "keeper", "mayor-1")] == [told] * 3
    with Ledger.open(later.directory, by="desk") as ledger:
        ledger.append(Void(event="council"))
    assert (
        later("why bridge-safe --known-to council").err == "council was voided at @12: it knows what the public knows\n"
    )
    assert later("why bridge-safe --known-to council --recorded @11").err == ""
    cut, perspective = later("diff council@mayor public@").err.splitlines()
    assert cut.startswith("mayor is an actor, which has no moment of its own")
    assert perspective == "council was voided at @12: it knows what the public knows"


def test_a_difference_has_everything_that_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also whose order is unknown, who took it back, what a claim said before, and how sure the first view was."""
    stance = {"claim": "bridge-safe", "stance": "deny"}
    more: list[Event] = [
        {
            "type": "observation", "id": "mayor-2", "speaker": "mayor", "audience": ["council"],
            "occurred": "2020-01-06", "stances": [stance],
        },
        {"type": "claim", "amends": "bridge-safe", "text": "The bridge is sound."},
    ]  # fmt: skip
    reader = Desk(record(tmp_path / "more", (FIRST[0], [*STORY, *more])), capsys)
    (found,) = json.loads(reader("diff council@ public@ --format json").out)
    assert (found["from_order_unknown_of"], found["to_order_unknown_of"]) == (["mayor"], [])
    page = reader("diff council@ public@", width=120).out
    assert "order unknown mayor" in page
    (found,) = json.loads(reader(f"diff ledger@{len(STORY) + 1} ledger@{len(STORY) + 2} --format json").out)
    assert (found["from_text"], found["to_text"]) == ("The bridge is safe.", "The bridge is sound.")
    page = reader(f"diff ledger@{len(STORY) + 1} ledger@{len(STORY) + 2}", width=120).out
    assert "  The bridge is sound." in page
    assert "  first: The bridge is safe." in page
    (found,) = json.loads(reader("diff @2020-01-06T13:30Z @2020-01-07 --format json").out)
    assert {each["record"]: each["change"] for each in found["because"]} == {
        "guard-1": "certain",
        "by-mayor": "known",
    }
    (found,) = json.loads(reader("diff @2020-01-06T12:30Z @2020-01-06T13:30Z --format json").out)
    assert {each["record"]: each["change"] for each in found["because"]} == {"keeper-1": "known"}


def test_a_claim_says_how_it_read_when_others_took_their_stances(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each former wording has the line that ended it, by whom and why, as far as the view's log has that."""
    desk = Desk(tmp_path / "reworded", capsys)
    desk.does("init", "actor guard G", "claim safe 'It is safe.'", "record guard supports safe")
    assert "It read" not in desk("show safe").out
    desk.does(
        "amend safe --set 'text=The bridge is safe.' --reason 'which it was'",
        "amend safe --set kind=opinion",
        "amend safe --set 'text=The old bridge is safe.'",
    )
    first, second = json.loads(desk("show safe --format json").out)["former_wordings"]
    assert (first["text"], first["seq"], first["changed_seq"], first["reason"]) == ("It is safe.", 2, 4, "which it was")
    assert (second["text"], second["changed_seq"], second["reason"]) == ("The bridge is safe.", 6, None)
    told = "It read “It is safe.” until @4, 2020-01-08T12:00:00Z by desk: which it was.\nIt read “The bridge"
    assert told in desk("show safe", width=200).out
    assert "It read “The bridge" not in desk("show safe --recorded @5").out
    assert "It read" not in desk("show safe --recorded @3").out
    desk.does("repair --erase @4 --reason why")
    (left,) = json.loads(desk("show safe --format json").out)["former_wordings"]
    assert (left["text"], left["seq"], left["changed_seq"]) == ("The bridge is safe.", 5, 6)


@pytest.fixture
def unsure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in a ledger in which a guard says both on one day, and a keeper speaks in between, perhaps."""
    desk = Desk(tmp_path / "unsure", capsys)
    desk.does("init", "actor guard G", "actor keeper K", "actor council C", "claim safe 'It is safe.'")
    desk.does(
        "record guard supports safe --at 2020-01-06 --id day",
        "record keeper denies safe --at 2020-01-06T12:00Z --id noon",
        "record guard denies safe --at 2020-01-06T10:00Z --id morning",
        "record keeper supports safe --at 2020-01-07T12:00Z --id later",
        "record guard denies safe --at 2020-01-05T10:00Z --to council --id secret",
    )
    return desk


def test_a_page_says_where_what_came_before_is_not_certain(unsure: Desk) -> None:
    """The story has an order, of which some is not certain; the page of an event says where to look for what is."""
    for name, perspective in (("noon", ""), ("day", ""), ("noon", " --known-to council")):
        told = f"Not all of that is certain just after it; `claims list --as-of {name}{perspective}` tells what is."
        assert told in " ".join(unsure(f"show {name}{perspective}").out.split())
        assert unsure(f"list --as-of {name}{perspective}").code == 0
        assert "certain just after" not in unsure(f"show {name}{perspective} --as-of {name}").out
    assert "certain just after" not in unsure("show secret --known-to council").out
    assert "certain just after" not in unsure("show noon --known-to ledger").out
    assert json.loads(unsure("show noon --format json").out)["is_unsettled"] is True
    assert "`claims list --as-of noon --recorded @8` tells" in " ".join(unsure("show noon --recorded @8").out.split())


def test_a_history_names_all_that_a_step_may_have_come_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not only the step before it; of many, the first. What comes certainly after all of them names none."""
    desk = Desk(tmp_path / "vague", capsys)
    desk.does("init", *(f"actor a{number} A" for number in range(8)), "claim safe 'It is safe.'")
    desk.does(*(f"record a{number} supports safe --at 2020-01-06" for number in range(7)))
    desk.does("record a7 denies safe --at 2020-01-07")
    page = " ".join(desk("show safe", width=200).out.split())
    assert "not certainly after 1 " in page
    assert "not certainly after 1, 2, 3, 4, 5 and 1 more" in page
    told = [json.loads(line) for line in desk("replay safe --format jsonl").out.splitlines()]
    assert [step["not_certainly_after"] for step in told] == [*(list(range(1, step)) for step in range(1, 8)), []]
    assert "certainly after 7" in desk("replay safe").out


def test_what_is_known_by_a_leak_is_certain_just_after_that(unsure: Desk) -> None:
    """The page of an observation looks just after the report by which it is learned, not just after it was said."""
    unsure.does(
        "claim bridge 'It stands.'",
        "record guard supports bridge --to council --at 2020-01-02 --id memo",
        "source post P --published 2020-01-04",
        "report memo --in post --id leak",
    )
    assert "certain just after" not in unsure("show memo").out
    assert "certain just after" not in unsure("show leak").out
    unsure.does("record keeper supports bridge --at 2020-01-04")
    told = "Not all of that is certain just after it; `claims list --as-of leak` tells what is."
    assert told in " ".join(unsure("show memo").out.split())


def test_an_order_that_is_unknown_is_no_agreement(unsure: Desk) -> None:
    """Who may have said both is named where it is told what would be; and where nothing would change, what would."""
    would = unsure("why safe --as-of 2020-01-06T11:00Z").out.partition("If everything possible had happened\n")[2]
    assert "guard would have said both, in unknown order" in would
    order = "guard said both, in unknown order: a closer date, or `claims order`, would say which came last."
    assert f"Nothing would change. {order}" in " ".join(unsure("why safe").out.split())
    unsure.does("order morning day")
    assert "unknown order" not in unsure("why safe").out


def test_a_history_is_told_with_what_the_log_had(unsure: Desk) -> None:
    """Of a cut in the past it goes on; from the log as it was it knows no more than that."""
    assert "Told with all that is known now;" in unsure("show safe --as-of 2020-01-06T11:00Z").out
    assert "Told with all that was recorded by then;" in unsure("show safe --as-of 2020-01-06T11:00Z --recorded @8").out


def test_a_difference_may_be_between_two_states_of_the_log(own_bridge: Desk) -> None:
    """The first view is asked from the log as it was, the second from it as it is, or as it was at another place."""
    own_bridge.does(
        "amend mayor-1 --set stances[0].stance=query --reason 'Misheard.'", "record mayor denies bridge-safe"
    )
    end = len(own_bridge.log())
    for first, second in ((end - 2, end), (end - 1, end), (end, end - 2), (3, end - 2)):
        line = f"diff public@ public@ --first-recorded @{first} --recorded @{second} --format json"
        told = [(each["claim"], each["from_status"], each["to_status"]) for each in json.loads(own_bridge(line).out)]
        with Ledger.open(own_bridge.directory) as ledger:
            views = [ledger.view(recorded=position) for position in (first, second)]
            assert told == ledger.diff(*views).select("claim, from_status, to_status").fetchall() != []
    assert own_bridge("diff public@ public@ --first-recorded @3").out.splitlines()[1:3] == [
        "First: as the public knows it, from the log as it was at @3.",
        "Second: as the public knows it.",
    ]
    refused = own_bridge("diff public@ public@ --first-recorded mayor-1")
    assert (refused.code, refused.err.startswith("error: --first-recorded: a recorded position is")) == (2, True)
    before = own_bridge("diff public@ public@ --first-recorded 2020-01-01")
    assert before.err.startswith("nothing was recorded by then")


def test_a_recorded_time_before_the_log_is_told(
    own_bridge: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing was recorded by a time, that is said, with when the log begins; damage further on is no matter."""
    began = "nothing was recorded by then: the log begins 2020-01-08T00:00:00Z\n"
    assert own_bridge("list --recorded 2020-01-01").err == began
    (path,) = (own_bridge.directory / "events").glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b"The mayor", b"The maior"))
    assert own_bridge("list --recorded 2020-01-01").err == began
    desk = Desk(tmp_path / "empty", capsys)
    desk.does("init")
    assert desk("list --recorded 2020-01-01").code == 0
    assert "nothing was recorded" not in desk("list --recorded 2020-01-01").err


def test_an_event_that_was_erased_is_no_cut(own_bridge: Desk) -> None:
    """What it said is not known any more, so that nothing is just after it; the event before it is named instead."""
    own_bridge.does("repair --erase @6 --reason 'The law.'")
    done = own_bridge("list --as-of @6")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "error: @6 was erased, and what it said is not known any more\n"
        "hint: ask at the event before it, or from the log as it was then with --recorded @5\n"
    )


def test_who_passes_a_page_on_is_told_that_it_has_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was said in private stands on a page, marked so: of a file, and of Markdown, that is said."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor desk D", "actor doe 'J. Doe'", "claim shut 'It is shut.'", "source memo Office --to desk")
    desk.does("record doe supports shut --to desk --at 2020-01-05 --in memo")
    for asked in ("why shut", "show shut", "show doe", "show memo"):
        told = "it also shows, marked as such, what the public does not know: read it before you pass it on\n"
        assert desk(asked).err == ""
        assert desk(f"{asked} --format markdown").err == told
        assert desk(f"{asked} -o {tmp_path / 'page.txt'}").err == told
        assert desk(f"{asked} --format markdown --known-to desk").err == ""
        assert desk(f"{asked} --format markdown --known-to ledger").err == ""


def test_a_difference_says_what_one_view_could_not_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was recorded after what it looks at was not unknown to it."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "claim shut 'It is shut.'", "record mayor supports shut --at 2020-01-02")
    later = desk("diff ledger@2 ledger@3").out
    assert "mayor:1, 2020-01-02: recorded since the first view, as @3\n" in later
    earlier = desk("diff ledger@3 ledger@2").out
    assert "mayor:1, 2020-01-02: not yet recorded in the second view; it is @3\n" in earlier
    assert "known in the second view, not in the first\n" in desk("diff @2020-01-01 @2020-01-03").out


def test_what_came_and_went_between_two_views_is_no_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report and an order that were voided before the second view are in neither."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "claim shut 'It is shut.'", "source post P --published 2020-01-03")
    desk.does("record mayor supports shut --at 2020-01-02", "record mayor questions shut --at 2020-01-04")
    desk.does("report mayor:1 --in post", "void report:1", "order mayor:1 mayor:2", "void order:1")
    desk.does("record mayor denies shut --at 2020-01-05")
    for views in ("diff ledger@5 ledger@", "diff @ @ --first-recorded @5"):
        told = json.loads(desk(f"{views} --format json").out)
        assert [[reason["record"] for reason in each["because"]] for each in told] == [["mayor:3"]]


def test_a_step_dates_what_carried_it_only_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who reads that a letter of 1914 is in memoirs should not take them for its source then."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor kaiser K", "actor austria A", "claim blank 'The cheque is blank.'")
    desk.does("source papers P --published 1919-12", "source memoirs M --published 1922")
    desk.does("record kaiser supports blank --at 1914-07-05 --to austria --in papers --quote 'Full support'")
    desk.does("report kaiser:1 --in memoirs --mode paraphrase")
    assert desk("replay blank").out.splitlines()[3:6] == [
        "    kaiser:1, 1914-07-05, becomes known to the public in papers",
        "    papers: “Full support”",
        "    also in memoirs (paraphrase, published 1922)",
    ]
    told = desk("replay blank --known-to austria").out
    assert "    papers (published 1919-12): “Full support”\n    also in memoirs (" in told
    assert "published" not in desk("replay blank --known-to ledger").out


def test_what_told_the_public_is_not_what_was_told_in_private(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the sources that carry one statement, a step names those by which who is asked for learned of it."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor council C", "actor mayor M", "claim shut 'It is shut.'")
    desk.does("source memo M --to council --published 2020-01-03", "source late L --published 2020-01-06")
    desk.does("record mayor supports shut --at 2020-01-02 --to '' --in memo --in late")
    told = desk("replay").out.splitlines()
    assert told[2:4] == [
        "1. 2020-01-06 · mayor, to nobody that is named · mayor:1",
        "    mayor:1, 2020-01-02, becomes known to the public in late",
    ]
    told = desk("replay --known-to council").out.splitlines()
    assert told[2:4] == [
        "1. 2020-01-03 · mayor, to nobody that is named · mayor:1",
        "    mayor:1, 2020-01-02, becomes known to council in memo",
    ]


def test_the_ledger_knows_from_the_first_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An amendment makes nothing newer."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "claim shut 'It is shut.'", "record mayor denies shut")
    with Ledger.open(tmp_path, by="desk", now=lambda: NOW + timedelta(days=1)) as ledger:
        denial = (Stance(claim="shut", stance="deny"),)
        ledger.append(Observation(amends="mayor:1", reason="heard", speaker="mayor", text="No.", stances=denial))
    for asked in ("list observations --known-to ledger", "why shut --known-to ledger"):
        known = [json.loads(line)["known_earliest"] for line in desk(f"{asked} --format jsonl").out.splitlines()]
        assert known == ["2020-01-08T12:00:00Z"]


@pytest.mark.parametrize("options", ["", "--format json", "--format csv"])
def test_a_claim_that_is_gone_has_no_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: str) -> None:
    """Whoever asks, and in whatever format: the answer is no, and not that nobody said anything."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "claim shut 'It is shut.'", "claim open 'It is open.'", "void shut")
    for asked in (f"why shut {options}", f"why open --recorded @1 {options}"):
        assert desk(asked)[:2] == (1, "")


def test_a_void_is_a_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As any event that has no moment of its own: by when it was recorded."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "claim shut 'It is shut.'", "claim open 'It is open.'")
    desk.does("record mayor supports shut --at 2020-01-02", "void open")
    told = desk("list --as-of void:1")
    assert (told.code, "supports mayor" in told.out) == (0, True)
    assert "void:1 is a void, which has no moment of its own" in told.err
