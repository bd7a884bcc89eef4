"""`claims import`: the ledgers of two people who worked on copies of one."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from ledger import durable
from ledger.workspace.importing import batches
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def anna(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A ledger with a mayor, two claims and a source, at @4; its copy is `ben`."""
    desk = Desk(tmp_path / "anna", capsys)
    desk.environment["CLAIMS_BY"] = "anna"
    desk.does("init --name Harbour", "actor mayor 'The mayor'", "claim shut 'It is shut.'", "claim open 'It is open.'")
    desk.does("source post Post --published 2020-01-07")
    shutil.copytree(desk.directory, tmp_path / "ben")
    return desk


@pytest.fixture
def ben(anna: Desk, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The copy of a colleague."""
    desk = Desk(anna.directory.with_name("ben"), capsys)
    desk.environment["CLAIMS_BY"] = "ben"
    return desk


def test_what_a_colleague_recorded_is_appended_here(anna: Desk, ben: Desk) -> None:
    """An id that his ledger made is another one here, and what refers to it follows; who recorded it is kept."""
    anna.does("record mayor denies shut --at 2020-01-02")
    ben.does("record mayor supports shut --at 2020-01-03 --in post", "record mayor denies open --after mayor:1")
    ben.does("amend mayor:1 --set occurred=2020-01-04 --reason 'wrong day'", "report mayor:2 --in post")
    done = anna(f"import {ben.directory}")
    assert (done.code, done.out) == (0, "@6 mayor:2\n@7 mayor:3\n@8 mayor:2:v2\n@9 report:1\n")
    assert done.err == (
        "mayor:1 there is mayor:2 here\n"
        "mayor:2 there is mayor:3 here\n"
        f"{ben.directory}, which has the same log up to @4: 4 new\n"
    )
    first, second, third, fourth = anna.log()[-4:]
    assert first["imported_from"] | {"recorded_at": ""} == {
        "ledger": "Harbour",
        "id": "mayor:1",
        "seq": 5,
        "recorded_at": "",
        "by": "ben",
    }
    assert (second["after"], third["amends"], fourth["observation"]) == (["mayor:2"], "mayor:2", "mayor:3")
    assert "order unknown" not in anna("list").out
    page = " ".join(anna("show mayor:3").out.split())
    assert "Imported from “Harbour”, where it was recorded as mayor:2 @6, 2020-01-08T12:00:00.000000Z by ben." in page
    assert anna.does("check").out == ""


def test_an_empty_name_is_no_other_ledger(anna: Desk) -> None:
    """A variable without a value would mean the nearest ledger, which is this one, of which nothing is new."""
    done = anna("import ''")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: DIR: it is empty\nhint: ")


def test_it_can_be_done_again_and_in_both_directions(anna: Desk, ben: Desk) -> None:
    """What is here already is left alone, whichever way it came."""
    ben.does("record mayor supports shut --at 2020-01-03")
    anna.does("record mayor denies shut --at 2020-01-02", f"import {ben.directory}")
    again = anna(f"import {ben.directory}")
    assert (again.code, again.out) == (0, "")
    assert again.err.endswith("which has the same log up to @4: 0 new, 1 there already\n")
    assert ben.does(f"import {anna.directory}").out == "@6 mayor:2\n"
    ben.does("record mayor questions open --at 2020-01-05")
    assert anna.does(f"import {ben.directory}").out == "@7 mayor:3\n"
    assert anna.does(f"import {ben.directory}").out == ben.does(f"import {anna.directory}").out == ""
    assert anna("list").out == ben("list").out
    assert ben.does(f"import {ben.directory}").err == f"{ben.directory}, which has the same log up to @7: 0 new\n"


def test_a_third_copy_is_not_taken_twice(anna: Desk, ben: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """What reached here through somebody else is known again by where it was recorded first."""
    shutil.copytree(anna.directory, anna.directory.with_name("chloe"))
    chloe = Desk(anna.directory.with_name("chloe"), capsys)
    ben.does("record mayor supports open")
    chloe.does("record mayor supports shut")
    ben.does(f"import {chloe.directory}")
    assert anna.does(f"import {ben.directory}").out == "@5 mayor:1\n@6 mayor:2\n"
    assert anna.does(f"import {chloe.directory}").out == ""
    assert chloe.does(f"import {anna.directory}").out == "@6 mayor:2\n"


def test_two_records_of_one_name_are_told_apart(anna: Desk, ben: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is appended until somebody says whether they are one; that is not asked a second time."""
    anna.does("actor clerk 'The clerk'", "actor pilot P")
    ben.does("actor clerk 'A harbour clerk'", "record clerk supports shut --at 2020-01-03", "actor cook C")
    refused = anna(f"import {ben.directory}")
    assert refused.code == 1
    assert refused.err == (
        f"error: {ben.directory}/events/00000001.jsonl:5: id: the id clerk is taken, with other name, at @5\n"
        "hint: if the two are one, say so with --as clerk=clerk; else import it as --as clerk=OTHER-NAME,"
        " or leave it out with --without @5\n"
    )
    copy = shutil.copytree(anna.directory, anna.directory.with_name("other"))
    assert anna.does(f"import {ben.directory} --as clerk=clerk --as cook=pilot").out == "@7 clerk:1\n"
    assert anna.log()[-1]["speaker"] == "clerk"
    assert anna.does(f"import {ben.directory} --as clerk=clerk --as cook=pilot").out == ""
    other = Desk(copy, capsys)
    done = other.does(f"import {ben.directory} --as clerk=harbour-clerk")
    assert done.out == "@7 harbour-clerk\n@8 harbour-clerk:1\n@9 cook\n"
    assert "clerk there is harbour-clerk here\n" in done.err
    assert other.does(f"import {ben.directory}").out == ""
    assert other("show harbour-clerk").code == 0


def test_what_both_amended_is_for_a_person_to_decide(anna: Desk, ben: Desk) -> None:
    """The same amendment, and an end of what somebody amended, are no question."""
    for desk in (anna, ben):
        desk.does("amend mayor --set role=Mayor", "void open")
    anna.does("amend shut --set text='It is closed.'", "amend post --set title=A")
    ben.does("amend shut --set text='It is locked.'", "void post", "actor cook C")
    refused = anna(f"import {ben.directory}")
    assert refused.code == 1
    assert refused.err == (
        f"error: {ben.directory}/events/00000001.jsonl:7: amends: shut was amended here as well, at @7\n"
        "hint: leave theirs out with --without @7, and then correct shut with `claims amend`\n"
    )
    assert ben(f"import {anna.directory}").err == (
        f"error: {anna.directory}/events/00000001.jsonl:7: amends: shut was amended here as well, at @7\n"
        "hint: leave theirs out with --without @7, and then correct shut with `claims amend`\n"
        f"error: {anna.directory}/events/00000001.jsonl:8: amends: post was voided here as well, at @8\n"
        "hint: leave it out with --without @8: what was voided stays voided\n"
    )
    done = anna.does(f"import {ben.directory} --without shut:v2 --dry-run")
    assert (len(done.out.splitlines()), done.err.endswith("; a dry run: nothing was appended\n")) == (2, True)
    assert anna.does(f"import {ben.directory} --without @7").out == "@9 void:2\n@10 cook\n"


def test_what_rests_on_what_ended_here_is_named(anna: Desk, ben: Desk) -> None:
    """With its place in the other log, and how to do without it."""
    anna.does("void shut")
    ben.does("record mayor supports shut")
    assert anna(f"import {ben.directory}").err == (
        f"error: {ben.directory}/events/00000001.jsonl:5: stances[0].claim: shut was voided by void:1\n"
        "hint: leave it out with --without @5; what was voided stays voided: record it again under another name\n"
    )
    assert anna.does(f"import {ben.directory} --without @5").out == ""


def test_another_ledger_is_imported_from_its_beginning(anna: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that were erased there say nothing any more."""
    other = Desk(anna.directory.with_name("other"), capsys)
    other.does("init", "actor smith S", "actor cook C", "repair --erase @1 --reason 'They asked.'")
    done = anna.does(f"import {other.directory}")
    assert (done.out, done.err) == ("@5 cook\n", f"{other.directory}: 1 new, 1 erased there\n")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_a_branch_of_git_is_imported_as_the_readme_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The merge leaves the log of the current branch, and the branch counts as merged."""
    desk = Desk(tmp_path / "anna", capsys)
    desk.does("init", "claim shut 'It is shut.'", "actor mayor M")

    def git(words: str, *, fails: bool = False) -> None:
        who = ["-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main"]
        done = subprocess.run(["git", *who, *shlex.split(words)], cwd=desk.directory, capture_output=True, check=False)
        assert (done.returncode != 0) is fails, done

    for words in ("init", "add .", "commit -m 1", "checkout -b ben"):
        git(words)
    desk.environment["CLAIMS_BY"] = "ben"
    desk.does("record mayor supports shut --at 2020-01-03")
    git("commit -am 2")
    git("checkout main")
    desk.environment["CLAIMS_BY"] = "anna"
    desk.does("record mayor denies shut --at 2020-01-02")
    before = desk.log()
    git("commit -am 3")
    git("merge ben", fails=True)
    assert desk.log() == before
    git("worktree add ../ben ben")
    assert desk.does("import " + str(tmp_path / "ben")).out == "@4 mayor:2\n"
    git("add events")
    git("commit -m 4")
    git("worktree remove ../ben")
    git("branch -d ben")
    assert desk("check") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("nowhere", 3, ("nowhere is not a ledger: it has no events/ledger.toml",)),
        ("{ben}/events/ledger.toml", 2, ("DIR: ", "is a file, and not", "`claims append ")),
        ("{ben} --as cook", 2, ("--as: 'cook' is not THEIRS=OURS", "give the name there and the name here")),
        ("{ben} --as cook=a --as cook=b", 2, ("--as: 'cook=b' is not THEIRS=OURS", "give the name there")),
        ("{ben} --as cok=b", 1, ("nothing recorded after @4 is called cok", "did you mean cook?")),
        ("{ben} --without @99", 1, ("nothing recorded after @4 is called @99",)),
        ("{ben} --as cook=shut", 2, ("--as cook=shut: shut is a claim here, and cook an actor there", "name a record")),
        ("{ben} --as cook=Cook", 2, ("'Cook' cannot be an id", "an id begins with a letter")),
    ],
)
def test_what_cannot_be_imported_is_said(anna: Desk, ben: Desk, words: str, code: int, told: tuple[str, ...]) -> None:
    """And nothing is appended."""
    ben.does("actor cook C")
    done = anna(f"import {words.format(ben=ben.directory)}")
    assert (done.code, done.out) == (code, "")
    assert [each for each in told if each not in done.err] == []
    assert len(anna.log()) == 4


def test_what_came_from_elsewhere_is_known_again_by_what_it_says(anna: Desk, ben: Desk, tmp_path: Path) -> None:
    """Of what was imported from no ledger nobody says in which place it was."""
    given = tmp_path / "sheet.jsonl"
    lines = [
        '{"type":"observation","imported_from":{"ledger":"sheet"},"speaker":"mayor","text":"One."}',
        '{"type":"observation","imported_from":{"ledger":"sheet"},"speaker":"mayor","text":"Two.","after":["mayor:1"]}',
    ]
    given.write_text("\n".join(lines) + "\n")
    anna.does("record mayor denies shut --at 2020-01-02")
    ben.does(f"append {given}")
    assert anna.does(f"import {ben.directory}").out == "@6 mayor:2\n@7 mayor:3\n"
    assert anna.log()[-1]["after"] == ["mayor:2"]
    assert anna.does(f"import {ben.directory}").out == ""
    assert ben.does(f"import {anna.directory}").out == "@7 mayor:3\n"
    assert ben.does(f"import {anna.directory}").out == ""


def test_what_both_recorded_alike_is_one(anna: Desk, ben: Desk) -> None:
    """Under an id of their own; what refers to it does so here."""
    for desk in (anna, ben):
        desk.does("actor clerk 'The clerk'")
    ben.does("record clerk supports shut", "record clerk denies open --after clerk:1")
    done = anna.does(f"import {ben.directory}")
    assert done.out == "@5 clerk\n@6 clerk:1\n@7 clerk:2\n"
    assert done.err == f"{ben.directory}, which has the same log up to @4: 2 new, 1 there already\n"


def test_what_was_erased_here_is_passed_over(anna: Desk, ben: Desk) -> None:
    """It is not known any more that it came from there."""
    anna.does("actor smith S", "repair --erase @5 --reason 'They asked.'")
    ben.does("actor cook C")
    assert anna.does(f"import {ben.directory}").out == "@6 cook\n"


def test_a_long_import_goes_in_batches_and_can_go_on(anna: Desk, ben: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands stays; what refers from one batch to another follows, too."""
    monkeypatch.setattr(batches, "LARGEST_BATCH", 3)
    monkeypatch.setattr(batches, "BATCH", 2)
    anna.does("record mayor denies shut --at 2020-01-02", "actor clerk 'The clerk'")
    ben.does("record mayor supports shut --at 2020-01-03", "actor cook C", "amend mayor:1 --set text=Yes")
    ben.does("actor clerk 'A clerk'")
    assert "a dry run takes one batch, and 4 events are new" in anna(f"import {ben.directory} --dry-run").err
    stopped = anna(f"import {ben.directory}")
    assert (stopped.code, stopped.out) == (1, "")
    assert stopped.err.endswith("2 events are recorded before it; import again once that is mended\n")
    assert anna.does(f"import {ben.directory} --as clerk=clerk").out == "@9 mayor:2:v2\n"
    assert anna.log()[-1]["amends"] == "mayor:2"


def test_an_import_waits_for_other_writers(anna: Desk, ben: Desk) -> None:
    """As every append does."""
    ben.does("actor cook C")
    with durable.lock(anna.directory / "events", wait=0):
        assert anna(f"import {ben.directory} --wait 0").code == 5


def test_a_name_is_followed_once(anna: Desk, ben: Desk) -> None:
    """What is mayor:1 there is mayor:2 here, and that is not what is mayor:2 there."""
    anna.does("record mayor denies shut --text A1")
    ben.does("record mayor supports shut --text B1")
    anna.does(f"import {ben.directory}")
    ben.does("record mayor supports open --text B2", "record mayor questions open --text B3 --after mayor:1")
    anna.does(f"import {ben.directory}")
    assert [(each["id"], each["text"], each.get("after")) for each in anna.log()[-2:]] == [
        ("mayor:3", "B2", None),
        ("mayor:4", "B3", ["mayor:2"]),
    ]
    for desk, names in ((anna, "AB"), (ben, "BA")):
        desk.does(f"actor a {names[0]}", f"actor b {names[1]}")
    ben.does("record a supports shut --text 'B said it'")
    anna.does(f"import {ben.directory} --as a=b --as b=a")
    assert (anna.log()[-1]["text"], anna.log()[-1]["speaker"]) == ("B said it", "b")


def test_what_is_new_is_not_taken_for_ours_of_that_name(anna: Desk, ben: Desk) -> None:
    """Each voided and amended a mayor:1 of their own."""
    for desk, side in ((anna, "denies"), (ben, "supports")):
        desk.does(f"record mayor {side} shut", "amend mayor:1 --set text=Yes", "void mayor:1")
    assert anna.does(f"import {ben.directory}").out == "@8 mayor:2\n@9 mayor:2:v2\n@10 void:2\n"
    assert anna.log()[-1]["event"] == "mayor:2"
    assert '"no-position"' in anna.does("list --format json").out


@pytest.mark.parametrize("how", ["without", "erased there", "erased here"])
def test_what_refers_to_what_is_not_imported_is_not_bent(anna: Desk, ben: Desk, how: str) -> None:
    """To another record that has its name here; a person may say which one it is."""
    ben.does("record mayor supports shut --text B1")
    if how == "erased here":
        assert anna.does(f"import {ben.directory}").out == "@5 mayor:1\n"
        anna.does("repair --erase @5 --reason law")
        assert anna.does(f"import {ben.directory}").out == ""
    ours = anna.does("record mayor denies shut --text A1").out.split()[1]
    ben.does("record mayor denies open --after mayor:1", "void mayor:1")
    if how == "erased there":
        ben.does("repair --erase @5 --reason law")
    asked = f"import {ben.directory}" + (" --without @5" if how == "without" else "")
    count = len(anna.log())
    told = anna(asked)
    if how == "erased here":
        assert "mayor:1 is left out, but is named here\n" in told.err
    else:
        why = "left out, but is named here" if how == "without" else "erased, and another record has its name here"
        verb = "is" if how == "without" else "was"
        assert f":6: after[0]: mayor:1 {verb} {why}\n" in told.err
        assert f":7: event: mayor:1 {verb} {why}\n" in told.err
    assert (told.code, len(anna.log())) == (1, count)
    if how == "erased there":
        anna.does(f"{asked} --without @7 --as mayor:1={ours}")
        assert anna.log()[-1]["after"] == [ours]


def test_what_refers_to_what_both_had_and_was_erased_here_is_not_bent(anna: Desk, ben: Desk) -> None:
    """Nor to what was recorded since under that name, which a writer may give where nothing of ours has it."""
    for desk in (anna, ben):
        desk.does("record mayor supports shut --at 2020-01-02 --id said")
    shutil.rmtree(ben.directory)
    shutil.copytree(anna.directory, ben.directory)
    anna.does("repair --erase @5 --reason law", "record mayor supports shut --at 2020-01-04 --id said")
    ben.does("record mayor comments shut --retracts said --at 2020-01-03")
    count = len(anna.log())
    told = anna(f"import {ben.directory}")
    assert (told.code, len(anna.log())) == (1, count)
    assert ":6: retracts[0].observation: said was erased, and another record has its name here\n" in told.err
    assert anna(f"import {ben.directory} --without @6").code == 0


def test_two_lines_that_a_wrong_clock_makes_alike_are_two(anna: Desk, ben: Desk) -> None:
    """The same person in both, at the same moment: an event that was recorded here was never imported there."""
    for desk, side in ((anna, "denies"), (ben, "supports")):
        desk.environment["CLAIMS_BY"] = "anna"
        desk.does(f"record mayor {side} shut")
    assert anna.does(f"import {ben.directory}").out == "@6 mayor:2\n"
    assert anna.does(f"import {ben.directory}").out == ""
    assert ben.does(f"import {anna.directory}").out == "@6 mayor:2\n"


def test_who_are_said_to_be_one_are_not_overwritten(anna: Desk, ben: Desk) -> None:
    """An amendment of theirs would replace what ours says."""
    anna.does("actor clerk A --role Chief")
    ben.does("actor clerk B", "amend clerk --set role=Junior")
    told = anna(f"import {ben.directory} --as clerk=clerk")
    assert "clerk is said to be the same as ours, which says something else, at @5\n" in told.err
    assert anna.does(f"import {ben.directory} --as clerk=clerk --without @6").out == ""


def test_a_conflict_that_was_settled_is_one_no_more(anna: Desk, ben: Desk) -> None:
    """Once both say the same, whatever they said before; and what is amended later passes."""
    anna.does("amend shut --set text=A1")
    ben.does("amend shut --set text=B1")
    anna.does(f"import {ben.directory} --without @5", "amend shut --set text=Both")
    ben.does(f"import {anna.directory} --without @5 --without @6", "amend shut --set text=Both")
    assert anna.does(f"import {ben.directory}").out == ben.does(f"import {anna.directory}").out == ""
    anna.does("amend shut --set text=More")
    ben.does(f"import {anna.directory}")
    assert ben.log()[-1]["text"] == "More"
    assert anna.does(f"import {ben.directory}").out == ""


def test_rows_of_a_sheet_are_told_apart(anna: Desk, ben: Desk, tmp_path: Path) -> None:
    """Where a row became two events, its place in the sheet is that of both."""
    row = '"imported_from":{"ledger":"sheet","seq":5,"recorded_at":"2020-01-01T00:00:00Z"}'
    given = tmp_path / "sheet.jsonl"
    events = (
        f'{{"type":"actor","id":"cook","name":"C",{row}}}\n{{"type":"claim","id":"hot","text":"It is hot.",{row}}}\n'
    )
    given.write_text(events)
    ben.does(f"append {given}")
    anna.does(f"import {ben.directory}")
    ben.does("record cook supports hot")
    assert anna.does(f"import {ben.directory}").out == "@7 cook:1\n"


def test_what_came_from_elsewhere_says_as_much_as_is_known(anna: Desk, tmp_path: Path) -> None:
    """On its page."""
    given = tmp_path / "sheet.jsonl"
    given.write_text('{"type":"claim","id":"hot","text":"It is hot.","imported_from":{"ledger":"sheet"}}\n')
    anna.does(f"append {given}")
    assert "Imported from “sheet”, where it was recorded.\n" in anna("show @5").out
