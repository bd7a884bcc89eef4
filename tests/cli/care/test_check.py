"""`claims check` and `claims rebuild`."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tests.cli.harbour import BATCHES, CAST, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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
