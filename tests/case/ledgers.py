"""The case in a ledger of its own, recorded at a fixed time, and its answers in the form of the page.

There are two to ask: the macros of the projections, and the naive rules.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger import Ledger
from ledger.codec import body_of
from ledger.projector.statements import literal
from tests import naive
from tests.case.page import SEEDS, Answer, Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.case.page import Asked
    from tests.naive import Line, World

RECORDED: Final = datetime(2020, 3, 1, 9, tzinfo=UTC)


class Stand(NamedTuple):
    """Where an actor stands on a claim, and for which origin."""

    claim: str
    actor: str
    origin: str
    position: str | None


def seeds() -> list[Path]:
    """The files of the seeds, in the order in which they are appended."""
    return sorted(SEEDS.glob("*.jsonl"))


def given() -> Iterator[dict[str, Any]]:
    """The events of the seeds, as they are given."""
    for path in seeds():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def recorded_in(directory: Path) -> Ledger:
    """A ledger in a directory with the seeds appended in order, a batch a file."""
    Ledger.init(directory, name="the leaked letter")
    ledger = Ledger.open(directory, by="claim-ledger", now=lambda: RECORDED, environment={})
    for path in seeds():
        lines = enumerate(path.read_bytes().splitlines(), start=1)
        for _ in ledger.appending((f"{path.name}:{number}", line) for number, line in lines):
            pass
    return ledger


def lines_of(ledger: Ledger) -> list[Line]:
    """The lines of the log, decoded, as the naive rules take them."""
    return [json.loads(body_of(line.raw) + b"}") for line in ledger.log.lines()]


def by_sql(ledger: Ledger, asked: Asked) -> Answers:
    """What the macros of the projections answer, on every claim."""
    view = ledger.view(as_of=asked.cut.event or asked.cut.clock, perspective=asked.perspective)
    cut = f"after({literal(view.event)}" if view.event is not None else f"as_of({literal(view.clock)}"
    axes = f"{cut}, perspective := {literal(view.perspective)})"
    claims: list[dict[str, Any]] = ledger.rows(f"from claims_{axes}")
    positions: list[dict[str, Any]] = ledger.rows(f"from positions_{axes}")
    stand = [Stand(p["claim"], p["actor"], p["origin"], p["position"]) for p in positions]
    may_stand = [Stand(p["claim"], p["actor"], p["origin"], p["position_if_possible"]) for p in positions]
    answers = Answers(
        certain={row["claim"]: _answer(row["claim"], row["status"], stand) for row in claims},
        if_possible={row["claim"]: _answer(row["claim"], row["status_if_possible"], may_stand) for row in claims},
    )
    for row in claims:
        answer = answers.certain[row["claim"]]
        heads = (len(answer.supports), len(answer.denies), len(answer.asks))
        counted = (row["supporters"], row["deniers"], row["questioners"], row["origins"], row["divided"])
        assert counted == (*heads, answer.origins, answer.divided), f"{row['claim']}: the counts are not of the names"
    return answers


def by_naive_rules(rules: World, asked: Asked) -> Answers:
    """What the naive rules answer, on every claim."""
    cut = (
        naive.After(asked.cut.event) if asked.cut.event else naive.Clock(asked.cut.instant) if asked.cut.clock else None
    )
    states = naive.claims(rules, cut=cut, perspective=asked.perspective)
    stand, may_stand = (
        [
            Stand(claim, actor, rules.records.origin(actor), held.position)
            for (actor, claim), held in naive.positions(
                rules, cut=cut, perspective=asked.perspective, possible=possible
            ).items()
        ]
        for possible in (False, True)
    )
    return Answers(
        certain={claim: _answer(claim, state.status, stand) for claim, state in states.items()},
        if_possible={claim: _answer(claim, state.status_if_possible, may_stand) for claim, state in states.items()},
    )


def _answer(claim: str, status: str, stand: Iterable[Stand]) -> Answer:
    """A status with the names that stand behind it."""
    actors: dict[str | None, set[str]] = {"support": set(), "deny": set(), "query": set()}
    origins: dict[str | None, set[str]] = {"support": set(), "deny": set(), "query": set()}
    for each in stand:
        if each.claim == claim and each.position in actors:
            actors[each.position].add(each.actor)
            origins[each.position].add(each.origin)
    return Answer(
        status=status,
        supports=frozenset(actors["support"]),
        denies=frozenset(actors["deny"]),
        asks=frozenset(actors["query"]),
        origins=len(origins["support"]),
        divided=bool(origins["support"] & origins["deny"]),
    )
