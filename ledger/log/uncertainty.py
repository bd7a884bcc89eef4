"""What is uncertain about a batch once some of its events were refused, so that nothing false is said of the others.

What refused events would have declared is missing, what they would have amended is unchanged, ids that the ledger makes
have other numbers, and orders and the bodies that actors are part of may differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.codec import id_like
from ledger.errors import ImpossibleOrder, Refused
from ledger.events import amended_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.errors import LedgerError
    from ledger.events import AnyEvent, Reference
    from ledger.log.catalog import Catalog


class Uncertainty:
    """What can be said of a batch's events, in their order, once some of them were refused."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._is_any = False
        self._undeclared: set[str] = set()
        self._unamended: set[str] = set()

    def leave_out(self, event: AnyEvent) -> None:
        """Go on without an event that was refused, or that rests on one that was."""
        self._is_any = True
        if event.id is not None:
            # If it cannot be an id, others may cite the one that is proposed instead.
            names = (event.id, id_like(event.id))
            self._undeclared.update(name for name in names if name is not None and not self._is_there(name))
        if (amended := amended_by(event)) is not None:
            self._unamended.add(amended)

    def rests_on(self, event: AnyEvent, cited: Sequence[Reference]) -> bool:
        """Whether an event rests on those that were left out, and so might be refused only because of them."""
        if not self._is_any:
            return False
        if event.id in self._unamended or amended_by(event) in self._unamended:
            return True
        return any(
            each.name in self._undeclared or (":" in each.name and not self._is_there(each.name)) for each in cited
        )

    def is_sure(self, error: LedgerError, *, name: str | None) -> bool:
        """Whether an error, about `name` if about any, would be there even if no event had been left out."""
        if not self._is_any:
            return True
        if isinstance(error, ImpossibleOrder) or (name is not None and ":" in name):
            return False
        return not (type(error) is Refused and error.field == "part_of")

    def _is_there(self, name: str) -> bool:
        return self._catalog.record(name) is not None
