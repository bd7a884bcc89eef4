"""The catalog of a log, kept up to date with it. It is a cache: no failure of it may keep anybody from writing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from ledger import durable
from ledger.codec import Entry, Erased
from ledger.errors import DamagedLog, ImpossibleOrder
from ledger.events import references
from ledger.log import caches
from ledger.log.catalog import Catalog, CatalogBroken, delete_catalog, names_in, open_catalog
from ledger.log.lookup import place_of
from ledger.log.segments import START, Position, Reader, segments
from ledger.log.standing import ends_at, stands_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ledger.log.segments import Line, Torn

_Found = TypeVar("_Found")


class Following:
    """Keeps a catalog up to date with the log in a directory: in a file of the cache if possible, else in memory.

    Call it while holding the writers' lock. `tell` is called with a sentence if the log is not the one that was read
    before, or has an impossible order.
    """

    def __init__(self, directory: Path, *, cache: Path, tell: Callable[[str], None]) -> None:
        self.file = cache / "catalog.sqlite"
        self._directory = directory
        self._cache = cache
        self._tell = tell
        self._catalog: Catalog | None = None
        self._ending: tuple[Position, bytes | None] = START, None

    @property
    def is_behind(self) -> bool:
        """Whether the file lacks something that is in memory."""
        return self._catalog is not None and self._catalog.is_behind

    def write(self) -> None:
        """Write what the file lacks into it. Raises CatalogBroken."""
        if self._catalog is not None:
            self._catalog.begin()
            self._catalog.write()

    def let_go(self) -> None:
        """Close the catalog."""
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def using(self, work: Callable[[Catalog], _Found]) -> _Found:
        """The result of `work` with the catalog. If that breaks, it is made anew; if it breaks again, in memory."""
        if self._catalog is None:
            self._catalog = open_catalog(self._path())
        with suppress(CatalogBroken):
            return work(self._catalog)
        with suppress(CatalogBroken):
            return work(self._begin_anew(self._path()))
        return work(self._begin_anew(None))

    def _begin_anew(self, path: Path | None) -> Catalog:
        """An empty catalog, in a file or in memory."""
        self.let_go()
        if path is not None:
            delete_catalog(path)
        self._catalog = open_catalog(path)
        return self._catalog

    def _path(self) -> Path | None:
        try:
            caches.make(self._cache)
        except OSError:
            return None
        return self.file

    def catch_up(self, catalog: Catalog) -> Torn | None:
        """Read what a catalog lacks, and give what follows the last whole batch, if anything.

        Raises DamagedLog, StorageFailed, OutcomeUnknown or CatalogBroken.
        """
        end, known = self._ending
        if not stands_at(self._directory, catalog.position, known=known if end == catalog.position else None):
            self._tell(f"the log is not the one that was read up to @{catalog.position.seq}: it is read anew")
            catalog.clear()
        if ends_at(self._directory, catalog.position):
            return None
        # Whoever wrote what the catalog lacks may have died before making it durable, and we are about to build on it.
        for _, path in segments(self._directory)[-1:]:
            durable.sync(path)
        try:
            return self._read_on(catalog)
        except DamagedLog:
            if catalog.position == START:
                raise
        catalog.clear()  # it may know what was erased since: a cache is never a reason to refuse a log
        return self._read_on(catalog)

    def _read_on(self, catalog: Catalog) -> Torn | None:
        """Read on from where a catalog ends."""
        reader = Reader(self._directory, catalog.position)
        try:
            for lines in reader.gathered():
                self.take_in(lines, catalog)
                catalog.advance(reader.position)
                catalog.keep()
            catalog.advance(reader.position)
            catalog.keep()
        except BaseException:
            catalog.drop()
            raise
        return reader.torn

    def take_in(self, lines: Iterable[Line], catalog: Catalog) -> None:
        """Take lines of the log into a catalog, in their order, on which the numbers of made ids depend.

        Raises DamagedLog, with the place, if an id is used twice.
        """
        entries = [line.entry for line in lines]
        events = [entry.event for entry in entries if isinstance(entry, Entry)]
        cited = [references(event) for event in events]
        catalog.read(names_in(events, cited))
        names = iter(cited)
        for entry in entries:
            if isinstance(entry, Erased):
                catalog.erase(entry)
                continue
            try:
                its = next(names)
                catalog.apply(entry)
                catalog.cite(reference.name for reference in its)
            except ImpossibleOrder as error:
                self._tell(f"@{entry.seq}: {error}; `claims check` says more")
            except DamagedLog as error:
                raise error.at(place_of(self._directory, entry.seq)) from None

    def keep(self, catalog: Catalog, position: Position, *, ending: bytes | None) -> None:
        """Keep what the catalog took in; `ending` is what the log ends with at that position, see `standing.ending`.

        The log is already written; a catalog that cannot follow reads it again later.
        """
        self._ending = position, ending
        try:
            catalog.advance(position)
            catalog.keep()
        except CatalogBroken:
            self.let_go()
