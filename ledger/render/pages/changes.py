"""What an event changed: for each claim, the status before and after, and who then stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import Column, Table, faint, name, status, words
from ledger.render.pages.phrases import MOST_NAMES, WHO, first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.render.page import Cell, Words
    from ledger.workspace.rows import Change


def table_of_changes(changes: Sequence[Change], *, depth: int = 0, is_headed: bool = True) -> Table:
    """A row for each claim that was changed."""
    columns = (Column("Claim"), Column("Status"), Column("Who then stands where", hang=2))
    rows = tuple(((words(name(each.claim)),), (from_to(each),), who_then(each)) for each in changes)
    return Table(columns, rows, depth=depth, is_headed=is_headed)


def from_to(change: Change) -> Words:
    """The status before and after, or that it stayed."""
    if change.status == change.previous_status:
        return words(faint("still "), status(change.status))
    return words(status(change.previous_status), " → ", status(change.status))


def who_then(change: Change) -> Cell:
    """Who stands where after a change, one position per line; of many actors only the first are named."""
    there = [(label, getattr(change, field)) for label, field in WHO]
    there += [("divided", change.divided_origins if change.divided else [])]
    lines = [
        words(faint(f"{label} "), first_of([words(each) for each in actors], MOST_NAMES))
        for label, actors in there
        if actors
    ]
    return tuple(lines) or (words("nobody"),)
