"""`claims amend` and `claims void`: what was recorded wrong, corrected and ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ledger import Ledger

if TYPE_CHECKING:
    from ledger.codec import Entry
    from tests.desk import Desk


def test_the_fields_that_are_not_named_stay(harbour: Desk) -> None:
    """An amendment is the whole new version, with one field changed; before and after are told."""
    done = harbour(
        "amend mayor:1 --set occurred=2020-01-06T16:11-05:00 --set reports[0].mode=quote --reason 'Misheard.'"
    )
    assert done == (
        0,
        "@7 mayor:1:v2\n",
        (
            "mayor:1:v2: mayor denies pier-closed, told to the public, in harbour-post, "
            "occurred 2020-01-06T16:11-05:00 (from 2020-01-06T21:11Z to 2020-01-06T21:12Z)\n"
            '- occurred: "2020-01-06T16:10-05:00"\n'
            '+ occurred: "2020-01-06T16:11-05:00"\n'
            '+ reports[0].mode: "quote"\n'
        ),
    )
    assert harbour.last() == {
        "speaker": "mayor",
        "occurred": {
            "text": "2020-01-06T16:11-05:00",
            "earliest": "2020-01-06T21:11:00.000000Z",
            "latest": "2020-01-06T21:12:00.000000Z",
        },
        "stances": [{"claim": "pier-closed", "stance": "deny"}],
        "reports": [{"source": "harbour-post", "mode": "quote", "quotes": [{"exact": "It is open."}]}],
        "amends": "mayor:1",
        "reason": "Misheard.",
    }


def test_an_amendment_starts_from_the_newest_version(harbour: Desk) -> None:
    """What an earlier amendment changed stays, and its reason does not."""
    harbour.does(
        "amend mayor --set role=Mayor --reason 'It was missing.'", "amend mayor --set aliases=Mayor,'His Honour'"
    )
    assert harbour.last() == {
        "name": "The mayor",
        "role": "Mayor",
        "part_of": "city",
        "aliases": ["Mayor", "His Honour"],
        "amends": "mayor",
    }


def test_a_field_is_taken_out(harbour: Desk) -> None:
    """With --unset a field is no longer there, and that is told."""
    done = harbour("amend mayor --unset part_of")
    assert done.err == 'mayor:v2: the actor “The mayor”\n- part_of: "city"\n'
    assert harbour.last() == {"name": "The mayor", "amends": "mayor"}


def test_a_clock_time_is_on_the_day_of_the_record(harbour: Desk) -> None:
    """16:11 is on the day on which the record is, whatever day is in use."""
    harbour.environment["CLAIMS_DATE"] = "2020-01-02"
    harbour.does("amend mayor:1 --set occurred=16:11")
    assert harbour.last()["occurred"]["text"] == "2020-01-06T16:11-05:00"


def test_a_record_is_named_by_the_seq_of_its_event(harbour: Desk) -> None:
    """@2 is the record that the event at 2 declares, amends or ends."""
    harbour.does("amend @2 --set role=Mayor")
    assert harbour.log()[-1]["id"] == "mayor:v2"
    harbour.does("amend @7 --set role='Lord mayor'")
    assert harbour.log()[-1]["id"] == "mayor:v3"
    harbour.does("void @8")
    assert harbour.last() == {"event": "mayor"}


def test_a_dry_run_shows_the_change_and_makes_none(harbour: Desk) -> None:
    """The line is printed, the change told, and the log is as before."""
    done = harbour("amend pier-closed --set text='Pier 4 is shut.' --dry-run")
    assert done.out.startswith('{"seq":7,"id":"pier-closed:v2","type":"claim",')
    assert 'nothing was appended\n- text: "Pier 4 is closed."\n+ text: "Pier 4 is shut."\n' in done.err
    assert "stances taken on pier-closed now apply to these words: " in done.err
    assert len(harbour.log()) == 6


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("amend mayor", 2, 'error: nothing to correct\nhint: as in claims amend mayor --set text="…"\n'),
        (
            "amend mayor --set name='The mayor'",
            1,
            "error: mayor says that already\nhint: `claims show mayor` shows what it says\n",
        ),
        ("amend mayr --set name=x", 1, "error: there is no record mayr\nhint: did you mean mayor or mayor:1?\n"),
        ("amend zzz --set name=x", 1, "error: there is no record zzz\nhint: `claims log` lists them\n"),
        (
            "amend Mayor --set name=x",
            2,
            "error: 'Mayor' is not a name\nhint: did you mean mayor?\n",
        ),
        (
            "amend mayor --set nmae=x",
            2,
            "error: --set nmae: there is no field `nmae`\nhint: did you mean name?\n",
        ),
        (
            "amend mayor --set 'name=  '",
            2,
            'error: name: it has nothing but white space\nhint: give it in words, as in "The mayor"\n',
        ),
        (
            """amend mayor --set 'aliases=["Mayor"'""",
            2,
            (
                "error: --set aliases: this begins like JSON, but is invalid: "
                "Expecting ',' delimiter: line 1 column 9 (char 8)\n"
                'hint: as in ["Mayor"]\n'
            ),
        ),
        (
            f"amend mayor:1 --set note{'.a' * 5_000}=x",
            2,
            (
                f"error: --set: 'note{'.a' * 38}…' names no field\n"
                "hint: a field is named as in text, audience or reports[0].published\n"
            ),
        ),
        (
            f"amend mayor:1 --set stances[{'9' * 5_000}].stance=deny",
            2,
            (
                f"error: --set: 'stances[{'9' * 72}…' names no field\n"
                "hint: a field is named as in text, audience or reports[0].published\n"
            ),
        ),
        (
            "amend mayor:1 --set stances[1].claim=pier-open",
            2,
            (
                "error: --set stances[1].claim: stances[1]: the field `stance` is missing\n"
                'hint: set a new one as a whole: --set \'stances[1]={"claim":"pier-open","stance":"deny"}\'\n'
            ),
        ),
        (
            "amend mayor:1 --set occurred=soon",
            2,
            (
                "error: --set occurred: 'soon' cannot be read as a time\nhint: a time is 2020, 2020-01, 2020-01-06, "
                "2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York], or an interval of two of them: "
                "2020-01-06/2020-01-08, ../2020-01-08, 2020-01-06/..\n"
            ),
        ),
    ],
)
def test_what_cannot_be_amended_says_why(harbour: Desk, line: str, code: int, told: str) -> None:
    """The error names the record or the field; nothing is appended."""
    assert harbour(line) == (code, "", told)
    assert len(harbour.log()) == 6


def test_nobody_undoes_what_another_one_corrected(harbour: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who amends what was amended since it was read is refused: the other fields would be those of before."""
    read = Ledger.current

    def slowly(ledger: Ledger, record: str, **how: float) -> Entry:
        current = read(ledger, record, **how)
        monkeypatch.setattr(Ledger, "current", read)
        harbour.does("amend pier-open --set kind=commitment")
        return current

    monkeypatch.setattr(Ledger, "current", slowly)
    before = harbour("amend pier-open --set text=x")
    assert (before.code, before.out) == (5, "")
    assert before.err == (
        "error: pier-open no longer says what it said at @4: it was amended at @7\n"
        "hint: `claims show pier-open` shows what it says now; then amend that\n"
    )
    harbour.does("amend pier-open --set text=x")
    assert harbour.log()[-1]["kind"] == "commitment"


def test_the_id_of_an_amendment_is_not_a_record(harbour: Desk) -> None:
    """Whoever names a version is told the name of its record; so of a void."""
    harbour.does("amend mayor --set role=Mayor", "void pier-open")
    told = "error: RECORD: mayor:v2 is not a record\nhint: name the record: mayor\n"
    assert harbour("amend mayor:v2 --unset role") == (2, "", told)
    told = "error: RECORD: void:1 is not a record\nhint: name the record: pier-open\n"
    assert harbour("amend void:1 --unset reason") == (2, "", told)


def test_an_id_is_kept_out_of_the_new_version(harbour: Desk) -> None:
    """A record that was imported from elsewhere is amended here, not there."""
    path = harbour.directory / "import.jsonl"
    path.write_text('{"type":"claim","id":"strike","imported_from":{"ledger":"old"},"text":"They strike."}\n')
    harbour.does(f"append {path}", "amend strike --set kind=opinion")
    assert harbour.last() == {"text": "They strike.", "kind": "opinion", "amends": "strike"}


def test_a_record_ends_for_good(harbour: Desk) -> None:
    """A void names the record, the kind and the reason; what is void is neither amended nor voided again."""
    done = harbour("void mayor:1 pier-open --kind duplicate --reason 'Twice.' --note 'See above.'")
    assert done == (
        0,
        "@7 void:1\n@8 void:2\n",
        (
            "void:1: mayor:1 is void, duplicate\nvoid:2: pier-open is void, duplicate\n"
            "pier-open takes with it all that was said of it, its relations and its assessments\n"
        ),
    )
    assert harbour.last() == {
        "event": "pier-open",
        "kind": "duplicate",
        "reason": "Twice.",
        "note": "See above.",
    }
    for line in ("amend pier-open --set kind=opinion", "void pier-open"):
        done = harbour(line)
        assert (done.code, done.out) == (1, "")
        assert "void:2" in done.err


def test_what_was_erased_cannot_be_named_by_its_seq(harbour: Desk) -> None:
    """Of an erased line only its place is left."""
    from ledger.codec import body_of, leaf

    segment = harbour.directory / "events" / "00000001.jsonl"
    lines = segment.read_bytes().splitlines()
    chain = lines[5][-66:-2].decode()
    lines[5] = f'{{"seq":6,"erased":"{leaf(body_of(lines[5]))}","chain":"{chain}"}}'.encode()
    segment.write_bytes(b"\n".join(lines) + b"\n")
    assert harbour("void @6") == (1, "", "error: @6 was erased, and nothing is left of what it said\n")


def test_a_correction_says_what_it_changed_and_for_whom(harbour: Desk) -> None:
    """The page of its line has the fields that differ, and what the perspective has otherwise since then."""
    harbour.does("amend mayor:1 --set audience=city --unset reports", "void mayor:1")
    told = harbour.does("show mayor:1:v2").out
    (amended,) = [part for part in told.split("\n\n") if part.startswith("What the amendment changed")]
    assert [line[2:].partition(":")[0] for line in amended.splitlines() if ": " in line] == ["reports", "audience"]
    assert "It changed no claim, as the log grew." in told
    lost = (
        "for the public\nClaim                Before        After\n"
        "───────────────────  ────────────  ───────────\n"
        "pier-closed          denied        no-position\n"
        "  Pier 4 is closed.  denies mayor\n"
    )
    assert f"What it corrected, {lost}" in told
    assert "What it corrected" not in harbour.does("show mayor:1:v2 --known-to city").out
    assert "What it corrected, for city\n" in harbour.does("show void:1 --known-to city").out
    assert "What it corrected" not in harbour.does("show void:1").out
    shown = json.loads(harbour.does("show @7 --format json").out)
    assert [each["field"] for each in shown["amended"]] == ["reports", "audience"]
    assert [(each["claim"], each["from_status"], each["to_status"]) for each in shown["corrected"]] == [
        ("pier-closed", "denied", "no-position")
    ]


def test_a_time_that_was_moved_says_between_which_moments_it_matters(harbour: Desk) -> None:
    """Now it is known by either time; as of a moment between the two it is not."""
    harbour.does("amend mayor:1 --set occurred=2020-01-06T18:00-05:00 --reason Misdated")
    page = " ".join(harbour.does("show @7").out.split())
    told = "as of a moment between 2020-01-06T16:10-05:00 and 2020-01-06T18:00-05:00 (--as-of asks there)."
    assert f"It corrected nothing that the public knows, but it may have {told}" in page
    assert "What it corrected, for the public" in harbour.does("show @7 --as-of 2020-01-06T22:00Z").out


def test_what_an_erased_version_said_is_nobody_elses_change(harbour: Desk) -> None:
    """Where the version before it may be erased, an amendment is not said to have changed what that one did."""
    harbour.does("amend mayor:1 --set text=First", "amend mayor:1 --set text=Second")
    assert '– text: "First" → "Second"' in harbour.does("show @8").out  # noqa: RUF001  # as pages have it
    harbour.does("repair --erase @7 --reason 'The law.'")
    assert "What the amendment changed" not in harbour.does("show @8").out


def test_a_void_names_what_a_torn_tail_still_holds(harbour: Desk) -> None:
    """A report whose line lacks only its newline is completed by the void, and ends with what it is on."""
    harbour.does("report mayor:1 --in harbour-post --id printed")
    (path,) = (harbour.directory / "events").glob("*.jsonl")
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert harbour("void mayor:1").err.splitlines()[-1] == "mayor:1 takes with it printed"


def test_a_void_of_a_source_names_what_it_reports(harbour: Desk) -> None:
    """What a source reports inside an observation goes with it, and that observation is named, as long as it stands."""
    told = "no longer reported by harbour-post: mayor:1\n"
    assert told in harbour("void harbour-post --dry-run").err
    harbour.does("void mayor:1")
    assert told not in harbour("void harbour-post --dry-run").err


def test_a_void_of_a_source_says_what_no_other_source_has(harbour: Desk) -> None:
    """It still counts: whoever made up the source may have made up what it carries, or may not."""
    left = "no source has mayor:1 any more, and it still counts: if nobody said it, void it as well\n"
    assert harbour("void harbour-post --dry-run").err.endswith(left)
    harbour.does("source radio R --published 2020-01-07", "report mayor:1 --in radio --id aired")
    harbour.does("record city supports pier-open --at 2020-01-05 --in harbour-post --in radio")
    assert "no source has" not in harbour("void harbour-post --dry-run").err
    assert "no source has mayor:1 and city:1 any more" not in harbour("void radio --dry-run").err
    (told,) = [each for each in harbour("void harbour-post radio").err.splitlines() if "mayor:1 any more" in each]
    left = "no source has city:1, mayor:1 any more, and they still count"
    assert told == f"{left}: if nobody said them, void them as well"


def test_a_void_says_what_goes_with_it(harbour: Desk) -> None:
    """The reports and orders that it takes along are named, and the parts of an actor; what ended before is not."""
    harbour.does(
        "actor pilot 'A pilot' --part-of city",
        "record pilot supports pier-closed --id said --at 2020-01-06",
        "source radio 'City Radio' --published 2020-01-07",
        "report said --in radio --id aired",
        "report said --in harbour-post --id printed",
        "report said --in radio --id again",
        "order mayor:1 said --id before",
        "order said aired --id heard",
        "order mayor:1 aired --id wrong",
        "void wrong again",
    )
    told = harbour("void said --dry-run").err.splitlines()[-1]
    assert told == "said takes with it aired, printed, before, heard"
    assert harbour("void radio --dry-run").err.splitlines()[-1] == "radio takes with it aired, heard"
    assert harbour("void aired --dry-run").err.splitlines()[-1] == "aired takes with it heard"
    assert harbour("void city --dry-run").err.splitlines()[-1] == "no longer part of city: mayor, pilot"
    harbour.does("record mayor denies pier-closed --id later --after said,aired --at 2020-01-06/2020-01-07")
    assert harbour("void said --dry-run").err.splitlines()[-1] == "no longer said to be after what ends: later"
    harbour.does("void later")
    assert harbour("void said --dry-run").err.splitlines()[-1] == told
    assert harbour("void before --dry-run").err.endswith("nothing was appended\n")
    assert harbour("void pier-closed --dry-run").err.splitlines()[-1] == (
        "pier-closed takes with it all that was said of it, its relations and its assessments: "
        "`claims show pier-closed` has them"
    )
    assert harbour("void pilot --dry-run").err.splitlines()[-1] == (
        "pilot takes with it the stances that it took, its retractions, its assessments, and what was told to it "
        "alone: `claims show pilot` has them"
    )
    done = harbour("void radio said")
    assert done.err.splitlines()[-2:] == [
        "radio takes with it aired, heard",
        "said takes with it aired, printed, before, heard",
    ]
    assert harbour("void nobody").err.startswith("error: RECORD: there is no record nobody\n")


def test_a_statement_cannot_take_back_itself(harbour: Desk) -> None:
    """A record is corrected by an amendment, and what is taken back is another statement."""
    done = harbour('amend mayor:1 --set \'retracts=[{"observation":"mayor:1"}]\'')
    told = "error: retracts[0].observation: mayor:1 cannot take back itself\n"
    assert (done.code, done.err) == (1, f"{told}hint: name the other observation that it takes back\n")
