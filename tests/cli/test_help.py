"""What help says, and that its examples are commands."""

from __future__ import annotations

import importlib.metadata
import shlex
from typing import Any

import pytest

from ledger.cli import main
from ledger.cli.commands import CARE, READ, WRITE
from ledger.cli.group import summary, verbatim
from tests.cli.commands import AT_GROUP, COMMANDS, GROUP

EXAMPLES = [
    (name, line.strip())
    for name, command in {"": GROUP, **COMMANDS}.items()
    for line in (command.help or "").splitlines()
    if line.startswith("    ")
]
WIDEST = 80


def helped(capsys: pytest.CaptureFixture[str], line: str, columns: int) -> list[str]:
    """The lines of a help page that is so many columns wide."""
    assert main(shlex.split(line), environment={"COLUMNS": str(columns)}) == 0
    return capsys.readouterr().out.splitlines()


def test_a_command_is_made_once() -> None:
    """Who asks for a command again has the one that was made."""
    assert GROUP.get_command(AT_GROUP, "show") is COMMANDS["show"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    """The help is a sentence, an example at least, and a word on each argument and option."""
    command = COMMANDS[name]
    assert (command.help or "").partition("\n\n")[0].endswith(".")
    assert name in [each for each, line in EXAMPLES if f"claims {name}" in line or "| claims" in line]
    assert [parameter.name for parameter in command.params if not parameter.help] == []


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_every_example_is_a_command(name: str, line: str) -> None:
    """The words of an example are read by the command that it shows, and fit on a line."""
    assert len(line) <= WIDEST - len("      ")
    words = shlex.split(line.partition("|")[2] or line)
    assert words[0] == "claims"
    at = next((number for number, word in enumerate(words) if word in COMMANDS), None)
    called = words[at] if at is not None else "list"
    assert called == name or not name
    root = GROUP.make_context("claims", words[1:at])
    COMMANDS[called].make_context(called, words[at + 1 :] if at is not None else [], parent=root)


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_fits_the_terminal(capsys: pytest.CaptureFixture[str], name: str, columns: int) -> None:
    """Prose and tables wrap at the width of the terminal, and at 80 columns on wider ones; examples stay whole."""
    lines = helped(capsys, f"{name} --help", columns)
    examples = {line for _, line in EXAMPLES} | {line.strip() for line in lines if line.startswith("      claims ")}
    for line in lines:
        assert len(line) <= (min(columns, WIDEST) if line.strip() not in examples else WIDEST), line


def test_the_commands_are_listed_under_their_headings(capsys: pytest.CaptureFixture[str]) -> None:
    """Writers come first, in the order in which a ledger is begun; no command is without a heading."""
    lines = helped(capsys, "--help", 80)
    assert lines[0] == "Usage: claims [OPTIONS] COMMAND [ARGS]..."
    start = lines.index(f"{WRITE}:")
    names = [line.split()[0] for line in lines[start + 1 :] if line.startswith("  ") and line[2] != " "]
    assert names == list(COMMANDS)
    assert names[:13] == [
        *("init", "record", "append", "import", "actor", "source", "claim"),
        *("relate", "report", "order", "assess", "amend", "void"),
    ]
    headings = [line.rstrip(":") for line in lines[start:] if line.endswith(":") and not line.startswith(" ")]
    assert set(headings) <= {WRITE, READ, CARE}


def test_help_of_a_command_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments stand there by their names, without Python's types."""
    assert helped(capsys, "claim -h", 80) == [
        "Usage: claims claim [OPTIONS] ID TEXT",
        "",
        "  Declare a proposition that can be supported or denied.",
        "",
        '      claims claim pier-closed "Pier 4 is closed."',
        '      claims claim pier-promise "Pier 4 will be open by May." --kind commitment',
        "",
        "Arguments:",
        "  ID    What to call it in statements and commands.",
        "  TEXT  What it claims, in a sentence.",
        "",
        "Options:",
        "  --kind KIND               fact, interpretation, commitment, opinion or meta.",
        "                            [default: fact]",
        "  --note TEXT               A free note, kept with it.",
        "  --by NAME                 Who records it; else $CLAIMS_BY, the git user or the",
        "                            login name.",
        "  --expect @SEQ             Append only if the log still ends at this event.",
        "  --expect-claim CLAIM@SEQ  Append only if nothing after this event touches the",
        "                            claim; may be repeated.",
        "  --wait SECONDS            How long to wait while another writer is at work.",
        "                            [default: 10.0; x>=0]",
        "  --dry-run                 Print the exact lines to be appended, and append",
        "                            nothing.",
        "  -h, --help                Show this message and exit.",
    ]


def test_examples_stay_as_they_are() -> None:
    """A paragraph that begins with the command is an example; a summary is the first sentence in one line."""
    text = "Do it\nwell.\n\nclaims do\nclaims do --well\n\nIt is done."
    assert verbatim(text) == "Do it\nwell.\n\n\b\n    claims do\n    claims do --well\n\nIt is done."
    assert summary(text) == "Do it well"


@pytest.mark.parametrize("found", [True, False])
def test_the_version_is_that_of_the_package(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, found: bool
) -> None:
    """--version prints the version of what is installed, and says where nothing is."""

    def version(name: str) -> str:
        if not found:
            raise importlib.metadata.PackageNotFoundError(name)
        return f"7.0 of {name}"

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"claims {'7.0 of claim-ledger' if found else '(not installed)'}\n", "")


def test_the_shell_completes_commands(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked by the shell what could stand here, the command names what begins so."""
    asked = {"_CLAIMS_COMPLETE": "complete_bash", "COMP_WORDS": "claims re", "COMP_CWORD": "1"}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert main([]) == 0
    assert {"record", "relate", "report"} <= set(capsys.readouterr().out.split())


def test_without_a_command_the_claims_are_listed(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    """Bare `claims` is `claims list`, with the global options that were given."""
    for words in (["init"], ["claim", "pier-closed", "Pier 4 is closed."]):
        assert main(["-C", str(tmp_path), *words], environment={"CLAIMS_BY": "desk"}) == 0
    capsys.readouterr()
    assert main(["-C", str(tmp_path), "list"], environment={}) == 0
    listed = capsys.readouterr().out
    assert "pier-closed" in listed
    assert main(["-C", str(tmp_path)], environment={}) == 0
    assert capsys.readouterr().out == listed
