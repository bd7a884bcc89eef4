"""The command line. Every module registers its commands with the app, in the order in which help lists them."""

# ruff: noqa: F401, I001  # imported to be registered, in this order

from __future__ import annotations

from ledger.cli.app import app, main
from ledger.cli import init
from ledger.cli import record
from ledger.cli import append
from ledger.cli import actor
from ledger.cli import source
from ledger.cli import claim
from ledger.cli import relate
from ledger.cli import report
from ledger.cli import order
from ledger.cli import assess
from ledger.cli import amend
from ledger.cli import void
from ledger.cli import read

__all__ = ["app", "main"]
