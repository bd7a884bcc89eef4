"""The log: append-only, one writer at a time, durable before it is acknowledged (design, sections 4 and 11)."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from ledger import codec, durable, times
from ledger.codec import Entry
from ledger.errors import BadRequest, DamagedLog, LedgerError
from ledger.events import normal
from ledger.log.admission import admit
from ledger.log.catalog import Catalog, CatalogBroken, delete_catalog, open_catalog
from ledger.log.segments import SEGMENT_BYTES, START, Position, Reader, entry_at, segment_path, stands_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from ledger.codec import Erased
    from ledger.events import AnyEvent
    from ledger.log.config import Config
    from ledger.log.segments import Line, Torn

LARGEST_BATCH: Final = 10_000
"""The most events that are appended together, all or nothing."""
WAIT: Final = 10.0
"""Seconds that a writer waits for another one, unless it is told otherwise."""


class Appended(Struct, frozen=True):
    """An event in its place in the log. `is_new` is False where the same event was there before."""

    entry: Entry
    is_new: bool


class Log:
    """The log in a directory `events/`. Opening it reads nothing.

    `tell` is called with a sentence whenever something happens that the user should know of: a repaired tail, a wait.
    """

    def __init__(self, directory: Path, config: Config, *, cache: Path, tell: Callable[[str], None]) -> None:
        self.directory = directory
        self.config = config
        self._cache = cache
        self._tell = tell
        self._catalog: Catalog | None = None

    def close(self) -> None:
        """Let go of the catalog."""
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def lines(self, start: Position = START) -> Iterator[Line]:
        """The lines of the whole batches from a position on, each checked. Raises DamagedLog."""
        yield from Reader(self.directory, start).lines()

    def entries(self) -> Iterator[Entry]:
        """The events in their order; erased lines are left out. Raises DamagedLog."""
        for line in self.lines():
            if isinstance(line.entry, Entry):
                yield line.entry

    def entry(self, seq: int) -> Entry | Erased | None:
        """What the line with this seq holds; None where there is none. Raises DamagedLog."""
        return entry_at(self.directory, seq)

    def append(
        self,
        events: Sequence[AnyEvent],
        *,
        by: str,
        now: Callable[[], datetime],
        wait: float = WAIT,
        is_dry: bool = False,
    ) -> list[Appended]:
        """Append events as one batch, all or nothing, durable on return; with `is_dry`, only say what would stand there.

        Raises BadEvent or Refused with the place `event N` (from 1), LockHeld, DamagedLog, StorageFailed or OutcomeUnknown.
        """
        if len(events) > LARGEST_BATCH:
            raise BadRequest(f"a batch of {len(events):,} events; at most {LARGEST_BATCH:,} are one batch")
        with self._locked(wait) as catalog:
            catalog.begin()
            try:
                appended = self._admit_all(events, catalog, by=by, now=now)
                lines, appended = _encode(appended, catalog.position.chain)
                if lines and not is_dry:
                    catalog.advance(self._write(lines, catalog.position, appended))
            except BaseException:
                catalog.roll_back()
                raise
            if is_dry:
                catalog.roll_back()
            else:
                self._keep(catalog)
        return appended

    def _keep(self, catalog: Catalog) -> None:
        """Keep what the catalog took in. The log stands already; a catalog that cannot follow reads it again later."""
        try:
            catalog.commit()
        except CatalogBroken:
            self.close()

    @contextmanager
    def _locked(self, wait: float) -> Iterator[Catalog]:
        """The catalog, level with the log, while this writer holds the lock."""
        marker = self.directory / "ledger.toml"
        with durable.lock(marker, wait=wait, on_wait=lambda: self._tell("waiting for another writer to finish …")):
            if self._catalog is None:
                self._catalog = open_catalog(self._catalog_path())
            yield self._level(self._catalog)

    def _catalog_path(self) -> Path | None:
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            ignore = self._cache / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
        except OSError:
            return None
        return self._cache / "catalog.sqlite"

    def _level(self, catalog: Catalog) -> Catalog:
        """Read what the catalog lacks; repair a torn tail."""
        if not stands_at(self.directory, catalog.position):
            catalog = self._begin_anew(catalog)
        reader = Reader(self.directory, catalog.position)
        catalog.begin()
        try:
            for line in reader.lines():
                if isinstance(line.entry, Entry):
                    catalog.apply(line.entry)
            if reader.position != catalog.position:
                catalog.advance(reader.position)
        except BaseException:
            catalog.roll_back()
            raise
        catalog.commit()
        if reader.torn is not None:
            self._repair(reader.position, reader.torn)
            return self._level(catalog)
        return catalog

    def _begin_anew(self, catalog: Catalog) -> Catalog:
        catalog.close()
        path = self._catalog_path()
        if path is not None:
            delete_catalog(path)
        self._catalog = open_catalog(path)
        return self._catalog

    def _repair(self, end: Position, torn: Torn) -> None:
        """Mend a torn tail as section 11 defines it: complete a whole line, or set the torn bytes aside."""
        path = segment_path(self.directory, end.segment)
        if torn.complete is not None:
            durable.truncate(path, end.offset + len(torn.complete))
            durable.append(path, end.offset + len(torn.complete), b"\n")
            self._tell(f"{path}: the last line lacked only its newline; it was completed")
            return
        for number in count(1):
            aside = path.with_name(f"{path.name}.torn-{end.seq + 1}-{number}")
            if not aside.exists():
                break
        durable.create(aside, torn.data)
        durable.truncate(path, end.offset)
        self._tell(f"{path}: a torn tail of {len(torn.data):,} bytes after @{end.seq} was set aside in {aside.name}")

    def _admit_all(self, events: Sequence[AnyEvent], catalog: Catalog, *, by: str, now: Callable[[], datetime]) -> list[Appended]:
        position = catalog.position
        recorded_at = max(times.instant(now()), position.recorded_at)
        pending: dict[int, Entry] = {}
        appended: list[Appended] = []

        def entry_at_seq(seq: int) -> Entry:
            return pending[seq] if seq in pending else self._entry_at(seq)

        for number, given in enumerate(events, start=1):
            try:
                event = normal(given, zone=self.config.timezone)
                admitted = admit(event, catalog, recorded_at=recorded_at, entry_at=entry_at_seq)
                if isinstance(admitted, int):
                    appended.append(Appended(entry_at_seq(admitted), is_new=False))
                    continue
                seq = position.seq + len(pending) + 1
                entry = Entry(seq=seq, recorded_at=recorded_at, by=by, event=admitted, chain="")
                catalog.apply(entry)
            except LedgerError as error:
                raise error.within(f"event {number}") from None
            pending[seq] = entry
            appended.append(Appended(entry, is_new=True))
        return appended

    def _entry_at(self, seq: int) -> Entry:
        entry = self.entry(seq)
        if not isinstance(entry, Entry):
            raise DamagedLog(f"@{seq} is not where the catalog says", hint="delete .ledger/ (it is only a cache) and try again")
        return entry

    def _write(self, lines: Sequence[bytes], position: Position, appended: Sequence[Appended]) -> Position:
        """Write the lines of one batch behind a position, durably; the position behind them."""
        data = b"".join(lines)
        last = next(one.entry for one in reversed(appended) if one.is_new)
        segment, offset = position.segment, position.offset
        if offset > 0 and offset + len(data) > SEGMENT_BYTES:
            segment, offset = position.seq + 1, 0
        path = segment_path(self.directory, segment)
        if path.exists():
            durable.append(path, offset, data)
        else:
            durable.create(path, data)
        return Position(
            segment=segment, offset=offset + len(data), seq=last.seq, chain=last.chain, recorded_at=last.recorded_at
        )


def _encode(appended: Sequence[Appended], previous: str) -> tuple[list[bytes], list[Appended]]:
    """The lines of the new events with their newlines, and all events as they stand in the log with them.

    Raises BadEvent with the place `event N`.
    """
    size = sum(one.is_new for one in appended)
    lines: list[bytes] = []
    placed: list[Appended] = []
    for number, one in enumerate(appended, start=1):
        if not one.is_new:
            placed.append(one)
            continue
        entry = replace(one.entry, batch=(len(lines) + 1, size) if size > 1 else None)
        try:
            line, previous = codec.encode(entry, previous=previous)
        except LedgerError as error:
            raise error.within(f"event {number}") from None
        lines.append(line + b"\n")
        placed.append(Appended(replace(entry, chain=previous), is_new=True))
    return lines, placed
