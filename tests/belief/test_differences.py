"""What differs between two views is what their answers say, and the records that made it so are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import given, note
from hypothesis import strategies as st

from ledger.workspace import questions as asked
from ledger.workspace.views import View
from tests.belief.asking import Question, assume_it_can_be_asked, from_sql, questions, view_of
from tests.belief.port import CAST
from tests.belief.world import recorded
from tests.effort import costly
from tests.histories import AFTERWARDS, Batch, as_story, histories

if TYPE_CHECKING:
    from tests.belief.world import Recorded

HARBOUR: tuple[dict[str, Any], ...] = (
    *CAST,
    {"type": "observation", "id": "mayor-1", "speaker": "mayor", "stances": [{"claim": "shut", "stance": "support"}]},
    {"type": "observation", "id": "clerk-1", "speaker": "clerk", "stances": [{"claim": "shut", "stance": "support"}]},
    {"type": "void", "event": "port"},
    {"type": "observation", "id": "mayor-2", "speaker": "mayor", "stances": [{"claim": "shut", "stance": "deny"}]},
    {"type": "order", "id": "then", "first": "mayor-1", "then": "mayor-2"},
    {"type": "actor", "amends": "clerk", "name": "The clerk", "part_of": "mayor"},
    {"type": "void", "event": "then"},
    {"type": "actor", "id": "post", "name": "The post"},
    {"type": "observation", "id": "no", "speaker": "post", "text": "No.", "retracts": [{"observation": "clerk-1"}]},
    {"type": "claim", "id": "safe", "text": "Pier 4 is safe."},
    {
        "type": "observation", "amends": "mayor-2", "speaker": "mayor", "reason": "Another claim.",
        "stances": [{"claim": "safe", "stance": "deny"}],
    },
    {"type": "observation", "id": "clerk-2", "speaker": "clerk", "stances": [{"claim": "shut", "stance": "query"}]},
    {"type": "void", "event": "post"},
)  # fmt: skip


def by_claim(world: Recorded, question: Question) -> dict[str, Any]:
    """By claim, everything that the answer says of it."""
    answer = from_sql(world, question)
    texts = world.rows(f"select claim, text, kind from {question.asked_of('claims')}")
    manners = dict(world.rows(f"select claim, hedges from ({asked.states(view_of(question)).text})"))
    held = world.rows(f"select claim, actor, position, position_if_possible from {question.asked_of('positions')}")
    return {
        claim: (*rest, manners[claim], answer.claims[claim], {tuple(row[1:]) for row in held if row[0] == claim})
        for claim, *rest in texts
    }


@costly(4)
@given(histories(), st.data())
def test_a_claim_differs_where_the_answers_do(history: list[Batch], data: st.DataObject) -> None:
    """A comparison has the claims of which the two views say anything else, and no other."""
    note(as_story(history))
    with recorded(history) as world:
        first, second = data.draw(questions(world)), data.draw(questions(world))
        for question in (first, second):
            assume_it_can_be_asked(world, question)
        former, latter = by_claim(world, first), by_claim(world, second)
        rows = world.rows(f"select claim from ({asked.comparison(view_of(first), view_of(second)).text})")
        expected = {claim for claim in former.keys() | latter.keys() if former.get(claim) != latter.get(claim)}
        assert {claim for (claim,) in rows} == expected


def test_what_made_a_claim_differ_is_named() -> None:
    """Also a body that went, a member that moved and an order, each with the version that the second view has."""
    expected: list[tuple[int, int, list[tuple[str, str, int]]]] = [
        (6, 7, [("port", "voided", 1)]),
        (7, 6, [("port", "not-yet-voided", 1)]),
        (8, 9, [("then", "known", 9)]),
        (9, 8, [("then", "not-known", 9)]),
        (9, 10, [("clerk", "amended", 10)]),
        (10, 9, [("clerk", "amended", 3)]),
        (10, 11, [("then", "voided", 9)]),
        (6, 8, [("port", "voided", 1), ("mayor-2", "known", 8)]),
        (12, 13, [("no", "known", 13)]),
        (14, 15, [("mayor-2", "amended", 15)]),
        (15, 16, [("clerk-2", "known", 16)]),
        (16, 17, [("post", "voided", 12)]),
    ]
    with recorded([Batch(AFTERWARDS, HARBOUR)]) as world:
        for first, second, because in expected:
            views = (View(perspective="ledger", event=str(seq)) for seq in (first, second))
            rows = world.rows(f"select claim, because from ({asked.comparison(*views).text})")
            (reasons,) = (reasons for claim, reasons in rows if claim == "shut")
            named = [(each["record"], each["change"], each["version_seq"]) for each in reasons]
            assert (first, second, named) == (first, second, because)


LEAK: tuple[dict[str, Any], ...] = (
    {"type": "actor", "id": "mayor", "name": "The mayor"},
    {"type": "actor", "id": "clerk", "name": "The clerk"},
    {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
    {"type": "source", "id": "book", "publisher": "Printers", "published": "2020-01-01"},
    {"type": "source", "id": "other", "publisher": "Others", "published": "2020-01-01"},
    {
        "type": "observation", "id": "memo", "speaker": "mayor", "audience": ["clerk"], "occurred": "2019-12-01",
        "stances": [{"claim": "shut", "stance": "support"}], "reports": [{"source": "book"}],
    },
    {"type": "source", "amends": "book", "publisher": "Printers", "published": "2020-01-10", "reason": "Misdated."},
    {"type": "source", "amends": "other", "publisher": "Others", "published": "2020-01-02"},
    {"type": "report", "id": "leak", "observation": "memo", "source": "other"},
    {"type": "source", "amends": "other", "publisher": "Others", "published": "2020-01-09"},
    {"type": "source", "amends": "other", "publisher": "Others", "published": "2020-01-03"},
    {"type": "void", "event": "leak"},
)  # fmt: skip


def test_what_carries_what_is_known_otherwise_is_named() -> None:
    """A source that was dated anew, and a report that came or went, are why something is known, or is not."""
    expected: list[tuple[int, int, list[tuple[str, str, int, str | None, str | None]]]] = [
        (6, 7, [("book", "amended", 7, None, "Misdated."), ("memo", "not-known", 6, None, None)]),
        (7, 6, [("book", "amended", 4, None, None), ("memo", "known", 6, None, None)]),
        (8, 9, [("memo", "known", 6, None, None), ("leak", "known", 9, "memo in other", None)]),
        (9, 10, [("other", "amended", 10, None, None), ("memo", "not-known", 6, None, None)]),
        (11, 12, [("memo", "not-known", 6, None, None), ("leak", "voided", 9, "memo in other", None)]),
    ]
    columns = ("record", "change", "version_seq", "text", "reason")
    with recorded([Batch(AFTERWARDS, LEAK)]) as world:
        for first, second, because in expected:
            views = (View(clock="2020-01-05T00:00:00.000000Z", recorded=str(seq)) for seq in (first, second))
            rows = world.rows(f"select claim, because from ({asked.comparison(*views).text})")
            named = [(claim, [tuple(each[column] for column in columns) for each in told]) for claim, told in rows]
            assert (first, second, named) == (first, second, [("shut", because)])


def test_what_neither_view_may_know_of_is_no_cause() -> None:
    """A report that came out later, and an order of what was said later, were recorded, and made no difference."""
    leak = {"type": "report", "id": "late", "observation": "memo", "source": "book"}
    later = [
        {"type": "observation", "id": each, "speaker": "mayor", "occurred": "2020-01-15", "stances": LEAK[5]["stances"]}
        for each in ("a", "b")
    ]
    order = {"type": "order", "id": "then", "first": "a", "then": "b"}
    told = (*LEAK[:4], {**LEAK[5], "id": "memo", "reports": []}, leak | {"published": "2020-01-14"}, *later, order)
    with recorded([Batch(AFTERWARDS, told)]) as world:
        views = (
            View(perspective="clerk", clock="2020-01-05T00:00:00.000000Z", recorded=str(seq)) for seq in (4, len(told))
        )
        rows = world.rows(f"select claim, because from ({asked.comparison(*views).text})")
        assert [(claim, [each["record"] for each in because]) for claim, because in rows] == [("shut", ["memo"])]


At: TypeAlias = tuple[str | None, int]
"""A moment or none, and a position of the log."""
DESK: tuple[dict[str, Any], ...] = (
    {"type": "actor", "id": "mayor", "name": "The mayor"},
    {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
    {
        "type": "observation", "id": "mayor-1", "speaker": "mayor", "occurred": "2020-01-06T16:40Z",
        "stances": [{"claim": "shut", "stance": "support"}],
    },
    {
        "type": "observation", "amends": "mayor-1", "speaker": "mayor", "occurred": "2020-01-06T16:20Z",
        "stances": [{"claim": "shut", "stance": "support"}], "reason": "Misheard.",
    },
    {"type": "claim", "amends": "shut", "text": "Pier 5 is shut.", "reason": "Misread."},
    {
        "type": "assessment", "id": "first", "claim": "shut", "assessor": "mayor", "verdict": "true",
        "occurred": "2020-01-08",
    },
    {
        "type": "assessment", "id": "then", "claim": "shut", "assessor": "mayor", "verdict": "false",
        "occurred": "2020-01-09",
    },
    {
        "type": "assessment", "amends": "then", "claim": "shut", "assessor": "mayor", "verdict": "mixed",
        "occurred": "2020-01-09", "reason": "Half of it.",
    },
    {"type": "void", "event": "then", "reason": "Not ours."},
)  # fmt: skip


def test_what_was_amended_and_what_was_found_is_named() -> None:
    """Corrections of a statement or of the claim's words, and assessments, are why a claim differs."""
    expected: list[tuple[At, At, list[tuple[str, str, int, int | None, str | None, str | None]]]] = [
        # What was amended between the two is known in one of them alone.
        (("2020-01-06T16:30", 3), ("2020-01-06T16:30", 4), [("mayor-1", "known", 4, 3, None, "Misheard.")]),
        (("2020-01-06T16:30", 4), ("2020-01-06T16:30", 3), [("mayor-1", "not-known", 3, 4, None, None)]),
        (("2020-01-06T16:00", 4), ("2020-01-06T17:00", 4), [("mayor-1", "known", 4, None, None, None)]),
        # The words of the claim, and verdicts: by when they were made, recorded, amended and voided.
        ((None, 4), (None, 5), [("shut", "amended", 5, None, None, "Misread.")]),
        (
            ("2020-01-08T12:00", 6),
            ("2020-01-09T12:00", 6),
            [("first", "known", 6, None, "mayor finds shut true", None)],
        ),
        ((None, 6), (None, 7), [("then", "known", 7, None, "mayor finds shut false", None)]),
        ((None, 7), (None, 8), [("then", "amended", 8, None, "mayor finds shut mixed", "Half of it.")]),
        ((None, 8), (None, 9), [("then", "voided", 8, None, "mayor finds shut mixed", "Not ours.")]),
        ((None, 9), (None, 6), []),
    ]
    columns = ("record", "change", "version_seq", "other_version_seq", "text", "reason")
    with recorded([Batch(AFTERWARDS, DESK)]) as world:
        for first, second, because in expected:
            views = (
                View(clock=None if clock is None else f"{clock}:00.000000Z", recorded=str(seq))
                for clock, seq in (first, second)
            )
            rows = world.rows(f"select because from ({asked.comparison(*views).text})")
            named = [tuple(each[column] for column in columns) for (told,) in rows for each in told]
            assert (first, second, named) == (first, second, because)
