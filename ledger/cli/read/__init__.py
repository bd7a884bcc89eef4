"""The commands that read, and those that care for the ledger, in the order in which help lists them."""

# ruff: noqa: F401, I001  # imported to be registered, in this order

from __future__ import annotations

from ledger.cli.read import listing
from ledger.cli.read import show
from ledger.cli.read import log
from ledger.cli.read import replay
from ledger.cli.read import diff
from ledger.cli.read import why
from ledger.cli.read import sql
from ledger.cli.read import check
from ledger.cli import checkpoint
from ledger.cli import prove
from ledger.cli import repair
from ledger.cli.read import rebuild
from ledger.cli.read import doctor
from ledger.cli.read import schema
