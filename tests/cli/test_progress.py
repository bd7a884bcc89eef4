"""Long work shows how far it is, to who watches a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import Actor, Ledger
from ledger.checks import check_log
from ledger.cli.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CLEAR = "\r\x1b[K"


def test_what_takes_long_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """From the first second on: how many events, at what rate, and what is left, where that is known. Then it goes."""
    seconds = iter([0.0, 0.5, 2.0, 4.0, 5.0, 9.0, 9.5])
    count = Progress(is_watched=True, clock=lambda: next(seconds))
    for events, share in ((0, 0.0), (500, 0.1), (2_000, 0.25), (4_000, 0.0), (5_000, 1.0)):
        count(events, share)
    assert capsys.readouterr() == (
        "",
        f"{CLEAR}2,000 events, 1,000/s, 6 s left …{CLEAR}4,000 events, 1,000/s …{CLEAR}",
    )
    count(1, 0.0)
    count(1, 1.0)
    assert capsys.readouterr() == ("", "")


def test_nobody_who_does_not_watch_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Away from a terminal there is no progress, and no clock is asked."""
    Progress(is_watched=False, clock=lambda: 1 // 0)(1_000, 0.5)
    assert capsys.readouterr() == ("", "")


def test_projecting_and_checking_say_how_far_they_are(tmp_path: Path) -> None:
    """The share goes up to 1, which is said last."""
    Ledger.init(tmp_path)
    told: list[tuple[int, float]] = []
    with Ledger.open(tmp_path, by="desk", count=lambda events, share: told.append((events, share))) as ledger:
        ledger.append([Actor(id="mayor", name="The mayor"), Actor(id="pilot", name="The pilot")])
        ledger.rows("select 1 as one")
        shares = [share for _, share in told]
        assert shares == sorted(shares)
        assert shares[-1] == 1
        assert {events for events, _ in told[:-1]} == {2}
        told.clear()
        assert list(check_log(ledger.log, count=lambda events, share: told.append((events, share)))) == []
        assert told == [(2, 1)]
