"""What a check needs to know of the log while reading it, in a file of its own that is deleted afterwards."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from ledger.errors import StorageFailed
from ledger.log import CatalogBroken, open_scratch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log import Catalog


@contextmanager
def scratch() -> Iterator[Catalog]:
    """A catalog for one check of a log of any length. Raises StorageFailed if there is no room for it."""
    try:
        with closing(open_scratch()) as catalog:
            yield catalog
    except CatalogBroken as error:
        hint = "free some space for temporary files, or name another directory for them with $SQLITE_TMPDIR"
        raise StorageFailed(f"the check needs a file of its own: {error}", hint=hint) from None
