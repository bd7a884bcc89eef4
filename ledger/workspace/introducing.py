"""Who is named on a page: the actors that evidence and steps speak of, so that its end can say who they are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.events import RESERVED
from ledger.workspace import questions
from ledger.workspace.rows import ActorRow, Evidence, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.rows import Change, ReportRow
    from ledger.workspace.views import View

_MOST: Final = 100
"""Names, at most, that are looked up: who reads of a crowd asks for one of it."""


class Introduced(Struct, frozen=True):
    """The actors that a page names, by their ids, and how many names there are of which nothing was looked up."""

    actors: list[ActorRow]
    left_out: int


def introduced(ledger: Ledger, view: View, told: Iterable[Evidence | Step]) -> Introduced:
    """The actors that evidence and steps name, as the view's log has them."""
    names = sorted(set(chain.from_iterable(map(_names, told))).difference(RESERVED))
    actors = questions.actors(view, named=names[:_MOST]).rows(ledger) if names else []
    return Introduced(sorted(actors, key=lambda each: each.actor), left_out=len(names[_MOST:]))


def _names(told: Evidence | Step) -> Iterator[str]:
    yield from told.audience
    yield from chain.from_iterable(map(_in_report, told.reports))
    match told:
        case Evidence():
            yield from filter(None, (told.actor, told.origin))
            yield from told.retractors
        case Step():
            yield from filter(None, (told.speaker,))
            yield from chain.from_iterable(map(_in_change, told.told_changes))


def _in_report(report: ReportRow) -> Iterator[str]:
    """Through whom it came, among them sources perhaps, and whom it tells."""
    yield from report.via
    yield from report.audience


def _in_change(change: Change) -> Iterator[str]:
    yield from change.supported_by
    yield from change.denied_by
    yield from change.questioned_by
    yield from change.order_unknown_of
    yield from change.retracted_of
    yield from change.divided_origins
