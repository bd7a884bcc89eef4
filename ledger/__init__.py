"""A ledger of claims: who claimed what, when, to whom, and what was believed at each moment.

    from ledger import Ledger, Observation, Stance

    with Ledger.open("harbour") as ledger:
        ledger.append(Observation(speaker="mayor", stances=(Stance(claim="pier-closed", stance="deny"),)))
        print(ledger.claims(as_of="2020-01-06", perspective="harbour-council"))

Every error is a `LedgerError`; `ledger.errors` has their kinds. Importing this imports neither DuckDB nor Typer.
"""

from __future__ import annotations

from ledger.codec import Entry, Erased
from ledger.errors import LedgerError
from ledger.events import (
    Actor,
    Assessment,
    Claim,
    ImportedFrom,
    InlineReport,
    Observation,
    Order,
    Quote,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
)
from ledger.log import Appended
from ledger.times import Interval
from ledger.workspace import Ledger, View

__all__ = [
    "Actor",
    "Appended",
    "Assessment",
    "Claim",
    "Entry",
    "Erased",
    "ImportedFrom",
    "InlineReport",
    "Interval",
    "Ledger",
    "LedgerError",
    "Observation",
    "Order",
    "Quote",
    "Relation",
    "Report",
    "Retraction",
    "Source",
    "Stance",
    "View",
    "Void",
]
