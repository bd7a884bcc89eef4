"""The ledger as a program uses it: append events, ask questions, tell the story (design, section 10).

What only questions need is imported where one is asked: whoever records does not wait for it.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ledger import durable, events
from ledger.codec import parse_seq
from ledger.errors import BadConfiguration, BadEvent, BadRequest, ProjectionsFailed, UnknownName
from ledger.events import PUBLIC, AnyEvent, Event
from ledger.log import LARGEST_BATCH, WAIT, Appended, Config, Log, uncounted
from ledger.log import config as configuration
from ledger.times import check_zone
from ledger.workspace.expecting import expectation
from ledger.workspace.intake import batches_appended
from ledger.workspace.places import CACHE, MARKER, find_ledger, recorder
from ledger.workspace.views import AsOf, Recorded, View, parse_view, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType

    from ledger.codec import Entry, Erased
    from ledger.log import Expectation
    from ledger.projector.database import DuckDBPyRelation, Parameters
    from ledger.projector.projector import Projector


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201  # narration goes to stderr


class Ledger:
    """A ledger in a directory. Opening it reads its configuration and nothing else.

    `tell` is called with a sentence of narration: a repaired tail, a wait for another writer. `count` is told, while
    projections are made or caught up, how many events are read and which share of the work is done, 1 where it is over.
    `now` is the clock.

    The readers take `as_of`, a time as text (of a date its end) or an aware datetime, or an event after which to look
    (`41`, `@41`, `esper:1`), else they look at the end of the log; `perspective`, which is `public`, an actor or
    `ledger`; and `recorded`, a seq or a time, to answer from the log as it was there.
    """

    def __init__(  # noqa: PLR0913  # what a program may set
        self,
        root: str | Path,
        *,
        by: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tell: Callable[[str], None] = _say,
        count: Callable[[int, float], None] = uncounted,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.root = Path(root)
        self.cache = self.root / CACHE
        self.config = configuration.read(self.root / MARKER)
        self.log = Log(self.root / MARKER.parent, self.config, cache=self.cache, tell=tell)
        self._by = by
        self._now = now
        self._tell = tell
        self._count = count
        self._environment = os.environ if environment is None else environment
        self._projector: Projector | None = None
        self._guard = threading.Lock()
        self._snapshot: object | None = None
        self._snapshots = 0

    def __repr__(self) -> str:
        return f"Ledger({str(self.root)!r})"

    @classmethod
    def open(  # noqa: PLR0913  # likewise
        cls,
        path: str | Path | None = None,
        *,
        by: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tell: Callable[[str], None] = _say,
        count: Callable[[int, float], None] = uncounted,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """The ledger in `path`, else in `$CLAIMS_DIR`, else the nearest one upward from the working directory.

        Raises NoLedger, BadConfiguration or NewerFormat.
        """
        environ = os.environ if environment is None else environment
        root = find_ledger(path, environment=environ)
        return cls(root, by=by, now=now, tell=tell, count=count, environment=environ)

    @classmethod
    def init(cls, path: str | Path, *, name: str | None = None, timezone: str = "UTC", by: str | None = None) -> Self:
        """Make an empty ledger in a directory, and open it. `by` is who records.

        Raises BadTime, BadRequest where the name is empty, BadConfiguration where there is a ledger already,
        StorageFailed or OutcomeUnknown.
        """
        check_zone(timezone)
        if name is not None and not name.strip():
            raise BadRequest("the name is empty", hint="leave it out, and the ledger is called as its directory")
        root = Path(path)
        marker = root / MARKER
        if marker.exists():
            raise BadConfiguration(
                "there is a ledger already", place=str(marker), hint="record in it, or choose another directory"
            )
        written = configuration.text(Config(name=name or root.resolve().name or "ledger", timezone=timezone))
        durable.make_directory(marker.parent)
        durable.create(marker, written.encode())
        return cls(root, by=by)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. Relations that are still in use stay valid."""
        self.log.close()
        if self._projector is not None:
            self._projector.close()

    @property
    def by(self) -> str:
        """Who records, unless an append says otherwise."""
        if self._by is None:
            self._by = recorder(self._environment, directory=self.root)
        return self._by

    @property
    def zone(self) -> str:
        """The zone of dates that name none."""
        return self.config.timezone

    def append(  # noqa: PLR0913  # each is a question of its own
        self,
        given: AnyEvent | Iterable[AnyEvent],
        *,
        by: str | None = None,
        wait: float = WAIT,
        dry_run: bool = False,
        expect: int | str | None = None,
        expect_claims: Mapping[str, int | str] | None = None,
        expect_versions: Mapping[str, int | str] | None = None,
    ) -> list[Appended]:
        """Append one event or several as one batch, all or nothing, durable on return.

        With `expect`, only where the log still ends at that seq (`41`, `@41`); with `expect_claims`, only where nothing
        after its seq touches a claim; with `expect_versions`, only where a record still says what the line with its seq
        states. Events that are all there already write nothing, and nothing that moved on refuses them: an append
        can be tried again. With `dry_run`, what would stand in the log. Raises BadInput, Refused,
        LockHeld, LogMoved, DamagedLog, StorageFailed or OutcomeUnknown; a place in an error is `event N` from 1.
        """
        batch = [given] if isinstance(given, Event) else list(given)
        checked = [_checked(event, number) for number, event in enumerate(batch, start=1)]
        expected = expectation(expect, expect_claims, expect_versions)
        return self.log.append(checked, by=by or self.by, now=self._now, wait=wait, is_dry=dry_run, expected=expected)

    def append_json(  # noqa: PLR0913  # likewise
        self,
        lines: Iterable[tuple[str, bytes]],
        *,
        by: str | None = None,
        wait: float = WAIT,
        dry_run: bool = False,
        batch: int | None = None,
        expect: int | str | None = None,
        expect_claims: Mapping[str, int | str] | None = None,
    ) -> Iterator[list[Appended]]:
        """Append events given as JSON, each with its place (`file:line`); what was appended, batch by batch.

        A dry run is of one batch, since what stands in the next may refer to it.

        Lazy: each step of the iterator appends one batch, durably. Up to 10,000 events are one batch; more go in
        batches of 1,000, or of `batch`, each all or nothing. An error names the place of the event, and, where batches
        before it were appended, from which line to go on. `expect` and `expect_claims` are as for `append`; from its
        second batch on it expects the log as its own last one left it.
        """
        if batch is not None and not 1 <= batch <= LARGEST_BATCH:
            raise BadRequest(f"a batch has 1 to {LARGEST_BATCH:,} events, not {batch}")

        def append(events: list[AnyEvent], expected: Expectation) -> list[Appended]:
            recorder = by or self.by
            return self.log.append(events, by=recorder, now=self._now, wait=wait, is_dry=dry_run, expected=expected)

        return batches_appended(lines, batch, append, expected=expectation(expect, expect_claims), is_dry=dry_run)

    def entry(self, name: str | int) -> Entry | Erased:
        """The event with this seq (`17`, `@17`) or id, read from the log. Raises UnknownName."""
        text = str(name)
        if (seq := parse_seq(text)) is not None:
            found = self.log.entry(seq)
            if found is None:
                raise UnknownName(f"there is no event @{seq}", hint="`claims log` lists them")
            return found
        for entry in self.log.entries():
            if entry.id == text:
                return entry
        raise UnknownName(f"there is no event {text}", hint="`claims log` lists them")

    def current(self, record: str, *, wait: float = WAIT) -> Entry:
        """The line that states what a record says, or said when it ended. Its seq is for `expect_versions`.

        Raises UnknownName, BadRequest where the name is that of an event that is no record, or LockHeld.
        """
        return self.log.current(record, wait=wait)

    def dependents(self, record: str, *, wait: float = WAIT) -> dict[str, str]:
        """The reports and orders that a void of a record would take along, and the actors that would lose their whole.

        The keys are names, the values `report`, `order` or `actor`. Stances, retractions and relations go with what
        they are on, too. Raises LockHeld.
        """
        return self.log.dependents(record, wait=wait)

    def view(self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None) -> View:
        """A view with the ledger's zone. Raises BadTime."""
        return view(as_of=as_of, perspective=perspective, recorded=recorded, zone=self.zone)

    def parse_view(self, text: str) -> View:
        """A view given as one word, `[PERSPECTIVE]@[MOMENT]`. Raises BadRequest or BadTime."""
        return parse_view(text, zone=self.zone)

    def claims(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """The claims with their status at a cut, as `claims_as_of` gives them; or one of them, which costs less.

        Relations are lazy: what goes wrong while one is read is a `duckdb.Error`. Raises BadTime, UnknownName for a
        perspective or an event that no record ever had, or Refused where the log ends before `recorded`; so do the
        others below.
        """
        return self._answer("claims", self._known(as_of, perspective, recorded), claim)

    def positions(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """Where each actor stands at a cut, as `positions_as_of` gives it; on all claims, or on one."""
        return self._answer("positions", self._known(as_of, perspective, recorded), claim)

    def observations(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None
    ) -> DuckDBPyRelation:
        """The observations visible at a cut, as `observations_as_of` gives them."""
        return self._answer("observations", self._known(as_of, perspective, recorded), None)

    def replay(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """The story as a perspective learns it, a row a step, with what each step changed.

        Up to a cut it has what is visible there, as `replay_as_of` tells it: what each step changed among what was
        certainly known, and as if everything possible had happened. Of one claim, which costs less, it has the steps
        that take a stance on it or change it; each says whether it certainly follows the one before it there, and in
        its changes also who then stands where.
        """
        asked = self._known(as_of, perspective, recorded)
        if claim is None:
            told = asked.story("replay") if asked == asked.uncut else asked.call("replay")
            return self.sql(f"from {told} order by step")
        from ledger.workspace.names import check_name
        from ledger.workspace.story import replay_of

        return self.sql(replay_of(asked, check_name(self, "claim", claim)))

    def history(self, claim: str, *, perspective: str = PUBLIC, recorded: Recorded = None) -> DuckDBPyRelation:
        """The revisions of a claim in the order in which a perspective learned of them, as `claim_history` has them."""
        from ledger.workspace.names import check_name

        asked = self._known(None, perspective, recorded)
        return self.sql(f"from {asked.history(check_name(self, 'claim', claim))} order by revision")

    def diff(self, first: str | View, second: str | View) -> DuckDBPyRelation:
        """The claims that differ between two views (`us-congress@esper:1`, `public@`), from what to what, and why.

        Raises BadRequest where a text is no view.
        """
        given = [self.parse_view(asked) if isinstance(asked, str) else asked for asked in (first, second)]
        from ledger.workspace.names import check_view
        from ledger.workspace.questions import comparison

        former, latter = (check_view(self, asked) for asked in given)
        return comparison(former, latter).relation(self)

    def why(
        self, claim: str, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None
    ) -> DuckDBPyRelation:
        """Every stance that was taken on a claim, and for each why it counts or does not, seen from a view."""
        from ledger.workspace.names import check_name
        from ledger.workspace.questions import evidence

        asked = self._known(as_of, perspective, recorded)
        return evidence(asked, check_name(self, "claim", claim)).relation(self)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it lasts, every question is answered from the log as it was when the first one was asked.

        Without it, whatever anybody has appended since the last question shows in the next. It holds for all threads,
        and where several overlap, until the last one ends. A query with `trusted=False` may see more, where another
        process has put newer projections in use since.
        """
        with self._guard:
            self._snapshots += 1
            self._snapshot = self._snapshot or object()
        try:
            yield
        finally:
            with self._guard:
                self._snapshots -= 1
                if self._snapshots == 0:
                    self._snapshot = None

    def _known(self, as_of: AsOf, perspective: str, recorded: Recorded) -> View:
        from ledger.workspace.names import check_view

        return check_view(self, self.view(as_of=as_of, perspective=perspective, recorded=recorded))

    def _answer(self, name: str, asked: View, claim: str | None) -> DuckDBPyRelation:
        from ledger.workspace.names import check_name
        from ledger.workspace.queries import answer

        one = None if claim is None else check_name(self, "claim", claim)
        return self.sql(f"from {answer(name, asked, claim=one)}")

    def sql(
        self,
        query: str,
        parameters: Parameters = (),
        *,
        trusted: bool = True,
        folder: Path | None = None,
    ) -> DuckDBPyRelation:
        """A query over the projections, level with the log. Raises QueryRejected with DuckDB's own words.

        `parameters` are for its `?` or `$1`, or by name for its `$name`.

        A query that somebody else wrote is run with `trusted=False`: it cannot read or write files but those in
        `folder`, where one is given, attach anything, or change a setting.
        """
        projector = self.projector
        from ledger.projector.database import query as ask

        if trusted:
            return ask(projector.connection(self._snapshot), query, parameters)
        return ask(projector.confined(self._snapshot, folder=folder), query, parameters)

    def rows(self, query: str, parameters: Parameters = ()) -> list[dict[str, object]]:
        """The rows of a query by their column names. Raises QueryRejected, or ProjectionsFailed for a damaged file."""
        projector = self.projector
        from ledger.projector.database import rows

        return rows(projector.connection(self._snapshot), query, parameters)

    @property
    def projector(self) -> Projector:
        """The projections. Raises ProjectionsFailed where DuckDB cannot be used."""
        try:
            from ledger.projector.projector import Projector
        except ImportError as error:
            hint = "install it anew with `pip install duckdb`; `claims log`, `record` and `check` need no DuckDB"
            raise ProjectionsFailed(f"DuckDB cannot be used: {error}", hint=hint) from None
        with self._guard:
            if self._projector is None:
                self._projector = Projector(self.log, self.cache, tell=self._tell, count=self._count)
            return self._projector


def _checked(event: AnyEvent, number: int) -> AnyEvent:
    try:
        return events.checked(event)
    except BadEvent as error:
        raise error.at(event=number) from None
