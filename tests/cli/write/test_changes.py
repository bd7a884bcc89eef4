"""Changes to single fields of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from ledger import Actor, Claim, InlineReport, Observation, Quote, Source, Stance
from ledger.cli.write.changes import changed
from ledger.errors import BadInput
from ledger.events.differences import differences
from ledger.times import Interval

if TYPE_CHECKING:
    from ledger.events import AnyEvent

MAYOR = Actor(id="mayor", name="The mayor", aliases=("Mayor",))
SAID = Observation(
    id="mayor-2",
    speaker="mayor",
    audience=("city",),
    occurred=Interval(text="2020-01-06", earliest="2020-01-06T00:00:00.000000Z", latest="2020-01-07T00:00:00.000000Z"),
    stances=(Stance(claim="pier-closed", stance="deny"),),
    reports=(InlineReport(source="post", quotes=(Quote(exact="It is open."),)), InlineReport(source="radio")),
)

STAYS = "a record keeps it: end the record with `claims void`, and record what is right under another name"
PLACES = "places in a list count from 0; a text or a time is taken out as a whole"


def alike(event: AnyEvent, other: AnyEvent) -> bool:
    """Whether two events have the same fields."""
    return not differences(event, other)


@pytest.mark.parametrize(
    ("event", "assignment", "expected"),
    [
        (MAYOR, "name=A mayor", Actor(id="mayor", name="A mayor", aliases=("Mayor",))),
        (MAYOR, 'name=["not", "JSON"]', Actor(id="mayor", name='["not", "JSON"]', aliases=("Mayor",))),
        (MAYOR, "role=a=b", Actor(id="mayor", name="The mayor", aliases=("Mayor",), role="a=b")),
        (MAYOR, "independent=true", Actor(id="mayor", name="The mayor", aliases=("Mayor",), independent=True)),
        (MAYOR, "aliases=A, B", Actor(id="mayor", name="The mayor", aliases=("A", "B"))),
        (MAYOR, 'aliases=["A, B"]', Actor(id="mayor", name="The mayor", aliases=("A, B",))),
        (MAYOR, "aliases=", Actor(id="mayor", name="The mayor")),
        (MAYOR, "aliases[0]=A", Actor(id="mayor", name="The mayor", aliases=("A",))),
        (MAYOR, "aliases[1]=A", Actor(id="mayor", name="The mayor", aliases=("Mayor", "A"))),
        (Claim(text="A."), "kind=opinion", Claim(text="A.", kind="opinion")),
        (Claim(text="A."), "text=2020", Claim(text="2020")),
        (Observation(speaker="a"), "after[0]=b", Observation(speaker="a", after=("b",))),
        (
            Observation(speaker="a"),
            'stances=[{"claim":"b","stance":"deny"}]',
            Observation(speaker="a", stances=(Stance(claim="b", stance="deny"),)),
        ),
        (
            Observation(speaker="a", reports=(InlineReport(source="b", quotes=(Quote(exact="It"),)),)),
            "reports[0].quotes[0].start=12",
            Observation(speaker="a", reports=(InlineReport(source="b", quotes=(Quote(exact="It", start=12),)),)),
        ),
    ],
)
def test_a_value_is_what_the_field_takes(event: AnyEvent, assignment: str, expected: AnyEvent) -> None:
    """A text where the field takes text, whatever it looks like; else JSON; else names with commas between them."""
    assert alike(changed(event, [assignment], []), expected)


@pytest.mark.parametrize(
    ("removal", "expected"),
    [
        ("role", Actor(name="A", aliases=("B", "C"))),
        ("aliases", Actor(name="A", role="r")),
        ("aliases[0]", Actor(name="A", role="r", aliases=("C",))),
    ],
)
def test_what_is_taken_out_is_gone(removal: str, expected: Actor) -> None:
    """A field goes back to its default; a place in a list closes up."""
    assert alike(changed(Actor(name="A", role="r", aliases=("B", "C")), [], [removal]), expected)


def test_changes_are_made_one_after_the_other() -> None:
    """What one assignment made, the next one changes; removals come last."""
    event = changed(Actor(name="A"), ["aliases=B,C", "aliases[1]=D", "role=r"], ["aliases[0]", "role"])
    assert alike(event, Actor(name="A", aliases=("D",)))


@pytest.mark.parametrize("removals", [["reports[0]", "reports[1]"], ["reports[1]", "reports[0]"]])
def test_removals_name_places_as_they_were(removals: list[str]) -> None:
    """Two places of one list are those that stood there before either was taken out, in whatever order."""
    said = Observation(speaker="a", reports=tuple(InlineReport(source=name) for name in ("post", "radio", "wire")))
    left = Observation(speaker="a", reports=(InlineReport(source="wire"),))
    assert alike(changed(said, [], removals), left)


@pytest.mark.parametrize(
    ("assignments", "removals", "place", "message", "hint"),
    [
        (["text"], [], "--set", "'text' has no value", 'as in --set text="The pier is open."'),
        (
            ["a b=c"],
            [],
            "--set",
            "'a b' names no field",
            "a field is named as in text, audience or reports[0].published",
        ),
        (["id=x"], [], "--set", "id is not a field that can be amended", STAYS),
        (["type=claim"], [], "--set", "type is not a field that can be amended", STAYS),
        (
            ["amends=x"],
            [],
            "--set",
            "amends is not a field that can be amended",
            "each version has its own, and it is not for a writer to set",
        ),
        (
            ["reason=x"],
            [],
            "--set",
            "reason is not a field that can be amended",
            "the reason has an option of its own, --reason",
        ),
        (["speeker=x"], [], "--set speeker", "there is no field `speeker`", "did you mean speaker?"),
        (
            ["foo=bar"],
            [],
            "--set foo",
            "there is no field `foo`",
            "known fields: kind, text, speaker, audience, occurred, after, stances, retracts, reports, note",
        ),
        (
            ['audience=["city"'],
            [],
            "--set audience",
            "this begins like JSON, but is invalid: Expecting ',' delimiter: line 1 column 8 (char 7)",
            'as in ["harbour-council"]',
        ),
        (
            ['stances= {"claim":"x"}x'],
            [],
            "--set stances",
            "this begins like JSON, but is invalid: Extra data: line 1 column 15 (char 14)",
            'as in [{"claim":"pier-closed","stance":"deny"}]',
        ),
        (
            ["kind={"],
            [],
            "--set kind",
            (
                "this begins like JSON, but is invalid: "
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
            ),
            "mend it, or begin it with another character",
        ),
        (
            ["stances=x"],
            [],
            "--set stances",
            "it is text, and should be a list",
            'as in [{"claim":"pier-closed","stance":"deny"}]',
        ),
        (
            ["reports[0].quotes[3].start=120"],
            [],
            "--set reports[0].quotes[3].start",
            "there is no such place",
            "places in a list count from 0",
        ),
        (
            ["reports[1].quotes[0].start=120"],
            [],
            "--set reports[1].quotes[0].start",
            "reports[1].quotes[0]: the field `exact` is missing",
            'set a new one as a whole: --set \'reports[1].quotes[0]={"start":120,"exact":"It is open."}\'',
        ),
        (
            ['stances=[{"claim":"x","stance":"dney"}]'],
            [],
            "--set stances",
            "stances[0].stance: it cannot be 'dney'",
            "did you mean deny?",
        ),
        (
            ["reports[3].mode=quote"],
            [],
            "--set reports[3].mode",
            "there is no such place",
            "places in a list count from 0",
        ),
        (["speaker.name=x"], [], "--set speaker.name", "there are no parts to set", "set it as a whole"),
        (["occurred.text=2021"], [], "--set occurred.text", "there are no parts to set", "set it as a whole"),
        (["stances.claim=x"], [], "--set stances.claim", "there are no parts to set", "set it as a whole"),
        (
            [],
            ["note"],
            "--unset note",
            "there is nothing to take out",
            "what is there: speaker, audience, occurred, stances, reports",
        ),
        ([], ["reports[2]"], "--unset reports[2]", "there is nothing to take out", PLACES),
        ([], ["reports.source"], "--unset reports.source", "there is nothing to take out", PLACES),
        ([], ["occurred.latest"], "--unset occurred.latest", "there is nothing to take out", PLACES),
        ([], ["speaker[0]"], "--unset speaker[0]", "there is nothing to take out", PLACES),
        ([], ["type"], "--unset", "type is not a field that can be amended", STAYS),
        (
            [],
            ["stances[0].claim"],
            "--unset stances[0].claim",
            "stances[0]: the field `claim` is missing",
            "it cannot be left out: give it another value with --set stances[0].claim=…",
        ),
    ],
)
def test_a_change_that_cannot_be_made_says_where(
    assignments: list[str], removals: list[str], place: str, message: str, hint: str | None
) -> None:
    """The place is the option with the field; the hint is the mend, where there is one."""
    with pytest.raises(BadInput) as refused:
        changed(SAID, assignments, removals)
    assert (str(refused.value), refused.value.hint) == (f"{place}: {message}", hint)


def test_differences_are_as_deep_as_they_can_be() -> None:
    """Lists of the same length differ place by place, a time as a whole; an absent value is None."""
    other = changed(
        SAID, ["reports[1].mode=quote", "occurred=2020-01-07", "text=Open."], ["audience", "reports[0].quotes"]
    )
    assert list(map(astuple, differences(SAID, other))) == [
        ("audience", '["city"]', None),
        ("occurred", '"2020-01-06"', '"2020-01-07"'),
        ("reports[0].quotes", '[{"exact": "It is open."}]', None),
        ("reports[1].mode", None, '"quote"'),
        ("text", None, '"Open."'),
    ]


def test_lists_of_other_lengths_differ_as_a_whole() -> None:
    """Where a list grows or shrinks both lists are shown."""
    (change,) = differences(MAYOR, changed(MAYOR, ["aliases[1]=É"], []))
    assert astuple(change) == ("aliases", '["Mayor"]', '["Mayor", "É"]')


def test_the_envelope_is_no_difference() -> None:
    """Under which id, for what reason and of which record a version is written is not what it says."""
    assert alike(MAYOR, Actor(id="mayor:v2", name="The mayor", aliases=("Mayor",), amends="mayor", reason="A test."))


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_text_is_set_to_the_letter(before: str, after: str) -> None:
    """Whatever a text says, JSON and numbers too, it is set as it stands, and is shown as changed where it is."""
    claim = changed(Claim(text=before), [f"text={after}"], [])
    assert isinstance(claim, Claim)
    assert claim.text == after
    assert [each.field for each in differences(Claim(text=before), claim)] == (["text"] if before != after else [])


@given(st.lists(st.text(alphabet="abc-", min_size=1), min_size=1))
def test_setting_a_field_to_what_it_is_changes_nothing(names: list[str]) -> None:
    """A list of names that is set to itself is the same event."""
    source = Source(id="post", publisher="Post", audience=tuple(names))
    assert alike(changed(source, [f"audience={','.join(names)}"], []), source)
