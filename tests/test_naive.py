"""The naive rules on small worlds, worked out by hand from sections 5, 6 and 7 of the design."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests import naive
from tests.naive import After, Clock, scribe

if TYPE_CHECKING:
    from tests.naive import ClaimState, Key, Line

    Event: TypeAlias = dict[str, Any]

EARLY = "2020-01-01T09:00Z"
LATE = "2020-01-20T09:00Z"
CLAIM = "pier-closed"


def midnight(day: int) -> str:
    """The start of a day of January 2020, as the log writes it."""
    return f"2020-01-{day:02}T00:00:00.000000Z"


def actor(name: str, **more: Any) -> Event:
    """Declare an actor."""
    return {"type": "actor", "id": name, **more}


def source(name: str, **more: Any) -> Event:
    """Declare a source."""
    return {"type": "source", "id": name, **more}


def said(name: str, speaker: str, stance: str, day: int | None = None, **more: Any) -> Event:
    """Record an utterance with one stance on the claim, certain unless "possible support" says otherwise."""
    certainty, _, bare = stance.rpartition(" ")
    taken = {"claim": CLAIM, "stance": bare} | ({"certainty": certainty} if certainty else {})
    occurred = {} if day is None else {"occurred": f"2020-01-{day:02}"}
    return {"type": "observation", "id": name, "speaker": speaker, **occurred, "stances": [taken], **more}


def happened(name: str, **more: Any) -> Event:
    """Record a happening without a speaker."""
    return {"type": "observation", "id": name, "kind": "happening", **more}


def report(name: str, observation: str, by: str, **more: Any) -> Event:
    """Record that a source carries an observation."""
    return {"type": "report", "id": name, "observation": observation, "source": by, **more}


def order(first: str, then: str, name: str = "order") -> Event:
    """Record that one event came before another."""
    return {"type": "order", "id": name, "first": first, "then": then}


def assessed(assessor: str, verdict: str, **more: Any) -> Event:
    """Record an assessment of the claim."""
    return {"type": "assessment", "claim": CLAIM, "assessor": assessor, "verdict": verdict, **more}


def void(name: str) -> Event:
    """End a record."""
    return {"type": "void", "event": name, "kind": "entered-in-error", "reason": "mistaken"}


def amended(event: Event, **more: Any) -> Event:
    """Give the whole new version of an event's record."""
    rest = {field: value for field, value in event.items() if field != "id"}
    return {**rest, "amends": event["id"], **more}


def written(*events: Event) -> list[Line]:
    """Write events down, each in a batch of its own, on 20 January or at their `recorded`."""
    batches = [
        (scribe.span(event.get("recorded", LATE))[0], [{k: v for k, v in event.items() if k != "recorded"}])
        for event in events
    ]
    assert batches == sorted(batches, key=lambda batch: batch[0]), "the clock of a ledger does not go back"
    lines = scribe.write(batches)
    assert len(lines) == len(events), "a batch was refused"
    return lines


def log(*events: Event) -> list[Line]:
    """Write events down after the declarations of the claim, the mayor, the clerk, and the Harbour Post."""
    cast = (
        {"type": "claim", "id": CLAIM, "text": "Pier 4 is closed."},
        actor("mayor"),
        actor("clerk"),
        source("harbour-post"),
    )
    return written(*[{**event, "recorded": EARLY} for event in cast], *events)


def state(lines: list[Line], **view: Any) -> ClaimState:
    """Look at the claim."""
    return naive.claims(lines, **view)[CLAIM]


def position_of(lines: list[Line], who: str, **view: Any) -> str | None:
    """Look at where an actor stands on the claim."""
    held = naive.positions(lines, **view).get((who, CLAIM))
    return None if held is None else held.position


def occurrence(name: str) -> Key:
    """Name the moment of an observation."""
    return "occurrence", name


# Moments and order (section 5)


def test_a_day_is_a_day_long() -> None:
    """The interval of a date is the half-open day."""
    lines = log(happened("fire", occurred="2020-01-06"))
    assert naive.moments(lines)[occurrence("fire")] == (midnight(6), midnight(7))


def test_nothing_is_recorded_before_it_happened() -> None:
    """A `latest` after the recording, or none at all, is the instant of the recording."""
    lines = log(
        happened("fire", occurred="2020-01-06", recorded="2020-01-06T12:00Z"),
        happened("flood", recorded="2020-01-07"),
    )
    assert naive.moments(lines) == {
        occurrence("fire"): (midnight(6), "2020-01-06T12:00:00.000000Z"),
        occurrence("flood"): (None, midnight(7)),
    }


def test_an_amended_time_is_capped_by_the_amendment() -> None:
    """The cap is the recording of the version that carries the time, not that of the first."""
    fire = happened("fire", recorded="2020-01-06")
    lines = log(fire, amended(fire, recorded="2020-01-08"))
    assert naive.moments(lines)[occurrence("fire")] == (None, midnight(8))
    assert naive.moments(lines, recorded=5)[occurrence("fire")] == (None, midnight(6))


def test_bounds_are_tightened_along_paths() -> None:
    """What comes after is not earlier, what comes before is not later, over any number of edges."""
    lines = log(
        happened("fire", occurred="2020-01-07/.."),
        happened("smoke", after=["fire"]),
        happened("rain", occurred="../2020-01-09", after=["smoke"]),
    )
    assert set(naive.moments(lines).values()) == {(midnight(7), midnight(10))}


def test_an_order_record_is_an_edge_until_it_is_voided() -> None:
    """An `order` tightens as `after` does, and no longer when it has ended."""
    lines = log(happened("fire", occurred="2020-01-06/.."), happened("rain"), order("fire", "rain"), void("order"))
    assert naive.moments(lines, recorded=7)[occurrence("rain")][0] == midnight(6)
    assert naive.moments(lines)[occurrence("rain")][0] is None


def test_nothing_is_published_before_it_is_said() -> None:
    """An edge leads from an occurrence to each of its publications."""
    lines = log(
        happened("fire", occurred="2020-01-06/2020-01-08", reports=[{"source": "harbour-post"}]),
        report("article", "fire", "harbour-post", published="../2020-01-07"),
    )
    assert naive.moments(lines) == {
        occurrence("fire"): (midnight(6), midnight(8)),
        ("publication", "fire", 1): (midnight(6), "2020-01-20T09:00:00.000000Z"),
        ("publication", "article"): (midnight(6), midnight(8)),
    }


def test_a_report_without_a_date_has_that_of_its_source() -> None:
    """The source's date counts where the report has none, capped by the recording of the source."""
    lines = log(
        source("city-radio", published="2020-01-06/2020-01-09", recorded="2020-01-08"),
        happened("fire", reports=[{"source": "city-radio"}, {"source": "city-radio", "published": "2020-01-09"}]),
    )
    moments = naive.moments(lines)
    assert moments["publication", "fire", 1] == (midnight(6), midnight(8))
    assert moments["publication", "fire", 2] == (midnight(9), midnight(10))


def test_touching_intervals_are_in_order() -> None:
    """What ends where the next begins precedes it; what overlaps does not, and nothing precedes itself."""
    lines = log(
        happened("fire", occurred="2020-01-06"),
        happened("rain", occurred="2020-01-07"),
        happened("noise", occurred="2020-01-06/2020-01-07"),
    )
    before = [(a, b) for a in ("fire", "rain", "noise") for b in ("fire", "rain", "noise")]
    assert [pair for pair in before if naive.precedes(lines, occurrence(pair[0]), occurrence(pair[1]))] == [
        ("fire", "rain")
    ]


def test_edges_put_overlapping_intervals_in_order() -> None:
    """A path of edges from one to the other means that it precedes, whatever the intervals."""
    lines = log(happened("fire"), happened("smoke", after=["fire"]), happened("rain", after=["smoke"]))
    assert naive.precedes(lines, occurrence("fire"), occurrence("rain"))
    assert not naive.precedes(lines, occurrence("rain"), occurrence("fire"))


def test_after_of_a_report_event_is_about_its_publication() -> None:
    """An `after` on a report leads to its publication; a report that is referred to means its publication."""
    lines = log(
        happened("fire"),
        happened("rain"),
        report("article", "fire", "harbour-post", after=["rain"]),
        happened("sun", after=["article"]),
    )
    assert naive.precedes(lines, occurrence("rain"), ("publication", "article"))
    assert naive.precedes(lines, ("publication", "article"), occurrence("sun"))
    assert not naive.precedes(lines, occurrence("rain"), occurrence("fire"))


@pytest.mark.parametrize(
    "impossible",
    [order("rain", "fire"), order("late", "fire"), order("fire", "fire")],
    ids=["cycle", "no time left", "itself"],
)
def test_an_impossible_order_is_seen(impossible: Event) -> None:
    """A cycle, or an interval that tightening leaves empty, is no log that was accepted."""
    events = [
        happened("fire", occurred="2020-01-06"),
        happened("rain", after=["fire"]),
        happened("late", occurred="2020-01-07"),
    ]
    at = scribe.span(LATE)[0]
    assert len(scribe.write([(at, events)])) == len(events)
    assert scribe.write([(at, [*events, impossible])]) == []


# Records and what goes with them (section 4)


def test_a_voided_observation_takes_along_what_points_at_it() -> None:
    """Its reports, its edges and what it took back are gone with it."""
    lines = log(
        said("one", "mayor", "support", 6),
        said("two", "mayor", "query", retracts=[{"observation": "one"}]),
        report("article", "two", "harbour-post"),
        happened("rain", after=["two"]),
        order("one", "two"),
        void("two"),
    )
    assert set(naive.moments(lines)) == {occurrence("one"), occurrence("rain")}
    assert naive.moments(lines)[occurrence("rain")][0] is None
    assert position_of(lines, "mayor") == "support"
    assert position_of(lines, "mayor", recorded=9) == "query"


def test_a_voided_source_takes_along_only_its_reports() -> None:
    """The observation stays, unpublished; an order that cites the source stays."""
    lines = log(
        said("one", "mayor", "support", audience=["clerk"], reports=[{"source": "harbour-post"}]),
        report("article", "one", "harbour-post"),
        happened("rain"),
        {**order("one", "rain"), "source": "harbour-post"},
        void("harbour-post"),
    )
    assert set(naive.moments(lines)) == {occurrence("one"), occurrence("rain")}
    assert naive.precedes(lines, occurrence("one"), occurrence("rain"))
    assert state(lines).status == "no-position"
    assert state(lines, recorded=8).status == "asserted"


def test_a_voided_actor_is_nobody() -> None:
    """Its utterances take no stance and are its no more, audiences lose it, and its parts lose their whole."""
    lines = log(
        actor("city"),
        actor("council", part_of="city"),
        actor("member", part_of="council"),
        said("one", "council", "support", audience=["clerk"]),
        said("two", "member", "deny", audience=["council"]),
        happened("three", speaker="council", audience=["mayor"], retracts=[{"observation": "two"}]),
        void("council"),
    )
    assert naive.observations(lines, perspective="city", recorded=10).keys() == {"one", "two", "three"}
    assert naive.observations(lines, perspective="city") == {}
    assert naive.observations(lines, perspective="clerk") == {"one": "certain"}
    assert naive.positions(lines, perspective="ledger").keys() == {("member", CLAIM)}
    assert position_of(lines, "member", perspective="ledger") == "deny"
    assert position_of(lines, "member", perspective="ledger", recorded=10) == "retracted"
    assert naive.origin_positions(lines, perspective="ledger").keys() == {("member", CLAIM)}
    assert naive.origin_positions(lines, perspective="ledger", recorded=10).keys() == {("city", CLAIM)}


def test_a_voided_claim_is_gone_with_all_that_was_said_of_it() -> None:
    """No state, no stance, no retraction, no verdict is left of an ended claim."""
    lines = log(
        {"type": "claim", "id": "fire-out"},
        said("one", "mayor", "support"),
        {"type": "observation", "id": "two", "speaker": "mayor", "retracts": [{"observation": "one"}]},
        assessed("clerk", "true"),
        void(CLAIM),
    )
    assert naive.claims(lines).keys() == {"fire-out"}
    assert naive.positions(lines) == {}
    assert naive.revisions(lines) == []


def test_an_amendment_is_the_whole_new_version() -> None:
    """What the amendment leaves out is gone, from its line on and not before."""
    one = said("one", "mayor", "support", 6)
    lines = log(one, {"type": "observation", "amends": "one", "speaker": "clerk", "occurred": "2020-01-07"})
    assert position_of(lines, "mayor") is None
    assert position_of(lines, "mayor", recorded=5) == "support"
    assert naive.moments(lines)[occurrence("one")] == (midnight(7), midnight(8))
    assert [(step.event, step.seq) for step in naive.story(lines)] == [("one", 5)]


def test_an_erased_line_is_nothing() -> None:
    """An erased observation is not there, and what refers to it has lost that end."""
    lines = log(said("one", "mayor", "support", 6), happened("rain", after=["one"]))
    lines[4] = {"seq": 5, "erased": "0" * 64, "chain": "0" * 64}
    assert naive.moments(lines) == {occurrence("rain"): (None, "2020-01-20T09:00:00.000000Z")}


# Who knew what, when (section 6)


def test_a_private_word_is_public_once_it_leaks() -> None:
    """Only the audience knows it at its occurrence; the public knows it at the publication of a public report."""
    lines = log(
        said("one", "mayor", "support", 6, audience=["clerk"]),
        report("leak", "one", "harbour-post", published="2020-01-08"),
    )
    evening = Clock(midnight(7))
    assert naive.observations(lines, cut=evening, perspective="clerk") == {"one": "certain"}
    assert naive.observations(lines, cut=evening) == {}
    assert naive.observations(lines, cut=Clock(midnight(9))) == {"one": "certain"}


def test_a_part_that_is_told_tells_its_whole() -> None:
    """What a committee is told its body is told; what the body is told the committee need not know."""
    lines = log(
        actor("council"),
        actor("committee", part_of="council"),
        said("one", "mayor", "support", audience=["committee"]),
        said("two", "mayor", "deny", audience=["council"]),
    )
    assert naive.observations(lines, perspective="council").keys() == {"one", "two"}
    assert naive.observations(lines, perspective="committee").keys() == {"one"}


def test_who_speaks_knows_it_and_so_does_his_whole() -> None:
    """A speaker and the bodies he is a part of know what he says to others in private."""
    lines = log(
        actor("city"),
        actor("pilot", part_of="city"),
        said("one", "pilot", "support", audience=["clerk"]),
    )
    knowing = [
        who for who in ("pilot", "city", "clerk", "mayor", "public") if naive.observations(lines, perspective=who)
    ]
    assert knowing == ["pilot", "city", "clerk"]


def test_a_memo_that_only_the_desk_holds_publishes_nothing() -> None:
    """A report reaches its own audience, else its source's, else the public."""
    lines = log(
        source("desk-mail", audience=["clerk"]),
        said("one", "mayor", "support", audience=["mayor"], reports=[{"source": "desk-mail"}]),
        said("two", "mayor", "support", audience=["mayor"], reports=[{"source": "desk-mail", "audience": ["public"]}]),
        said("three", "mayor", "support", audience=["mayor"], reports=[{"source": "harbour-post"}]),
    )
    assert naive.observations(lines, perspective="clerk").keys() == {"one", "two", "three"}
    assert naive.observations(lines).keys() == {"two", "three"}


def test_an_audience_whose_members_have_all_ended_reaches_nobody() -> None:
    """Losing its members does not make an audience public."""
    lines = log(said("one", "mayor", "support", audience=["clerk"]), void("clerk"))
    assert naive.observations(lines) == naive.observations(lines, perspective="clerk") == {}


def test_a_perspective_that_nobody_declared_knows_what_is_public() -> None:
    """An unknown perspective is no error."""
    lines = log(said("one", "mayor", "support"), said("two", "mayor", "deny", audience=["clerk"]))
    assert naive.observations(lines, perspective="stranger").keys() == {"one"}


def test_the_ledger_knows_what_is_recorded() -> None:
    """For `ledger` a cut is a position of the log, and audience and occurrence do not matter."""
    lines = log(
        said("one", "mayor", "support", audience=["clerk"]),
        said("two", "mayor", "support", 6, recorded="2020-01-21"),
        {**void("one"), "recorded": "2020-01-21"},
    )
    assert naive.observations(lines, perspective="ledger") == {"two": "certain"}
    assert naive.observations(lines, perspective="ledger", cut=After("one")) == {"one": "certain"}
    assert naive.observations(lines, perspective="ledger", cut=After(6)) == {"one": "certain", "two": "certain"}
    assert naive.observations(lines, perspective="ledger", cut=Clock(midnight(21))) == {"two": "certain"}
    assert naive.observations(lines, perspective="ledger", cut=Clock(midnight(20))) == {}


@pytest.mark.parametrize(
    ("instant", "visible"),
    [
        (midnight(6), {}),
        ("2020-01-06T00:00:00.000001Z", {"one": "possible"}),
        ("2020-01-06T23:59:59.999999Z", {"one": "possible"}),
        (midnight(7), {"one": "certain"}),
    ],
)
def test_a_clock_cuts_intervals(instant: str, visible: dict[str, str]) -> None:
    """Certainly before: `latest` ≤ T. Possibly before: `earliest` < T."""
    assert naive.observations(log(said("one", "mayor", "support", 6)), cut=Clock(instant)) == visible


def test_an_event_cuts_by_what_certainly_precedes() -> None:
    """Just after X: X and what ≺ X is certain, what X ≺ is not visible, and the rest is possible."""
    lines = log(
        happened("fire", occurred="2020-01-06"),
        happened("smoke", occurred="2020-01-07"),
        happened("noise", occurred="2020-01-07"),
        happened("rain", occurred="2020-01-08"),
    )
    expected = {"fire": "certain", "smoke": "certain", "noise": "possible"}
    assert naive.observations(lines, cut=After("smoke")) == naive.observations(lines, cut=After(6)) == expected


def test_a_report_event_cuts_at_its_publication() -> None:
    """The moment of a report event is its publication, not the occurrence of what it carries."""
    lines = log(
        happened("fire", occurred="2020-01-06"),
        happened("rain", occurred="2020-01-07"),
        report("article", "fire", "harbour-post", published="2020-01-08"),
    )
    assert naive.observations(lines, cut=After("article")) == {"fire": "certain", "rain": "certain"}
    assert naive.observations(lines, cut=After("fire")) == {"fire": "certain"}


def test_an_amendment_cuts_where_its_record_does() -> None:
    """The id and the seq of an amendment mean the record's moment."""
    fire = happened("fire", occurred="2020-01-06")
    lines = log(fire, happened("rain", occurred="2020-01-07"), amended(fire, id="correction"))
    for event in ("fire", "correction", 5, 7):
        assert naive.observations(lines, cut=After(event)) == {"fire": "certain"}


def test_other_events_cut_at_their_recording() -> None:
    """An event that has no moment, a void among them, cuts one microsecond after it was recorded."""
    lines = log(
        happened("fire", occurred="2020-01-20T08:59Z"),
        actor("pilot"),
        happened("rain", occurred="2020-01-20T09:00Z", recorded="2020-01-20T09:01Z"),
        happened("noise", recorded="2020-01-20T09:01Z"),
        {**void("noise"), "recorded": "2020-01-20T09:01Z"},
    )
    assert naive.observations(lines, cut=After("pilot")) == {"fire": "certain", "rain": "possible"}
    assert naive.observations(lines, cut=After(9)) == {"fire": "certain", "rain": "certain"}


@pytest.mark.parametrize("event", ["one", "leak", "clerk", "nothing", 99])
def test_there_is_no_cut_after_what_is_not_there(event: str | int) -> None:
    """An event that is absent, voided, or gone with what was voided cannot be cut at."""
    lines = log(said("one", "mayor", "support"), report("leak", "one", "harbour-post"), void("one"), void("clerk"))
    with pytest.raises(naive.NoSuchEvent):
        naive.observations(lines, cut=After(event))
    with pytest.raises(naive.NoSuchEvent):
        naive.observations(lines, cut=After("one"), recorded=4)


# From stances to status (section 7)


@pytest.mark.parametrize(
    ("stances", "position"),
    [
        (["support"], "support"),
        (["deny"], "deny"),
        (["query"], "query"),
        (["retract"], "retracted"),
        (["comment"], None),
        (["possible support"], None),
        (["probable support"], "support"),
        (["support", "deny"], "deny"),
        (["support", "comment"], "support"),
        (["support", "possible deny"], "support"),
        (["support", "retract"], "retracted"),
        (["retract", "support"], "support"),
        (["deny", "query"], "query"),
    ],
)
def test_the_last_stance_that_counts_stands(stances: list[str], position: str | None) -> None:
    """Said on successive days, the last utterance that counts is the position; the possible never counts."""
    lines = log(*[said(f"day-{day}", "mayor", stance, day) for day, stance in enumerate(stances, start=6)])
    assert position_of(lines, "mayor") == position


@pytest.mark.parametrize(
    ("stances", "position"),
    [
        (["support", "deny"], "order-unknown"),
        (["support", "query", "retract"], "support"),
        (["deny", "query", "retract"], "deny"),
        (["query", "retract"], "query"),
        (["support", "deny", "query"], "order-unknown"),
        (["support", "possible deny"], "support"),
    ],
)
def test_what_is_not_in_order_stands_side_by_side(stances: list[str], position: str) -> None:
    """Said on the same day, support and deny are order-unknown; else the first of support, deny, query."""
    lines = log(*[said(f"word-{number}", "mayor", stance, 6) for number, stance in enumerate(stances)])
    assert position_of(lines, "mayor") == position


def test_what_is_taken_back_no_longer_counts() -> None:
    """An utterance that a visible one retracts gives no position, and nothing else left means `retracted`."""
    lines = log(said("one", "mayor", "support"), happened("two", speaker="clerk", retracts=[{"observation": "one"}]))
    held = naive.positions(lines)["mayor", CLAIM]
    assert (held.position, held.observation) == ("retracted", "one")
    assert position_of(lines, "mayor", recorded=5) == "support"


def test_a_retraction_that_is_not_visible_takes_nothing_back() -> None:
    """What is taken back in private stands for the public."""
    lines = log(
        said("one", "mayor", "support"),
        happened("two", speaker="mayor", audience=["clerk"], retracts=[{"observation": "one"}]),
    )
    assert position_of(lines, "mayor") == "support"
    assert position_of(lines, "mayor", perspective="clerk") == "retracted"


def test_a_retraction_is_of_the_claims_that_it_names() -> None:
    """With `claims` only those are taken back."""
    both = {"stances": [{"claim": CLAIM, "stance": "deny"}, {"claim": "fire-out", "stance": "support"}]}
    lines = log(
        {"type": "claim", "id": "fire-out"},
        {"type": "observation", "id": "one", "speaker": "mayor", **both},
        happened("two", speaker="mayor", retracts=[{"observation": "one", "claims": ["fire-out"]}]),
    )
    held = naive.positions(lines)
    assert [held["mayor", claim].position for claim in (CLAIM, "fire-out")] == ["deny", "retracted"]


def test_a_retracted_utterance_still_supersedes() -> None:
    """Taking back the later word does not bring back the earlier one."""
    lines = log(
        said("one", "mayor", "support", 6),
        said("two", "mayor", "deny", 7),
        happened("three", speaker="mayor", occurred="2020-01-08", retracts=[{"observation": "two"}]),
    )
    held = naive.positions(lines)["mayor", CLAIM]
    assert (held.position, held.observation) == ("retracted", "two")


def test_only_what_is_visible_supersedes() -> None:
    """A later word that the perspective does not know leaves the earlier one standing."""
    lines = log(said("one", "mayor", "support", 6), said("two", "mayor", "deny", 7, audience=["clerk"]))
    assert position_of(lines, "mayor") == "support"
    assert position_of(lines, "mayor", perspective="clerk") == "deny"
    assert position_of(lines, "mayor", perspective="clerk", cut=Clock(midnight(7))) == "support"


def test_late_news_of_an_earlier_word_changes_nothing() -> None:
    """Order is that of occurrence: an old word that leaks after a newer one is superseded when it is learned."""
    lines = log(
        said(
            "one",
            "mayor",
            "support",
            6,
            audience=["clerk"],
            reports=[{"source": "harbour-post", "published": "2020-01-09"}],
        ),
        said("two", "mayor", "deny", 7),
    )
    assert [step.observation for step in naive.story(lines)] == ["two", "one"]
    assert position_of(lines, "mayor") == "deny"
    assert len(naive.revisions(lines)) == 1


def test_a_position_names_its_last_observation_in_story_order() -> None:
    """Of several utterances that give a position, the one that the perspective learned last is named."""
    lines = log(
        said(
            "leaked",
            "mayor",
            "support",
            audience=["clerk"],
            reports=[{"source": "harbour-post", "published": "2020-01-09"}],
        ),
        said("printed", "mayor", "support", reports=[{"source": "harbour-post", "published": "2020-01-07"}]),
        said("query", "mayor", "query", reports=[{"source": "harbour-post", "published": "2020-01-12"}]),
    )
    assert naive.positions(lines)["mayor", CLAIM].observation == "leaked"
    assert naive.positions(lines, perspective="ledger")["mayor", CLAIM].observation == "printed"
    assert naive.origin_positions(lines)["mayor", CLAIM].observation == "leaked"


def test_a_superseded_utterance_is_not_named() -> None:
    """A position of `retracted` names what stands, and not an earlier word that was learned later."""
    leak = {"source": "harbour-post", "published": "2020-01-09"}
    lines = log(
        said("one", "mayor", "support", 6, audience=["clerk"], reports=[leak]),
        said("two", "mayor", "retract", 7),
    )
    assert [step.observation for step in naive.story(lines)] == ["two", "one"]
    assert naive.positions(lines)["mayor", CLAIM].observation == "two"


def test_what_is_possible_is_answered_beside_what_is_certain() -> None:
    """`status` is from what is certainly visible, `status_if_possible` from all that may be."""
    lines = log(said("one", "mayor", "support", 6), said("two", "mayor", "deny", 7), said("three", "clerk", "query", 6))
    noon = Clock("2020-01-07T12:00:00.000000Z")
    assert (state(lines, cut=noon).status, state(lines, cut=noon).status_if_possible) == ("asserted", "denied")
    assert naive.positions(lines, cut=noon)["mayor", CLAIM].position == "support"
    assert naive.positions(lines, cut=noon, possible=True)["mayor", CLAIM].position == "deny"
    assert naive.positions(lines, cut=noon, possible=True)["clerk", CLAIM].position == "query"


ONE_HOUSE = {
    "divided": ["support", "deny", "query"],
    "support": ["order-unknown", "query", "support"],
    "deny": ["order-unknown", "query", "deny"],
    "order-unknown": ["query", "order-unknown", "retract"],
    "query": ["retract", "query"],
    "retracted": ["retract"],
}


@pytest.mark.parametrize("position", ONE_HOUSE)
def test_the_position_of_an_origin(position: str) -> None:
    """An origin is divided where members support and deny, else it has the first position by rank that a member has."""
    events = [actor("council")]
    for number, stance in enumerate(ONE_HOUSE[position]):
        member = f"member-{number}"
        sides = ["support", "deny"] if stance == "order-unknown" else [stance]
        events += [actor(member, part_of="council"), *[said(f"{member}-{side}", member, side) for side in sides]]
    lines = log(*events)
    assert naive.origin_positions(lines).keys() == {("council", CLAIM)}
    assert naive.origin_positions(lines)["council", CLAIM].position == position


def test_an_origin_is_the_nearest_that_is_independent() -> None:
    """The nearest independent of an actor and its wholes, else the topmost, is who it speaks for."""
    lines = log(
        actor("state", independent=True),
        actor("city", part_of="state", independent=True),
        actor("council", part_of="city"),
        actor("member", part_of="council"),
        actor("port", part_of="state"),
        said("one", "member", "support"),
        said("two", "port", "support"),
        said("three", "mayor", "support"),
    )
    assert naive.origin_positions(lines).keys() == {("city", CLAIM), ("state", CLAIM), ("mayor", CLAIM)}
    assert (state(lines).status, state(lines).supporters, state(lines).origins) == ("asserted-by-several", 3, 3)


@pytest.mark.parametrize(
    ("mayor", "clerk", "status"),
    [
        ("support", "deny", "disputed"),
        ("support", "support", "asserted-by-several"),
        ("support", "query", "asserted"),
        ("deny", "query", "denied"),
        ("deny", "deny", "denied"),
        ("order-unknown", "query", "order-unknown"),
        ("order-unknown", "support", "asserted"),
        ("query", "retract", "questioned"),
        ("retract", "comment", "retracted"),
        ("comment", "comment", "no-position"),
    ],
)
def test_the_status_of_a_claim(mayor: str, clerk: str, status: str) -> None:
    """The status of a claim follows from the positions of two origins by the table."""
    lines = log(
        *[
            said(f"{who}-{side}", who, side)
            for who, stance in (("mayor", mayor), ("clerk", clerk))
            for side in (["support", "deny"] if stance == "order-unknown" else [stance])
        ]
    )
    assert state(lines).status == state(lines).status_if_possible == status


def test_a_divided_origin_disputes_with_itself() -> None:
    """One origin whose members support and deny counts on both sides; the counts are of actors."""
    lines = log(
        actor("council"),
        *[actor(name, part_of="council") for name in ("first", "second", "third")],
        said("one", "first", "support"),
        said("two", "second", "deny"),
        said("three", "third", "query"),
    )
    now = state(lines)
    assert (now.status, now.divided, now.origins) == ("disputed", True, 1)
    assert (now.supporters, now.deniers, now.questioners) == (1, 1, 1)


def test_several_voices_of_one_house_are_one_origin() -> None:
    """Supporters of one origin do not make a claim asserted by several."""
    lines = log(
        actor("council"),
        actor("first", part_of="council"),
        said("one", "first", "support"),
        said("two", "council", "support"),
    )
    assert (state(lines).status, state(lines).supporters, state(lines).origins) == ("asserted", 2, 1)


# Verdicts


def test_a_verdict_is_shared_or_contested() -> None:
    """The verdict is that of all assessors, by the latest of each; where they differ it is contested."""
    lines = log(
        assessed("mayor", "false", confidence="high"),
        assessed("clerk", "true", confidence="high"),
        assessed("mayor", "true", confidence="low"),
        void("assessment:2"),
    )
    shown = [
        (now.verdict, now.assessors, now.confidence) for now in (state(lines, recorded=seq) for seq in (4, 5, 6, 7, 8))
    ]
    assert shown == [
        (None, [], None),
        ("false", ["mayor"], "high"),
        ("contested", ["clerk", "mayor"], "high"),
        ("true", ["clerk", "mayor"], None),
        ("true", ["mayor"], "low"),
    ]


def test_a_verdict_is_of_its_claim() -> None:
    """What is assessed of one claim says nothing of another."""
    lines = log({"type": "claim", "id": "fire-out"}, assessed("mayor", "true"))
    assert {claim: now.verdict for claim, now in naive.claims(lines).items()} == {CLAIM: "true", "fire-out": None}


def test_an_amended_assessment_is_no_later_for_it() -> None:
    """The latest of an assessor is the one that was recorded last: to correct an older one does not put it on top."""
    first = assessed("mayor", "false", id="first")
    lines = log(first, assessed("mayor", "mixed"), amended(first, verdict="unverified"))
    assert state(lines, recorded=6).verdict == "mixed"
    assert state(lines).verdict == "mixed"


def test_an_assessment_counts_from_when_it_was_made() -> None:
    """That is its `occurred`, capped by its recording, else the microsecond of its recording."""
    lines = log(
        assessed("mayor", "true", occurred="2020-01-07"),
        assessed("clerk", "false"),
        said("one", "clerk", "query", 8),
        said("two", "clerk", "query", 7),
        actor("pilot"),
        assessed("pilot", "mixed", occurred="2020-01-07/..", recorded="2020-01-21"),
    )
    assert state(lines, cut=Clock("2020-01-07T23:00:00.000000Z")).verdict is None
    assert state(lines, cut=Clock(midnight(8))).verdict == "true"
    assert state(lines, cut=Clock("2020-01-20T09:00:00.000000Z")).verdict == "true"
    assert state(lines, cut=Clock("2020-01-20T09:00:00.000001Z")).verdict == "contested"
    assert state(lines, cut=After("one")).verdict == "true"
    assert state(lines, cut=After("two")).verdict is None
    assert state(lines, cut=After("pilot")).verdict == "contested"
    assert state(lines, cut=Clock("2020-01-20T23:00:00.000000Z")).assessors == ["clerk", "mayor"]
    assert state(lines, cut=Clock(midnight(21))).assessors == ["clerk", "mayor", "pilot"]


def test_the_ledger_sees_the_verdicts_of_its_position() -> None:
    """For `ledger` every assessment recorded by the cut counts, whenever it was made."""
    lines = log(assessed("mayor", "true", occurred="2020-01-07"), assessed("clerk", "false", recorded="2020-01-21"))
    assert state(lines, perspective="ledger", cut=Clock("2020-01-20T12:00:00.000000Z")).verdict == "true"
    assert state(lines, perspective="ledger").verdict == "contested"


def test_an_assessor_who_has_ended_assesses_nothing() -> None:
    """A void of the assessor takes his assessments along."""
    lines = log(assessed("mayor", "true"), void("mayor"))
    assert (state(lines).verdict, state(lines).assessors) == (None, [])


# Story order and revisions


def test_a_story_is_told_as_it_became_known() -> None:
    """By least `earliest`, then least `latest`, open ends first, each with the event by which it was learned."""
    lines = log(
        said("late", "mayor", "support", 9),
        said("leaked", "mayor", "support", 6, audience=["clerk"]),
        said("day", "mayor", "support", 7),
        said("minute", "mayor", "support", occurred="2020-01-07T00:00Z"),
        said("undated", "mayor", "support"),
        said("secret", "mayor", "support", audience=["clerk"]),
        report("leak", "leaked", "harbour-post", published="2020-01-08"),
    )
    told = [(step.observation, step.event, step.seq, step.known_earliest) for step in naive.story(lines)]
    assert told == [
        ("undated", "undated", 9, None),
        ("minute", "minute", 8, midnight(7)),
        ("day", "day", 7, midnight(7)),
        ("leaked", "leak", 11, midnight(8)),
        ("late", "late", 5, midnight(9)),
    ]
    assert [step.follows_certainly for step in naive.story(lines)] == [None, False, False, True, True]


def test_edges_break_ties_of_a_story() -> None:
    """Where bounds are equal, a longer path of edges comes later, and then the seq decides."""
    lines = log(
        happened("rain"),
        happened("fire"),
        happened("smoke"),
        order("smoke", "fire", "order-1"),
        order("fire", "rain", "order-2"),
        happened("noise"),
    )
    steps = naive.story(lines)
    assert [step.observation for step in steps] == ["smoke", "noise", "fire", "rain"]
    assert [step.follows_certainly for step in steps] == [None, False, False, True]


def test_several_reports_of_one_utterance_are_one_step() -> None:
    """An observation is learned once, by the first of its moments; both bounds are the least of all its moments."""
    lines = log(
        said(
            "one",
            "mayor",
            "support",
            6,
            audience=["clerk"],
            reports=[{"source": "harbour-post", "published": "2020-01-08/.."}],
        ),
        report("leak", "one", "harbour-post", published="2020-01-07/2020-01-10"),
        report("again", "one", "harbour-post", published="2020-01-09"),
    )
    (step,) = naive.story(lines)
    assert (step.observation, step.event, step.seq) == ("one", "leak", 6)
    assert (step.known_earliest, step.known_latest) == (midnight(7), midnight(10))


def test_of_equal_moments_the_one_with_the_shorter_path_counts() -> None:
    """Where the bounds do not tell which report came first, the one with fewer edges before it is the event."""
    lines = log(
        said("one", "mayor", "support", audience=["clerk"]),
        happened("rain", after=["one"]),
        report("after-rain", "one", "harbour-post", after=["rain"]),
        report("article", "one", "harbour-post"),
        report("again", "one", "harbour-post"),
    )
    assert [step.event for step in naive.story(lines)] == ["rain", "article"]


def test_following_is_from_some_moment_to_every_moment() -> None:
    """A step follows certainly if one moment of the step before precedes all moments of its own."""
    lines = log(
        happened("fire", occurred="2020-01-06", reports=[{"source": "harbour-post", "published": "2020-01-09"}]),
        happened("rain", occurred="2020-01-07", reports=[{"source": "harbour-post"}]),
        happened("sun", reports=[{"source": "harbour-post", "published": "2020-01-08"}], audience=["clerk"]),
        happened("wind", occurred="2020-01-08/..", after=["sun"]),
    )
    steps = naive.story(lines)
    assert [(step.observation, step.follows_certainly) for step in steps] == [
        ("fire", None),
        ("rain", True),
        ("sun", True),
        ("wind", False),
    ]


def test_a_step_that_may_have_been_known_before_does_not_follow() -> None:
    """One later moment does not make a step follow, where another of its moments may be earlier."""
    lines = log(
        happened("fire", occurred="2020-01-06/2020-01-07"),
        happened("rain", occurred="2020-01-07", reports=[{"source": "harbour-post", "published": "2020-01-09"}]),
    )
    assert [(step.observation, step.follows_certainly) for step in naive.story(lines)] == [
        ("fire", None),
        ("rain", False),
    ]


def test_revisions_are_the_changes_along_the_story() -> None:
    """A revision is written where a step changes the claim, with the event, the bounds and the status before."""
    lines = log(
        said("two", "clerk", "deny", 9),
        said(
            "one",
            "mayor",
            "support",
            6,
            audience=["clerk"],
            reports=[{"source": "harbour-post", "published": "2020-01-07"}],
        ),
        said("same", "mayor", "support", 8),
        said("comment", "mayor", "comment", 7),
    )
    first, second = naive.revisions(lines)
    assert first == naive.Revision(
        perspective="public",
        claim=CLAIM,
        revision=1,
        event="one",
        seq=6,
        known_earliest=midnight(7),
        known_latest=midnight(8),
        follows_certainly=None,
        status="asserted",
        previous_status="no-position",
        supporters=1,
        deniers=0,
        questioners=0,
        origins=1,
        divided=False,
    )
    assert (second.revision, second.event, second.seq, second.follows_certainly) == (2, "two", 5, True)
    assert (second.previous_status, second.status, second.deniers) == ("asserted", "disputed", 1)


def test_a_revision_follows_the_one_before_and_not_the_step_before() -> None:
    """`follows_certainly` of a revision is against the observation of the claim's previous revision."""
    lines = log(
        said("one", "mayor", "support", 6),
        happened("noise", occurred="2020-01-06T12:00Z/2020-01-07T12:00Z"),
        said("two", "clerk", "deny", 7),
        said("three", "clerk", "support", occurred="2020-01-07T12:00Z/2020-01-09"),
    )
    assert [step.follows_certainly for step in naive.story(lines)] == [None, False, False, False]
    assert [row.follows_certainly for row in naive.revisions(lines)] == [None, True, False]


def test_a_change_of_position_alone_is_a_revision() -> None:
    """Two who swap sides, or a voice that is added without any count, revise the claim all the same."""
    lines = log(
        actor("council"),
        actor("member", part_of="council"),
        said("one", "council", "support", 6),
        said("two", "member", "retract", 7),
    )
    rows = naive.revisions(lines)
    assert [(row.event, row.previous_status, row.status) for row in rows] == [
        ("one", "no-position", "asserted"),
        ("two", "asserted", "asserted"),
    ]


def test_any_actor_has_revisions_of_its_own() -> None:
    """What is told in private revises the claim for those who were told."""
    lines = log(said("one", "mayor", "support", 6, audience=["clerk"]))
    assert naive.revisions(lines) == []
    assert [(row.perspective, row.event) for row in naive.revisions(lines, perspective="clerk")] == [("clerk", "one")]


def test_the_ledger_is_revised_by_lines() -> None:
    """For `ledger` every line is a step, amendments and voids too, and lines certainly follow each other."""
    one = said("one", "mayor", "support", 6, audience=["clerk"])
    lines = log(one, amended(one, stances=[{"claim": CLAIM, "stance": "deny"}]), void("one"))
    rows = naive.revisions(lines, perspective="ledger")
    assert [(row.event, row.seq, row.previous_status, row.status, row.follows_certainly) for row in rows] == [
        ("one", 5, "no-position", "asserted", None),
        ("one:v2", 6, "asserted", "denied", True),
        ("void:1", 7, "denied", "no-position", True),
    ]
    assert {(row.known_earliest, row.known_latest) for row in rows} == {
        ("2020-01-20T09:00:00.000000Z", "2020-01-20T09:00:00.000001Z")
    }


def test_the_ledger_is_revised_by_a_change_of_bodies() -> None:
    """Who belongs to whom is as it was recorded then."""
    lines = log(
        said("one", "mayor", "support"),
        said("two", "clerk", "support"),
        amended(actor("clerk"), part_of="mayor"),
    )
    rows = naive.revisions(lines, perspective="ledger")
    assert [(row.event, row.status, row.supporters, row.origins) for row in rows] == [
        ("one", "asserted", 1, 1),
        ("two", "asserted-by-several", 2, 2),
        ("clerk:v2", "asserted", 2, 1),
    ]


def test_a_voice_that_passes_to_another_origin_is_a_revision() -> None:
    """The origin's position is new, though no status and no count changes."""
    lines = log(said("one", "mayor", "support"), amended(actor("mayor"), part_of="clerk"))
    assert [row.event for row in naive.revisions(lines, perspective="ledger")] == ["one", "mayor:v2"]


def test_the_ledger_looks_back_with_the_order_known_now() -> None:
    """An order recorded later holds for all earlier steps; it is no revision of its own."""
    lines = log(said("one", "mayor", "support"), said("two", "mayor", "deny"), order("one", "two"))
    statuses = [row.status for row in naive.revisions(lines, perspective="ledger")]
    assert statuses == ["asserted", "denied"]
    before = [row.status for row in naive.revisions(lines, perspective="ledger", recorded=6)]
    assert before == ["asserted", "order-unknown"]


def test_the_ledger_looks_back_with_the_bounds_known_now() -> None:
    """An interval that a later event tightens is tight for all earlier steps."""
    lines = log(
        said("one", "mayor", "support"),
        said("two", "mayor", "deny", 9),
        happened("rain", occurred="2020-01-07", after=["one"]),
    )
    assert [row.status for row in naive.revisions(lines, perspective="ledger")] == ["asserted", "denied"]
    before = naive.revisions(lines, perspective="ledger", recorded=6)
    assert [row.status for row in before] == ["asserted", "order-unknown"]


def test_the_ledger_orders_what_is_gone_by_its_own_times() -> None:
    """An observation voided later has, while it is there, the interval of its version then, without any edges."""
    lines = log(
        said("one", "mayor", "support", 6),
        said("two", "mayor", "deny", 7, id="two"),
        said("three", "mayor", "support", after=["two"]),
        void("three"),
    )
    rows = naive.revisions(lines, perspective="ledger")
    assert [(row.event, row.status) for row in rows] == [
        ("one", "asserted"),
        ("two", "denied"),
        ("three", "order-unknown"),
        ("void:1", "denied"),
    ]


def test_a_claim_that_has_ended_has_no_revisions() -> None:
    """Neither the public's nor the ledger's rows speak of a claim that is gone at the recorded position."""
    lines = log(said("one", "mayor", "support"), void(CLAIM))
    assert naive.revisions(lines, perspective="ledger") == naive.revisions(lines) == []
    assert len(naive.revisions(lines, perspective="ledger", recorded=5)) == 1


def test_a_world_answers_as_its_lines_do() -> None:
    """A world that remembers what it worked out gives the answers of the lines up to its position."""
    lines = log(said("one", "mayor", "support", 6), said("two", "clerk", "deny", 7), void("one"))
    whole = naive.World(lines)
    for seq in range(len(lines) + 1):
        for perspective in ("public", "ledger"):
            expected = naive.claims(lines[:seq], perspective=perspective)
            assert naive.claims(whole, perspective=perspective, recorded=seq) == expected
            assert naive.claims(naive.World(lines, seq), perspective=perspective) == expected
