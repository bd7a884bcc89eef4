"""How errors are shown, and the exit code of each."""

from __future__ import annotations

import inspect
import io
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from ledger import errors
from ledger.cli import main
from ledger.cli.exits import Exit, exit_of
from ledger.cli.setting import Setting
from tests.raising import raising

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.errors import LedgerError
    from tests.desk import Desk

BRANCHES: dict[type, int] = {
    errors.BadInput: 2,
    errors.Refused: 1,
    errors.Unavailable: 3,
    errors.DamagedLog: 4,
    errors.Contended: 5,
}
CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.LedgerError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_has_the_exit_code_of_its_branch(kind: type[LedgerError]) -> None:
    """Every situation of a branch has its code; an error on no branch would be a fault of the program."""
    expected = next((code for branch, code in BRANCHES.items() if issubclass(kind, branch)), 70)
    assert exit_of(kind("no")) == expected


def test_the_exit_codes_are_those_of_the_contract() -> None:
    """Scripts rely on the numbers."""
    assert {code.name: code.value for code in Exit} == {
        "OK": 0,
        "NO": 1,
        "USAGE": 2,
        "UNAVAILABLE": 3,
        "DAMAGED": 4,
        "CONTENDED": 5,
        "BUG": 70,
        "INTERRUPTED": 130,
        "CLOSED_PIPE": 141,
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("recrd", "error: there is no command 'recrd'\nhint: did you mean record?\n"),
        ("frobnicate", "error: there is no command 'frobnicate'\nhint: `claims --help` lists the commands\n"),
        ("help", "error: there is no command help\nhint: `claims --help` explains all\n"),
        ("help record", "error: there is no command help\nhint: `claims record --help` explains it\n"),
        ("help me", "error: there is no command help\nhint: `claims --help` explains all\n"),
        (
            "list --json",
            ("usage: claims list [OPTIONS] [WHAT]\nerror: no such option: --json\nhint: write --format json\n"),
        ),
        (
            "sql '-- of now\nselect claim, status from claims'",
            (
                "usage: claims sql [OPTIONS] QUERY\n"
                "error: -- of now select claim, status … begins with a hyphen, and so is taken for an option\n"
                "hint: write -- before it: claims sql -- TEXT\n"
            ),
        ),
        (
            "record mayor --json",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: no such option: --json\nhint: did you mean --to or --in?\n"
            ),
        ),
        (
            "--as-of 2021-03-12",
            (
                "usage: claims [OPTIONS] COMMAND [ARGS]...\n"
                "error: no such option: --as-of\nhint: it goes after the command: claims list --as-of …\n"
            ),
        ),
        (
            "--format json show mayor",
            (
                "usage: claims [OPTIONS] COMMAND [ARGS]...\n"
                "error: no such option: --format\nhint: it goes after the command: claims show --format …\n"
            ),
        ),
        (
            "--by=desk list",
            (
                "usage: claims [OPTIONS] COMMAND [ARGS]...\n"
                "error: no such option: --by\nhint: it goes after the command: claims record --by …\n"
            ),
        ),
        (
            "void",
            (
                "usage: claims void [OPTIONS] RECORD...\n"
                "error: RECORD is missing\n"
                "hint: `claims void --help` explains it\n"
            ),
        ),
        (
            "report mayor:1",
            (
                "usage: claims report [OPTIONS] OBSERVATION\n"
                "error: --in is missing\n"
                "hint: `claims report --help` explains it\n"
            ),
        ),
        (
            "init a b c",
            (
                "usage: claims init [OPTIONS] [DIR]\n"
                "error: more words than it takes: b c\n"
                "hint: `claims init --help` explains it\n"
            ),
        ),
        (
            "record mayor --qoute x",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: no such option: --qoute\nhint: did you mean --quote or --note or --quote-at?\n"
            ),
        ),
        (
            "record mayor --xyzzy",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: no such option: --xyzzy\nhint: `claims record --help` explains it\n"
            ),
        ),
        (
            "record mayor --tz UTC",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: no such option: --tz\nhint: it goes before the command: claims --tz … record\n"
            ),
        ),
        (
            "record mayor --at",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: --at: a value is missing after it\nhint: `claims record --help` explains it\n"
            ),
        ),
        (
            "relate a contradict b",
            (
                "usage: claims relate [OPTIONS] CLAIM RELATION OTHER\nerror: RELATION: 'contradict' is not one of "
                "'contradicts', 'entails', 'narrows', 'supports', 'undercuts', 'about'\n"
                "hint: did you mean contradicts?\n"
            ),
        ),
        (
            "record mayor --dry-run=yes",
            (
                "usage: claims record [OPTIONS] [WHO (VERB CLAIM...)...]\n"
                "error: --dry-run: it takes no value\nhint: `claims record --help` explains it\n"
            ),
        ),
        (
            "--color mauve void a",
            (
                "usage: claims [OPTIONS] COMMAND [ARGS]...\n"
                "error: --color: 'mauve' is not one of 'auto', 'always', 'never'\nhint: `claims --help` explains it\n"
            ),
        ),
        (
            "--colour never void a",
            "usage: claims [OPTIONS] COMMAND [ARGS]...\nerror: no such option: --colour\nhint: did you mean --color?\n",
        ),
        (
            "--tz Mars void a",
            (
                "error: --tz: no time zone is named 'Mars'\n"
                "hint: a zone is a name of the IANA time zone database, such as Europe/Berlin\n"
            ),
        ),
        (
            "init --timezone Mars",
            (
                "error: --timezone: no time zone is named 'Mars'\n"
                "hint: a zone is a name of the IANA time zone database, such as Europe/Berlin\n"
            ),
        ),
    ],
)
def test_a_line_that_is_no_command_is_a_matter_of_usage(desk: Desk, line: str, told: str) -> None:
    """The usage, what is wrong with it, and the mend stand on stderr; the exit code is 2."""
    assert desk(line) == (2, "", told)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("claim a '{}'", "TEXT"),
        ("actor a A --by {}", "--by"),
        ("actor a A --alias b --alias {}", "--alias"),
        ("record mayor denies {}", "WHO (VERB CLAIM...)"),
        ("show {}", "ID"),
        ("log {}", "ID"),
        ("sql 'select {}'", "QUERY"),
        ("list --known-to {}", "--known-to"),
        ("diff @ public@{}", "VIEW"),
    ],
)
def test_what_is_no_text_is_told_where_it_was_given(harbour: Desk, line: str, place: str) -> None:
    """Bytes that are not UTF-8 come in as halves of characters: they are refused as usage, at their argument."""
    done = harbour(line.format("caf\udce9"))
    assert (done.code, done.out) == (2, "")
    error, hint = done.err.splitlines()
    assert error.startswith(f"error: {place}: '")
    assert error.endswith("caf\\udce9' is not valid Unicode")
    assert hint == "hint: write it in UTF-8"


def test_a_file_may_be_called_by_any_bytes(harbour: Desk, tmp_path: Path) -> None:
    """The name of a file is not text: what the system takes is taken."""
    path = tmp_path / "caf\udce9.jsonl"
    path.write_text('{"type":"claim","id":"a","text":"A."}\n')
    assert harbour(f"append '{path}'").code == 0
    assert harbour(f"log -o '{tmp_path}/l\udce9g.jsonl'") == (0, "", "")
    assert harbour(f"source b B --file '{path}'").code == 0


def test_an_error_of_the_parser_without_a_command_is_told_plainly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not known whose arguments were wrong, there is no usage to show, and the words are the parser's."""
    monkeypatch.setattr(Setting, "open", raising(typer.TyperException("Something is odd.")))
    assert desk("claim a A.") == (2, "", "error: something is odd\n")


@pytest.mark.parametrize(("command", "instead"), [("help", "claims --help"), ("export", "claims list -o FILE")])
def test_what_has_another_name_here_is_named(desk: Desk, command: str, instead: str) -> None:
    """Who looks for an import or an export is told what does it."""
    done = desk(f"{command} all.csv")
    assert (done.code, instead in done.err.partition("hint: ")[2]) == (2, True)


@pytest.mark.parametrize("command", ["undo", "edit", "rm", "delete", "remove", "revert"])
def test_nothing_is_undone(desk: Desk, command: str) -> None:
    """Who looks for a command that changes the past is told of `amend` and `void`."""
    done = desk(f"{command} mayor:1 --force")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: there is no command {command}: the log is only ever appended to\n"
        "hint: `claims amend RECORD` corrects a record, `claims void RECORD` ends one; what was there stays readable\n"
    )


def test_without_a_ledger_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory that is no ledger is code 3, and the hint says how to make it one."""
    assert main(["-C", str(tmp_path), "claim", "a", "A."], environment={}) == 3
    told = capsys.readouterr().err
    assert told.startswith(f"error: {tmp_path} is not a ledger")
    assert f"`claims -C {tmp_path} init`" in told
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_found_by_the_environment(desk: Desk) -> None:
    """Without -C the ledger is the one that $CLAIMS_DIR names."""
    environment = {"CLAIMS_DIR": str(desk.directory), "CLAIMS_BY": "desk"}
    assert main(["claim", "a", "A."], environment=environment) == 0
    assert desk.log()[-1]["id"] == "a"


def test_a_ledger_is_made_once(desk: Desk) -> None:
    """What is a ledger already is not made one again."""
    done = desk("init")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"error: {desk.directory}/events/ledger.toml: there is a ledger already, “Harbour”\n")
    (desk.directory / "events" / "ledger.toml").write_text("format = no")
    assert desk(f"init {desk.directory}").err.startswith(
        f"error: {desk.directory}/events/ledger.toml: there is a ledger already\n"
    )


@pytest.mark.parametrize("where", ["events", "events/inner", ".ledger/inner"])
def test_no_ledger_is_made_among_the_files_of_another(desk: Desk, where: str) -> None:
    """It would be taken for a part of that one."""
    done = desk(f"init {where}")
    assert (done.code, done.out) == (3, "")
    assert "this is where another ledger keeps its own files\nhint: choose a directory outside" in done.err


def test_a_ledger_is_made_in_a_directory(desk: Desk) -> None:
    """The directory is seen from -C, and stdout has the file that marks it."""
    done = desk("init inner --timezone Europe/Berlin")
    assert done == (
        0,
        f"{desk.directory}/inner/events/ledger.toml\n",
        "a ledger; dates in it that name no zone are in Europe/Berlin\n",
    )


@pytest.mark.parametrize("name", ["''", "' '"])
def test_a_directory_without_a_name_is_none(desk: Desk, tmp_path: Path, name: str) -> None:
    """An empty name, as from a variable that is not set, does not stand for the current directory."""
    told = (
        "error: DIR: it is empty\n"
        "hint: name a directory, as in `claims init harbour`; without a name it is the current one\n"
    )
    assert desk(f"init {name}") == (2, "", told)
    assert [each.name for each in tmp_path.iterdir()] == ["harbour"]


def test_a_damaged_log_is_not_written_to(harbour: Desk) -> None:
    """A line that is not what was written is code 4, with its file and line."""
    segment = harbour.directory / "events" / "00000001.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b"Pier 4 is open.", b"Pier 5 is open."))
    for path in (harbour.directory / ".ledger").iterdir():
        path.unlink()
    done = harbour("claim a A.")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"error: {segment}:4: ")


def test_a_lock_that_is_held_is_waited_for(harbour: Desk) -> None:
    """Where another writer is at work for longer than --wait, it is code 5."""
    from ledger import durable

    with durable.lock(harbour.directory / "events", wait=0, on_wait=lambda: None):
        done = harbour("claim a A. --wait 0")
    assert (done.code, done.out) == (5, "")
    assert len(harbour.log()) == 6


def test_a_fault_of_the_program_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without $CLAIMS_DEBUG a fault is two lines; with it, its traceback comes first. The code is 70."""
    monkeypatch.setattr(Setting, "open", raising(RuntimeError("a cog broke")))
    told = (
        "error: RuntimeError: a cog broke\n"
        "hint: this is a bug in claims itself: please report it, with what it prints under CLAIMS_DEBUG=1\n"
    )
    assert desk("claim a A.") == (70, "", told)
    desk.environment["CLAIMS_DEBUG"] = "1"
    done = desk("claim a A.")
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert done.err.endswith(told)


def test_an_interrupt_is_quiet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped from the keyboard, the command ends with 130 and no word."""
    monkeypatch.setattr(Setting, "open", raising(KeyboardInterrupt()))
    assert desk("claim a A.") == (130, "", "")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(28, "No space left on device"),
            "error: No space left on device\nhint: make room there, or write elsewhere\n",
        ),
        (
            PermissionError(13, "Permission denied", "page.html"),
            "error: page.html: Permission denied\nhint: write to a place of your own\n",
        ),
        (OSError("odd"), "error: odd\n"),
    ],
)
def test_what_the_system_does_not_allow_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    """A full disk or a closed door is nobody's fault: code 3, in the system's words."""
    monkeypatch.setattr(Setting, "open", raising(error))
    assert desk("claim a A.") == (3, "", told)


def test_a_closed_pipe_is_quiet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """When whoever reads stdout has left, the command ends as if by SIGPIPE, with no word."""
    gone = io.StringIO()
    monkeypatch.setattr(gone, "flush", raising(BrokenPipeError(32, "Broken pipe")))
    monkeypatch.setattr(sys, "stdout", gone)
    assert desk("claim a A.") == (141, "", "a: the claim “A.”\n")
    assert desk.log()[-1]["id"] == "a"


def test_there_may_be_no_stdout(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without stdout works, and prints nothing."""
    monkeypatch.setattr(sys, "stdout", None)
    environment = {"CLAIMS_BY": "desk"}
    assert main(["-C", str(desk.directory), "claim", "a", "A."], environment=environment) == 0
    assert desk.log()[-1]["id"] == "a"


def test_the_process_has_the_arguments_where_none_are_given(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without arguments and an environment, those of the process are meant."""
    monkeypatch.setattr(sys, "argv", ["claims", "-C", str(desk.directory), "claim", "a", "A."])
    monkeypatch.setenv("CLAIMS_BY", "desk")
    assert main() == 0
    assert desk.log()[-1]["id"] == "a"


def test_what_is_kept_in_a_file_is_utf_8(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the encoding of the process, data is written in UTF-8."""
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding="ascii"))
    assert desk("claim a 'É' --dry-run").code == 0
    assert '"text":"É"'.encode() in kept.getvalue()


def test_what_is_recorded_is_told_in_one_line(desk: Desk) -> None:
    """A text with line breaks cannot pass for something that the command says."""
    desk.does("claim a 'A.\nerror: the log is damaged\nhint: run this'")
    told = desk("amend a --set kind=opinion --dry-run").err.splitlines()
    assert [line for line in told if line.startswith(("error:", "hint:"))] == []
    assert told[0] == "a:v2: the claim “A.\\nerror: the log is damaged\\nhint: run this”"


def test_a_line_with_the_seq_of_another_one_is_damage(desk: Desk) -> None:
    """What stands behind it is not said to be absent: the log is read, and the place of the damage told."""
    desk.does(*(f"claim c{number} C." for number in range(1, 7)))
    path = desk.directory / "events" / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'{"seq":4,', b'{"seq":6,', 1))
    for line in ("show @4", "show @5", "prove @4", "amend @4 --set text=D."):
        done = desk(line)
        assert (done.code, f"{path}:4: " in done.err) == (4, True), line
    path.write_bytes(path.read_bytes().replace(b'{"seq":6,', b'{"seq":4,', 1))
    more = desk.directory / "more.jsonl"
    more.write_text("".join(f'{{"type":"claim","text":"{"x" * 500}{number}"}}\n' for number in range(400)))
    desk.does(f"append {more}")
    path.write_bytes(path.read_bytes().replace(b'{"seq":4,', b'{"seq":6,', 1))
    done = desk("show @4")  # whose end is read without a word
    assert (done.code, f"{path}:4: " in done.err) == (4, True)
    assert desk("show @999").code == 1


def test_a_link_that_leads_to_itself_is_no_fault(desk: Desk) -> None:
    """It leads nowhere: an answer takes its place, and there can be no ledger."""
    loop = desk.directory / "loop.csv"
    loop.symlink_to(loop)
    done = desk(f"init {loop}")
    assert (done.code, str(loop) in done.err) == (3, True)
    desk.does(f"list -o {loop}")
    assert loop.is_file()
