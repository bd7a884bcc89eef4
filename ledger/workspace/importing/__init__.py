"""Finds what another log recorded that this one lacks, and appends it here (design, section 4).

Two copies of a ledger have the same lines up to where they part; two ledgers that were never one part before the first
line. What the other log has after that is new here, unless it came from here or was imported before. An event is
recognized by where it was recorded first: its id and seq there, when and by whom. `imported_from` keeps these.
"""

from __future__ import annotations

from ledger.workspace.importing.batches import Imported, imported

__all__ = ["Imported", "imported"]
