"""Events as they come in, as the rows of a sheet saved as CSV: its headings name fields, each row is a record."""

from __future__ import annotations

from ledger.workspace.sheet.sheet import Sheet

__all__ = ["Sheet"]
