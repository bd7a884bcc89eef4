"""A ledger without a database: find or make it, append to it, read its lines, check it and prove it.

Other modules are imported only where they are needed, so that recording does not wait for them.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ledger import durable, events
from ledger.codec import parse_seq
from ledger.errors import BadConfiguration, BadEvent, BadRequest, LedgerError, UnknownName, made_of
from ledger.events import AnyEvent, Event
from ledger.log import LARGEST_BATCH, WAIT, Appended, Config, Log, expectation, uncounted
from ledger.log import config as configuration
from ledger.times import check_zone
from ledger.wording import ends_before
from ledger.workspace.intake import batches_appended, placed
from ledger.workspace.places import CACHE, MARKER, find_ledger, is_of_a_ledger, recorder
from ledger.workspace.views import recorded_since, view

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from types import TracebackType

    from ledger.checks import Problem
    from ledger.codec import Entry, Erased
    from ledger.log import Expectation, Line, Renaming
    from ledger.log.progress import Count
    from ledger.proofs import Checkpoint, ConsistencyProof, InclusionProof
    from ledger.workspace.importing import Imported
    from ledger.workspace.intake import Given
    from ledger.workspace.views import Recorded


_ONE: Final[tuple[type, ...]] = (Event, dict)
"""The types in which an event may be given."""


_ATTRIBUTES: Final = """\
# The log is hashed byte for byte, and two logs are not merged line by line: `claims import` brings one into another.
*.jsonl -text -merge
"""
"""The `.gitattributes` beside the log."""


def _called(marker: Path) -> str:
    """A ledger's name, for a message; empty if its configuration cannot be read."""
    try:
        return f", “{configuration.read(marker).name}”"
    except LedgerError:
        return ""


def utc_now() -> datetime:
    """What the clock of this machine says."""
    return datetime.now(UTC)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201  # narration goes to stderr


class Journal:
    """The log of a ledger in a directory, as a program uses it. Opening it reads its configuration and nothing else.

    `by` is who records, by default as the environment says; `now` is the clock. `tell` is called with a sentence of
    narration: a repaired tail, a wait for another writer. In long tasks, `count` is told how many events and which
    share of the work are done, 1 at the end.
    """

    def __init__(  # noqa: PLR0913  # what a program may set
        self,
        root: str | Path,
        *,
        by: str | None = None,
        now: Callable[[], datetime] = utc_now,
        tell: Callable[[str], None] = _say,
        count: Count = uncounted,
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
        self._guard = threading.Lock()
        """Held while state that outlasts a call is set."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.root)!r})"

    @classmethod
    def open(  # noqa: PLR0913  # likewise
        cls,
        path: str | Path | None = None,
        *,
        by: str | None = None,
        now: Callable[[], datetime] = utc_now,
        tell: Callable[[str], None] = _say,
        count: Count = uncounted,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """The ledger in `path`, else in `$CLAIMS_DIR`, else the nearest one upward from the working directory.

        Raises NoLedger, BadConfiguration or NewerFormat.
        """
        environ = os.environ if environment is None else environment
        # A program may change its directory, and there the same relative path may be another ledger.
        root = find_ledger(path, environment=environ).absolute()
        return cls(root, by=by, now=now, tell=tell, count=count, environment=environ)

    @classmethod
    def init(cls, path: str | Path, *, name: str | None = None, timezone: str = "UTC", by: str | None = None) -> Self:
        """Make an empty ledger in a directory, and open it. `by` is who records.

        Raises BadTime, BadRequest if the name is empty, BadConfiguration if a ledger or its files are there already,
        StorageFailed or OutcomeUnknown.
        """
        check_zone(timezone)
        if name is not None and not name.strip():
            raise BadRequest("the name is empty", hint="leave it out, and the ledger takes the name of its directory")
        root = Path(path)
        marker = root / MARKER
        if marker.exists():
            raise BadConfiguration(
                f"there is a ledger already{_called(marker)}",
                place=str(marker),
                hint="record in it, or begin another one in an empty directory: `claims init NAME` makes one",
            )
        if any(map(is_of_a_ledger, (root, root / CACHE))):
            hint = "choose a directory outside its events/ and its caches"
            raise BadConfiguration("this is where another ledger keeps its own files", place=str(root), hint=hint)
        written = configuration.text(
            Config(name=name or Path(os.path.realpath(root)).name or "ledger", timezone=timezone)
        )
        durable.make_directory(marker.parent)
        attributes = marker.with_name(".gitattributes")
        if not attributes.exists():
            durable.create(attributes, _ATTRIBUTES.encode())
        durable.create(marker, written.encode())
        return cls(root.absolute(), by=by)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the files; a later question or append opens them again."""
        self.log.close()

    @property
    def by(self) -> str:
        """Who records, unless an append says otherwise."""
        if self._by is None:
            self._by = recorder(self._environment, directory=self.root)
        return self._by

    def _recorder(self, by: str | None) -> str:
        """Who records: `by` if it is given. Raises BadRequest if that is not text."""
        return self.by if by is None else as_text(by, "by")

    @property
    def zone(self) -> str:
        """The zone of dates that name none."""
        return self.config.timezone

    def append(  # noqa: PLR0913  # each is a question of its own
        self,
        given: Event | dict[str, Any] | Iterable[Event | dict[str, Any]],
        *,
        by: str | None = None,
        wait: float = WAIT,
        dry_run: bool = False,
        expect: int | str | None = None,
        expect_claims: Mapping[str, int | str] | None = None,
        expect_versions: Mapping[str, int | str] | None = None,
    ) -> list[Appended]:
        """Append one event or several as one batch, all or nothing, durable on return; a dict has the fields of a line.

        With `expect`, append only if the log still ends at that seq (`41`, `@41`); with `expect_claims`, only if
        nothing after the seq given for a claim touches it; with `expect_versions`, only if a record still says what the
        line with the seq given for it states. If the events are all there already, nothing is written, and none of
        these refuses them: an append can be retried. With `dry_run`, return what would stand in the log. Raises
        BadInput, Refused, LockHeld, LogMoved, DamagedLog, StorageFailed or OutcomeUnknown; a place in an error is
        `event N` from 1, and what is wrong with other events is in its `others`.
        """
        batch = list(given) if isinstance(given, Iterable) and not isinstance(given, dict | str | bytes) else [given]
        checked = made_of(batch, _checked)
        expected = expectation(expect, expect_claims, expect_versions)
        return self.log.append(
            checked, by=self._recorder(by), now=self._now, wait=wait, is_dry=dry_run, expected=expected
        )

    def append_json(self, lines: str | bytes | Iterable[Given], *, by: str | None = None) -> list[Appended]:
        """Append events given as JSON, one per line, in the batches that `appending` makes."""
        return [one for batch in self.appending(lines, by=by) for one in batch]

    def appending(  # noqa: PLR0913  # likewise
        self,
        lines: str | bytes | Iterable[Given],
        *,
        by: str | None = None,
        wait: float = WAIT,
        dry_run: bool = False,
        batch: int | None = None,
        expect: int | str | None = None,
        expect_claims: Mapping[str, int | str] | None = None,
    ) -> Iterator[list[Appended]]:
        """Append events given as JSON, one per line; returns what was appended, batch by batch.

        The lines are a text, an open file, single lines, or pairs of a place and a line; errors name that place, or
        else the number of the line. Empty lines are skipped. A dry run is of one batch, since the next one may refer to
        it.

        Lazy: each step of the iterator appends one batch, durably. Up to 10,000 events are one batch, and more go in
        batches of 1,000, unless `batch` gives a size; each is all or nothing. An error names the place of the event
        and, if batches before it were appended, from which line to go on. `expect` and `expect_claims` are as for
        `append`; each batch after the first expects the log as the one before it left it.
        """
        if batch is not None and not 1 <= batch <= LARGEST_BATCH:
            raise BadRequest(f"a batch has 1 to {LARGEST_BATCH:,} events, not {batch}")

        def append(events: list[AnyEvent], expected: Expectation) -> list[Appended]:
            recorder = self._recorder(by)
            return self.log.append(events, by=recorder, now=self._now, wait=wait, is_dry=dry_run, expected=expected)

        return batches_appended(
            placed(lines), batch, append, expected=expectation(expect, expect_claims), is_dry=dry_run
        )

    def import_from(  # noqa: PLR0913  # likewise
        self,
        other: Journal | str | Path,
        *,
        names: Mapping[str, str] | None = None,
        without: str | Iterable[str] = (),
        by: str | None = None,
        wait: float = WAIT,
        dry_run: bool = False,
    ) -> Imported:
        """Append what another ledger, such as a copy of this one, recorded since the two parted and this one lacks.

        Each event keeps in `imported_from` where, when and by whom it was recorded. An event whose id a ledger made
        gets another one here, and references to it follow. `names` maps names of the other ledger's records to the
        names that they get here, or have already; events whose ids or seqs (`@57`) are in `without` are left out. Up to
        10,000 events are one batch, and more go in batches of 1,000; an import that stopped can be repeated. A dry run
        is of one batch. Raises what `append` raises, with places in the other log; UnknownName, BadRequest or NoLedger;
        and Refused if both changed one record.
        """
        from ledger.workspace.importing import imported

        def append(events: list[AnyEvent], renaming: Renaming, expected: Expectation) -> list[Appended]:
            return self.log.append(
                events,
                by=self._recorder(by),
                now=self._now,
                wait=wait,
                is_dry=dry_run,
                expected=expected,
                renaming=renaming,
            )

        with nullcontext(other) if isinstance(other, Journal) else Journal.open(other, tell=self._tell) as source:
            return imported(
                self.log,
                source.log,
                ledger=source.config.name,
                names=names or {},
                without=frozenset([without] if isinstance(without, str) else without),
                append=append,
                is_dry=dry_run,
                count=self._count,
            )

    def entry(self, name: str | int) -> Entry | Erased:
        """The event with this seq (`17`, `@17`) or id, read from the log. Raises UnknownName."""
        text = str(name)
        if (seq := parse_seq(text)) is not None:
            found = self.log.entry(seq)
            if found is None:
                self._refuse_damage(seq)
                raise UnknownName(f"there is no event @{seq}", hint="`claims log` lists them")
            return found
        found = self.log.called(text)
        if found is not None:
            return found
        raise UnknownName(f"there is no event {text}", hint="`claims log` lists them")

    def _refuse_damage(self, seq: int) -> None:
        """Raise DamagedLog if the log goes on after a seq and has no such line, since another line bears that seq."""
        last = next(iter(self.log.last(1)), None)
        if last is not None and 1 <= seq <= last.entry.seq:
            for _ in self.log.lines():
                pass

    def amended(self, record: str) -> Entry | None:
        """The last amendment of a record, if any. It takes no lock. Raises DamagedLog or StorageFailed."""
        return self.log.amended(record)

    def current(self, record: str, *, wait: float = WAIT) -> Entry:
        """The line that states what a record says, or said when it ended. Its seq is for `expect_versions`.

        Raises UnknownName, BadRequest if the name is that of an event that is no record, or LockHeld.
        """
        return self.log.current(as_text(record, "record"), wait=wait)

    def dependents(self, record: str, *, wait: float = WAIT) -> dict[str, str]:
        """What voiding a record would affect: types by name.

        A `report` or an `order` ends with it; an `actor` loses its whole; an `observation` loses a source's report.
        `after` stands for an observation that says that it comes after something that ends. Stances, retractions and
        relations end with what they are on, and are not listed. Raises BadRequest if the name is not text, or LockHeld.
        """
        return self.log.dependents(as_text(record, "record"), wait=wait)

    def lines(  # noqa: PLR0913  # a part of the log has so many sides
        self,
        name: str | int | None = None,
        *,
        recorded: Recorded = None,
        since: Recorded = None,
        by: str | None = None,
        types: str | Collection[str] = (),
        last: int | None = None,
    ) -> Iterator[Line]:
        """The lines of the log in their order, each as it stands there and decoded. They are read lazily.

        The arguments narrow them: to those about a name (see `logbook.about`), `recorded` up to a seq or a time,
        `since` after a seq or from a time on, recorded `by` somebody, of some `types` of event, and of these the `last`
        so many; `last` alone reads no more than the end of the log. Raises BadTime or BadRequest, DamagedLog, and
        UnknownName, also if the log ends before a seq or nobody of that name recorded any line.
        """
        from ledger.workspace.logbook import Part

        if last is not None and last < 0:
            raise BadRequest(f"there are no last {last} lines", hint="ask for 0 or more")
        types = [types] if isinstance(types, str) else types
        for each in types:
            events.refuse_unknown_type(each)
        until, after = view(recorded=recorded, zone=self.zone).recorded, recorded_since(since, zone=self.zone)
        for position in (until, after):
            self._refuse_beyond(parse_seq(position or ""))
        part = Part(about=name, until=until, after=after, by=by, types=types, last=last)
        return part.of(self.log)

    def _refuse_beyond(self, seq: int | None) -> None:
        """Raise UnknownName for a seq that the log does not reach; 0 is before the first event."""
        try:
            if seq:
                self.entry(seq)
        except UnknownName as error:
            error.hint = ends_before(seq)
            raise

    def check(self, *, documents: str | Path | None = None, since: Checkpoint | None = None) -> Iterator[Problem]:
        """Every problem of the log and of what it refers to; none if all is well. It trusts no cache.

        What is no problem, such as a torn tail or quotes that cannot be looked up, is only told with `tell`.

        With `documents`, a directory, it also checks whether each source's file is there and is quoted to the letter;
        with `since`, whether the log still begins with what was published. If the log is damaged, nothing else is
        checked. Lazy. Raises BadRequest if `documents` is no directory, StorageFailed or BadConfiguration.
        """
        from ledger.checks import DAMAGED, check_documents, check_log

        for problem in check_log(self.log, tell=self._tell, count=self._count):
            yield problem
            if problem.code == DAMAGED:
                return
        if documents is not None:
            yield from check_documents(self.log, Path(documents), tell=self._tell)
        if since is not None:
            from ledger.proofs import check_since

            yield from check_since(self.log, since)

    def checkpoint(self) -> Checkpoint:
        """The state of the log, to be published: `.text()` is three lines. Raises DamagedLog or BadConfiguration."""
        from ledger import proofs

        return proofs.checkpoint(self.log)

    def prove(self, event: str | int, *, under: Checkpoint | None = None) -> InclusionProof:
        """The proof that an event is in the log, under a published checkpoint or a new one; `.text()` is the file.

        Raises UnknownName, Refused if the log does not hold what the checkpoint says, and what `checkpoint` raises.
        """
        from ledger import proofs

        return proofs.prove(self.log, self.entry(event).seq, under=under)

    def prove_since(self, since: Checkpoint) -> ConsistencyProof:
        """The proof that the log only grew since a checkpoint. Raises Refused if not, or as `checkpoint` does."""
        from ledger import proofs

        return proofs.prove_since(self.log, since)


def as_text(given: object, what: str) -> str:
    """The argument, if it is text. Raises BadRequest otherwise."""
    if not isinstance(given, str):
        raise BadRequest(f"it is {given!r:.80}, and has to be a text", place=what)
    return given


def _checked(event: Event | dict[str, Any]) -> AnyEvent:
    if not isinstance(event, _ONE):
        hint = "give an Observation(…), a Claim(…) or another event, or a dict of the fields that a line has"
        if isinstance(event, str | bytes):
            hint = "events as JSON are appended with append_json, the rows of a DataFrame as to_dict('records')"
        raise BadEvent(f"{event!r:.80} is no event", hint=hint)
    return events.checked(event)
