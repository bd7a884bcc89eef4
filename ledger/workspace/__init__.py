"""The ledger as a program uses it, and as the command line does."""

from __future__ import annotations

from ledger.workspace.intake import BATCH
from ledger.workspace.ledger import Ledger
from ledger.workspace.places import find_ledger, recorder
from ledger.workspace.views import View, parse_view, view

__all__ = ["BATCH", "Ledger", "View", "find_ledger", "parse_view", "recorder", "view"]
