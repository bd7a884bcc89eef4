"""What a writer is told of a record beside what was recorded last, and of sources without a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.errors import LockHeld
from ledger.workspace.journal import Journal

if TYPE_CHECKING:
    from tests.desk import Desk

SAME, REPLACED, UNORDERED = "says the same already", "last recorded verdict stands", "in unknown order"
TOLD = (SAME, REPLACED, UNORDERED)


def warned(desk: Desk, line: str) -> str:
    """What is said of a record beside what was understood of it, without what is said of dry runs."""
    done = desk(line)
    assert done.code == 0, done
    return "".join(f"{each}\n" for each in done.err.splitlines() if any(what in each for what in TOLD))


def test_what_is_recorded_twice_is_told(harbour: Desk) -> None:
    """As where a command is run again. It is recorded, since people repeat themselves; the mend is named."""
    line = "record mayor supports pier-open --at 2020-01-06 --in harbour-post --quote 'It is.'"
    assert warned(harbour, line) == ""
    assert warned(harbour, f"{line} --dry-run") == "mayor:2 says the same already\n"
    assert warned(harbour, line) == (
        "mayor:2 says the same already: `claims void mayor:3 --kind duplicate` would end this one\n"
    )
    harbour.does("void mayor:3 --kind duplicate", "amend mayor:2 --set text=Really --reason heard")
    assert warned(harbour, line) == ""
    verdict = "assess pier-closed true --assessor city"
    assert warned(harbour, verdict) == ""
    assert warned(harbour, f"{verdict} --confidence high") == ""
    assert warned(harbour, verdict).startswith("assessment:1 says the same already")


def test_a_verdict_that_replaces_a_later_one_is_told(harbour: Desk) -> None:
    """Of an assessor's verdicts on a claim the one that is recorded last stands, whenever it was made."""
    harbour.does("assess pier-closed false --assessor city --at 2020-01-05")
    assert warned(harbour, "assess pier-closed true --assessor mayor --at 2020-01-04") == ""
    assert warned(harbour, "assess pier-open true --assessor city --at 2020-01-04") == ""
    assert warned(harbour, "assess pier-closed true --assessor city --at 2020-01-06 --dry-run") == ""
    assert warned(harbour, "assess pier-closed false --assessor city --at 2020-01-04 --dry-run") == ""
    assert warned(harbour, "assess pier-closed mixed --assessor city --at 2020-01-04") == (
        "city found pier-closed false later, in assessment:1: an assessor's last recorded verdict stands, "
        "which is now mixed\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "record mayor supports pier-closed --at 2020-01-06",
        "record mayor questions pier-closed --at 2020-01/2020-02",
        "record mayor supports pier-open retracts pier-closed --at 2019/2020-01-07",
    ],
)
def test_what_may_be_earlier_or_later_than_what_the_speaker_said_otherwise_is_told(harbour: Desk, line: str) -> None:
    """Both stand then, which who has an order in mind does not expect."""
    said = (
        "mayor denies pier-closed in mayor:1, which by its time may be earlier or later: both stand, in unknown order; "
    )
    assert warned(harbour, f"{line} --dry-run") == f"{said}--after mayor:1 would say that mayor:2 is the later one\n"
    mend = "claims amend mayor:2 --set after=mayor:1"
    assert warned(harbour, line) == f"{said}`{mend}` would say that mayor:2 is the later one\n"
    assert harbour("amend mayor:2 --set after=mayor:1 --reason heard").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "record mayor supports pier-closed --at 2020-01-06T16:11-05:00",
        "record mayor supports pier-closed --at 2020-01-06T16:00-05:00",
        "record mayor supports pier-closed --at 2020-01-06 --after mayor:1",
        "record mayor denies pier-closed --at 2020-01-06",
        "record mayor comments pier-closed --at 2020-01-06",
        "record mayor possibly supports pier-closed --at 2020-01-06",
        "record mayor supports pier-open --at 2020-01-06",
        "record city supports pier-closed --at 2020-01-06",
        "record mayor retracts pier-closed --retracts mayor:1 --at 2020-01-06",
        "record --happening Fire --at 2020-01-06",
    ],
)
def test_where_an_order_is_known_or_does_not_matter_nothing_is_told(harbour: Desk, line: str) -> None:
    """Times and edges tell it; the same stance, another claim or speaker, and what does not count need none."""
    assert warned(harbour, line) == ""


def test_where_edges_may_tell_the_order_nothing_is_told(harbour: Desk) -> None:
    """They would have to be followed."""
    harbour.does("record city --text 'It asks.' --at 2020-01-06 --id asked", "order mayor:1 asked")
    assert warned(harbour, "record mayor supports pier-closed --at 2020-01-06") == ""


def test_where_the_public_learns_from_a_source_without_a_date_that_is_told(harbour: Desk) -> None:
    """Since when it knows is not known then; of what is said in public, or has a date of its own, it is."""
    harbour.does("source tv TV", "source memo Memo --to mayor", "record city supports pier-open --to mayor --id aside")
    without = "tv has no date, so it is unknown when the public learned this: "
    mend = "`claims amend tv --set published=…` would tell\n"
    assert harbour("report aside --in tv").err.endswith(without + mend)
    assert harbour("record mayor supports pier-open --to city --in tv --at 2020-01-07").err.endswith(without + mend)
    for line in (
        "report aside --in tv --published 2020-01-07",
        "report aside --in harbour-post",
        "report aside --in memo",
        "report mayor:1 --in tv",
        "record mayor supports pier-open --in tv --at 2020-01-07",
    ):
        assert "has no date" not in harbour(line).err


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("current", "prove mayor:1"),
        ("current", "void harbour-post"),
        ("current", "report mayor:1 --in harbour-post"),
        ("current", "record mayor denies pier-open --at 2020-01-05 --in harbour-post --to city"),
        ("entry", "record mayor denies pier-open --at 2020-01-05"),
        ("entry", "assess pier-open true --assessor city"),
    ],
)
def test_whatever_keeps_from_looking_is_no_failure(
    harbour: Desk, monkeypatch: pytest.MonkeyPatch, what: str, line: str
) -> None:
    """What was asked for is done, and something is not told: another writer may hold the log by then."""

    def busy(*_: object, **__: object) -> None:
        raise LockHeld("another writer is at work")

    monkeypatch.setattr(Journal, what, busy)
    done = harbour(line)
    assert (done.code, "at work" in done.err) == (0, False)
