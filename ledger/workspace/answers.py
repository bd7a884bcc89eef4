"""The rows of a query for programs: read once, in batches, or written by DuckDB itself."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ledger.projector.database import DuckDBPyRelation

_UNREADABLE: Final = ("TIME ZONE", "INTERVAL", "TIMESTAMP_NS")
"""Parts of the names of types that DuckDB's client cannot read without another library, or that Python lacks."""


class Answer:
    """The result of a query. Its `columns` may repeat a name, as SQL allows.

    `folder`, if set, is the only folder in which the query may write files.
    """

    def __init__(self, relation: DuckDBPyRelation, *, folder: Path | None = None) -> None:
        self.columns = tuple(relation.columns)
        self._relation = relation
        self._folder = folder

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows, from one run of the query. Raises QueryRejected with DuckDB's own words, or ProjectionsFailed."""
        from ledger.projector.database import DatabaseError, failure, keyboard_interrupts

        try:
            with keyboard_interrupts():
                yield from _readable(self._relation).iter_rows()
        except DatabaseError as error:
            raise failure(error) from None

    def first(self, most: int) -> Answer:
        """The same answer with at most `most` rows."""
        return Answer(self._relation.limit(most), folder=self._folder)

    def chosen(self, columns: Sequence[str]) -> Answer:
        """The same answer with only these columns, whose names must be unique in it."""
        return Answer(self._relation.select(*columns), folder=self._folder)

    def is_longer(self, than: int) -> bool:
        """Whether there are more than `than` rows. Raises what `rows` raises."""
        return next(Answer(self._relation.limit(1, offset=than)).rows(), None) is not None

    def write_parquet(self, path: Path) -> None:
        """Write the rows to a Parquet file. Raises what `rows` raises, or OSError."""
        from ledger.projector.database import DatabaseError, failure, keyboard_interrupts

        made = self._folder / "rows.parquet" if self._folder is not None else path
        try:
            with keyboard_interrupts():
                self._relation.write_parquet(str(made))
        except DatabaseError as error:
            raise failure(error) from None
        if made != path:
            shutil.move(made, path)


def _readable(relation: DuckDBPyRelation) -> DuckDBPyRelation:
    """The relation with instants as UTC times, and other unreadable values as DuckDB's own text."""
    kinds = [str(kind) for kind in relation.types]
    if not any(map(_is_unreadable, kinds)):
        return relation
    names = [f"c{index}" for index in range(len(kinds))]
    chosen = ", ".join(_cast(name, kind) for name, kind in zip(names, kinds, strict=True))
    zoned = relation.query("zoned", f"select {chosen} from zoned as z({', '.join(names)})")  # noqa: S608  # names made here
    if zoned is None:
        raise AssertionError("a select has rows")
    return zoned


def _cast(name: str, kind: str) -> str:
    """A column as a type that can be read: instants become times in UTC, the zone of the session."""
    if not _is_unreadable(kind):
        return name
    plain = kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMP")
    return f"{name}::{'varchar' if _is_unreadable(plain) else plain} as {name}"


def _is_unreadable(kind: str) -> bool:
    return any(part in kind for part in _UNREADABLE)
