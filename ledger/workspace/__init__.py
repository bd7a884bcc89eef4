"""The ledger as a program uses it, and as the command line does."""

from __future__ import annotations

from ledger.workspace.ledger import Ledger
from ledger.workspace.views import View

__all__ = ["Ledger", "View"]
