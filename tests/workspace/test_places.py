"""Where a ledger is found, and who records in it."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from ledger.errors import NoLedger
from ledger.workspace.places import MARKER, find_ledger, recorder

if TYPE_CHECKING:
    from collections.abc import Callable


def make(root: Path) -> Path:
    """A directory that is marked as a ledger."""
    (root / MARKER).parent.mkdir(parents=True)
    (root / MARKER).touch()
    return root


def test_a_ledger_is_the_nearest_one_upward(tmp_path: Path) -> None:
    """From anywhere inside a ledger it is found, as a git repository is; the inner one, where one is in the other."""
    outer = make(tmp_path / "outer")
    inner = make(outer / "desk" / "inner")
    deep = inner / "a" / "b"
    deep.mkdir(parents=True)
    for start, root in ((deep, inner), (inner, inner), (inner.parent, outer), (outer / "events", outer)):
        assert find_ledger(None, environment={}, start=start) == root


def test_a_directory_that_is_named_is_the_ledger(tmp_path: Path) -> None:
    """The directory given comes before `$CLAIMS_DIR`, and that before the one around; empty names name nothing."""
    one, two, three = (make(tmp_path / name) for name in ("one", "two", "three"))
    environment = {"CLAIMS_DIR": str(two)}
    assert find_ledger(one, environment=environment, start=three) == one
    assert find_ledger(str(one), environment=environment, start=three) == one
    assert find_ledger(None, environment=environment, start=three) == two
    assert find_ledger(None, environment={"CLAIMS_DIR": ""}, start=three) == three


def test_a_directory_that_is_named_is_not_looked_for_above(tmp_path: Path) -> None:
    """A directory that was given and is no ledger is an error that says how to make it one."""
    inside = make(tmp_path / "desk") / "inside"
    inside.mkdir()
    for directory, environment in ((inside, {}), (None, {"CLAIMS_DIR": str(inside)})):
        with pytest.raises(NoLedger, match=r"is not a ledger: it has no events/ledger\.toml") as none:
            find_ledger(directory, environment=environment, start=tmp_path / "desk")
        assert f"claims -C {inside} init" in (none.value.hint or "")


def test_a_file_is_no_place_for_a_ledger(tmp_path: Path) -> None:
    """Where a file was named, or something in it, no ledger can be started: the hint is to name a directory."""
    path = tmp_path / "desk.txt"
    path.touch()
    for given in (path, path / "inside"):
        with pytest.raises(NoLedger) as none:
            find_ledger(given, environment={}, start=tmp_path)
        assert none.value.message == f"{given} is no directory"
        assert none.value.hint == "name the directory that has events/ledger.toml"


def test_no_ledger_anywhere_is_said() -> None:
    """Where there is none up to the root, the error says where it looked, and what to do."""
    with pytest.raises(NoLedger, match="no ledger in /nowhere/at/all or any directory above it") as none:
        find_ledger(None, environment={}, start=Path("/nowhere/at/all"))
    assert "claims init" in (none.value.hint or "")


# Who records


def git(answer: str | Exception) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A git that answers so."""

    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        if isinstance(answer, Exception):
            raise answer
        return subprocess.CompletedProcess([], 0, stdout=answer)

    return run


def test_the_one_who_records_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`$CLAIMS_BY` is asked first, then git, then the login name."""
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    monkeypatch.setattr(subprocess, "run", git("Jo of the Desk\n"))
    assert recorder({"CLAIMS_BY": "clerk"}, directory=tmp_path) == "clerk"
    assert recorder({"CLAIMS_BY": ""}, directory=tmp_path) == "Jo of the Desk"
    assert recorder({}, directory=tmp_path) == "Jo of the Desk"
    unreadable = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    for answer in ("", "\n", FileNotFoundError("git"), subprocess.TimeoutExpired("git", 5), unreadable):
        monkeypatch.setattr(subprocess, "run", git(answer))
        assert recorder({}, directory=tmp_path) == "login"


def test_git_is_asked_in_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is the one that git uses in the ledger's own directory."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for arguments in (["init", "-q"], ["config", "user.name", "Harbour Desk"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    assert recorder({}, directory=tmp_path) == "Harbour Desk"


def test_somebody_without_a_name_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container whose user has no name, events are recorded by `unknown`."""

    def nobody() -> NoReturn:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(subprocess, "run", git(FileNotFoundError("git")))
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert recorder({}, directory=tmp_path) == "unknown"


def test_a_ledger_that_is_named_needs_no_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the working directory was deleted, a ledger is found by its name; without one, it says what is missing."""
    root = make(tmp_path / "desk")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_ledger(root, environment={}) == root
    with pytest.raises(NoLedger, match="there is no working directory any more: No such file or directory"):
        find_ledger(None, environment={})
