"""Loads the lines of the log into the table of lines: DuckDB's own reader gets copies of what was checked.

So it never reads what another process writes meanwhile. While DuckDB reads some copies, the next lines are checked.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from ledger.log import Reader, segment_path, share_before
from ledger.log.attestation import copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from ledger.log import Log, Position
    from ledger.log.attestation import Attestation, Copy
    from ledger.log.progress import Count
    from ledger.projector.database import DuckDBPyConnection

SPOOL: Final = "copies-"
"""How the name of a folder with copies of lines begins. A killed process leaves its folder behind."""
TOGETHER: Final = 256 * 1024 * 1024
"""One statement loads at least so many bytes of copies: with less to do, it leaves processors idle."""


class Loading:
    """Loads files of lines in a thread of its own, one statement at a time. When its `with` ends, all are loaded.

    Each file has lines of one segment and is named after it. It is deleted once it is loaded.
    """

    def __init__(self, connection: DuckDBPyConnection, columns: str, spool: Path | None) -> None:
        self._connection = connection
        self._columns = columns
        self._folder = tempfile.TemporaryDirectory(prefix=SPOOL, dir=spool)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._loaded: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._folder, self._thread:
            if error is None:
                self._wait()

    def folder(self) -> Path:
        """A new folder for files to load."""
        return Path(tempfile.mkdtemp(dir=self._folder.name))

    def load(self, paths: list[Path]) -> None:
        """Wait for the files before these, then start loading these and return."""
        self._wait()
        self._loaded = self._thread.submit(self._take_in, paths)

    def _wait(self) -> None:
        if self._loaded is not None:
            self._loaded.result()

    def _take_in(self, paths: list[Path]) -> None:
        source = f"read_json(?, format = 'newline_delimited', filename = true, columns = {self._columns})"
        self._connection.execute(
            'insert into internal.line by name select * exclude ("by", filename), "by" as recorded_by,'  # noqa: S608  # ours
            f" parse_filename(filename, true)::bigint as segment from {source}",
            [[str(path) for path in paths]],
        )
        for path in paths:
            path.unlink()


def load_attested(loading: Loading, log: Log, start: Position, known: Attestation, count: Count) -> Position:
    """Load what was validated before, some segments at a time, the last ones first; returns the position after it.

    If it raises NotAttested, some of it may have been loaded.
    """
    lines, share = known.end.seq - start.seq, share_before(log.directory, known.end)
    for together in _together(copies(log.directory, start, known, loading.folder())):
        loading.load([copy.path for copy in together])
        done = known.end.seq - together[0].first + 1
        count(start.seq + done, share * done / lines)
    return known.end


def load_checked(loading: Loading, log: Log, start: Position, count: Count) -> Position:
    """Check lines one by one and load them, a segment at a time; returns the position after them.

    If it raises DamagedLog, some of them may have been loaded.
    """
    reader, folder = Reader(log.directory, start), loading.folder()
    for segment, batches in groupby(reader.batches(), key=lambda batch: batch[0].segment):
        path = segment_path(folder, segment)
        with path.open("wb") as spool:
            spool.writelines(line.raw + b"\n" for batch in batches for line in batch)
        loading.load([path])
        count(reader.position.seq, share_before(log.directory, reader.position))
    return reader.position


def _together(copied: Iterable[Copy]) -> Iterator[list[Copy]]:
    """The copies in groups for one statement each, every group in the order of the log."""
    together: list[Copy] = []
    size = 0
    for copy in copied:
        together.insert(0, copy)
        size += copy.path.stat().st_size
        if size >= TOGETHER:
            yield together
            together, size = [], 0
    if together:
        yield together
