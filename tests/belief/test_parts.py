"""A part of a story is what the whole story has of it, however the part is asked for (design, section 9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, note
from hypothesis import strategies as st

from ledger.events import LEDGER
from ledger.workspace.rows import Place, Step, ToldStep
from ledger.workspace.story import StoryRange, place, step_at, step_of, story
from ledger.workspace.story import history as revisions_of
from tests import naive
from tests.belief.asking import Question, answer, assume_it_can_be_asked, declared, questions, view_of
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import Batch, as_story, histories

if TYPE_CHECKING:
    from ledger.workspace.questions import Question as Asked
    from tests.belief.world import Recorded

FIELDS = tuple(name for name in Step.__struct_fields__ if name not in ("follows_certainly", "not_certainly_after"))
CHANGED = ("changes", "moves", "changes_if_possible", "moves_if_possible")
Told = dict[str, Any]


def steps_of(world: Recorded, asked: Asked[ToldStep]) -> list[Told]:
    """The steps that answer a question."""
    return answer(world, asked)


def some(of: list[Any]) -> st.SearchStrategy[list[Any]]:
    """One of these, if there are any: each is asked for on its own."""
    return st.sampled_from(of).map(lambda one: [one]) if of else st.just([])


def plain(steps: list[Told], *, claims: set[str] | None = None) -> list[Told]:
    """The steps without how they follow each other, with what they changed of some claims or of all."""
    return [
        {name: step[name] for name in FIELDS}
        | {name: [each for each in step[name] if claims is None or each["claim"] in claims] for name in CHANGED}
        for step in steps
    ]


def whole_story(world: Recorded, question: Question) -> list[Told]:
    """The whole story from the view of a question, if it can be asked."""
    assume_it_can_be_asked(world, question)
    return steps_of(world, story(view_of(question)))


@costly(4)
@given(histories(), st.data())
def test_the_story_of_a_claim_is_the_part_that_touches_it(history: list[Batch], data: st.DataObject) -> None:
    """It has the steps that take a stance on the claim or change it, each as the whole story has it."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(questions(world))
        whole = whole_story(world, question)
        for claim in data.draw(some(declared(world, "claim"))):
            part = steps_of(world, story(view_of(question), claim=claim))
            expected = [
                step
                for step in whole
                if any(each["claim"] == claim for name in (*CHANGED, "stances") for each in step[name])
            ]
            assert plain(part) == plain(expected, claims={claim})
            assert all((step["in_part"], step["in_story"]) == (len(part), len(whole)) for step in part)
            assert follow(part) == expected_to_follow(world, question, part)
            assert_open(world, question, part)
            if question.perspective != LEDGER:
                uncut = Question(perspective=question.perspective, recorded=question.recorded)
                assert_open(world, uncut, answer(world, revisions_of(view_of(uncut), claim)))


def follow(steps: list[Told]) -> list[bool | None]:
    """Whether each step is said to follow the one before it certainly."""
    return [step["follows_certainly"] for step in steps]


def expected_to_follow(world: Recorded, question: Question, part: list[Told]) -> list[bool | None]:
    """The same by the naive rules. Lines of the log certainly follow each other."""
    if question.perspective == LEDGER:
        return [step["seq"] > 1 or None for step in part]
    rules = naive.World(world.lines)
    return [None] * bool(part) + [
        naive.certainly_follows(rules, a["observation"], b["observation"], **question.axes()) for a, b in pairwise(part)
    ]


def assert_open(world: Recorded, question: Question, part: list[Told]) -> None:
    """Each step names those before it that it does not certainly follow by the naive rules; lines of the log, none."""
    if question.perspective == LEDGER:
        assert all(step["not_certainly_after"] is None for step in part)
        return
    rules = naive.World(world.lines)
    for index, step in enumerate(part):
        expected = [
            former["step"]
            for former in part[:index]
            if not naive.certainly_follows(rules, former["observation"], step["observation"], **question.axes())
        ]
        assert step["not_certainly_after"] == expected


def test_what_is_published_after_the_cut_keeps_nothing_from_following() -> None:
    """A report after the first statement tells of the second; of another one, which is out later, nothing is told."""
    takes = {"stances": [{"claim": "closed", "stance": "support"}]}
    told_of: tuple[dict[str, Any], ...] = (
        {"type": "actor", "id": "mayor", "name": "The mayor"},
        {"type": "actor", "id": "clerk", "name": "The clerk"},
        {"type": "source", "id": "post", "publisher": "Harbour Post"},
        {"type": "claim", "id": "closed", "text": "Pier 4 is closed."},
        {"type": "observation", "id": "first", "speaker": "mayor"} | takes,
        {"type": "observation", "id": "second", "speaker": "clerk", "audience": ["clerk"]} | takes,
        {"type": "report", "id": "leak", "observation": "second", "source": "post", "after": ["first"]},
        {"type": "report", "id": "late", "observation": "second", "source": "post", "published": "2020-01-15"},
    )
    at = datetime.fromisoformat("2020-02-20T09:00:00+00:00")
    question = Question(cut=naive.Clock("2020-01-10T00:00:00.000000Z"))
    with recorded([Batch(at, told_of)]) as world:
        part = steps_of(world, story(view_of(question), claim="closed"))
        assert [step["observation"] for step in part] == ["first", "second"]
        assert follow(part) == expected_to_follow(world, question, part) == [None, True]


@costly(4)
@given(histories(), st.data())
def test_a_stretch_has_the_steps_that_may_be_in_it(history: list[Batch], data: st.DataObject) -> None:
    """From a step or a time on, up to one, and at most so many; a limit leaves out the last ones."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(questions(world))
        whole = whole_story(world, question)
        assume(whole)
        ends = st.none() | st.sampled_from(whole).map(as_place) | st.integers(0, 240).map(as_time)
        within = StoryRange(since=data.draw(ends), until=data.draw(ends))
        most = data.draw(st.none() | st.integers(1, 4))
        part = steps_of(world, story(view_of(question), within, most=most))
        expected = [step for step in whole if is_within(step, within)]
        assert plain(part) == plain(expected[:most])
        assert follow(part) == follow(expected[:most])
        assert all((step["in_part"], step["in_story"]) == (len(expected), len(whole)) for step in part)


def as_place(step: Told) -> Place:
    """Where a step stands."""
    return Place(step=step["step"], known_earliest=step["known_earliest"], known_latest=step["known_latest"])


def as_time(hours: int) -> datetime:
    """A time in the days in which the stories are."""
    return datetime.fromisoformat("2020-01-04T00:00:00") + timedelta(hours=hours)


def is_within(step: Told, within: StoryRange) -> bool:
    """Whether a step may be in a range."""
    match within.since:
        case Place(step=number) if step["step"] < number:
            return False
        case datetime() as start if step["known_latest"] is not None and step["known_latest"] <= start:
            return False
    match within.until:
        case Place(step=number):
            return bool(step["step"] <= number)
        case datetime() as end:
            return step["known_earliest"] is None or step["known_earliest"] < end
    return True


@costly(4)
@given(histories(), st.data())
def test_one_step_is_as_the_whole_story_has_it(history: list[Batch], data: st.DataObject) -> None:
    """The step of a record, with all that it changed; the place of any event; a line of the log in its own story."""
    note(as_story(history))
    with recorded(history) as world:
        question = data.draw(questions(world))
        view, whole = view_of(question), whole_story(world, question)
        if question.perspective != LEDGER:
            for name in data.draw(some(declared(world, "observation"))):
                expected = [step for step in whole if name in (step["observation"], step["event"])]
                found = steps_of(world, step_of(view, name, observation=name))
                its = [step for step in found if name in (step["observation"], step["event"])]
                assert uncounted(its) == uncounted(expected)
                assert_follows(whole, expected, found)
        for line in data.draw(some(world.lines)):
            name = line.get("amends", line["id"])
            found = answer(world, place(view, seq=line["seq"], record=name))
            preferred = (
                [step for step in whole if step["seq"] == line["seq"]]
                + [step for step in whole if step["event"] == name]
                + [step for step in whole if step["observation"] == name]
            )
            assert [row["step"] for row in found] == [step["step"] for step in preferred[:1]]
        log = Question(perspective=LEDGER, recorded=question.recorded)
        logged = steps_of(world, story(view_of(log)))
        for step in data.draw(some(logged)):
            found = steps_of(world, step_at(view_of(log), step["seq"]))
            assert uncounted([each for each in found if each["seq"] == step["seq"]]) == uncounted([step])
            assert_follows(logged, [step], found)


def uncounted(steps: list[Told]) -> list[Told]:
    """The steps without their numbers, which count what is told."""
    return [{name: value for name, value in step.items() if name != "step"} for step in plain(steps)]


def assert_follows(whole: list[Told], steps: list[Told], found: list[Told]) -> None:
    """What is `found` besides a step is the last change of each claim that it changed, as the whole story has it."""
    if not steps:
        assert found == []
        return
    (step,) = steps
    column = "changes" if step["visible"] == "certain" else "changes_if_possible"
    claims = {change["claim"] for change in step[column]}

    def last(steps: list[Told]) -> dict[str, Told]:
        return {change["claim"]: change for each in steps for change in each[column] if change["claim"] in claims}

    assert last([each for each in found if each["seq"] != step["seq"]]) == last(
        [each for each in whole if each["step"] < step["step"]]
    )
