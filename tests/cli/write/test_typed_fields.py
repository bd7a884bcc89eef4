"""A refusal names what was typed, and no field that nobody typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ledger.cli.write.typed_fields import as_typed
from ledger.errors import BadEvent, ImpossibleOrder

if TYPE_CHECKING:
    from tests.desk import Desk

FIELD = re.compile(r"`[a-z_]+`|\[[0-9]+\]")
LATER = "it begins at 2020-02-01T05:00Z, and is recorded at 2020-01-08T12:00Z"
WORDS = "it is empty\nhint: give it in words, as in "
BLANK = "it has nothing but white space\nhint: give it in words, as in "


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("record mayr denies pier-open", "WHO: there is no actor mayr\nhint: did you mean mayor?"),
        (
            "record pier-open denies pier-open",
            "WHO: pier-open is a claim, not an actor\nhint: `claims list actors` has them",
        ),
        (
            "record mayor denies pier-open probably implies pier-shut",
            "the claim after `implies`: there is no claim pier-shut\nhint: did you mean pier-closed",
        ),
        ("record mayor denies pier-open supports mayor", "the claim after `supports`: mayor is an actor, not a claim"),
        ("record mayor denies pier-open --to public,town", "--to: there is no actor town\nhint: declare it first"),
        ("record mayor denies pier-open --in harbour-pst", "--in: there is no source harbour-pst\nhint: did you mean"),
        ("record mayor denies pier-open --in harbour-post --via x", "--via: there is no source or actor x"),
        ("record mayor denies pier-open --after mayor:9", "--after: there is no observation or report mayor:9"),
        ("record mayor --retracts mayor:9", "--retracts: there is no observation mayor:9\nhint: did you mean mayor:1?"),
        ("record mayor --retracts mayor:1/pier", "--retracts: there is no claim pier"),
        ("record mayor denies pier-open --at 2020-02", f"--at: {LATER}"),
        ("record mayor denies pier-open --in harbour-post --published 2020-02", f"--published: {LATER}"),
        (
            "record mayor denies pier-open --at 2020-01-03 --in harbour-post --published 2020-01-02",
            "--published: it was published 2020-01-02, before it was said (2020-01-03)\nhint: nothing is published",
        ),
        ("record mayor --text '' --retracts mayor:1", f'--text: {WORDS}"Pier 4 is closed."'),
        ("record --happening ''", f'--happening: {WORDS}"Pier 4 is closed."'),
        ("record --happening ' '", f'--happening: {BLANK}"Pier 4 is closed."'),
        ("actor clerk ' '", f'NAME: {BLANK}"The mayor"'),
        ("claim pier-shut '   '", f'TEXT: {BLANK}"Pier 4 is closed."'),
        ("source radio '\u3000'", f'PUBLISHER: {BLANK}"Harbour Post"'),
        ("record mayor denies pier-open --id public", "--id: public is a reserved name\nhint: choose another id"),
        ("record +clerk@town denies pier-open", "+clerk@town: there is no actor town"),
        ("record +clerk@pier-open denies pier-open", "+clerk@pier-open: pier-open is a claim, not an actor"),
        ("record mayor denies pier-open --to +ledger", "+ledger: ledger is a reserved name\nhint: choose another id"),
        ("report mayor:9 --in harbour-post", "OBSERVATION: there is no observation mayor:9"),
        (
            "report mayor:1 --in radio",
            "--in: there is no source radio\nhint: declare it first: `claims source radio …`",
        ),
        ("report mayor:1 --in harbour-post --to mayr", "--to: there is no actor mayr\nhint: did you mean mayor?"),
        ("report mayor:1 --in harbour-post --via x", "--via: there is no source or actor x"),
        ("report mayor:1 --in harbour-post --after x", "--after: there is no observation or report x"),
        ("report mayor:1 --in harbour-post --published 2020-02", f"--published: {LATER}"),
        ("order fire mayor:1", "FIRST: there is no observation or report fire"),
        ("order mayor:1 fire", "THEN: there is no observation or report fire"),
        (
            "order mayor:1 mayor --in x",
            "THEN: mayor is an actor, not an observation or report\nhint: did you mean mayor:1?",
        ),
        (
            "order pier-open mayor:1",
            ("FIRST: pier-open is a claim, not an observation or report\nhint: `claims list observations` has them"),
        ),
        (
            "assess pier-open true --assessor city --evidence pier-open",
            (
                "--evidence: pier-open is a claim, not an observation or report or source\n"
                "hint: `claims list observations` and `claims list sources` have them"
            ),
        ),
        ("assess pier-opn true --assessor mayor", "CLAIM: there is no claim pier-opn\nhint: did you mean pier-open"),
        ("assess pier-open true --assessor desk", "--assessor: there is no actor desk"),
        (
            "assess pier-open true --assessor mayor --evidence x",
            "--evidence: there is no observation or report or source x",
        ),
        ("assess pier-open true --assessor mayor --at 2020-02", f"--at: {LATER}"),
        ("relate pier-opn entails pier-open", "CLAIM: there is no claim pier-opn"),
        ("relate pier-open entails mayor", "OTHER: mayor is an actor, not a claim"),
        ("actor clerk ''", f'NAME: {WORDS}"The mayor"'),
        ("actor clerk Clerk --part-of town", "--part-of: there is no actor town"),
        ("actor clerk Clerk --part-of ''", f'--part-of: {WORDS}"city"'),
        ("actor clerk Clerk --alias ''", f'--alias: {WORDS}"Mayor"'),
        ("claim sold ''", f'TEXT: {WORDS}"Pier 4 is closed."'),
        ("source radio ''", f'PUBLISHER: {WORDS}"Harbour Post"'),
        ("source radio Radio --to town", "--to: there is no actor town"),
        ("source radio Radio --published 2020-02", f"--published: {LATER}"),
        ("source radio Radio --captured-at 2020-02", f"--captured-at: {LATER}"),
        ("source radio Radio --sha256 AB", "--sha256: it is not a SHA-256\nhint: it has 64 characters of 0-9 and a-f"),
        ("void mayor:9", "RECORD: there is no record mayor:9"),
        ("void mayor --expect-claim pier@3", "--expect-claim: there is no claim pier"),
    ],
)
def test_a_refusal_names_what_was_typed(harbour: Desk, line: str, told: str) -> None:
    """The place is the argument or the option, as help calls it, and the rest reads without the name of a field."""
    done = harbour(line)
    assert done.code in (1, 2)
    assert done.out == ""
    assert done.err.startswith(f"error: {told}")
    assert FIELD.search(done.err.replace("`implies`", "").replace("`supports`", "")) is None
    assert len(harbour.log()) == 6


def test_what_was_voided_is_told_at_its_option(harbour: Desk) -> None:
    """What has ended cannot be cited, and which option cited it is said."""
    harbour.does("void harbour-post")
    done = harbour("record mayor denies pier-open --in harbour-post")
    assert done.err.startswith("error: --in: harbour-post was voided by void:1\nhint: ")


def test_one_name_stands_for_one_thing_in_a_line(harbour: Desk) -> None:
    """Two declarations of one id in one line are told as such, and not as of an event that the log does not have."""
    hint = "give each its own id; what is declared once with a + is named without it afterwards"
    told = f"error: clerk stands for two things in this line\nhint: {hint}\n"
    for line in (
        "record +clerk=A denies pier-open --to +clerk=B",
        "record +clerk denies +clerk='A clerk is there.'",
        "record +clerk denies pier-open --id clerk",
    ):
        assert harbour(line) == (2, "", told)
    assert harbour("record +clerk denies pier-open --to +clerk").code == 0


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("stances[1].claim", "the claim after `denies`"),
        ("stances[0].claim", None),
        ("reports[3].via[0]", "--via"),
        ("reports[0].quotes[1].exact", "--quote"),
        ("reports[0].mode", None),
        ("role", None),
    ],
)
def test_the_nearest_that_was_typed_is_named(path: str, place: str | None) -> None:
    """What holds for a field holds for what is below it, for each place in a list; what was not typed is left alone."""
    typed = {"stances[1]": "the claim after `denies`", "reports.via": "--via", "reports.quotes": "--quote"}
    told = as_typed(BadEvent("it is odd", field=path), typed)
    assert (told.place, told.field) == (place, None if place else path)


def test_what_is_about_no_field_is_left_alone() -> None:
    """An error of times, or of an id that nobody typed, has no option to name."""
    assert as_typed(ImpossibleOrder("a comes before b"), {"id": "ID"}).place is None
    assert str(as_typed(BadEvent("'A' cannot be an id", field="id"), {})) == "id: 'A' cannot be an id"
