"""Questions drawn at random, and both answers to them: from SQL, and from the naive rules."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from ledger.projector import database
from ledger.workspace.views import View
from tests import naive
from tests.belief.world import instant

if TYPE_CHECKING:
    from ledger.workspace.questions import Question as AnyQuestion
    from ledger.workspace.rows import Row
    from tests.belief.world import Recorded

STATE = (
    "status",
    "status_if_possible",
    "supporters",
    "deniers",
    "questioners",
    "origins",
    "divided",
    "verdict",
    "assessors",
    "confidence",
)
REVISION = (
    "perspective",
    "claim",
    "revision",
    "event",
    "seq",
    "known_earliest",
    "known_latest",
    "follows_certainly",
    "status",
    "previous_status",
    "supporters",
    "deniers",
    "questioners",
    "origins",
    "divided",
)


class Question(msgspec.Struct, frozen=True):
    """A perspective, a cut and a recorded position."""

    perspective: str = "public"
    cut: naive.Cut = None
    recorded: int | None = None

    def asked_of(self, relation: str, *, claim: str | None = None) -> str:
        """The SQL that asks it of `claims`, `positions`, `observations` or `replay`; a `claim` is for the first two."""
        axes = f"perspective := '{self.perspective}', recorded := {'null' if self.recorded is None else self.recorded}"
        axes += f", claim := '{claim}'" if claim is not None else ""
        match self.cut:
            case naive.After(event):
                return f"{relation}_after('{event}', {axes})"
            case naive.Clock(instant):
                return f"{relation}_as_of('{instant}', {axes})"
            case _:
                return f"{relation}_as_of(null, {axes})"

    def axes(self) -> dict[str, Any]:
        """The same for the naive rules."""
        return msgspec.structs.asdict(self)


class Answer(msgspec.Struct, frozen=True):
    """What is visible, where the actors stand (certainly, and if everything possible had happened), and the claims."""

    observations: dict[str, str]
    positions: dict[tuple[str, str], tuple[str, str]]
    positions_if_possible: dict[tuple[str, str], tuple[str, str]]
    claims: dict[str, tuple[Any, ...]]


def from_sql(world: Recorded, question: Question) -> Answer:
    """The answer of the product."""
    positions = world.rows(
        "select actor, claim, position, observation, position_if_possible, observation_if_possible"
        f" from {question.asked_of('positions')}"
    )
    claims = world.rows(f"select claim, {', '.join(STATE)} from {question.asked_of('claims')}")
    return Answer(
        observations=dict(world.rows(f"select observation, visible from {question.asked_of('observations')}")),
        positions={(actor, claim): (position, by) for actor, claim, position, by, _, _ in positions if position},
        positions_if_possible={
            (actor, claim): (position, by) for actor, claim, _, _, position, by in positions if position
        },
        claims={claim: tuple(state) for claim, *state in claims},
    )


def from_rules(world: naive.World, question: Question) -> Answer:
    """The answer of the naive rules. Raises naive.NoSuchEvent where the cut is at nothing."""
    axes = question.axes()

    def held(*, possible: bool) -> dict[tuple[str, str], tuple[str, str]]:
        found = naive.positions(world, possible=possible, **axes)
        return {key: (each.position, each.observation) for key, each in found.items()}

    return Answer(
        observations=naive.observations(world, **axes),
        positions=held(possible=False),
        positions_if_possible=held(possible=True),
        claims={
            claim: tuple(getattr(state, name) for name in STATE) for claim, state in naive.claims(world, **axes).items()
        },
    )


def assume_it_can_be_asked(world: Recorded, question: Question) -> None:
    """Leave out the example where the cut is at an event that is absent or voided by then."""
    try:
        naive.observations(naive.World(world.lines), **question.axes())
    except naive.NoSuchEvent:
        assume(False)  # noqa: FBT003  # Hypothesis's own way


def questions(world: Recorded) -> st.SearchStrategy[Question]:
    """Questions that make sense of a log: its actors, its events, the days of its story, its positions."""
    seqs = [line["seq"] for line in world.lines]
    names = [line["id"] for line in world.lines]
    actors = declared(world, "actor")
    moments = [*declared(world, "observation"), *declared(world, "report")] or names
    hours = st.builds(
        lambda day, hour: naive.Clock(f"2020-01-{day:02}T{hour:02}:00:00.000000Z"),
        st.integers(4, 13),
        st.integers(0, 23),
    )
    if not seqs:
        return st.builds(Question, perspective=st.sampled_from(["public", "ledger"]), cut=st.one_of(st.none(), hours))
    after_moment, after_any = (st.sampled_from(events).map(naive.After) for events in (moments, [*names, *seqs]))
    return st.builds(
        Question,
        perspective=st.sampled_from(["public", *actors, "ledger"]),
        # Most say something, and in a few examples of a story without a cut nothing is only possible.
        cut=st.one_of(hours, after_moment, hours, after_any, st.none()),
        recorded=st.one_of(st.none(), st.sampled_from(seqs)),
    )


def several(world: Recorded) -> st.SearchStrategy[list[Question]]:
    """Some of these: to make a ledger costs more than to ask it."""
    return st.lists(questions(world), min_size=3, max_size=3)


def view_of(question: Question) -> View:
    """The view of a question, for the product's own readers."""
    clock = question.cut.instant if isinstance(question.cut, naive.Clock) else None
    after = question.cut.event if isinstance(question.cut, naive.After) else None
    event = f"@{after}" if isinstance(after, int) else after
    recorded_at = None if question.recorded is None else str(question.recorded)
    return View(perspective=question.perspective, clock=clock, event=event, recorded=recorded_at)


def answer(world: Recorded, question: AnyQuestion[Row]) -> list[dict[str, Any]]:
    """The rows that answer a reader's question."""
    return database.rows(world.connection, question.text)


def declared(world: Recorded, kind: str) -> list[str]:
    """The records of a type that were ever declared."""
    return [line["id"] for line in world.lines if line["type"] == kind and "amends" not in line]


def shown(value: Any) -> Any:
    """A value as the naive rules write it."""
    return instant(value) if isinstance(value, datetime) else value


def replay(world: Recorded, question: Question) -> naive.Tale:
    """The story up to a cut, as the product tells it."""
    rows = world.rows(
        "select event, seq, observation, known_earliest, known_latest, follows_certainly,"
        " visible, changes, moves, changes_if_possible, moves_if_possible"
        f" from {question.asked_of('replay')} order by step"
    )

    def turned(changes: int, moves: int) -> tuple[Any, Any]:
        return (
            {
                row[0]: {
                    (c["claim"], c["status"], c["previous_status"], tuple(c["divided_origins"])) for c in row[changes]
                }
                for row in rows
                if row[changes]
            },
            {
                row[0]: {(m["claim"], m["actor"], m["position"], m["previous_position"]) for m in row[moves]}
                for row in rows
                if row[moves]
            },
        )

    return naive.Tale(
        steps=[tuple(shown(value) for value in row[:6]) for row in rows],
        visible={row[0]: row[6] for row in rows},
        certainly=turned(7, 8),
        if_possible=turned(9, 10),
    )


def revisions(world: Recorded, perspective: str) -> list[tuple[Any, ...]]:
    """The revisions of a perspective as the product has them, in the order of claims."""
    rows = world.rows(
        f"select {', '.join(REVISION)} from revisions where perspective = '{perspective}' order by claim, revision"
    )
    return [tuple(shown(value) for value in row) for row in rows]


def revisions_by_rules(world: naive.World, perspective: str) -> list[tuple[Any, ...]]:
    """Likewise by the naive rules."""
    found = sorted(naive.revisions(world, perspective=perspective), key=lambda r: (r.claim, r.revision))
    return [tuple(getattr(revision, name) for name in REVISION) for revision in found]


def moments(world: Recorded) -> dict[Any, tuple[str | None, str | None]]:
    """The tightened moments of the projections, by the keys of the naive rules."""
    rows = world.rows(
        "select n.name, ordinal, is_occurrence, nullif(earliest, '-infinity'), latest"
        " from internal.moment m join internal.named n on n.record = m.record"
    )
    return {
        ("occurrence", name)
        if is_occurrence
        else ("publication", name, ordinal)
        if ordinal
        else ("publication", name): (
            instant(earliest),
            instant(latest),
        )
        for name, ordinal, is_occurrence, earliest, latest in rows
    }
