"""A run of one command loads that command, and no library that it can do without."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from ledger.cli import main
from ledger.cli.commands import HEADINGS, PLACES, function_of
from ledger.cli.group import summary
from tests.cli.commands import COMMANDS
from tests.processes import python

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = frozenset({"duckdb", "pydantic", "rich"})
ASKING = frozenset({"ledger.workspace.names", "ledger.workspace.queries", "ledger.workspace.questions"})
MODULES = frozenset(place.partition(":")[0] for place in PLACES.values())


def loaded(line: str, directory: Path) -> set[str]:
    """The modules that a process has loaded when the command with these words is done; it must succeed."""
    code = (
        "import sys; from ledger.cli import main; code = main(); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = python(code, *shlex.split(line), directory=directory)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A ledger with what the mayor said of a claim."""
    for words in ("init", "record +mayor denies +pier='Pier 4 is closed.'"):
        assert main(["-C", str(tmp_path), *shlex.split(words)], environment={"CLAIMS_BY": "desk"}) == 0
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("init", "other --name Harbour --timezone America/New_York"),
        ("record", "mayor denies pier --at 2020-01-06 --kind utterance --after mayor:1 --wait 3 --text No."),
        ("append", "/dev/null --batch 100"),
        ("claim", "sold 'Pier 4 is sold.' --kind fact"),
        ("void", "mayor:1 --kind duplicate"),
        ("log", "pier --last 1 --format jsonl"),
        ("check", ""),
    ],
)
def test_a_command_loads_only_its_own(harbour: Path, name: str, words: str) -> None:
    """Neither the other commands are loaded nor what converts values, draws tables or answers in SQL."""
    modules = loaded(f"{name} {words}", harbour)
    assert modules & MODULES == {PLACES[name].partition(":")[0]}
    assert modules & HEAVY == set()


@pytest.mark.parametrize("line", ["record mayor denies pier --text No.", "log", "check"])
def test_who_asks_nothing_loads_no_questions(harbour: Path, line: str) -> None:
    """What only questions to the projections need is not loaded where the log is all that is written or read."""
    assert loaded(line, harbour) & ASKING == set()


@pytest.mark.parametrize(("color", "is_loaded"), [("never", False), ("always", True)])
def test_what_paints_is_loaded_for_colours(harbour: Path, color: str, *, is_loaded: bool) -> None:
    """A page for a pipe is text alone."""
    assert ("rich.console" in loaded(f"--color {color} log", harbour)) is is_loaded


def test_a_value_that_is_not_plain_goes_to_typer(harbour: Path) -> None:
    """Typer takes what it takes, and says what is wrong with the rest; for that it loads what it needs."""
    assert "pydantic" in loaded("record mayor denies pier --wait 2.5", harbour)


@pytest.mark.parametrize("name", PLACES)
def test_every_command_in_the_list_is_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its place has a function for it, and the line that lists it is how its own help begins."""
    command = COMMANDS[name]
    assert command.name == name
    assert function_of(name).__name__.rstrip("_") == name
    assert main(["--help"], environment={"COLUMNS": "200"}) == 0
    listed = " ".join(capsys.readouterr().out.split())
    assert f"{name} {summary(command.help)}" in listed


def test_every_command_has_one_heading() -> None:
    """No name is listed twice, and no function is two commands."""
    names = [name for names in HEADINGS.values() for name in names]
    assert names == list(PLACES)
    assert len(set(PLACES.values())) == len(names)
