"""What certainly came before what (design, section 5), for the few moments that an append touches.

A moment is the occurrence of an observation or the publication of a report. Edges lead from the earlier moment to the
later one. Bounds are tightened along them to a fixpoint: a later moment's `earliest` is at least that of an earlier
one, an earlier one's `latest` at most that of a later one. The projections do the same in SQL, for all moments at once.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from ledger.errors import ImpossibleOrder
from ledger.times import Instant, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MENDS = "mend the time or the order that is wrong: `claims show` shows what is recorded, `claims amend` mends it"


class Bounds(Struct, frozen=True, gc=False):
    """A half-open interval; None is an open end. Instants are texts of one width, so they compare as texts."""

    earliest: Instant | None = None
    latest: Instant | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no time is left between the bounds."""
        return self.earliest is not None and self.latest is not None and self.earliest >= self.latest

    def not_before(self, earliest: Instant | None) -> Bounds:
        """The same bounds, beginning no sooner than `earliest`."""
        if earliest is None or (self.earliest is not None and self.earliest >= earliest):
            return self
        return Bounds(earliest, self.latest)

    def not_after(self, latest: Instant | None) -> Bounds:
        """The same bounds, ending no later than `latest`."""
        if latest is None or (self.latest is not None and self.latest <= latest):
            return self
        return Bounds(self.earliest, latest)


class Timeline(Protocol):
    """Moments by name, their bounds, and the edges between them."""

    def bounds(self, moment: str) -> Bounds:
        """The bounds of a moment, as tight as they are so far."""

    def tighten(self, moment: str, bounds: Bounds) -> None:
        """Set the bounds of a moment."""

    def later(self, moment: str) -> Iterable[str]:
        """The moments to which an edge leads from this one."""

    def earlier(self, moment: str) -> Iterable[str]:
        """The moments from which an edge leads to this one."""


def settle(timeline: Timeline, touched: Iterable[str]) -> None:
    """Tighten bounds, starting from the touched moments, until nothing changes.

    Raises ImpossibleOrder if a moment has no time left.
    """
    _settle(timeline, touched, timeline.later, timeline.earlier)


def settle_edges(timeline: Timeline, moments: Iterable[str], edges: Iterable[tuple[str, str]]) -> None:
    """Like `settle`, for when only these edges and moments are new. Raises ImpossibleOrder."""
    later, earlier = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for first, then in edges:
        later[first].append(then)
        earlier[then].append(first)
    _settle(timeline, moments, later.__getitem__, earlier.__getitem__)


def refuse_empty(moment: str, here: Bounds) -> None:
    """Raise ImpossibleOrder if no time is left for a moment."""
    if here.earliest is not None and here.latest is not None and here.is_empty:
        earliest, latest = show(here.earliest), show(here.latest)
        message = f"no time is left for {moment}: it is not before {earliest}, and yet before {latest}"
        raise ImpossibleOrder(message, hint=MENDS)


def path(timeline: Timeline, first: str, then: str) -> list[str] | None:
    """A path of edges from one moment to another, both ends included; None if there is none."""
    came_from = {first: first}
    waiting = deque([first])
    while waiting:
        moment = waiting.popleft()
        if moment == then:
            steps = [moment]
            while steps[-1] != first:
                steps.append(came_from[steps[-1]])
            return steps[::-1]
        for neighbour in timeline.later(moment):
            if neighbour not in came_from:
                came_from[neighbour] = moment
                waiting.append(neighbour)
    return None


def is_path(timeline: Timeline, first: str, then: str) -> bool:
    """Whether edges lead from one moment to another. The search alternates between both ends until one is exhausted.

    In whatever order a long chain of edges is recorded, the search from one of the two ends is short.
    """
    if first == then:
        return True
    here = (timeline.later, {first}, deque([first]))
    there = (timeline.earlier, {then}, deque([then]))
    while here[2] and there[2]:
        neighbours, found, waiting = here
        new = set(neighbours(waiting.popleft())) - found
        if not new.isdisjoint(there[1]):
            return True
        found |= new
        waiting += new
        here, there = there, here
    return False


def refuse_cycle(timeline: Timeline, first: str, then: str) -> None:
    """Raise ImpossibleOrder, naming the cycle, if an edge from `first` to `then` would close one."""
    if is_path(timeline, then, first) and (back := path(timeline, then, first)) is not None:
        raise ImpossibleOrder(f"{first} cannot come before {then}: {' → '.join(back)} is already certain", hint=MENDS)


def _settle(
    timeline: Timeline,
    touched: Iterable[str],
    later: Callable[[str], Iterable[str]],
    earlier: Callable[[str], Iterable[str]],
) -> None:
    """Tighten what is `later` and `earlier` than the touched moments, then go on from whatever changes.

    `earliest` propagates only to later moments, `latest` only to earlier ones. Raises ImpossibleOrder.
    """
    begun, ended = deque[str](), deque[str]()
    for moment in dict.fromkeys(touched):
        here = timeline.bounds(moment)
        refuse_empty(moment, here)
        begun += _tightened(timeline, moment, here, later(moment), _after)
        ended += _tightened(timeline, moment, here, earlier(moment), _before)
    for waiting, neighbours, by in ((begun, timeline.later, _after), (ended, timeline.earlier, _before)):
        while waiting:
            moment = waiting.popleft()
            waiting.extend(_tightened(timeline, moment, timeline.bounds(moment), neighbours(moment), by))


def _tightened(
    timeline: Timeline, moment: str, here: Bounds, neighbours: Iterable[str], by: Callable[[Bounds, Bounds], Bounds]
) -> Iterator[str]:
    """Tighten neighbours of a moment by its bounds, and give those that changed. Raises ImpossibleOrder."""
    for neighbour in neighbours:
        there = timeline.bounds(neighbour)
        bounds = by(there, here)
        if bounds.is_empty:
            refuse_empty(neighbour, there)  # a moment without time by itself contradicts nobody else
            first, then = ((moment, here), (neighbour, there)) if by is _after else ((neighbour, there), (moment, here))
            raise ImpossibleOrder(_contradiction(*first, *then), hint=MENDS)
        if bounds is not there:
            timeline.tighten(neighbour, bounds)
            yield neighbour


def _after(there: Bounds, here: Bounds) -> Bounds:
    return there.not_before(here.earliest)


def _before(there: Bounds, here: Bounds) -> Bounds:
    return there.not_after(here.latest)


def _contradiction(first: str, begins: Bounds, then: str, ends: Bounds) -> str:
    if begins.earliest is None or ends.latest is None:
        raise AssertionError("open ends leave room")
    earliest, latest = show(begins.earliest), show(ends.latest)
    return f"{first} comes before {then}, but {first} is not before {earliest}, and {then} is before {latest}"
