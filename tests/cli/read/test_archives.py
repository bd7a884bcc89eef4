"""What is said in private and published years later, as pages tell of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.cli.harbour import record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harbour import Event

RECORDED = datetime(2020, 1, 8, tzinfo=UTC)
PAPERS: list[Event] = [
    {"type": "actor", "id": "london", "name": "London"},
    {"type": "actor", "id": "office", "name": "The office", "part_of": "london"},
    {"type": "actor", "id": "envoy", "name": "The envoy"},
    {"type": "claim", "id": "bid", "text": "There was a bid."},
    {"type": "claim", "id": "forged", "text": "The telegram is forged."},
    {"type": "relation", "from": "forged", "relation": "undercuts", "to": "bid"},
    {"type": "source", "id": "blue-book", "publisher": "Printers", "published": "1914-08-05"},
    {"type": "source", "id": "memoir", "publisher": "The envoy"},
    {
        "type": "observation", "id": "telegram", "speaker": "envoy", "audience": ["london"], "occurred": "1914-07-29",
        "stances": [{"claim": "bid", "stance": "support", "certainty": "probable"}],
    },
    {
        "type": "report", "id": "printed", "observation": "telegram", "source": "blue-book",
        "quotes": [{"exact": "a bid"}, {"exact": "for neutrality"}],
    },
    {
        "type": "observation", "id": "diary", "speaker": "envoy", "audience": [], "occurred": "1914-07-28",
        "stances": [{"claim": "forged", "stance": "support"}], "reports": [{"source": "memoir"}],
    },
    {"type": "assessment", "claim": "bid", "assessor": "office", "verdict": "true", "occurred": "1961"},
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a telegram that was printed a week later, and of an undated memoir; nobody writes to it."""
    return record(tmp_path_factory.mktemp("ledgers") / "papers", (RECORDED, PAPERS))


@pytest.fixture
def papers(shelf: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in that ledger."""
    return Desk(shelf, capsys)


def test_the_page_of_an_observation_has_the_reports_that_were_recorded_apart(papers: Desk) -> None:
    """Who looks at what was said sees all that carries it, with its words, from then on when it is out."""
    line = "printed: in blue-book: “a bid” … “for neutrality”"
    assert line in papers.prints("show telegram", width=120)
    assert "printed: in" not in papers.prints("show telegram --as-of 1914-08-01 --known-to london", width=120)
    assert line not in papers.prints("show printed", width=120)


def test_it_is_said_where_what_is_supported_undercuts_a_claim(papers: Desk) -> None:
    """A claim that somebody calls forged is not listed without that, in whatever list both are."""
    said = "Each is supported, and one undercuts the other: forged undercuts bid."
    assert said in papers.prints("list", width=120)
    assert said not in papers.prints("list --as-of 1914-08-06", width=120)
    assert "It is undercut by: forged (asserted)." in papers.prints("why bid", width=120)
    assert "undercut" not in papers.prints("why forged", width=120)


def test_a_part_is_said_not_to_know_what_its_whole_was_told(papers: Desk) -> None:
    """Why a body's part is not taken to know something says that the body was told."""
    why = " ".join(papers.prints("why bid --known-to office --as-of 1914-07-31").split())
    assert "told to london, of which office is a part: parts are not taken to know what their whole is told" in why
    assert "of which" not in papers.prints("why bid --known-to envoy --as-of 1914-07-31")


def test_an_undated_source_is_named_where_its_date_would_tell(papers: Desk) -> None:
    """What may have been known names the source without a date, and gives no fraction of a second as a bound."""
    why = " ".join(papers.prints("why forged --as-of 1914-08-01").split())
    assert "it became known between 1914-07-28T05:00Z and 2020-01-08T00:00Z; a date of memoir would tell" in why


def test_a_verdict_is_told_from_one_that_may_have_been_given(papers: Desk) -> None:
    """A verdict of 1961 was not given in 1960, and perhaps in the summer of 1961."""
    assert "1961, not made by then" in papers.prints("show bid --as-of 1960-12-31")
    assert "1961, not certainly made by then" in papers.prints("show bid --as-of 1961-06")
    assert "made by then" not in papers.prints("show bid --as-of 1962-01-01")


def test_a_story_says_how_a_stance_is_taken(papers: Desk) -> None:
    """What is only probable, or only reported, is not told as if it were said plainly."""
    assert "supports bid (probable)" in papers("replay bid").out
    assert "supports forged\n" not in papers("replay forged").out


def test_what_is_uncertain_after_a_publication_is_asked_for_at_its_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The moment after which not all is certain is that of learning, and not that of the words."""
    inside: Event = {
        "type": "observation", "id": "letter", "speaker": "envoy", "audience": ["london"], "occurred": "1914-07-20",
        "stances": [{"claim": "bid", "stance": "deny"}], "reports": [{"source": "blue-book"}],
    }  # fmt: skip
    public: Event = {
        "type": "observation", "id": "speech", "speaker": "office", "occurred": "1914-08",
        "stances": [{"claim": "bid", "stance": "support"}],
    }  # fmt: skip
    desk = Desk(record(tmp_path / "inside", (RECORDED, [*PAPERS[:8], inside, public])), capsys)
    page = " ".join(desk.prints("show letter").split())
    assert "Not all of that is certain just after it; `claims list --as-of 1914-08-06T05:00Z` tells what is." in page
    assert "office?" in desk.prints("list --as-of 1914-08-06T05:00Z")


def test_what_an_undated_source_tells_is_not_asked_for_at_its_words(papers: Desk) -> None:
    """Told by a memoir without a date, it is known for certain when that is recorded, and nothing is uncertain then."""
    page = papers.prints("show diary", width=120)
    assert "no-position → asserted" in page
    assert "Not all of that is certain" not in page
