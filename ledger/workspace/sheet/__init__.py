"""Incoming events as the rows of a sheet saved as CSV: its headings name fields, its rows are records."""

from __future__ import annotations

from ledger.workspace.sheet.sheet import Sheet

__all__ = ["Sheet"]
