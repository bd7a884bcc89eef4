"""What seldom happens in a ledger, and how it is told: doubt, silence, words taken back, records that are gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ledger import codec
from ledger.cli import output
from ledger.cli.setting import Setting
from ledger.render.page import Paragraph, words
from tests.cli.harbour import Event, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

CAST: list[Event] = [
    {"type": "actor", "id": "city", "name": "City"},
    {"type": "actor", "id": "mayor", "name": "The mayor", "part_of": "city"},
    {"type": "actor", "id": "clerk", "name": "A clerk", "part_of": "city"},
    {"type": "actor", "id": "pilot", "name": "A pilot"},
    {"type": "actor", "id": "guard", "name": "A guard"},
    {"type": "actor", "id": "desk", "name": "The desk"},
    {"type": "actor", "id": "radio-desk", "name": "The radio's desk"},
    {"type": "source", "id": "radio", "publisher": "City Radio", "note": "On air."},
    {"type": "source", "id": "letter", "publisher": "A reader", "audience": ["desk"]},
    {"type": "claim", "id": "closed", "text": "The pier is closed."},
    {"type": "claim", "id": "sold", "text": "The pier is sold."},
    {"type": "claim", "id": "safe", "text": "The pier is safe."},
]
SAID: list[Event] = [
    {"type": "observation", "id": "pilot-on", "speaker": "pilot", "stances": [{"claim": "sold", "stance": "support"}]},
    {"type": "observation", "id": "pilot-off", "speaker": "pilot", "stances": [{"claim": "sold", "stance": "deny"}]},
    {
        "type": "observation", "id": "mayor-yes", "speaker": "mayor", "occurred": "2020-01-06T10:00Z",
        "stances": [{"claim": "closed", "stance": "support"}, {"claim": "safe", "stance": "support"}],
        "reports": [
            {"source": "radio", "mode": "paraphrase"}, {"source": "letter", "published": "2020-01-08"},
            {"source": "radio", "quotes": [{"exact": "Yes."}], "published": "2020-01-06"},
        ],
    },
    {
        "type": "observation", "id": "mayor-no", "speaker": "mayor", "occurred": "2020-01-06T12:00Z/..",
        "after": ["mayor-yes"],
        "stances": [{"claim": "closed", "stance": "deny"}],
    },
    {
        "type": "observation", "id": "clerk-yes", "speaker": "clerk", "occurred": "2020-01-06T09:00Z",
        "stances": [{"claim": "closed", "stance": "support"}],
    },
    {
        "type": "observation", "id": "guard-yes", "speaker": "guard", "occurred": "2020-01-06T09:00Z",
        "stances": [{"claim": "safe", "stance": "support"}, {"claim": "sold", "stance": "comment"}],
    },
    {
        "type": "observation", "id": "guard-back", "speaker": "guard", "occurred": "2020-01-06T13:00Z/..",
        "retracts": [{"observation": "guard-yes"}],
    },
    {
        "type": "observation", "id": "whisper", "speaker": "clerk", "audience": ["desk"], "occurred": "2020-01-05",
        "text": "Nobody else hears it.", "stances": [{"claim": "safe", "stance": "deny"}],
    },
    {
        "type": "observation", "id": "told-later", "speaker": "clerk", "audience": ["mayor"], "occurred": "2020-01-05",
        "stances": [{"claim": "safe", "stance": "query"}],
        "reports": [{"source": "radio", "published": "2020-01-07", "audience": ["public"], "mode": "inferred"}],
    },
    {"type": "assessment", "claim": "safe", "assessor": "desk", "verdict": "true", "occurred": "2020-01-06"},
    {"type": "assessment", "claim": "safe", "assessor": "radio-desk", "verdict": "false", "confidence": "low"},
    {"type": "relation", "id": "rel", "from": "sold", "relation": "about", "to": "closed"},
]  # fmt: skip
AFTERWARDS: list[Event] = [
    {"type": "claim", "id": "new", "text": "The pier is new."},
    {"type": "void", "event": "pilot", "reason": "no pilot"},
    {
        "type": "observation",
        "amends": "clerk-yes",
        "speaker": "clerk",
        "stances": [{"claim": "safe", "stance": "query"}],
    },
    {"type": "void", "event": "rel"},
]
BATCHES = (
    (datetime(2020, 1, 9, 9, tzinfo=UTC), CAST),
    (datetime(2020, 1, 9, 10, tzinfo=UTC), SAID),
    (datetime(2020, 1, 10, 9, tzinfo=UTC), AFTERWARDS),
)


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of what seldom happens."""
    return record(tmp_path_factory.mktemp("ledgers") / "rare", *BATCHES)


@pytest.fixture
def reader(rare: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in it, on a screen so wide that no sentence is broken."""
    return Desk(rare, capsys)


def lines(reader: Desk, command: str) -> list[str]:
    """What a command prints, on a wide screen, line by line without what sets them in."""
    done = reader(command, width=100)
    assert done.code == 0, done
    return [line.strip() for line in done.out.splitlines()]


def sentences(reader: Desk, command: str) -> str:
    """What a command prints, as one line."""
    return " ".join(" ".join(lines(reader, command)).split())


def test_words_of_unknown_order_are_told(reader: Desk) -> None:
    """Who says both, and nobody knows which last, has no position but that."""
    assert "order unknown pilot" in sentences(reader, "list --recorded @24")
    assert "order-unknown: pilot said both, in unknown order." in sentences(reader, "why sold --recorded @24")
    assert "order unknown" in sentences(reader, "show pilot --recorded @24")


def test_a_divided_origin_is_named(reader: Desk) -> None:
    """In the list and on the page of the claim."""
    assert "divided city" in sentences(reader, "list --recorded @24")
    assert "city is divided." in sentences(reader, "why closed --recorded @24")


def test_several_assessors_are_all_named(reader: Desk) -> None:
    """A verdict on which they differ is contested, and each stands with what they found and how sure they were."""
    assert "assessed contested (desk, radio-desk)" in sentences(reader, "list")
    page = sentences(reader, "show safe")
    assert "desk: true, 2020-01-06" in page
    assert "radio-desk: false, low confidence, recorded 2020-01-09T10:00:00Z" in page
    assert "not certainly made by then" in sentences(reader, "show safe --as-of 2020-01-07")


def test_each_reason_for_not_counting_is_told(reader: Desk) -> None:
    """A comment, words taken back, words nobody was told, words that became known later, a speaker who is gone."""
    safe = sentences(reader, "why safe")
    assert "taken back in guard-back" in safe
    assert "whisper, 2020-01-05, to desk: no report that stands tells the public of it" in safe
    sold = sentences(reader, "why sold")
    assert "a comment, which never counts" in sold
    assert "its speaker was voided at @26" in sold
    assert "amended at @27" in sentences(reader, "why closed")
    assert "No longer there: pilot (voided at @26); what it says does not count." in sentences(reader, "show pilot-on")
    assert "no longer there" not in sentences(reader, "show pilot-on --recorded @24")
    then = sentences(reader, "why safe --as-of 2020-01-06T10:30Z")
    assert "the public did not know of it by then; it became known between 2020-01-07T05:00Z" in then


def test_what_could_change_is_told_with_what_would_change_it(reader: Desk) -> None:
    """If everything possible had happened: words not yet certain, words superseded, words taken back."""
    closed = sentences(reader, "why closed --as-of 2020-01-06T12:30Z --recorded @24")
    assert "what mayor said in mayor-yes would be superseded by mayor-no" in closed
    assert "mayor denies it in mayor-no, which may have been known by then; it certainly was by" in closed
    safe = sentences(reader, "why safe --as-of 2020-01-06T14:00Z")
    assert "what guard said in guard-yes would be taken back in guard-back" in safe
    sold = sentences(reader, "why sold --as-of 2020-01-06 --recorded @24")
    assert "pilot supports it in pilot-on, which may have been known by then; no time is recorded for it" in sold
    assert "It would still be" in sentences(reader, "why safe --as-of 2020-01-06T14:00Z") or "It would be" in safe


def test_doubt_is_marked_in_every_table(reader: Desk) -> None:
    """What is only possible has a question mark: a position, an observation, a status in either of two views."""
    assert "denies?" in sentences(reader, "show mayor --as-of 2020-01-06T12:30Z")
    said = sentences(reader, "show mayor --as-of 2020-01-06T12:30Z")
    assert "perhaps not known to the public by then" in said
    assert "not known to the public" in sentences(reader, "show clerk")
    assert "? marks what would be so" in sentences(reader, "diff @2020-01-06T12:30Z @2020-01-07")


def test_observations_without_much_are_shown(reader: Desk) -> None:
    """Words taken back, no text, no report: nothing is made up for what is not there."""
    page = sentences(reader, "show guard-yes")
    assert "It was taken back in guard-back." in page
    assert "takes back guard-yes" in sentences(reader, "show guard-back")
    assert "guard-back, 2020-01-06T13:00Z/.., to the public" in sentences(reader, "show guard")
    assert "sold about closed (closed, disputed: The pier is closed.)" in sentences(reader, "show sold --recorded @24")
    assert "No report that stands tells the public of it." in sentences(reader, "show whisper")
    assert "by its date, and what came before and after, it" in sentences(reader, "show mayor-no").lower()
    assert "It became known" not in sentences(reader, "show whisper --known-to ledger")
    assert "changes no position: comments on sold" not in sentences(reader, "replay closed")
    assert "changes no claim" in sentences(reader, "replay")


def test_a_source_shows_only_its_own_words(reader: Desk) -> None:
    """Of an observation that several sources carry, each shows what it has of it."""
    radio = sentences(reader, "show radio")
    assert "“Yes.”" in radio
    assert "without a quote, radio (paraphrase)" in radio
    assert "“Yes.”" not in sentences(reader, "show letter")
    assert "also in radio (paraphrase), letter" in sentences(reader, "show mayor")


def test_every_type_of_event_is_shown_with_what_it_says(reader: Desk) -> None:
    """An actor, a source, a claim, a relation, an assessment, a void: by the number of the line."""
    assert "part of: city" in sentences(reader, "show @2")
    assert "publisher: City Radio" in sentences(reader, "show @8")
    assert "told: to desk" in sentences(reader, "show @9")
    assert "The pier is closed. kind: fact" in sentences(reader, "show @10")
    assert "occurred: 2020-01-06" in sentences(reader, "show @22")
    assert "sold about closed" in sentences(reader, "show @24")
    assert "ends: rel" in sentences(reader, "show @28")
    assert sentences(reader, "show rel").startswith("rel, relation @24")
    assert "The record was voided at @28, as entered-in-error" in sentences(reader, "show rel")


def test_what_was_amended_or_voided_between_two_views_is_told(reader: Desk) -> None:
    """A claim that is not there yet, an amended observation with both its stances, an actor who is gone."""
    page = sentences(reader, "diff ledger@24 ledger@28")
    assert "not there" in page
    assert "pilot: voided at @26" in page
    assert "clerk-yes: in another version in the second view, that of @27" in page
    assert "supports closed in the first view, takes no stance on closed in the second" in page
    back = sentences(reader, "diff ledger@28 ledger@24")
    assert "not there" in back
    assert "pilot: not yet voided in the second view; it is at @26" in back
    assert "guard takes back what was said on safe" in sentences(reader, "diff ledger@18 ledger@19")


def test_the_record_of_the_past_is_named(reader: Desk) -> None:
    """A view of the log as it was says so, by its number or its time."""
    assert lines(reader, "list --recorded @24")[0] == "As the public knows it, from the log as it was at @24"
    assert lines(reader, "list --recorded 2020-01-09T12:00:00Z")[0].endswith(
        "from the log as it was at 2020-01-09T12:00Z"
    )
    assert lines(reader, "list --known-to ledger --as-of @24")[0] == "As the ledger held it just after @24"
    assert lines(reader, "list --known-to ledger")[0] == "As the ledger holds it"


def test_the_history_of_the_ledger_ends_at_its_cut(reader: Desk) -> None:
    """For the ledger a cut is a place in the log, and later revisions are not there yet."""
    shown = json.loads(reader("show closed --known-to ledger --as-of @16 --format json").out)
    assert [step["seq"] for step in shown["history"]] == [15, 16]
    assert len(json.loads(reader("show closed --known-to ledger --format jsonl").out)["history"]) > 2


def test_the_ledger_remembers_a_claim_as_it_was_before_it_was_voided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a place in the log before a void, the page of a claim has the history that it had then."""
    denial: Event = {
        "type": "observation", "id": "no", "speaker": "mayor", "stances": [{"claim": "closed", "stance": "deny"}],
    }  # fmt: skip
    at = datetime(2020, 1, 8, tzinfo=UTC)
    directory = record(tmp_path / "gone", (at, CAST), (at, [denial]), (at, [{"type": "void", "event": "closed"}]))
    page = Desk(directory, capsys).prints(f"show closed --known-to ledger --as-of @{len(CAST) + 1}")
    assert "\nHistory\n" in page


def test_a_line_that_the_law_took_out_is_shown_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it said is gone from every page; its place is still there."""
    directory = record(tmp_path / "erased", BATCHES[0])
    log = directory / "events" / "00000001.jsonl"
    raw = log.read_bytes().splitlines()
    entry = codec.decode(raw[4])
    raw[4] = b'{"seq":5,"erased":"%b","chain":"%b"}' % (
        codec.leaf(codec.body_of(raw[4])).encode(),
        entry.chain.encode(),
    )
    log.write_bytes(b"".join(line + b"\n" for line in raw))
    reader = Desk(directory, capsys)
    assert "What this line said was taken out, as the law required" in sentences(reader, "show @5")
    assert json.loads(reader("show @5 --format json").out)["event"]["erased"]
    assert "@5 erased" in sentences(reader, "log")
    assert "5,,,,,,,,events/00000001.jsonl,5\n" in reader("log --format csv").out
    assert "before: @5 erased" in sentences(reader, "show @6")
    assert reader("show guard").code == 1
    assert reader("log guard").code == 1


def test_a_screen_that_does_not_say_its_size_has_no_pager(capsys: pytest.CaptureFixture[str]) -> None:
    """What is taken for a terminal and is none gets the page itself."""
    setting = Setting(environment={"PAGER": "cat -v"}, now=lambda: BATCHES[0][0], is_terminal=True)
    output.output(setting, None, None).page((Paragraph(words("It is open.")),))
    assert capsys.readouterr().out == "It is open.\n"


def test_a_stdout_of_another_kind_gets_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that replaced stdout by a buffer of text gets the text."""
    from io import StringIO

    buffer = StringIO()
    monkeypatch.setattr("sys.stdout", buffer)
    setting = Setting(environment={}, now=lambda: BATCHES[0][0])
    output.output(setting, "json", None).text(["{}"])
    assert buffer.getvalue() == "{}"


def test_a_cell_alone_may_be_empty(reader: Desk) -> None:
    """A row of one empty cell is no empty line, which a reader of CSV would leave out."""
    assert reader("sql \"select '' as a\" --format csv").out == 'a\n""\n'


def test_an_error_before_the_first_row_is_told(reader: Desk) -> None:
    """What a macro of the projections refuses is in its own words, whatever the format."""
    hint = "hint: `claims log --last 1` shows where it ends\n"
    for format_ in ("table", "json"):
        done = reader(f"list --recorded @99 --format {format_}")
        assert (done.code, done.out, done.err) == (1, "", f"error: the log ends at @28; there is no @99\n{hint}")
