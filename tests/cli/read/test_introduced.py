"""Who they are: a page says at its end who the actors are that it names, and of no others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.workspace import introducing
from tests.cli.harbour import Event, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

STORY: list[Event] = [
    {"type": "actor", "id": "city", "name": "The city", "independent": True},
    {"type": "actor", "id": "council", "name": "The council", "part_of": "city"},
    {"type": "actor", "id": "mayor", "name": "Jo Lane", "role": "Mayor", "part_of": "city"},
    {"type": "actor", "id": "pilot", "name": "pilot"},
    {"type": "actor", "id": "radio", "name": "City Radio"},
    {"type": "actor", "id": "clerk", "name": "A clerk"},
    {"type": "actor", "id": "nobody", "name": "Who is not named"},
    {"type": "source", "id": "post", "publisher": "Harbour Post", "published": "2020-01-07"},
    {"type": "claim", "id": "open", "text": "It is open."},
    {
        "type": "observation", "id": "one", "speaker": "mayor", "occurred": "2020-01-06",
        "stances": [{"claim": "open", "stance": "support"}],
        "reports": [{"source": "post", "via": ["radio", "post"]}],
    },
    {
        "type": "observation", "id": "two", "speaker": "pilot", "occurred": "2020-01-06",
        "stances": [{"claim": "open", "stance": "deny"}],
    },
    {
        "type": "observation", "id": "three", "speaker": "clerk", "audience": ["council"], "occurred": "2020-01-06",
        "stances": [{"claim": "open", "stance": "query"}],
    },
]  # fmt: skip
HEAD = "\nWho they are\n"
MAYOR = "mayor: Jo Lane, Mayor, part of city"
RADIO = "radio: City Radio"
CITY = "city: The city"
TOLD = ["clerk: A clerk", "council: The council, part of city"]


@pytest.fixture
def story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in a ledger of three statements on one claim."""
    return Desk(record(tmp_path / "story", (datetime(2020, 1, 8, tzinfo=UTC), STORY)), capsys)


def introduced(page: str) -> list[str]:
    """What a page says of those who are named on it."""
    return [line.removeprefix("\N{EN DASH} ") for line in page.partition(HEAD)[2].splitlines()]


@pytest.mark.parametrize("page", ["show open", "replay open", "replay"])
def test_a_page_ends_with_who_they_are(story: Desk, page: str) -> None:
    """By id: who speaks, who was told, and through whom it came, with their bodies, if there is more than the id."""
    assert introduced(story(page).out) == [CITY, MAYOR, RADIO]
    assert introduced(story(f"{page} --known-to council").out) == [CITY, *TOLD, MAYOR, RADIO]


def test_who_assessed_a_claim_is_introduced(story: Desk) -> None:
    """On its page, and where a verdict makes the difference."""
    story.does("actor desk 'The fact desk'", "assess open true --assessor desk")
    assert "desk: The fact desk" in introduced(story("show open").out)
    assert "desk: The fact desk" in introduced(story("diff public@ public@ --first-recorded @12").out)


def test_why_says_it_also_of_those_who_do_not_count(story: Desk) -> None:
    """They are named there with the reason. Programs have the names in a relation."""
    assert introduced(story("why open").out) == [CITY, *TOLD, MAYOR, RADIO]
    assert "Jo Lane" not in story("why open --format json").out


def test_of_a_difference_those_on_both_sides_are_introduced(story: Desk) -> None:
    """Whoever stands behind a status in one of the views, or said what makes the difference."""
    assert introduced(story("diff public@ council@").out) == [CITY, TOLD[0], MAYOR]
    assert introduced(story("diff council@ council@").out) == []


def test_who_they_are_is_by_the_log_that_is_asked(story: Desk) -> None:
    """A name that was corrected since reads as it did."""
    story.does("amend mayor --set name='Jo Lake' --reason misspelt")
    assert "mayor: Jo Lake, Mayor" in story("why open").out
    assert "mayor: Jo Lane, Mayor" in story("why open --recorded @12").out


def test_a_page_as_of_a_moment_says_that_they_are_as_recorded(story: Desk) -> None:
    """Nobody has recorded who had which office when."""
    assert "\nWho they are, as recorded now\n" in story("why open --as-of 2020-01-07").out
    assert "\nWho they are, as recorded now\n" in story("diff @two @").out
    assert "\nWho they are, as recorded by then\n" in story("show open --as-of 2020-01-07 --recorded @12").out
    assert HEAD in story("show open --recorded @12").out


def test_of_a_crowd_the_first_are_introduced(story: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said that there are more."""
    monkeypatch.setattr(introducing, "_MOST", 2)
    assert introduced(story("why open").out) == [CITY, TOLD[0], TOLD[1], "and 4 more: `claims show ID` says who one is"]


def test_nobody_is_introduced_where_nobody_is_named(story: Desk) -> None:
    """The page has no such part then."""
    story.does("claim shut 'It is shut.'", "record pilot supports shut --at 2020-01-06")
    assert HEAD not in story("show shut").out
    assert HEAD not in story("replay shut").out
