"""What an append needs to know of the log, kept in a small SQLite file: a cache, which the log can always rebuild.

known        what is known of a name: of its event and of its record
reporting    which sources carry what
timeline     the moments that order edges and reports connect
rows         a table with one struct under a name
links        a table with many names under a name
storage      the file, and how it follows what is in memory
catalog      all of it together, for a writer
"""

from __future__ import annotations

from ledger.log.catalog.catalog import Catalog, CatalogBroken, open_catalog, open_scratch
from ledger.log.catalog.known import names_in
from ledger.log.catalog.storage import delete as delete_catalog

__all__ = ["Catalog", "CatalogBroken", "delete_catalog", "names_in", "open_catalog", "open_scratch"]
