"""Ledgers in which there is nothing yet, or only who may speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.harbour import BATCHES, CAST, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_empty_ledger_is_told_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is recorded, readers say so."""
    reader = Desk(record(tmp_path / "empty"), capsys)
    assert "No claims." in reader.prints("list")
    assert reader.prints("list actors") == "No actors.\n"
    assert reader.prints("list sources") == "No sources.\n"
    assert "No observations." in reader.prints("list observations")
    assert "Nothing." in reader.prints("replay")
    assert reader.prints("log") == "No events.\n"
    assert reader.prints("log --format json") == "[]\n"
    assert reader.prints("list --format json") == "[]\n"
    assert "(no rows)" in reader.prints("sql 'from claims'")
    assert "0 events" in reader.prints("doctor")


def test_records_without_anything_are_told_kindly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cast that has said nothing yet is shown as such."""
    reader = Desk(record(tmp_path / "cast", (BATCHES[0][0], CAST)), capsys)
    assert "Nobody has a position on: pier-closed, pier-open, repairs." in reader.prints("list")
    assert "Nothing that is recorded." in reader.prints("show mayor")
    assert "None." in reader.prints("show mayor")
    assert "Nothing that is recorded." in reader.prints("show city-radio")
    assert "It is a commitment." in reader.prints("show repairs")
    assert "no-position: nobody takes one." in reader.prints("why repairs")
    assert "It changed no claim, as the log grew." in reader.prints("show @1")
    assert "before: nothing" in reader.prints("show @1")
    assert "No claim differs." in reader("diff @1 @2").out
