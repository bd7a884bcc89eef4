"""By whose account something is known: who carries it at a cut, to whom, and the same for every program."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.harbour import Event, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

STORY: list[Event] = [
    {"type": "actor", "id": "council", "name": "The council"},
    {"type": "actor", "id": "harbour-watch", "name": "The watch of the harbour", "part_of": "council"},
    {"type": "actor", "id": "works", "name": "The water works"},
    {"type": "source", "id": "bulletin", "publisher": "Water Works", "published": "2019-03-01"},
    {"type": "source", "id": "leak-mail", "publisher": "An insider", "audience": ["harbour-watch"]},
    {"type": "source", "id": "late", "publisher": "Late Paper", "published": "2019-05-01"},
    {"type": "claim", "id": "lead-ok", "text": "There is no lead in the water."},
    {
        "type": "observation", "id": "works-1", "speaker": "works", "occurred": "2019-03-01",
        "stances": [{"claim": "lead-ok", "stance": "support"}],
        "reports": [
            {"source": "bulletin", "quotes": [{"exact": "It is safe."}]},
            {"source": "leak-mail", "published": "2019-03-10"},
        ],
    },
    {
        "type": "observation", "id": "memo", "kind": "document", "speaker": "works", "audience": ["harbour-watch"],
        "occurred": "2019-03-02", "text": "A memo to the watch.",
    },
    {
        "type": "report", "id": "confession", "observation": "works-1", "source": "late",
        "quotes": [{"exact": "We lied."}],
    },
]  # fmt: skip
PAGES = ("why lead-ok", "show lead-ok", "replay lead-ok", "replay", "show works")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which a paper of May quotes what was said in March."""
    return record(tmp_path_factory.mktemp("ledgers") / "water", (datetime(2020, 1, 8, tzinfo=UTC), STORY))


@pytest.fixture
def water(recorded: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in that ledger, to read it."""
    return Desk(recorded, capsys)


@pytest.fixture
def own_water(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in a copy of its log, to write there."""
    shutil.copytree(recorded / "events", tmp_path / "water" / "events")
    return Desk(tmp_path / "water", capsys)


def append(reader: Desk, lines: str) -> None:
    """Append these lines of JSON to the reader's ledger."""
    more = reader.directory / "more.jsonl"
    more.write_text(lines)
    assert reader(f"append {more}").code == 0


@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_nothing_that_was_published_after_the_cut(water: Desk, page: str) -> None:
    """What a paper of May quotes is not evidence in March; what the rest of that month may bring is marked."""
    assert "We lied." in water(page).out
    then = water(f"{page} --as-of 2019-03-31").out
    assert "It is safe." in then
    assert "We lied." not in then
    assert "late" not in then
    that_day = water(f"{page} --as-of 2019-03-10T12:00Z").out
    assert "leak-mail (to harbour-watch, published 2019-03-10, perhaps not yet published)" in " ".join(that_day.split())


@pytest.mark.parametrize("page", PAGES)
def test_what_only_some_were_told_is_named_with_them(water: Desk, page: str) -> None:
    """A source that does not tell the public is evidence for the desk, and never printed without whom it tells."""
    printed = water(page).out
    marked = printed.count("leak-mail (to harbour-watch") + printed.count("leak-mail: An insider, to harbour-watch")
    assert printed.count("leak-mail") == marked > 0


def test_what_is_known_by_somebody_is_on_the_page_of_that_one(own_water: Desk) -> None:
    """An actor or a source that only passed it on carries nothing: what others have by its account is told, by then."""
    for name in ("leak-mail", "harbour-watch"):
        paper = {"type": "source", "id": f"after-{name}", "publisher": "Courier", "published": "2019-04-02"}
        quotes = [{"exact": "Not safe."}]
        report = {
            "type": "report", "observation": "works-1", "source": paper["id"], "via": [name], "quotes": quotes,
        }  # fmt: skip
        append(own_water, f"{json.dumps(paper)}\n{json.dumps(report)}\n")
        told = f"    after-{name} (via {name}): \u201cNot safe.\u201d\n"
        head = "Passed on\n\u2013 works-1, works, to the public, 2019-03-01\n"
        assert head + told in own_water.prints(f"show {name}")
        assert "Passed on" not in own_water.prints(f"show {name} --as-of 2019-03-31")
        (passed,) = json.loads(own_water.prints(f"show {name} --format json"))["passed_on"]
        assert [each["source"] for each in passed["reports"]] == [paper["id"]]


def test_a_report_has_one_shape_for_programs(water: Desk) -> None:
    """Wherever reports are told of, each has the same fields with the same values."""

    def told(command: str, *path: str) -> list[dict[str, Any]]:
        found = json.loads(water(f"{command} --as-of 2019-03-10T12:00Z --format json").out)
        for key in path:
            found = found[key]
        reports: list[dict[str, Any]] = found[0]["reports"]
        return reports

    reports = told("why lead-ok")
    assert [(each["report"], each["source"], each["audience"], each["visible"]) for each in reports] == [
        ("works-1", "bulletin", ["public"], "certain"),
        ("works-1", "leak-mail", ["harbour-watch"], "possible"),
    ]
    assert told("show lead-ok", "evidence") == reports
    assert told("replay") == reports
    assert told("show works", "utterances") == reports
    assert told("show bulletin", "carries") == reports


def test_the_page_of_a_source_has_what_it_carried_by_then(water: Desk) -> None:
    """Before a paper came out it carries nothing; on its day what it says is marked, as everywhere."""
    assert "We lied." in water("show late").out
    assert "Nothing that was published by then." in water("show late --as-of 2019-03-31").out
    that_day = " ".join(water("show late --as-of 2019-05-01T12:00Z").out.split())
    assert "Carries, as the public knew it at 2019-05-01T12:00Z" in that_day
    assert "“We lied.” (perhaps not yet published)" in that_day


def test_the_page_of_an_event_says_whom_its_sources_tell(own_water: Desk) -> None:
    """A source that does not tell the public is named with whom it tells, also where the event does not say so."""
    append(
        own_water,
        '{"type":"order","id":"then-the-memo","first":"works-1","then":"memo","source":"leak-mail"}\n'
        '{"type":"assessment","id":"by-works","claim":"lead-ok","assessor":"works","verdict":"unverified",'
        '"evidence":["leak-mail","bulletin"]}\n',
    )
    said = own_water("show works-1").out
    assert "in leak-mail (published 2019-03-10, to harbour-watch)\n" in said
    assert "in bulletin\n" in said
    assert "source: leak-mail (to harbour-watch)\n" in own_water("show then-the-memo").out
    assert "evidence: leak-mail (to harbour-watch), bulletin\n" in own_water("show by-works").out
    audiences = {"bulletin": ["public"], "leak-mail": ["harbour-watch"]}
    assert json.loads(own_water("show works-1 --format json").out)["audiences"] == audiences


def test_an_actor_was_told_what_it_read(own_water: Desk) -> None:
    """What a source tells somebody and not the public, that somebody was told; a happening says whom it was told to."""
    append(
        own_water,
        '{"type":"observation","id":"talk","speaker":"works","audience":["works"],"text":"A talk.",'
        '"reports":[{"source":"leak-mail"}]}\n'
        '{"type":"observation","id":"burst","kind":"happening","audience":["harbour-watch"],"text":"A pipe bursts."}\n',
    )
    assert "talk, works, " in own_water("show council").out
    assert "not known to the public by then" in own_water("show works --as-of 2018-01-01").out
    assert "happening, to harbour-watch" in " ".join(
        own_water("list observations --known-to council", width=140).out.split()
    )


def test_an_actor_has_what_it_was_told(water: Desk) -> None:
    """What was said in private to it, or to a part of it, is on its page, with whether the view knows it."""
    told = "Was told\n\u2013 memo, works, 2019-03-02, to harbour-watch{}\n    A memo to the watch.\n"
    for body in ("council", "harbour-watch"):
        assert water(f"show {body}").out.endswith(told.format("; not known to the public"))
        assert water(f"show {body} --known-to council").out.endswith(told.format(""))
        assert [each["observation"] for each in json.loads(water(f"show {body} --format json").out)["told"]] == ["memo"]
    assert "Was told" not in water("show works").out


def test_the_log_tells_who_said_it_and_by_whose_account(water: Desk) -> None:
    """As the log grew each line is told with what it states, whether or not it still holds or changed anything."""
    steps = [json.loads(line) for line in water("replay --known-to ledger --format jsonl").out.splitlines()]
    told = {step["event"]: step for step in steps}
    assert (told["works-1"]["speaker"], told["works-1"]["audience"]) == ("works", ["public"])
    assert [each["source"] for each in told["works-1"]["reports"]] == ["bulletin", "leak-mail"]
    assert [each["quotes"] for each in told["confession"]["reports"]] == [["We lied."]]
    assert (told["works"]["speaker"], told["works"]["audience"], told["works"]["reports"]) == (None, [], [])
    assert (told["works-1"]["occurred_text"], told["works"]["occurred_text"]) == ("2019-03-01", None)
    page = water("replay --known-to ledger").out
    assert "works, to the public, 2019-03-01\n" in page
    assert "late: “We lied.”\n" in page
