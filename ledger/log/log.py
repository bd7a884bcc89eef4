"""The log: append-only, one writer at a time, durable before it is acknowledged (design, sections 4 and 11)."""

from __future__ import annotations

from contextlib import suppress
from itertools import count, takewhile
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from ledger import durable, times
from ledger.codec import Entry
from ledger.errors import (
    BadRequest,
    LedgerError,
    Refused,
    UnknownName,
)
from ledger.events import RECORD_TYPES
from ledger.log.admission import Past, refuse_bad_recorder
from ledger.log.batch import AS_IT_IS, LARGEST_BATCH, Appended, Renaming, admitted, encoded, normalised
from ledger.log.catalog import Catalog, CatalogBroken
from ledger.log.expectation import ANYTHING, Expectation, moved
from ledger.log.following import Following
from ledger.log.lookup import before_last, entry_at, last_lines, place_of, seqs_amending, seqs_with
from ledger.log.segments import SEGMENT_BYTES, START, Position, Reader, segment_path
from ledger.log.standing import ending
from ledger.unicode import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from ledger.codec import Erased
    from ledger.events import AnyEvent
    from ledger.log.config import Config
    from ledger.log.segments import Line, Torn

WAIT: Final = 10.0
"""Seconds that a writer waits for another one, unless told otherwise."""


class Log:
    """The log in a directory `events/`. Opening it reads nothing.

    `tell` is called with a sentence about whatever the user should know of, such as a repaired tail or a wait.
    """

    def __init__(self, directory: Path, config: Config, *, cache: Path, tell: Callable[[str], None]) -> None:
        self.directory = directory
        self.config = config
        self._following = Following(directory, cache=cache, tell=tell)
        self._tell = tell

    @property
    def catalog_file(self) -> Path:
        """The path of the catalog's file, which need not exist."""
        return self._following.file

    def close(self) -> None:
        """Close the catalog. What its file lacks is written, unless another writer is at work and reads it anew."""
        if self._following.is_behind:
            with suppress(LedgerError, CatalogBroken), durable.lock(self.directory, wait=0):
                self._following.write()
        self._following.let_go()

    def lines(self, start: Position = START) -> Iterator[Line]:
        """The lines of the whole batches from a position on, each checked. Raises DamagedLog or StorageFailed."""
        yield from Reader(self.directory, start).lines()

    def last(self, count: int) -> Iterator[Line]:
        """The last `count` lines of the whole batches, in their order. Raises DamagedLog or StorageFailed."""
        return last_lines(self.directory, count)

    def since(self, seq: int) -> Iterator[Line]:
        """The lines of the whole batches after this seq, each checked. Raises DamagedLog or StorageFailed."""
        end = next((line.entry.seq for line in self.last(1)), 0)
        if end > seq:
            start = before_last(self.directory, end - seq)
            yield from (line for line in self.lines(start) if line.entry.seq > seq)

    def entries(self) -> Iterator[Entry]:
        """The events in their order, without erased lines. Raises DamagedLog or StorageFailed."""
        for line in self.lines():
            if isinstance(line.entry, Entry):
                yield line.entry

    def place(self, seq: int) -> str:
        """Where the line with this seq stands, as `file:line`."""
        return place_of(self.directory, seq)

    def entry(self, seq: int) -> Entry | Erased | None:
        """What the line with this seq holds; None if there is none. Raises DamagedLog or StorageFailed."""
        return entry_at(self.directory, seq)

    def current(self, record: str, *, wait: float = WAIT) -> Entry:
        """The line that states what a record says, or said when it ended.

        Raises UnknownName, BadRequest if the name is that of an event but not of a record, LockHeld, DamagedLog,
        StorageFailed or OutcomeUnknown.
        """
        with self._locked(wait):
            return self._following.using(lambda catalog: self._current(escaped(record), catalog))

    def called(self, name: str) -> Entry | None:
        """The event with this id; None if there is none. Takes no lock. Raises DamagedLog or StorageFailed."""
        for seq in seqs_with(self.directory, name):
            entry = self.entry(seq)
            if isinstance(entry, Entry) and entry.id == name:
                return entry
        return None

    def amended(self, record: str) -> Entry | None:
        """The last amendment of a record, if any. Takes no lock. Raises DamagedLog or StorageFailed."""
        entries = map(self.entry, seqs_amending(self.directory, record))
        return next((entry for entry in entries if isinstance(entry, Entry)), None)

    def follow(self, *, wait: float = WAIT) -> None:
        """Let the catalog read what it lacks of the log, or all of it if it is another log, as after a checkout.

        Raises LockHeld, DamagedLog, StorageFailed or OutcomeUnknown.
        """

        def followed(catalog: Catalog) -> None:
            catalog.begin()
            self._following.catch_up(catalog)

        with self._locked(wait):
            self._following.using(followed)

    def dependents(self, record: str, *, wait: float = WAIT) -> dict[str, str]:
        """What voiding a record would concern, as types by name, see `Catalog.dependents`.

        Empty if there is no such record. Raises LockHeld, DamagedLog, StorageFailed or OutcomeUnknown.
        """

        def found(catalog: Catalog) -> dict[str, str]:
            catalog.begin()
            torn = self._following.catch_up(catalog)
            try:
                self._following.take_in(torn.batch if torn is not None else (), catalog)
                return catalog.dependents(escaped(record))
            finally:
                catalog.drop()

        with self._locked(wait):
            return self._following.using(found)

    def append(  # noqa: PLR0913  # each is a question of its own
        self,
        events: Sequence[AnyEvent],
        *,
        by: str,
        now: Callable[[], datetime],
        wait: float = WAIT,
        is_dry: bool = False,
        expected: Expectation = ANYTHING,
        renaming: Renaming = AS_IT_IS,
    ) -> list[Appended]:
        """Append events as one batch, all or nothing, durable on return; `is_dry` only says what would stand there.

        `expected` is enforced only if something would be written. `renaming` is for events from another log.
        Raises BadRequest, LockHeld, LogMoved, DamagedLog, StorageFailed or OutcomeUnknown; and BadTime, BadEvent or
        Refused with the number of its `event`.
        """
        if len(events) > LARGEST_BATCH:
            hint = "append them in parts, or as JSON with appending(), which makes batches of them"
            raise BadRequest(f"a batch of {len(events):,} events; at most {LARGEST_BATCH:,} are one batch", hint=hint)
        refuse_bad_recorder(by)
        given = normalised(events, zone=self.config.timezone)
        with self._locked(wait):
            return self._following.using(
                lambda catalog: self._append(
                    given,
                    catalog,
                    by=by,
                    now=now,
                    is_dry=is_dry,
                    expected=expected,
                    renaming=renaming,
                )
            )

    def _locked(self, wait: float) -> AbstractContextManager[None]:
        """The writers' lock. Raises LockHeld or StorageFailed."""
        return durable.lock(
            self.directory, wait=wait, on_wait=lambda: self._tell("waiting for another writer to finish …")
        )

    def _current(self, record: str, catalog: Catalog) -> Entry:
        catalog.begin()
        self._following.catch_up(catalog)
        known = catalog.record(record)
        if known is not None:
            return self._entry_at(known.line, ())
        if (event := catalog.event(record)) is not None:
            raise BadRequest(f"{record} is not a record", hint=f"name the record: {event.record}")
        near = catalog.near(record, RECORD_TYPES)
        raise UnknownName(f"there is no record {record}", hint=near or "`claims log` lists them")

    def _append(  # noqa: PLR0913  # likewise
        self,
        events: Sequence[AnyEvent],
        catalog: Catalog,
        *,
        by: str,
        now: Callable[[], datetime],
        is_dry: bool,
        expected: Expectation,
        renaming: Renaming,
    ) -> list[Appended]:
        """Append events with a catalog that may be behind. Raises CatalogBroken only if nothing was written."""
        catalog.begin()
        torn = self._following.catch_up(catalog)
        if torn is not None and not is_dry:
            self._repair(catalog.position, torn)
            torn = self._following.catch_up(catalog)
        unfinished = torn.batch if torn is not None else ()
        try:
            if torn is not None and torn.batch:
                self._following.take_in(torn.batch, catalog)
                catalog.advance(torn.end)
            position = catalog.position
            lines, appended = self._admitted(
                events,
                catalog,
                recorded_at=max(times.instant(now()), position.recorded_at),
                by=by,
                expected=expected,
                entry_at=lambda seq: self._entry_at(seq, unfinished),
                renaming=renaming,
            )
            if is_dry or not lines:
                catalog.drop()
                return appended
            end, last = self._write(lines, position, appended)
        except BaseException:
            catalog.drop()
            raise
        self._following.keep(catalog, end, ending=last)
        return appended

    def _admitted(  # noqa: PLR0913  # what a batch depends on
        self,
        events: Sequence[AnyEvent],
        catalog: Catalog,
        *,
        recorded_at: str,
        by: str,
        expected: Expectation,
        entry_at: Callable[[int], Entry],
        renaming: Renaming,
    ) -> tuple[list[bytes], list[Appended]]:
        """The lines of the new events, and all events in their places. Raises LogMoved, BadEvent or Refused."""
        end = catalog.position

        def since(seq: int) -> Iterator[Entry | Erased]:
            return takewhile(lambda one: one.seq <= end.seq, (line.entry for line in self.since(seq)))

        refusal = moved(expected, Past(catalog, entry_at), since=since)
        try:
            placed = admitted(
                events,
                catalog,
                recorded_at=recorded_at,
                by=by,
                entry_at=entry_at,
                renaming=renaming,
            )
        except LedgerError as error:
            if refusal is not None and any(isinstance(each, Refused) for each in error.every()):
                raise refusal from None  # what came in between may be why
            raise
        lines, appended = encoded(placed, previous=end.chain)
        if lines and refusal is not None:
            raise refusal
        return lines, appended

    def _repair(self, end: Position, torn: Torn) -> None:
        """Repair a torn tail as section 11 defines it: complete a whole batch, or set the torn bytes aside."""
        path = segment_path(self.directory, end.segment)
        if torn.batch:
            newline = torn.end.offset - 1
            durable.truncate(path, newline)
            durable.append(path, newline, b"\n")
            self._tell(f"{path}: the last line lacked only its newline; it was completed")
            return
        asides = (path.with_name(f"{path.name}.torn-{end.seq + 1}-{number}") for number in count(1))
        aside = next(aside for aside in asides if not aside.exists())
        durable.create(aside, torn.data)
        durable.truncate(path, end.offset)
        self._tell(f"{path}: a torn tail of {len(torn.data):,} bytes after @{end.seq} was set aside in {aside.name}")

    def _entry_at(self, seq: int, unfinished: Sequence[Line]) -> Entry:
        """The entry with a seq that the catalog knows, in the log or in what the next append completes.

        Raises CatalogBroken if there is none.
        """
        entry = next((line.entry for line in unfinished if line.entry.seq == seq), None) or self.entry(seq)
        if not isinstance(entry, Entry):
            raise CatalogBroken(f"the catalog knows @{seq}, and the log does not")
        return entry

    def _write(
        self, lines: Sequence[bytes], position: Position, appended: Sequence[Appended]
    ) -> tuple[Position, bytes | None]:
        """Append a batch's lines at a position, durably; gives the position after them and what the log ends with."""
        data = b"".join(lines)
        last = next(one.entry for one in reversed(appended) if one.is_new)
        segment, offset, closed = position.segment, position.offset, position.closed
        if offset > 0 and offset + len(data) > SEGMENT_BYTES:
            durable.sync(segment_path(self.directory, segment))  # else what was cut off its end may come back
            segment, offset, closed = position.seq + 1, 0, closed + offset
        path = segment_path(self.directory, segment)
        if offset > 0 or path.exists():
            durable.append(path, offset, data)
        else:
            durable.create(path, data)
        end = Position(
            segment=segment,
            offset=offset + len(data),
            seq=last.seq,
            chain=last.chain,
            recorded_at=last.recorded_at,
            closed=closed,
        )
        return end, ending(lines, replace(position, segment=segment, offset=offset))
