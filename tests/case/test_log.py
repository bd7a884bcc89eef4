"""The log of the case in this repository says what the seeds say, and `scripts/case` makes it anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ledger import Ledger
from tests.case.ledgers import given, lines_of
from tests.processes import ROOT, claims

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVELOPE: Final = frozenset({"seq", "recorded_at", "by", "batch"})
TIMES: Final = frozenset({"occurred", "published"})

in_a_checkout_with_a_log = pytest.mark.skipif(
    not (ROOT / "events" / "ledger.toml").exists(), reason="events/ holds no ledger yet"
)
in_the_environment_of_the_scripts = pytest.mark.skipif(
    Path(sys.prefix).resolve() != (ROOT / ".venv").resolve(),
    reason="the scripts would make an environment of their own: use scripts/test",
)


def as_given(value: Any) -> Any:
    """What stands in a line, without the envelope, as a writer gives it: a time is its text."""
    if isinstance(value, dict):
        return {
            name: inner["text"] if name in TIMES else as_given(inner)
            for name, inner in value.items()
            if name not in ENVELOPE
        }
    return [as_given(inner) for inner in value] if isinstance(value, list) else value


def said_in(directory: Path) -> Iterator[dict[str, Any]]:
    """The events of the log in a directory, as they were given."""
    with Ledger.open(directory, environment={}) as ledger:
        yield from map(as_given, lines_of(ledger))


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """A command that has ended."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def check(directory: Path) -> tuple[int, str, str]:
    """What `claims check` finds in a ledger: its exit code, what it prints and what it narrates."""
    done = claims("check", directory=directory)
    return done.returncode, done.stdout, done.stderr


def test_the_log_of_the_seeds_says_what_they_say(case: Ledger) -> None:
    """Nothing is lost, added or changed between the seeds and a log that they were appended to, event by event."""
    assert list(map(as_given, lines_of(case))) == list(given())


@in_a_checkout_with_a_log
def test_the_log_of_this_repository_says_what_the_seeds_say() -> None:
    """The events under `events/` are those of the seeds, one by one, and no others."""
    assert list(said_in(ROOT)) == list(given())


@in_a_checkout_with_a_log
def test_the_log_of_this_repository_is_whole() -> None:
    """`claims check` reads the whole log of this repository and has nothing to say."""
    assert check(ROOT) == (0, "", "")


@in_the_environment_of_the_scripts
def test_the_script_makes_the_log_anew(tmp_path: Path) -> None:
    """`scripts/case DIR` makes a ledger that says what the seeds say, recorded by the project, with nothing to mend."""
    done = run(ROOT / "scripts" / "case", tmp_path / "made")
    assert done.returncode == 0, done.stderr
    assert list(said_in(tmp_path / "made")) == list(given())
    with Ledger.open(tmp_path / "made", environment={}) as ledger:
        assert {entry.by for entry in ledger.log.entries()} == {"claim-ledger"}
    assert check(tmp_path / "made") == (0, "", "")


@in_the_environment_of_the_scripts
def test_the_script_leaves_a_ledger_alone(tmp_path: Path) -> None:
    """Where there is a ledger already, `scripts/case` appends nothing and says so."""
    Ledger.init(tmp_path)
    done = run(ROOT / "scripts" / "case", tmp_path)
    assert done.returncode == 3
    assert "there is a ledger already" in done.stderr
    assert list(said_in(tmp_path)) == []


@pytest.mark.parametrize("arguments", [[], [""], ["--help"], ["one", "two"]])
def test_the_script_wants_a_directory(arguments: list[str]) -> None:
    """Without exactly one directory, `scripts/case` says how it is used, before it does anything."""
    done = run(ROOT / "scripts" / "case", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ")
