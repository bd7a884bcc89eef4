"""The histories that are generated are what they are meant to be, and the naive rules keep simple laws on them."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests import naive
from tests.harbour.plans import ACTORS, CLAIMS, SOURCES
from tests.histories import AFTERWARDS, as_story, exact_histories, histories
from tests.naive import scribe
from tests.naive.records import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harbour.tale import Batch
    from tests.naive import Line

REFERENCES = (
    "part_of",
    "speaker",
    "source",
    "observation",
    "claim",
    "assessor",
    "from",
    "to",
    "first",
    "then",
    "event",
)
LISTS = ("audience", "after", "via", "evidence")
HISTORIES = 120
"""How many are drawn from a seed."""
SEEDS = range(46, 66)
"""What they are drawn from, so that they are the same everywhere. With the first seed nothing is missing."""
pytestmark = pytest.mark.usefixtures("unmeasured")  # nothing of the package runs

INSTANTS = tuple(naive.Clock(f"2020-01-{day:02}T{hour:02}:00:00.000000Z") for day in range(5, 14) for hour in (0, 12))


def references(event: Line) -> Iterator[str]:
    """Every name that an event refers to."""
    for field, value in event.items():
        if field in REFERENCES:
            yield value
        elif field in LISTS or (field == "claims"):
            yield from (name for name in value if name != "public")
        elif field in ("stances", "retracts", "reports"):
            for part in value:
                yield from references(part)


@given(st.one_of(histories(), exact_histories()))
def test_a_history_refers_to_what_is_there(history: list[Batch]) -> None:
    """Every name stands on an earlier line and has not ended, or the version before cites it, too.

    Only a batch of one event is ever refused.
    """
    note(as_story(history))
    taken: list[Batch] = []
    before: list[Line] = []
    for batch in history:
        lines = scribe.write([*taken, batch])
        assert len(lines) == len(before) + len(batch.events) or (lines == before and len(batch.events) == 1)
        for line in lines[len(before) :]:
            records = naive.World(lines, line["seq"] - 1).records
            amended = {line["amends"]} if "amends" in line else set()
            assert all(map(records.live, amended))
            kept = {name for each in amended for name in references(records.current[each])}
            assert all(map(records.live, {*references(line)} - kept))
        if lines != before:
            taken.append(batch)
            before = lines


@given(histories())
def test_nothing_is_given_before_it_begins(history: list[Batch]) -> None:
    """Batches are given in the order of their times, and every time in them begins before that."""
    assert [batch.at for batch in history] == sorted(batch.at for batch in history)
    for line in scribe.write(history):
        for dated in (line, *line.get("reports", ())):
            for field in ("occurred", "published"):
                assert dated.get(field, {}).get("earliest", "") < line["recorded_at"]


@given(exact_histories())
def test_an_exact_history_leaves_nothing_open(history: list[Batch]) -> None:
    """Of any two moments one certainly precedes the other, and all are over before anything is recorded."""
    world = naive.World(scribe.write(history))
    assert all(earliest and latest <= scribe.stamp(AFTERWARDS) for earliest, latest in naive.moments(world).values())
    for a, b in combinations(naive.moments(world), 2):
        assert naive.precedes(world, a, b) != naive.precedes(world, b, a)


@given(exact_histories())
def test_in_an_exact_history_the_last_word_stands(history: list[Batch]) -> None:
    """For those who record, an actor's position is what he said last of the claim, unless it was taken back."""
    world = naive.World(scribe.write(history))
    records = world.records
    observations = sorted(
        records.all_live("observation"), key=lambda name: str(records.current[name]["occurred"]["earliest"])
    )
    taken_back = {each for name in observations for each in records.retractions(name)}
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for name in observations:
        for stance in records.stances(name):
            if stance["stance"] != "comment" and stance.get("certainty") != "possible":
                gone = stance["stance"] == "retract" or (name, stance["claim"]) in taken_back
                last[str(records.speaker(name)), stance["claim"]] = ("retracted" if gone else stance["stance"], name)
    held = naive.positions(world, perspective="ledger")
    assert {key: (each.position, each.observation) for key, each in held.items()} == last


@given(histories())
def test_certainly_precedes_is_a_strict_order(history: list[Batch]) -> None:
    """≺ never holds both ways, and what precedes a predecessor precedes."""
    world = naive.World(scribe.write(history))
    before = {m: {n for n in naive.moments(world) if naive.precedes(world, m, n)} for m in naive.moments(world)}
    assert all(m not in before[n] for m, later in before.items() for n in later)
    assert all(before[n] <= later for later in before.values() for n in later)


@given(histories())
def test_knowledge_grows_with_the_clock(history: list[Batch]) -> None:
    """At a later time everything visible still is, and what was certain is certain; in the end all is certain."""
    world = naive.World(scribe.write(history))
    for perspective in ("public", *ACTORS[:3]):
        seen: dict[str, str] = {}
        for cut in (*INSTANTS, None):
            now = naive.observations(world, cut=cut, perspective=perspective)
            assert all(now.get(name) in ("certain", how) for name, how in seen.items())
            seen = now
        assert set(seen.values()) <= {"certain"}
        assert seen.keys() == {step.observation for step in naive.story(world, perspective=perspective)}


@given(histories())
def test_the_last_revision_is_the_state_now(history: list[Batch]) -> None:
    """Along the story, or the log, the revisions of a claim end in the state at the end of the log."""
    world = naive.World(scribe.write(history))
    for perspective in ("public", "ledger", *ACTORS[:3]):
        last = {row.claim: row for row in naive.revisions(world, perspective=perspective)}
        for claim, now in naive.claims(world, perspective=perspective).items():
            sums = (now.status, now.supporters, now.deniers, now.questioners, now.origins, now.divided)
            row = last.get(claim)
            shown = row and (row.status, row.supporters, row.deniers, row.questioners, row.origins, row.divided)
            assert (shown or ("no-position", 0, 0, 0, 0, False)) == sums


def test_all_that_the_rules_speak_of_comes_up() -> None:
    """Among some hundred histories is every status, every kind of amendment and void, and every kind of doubt."""
    kinds = ("actor", "source", "claim", "relation", "observation", "report", "order", "assessment")
    statuses = (
        *("disputed", "asserted-by-several", "asserted", "denied", "order-unknown", "questioned", "retracted"),
        *("no-position", "divided", "contested"),
    )
    doubts = (
        *("refused", "possible", "another status if possible"),
        *("leak", "moved", "unnamed", "speakerless", "meanwhile"),
        *("citing what ended", "two retractions", "implied and probable", "public beside others"),
    )
    missing = {*statuses, *doubts, *(f"{kind} amended" for kind in kinds), *(f"{kind} voided" for kind in kinds)}

    @settings(max_examples=HISTORIES, database=None, phases=[Phase.generate])
    @given(histories())
    def look(history: list[Batch]) -> None:
        missing.difference_update(features(history))
        if not missing:
            raise NothingIsMissing

    with suppress(NothingIsMissing):
        for number in SEEDS:
            seed(number)(look)()
    assert missing == set()


class NothingIsMissing(Exception):
    """All that was looked for came up."""


def features(history: list[Batch]) -> Iterator[str]:
    """What comes up in a history."""
    world = naive.World(scribe.write(history))
    current = world.records.current
    yield from (f"{line['type']} amended" for line in world.lines if "amends" in line)
    yield from (f"{current[name]['type']} voided" for name in world.records.ended)
    reports = [line for line in world.lines if line["type"] == "report"]
    yield from ("moved" for line in reports if line["observation"] != current[name_of(line)]["observation"])
    yield from ("unnamed" for name in current if ":" in name)
    yield from ("speakerless" for line in world.lines if line["type"] == "observation" and "speaker" not in line)
    yield from ("leak" for step in naive.story(world) if step.event != step.observation)
    yield from ("two retractions" for line in world.lines if len(line.get("retracts", ())) > 1)
    stances = [stance for line in world.lines for stance in line.get("stances", ())]
    yield from ("implied and probable" for stance in stances if {"basis", "certainty"} <= stance.keys())
    yield from (
        "public beside others"
        for line in world.lines
        if len({"public", *line.get("audience", ())}) > 1 and "public" in line.get("audience", ())
    )
    for line in world.lines:
        records = naive.World(world.lines, line["seq"] - 1).records
        if "amends" in line and not all(map(records.live, references(line))):
            yield "citing what ended"
    if len(world.lines) < sum(len(batch.events) for batch in history):
        yield "refused"
    if history and history[0].at < AFTERWARDS:
        yield "meanwhile"
    for cut, perspective in ((None, "ledger"), (None, "public"), *((cut, "public") for cut in INSTANTS[4:10:2])):
        yield from naive.observations(world, cut=cut, perspective=perspective).values()
        for state in naive.claims(world, cut=cut, perspective=perspective).values():
            yield state.status
            yield "divided" if state.divided else state.verdict or "no verdict"
            yield "another status if possible" if state.status != state.status_if_possible else "the same"


@given(histories())
def test_a_story_has_a_line_for_each_event(history: list[Batch]) -> None:
    """What is shown of a failure names every event, and everything that it refers to by name."""
    told = as_story(history)
    events = [event for batch in history for event in batch.events]
    assert len(told.splitlines()) == len(history) + len(events)
    assert all(name in told for event in events for name in references(event))
    assert not {*ACTORS, *CLAIMS, *SOURCES}.isdisjoint(told.split()) or not events
