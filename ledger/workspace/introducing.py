"""The actors that are named on a page, so that its end can say who they are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.events import RESERVED
from ledger.workspace import questions
from ledger.workspace.rows import BEHIND, ActorRow, AssessmentRow, Difference, Evidence, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.rows import Change, Standing
    from ledger.workspace.views import View

_MOST: Final = 100
"""At most so many names are looked up: whoever reads about a crowd asks for one of them."""


class Introduced(Struct, frozen=True):
    """The actors that a page names, and the bodies that they are parts of, in the order of their ids.

    `left_out` is how many more names there are, which were not looked up.
    """

    actors: list[ActorRow]
    left_out: int


def introduced(ledger: Ledger, view: View, told: Iterable[Evidence | Step | Difference | AssessmentRow]) -> Introduced:
    """The actors named in what is told, as the view's log has them, whatever the cut."""
    names = sorted(set(chain.from_iterable(map(_names, told))).difference(RESERVED))
    actors = questions.with_wholes(view, names[:_MOST]).rows(ledger) if names else []
    return Introduced(sorted(actors, key=lambda each: each.actor), left_out=len(names[_MOST:]))


def _names(told: Evidence | Step | Difference | AssessmentRow) -> Iterator[str]:
    match told:
        case Evidence():
            yield from _in_reports(told)
            yield from filter(None, (told.actor,))
            yield from told.retractors
        case Step():
            yield from _in_reports(told)
            yield from filter(None, (told.speaker,))
            for change in told.told_changes:
                yield from _standing(change)
        case Difference():
            yield from (reason.speaker for reason in told.because if reason.speaker is not None)
            for side in filter(None, (told.first, told.second)):
                yield from _standing(side)
                yield from side.assessors
        case AssessmentRow():
            yield told.assessor


def _in_reports(told: Evidence | Step) -> Iterator[str]:
    """Who was told, at once or by a report, and through whom a report came: an actor or a source."""
    yield from told.audience
    for report in told.reports:
        yield from report.via
        yield from report.audience


def _standing(told: Change | Standing) -> Iterator[str]:
    """The actors behind a claim's status, and those who would be if everything possible had happened, if told."""
    for who in (*BEHIND, "divided_origins"):
        yield from getattr(told, who)
        yield from getattr(told, f"{who}_if_possible", ())
