"""`claims record`: what somebody said or what happened, in a line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ledger import Actor, Claim, Ledger, Observation, Stance
from ledger.errors import LockHeld
from tests.desk import NOW, Desk

if TYPE_CHECKING:
    from pathlib import Path

AFTERNOON = {
    "text": "2020-01-06T16:20-05:00",
    "earliest": "2020-01-06T21:20:00.000000Z",
    "latest": "2020-01-06T21:21:00.000000Z",
}


def test_a_statement_is_recorded_in_a_line(harbour: Desk) -> None:
    """The ids given stand on stdout with their seqs, and on stderr what was understood, with the times in UTC."""
    done = harbour("record mayor denies pier-closed supports pier-open --at 2020-01-06T16:20-05:00 --in harbour-post")
    assert done == (
        0,
        "@7 mayor:2\n",
        (
            "mayor:2: mayor denies pier-closed supports pier-open, told to the public, in harbour-post, "
            "occurred 2020-01-06T16:20-05:00 (from 2020-01-06T21:20Z to 2020-01-06T21:21Z)\n"
        ),
    )
    assert harbour.log()[-1] == {
        "seq": 7,
        "id": "mayor:2",
        "type": "observation",
        "speaker": "mayor",
        "occurred": AFTERNOON,
        "stances": [{"claim": "pier-closed", "stance": "deny"}, {"claim": "pier-open", "stance": "support"}],
        "reports": [{"source": "harbour-post"}],
    }


def test_times_are_echoed_in_the_zone_asked_for(harbour: Desk) -> None:
    """With --tz the instants that were understood print in that zone."""
    done = harbour("--tz America/New_York record mayor denies pier-closed --at 2020-01-06/..")
    assert "occurred 2020-01-06/.. (from 2020-01-06T00:00-05:00 to …)" in done.err


def test_a_clock_time_is_on_the_day_in_use(harbour: Desk) -> None:
    """16:20 is on $CLAIMS_DATE in the ledger's zone, and what is published at 18:00 was so on the day it was said."""
    harbour.environment["CLAIMS_DATE"] = "2020-01-06"
    harbour.does("record mayor denies pier-closed --at 16:20")
    assert harbour.last()["occurred"] == AFTERNOON
    harbour.does("record mayor denies pier-closed --at 2020-01-03 --in harbour-post --published 18:00")
    assert harbour.last()["reports"][0]["published"]["text"] == "2020-01-03T18:00-05:00"


def test_what_is_new_is_declared_on_the_spot(harbour: Desk) -> None:
    """Actors, claims and sources that are declared by the way stand before the statement, in its batch."""
    done = harbour(
        "record +clerk@city implies +sold='Pier 4 is sold.' --to mayor,+council@city='City council' "
        "--in +radio='City Radio' --via +caller"
    )
    assert done.out == "@7 clerk\n@8 sold\n@9 council\n@10 radio\n@11 caller\n@12 clerk:1\n"
    assert [line.get("batch") for line in harbour.log()[6:]] == [[number, 6] for number in range(1, 7)]
    assert harbour.log()[6:] == [
        {"seq": 7, "id": "clerk", "type": "actor", "name": "clerk", "part_of": "city", "batch": [1, 6]},
        {"seq": 8, "id": "sold", "type": "claim", "text": "Pier 4 is sold.", "batch": [2, 6]},
        {"seq": 9, "id": "council", "type": "actor", "name": "City council", "part_of": "city", "batch": [3, 6]},
        {"seq": 10, "id": "radio", "type": "source", "publisher": "City Radio", "batch": [4, 6]},
        {"seq": 11, "id": "caller", "type": "actor", "name": "caller", "batch": [5, 6]},
        {
            "seq": 12,
            "id": "clerk:1",
            "type": "observation",
            "speaker": "clerk",
            "audience": ["mayor", "council"],
            "stances": [{"claim": "sold", "stance": "support", "basis": "implied"}],
            "reports": [{"source": "radio", "via": ["caller"]}],
            "batch": [6, 6],
        },
    ]
    assert done.err == (
        "clerk: the actor “clerk”, part of city\n"
        "sold: the claim “Pier 4 is sold.”\n"
        "council: the actor “City council”, part of city\n"
        "radio: a source published by City Radio\n"
        "caller: the actor “caller”\n"
        "clerk:1: clerk implies sold, told to mayor and council, in radio via caller, at a time not given\n"
        "radio counts as public, from an unknown date: the public knows what it carries. "
        "`claims amend radio --set audience=mayor,council` would say who alone can read it; "
        "--published, when it came out\n"
    )


def test_what_is_declared_again_alike_is_there_already(harbour: Desk) -> None:
    """A declaration that the log holds is answered with its first seq, and nothing is written twice."""
    done = harbour("record +mayor@city='The mayor' supports pier-open")
    assert (done.code, done.out) == (0, "@2 mayor\n@7 mayor:2\n")
    assert done.err.startswith("mayor: the same is there already\n")


def test_all_options_have_their_field(harbour: Desk) -> None:
    """Each option of a statement is a field of its observation or of its one report."""
    harbour.does("record --happening 'The fire brigade is called.' --at 2020-01-06 --id fire-call")
    harbour.does(
        "record mayor possibly retracts pier-closed --id mayor-2 --kind document --text 'A letter.' --reportedly "
        "--to city --to public --after fire-call,mayor:1 --retracts mayor:1/pier-closed,pier-open --note 'By hand.' "
        "--in harbour-post --via mayor --mode quote --published 2020-01-07 "
        "--quote It --quote-at 120 --quote open --quote-at 129"
    )
    assert harbour.last() == {
        "kind": "document",
        "text": "A letter.",
        "speaker": "mayor",
        "audience": ["city", "public"],
        "after": ["fire-call", "mayor:1"],
        "stances": [{"claim": "pier-closed", "stance": "retract", "basis": "reported", "certainty": "possible"}],
        "retracts": [{"observation": "mayor:1", "claims": ["pier-closed", "pier-open"]}],
        "reports": [
            {
                "source": "harbour-post",
                "via": ["mayor"],
                "mode": "quote",
                "published": {
                    "text": "2020-01-07",
                    "earliest": "2020-01-07T05:00:00.000000Z",
                    "latest": "2020-01-08T05:00:00.000000Z",
                },
                "quotes": [{"exact": "It", "start": 120, "end": 122}, {"exact": "open", "start": 129, "end": 133}],
            }
        ],
        "note": "By hand.",
    }


def test_what_was_understood_names_everything_that_hangs_on_it(harbour: Desk) -> None:
    """What is known by report, what came before and what is taken back are told with the statement."""
    done = harbour("record mayor supports pier-open --reportedly --to '' --after mayor:1 --retracts mayor:1")
    assert done.err == (
        "mayor:2: mayor supports pier-open, reportedly, told to nobody, taking back all of mayor:1, "
        "after mayor:1, at a time not given\n"
    )
    assert harbour.last()["audience"] == []
    done = harbour("record mayor --retracts mayor:1/pier-closed,pier-open --dry-run --after mayor:1")
    assert done.err.endswith("\nmayor:1 takes no stance on pier-open: nothing is taken back there\n")
    done = harbour("record mayor --retracts mayor:1/pier-closed")
    assert done.err.startswith("mayor:3: mayor, told to the public, taking back mayor:1 on pier-closed,")
    assert "no stance" not in done.err


def test_what_is_taken_back_is_not_said_to_have_been_said_before(harbour: Desk) -> None:
    """A retraction is no order: where times leave it open which was first, the writer is told how to say it."""
    told = "may come before mayor:1, which it takes back: "
    line = "record mayor retracts pier-closed --retracts mayor:1"
    assert told not in harbour(f"{line} --at 2020-01-07 --dry-run").err
    assert f"{told}--after mayor:1 would say" in harbour(f"{line} --at 2020-01 --dry-run").err
    assert f"{told}--after mayor:1 would say" in harbour(f"{line} --dry-run").err
    assert told not in harbour(f"{line} --after mayor:1 --dry-run").err
    done = harbour(f"{line} --at 2020-01 --id back")
    assert done.err.endswith(f"{told}`claims amend back --set after=mayor:1` would say that it does not\n")
    assert harbour("amend back --set after=mayor:1").code == 0


def test_what_is_taken_back_may_have_no_time_but_that_it_was_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is recorded was said before; what takes it back a day later is not told that it may come first."""
    desk = Desk(tmp_path, capsys)
    desk.does("init")
    with Ledger.open(tmp_path, by="desk", now=lambda: NOW - timedelta(days=1)) as ledger:
        ledger.append([Actor(id="mayor", name="M"), Claim(id="sold", text="It is sold.")])
        ledger.append(Observation(id="untimed", speaker="mayor", stances=(Stance(claim="sold", stance="deny"),)))
    told = "may come before untimed, which it takes back"
    line = "record mayor retracts sold --retracts untimed --dry-run"
    assert told not in desk(f"{line} --at 2020-01-08T11:00Z").err
    assert told in desk(f"{line} --at 2020-01-07T11:00Z").err
    assert told in desk(line).err


def test_what_certainly_came_later_cannot_have_been_taken_back(harbour: Desk) -> None:
    """A time is wrong then, and no order would mend it; where there was no stance, there is nothing to take back."""
    told = harbour("record mayor retracts pier-closed --retracts mayor:1 --at 2019 --id early --dry-run").err
    assert "by its time early came before mayor:1, which it takes back: mend one of the times\n" in told
    assert "amend early" not in told
    harbour.does("record --happening 'A fire.' --id fire")
    done = harbour("record mayor --retracts fire --dry-run")
    assert done.err.endswith("\nfire takes no stance: nothing is taken back there\n")


def test_only_what_the_sentence_retracts_is_taken_back(harbour: Desk) -> None:
    """`retracts CLAIM --retracts EVENT` takes back that claim; a sentence that retracts none, the whole event."""
    both = "record mayor denies pier-closed supports pier-open --id both"
    harbour.does(both, "record mayor retracts pier-open --retracts both --id back")
    assert harbour.last()["retracts"] == [{"observation": "both", "claims": ["pier-open"]}]
    done = harbour("record mayor supports pier-open --retracts both --dry-run")
    assert '"retracts":[{"observation":"both"}]' in done.out
    done = harbour("record mayor retracts pier-open --retracts mayor:1 --at 2020-01-07")
    assert "\nmayor:1 takes no stance on pier-open: nothing is taken back there\n" in done.err


def test_whose_words_are_taken_back_is_told(harbour: Desk) -> None:
    """Where they are another's, readers may judge whether he may."""
    told = "clerk takes back what mayor said in mayor:1: that is for readers to judge\n"
    harbour.does("actor clerk C --part-of city")
    assert told in harbour("record clerk --retracts mayor:1 --after mayor:1 --dry-run").err
    assert "for readers to judge" not in harbour("record mayor --retracts mayor:1 --after mayor:1 --dry-run").err
    done = harbour("record clerk --retracts mayor:1/pier-open --dry-run")
    assert done.err.endswith("\nmayor:1 takes no stance on pier-open: nothing is taken back there\n")


def test_a_new_source_of_what_was_told_in_private_may_not_be_public(harbour: Desk) -> None:
    """Unless its date is given: a memo that is declared in passing counts as public, like anything."""
    said = "record mayor denies pier-closed --in +memo='The city'"
    line = f"{said} --to city"
    told = "memo counts as public, from an unknown date: the public knows what it carries. "
    mend = "would say who alone can read it; --published, when it came out\n"
    assert harbour(f"{line} --dry-run").err.endswith(f"{told}`claims source memo … --to city` {mend}")
    for quiet in ("--to city --published 2020-01-07", "--to city,public", "--to ''", ""):
        assert "counts as public" not in harbour(f"{said} {quiet} --dry-run").err
    assert harbour(line).err.endswith(f"{told}`claims amend memo --set audience=city` {mend}")
    assert "counts as public" not in harbour("record mayor denies pier-closed --to city --in memo").err


def test_the_first_date_of_a_new_source_is_its_own(harbour: Desk) -> None:
    """What it carries next was published then, too; a source that was there keeps its date."""
    harbour.does("record mayor denies pier-closed --in +extra=Extra --published 2020-01-07")
    declared, said = harbour.log()[-2:]
    assert (declared["published"]["text"], "published" in said["reports"][0]) == ("2020-01-07", False)
    harbour.does("record mayor denies pier-closed --in extra --published 2020-01-06")
    assert harbour.last()["reports"][0]["published"]["text"] == "2020-01-06"
    harbour.does("report mayor:1 --in +late=Late --published 2020-01-08T06:00Z")
    declared, report = harbour.log()[-2:]
    assert (declared["published"]["text"], "published" in report) == ("2020-01-08T06:00Z", False)
    future = harbour("record mayor denies pier-closed --in +soon=Soon --published 2030")
    assert (future.code, future.err.partition(" begins")[0]) == (2, "error: --published: it")


def test_what_only_a_private_source_has_may_not_have_been_told_to_the_public(harbour: Desk) -> None:
    """Unless somebody is named, or a source has it that the public can read."""
    harbour.does("source memo 'The city' --to city", "source minutes 'The council' --to mayor")
    line = "record mayor denies pier-closed --id said --in memo"
    told = "said counts as told to the public, though only memo has it: "
    assert harbour(f"{line} --dry-run").err.endswith(f"{told}--to city would say who was told\n")
    for quiet in ("--to public", "--to ''", "--to city", "--in harbour-post"):
        assert "counts as told" not in harbour(f"{line} {quiet} --dry-run").err
    done = harbour(f"{line} --in minutes")
    assert done.err.endswith(
        "said counts as told to the public, though only memo and minutes have it: "
        "`claims amend said --set audience=city,mayor` would say who was told\n"
    )
    harbour.does("amend said --set audience=city,mayor")
    assert "counts as told" not in harbour("record mayor denies pier-closed").err
    done = harbour(f"{line} --in minutes")
    assert done.err == "said: the same is there already, and was amended since\n"
    harbour.does("source drawer 'The mayor' --to ''")
    told = harbour("record mayor denies pier-closed --id kept --in drawer --dry-run").err
    assert told.endswith("only drawer has it: --to '' would say who was told\n")
    harbour.does("record mayor denies pier-closed --id kept --in drawer", "amend kept --set audience=[]")
    assert harbour.last()["audience"] == []


def test_an_audience_that_was_meant_to_be_the_public_is_suggested(harbour: Desk) -> None:
    """A misspelt `public` is not taken for an actor that is still to be declared."""
    for line in ("record mayor denies pier-closed --to pubic", "report mayor:1 --in harbour-post --to pubic"):
        done = harbour(line)
        assert (done.code, done.err) == (1, "error: --to: there is no actor pubic\nhint: did you mean public?\n")
    assert "public" not in harbour("record pubic denies pier-closed").err.partition("hint:")[2]


def test_what_is_recorded_is_no_failure_where_nothing_can_be_looked_up(
    harbour: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a retraction takes nothing back is left unsaid where another writer is at work by then."""

    def busy(*_: object, **__: object) -> None:
        raise LockHeld("another writer is at work")

    monkeypatch.setattr(Ledger, "current", busy)
    done = harbour("record mayor --retracts mayor:1/pier-open")
    assert (done.code, done.out) == (0, "@7 mayor:2\n")
    assert "no stance" not in done.err
    done = harbour("void pier-open")
    assert (done.code, done.err) == (0, "void:1: pier-open is void, entered-in-error\n")


def test_several_sources_report_one_statement(harbour: Desk) -> None:
    """Each --in is a report of the same utterance."""
    harbour.does("record mayor denies pier-closed --in harbour-post --in +radio='City Radio'")
    assert harbour.last()["reports"] == [{"source": "harbour-post"}, {"source": "radio"}]


def test_a_happening_needs_nobody_who_says_it(harbour: Desk) -> None:
    """What happened has a text, and may have a speaker with stances or none."""
    done = harbour("record --happening 'The fire brigade is called.' --at 2020-01-06")
    assert done.out == "@7 observation:1\n"
    assert done.err.startswith("observation:1: “The fire brigade is called.”, told to the public,")
    assert harbour.last()["kind"] == "happening"
    harbour.does("record mayor denies pier-closed --happening 'The mayor opens the pier.'")
    assert harbour.last()["speaker"] == "mayor"
    harbour.does("record --kind document --text 'A notice hangs at the pier.'")
    assert harbour.last() == {"kind": "document", "text": "A notice hangs at the pier."}


def test_words_without_a_stance_are_a_statement_too(harbour: Desk) -> None:
    """A speaker with a text takes no stance, and is recorded."""
    done = harbour("record mayor --text 'The mayor speaks of the weather.'")
    assert done.err.startswith("mayor:2: mayor: “The mayor speaks of the weather.”, told to the public")


def test_a_dry_run_prints_the_lines_and_appends_nothing(harbour: Desk) -> None:
    """The lines are those that the same command would have written, down to their hashes."""
    done = harbour("record +clerk@city denies pier-closed --dry-run")
    assert done.err.endswith("a dry run: nothing was appended\n")
    assert len(harbour.log()) == 6
    harbour.does("record +clerk@city denies pier-closed")
    segment = harbour.directory / "events" / "00000001.jsonl"
    assert segment.read_text(encoding="utf-8").endswith(done.out)
    assert done.out.count("\n") == 2


def test_a_dry_run_leaves_out_what_is_there_already(harbour: Desk) -> None:
    """Only new lines are printed."""
    done = harbour("record +mayor@city='The mayor' denies pier-closed --dry-run")
    assert done.out.count("\n") == 1
    assert "mayor: the same is there already\n" in done.err


def test_who_records_is_said_or_known(harbour: Desk) -> None:
    """--by is who records; without it $CLAIMS_BY, and an empty name is no name."""
    harbour.does("record mayor denies pier-closed --by night-desk", "record mayor denies pier-closed --by ''")
    lines = (harbour.directory / "events" / "00000001.jsonl").read_text(encoding="utf-8").splitlines()
    assert '"by":"night-desk"' in lines[-2]
    assert '"by":"desk"' in lines[-1]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (
            "mayor qestions pier-closed",
            2,
            (
                "error: 'qestions' is not a verb\n"
                "  mayor qestions pier-closed\n"
                "        ^^^^^^^^\n"
                "hint: did you mean questions?\n"
            ),
        ),
        (
            "mayor supports pier-open denys pier-closed",
            1,
            ("error: the claim after `supports`: there is no claim denys\nhint: did you mean the verb denies?\n"),
        ),
        (
            "",
            2,
            (
                "error: who said it?\nhint: as in `claims record mayor denies pier-closed`; "
                "what happened without a speaker is recorded with --happening\n"
            ),
        ),
        (
            "mayor",
            2,
            (
                "error: what did mayor say?\n"
                "hint: add a verb and a claim, as in `claims record mayor denies pier-closed`, or --text\n"
            ),
        ),
        (
            "mayor denies pier-closed --at soon",
            2,
            (
                "error: --at: 'soon' cannot be read as a time\nhint: a time is 2020, 2020-01, 2020-01-06, "
                "2020-01-06T16:10-05:00 or 2020-01-06T16:10[America/New_York], or an interval of two of them: "
                "2020-01-06/2020-01-08, ../2020-01-08, 2020-01-06/..\n"
            ),
        ),
        (
            "mayor denies pier-closed --quote It",
            2,
            "error: --quote: from which source?\nhint: name the source that has it with --in SOURCE\n",
        ),
        (
            "mayor denies pier-closed --in a --in b --mode quote",
            2,
            (
                "error: --mode: from which of the sources a, b?\n"
                "hint: give one --in here, and the other sources with `claims report`\n"
            ),
        ),
        (
            "mayor denies pier-closed --in harbour-post --quote It --quote-at 1 --quote-at 2",
            2,
            "error: --quote-at: 2 of them, and 1 quotes\nhint: give one for each --quote, in the same order, or none\n",
        ),
        (
            "mayor denies pier-closed --in harbour-post --quote ''",
            2,
            "error: --quote: no words\nhint: give the words to the letter, or leave it out\n",
        ),
        *(
            (
                f"mayor denies pier-closed {twice}",
                2,
                (
                    "error: --in: harbour-post is named twice\nhint: name it once; what it carried at another time "
                    "is recorded with `claims report … --in harbour-post`\n"
                ),
            )
            for twice in (
                "--in harbour-post --in harbour-post",
                "--in harbour-post,radio,harbour-post",
                "--in harbour-post --in +harbour-post='Harbour Post'",
            )
        ),
        (
            "mayor denies pier-closed --in harbour-post --quote ' '",
            2,
            "error: --quote: no words\nhint: give the words to the letter, or leave it out\n",
        ),
        (
            "mayor --retracts mayor:1/",
            2,
            (
                "error: --retracts: 'mayor:1/' is not one observation\n"
                "hint: give the observation, and after a slash the claims, as in --retracts mayor:1/pier-closed\n"
            ),
        ),
        (
            "mayor --retracts mayor:1,mayor:2",
            2,
            (
                "error: --retracts: 'mayor:1,mayor:2' is not one observation\n"
                "hint: give the observation, and after a slash the claims, as in --retracts mayor:1/pier-closed\n"
            ),
        ),
        (
            "mayor --happening 'It rains.' --text 'It pours.'",
            2,
            "error: --happening: it says the kind and the text already\nhint: leave --kind and --text out\n",
        ),
        (
            "--happening 'It rains.' --kind document",
            2,
            "error: --happening: it says the kind and the text already\nhint: leave --kind and --text out\n",
        ),
        (
            "mayor denies pier-closed --to 'City council'",
            2,
            (
                "error: --to: 'City council' is not a name\n"
                "hint: an id belongs there: `claims list actors --matching 'City council'` may find it; "
                "a new one is +city-council='City council'\n"
            ),
        ),
        (
            "mayor denies pier-closed --after +fire",
            2,
            "error: --after: '+fire' cannot be declared here\nhint: record it first, and give its name\n",
        ),
    ],
)
def test_what_cannot_be_recorded_says_why(harbour: Desk, line: str, code: int, told: str) -> None:
    """The error says what is wrong and in which option, the hint the mend; nothing is appended."""
    assert harbour(f"record {line}") == (code, "", told)
    assert len(harbour.log()) == 6


def test_a_quote_begins_where_a_text_can_be(harbour: Desk) -> None:
    """A place that no text reaches, and no database holds, is refused: the log keeps for good what it takes."""
    line = "record mayor denies pier-closed --in harbour-post --quote It --quote-at"
    told = (
        "error: --quote-at: no text is long enough for words to begin at 99999999999999999999\n"
        "hint: it counts the characters before the words, from 0\n"
    )
    assert harbour(f"{line} 99999999999999999999") == (2, "", told)
    harbour.does(f"{line} 1000000000")


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("mayor supports pier-opn", 1, "did you mean pier-open"),
        ("mayr supports pier-open", 1, "did you mean mayor?"),
        ("mayor supports pier-open --in harbour-pst", 1, "harbour-post"),
        ("mayor denies pier-closed --at 2020-01-09", 2, "2020-01-09"),
        ("mayor denies pier-closed --after pier-open", 1, "pier-open"),
        ("mayor denies pier-closed --id Mayor", 2, "Mayor"),
        ("mayor denies pier-closed --id pier-open", 1, "pier-open"),
        ("+mayor='Another mayor' denies pier-closed", 1, "hint: leave the + out"),
        ("mayor denies pier-closed --id mayor", 1, "taken, by an actor, at @2\nhint: a name belongs to one record"),
        ("mayor denies pier-closed --id mayor:1", 1, "claims amend mayor:1"),
        ("+harbour-post denies pier-closed", 1, "taken, by a source, at @5\nhint: a name belongs to one record"),
        ("harbour-post denies pier-closed", 1, "`claims actor harbour-post-actor …`"),
        ("clerk:9 denies pier-closed", 1, "there is no actor clerk:9\nhint: `claims list actors` has them\n"),
        ("mayor denies pier-closed --id mayor:7", 2, "hint: an id with a colon is one that a ledger made"),
        ("mayor denies pier-closed and pier-open", 1, "hint: leave and out: claims follow one another"),
    ],
)
def test_what_the_ledger_refuses_is_told_without_the_numbers_of_events(
    harbour: Desk, line: str, code: int, named: str
) -> None:
    """Whoever wrote one line is told what is wrong with it, and not which event of a batch it became."""
    done = harbour(f"record {line}")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("error: ")
    assert named in done.err
    assert "event 1" not in done.err
    assert len(harbour.log()) == 6


def test_what_may_be_a_copy_is_told(desk: Desk) -> None:
    """Somebody else says the same in a source through which it came: then it may be no voice of its own."""
    desk.does("actor agency A", "actor globe G", "claim shut 'It is shut.'", "source wire A", "source page G")
    desk.does("record agency supports shut --at 2020-01-05 --in wire")
    assert desk("record globe supports shut --at 2020-01-06 --in page --via wire").err.splitlines()[-1] == (
        "agency says so in agency:1, which wire carries: if globe only passes that on, it is no voice of its own,"
        " but `claims report agency:1 --in page --via wire`"
    )
    others = ("globe denies shut --via wire", "globe supports shut", "agency supports shut --via wire")
    for other in others:
        assert "no voice" not in desk(f"record {other} --in page --at 2020-01-07").err
