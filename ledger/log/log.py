"""The log: append-only, one writer at a time, durable before it is acknowledged (design, sections 4 and 11)."""

from __future__ import annotations

from contextlib import suppress
from itertools import count, takewhile
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from ledger import durable, times
from ledger.codec import Entry
from ledger.errors import (
    BadRequest,
    DamagedLog,
    ImpossibleOrder,
    LedgerError,
    Refused,
    UnknownName,
    did_you_mean,
)
from ledger.events import RECORD_TYPES, references
from ledger.log import caches
from ledger.log.admission import refuse_bad_recorder
from ledger.log.batch import LARGEST_BATCH, Appended, admitted, encoded, normalised
from ledger.log.catalog import Catalog, CatalogBroken, delete_catalog, names_in, open_catalog
from ledger.log.config import MARKER_NAME
from ledger.log.expectation import ANYTHING, Expectation, moved
from ledger.log.lookup import ending, ends_at, entries_after, entry_at, last_lines, place_of, stands_at
from ledger.log.segments import SEGMENT_BYTES, START, Position, Reader, segment_path, segments
from ledger.unicode import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from ledger.codec import Erased
    from ledger.events import AnyEvent
    from ledger.log.config import Config
    from ledger.log.segments import Line, Torn

_Found = TypeVar("_Found")

WAIT: Final = 10.0
"""Seconds that a writer waits for another one, unless it is told otherwise."""


class Log:
    """The log in a directory `events/`. Opening it reads nothing.

    `tell` is called with a sentence whenever something happens that the user should know of: a repaired tail, a wait.
    """

    def __init__(self, directory: Path, config: Config, *, cache: Path, tell: Callable[[str], None]) -> None:
        self.directory = directory
        self.config = config
        self.catalog_file = cache / "catalog.sqlite"
        self._cache = cache
        self._tell = tell
        self._catalog: Catalog | None = None
        self._marker = directory / MARKER_NAME
        self._ending: tuple[Position, bytes | None] = START, None

    def close(self) -> None:
        """Let go of the catalog. What its file lacks is written, unless another writer is at work and reads it anew."""
        if self._catalog is not None and self._catalog.is_behind:
            with suppress(LedgerError, CatalogBroken), durable.lock(self._marker, wait=0):
                self._catalog.begin()
                self._catalog.write()
        self._let_go()

    def _let_go(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def lines(self, start: Position = START) -> Iterator[Line]:
        """The lines of the whole batches from a position on, each checked. Raises DamagedLog."""
        yield from Reader(self.directory, start).lines()

    def last(self, count: int) -> Iterator[Line]:
        """The last lines of the whole batches, in their order. Raises DamagedLog."""
        return last_lines(self.directory, count)

    def entries(self) -> Iterator[Entry]:
        """The events in their order; erased lines are left out. Raises DamagedLog."""
        for line in self.lines():
            if isinstance(line.entry, Entry):
                yield line.entry

    def place(self, seq: int) -> str:
        """Where the line with this seq stands, as `file:line`."""
        return place_of(self.directory, seq)

    def entry(self, seq: int) -> Entry | Erased | None:
        """What the line with this seq holds; None where there is none. Raises DamagedLog."""
        return entry_at(self.directory, seq)

    def current(self, record: str, *, wait: float = WAIT) -> Entry:
        """The line that states what a record says, or said when it ended.

        Raises UnknownName, BadRequest where the name is that of an event that is no record, LockHeld, DamagedLog or
        StorageFailed.
        """
        with self._locked(wait):
            return self._with_catalog(lambda catalog: self._current(escaped(record), catalog))

    def dependents(self, record: str, *, wait: float = WAIT) -> dict[str, str]:
        """The reports and orders that a void of a record would take along, and the parts of an actor: types by names.

        Empty where there is no such record. Raises LockHeld, DamagedLog or StorageFailed.
        """

        def found(catalog: Catalog) -> dict[str, str]:
            catalog.begin()
            torn = self._catch_up(catalog)
            try:
                self._take_in(torn.batch if torn is not None else (), catalog)
                return catalog.dependents(escaped(record))
            finally:
                catalog.drop()

        with self._locked(wait):
            return self._with_catalog(found)

    def append(  # noqa: PLR0913  # each is a question of its own
        self,
        events: Sequence[AnyEvent],
        *,
        by: str,
        now: Callable[[], datetime],
        wait: float = WAIT,
        is_dry: bool = False,
        expected: Expectation = ANYTHING,
    ) -> list[Appended]:
        """Append events as one batch, all or nothing, durable on return; `is_dry`: only say what would stand there.

        `expected` is enforced only if something would be written.
        Raises BadRequest, LockHeld, LogMoved, DamagedLog, StorageFailed or OutcomeUnknown; and BadEvent or Refused with
        its number, `event`.
        """
        if len(events) > LARGEST_BATCH:
            raise BadRequest(f"a batch of {len(events):,} events; at most {LARGEST_BATCH:,} are one batch")
        refuse_bad_recorder(by)
        given = normalised(events, zone=self.config.timezone)
        with self._locked(wait):
            return self._with_catalog(
                lambda catalog: self._append(given, catalog, by=by, now=now, is_dry=is_dry, expected=expected)
            )

    def _locked(self, wait: float) -> AbstractContextManager[None]:
        """The lock of the writers. Raises LockHeld or StorageFailed."""
        return durable.lock(
            self._marker, wait=wait, on_wait=lambda: self._tell("waiting for another writer to finish …")
        )

    def _with_catalog(self, work: Callable[[Catalog], _Found]) -> _Found:
        """What `work` does with the catalog. One that breaks is made anew, and then kept in memory."""
        if self._catalog is None:
            self._catalog = open_catalog(self._catalog_path())
        with suppress(CatalogBroken):
            return work(self._catalog)
        with suppress(CatalogBroken):
            return work(self._begin_anew(self._catalog_path()))
        return work(self._begin_anew(None))

    def _begin_anew(self, path: Path | None) -> Catalog:
        """An empty catalog, in a file or in memory."""
        self._let_go()
        if path is not None:
            delete_catalog(path)
        self._catalog = open_catalog(path)
        return self._catalog

    def _catalog_path(self) -> Path | None:
        try:
            caches.make(self._cache)
        except OSError:
            return None
        return self.catalog_file

    def _current(self, record: str, catalog: Catalog) -> Entry:
        catalog.begin()
        self._catch_up(catalog)
        known = catalog.record(record)
        if known is not None:
            return self._entry_at(known.line, ())
        if (event := catalog.event(record)) is not None:
            raise BadRequest(f"{record} is not a record", hint=f"name the record: {event.record}")
        near = did_you_mean(record, catalog.names(RECORD_TYPES))
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
    ) -> list[Appended]:
        """Append events with a catalog that may be behind. Raises CatalogBroken only where nothing was written."""
        catalog.begin()
        torn = self._catch_up(catalog)
        if torn is not None and not is_dry:
            self._repair(catalog.position, torn)
            torn = self._catch_up(catalog)
        unfinished = torn.batch if torn is not None else ()
        try:
            if torn is not None and torn.batch:
                self._take_in(torn.batch, catalog)
                catalog.advance(torn.end)
            position = catalog.position
            lines, appended = self._admitted(
                events,
                catalog,
                recorded_at=max(times.instant(now()), position.recorded_at),
                by=by,
                expected=expected,
                entry_at=lambda seq: self._entry_at(seq, unfinished),
            )
            if is_dry or not lines:
                catalog.drop()
                return appended
            end = self._write(lines, position, appended)
        except BaseException:
            catalog.drop()
            raise
        self._keep(catalog, end)
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
    ) -> tuple[list[bytes], list[Appended]]:
        """The lines of the new events, and all of them in their places. Raises LogMoved, BadEvent or Refused."""
        end = catalog.position

        def since(seq: int) -> Iterator[Entry | Erased]:
            return takewhile(lambda one: one.seq <= end.seq, entries_after(self.directory, seq))

        refusal = moved(expected, catalog, since=since, entry_at=entry_at)
        try:
            placed = admitted(events, catalog, recorded_at=recorded_at, by=by, entry_at=entry_at)
        except Refused as error:
            raise refusal or error from None  # what came in between may be why
        lines, appended = encoded(placed, previous=end.chain)
        if lines and refusal is not None:
            raise refusal
        return lines, appended

    def _catch_up(self, catalog: Catalog) -> Torn | None:
        """Read what a catalog lacks; what stands after the last whole batch.

        Raises DamagedLog, StorageFailed, OutcomeUnknown or CatalogBroken.
        """
        end, known = self._ending
        if not stands_at(self.directory, catalog.position, known=known if end == catalog.position else None):
            self._tell(f"the log is not the one that was read up to @{catalog.position.seq}: it is read anew")
            catalog.clear()
        if ends_at(self.directory, catalog.position):
            return None
        # Whoever wrote what the catalog lacks may not have lived to make it durable, and something is built on it now.
        for _, path in segments(self.directory)[-1:]:
            durable.sync(path)
        try:
            return self._read_on(catalog)
        except DamagedLog:
            if catalog.position == START:
                raise
        catalog.clear()  # it may know what was erased since: a cache is never why a log is refused
        return self._read_on(catalog)

    def _read_on(self, catalog: Catalog) -> Torn | None:
        """Read on from where a catalog ends."""
        reader = Reader(self.directory, catalog.position)
        try:
            for lines in reader.gathered():
                self._take_in(lines, catalog)
                catalog.advance(reader.position)
                catalog.keep()
            catalog.advance(reader.position)
            catalog.keep()
        except BaseException:
            catalog.drop()
            raise
        return reader.torn

    def _take_in(self, lines: Iterable[Line], catalog: Catalog) -> None:
        """Let a catalog follow what stands in the log."""
        entries: list[Entry] = []
        for line in lines:
            if isinstance(line.entry, Entry):
                entries.append(line.entry)
            else:
                catalog.erase(line.entry)
        events = [entry.event for entry in entries]
        cited = [references(event) for event in events]
        catalog.read(names_in(events, cited))
        for entry, names in zip(entries, cited, strict=True):
            try:
                catalog.apply(entry)
                catalog.cite(reference.name for reference in names)
            except ImpossibleOrder as error:
                self._tell(f"@{entry.seq}: {error}; `claims check` says more")
            except DamagedLog as error:
                raise error.at(place_of(self.directory, entry.seq)) from None

    def _keep(self, catalog: Catalog, position: Position) -> None:
        """Keep what the catalog took in. The log stands already; a catalog that cannot follow reads it again later."""
        try:
            catalog.advance(position)
            catalog.keep()
        except CatalogBroken:
            self._let_go()

    def _repair(self, end: Position, torn: Torn) -> None:
        """Mend a torn tail as section 11 defines it: complete a whole line, or set the torn bytes aside."""
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
        """The entry with a seq that the catalog names, in the log or in what the next append completes."""
        entry = next((line.entry for line in unfinished if line.entry.seq == seq), None) or self.entry(seq)
        if not isinstance(entry, Entry):
            raise CatalogBroken(f"the catalog knows @{seq}, and the log does not")
        return entry

    def _write(self, lines: Sequence[bytes], position: Position, appended: Sequence[Appended]) -> Position:
        """Append the lines of one batch at a position, durably; the position after them."""
        data = b"".join(lines)
        last = next(one.entry for one in reversed(appended) if one.is_new)
        segment, offset, closed = position.segment, position.offset, position.closed
        if offset > 0 and offset + len(data) > SEGMENT_BYTES:
            durable.sync(segment_path(self.directory, segment))  # what was cut off its end may come back else
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
        self._ending = end, ending(lines, replace(position, segment=segment, offset=offset))
        return end
