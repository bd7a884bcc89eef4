"""Whether the answers of a generated ledger are right: caught up equals rebuilt, and SQL equals the naive rules.

The naive rules are those of `tests/naive`, which work out everything from the lines of the log and are slow, so the
ledger is a small one, generated in the same way. It is recorded in batches, as its story goes on.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.events import encode
from ledger.projector import database, projections
from scripts.benchmark import generator
from scripts.benchmark.draw import Draw
from scripts.benchmark.made import BODY
from tests.belief.asking import Question, from_rules, from_sql
from tests.belief.world import recorded
from tests.harbour.tale import Batch
from tests.naive import After, Clock, NoSuchEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projector.database import DuckDBPyConnection
    from tests import naive
    from tests.belief.asking import Answer
    from tests.belief.world import Recorded

_BATCHES: Final = 10
_QUESTIONS: Final = 12


class Agreement(Struct, frozen=True, kw_only=True):
    """How many tables and questions were compared, on how many events; and what differed, one line each."""

    events: int
    tables: int
    questions: int
    differences: list[str]


def agreement(events: int, seed: int) -> Agreement:
    """Compare the answers of a ledger with this many events."""
    with recorded([], project=False) as world:
        rules = None
        for batch in _batches(events, seed):
            if not world.record(batch):
                raise AssertionError(f"refused: {json.dumps(batch[1])[:2000]}")
            rules = world.project()
        if rules is None:
            raise AssertionError("a ledger has events")
        caught_up, rebuilt = _tables(world.connection), _rebuilt(world)
        differences = [
            f"the table {name} caught up is not the one rebuilt"
            for name in caught_up.keys() | rebuilt.keys()
            if caught_up.get(name) != rebuilt.get(name)
        ]
        asked = 0
        for question, answer in _answered(world, rules, seed):
            asked += 1
            if from_sql(world, question) != answer:
                differences.append(f"SQL and the naive rules differ on {question}")
    return Agreement(events=events, tables=len(rebuilt), questions=asked, differences=differences)


def _batches(events: int, seed: int) -> Iterator[Batch]:
    """The first events in batches, each recorded a day after it was known."""
    made = generator.events(seed)
    size = -(-events // _BATCHES)
    for count in range(0, events, size):
        given = tuple(json.loads(encode(event)) for event in islice(made, min(size, events - count)))
        yield Batch(datetime.fromtimestamp(generator.clock(count + size), UTC) + timedelta(days=1), given)


def _tables(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Every table of the projections but their bookkeeping, each with its rows sorted."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'internal' and table_name <> 'meta'"
        " and table_name not like 'touched%'"
    ).fetchall()
    return {
        name: sorted(repr(row) for row in connection.execute(f'from internal."{name}"').fetchall()) for (name,) in names
    }


def _rebuilt(world: Recorded) -> dict[str, list[str]]:
    connection = database.connect(None)
    projections.make(connection)
    projections.catch_up(connection, world.log)
    tables = _tables(connection)
    connection.close()
    return tables


def _answered(world: Recorded, rules: naive.World, seed: int) -> Iterator[tuple[Question, Answer]]:
    """A sample of questions with the answers of the naive rules: several perspectives, all kinds of cuts."""
    draw = Draw(seed)
    said = [line["id"] for line in world.lines if line["type"] == "observation"]
    speakers = sorted({line["speaker"] for line in world.lines if "speaker" in line})
    last = world.lines[-1]["seq"]
    asked = 0
    while asked < _QUESTIONS:
        cuts = (None, Clock(draw.choice(world.lines)["recorded_at"]), After(draw.choice(said)))
        question = Question(
            perspective=("public", BODY, "ledger", draw.choice(speakers))[asked % 4],
            cut=cuts[asked % 3],
            recorded=draw.randrange(last // 2, last) if asked % 5 == 0 else None,
        )
        with suppress(NoSuchEvent):  # an event that is voided, or is not there yet at the recorded position
            yield question, from_rules(rules, question)
            asked += 1
