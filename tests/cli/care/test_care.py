"""The commands that care for a ledger: check, rebuild, doctor, schema."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING, Any

import pytest

from ledger.events import EVENT_TYPES
from ledger.events.description import LINES
from ledger.workspace import health
from tests.cli.harbour import BATCHES, CAST, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk import Done


@pytest.fixture
def own(tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in a copy of the harbour's log, which the test may harm."""
    shutil.copytree(archive / "events", tmp_path / "own" / "events")
    return Desk(tmp_path / "own", capsys)


def findings(done: Done) -> dict[str, dict[str, Any]]:
    """What the doctor found, by its subject."""
    return {each["subject"]: each for each in json.loads(done.out)}


def test_check_is_silent_where_all_is_well(reader: Desk) -> None:
    """A log that is what it promises is not worth a word."""
    assert reader("check") == (0, "", "")


def test_check_tells_damage_with_its_place(own: Desk) -> None:
    """A changed line is told with file and line and its mend, and ends with the code for damage."""
    log = own.directory / "events" / "00000001.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("sent away", "sent home"), encoding="utf-8")
    done = own("check")
    first, hint = done.out.splitlines()[:2]
    assert done.code == 4
    assert first.startswith(f"{log}:17: ")
    assert hint.startswith("    hint: ")
    assert own("check --documents .").code == 4


def test_check_tells_quotes_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the documents at hand, every quote is looked up, and one that is not to the letter is a problem."""
    page = "Pier 4. The mayor said: It is open. Nobody laughed."
    digest = sha256(page.encode()).hexdigest()
    said = {"exact": "It is open.", "start": 24, "end": 35}
    event = {
        "type": "observation", "speaker": "mayor", "stances": [{"claim": "pier-open", "stance": "support"}],
        "reports": [{"source": "post", "quotes": [said, {"exact": "Everybody laughed."}]}],
    }  # fmt: skip
    source = {"type": "source", "id": "post", "publisher": "Harbour Post", "sha256": digest}
    reader = Desk(record(tmp_path / "ledger", (BATCHES[0][0], [*CAST[:3], CAST[10], source, event])), capsys)
    (tmp_path / "captures").mkdir()
    done = reader(f"check --documents {tmp_path / 'captures'}")
    assert done.code == 1
    (tmp_path / "captures" / "post.txt").write_text(page)
    done = reader(f"check --documents {tmp_path / 'captures'}")
    assert done.code == 1
    assert "Everybody laughed." in done.out
    assert "It is open." not in done.out
    assert reader(f"check --documents {tmp_path / 'missing'}").code == 2
    assert reader("check --documents ''").err.startswith("error: --documents: it names no directory\n")


def test_rebuild_makes_the_projections_anew(own: Desk) -> None:
    """It prints the file that holds them, and says how many events and how long."""
    done = own("rebuild")
    assert done.code == 0
    path = done.out.rstrip("\n")
    assert path.endswith(".duckdb")
    assert done.err.startswith("24 events projected in ")
    assert own("rebuild").out.rstrip("\n") != path


def test_rebuild_without_a_place_for_them_is_told(own: Desk) -> None:
    """Where the cache cannot be written, the projections are made in memory, and no file is named."""
    (own.directory / ".ledger").write_text("in the way")
    done = own("rebuild")
    assert (done.code, done.out) == (0, "")
    assert "in memory" in done.err


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


def test_the_schema_has_every_relation_with_its_comment(reader: Desk) -> None:
    """Everything that SQL may name is there, and says what a row of it is."""
    listed = {each["name"]: each for each in json.loads(reader.prints("schema --format json"))}
    assert {"events", "claims", "positions", "revisions"} <= set(listed)
    assert [name for name, each in listed.items() if each["kind"] == "macro" and "perspective" in each["parameters"]]
    assert [name for name, each in listed.items() if not each["comment"]] == []
    assert not any("internal" in name for name in listed)
    page = reader.prints("schema")
    assert "Relations" in page
    assert "Macros" in page


def test_the_schema_of_a_relation_has_its_columns(reader: Desk) -> None:
    """Each column with its type and its comment; of a macro, its columns and types."""
    columns = {each["column"]: each for each in json.loads(reader.prints("schema claims --format json"))}
    assert columns["status"]["type"] == "VARCHAR"
    assert all(each["comment"] for each in columns.values())
    assert "Never a verdict." in " ".join(reader.prints("schema claims").split())
    for name in [each["name"] for each in json.loads(reader.prints("schema --format json"))]:
        found = json.loads(reader.prints(f"schema {name} --format json"))
        assert [(name, each["column"]) for each in found if not each["comment"]] == []
    macro = [each["column"] for each in json.loads(reader.prints("schema claims_as_of --format json"))]
    assert macro[:4] == ["claim", "text", "kind", "status"]
    assert reader.prints("schema claims_as_of").startswith("claims_as_of(moment, perspective, recorded, claim)\n")
    assert reader.prints("schema replay").startswith("replay(")


def test_the_schema_of_an_event_has_its_fields(
    reader: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each type of event is listed, and its page has the fields; also where there is no ledger, since it needs none."""
    (_, events) = reader.prints("schema").split("Events, as `claims append` takes them\n")
    assert [line.split()[0] for line in events.splitlines()[2:] if not line.startswith(" ")] == [*EVENT_TYPES]
    desk = Desk(tmp_path, capsys)
    fields = {each["field"]: each for each in json.loads(desk.prints("schema observation --format json"))}
    assert fields["stances[].stance"] == {
        "field": "stances[].stance",
        "takes": "support, deny, query, comment, retract",
        "is_required": True,
        "default": None,
        "meaning": "What the speaker does to it. A retract takes back an earlier stance.",
        "example": '"deny"',
    }
    page = desk.prints("schema observation")
    assert page.startswith("observation\nOne utterance, document or happening")
    assert LINES["observation"] in page.splitlines()
    assert "direct (default)" in page
    assert "id of a claim" in page
    assert "did you mean observation" in reader("schema observatoin").err
