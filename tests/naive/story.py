"""In which order somebody learned what (design, sections 6 and 7); for `ledger` that is the order of the log."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.naive.moments import Interval, Order
    from tests.naive.records import Key, Records


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """That a perspective learns an observation, and by which event."""

    observation: str
    event: str
    seq: int
    """The seq at which the event's record was declared."""
    known_earliest: str | None
    known_latest: str
    follows_certainly: bool | None
    """Whether it certainly follows the step before; None for the first."""


def reaches(records: Records, audience: Iterable[str], perspective: str) -> bool:
    """Whether the audience has `public`, or the perspective, or a part of it."""
    return any(member == "public" or perspective in records.chain(member) for member in audience)


def anything(_: Key) -> bool:
    """Every moment is told of."""
    return True


def learned_at(
    records: Records,
    order: Order,
    observation: str,
    perspective: str,
    is_told: Callable[[Key], bool] = anything,
) -> list[Key]:
    """The moments in each of which the perspective learns the observation, of those that are told of."""
    line = records.current[observation]
    speaker = records.speaker(observation)
    told_at_once = reaches(records, records.audience(line), perspective)
    said_it = speaker is not None and perspective in records.chain(speaker)
    moments = [order.moment_of(observation)] if told_at_once or said_it else []
    for report in records.reports(observation):
        audience = records.audience(report.content, default=records.current[report.source])
        if reaches(records, audience, perspective):
            moments.append(report.moment)
    return [moment for moment in moments if is_told(moment)]


def told(
    records: Records,
    order: Order,
    perspective: str,
    is_told: Callable[[Key], bool] = anything,
) -> list[Step]:
    """The steps of a perspective other than `ledger`, in story order, by the moments that are told of."""
    steps = []
    for observation in records.all_live("observation"):
        moments = learned_at(records, order, observation, perspective, is_told)
        if moments:
            known_earliest = min(order.tightened[moment].earliest for moment in moments)
            known_latest = min(order.tightened[moment].latest for moment in moments)
            learning = min(moments, key=lambda moment: _learning(records, order, moment))
            event = order.carrier[learning]
            seq = records.first_seq[event]
            step = Step(
                observation=observation,
                event=event,
                seq=seq,
                known_earliest=known_earliest or None,
                known_latest=known_latest,
                follows_certainly=None,
            )
            steps.append(
                ((known_earliest, known_latest, *_said(order, observation, learning), order.depth[learning], seq), step)
            )
    in_order = [step for _, step in sorted(steps, key=lambda pair: pair[0])]
    return in_order[:1] + [
        msgspec.structs.replace(
            step,
            follows_certainly=follows(records, order, perspective, before.observation, step.observation, is_told),
        )
        for before, step in pairwise(in_order)
    ]


def _said(order: Order, observation: str, learning: Key) -> Interval:
    """When it was said; what is learned by a report of which more is said to come before counts by its publication."""
    said = order.moment_of(observation)
    before = {first for first, then in order.edges if then == learning}
    return order.tightened[learning if learning != said and before != {said} else said]


def _learning(records: Records, order: Order, moment: Key) -> tuple[str, str, int, int, int]:
    """Which of several moments counts as the one of learning: the first by interval, depth, seq and inline index."""
    index = moment[2] if len(moment) == 3 else 0  # the keys of inline reports are the triples
    return *order.tightened[moment], order.depth[moment], records.first_seq[order.carrier[moment]], index


def follows(  # noqa: PLR0913, PLR0917  # what it depends on
    records: Records,
    order: Order,
    perspective: str,
    former: str,
    latter: str,
    is_told: Callable[[Key], bool] = anything,
) -> bool:
    """Whether some moment at which the former is learned certainly precedes every moment of the latter."""
    earlier = learned_at(records, order, former, perspective, is_told)
    later = learned_at(records, order, latter, perspective, is_told)
    return any(all(order.precedes(a, b) for b in later) for a in earlier)
