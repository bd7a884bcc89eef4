"""The commands that declare actors, sources and claims, and say how things stand to one another."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk import Desk

DAY = "2020-01-07 (from 2020-01-07T05:00Z to 2020-01-08T05:00Z)"
THE_DAY = {"text": "2020-01-07", "earliest": "2020-01-07T05:00:00.000000Z", "latest": "2020-01-08T05:00:00.000000Z"}


@pytest.mark.parametrize(
    ("line", "written", "told"),
    [
        ("actor clerk 'A clerk'", {"name": "A clerk"}, "clerk: the actor “A clerk”"),
        (
            "actor clerk 'A clerk' --role Clerk --part-of city --alias C --alias D --independent --note N",
            {
                "name": "A clerk",
                "role": "Clerk",
                "part_of": "city",
                "aliases": ["C", "D"],
                "independent": True,
                "note": "N",
            },
            "clerk: the actor “A clerk”, part of city, independent",
        ),
        ("claim strike 'They strike.'", {"text": "They strike."}, "strike: the claim “They strike.”"),
        (
            "claim strike 'They strike.' --kind opinion --note N",
            {"text": "They strike.", "kind": "opinion", "note": "N"},
            "strike: the claim “They strike.”",
        ),
        ("source radio 'City Radio'", {"publisher": "City Radio"}, "radio: a source published by City Radio"),
        (
            (
                "source radio 'City Radio' --title T --url U --archived A --kind broadcast --language en --to city "
                f"--published 2020-01-07 --sha256 {'a' * 64} --reliability B --note N"
            ),
            {
                "publisher": "City Radio",
                "title": "T",
                "url": "U",
                "archived": "A",
                "kind": "broadcast",
                "language": "en",
                "audience": ["city"],
                "published": THE_DAY,
                "sha256": "a" * 64,
                "reliability": "B",
                "note": "N",
            },
            f"radio: a source published by City Radio, told to city, published {DAY}",
        ),
        (
            "relate pier-closed contradicts pier-open --id pier --note N",
            {"from": "pier-closed", "relation": "contradicts", "to": "pier-open", "note": "N"},
            "pier: pier-closed contradicts pier-open",
        ),
        (
            "report mayor:1 --in harbour-post",
            {"observation": "mayor:1", "source": "harbour-post"},
            "report:1: mayor:1 is reported in harbour-post, published with its source",
        ),
        (
            (
                "report mayor:1 --in harbour-post --quote open --quote-at 6 --via mayor --mode quote "
                "--published 2020-01-07 --to city --after mayor:1 --id leak --note N"
            ),
            {
                "observation": "mayor:1",
                "source": "harbour-post",
                "via": ["mayor"],
                "mode": "quote",
                "audience": ["city"],
                "published": THE_DAY,
                "after": ["mayor:1"],
                "quotes": [{"exact": "open", "start": 6, "end": 10}],
                "note": "N",
            },
            (
                "leak: mayor:1 is reported in harbour-post, via mayor, told to city, after mayor:1, "
                "published 2020-01-07 (from 2020-01-07T05:00Z to 2020-01-08T05:00Z)"
            ),
        ),
        (
            "assess pier-closed true --assessor city",
            {"claim": "pier-closed", "assessor": "city", "verdict": "true"},
            "assessment:1: city finds pier-closed true",
        ),
        (
            (
                "assess pier-closed mixed --assessor city --label Half --confidence low --rationale R "
                "--evidence mayor:1,harbour-post --at 2020-01-07 --id verdict --note N"
            ),
            {
                "claim": "pier-closed",
                "assessor": "city",
                "verdict": "mixed",
                "label": "Half",
                "confidence": "low",
                "rationale": "R",
                "evidence": ["mayor:1", "harbour-post"],
                "occurred": THE_DAY,
                "note": "N",
            },
            "verdict: city finds pier-closed mixed, occurred 2020-01-07 (from 2020-01-07T05:00Z to 2020-01-08T05:00Z)",
        ),
    ],
)
def test_each_option_is_a_field(harbour: Desk, line: str, written: dict[str, Any], told: str) -> None:
    """What is given stands in the log, under the name of its field, and is told as it was understood."""
    done = harbour(line)
    assert (done.code, done.err) == (0, f"{told}\n")
    assert done.out == f"@7 {told.partition(': ')[0]}\n"
    assert harbour.last() == written


def test_the_digest_of_a_captured_document_is_kept(harbour: Desk, tmp_path: Path) -> None:
    """With --file the source has the SHA-256 of the file's bytes, and the clock time of its capture is today's."""
    page = tmp_path / "page.html"
    page.write_bytes(b"<p>It is open.</p>\r\n")
    harbour.does(f"source post-7 'Harbour Post' --file {page} --captured-at 06:30")
    assert harbour.last()["sha256"] == sha256(page.read_bytes()).hexdigest()
    assert harbour.last()["captured_at"]["text"] == "2020-01-08T06:30-05:00"


def test_a_chain_of_moments_is_an_order_for_each_pair(harbour: Desk) -> None:
    """Three moments are two orders, with the same source and quotes, in one batch."""
    harbour.does("record mayor supports pier-open --id later", "record --happening 'A fire.' --id fire")
    done = harbour("order fire mayor:1 later --in harbour-post --quote 'after the fire' --quote-at 3 --note N")
    assert done.err == "order:1: fire came before mayor:1\norder:2: mayor:1 came before later\n"
    assert harbour.last() == {
        "first": "mayor:1",
        "then": "later",
        "source": "harbour-post",
        "quotes": [{"exact": "after the fire", "start": 3, "end": 17}],
        "note": "N",
    }
    assert harbour.log()[-1]["batch"] == [2, 2]


def test_what_is_new_is_declared_by_the_way(harbour: Desk) -> None:
    """Where a claim, an actor or a source is named, it may be declared with a +."""
    harbour.does(
        "relate +sold='Pier 4 is sold.' entails +shut='Pier 4 is shut.'",
        "assess sold unverified --assessor +desk='Fact desk'",
        "report mayor:1 --in +radio='City Radio' --to +council --via +caller",
        "source memo 'harbour office' --to +staff",
    )
    assert [line["id"] for line in harbour.log()[6:]] == [
        *("sold", "shut", "relation:1"),
        *("desk", "assessment:1"),
        *("council", "radio", "caller", "report:1"),
        *("staff", "memo"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (
            "order mayor:1",
            2,
            "error: what came after mayor:1?\nhint: name two or more, as in `claims order mayor:1 mayor:2`\n",
        ),
        ("order a b c --id x", 2, "error: --id: there are several orders to name\nhint: give two moments at a time\n"),
        (
            "order a b --quote It",
            2,
            "error: --quote: from which source?\nhint: name the source that has it with --in SOURCE\n",
        ),
        (
            "report mayor:1 --in harbour-post,radio",
            2,
            "error: --in: a report has one source\nhint: write one report for each source\n",
        ),
        (
            "source radio 'City Radio' --file missing.html",
            2,
            "error: --file: missing.html: No such file or directory\nhint: name the captured document\n",
        ),
        (
            f"source radio 'City Radio' --file missing.html --sha256 {'a' * 64}",
            2,
            "error: --sha256: the file says what it is already\nhint: give --file or --sha256\n",
        ),
        (
            "relate pier-closed contradicts +sold",
            2,
            "error: the new claim sold has no sentence\nhint: say what it claims: +sold='A sentence.'\n",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_mend(harbour: Desk, line: str, code: int, told: str) -> None:
    """The error is told and nothing is appended."""
    assert harbour(line) == (code, "", told)
    assert len(harbour.log()) == 6


def test_the_same_id_with_other_content_is_taken(harbour: Desk) -> None:
    """A record is corrected by an amendment, and the hint says so."""
    done = harbour("claim pier-closed 'Pier 5 is closed.'")
    assert (done.code, done.out) == (1, "")
    assert "claims amend pier-closed" in done.err


def test_the_same_again_is_no_error(harbour: Desk) -> None:
    """The first seq is the answer, and nothing is written."""
    done = harbour("claim pier-closed 'Pier 4 is closed.'")
    assert done == (0, "@3 pier-closed\n", "pier-closed: the same is there already\n")
    assert len(harbour.log()) == 6


def test_a_report_that_is_there_already_is_told(harbour: Desk) -> None:
    """It is recorded, since nobody gave it an id by which to know it again; the mend is named."""
    harbour.does("report mayor:1 --in harbour-post --published 2020-01-07 --id printed")
    assert "already" not in harbour("report mayor:1 --in harbour-post --published 2020-01-08").err
    done = harbour("report mayor:1 --in harbour-post --published 2020-01-07")
    assert done.code == 0
    assert done.err.endswith(
        "printed says the same already: `claims void report:2 --kind duplicate` would end this one\n"
    )
    assert harbour("void report:2 --kind duplicate").code == 0
