"""The seeds and the pages about them hold together: what is quoted, what rests on what, and what the pages name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests import naive
from tests.case.ledgers import given
from tests.case.page import SEEDS, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger import Ledger
    from tests.naive import World

Event = dict[str, Any]

EVENTS: Final = tuple(given())
DOCUMENTS: Final = {event["id"]: event for event in EVENTS if event["type"] == "source" and "sha256" in event}
WORDS: Final = {"public", "events/", "claims check --documents DIR", "scripts/case DIR"}
README: Final = (SEEDS / "README.md").read_text(encoding="utf-8")


def of_type(kind: str) -> list[Event]:
    """The events of a type."""
    return [event for event in EVENTS if event["type"] == kind]


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the tables under a heading of the README, without the head of the first."""
    _, _, rest = README.partition(f"\n## {heading}\n")
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def quoting() -> Iterator[tuple[str, str, list[Event]]]:
    """Each list of quotes: the event that has it, the source that is quoted, and the quotes."""
    for event in EVENTS:
        for report in event.get("reports", ()):
            yield event["id"], report["source"], report.get("quotes", [])
        yield event["id"], event.get("source", ""), event.get("quotes", [])


def told_by(document: str) -> set[str]:
    """The observations that a document carries."""
    inline = {o["id"] for o in of_type("observation") for r in o.get("reports", ()) if r["source"] == document}
    return inline | {report["observation"] for report in of_type("report") if report["source"] == document}


def test_every_event_has_a_name() -> None:
    """Each event of the seeds is named, and once: a page can speak of it, and appending it again changes nothing."""
    ids = [event.get("id") for event in EVENTS]
    assert None not in ids
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_quotes_of_a_document_fit_together(document: str) -> None:
    """Laid over one another at their offsets, the quotes of a document never disagree about a character."""
    text: dict[int, str] = {}
    quotes = [quote for _, source, found in quoting() for quote in found if source == document]
    assert quotes
    for quote in quotes:
        places = range(quote["start"], quote["end"])
        assert len(quote["exact"]) == len(places), quote
        for place, character in zip(places, quote["exact"], strict=True):
            assert text.setdefault(place, character) == character, quote


def test_quotes_stand_in_their_order() -> None:
    """The quotes of one report follow one another in the document, with something left out between them."""
    for event, _, quotes in quoting():
        ends = [quote["end"] for quote in quotes]
        assert all(end < quote["start"] for end, quote in zip(ends, quotes[1:], strict=False)), event


def test_only_what_was_read_is_quoted() -> None:
    """Nothing is quoted from a source that stands in the case at second hand."""
    assert {source for _, source, quotes in quoting() if quotes} == set(DOCUMENTS)


def test_every_order_says_on_what_it_rests() -> None:
    """Each order edge names one of the documents, and has its words or a note."""
    for order in of_type("order"):
        assert order["source"] in DOCUMENTS, order["id"]
        assert order.get("quotes") or order.get("note"), order["id"]


def test_every_observation_is_carried() -> None:
    """Each observation is in one of the documents, and each of them carries some."""
    told = {document: told_by(document) for document in DOCUMENTS}
    assert set.union(*told.values()) == {observation["id"] for observation in of_type("observation")}
    assert all(told.values())


@pytest.mark.parametrize("report", [r["id"] for r in of_type("report") if r["source"] in DOCUMENTS])
def test_a_document_comes_out_after_all_that_it_tells(rules: World, report: str) -> None:
    """What a document carries certainly precedes its publication; what an outlet itself says there is of that time."""
    document = DOCUMENTS[rules.records.current[report]["source"]]
    observations = {o["id"]: o for o in of_type("observation") if o["id"] in told_by(document["id"])}
    for name, observation in observations.items():
        is_itself = observation.get("kind") == "document" and observation.get("occurred") == document["published"]
        assert is_itself or naive.precedes(rules, ("occurrence", name), ("publication", report)), name


def test_a_reading_stands_where_its_statement_stands(rules: World) -> None:
    """The reading of Esper's first words that is kept apart comes after and before the same moments as these words."""
    moments = [moment for moment in naive.moments(rules) if moment[1] not in ("esper-1", "esper-disputed")]
    words, reading = rules.order.moment_of("esper-1"), rules.order.moment_of("esper-disputed")
    for moment in moments:
        assert naive.precedes(rules, moment, words) == naive.precedes(rules, moment, reading), moment
        assert naive.precedes(rules, words, moment) == naive.precedes(rules, reading, moment), moment


def test_readme_tells_the_key_observations_in_order(rules: World) -> None:
    """No observation in that table of the README certainly precedes one that stands above it."""
    events = [name for row in rows_under("The key observations, in order") for name in names(row[0])]
    moments = [rules.order.moment_of(event) for event in events]
    assert len(moments) > 10
    for place, moment in enumerate(moments):
        assert not any(naive.precedes(rules, moment, above) for above in moments[:place]), events[place]


def test_readme_lists_the_documents() -> None:
    """The table of sources in the README has the documents, in the order of the seeds, each by a file of its number."""
    rows = [row for row in rows_under("The sources") if row[0].isdigit()]
    assert [names(row[1])[0] for row in rows] == list(DOCUMENTS)
    assert all(names(row[2])[0].startswith(f"{row[0]}_") for row in rows)


@pytest.mark.parametrize("name", ["README.md", "expected.md"])
def test_pages_name_what_is_there(name: str) -> None:
    """What stands in backticks on a page is a record of the seeds, a file of them or of the documents, or a command."""
    records = {event["id"] for event in EVENTS}
    files = {path.name for path in SEEDS.iterdir()} | {
        names(row[2])[0] for row in rows_under("The sources") if row[0].isdigit()
    }
    assert set(names((SEEDS / name).read_text(encoding="utf-8"))) <= records | files | WORDS


def test_voices_are_counted_by_body(case: Ledger) -> None:
    """Whoever is of the Department, the government or Congress speaks for that body; everybody else for himself."""
    bodies: dict[str, set[str]] = {}
    for actor, origin in case.sql("select actor, origin from actors").fetchall():
        bodies.setdefault(origin, set()).add(actor)
    several = {
        "us-dod": {"us-dod", "esper", "joint-chiefs", "milley", "cjtf-oir", "task-force-iraq", "seely", "dreazen"},
        "iraq-gov": {"iraq-gov", "abdul-mahdi", "iraq-cabinet", "iraq-mod", "iraq-military"},
        "us-congress": {"us-congress", "hasc"},
    }
    assert {origin: actors for origin, actors in bodies.items() if len(actors) > 1} == several
    assert all(actors == {origin} for origin, actors in bodies.items() if origin not in several)
