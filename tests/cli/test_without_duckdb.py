"""Where DuckDB is missing or broken, whatever the log alone can tell is still told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.desk import Done
from tests.processes import ROOT, claims

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory whose DuckDB cannot be imported."""
    directory = tmp_path_factory.mktemp("broken")
    (directory / "duckdb.py").write_text("raise ImportError('it is broken')\n")
    return directory


def run(archive: Path, broken: Path, *words: str) -> Done:
    """How a command ends in a process that has no DuckDB."""
    done = claims(*words, directory=archive, PYTHONPATH=f"{broken}{os.pathsep}{ROOT}")
    return Done(done.returncode, done.stdout, done.stderr)


def test_an_event_is_shown_from_the_log_alone(archive: Path, broken: Path) -> None:
    """By its number or its name, with the lines beside it; that there is more is said."""
    for name in ("@17", "pilot-1"):
        done = run(archive, broken, "show", name)
        assert done.code == 0
        assert done.out.startswith("pilot-1, observation @17\n")
        assert "A pilot says on the radio that he was sent away." in done.out
        assert "before: @16 observation clerk-memo" in done.out
        assert done.err.startswith("only what the log itself says: DuckDB cannot be used")
    assert run(archive, broken, "show", "nobody").code == 1
    assert '"id": "pilot-1"' in run(archive, broken, "show", "@17", "--format", "json").out


@pytest.mark.parametrize("words", [("log", "--last", "1"), ("log", "pilot-1"), ("check",)])
def test_the_log_needs_no_duckdb(archive: Path, broken: Path, words: tuple[str, ...]) -> None:
    """Reading and checking the log work as ever."""
    done = run(archive, broken, *words)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    "words", [("list",), ("show", "mayor"), ("why", "pier-closed"), ("sql", "from claims"), ("schema",), ("rebuild",)]
)
def test_what_needs_duckdb_says_so(archive: Path, broken: Path, words: tuple[str, ...]) -> None:
    """A question to the projections is an error of the surroundings, with the mend."""
    done = run(archive, broken, *words)
    assert (done.code, done.out) == (3, "")
    assert "DuckDB cannot be used: it is broken" in done.err


def test_the_doctor_names_what_is_broken(archive: Path, broken: Path) -> None:
    """It works, says that DuckDB does not, and ends with 1."""
    done = run(archive, broken, "doctor")
    assert done.code == 1
    assert "problem: cannot be used (it is broken)" in " ".join(done.out.split())
    assert "24 events" in done.out
