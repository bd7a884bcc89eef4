"""Laws that any answer keeps, whatever the rules say in detail (design, sections 1, 6 and 7)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import assume, example, given, note
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import naive
from tests.belief.asking import Question, assume_it_can_be_asked, declared, from_sql, questions
from tests.belief.port import said
from tests.belief.world import instant, recorded
from tests.effort import costly
from tests.histories import AFTERWARDS, Batch, as_story, exact_histories, histories
from tests.naive.story import follows

if TYPE_CHECKING:
    from random import Random

    from tests.belief.world import Recorded


def views_of(world: Recorded) -> list[str]:
    """Everybody who can be asked for, but those who record."""
    return ["public", *declared(world, "actor")]


@costly(3)
@given(histories(), st.data())
def test_at_the_default_cut_everything_recorded_is_certain(history: list[Batch], data: st.DataObject) -> None:
    """Nothing is recorded before it happened: asked of the end of the log, no answer has an if."""
    with recorded(history) as world:
        answer = from_sql(world, Question(data.draw(st.sampled_from(views_of(world)))))
        assert set(answer.observations.values()) <= {"certain"}
        assert answer.positions == answer.positions_if_possible
        assert all(status == if_possible for status, if_possible, *_ in answer.claims.values())


@costly(3)
@given(histories(), st.data())
def test_what_is_certainly_visible_is_possibly_visible(history: list[Batch], data: st.DataObject) -> None:
    """At a clock time the certain had become known by then; all that is visible, the certain too, may have been."""
    with recorded(history) as world:
        perspective = data.draw(st.sampled_from(views_of(world)))
        moment = f"2020-01-{data.draw(st.integers(5, 12)):02}T{data.draw(st.integers(0, 23)):02}:00:00.000000Z"
        told = f"perspective := '{perspective}'"
        seen = world.rows(f"select visible, known_earliest, known_latest from observations_as_of('{moment}', {told})")
        for visible, known_earliest, known_latest in seen:
            assert (instant(known_earliest) or "") < moment
            assert (visible == "certain") == ((instant(known_latest) or "") <= moment)
        story = world.rows(f"select known_earliest from story({told})")
        assert len(seen) == sum((instant(earliest) or "") < moment for (earliest,) in story)


@costly(3)
@given(histories(), st.data())
def test_what_is_certainly_visible_stays_so_later(history: list[Batch], data: st.DataObject) -> None:
    """At a later clock time everything is visible that was, and what was certain is certain still."""
    with recorded(history) as world:
        perspective = data.draw(st.sampled_from(views_of(world)))
        hours = sorted(data.draw(st.lists(st.integers(0, 23), min_size=2, max_size=2)))
        day = data.draw(st.integers(5, 12))
        former, latter = (
            from_sql(world, Question(perspective, naive.Clock(f"2020-01-{day:02}T{hour:02}:00:00.000000Z")))
            for hour in hours
        )
        assert former.observations.keys() <= latter.observations.keys()
        certain = {name for name, visible in former.observations.items() if visible == "certain"}
        assert all(latter.observations[name] == "certain" for name in certain)


@costly(3)
@given(histories(), st.data())
def test_nothing_private_is_public_before_it_was_published(history: list[Batch], data: st.DataObject) -> None:
    """The public sees an observation told in private only where a report before the public comes before the cut."""
    note(as_story(history))
    with recorded(history) as world:
        cut = f"2020-01-{data.draw(st.integers(5, 13)):02}T{data.draw(st.integers(0, 23)):02}:00:00.000000Z"
        seen = from_sql(world, Question("public", naive.Clock(cut))).observations
        publications = world.rows(
            "select n.name, earliest, latest"
            " from internal.moment m join internal.named n on n.record = m.observation where is_public"
        )
        for observation, visible in seen.items():
            own = [
                (instant(earliest) or "" if earliest.year > 1 else "", instant(latest) or "")
                for name, earliest, latest in publications
                if name == observation
            ]
            assert any(earliest < cut for earliest, _ in own)
            assert visible == "possible" or any(latest <= cut for _, latest in own)


@costly(3)
@given(histories(), st.data())
def test_later_events_never_change_what_was_recorded(history: list[Batch], data: st.DataObject) -> None:
    """An answer from an earlier recorded position is the same whatever is appended, amended or voided after it."""
    assume(len(history) > 1)
    known = data.draw(st.integers(1, len(history) - 1))
    with recorded(history[:known]) as world:
        assume(world.lines)
        question = replace(data.draw(questions(world)), recorded=None)
        position = len(world.lines)
        assume_it_can_be_asked(world, question)
        before = from_sql(world, question)
    with recorded(history) as world:
        after = from_sql(world, Question(question.perspective, question.cut, position))
    assert after == before


@costly(3)
@given(exact_histories(), st.data())
def test_a_step_of_the_replay_is_the_answer_at_its_instant(history: list[Batch], data: st.DataObject) -> None:
    """Where all times are exact and apart, the revisions up to a step add up to the answer at that step's `latest`."""
    with recorded(history) as world:
        perspective = data.draw(st.sampled_from(views_of(world)))
        told = f"perspective := '{perspective}'"
        steps = world.rows(f"select step, event, known_latest from story({told}) order by step")
        claims = [claim for (claim,) in world.rows("select called from internal.claim")]
        assume(steps)
        step, _, latest = data.draw(st.sampled_from(steps))
        told_by = {event for number, event, _ in steps if number <= step}
        state = ("status", "supporters", "deniers", "questioners", "origins", "divided")
        at_cut = {
            row[0]: row[1:]
            for row in world.rows(f"select claim, {', '.join(state)} from claims_as_of('{instant(latest)}', {told})")
        }
        for claim in claims:
            history_of = world.rows(
                f"select event, {', '.join(state)} from claim_history('{claim}', {told}) order by revision"
            )
            revised = [rest for event, *rest in history_of if event in told_by]
            assert list(at_cut[claim]) == (revised[-1] if revised else ["no-position", 0, 0, 0, 0, False])


MISDATED = (
    {"type": "actor", "id": "mayor", "name": "The mayor"},
    {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
    said(6, "support"),
    said(8, "deny", id="no"),
    said(5, "deny", amends="no"),
)


@costly(8)
@given(histories())
@example([Batch(AFTERWARDS, MISDATED)])
def test_the_history_of_the_ledger_is_what_it_held_after_each_line(history: list[Batch]) -> None:
    """Also before a time was amended. An order that is recorded later is known throughout, so there is none here."""
    unordered = [Batch(at, tuple(map(without_order, events))) for at, events in history]
    note(as_story(unordered))
    with recorded(unordered) as world:
        columns = "status, supporters, deniers, questioners, origins, divided"
        told = world.rows(f"select claim, seq, {columns} from revisions where perspective = 'ledger' order by revision")
        live = {claim for (claim,) in world.rows("select claim from claims")}
        for seq in range(1, len(world.lines) + 1):
            held = dict.fromkeys(live, ("no-position", 0, 0, 0, 0, False))
            held |= {claim: tuple(rest) for claim, stated, *rest in told if stated <= seq}
            for claim, *rest in world.rows(f"select claim, {columns} from claims_after({seq}, 'ledger')"):
                assert claim not in live or tuple(rest) == held[claim], (seq, claim)


def without_order(event: dict[str, object]) -> dict[str, object]:
    """An event without what would say that one thing came before another; of an order, its note is left."""
    if event["type"] in ("order", "report"):
        return {"type": "actor", "name": "Somebody else", **({"id": event["id"]} if "id" in event else {})}
    return {field: value for field, value in event.items() if field not in ("after", "reports")}


@costly(3)
@given(exact_histories(), st.randoms(use_true_random=False))
def test_the_order_of_recording_decides_no_fact(history: list[Batch], random: Random) -> None:
    """Where everything ended before the first recording, independent events may be recorded in any order."""
    given_events = [event for batch in history for event in batch.events if "amends" not in event]
    cast = tuple(event for event in given_events if event["type"] in ("actor", "claim", "source"))
    said = [event for event in given_events if is_independent(event)]
    assume(len(said) > 1)
    shuffled = random.sample(said, len(said))
    question = Question(random.choice(["public", *(event["id"] for event in cast if event["type"] == "actor")]))
    answers = []
    for order in (said, shuffled):
        with recorded([Batch(history[0].at, cast), *(Batch(history[0].at, (event,)) for event in order)]) as world:
            assert len(world.lines) == len(cast) + len(order)
            moves = sorted(world.rows("from reversals"))
            answers.append((from_sql(world, question), moves))
    assert answers[0] == answers[1]


@costly(3)
@given(st.one_of(histories(), exact_histories()), st.data())
def test_a_story_never_contradicts_what_is_certain(history: list[Batch], data: st.DataObject) -> None:
    """Of any two steps the later one does not certainly come before the earlier one."""
    note(as_story(history))
    with recorded(history) as world:
        perspective = data.draw(st.sampled_from(views_of(world)))
        rules = naive.World(world.lines)
        told = [name for (name,) in world.rows(f"select observation from story('{perspective}') order by step")]
        for former, latter in combinations(told, 2):
            assert not follows(rules.records, rules.order, perspective, latter, former)


def is_independent(event: dict[str, object]) -> bool:
    """Whether it is an observation with a name of its own that refers to no other one."""
    return event["type"] == "observation" and "id" in event and not event.get("after") and not event.get("retracts")
