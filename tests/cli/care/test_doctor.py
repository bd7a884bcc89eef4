"""`claims doctor`: what runs here, where, and what is wrong with it."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING, Any

import pytest

from ledger.workspace import health
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk import Done


def findings(done: Done) -> dict[str, dict[str, Any]]:
    """What the doctor found, by its subject."""
    return {each["subject"]: each for each in json.loads(done.out)}


def test_the_doctor_finds_nothing_wrong(reader: Desk) -> None:
    """Where all is well it says what runs, where it is, how far the log goes, and that the projections are level."""
    reader("list")
    done = reader("doctor --format json")
    found = findings(done)
    assert done.code == 0
    assert not any(each["problem"] for each in found.values())
    assert {"claim-ledger", "Python", "DuckDB", "SQLite", "msgspec", "typer", "rich"} <= set(found)
    assert found["ledger"]["value"] == f"Harbour in {reader.directory}"
    assert found["head"]["value"].startswith("@24 void:1, recorded 2020-01-09T12:00:00.000000Z, chain ")
    assert found["log"]["value"].startswith("24 events, ")
    assert found["projections"]["value"].endswith("level with the log")
    assert "Harbour in" in reader("doctor").out


def test_the_doctor_says_how_far_the_projections_are(own: Desk) -> None:
    """None yet, behind, of another log, of another build, or of nothing that can be opened."""

    def projections() -> dict[str, Any]:
        return findings(own("doctor --format json"))["projections"]

    assert projections()["value"] == "none yet; the next question makes them"
    own("list")
    log = own.directory / "events" / "00000001.jsonl"
    whole = log.read_bytes()
    lines = whole.splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:18]))
    assert projections()["value"].endswith("of another log; the next question makes them anew")
    own("list")
    log.write_bytes(whole.replace(b"wrong mayor", b"right mayor"))
    assert projections()["value"].endswith("as far as the log can be read")
    log.write_bytes(whole)
    assert projections()["value"].endswith("6 events behind; the next question catches up")
    path = next((own.directory / ".ledger").glob("projections-*.duckdb"))
    path.write_bytes(b"no database")
    assert projections()["problem"].startswith("cannot be opened: ")
    path.unlink()
    import duckdb

    duckdb.connect(str(path)).close()
    assert projections()["value"].endswith("of another build; the next question makes them anew")


def test_the_doctor_tells_a_torn_tail_and_damage(own: Desk) -> None:
    """What a crash left is told as such, and ends with 1; damage with its place and its mend, and ends with 4."""
    log = own.directory / "events" / "00000001.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"seq":25,')
    done = own("doctor --format json")
    assert (done.code, findings(done)["log"]["problem"]) == (1, "ends in a torn tail, which the next append repairs")
    log.write_bytes(whole.replace(b"sent away", b"sent home"))
    done = own("doctor --format json")
    assert done.code == 4
    assert ":17: " in findings(done)["log"]["problem"]
    assert findings(done)["log"]["hint"] is not None
    assert "error" not in findings(done)["log"]
    page = own("doctor").out
    assert "problem: " in page
    assert "hint: " in page


@pytest.mark.parametrize(
    ("configuration", "problem", "hint"),
    [
        (
            None,
            "{} is not a ledger: it has no events/ledger.toml",
            "name another directory, or start a ledger there with `claims -C {} init`",
        ),
        ("name = ", "{}/events/ledger.toml: not TOML: ", "restore it from a copy, or write its lines anew: format = 1"),
        ('name = "Harbour"\nformat = 9\n', "{}/events/ledger.toml: the ledger has format 9", "install a newer version"),
    ],
)
def test_the_doctor_sees_whoever_has_no_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], configuration: str | None, problem: str, hint: str
) -> None:
    """Where no ledger can be opened, the versions are told all the same, with what is wrong and its mend; code 3."""
    if configuration is not None:
        (tmp_path / "events").mkdir()
        (tmp_path / "events" / "ledger.toml").write_text(configuration)
    reader = Desk(tmp_path, capsys)
    done = reader("doctor --format json")
    found = findings(done)
    assert (done.code, done.err) == (3, "")
    assert {"claim-ledger", "Python", "DuckDB", "SQLite", "msgspec", "typer", "rich", "ledger"} <= set(found)
    assert found["ledger"]["problem"].startswith(problem.format(tmp_path))
    assert found["ledger"]["hint"].startswith(hint.format(tmp_path))
    done = reader("doctor", width=400)
    assert (done.code, done.err) == (3, "")
    assert f"problem: {problem.format(tmp_path)}" in done.out
    assert f"hint: {hint.format(tmp_path)}" in done.out


def test_the_doctor_tells_a_cache_that_cannot_be_written(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cache every question makes the projections anew, and that is worth knowing."""
    monkeypatch.setattr("os.access", lambda *_: False)
    found = findings(own("doctor --format json"))
    assert found["cache"]["problem"] == "cannot be written: the projections are made in memory, each time anew"


def test_the_doctor_names_versions_only_of_what_is_installed(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout the package itself is not installed; what is missing is called so."""

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(health, "version", missing)
    found = findings(own("doctor --format json"))
    assert found["claim-ledger"]["value"] == "not installed, as in a checkout"
    assert found["msgspec"]["value"] == "missing"
