"""`claims list` of some: by their status, or by a text in them."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


SEARCHED = {
    "claims": ("claim", "text"),
    "actors": ("actor", "name", "role", "aliases"),
    "sources": ("source", "publisher", "title", "url"),
    "observations": ("observation", "text"),
}
"""The columns in which a text is looked for."""


def listed(reader: Desk, options: str) -> list[dict[str, Any]]:
    """The rows of a list for programs."""
    found: list[dict[str, Any]] = json.loads(reader.prints(f"list {options} --format json"))
    return found


def has(row: dict[str, Any], columns: tuple[str, ...], text: str) -> bool:
    """Whether one of these columns has the text, or one of the texts in a column has."""
    values = [row[column] for column in columns]
    words = [each for value in values for each in (value if isinstance(value, list) else [value]) if each is not None]
    return any(text.lower() in each.lower() for each in words)


def test_claims_of_a_status(reader: Desk) -> None:
    """Those that have it, in the order of all; of several statuses, those of any; at the cut that is asked for."""
    for options in ("", "--as-of 2020-01-06", "--known-to harbour-council", "--recorded @15"):
        everything = listed(reader, f"claims {options}")
        statuses = sorted({each["status"] for each in everything})
        assert len(statuses) > 1
        for status in statuses:
            of_it = [each for each in everything if each["status"] == status]
            assert listed(reader, f"claims {options} --status {status}") == of_it
        asked = " ".join(f"--status {status}" for status in statuses)
        assert listed(reader, f"claims {options} {asked}") == everything


@pytest.mark.parametrize(
    "options",
    [
        *SEARCHED,
        "reversals",
        "claims --as-of 2020-01-05",
        "observations --as-of 2020-01-05",
        "claims --known-to harbour-council",
        "observations --known-to ledger",
    ],
)
def test_the_first_of_a_list_are_those_of_the_whole(reader: Desk, options: str) -> None:
    """In the same order, with all that is told of each; and of a page it is said of how many they are the first."""
    for asked in (options, f"{options} --matching o"):
        everything = listed(reader, asked)
        for limit in sorted({1, max(1, len(everything) - 1), max(1, len(everything))}):
            assert json.loads(reader(f"list {asked} --limit {limit} --format json").out) == everything[:limit]
            told = reader(f"list {asked} --limit {limit}").err.splitlines()
            first = "first of {} is" if limit == 1 else f"first {limit} of {{}} are"
            left_out = f"only the {first.format(len(everything))} here; --limit 0 gives all"
            assert (left_out in told) is (limit < len(everything))


def test_a_list_names_some_of_many_who_stand_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The claim's own page has all of them, and so has every format for programs."""
    desk = Desk(tmp_path, capsys)
    names = [f"a{number:02}" for number in range(22)]
    events: list[dict[str, Any]] = [{"type": "actor", "id": each, "name": "A"} for each in names]
    stances = [{"claim": "shut", "stance": "support"}]
    events += [{"type": "observation", "speaker": each, "stances": stances} for each in names[:20]]
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(map(json.dumps, events)))
    desk.does("init", "claim shut 'It is shut.'", f"append {given}")
    assert "more" not in desk("list").out
    desk.does(*(f"record {each} supports shut" for each in names[20:]))
    assert "a19 and 2 more" in " ".join(desk("list").out.split())
    assert listed(desk, "claims")[0]["supported_by"] == names
    told, history = desk("show shut").out.split("History")
    assert all(each in told for each in names)
    assert "a19 and 2 more" in " ".join(history.split())


def test_a_list_names_some_of_many_that_are_divided_or_assess(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Likewise: of each kind of those who are named together."""
    desk = Desk(tmp_path, capsys)
    wholes, stances = [f"w{number:02}" for number in range(21)], {"p": "support", "q": "deny"}
    events: list[dict[str, Any]] = [{"type": "actor", "id": each, "name": "A"} for each in wholes]
    for whole in wholes:
        for part, stance in stances.items():
            taken = [{"claim": "shut", "stance": stance}]
            events.append({"type": "actor", "id": f"{part}{whole}", "name": "A", "part_of": whole})
            events.append({"type": "observation", "speaker": f"{part}{whole}", "stances": taken})
        events.append({"type": "assessment", "claim": "shut", "assessor": whole, "verdict": "true"})
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(map(json.dumps, events)))
    desk.does("init", "claim shut 'It is shut.'", f"append {given}")
    told = " ".join(desk("list").out.split())
    assert f"divided {', '.join(wholes[:20])} and 1 more assessed true ({', '.join(wholes[:20])} and 1 more)" in told
    shown = desk("show shut").out
    assert all(each in shown for each in wholes)


def test_a_listed_observation_has_the_sources_and_the_words_that_were_out_by_then(reader: Desk) -> None:
    """And those that may have been, so that a sheet of them can be checked; of the ledger, all that are recorded."""

    def carried(options: str) -> tuple[list[str], list[str]]:
        (found,) = [each for each in listed(reader, f"observations {options}") if each["observation"] == "clerk-memo"]
        return found["sources"], found["quotes"]

    memo, post = "Pier 4 is closed\nuntil March.", "Pier 4 is closed"
    assert carried("") == (["council-memo", "harbour-post"], [memo, post])
    assert carried("--known-to ledger") == (["council-memo", "harbour-post"], [memo, post])
    assert carried("--known-to harbour-council --as-of 2020-01-07") == (["council-memo"], [memo])


def test_an_actor_s_page_has_the_first_thousand_positions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table has rows; programs get all, and so does who asks for all."""
    desk = Desk(tmp_path, capsys)
    claims = [f"c{number:04}" for number in range(1_001)]
    events: list[dict[str, Any]] = [{"type": "actor", "id": "mayor", "name": "The mayor"}]
    events += [{"type": "claim", "id": each, "text": "It is."} for each in claims]
    taken = [{"claim": each, "stance": "support"} for each in claims]
    events.append({"type": "observation", "speaker": "mayor", "stances": taken})
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(map(json.dumps, events)))
    desk.does("init", f"append {given}")
    told = "only the first 1,000 of the 1,001 positions are here; --limit 0 gives all\n"
    asked = desk("show mayor")
    assert (asked.err, asked.out.split("Said")[0].count(" c0")) == (told, 1_000)
    assert [desk(f"show mayor {options}").err for options in ("--limit 0", "--limit 1", "--format json")] == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("what", SEARCHED)
def test_what_matches_a_text(reader: Desk, what: str) -> None:
    """It is looked for in the id and the words, in capitals or not, and nothing in it has a meaning of its own."""
    quoted = json.loads(reader.prints("sql 'select observation, exact from quotes' --format json"))
    everything = listed(reader, what)
    for text in ("PIER", "pier", "mayor", "o", "%", "_", "'", "no such text", "Council", "."):
        found = [
            each
            for each in everything
            if has(each, SEARCHED[what], text)
            or any(has(quote, ("exact",), text) for quote in quoted if quote["observation"] == each.get("observation"))
        ]
        assert listed(reader, f"{what} --matching {shlex.quote(text)}") == found, text


def test_a_text_may_be_in_the_words_of_a_speaker(reader: Desk) -> None:
    """As a source has them, unless that was published after the cut."""
    assert [each["observation"] for each in listed(reader, "observations --matching 'until march'")] == ["clerk-memo"]
    asked = "list observations --known-to harbour-council --matching 'IS CLOSED'"
    assert "clerk-memo" in reader(asked).out
    told = reader("list observations --matching 'until march' --as-of 2020-01-06")
    assert (told.code, told.out.splitlines()[-1]) == (0, "No observations match.")
    assert told.err == "1 more is recorded but not known there; --known-to ledger lists all\n"


def test_what_is_known_without_its_words_is_not_said_to_be_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A quote that was published later has the text; the observation was known before."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "source post P --published 2020-01-05")
    desk.does("record mayor --text 'A speech.' --at 2020-01-02 --in post --quote 'Never.'")
    told = desk("list observations --matching never --as-of 2020-01-03")
    assert (told.out.splitlines()[-1], told.err) == ("No observations match.", "")
    assert "mayor:1" in desk("list observations --matching speech --as-of 2020-01-03").out
    assert "mayor:1" in desk("list observations --matching never --as-of 2020-01-05").out


def test_capitals_and_accents_are_no_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who searches types what is on the keyboard; of letters with two small forms either does."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "claim a 'Élysée'", "claim b 'ΣΊΣΥΦΟΣ'", "claim c 'Cafe\u0301'")
    for text, claim in (
        ("elysee", "a"),
        ("ÉLYSÉE", "a"),
        ("σίσυφος", "b"),
        ("σισυφοσ", "b"),
        ("CAFÉ", "c"),
        ("cafe", "c"),
    ):
        assert [each["claim"] for each in listed(desk, f"claims --matching {text}")] == [claim]


def test_claims_that_cannot_both_hold_are_named_where_both_are_supported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the list and by `why`; not where one of them is denied alone."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "actor pilot P", "claim shut 'It is shut.'", "claim open 'It is open.'")
    desk.does("relate shut contradicts open", "record mayor supports shut", "record pilot denies open")
    said = "Contradict each other, and each is supported: "
    assert said not in desk("list").out
    assert "contradicts" not in desk("why shut").out
    desk.does("record mayor supports open")
    assert f"{said}open and shut.\n" in desk("list").out
    assert said not in desk("list --recorded @7").out
    assert "It contradicts what is supported, too: open (disputed).\n" in desk("why shut").out
    assert "It contradicts what is supported, too: shut (asserted).\n" in desk("why open").out
    desk.does("relate open contradicts shut")
    assert "It contradicts what is supported, too: shut (asserted).\n" in desk("why open").out
    assert f"{said}open and shut.\n" in desk("list").out


def test_where_nothing_matches_it_is_said(reader: Desk) -> None:
    """An empty page alone could be that of an empty ledger."""
    told = reader("list sources --matching nowhere")
    assert (told.code, told.out, told.err) == (0, "No sources match.\n", "")
    assert reader("list --status questioned --matching nowhere").out.splitlines()[-1] == "No claims match."
    assert reader("list actors --matching nowhere").out == "No actors match.\n"


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            "--status disputed,denied",
            "--status: no status is called 'disputed,denied'",
            "repeat it: --status disputed --status denied",
        ),
        ("--status disptued", "--status: no status is called 'disptued'", "did you mean disputed?"),
        (
            "--status true",
            "--status: no status is called 'true'",
            "the statuses are asserted, asserted-by-several, disputed",
        ),
        ("actors --status denied", "--status: actors have no status", "only claims do"),
    ],
)
def test_a_status_is_one_that_there_is(reader: Desk, options: str, message: str, hint: str) -> None:
    """Another word is refused, and so is a status of what has none."""
    told = reader(f"list {options}")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"error: {message}\nhint: {hint}")


def test_who_changed_sides_is_listed_with_what_was_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what is certainly known: both statements, each with when, to whom, and by whose account."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor 'The mayor'", "claim shut 'Pier 4 is shut.'", "source post P --published 2020-01-05")
    desk.does("record mayor denies shut --at 2020-01-02 --in post --quote 'It is open.'")
    desk.does("record mayor supports shut --at 2020-01-06 --text 'He admits it.'")
    assert desk("list reversals").out == (
        "As the public knows it\n"
        "\u2013 mayor, The mayor, on shut: Pier 4 is shut.\n"
        "    denies it in mayor:1, 2020-01-02, to the public\n"
        "        post: “It is open.”\n"
        "    then supports it in mayor:2, 2020-01-06, to the public\n"
        "        He admits it.\n"
    )
    assert desk("list reversals --as-of 2020-01-03").out.splitlines()[-1] == "No reversals."
    assert [each["to_event"] for each in listed(desk, "reversals --matching PIER")] == ["mayor:2"]
    assert desk("list reversals --matching nobody").out.splitlines()[-1] == "No reversals match."


def test_a_seq_that_may_be_meant_for_a_year_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Digits alone are an event; where there is none of that number, another answer says so."""
    desk = Desk(tmp_path, capsys)
    given = tmp_path / "given.jsonl"
    given.write_text("".join(f'{{"type":"actor","id":"a{number}","name":"A"}}\n' for number in range(1, 1951)))
    desk.does("init", f"append {given}")
    told = "--as-of 1950 is the event @1950; the end of that year is 1950-12-31"
    assert told in desk("list --as-of 1950").err.splitlines()
    assert told not in desk("list --as-of @1950").err
    assert "is the event" not in desk("list --as-of 1951").err


def test_who_said_both_in_no_certain_order_is_named_below(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A vague statement of the same side hides when sides were changed, and not that they were."""
    desk = Desk(tmp_path, capsys)
    desk.does("init", "actor mayor M", "actor pilot P", "claim shut 'It is shut.'")
    desk.does("record mayor supports shut --at 2020-01-02", "record mayor denies shut --at 2020-01-04")
    assert "Said both" not in desk("list reversals").out
    desk.does("record mayor supports shut --at 2020-01", "record pilot supports shut --at 2020-01-02")
    desk.does("record pilot possibly denies shut --at 2020-01-04")
    told = "Said both, in unknown order: mayor on shut (mayor:1, mayor:2, mayor:3)."
    assert " ".join(desk("list reversals").out.split()) == f"As the public knows it No reversals. {told}"
    assert "Said both" not in desk("list reversals --as-of 2020-01-03").out
    assert "Said both" not in desk("list reversals --matching mayor").out
    assert listed(desk, "reversals") == []
