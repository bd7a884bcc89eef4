"""A ledger in a temporary directory with a clock of its own, projected in memory, to hold against the naive rules."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger import events
from ledger.errors import Refused
from ledger.log import Config, Log
from ledger.log import config as configuration
from ledger.projector import projections
from tests import naive
from tests.emptied import emptied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ledger.projector.database import DuckDBPyConnection
    from tests.harbour.tale import Batch


class Recorded:
    """A history as a ledger recorded it: the lines of its log, and its projections."""

    def __init__(self, log: Log, connection: DuckDBPyConnection, by: str) -> None:
        self.log = log
        self.by = by
        self.connection = connection
        self.lines: list[dict[str, Any]] = []

    def record(self, batch: Batch) -> bool:
        """Append a batch at its time; whether the ledger took it."""
        at, given = batch
        try:
            self.log.append([events.decode(json.dumps(event).encode()) for event in given], by=self.by, now=lambda: at)
        except Refused:
            return False
        self.lines = [json.loads(line.raw) for line in self.log.lines()]
        return True

    def project(self) -> naive.World:
        """Catch the projections up; the naive world of the same lines."""
        projections.catch_up(self.connection, self.log)
        return naive.World(self.lines)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self.connection.execute(query).fetchall()


@contextmanager
def recorded(history: Sequence[Batch], *, project: bool = True, by: str = "desk") -> Iterator[Recorded]:
    """The history in a ledger of its own, as recorded by somebody. What the ledger refuses is left out."""
    connection = emptied("world")
    directory = Path(tempfile.mkdtemp(prefix="claims-test-"))
    try:
        (directory / "events").mkdir()
        config = Config(name="harbour")
        (directory / "events" / "ledger.toml").write_text(configuration.text(config), encoding="utf-8")
        log = Log(directory / "events", config, cache=directory / ".ledger", tell=lambda _: None)
        world = Recorded(log, connection, by)
        for batch in history:
            world.record(batch)
        if project:
            world.project()
        yield world
        log.close()
    finally:
        shutil.rmtree(directory)


def instant(moment: datetime | None) -> str | None:
    """A time of a projection as the log writes it."""
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"
