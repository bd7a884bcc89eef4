"""What certainly came before what, in plain Python, against the slow way to say the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ImpossibleOrder
from ledger.order import MENDS, Bounds, is_path, path, refuse_cycle, settle, settle_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import DrawFn


class Moments:
    """A timeline in memory: moments with their bounds, and edges."""

    def __init__(self, raw: dict[str, Bounds], edges: Iterable[tuple[str, str]]) -> None:
        self.now = dict(raw)
        self.edges = list(edges)
        self.tightenings = 0

    def bounds(self, moment: str) -> Bounds:
        """The bounds of a moment."""
        return self.now[moment]

    def tighten(self, moment: str, bounds: Bounds) -> None:
        """Keep other bounds."""
        self.now[moment] = bounds
        self.tightenings += 1

    def later(self, moment: str) -> list[str]:
        """The moments behind the edges from here."""
        return [then for first, then in self.edges if first == moment]

    def earlier(self, moment: str) -> list[str]:
        """The moments before the edges to here."""
        return [first for first, then in self.edges if then == moment]


def at(number: int | None) -> str | None:
    """An instant by its number."""
    return None if number is None else f"2020-01-06T00:00:{number:02}.000000Z"


def between(earliest: int | None, latest: int | None) -> Bounds:
    """Bounds by their numbers."""
    return Bounds(at(earliest), at(latest))


class Graph(NamedTuple):
    """Moments with their own bounds, and edges that lead from an earlier name to a later one."""

    raw: dict[str, Bounds]
    edges: list[tuple[str, str]]


def sorted_ends(first: int | None, second: int | None) -> tuple[int | None, int | None]:
    """Two ends of an interval that is not empty."""
    if first is None or second is None or first < second:
        return first, second
    return second, first + 1


@st.composite
def graphs(draw: DrawFn) -> Graph:
    """Up to nine moments without a cycle, some with an open end or two."""
    count = draw(st.integers(1, 9))
    names = draw(st.permutations([f"m{number}" for number in range(count)]))
    ends = st.none() | st.integers(0, 58)
    drawn = [draw(st.tuples(ends, ends)) for _ in names]
    raw = {name: between(*sorted_ends(*pair)) for name, pair in zip(names, drawn, strict=True)}
    pairs = [(names[first], names[then]) for then in range(count) for first in range(then)]
    return Graph(raw, draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])


def fixpoint(graph: Graph) -> dict[str, Bounds]:
    """The tightened bounds, by going over all edges until none changes anything; they may be empty."""
    now = dict(graph.raw)
    for _ in graph.raw:
        for first, then in graph.edges:
            a, b = now[first], now[then]
            now[then] = Bounds(max(filter(None, (a.earliest, b.earliest)), default=None), b.latest)
            now[first] = Bounds(a.earliest, min(filter(None, (a.latest, b.latest)), default=None))
    return now


def is_possible(found: dict[str, Bounds]) -> bool:
    """Whether every moment has some time left."""
    return all(
        bounds.earliest is None or bounds.latest is None or bounds.earliest < bounds.latest for bounds in found.values()
    )


@given(graphs(), st.data())
def test_settling_everything_gives_the_fixpoint(graph: Graph, data: st.DataObject) -> None:
    """Bounds settled from all moments are the fixpoint over all edges, and it is refused where that leaves no time."""
    empty = data.draw(st.none() | st.sampled_from(sorted(graph.raw)))
    if empty is not None:
        graph.raw[empty] = between(30, 20)
    expected = fixpoint(graph)
    moments = Moments(graph.raw, graph.edges)
    if is_possible(expected):
        settle(moments, graph.raw)
        assert moments.now == expected
    else:
        with pytest.raises(ImpossibleOrder):
            settle(moments, graph.raw)


@pytest.mark.parametrize(
    "settled_by",
    [settle, lambda moments, edge: settle_edges(moments, sorted(edge), [edge])],
    ids=["from its ends", "along it"],
)
@given(graph=graphs(), data=st.data())
def test_settling_goes_on_from_what_is_settled(
    settled_by: Callable[[Moments, tuple[str, str]], None], graph: Graph, data: st.DataObject
) -> None:
    """Adding edge after edge and settling each, from its ends or along it alone, is as settling everything at once."""
    moments = Moments(graph.raw, [])
    possible = True
    for edge in data.draw(st.permutations(graph.edges)):
        moments.edges.append(edge)
        try:
            settled_by(moments, edge)
        except ImpossibleOrder:
            possible = False
            break
    expected = fixpoint(graph)
    assert possible == is_possible(expected)
    if possible:
        assert moments.now == expected


@given(graphs())
def test_settled_is_settled(graph: Graph) -> None:
    """What is settled does not change when it is settled again."""
    moments = Moments(graph.raw, graph.edges)
    try:
        settle(moments, graph.raw)
    except ImpossibleOrder:
        return
    moments.tightenings = 0
    settle(moments, graph.raw)
    assert moments.tightenings == 0


@given(graphs(), st.data())
def test_an_edge_back_along_a_path_is_refused(graph: Graph, data: st.DataObject) -> None:
    """A path is found if and only if edges lead there, and then an edge the other way closes a cycle."""
    moments = Moments(graph.raw, graph.edges)
    first, then = (data.draw(st.sampled_from(sorted(graph.raw))) for _ in range(2))
    reached = {first}
    for _ in graph.raw:
        reached |= {end for start, end in graph.edges if start in reached}
    steps = path(moments, first, then)
    assert (steps is not None) == (then in reached) == is_path(moments, first, then)
    if steps is None:
        refuse_cycle(moments, then, first)
        return
    assert (steps[0], steps[-1]) == (first, then)
    assert set(pairwise(steps)) <= set(graph.edges)
    with pytest.raises(ImpossibleOrder, match=" → ".join(steps)):
        refuse_cycle(moments, then, first)


def test_a_long_chain_is_cheap() -> None:
    """A moment behind ten thousand looks at its neighbour only, where what comes before it is settled."""
    names = [f"m{number}" for number in range(10_000)]
    looked_at: list[str] = []

    class Chain(Moments):
        def bounds(self, moment: str) -> Bounds:
            looked_at.append(moment)
            return super().bounds(moment)

        def later(self, moment: str) -> list[str]:
            number = int(moment[1:])
            return names[number + 1 : number + 2]

        def earlier(self, moment: str) -> list[str]:
            number = int(moment[1:])
            return names[max(0, number - 1) : number]

    chain = Chain(dict.fromkeys(names, between(0, 59)), ())
    chain.now["m9999"] = between(5, None)
    settle(chain, ["m9999"])
    assert looked_at == ["m9999", "m9998"]
    refuse_cycle(chain, "m9998", "m9999")
    assert looked_at == ["m9999", "m9998"]


def test_a_chain_told_from_its_end_is_cheap() -> None:
    """Whether a chain is told from its end or its beginning, the next edge looks at no moment but its own two."""
    looked_at: list[str] = []

    class Told(Moments):
        def later(self, moment: str) -> list[str]:
            looked_at.append(moment)
            return super().later(moment)

        def earlier(self, moment: str) -> list[str]:
            looked_at.append(moment)
            return super().earlier(moment)

    chain = [(f"m{number}", f"m{number + 1}") for number in range(1, 100)]
    told = Told(dict.fromkeys((f"m{number}" for number in range(102)), between(0, 59)), chain)
    refuse_cycle(told, "m0", "m1")
    refuse_cycle(told, "m100", "m101")
    assert looked_at == ["m1", "m0", "m101"]


def test_an_end_that_moves_looks_at_nothing_later() -> None:
    """A report that is out before all others tells until when it was said, and none of the others is looked at."""
    looked_at: list[str] = []

    class Told(Moments):
        def later(self, moment: str) -> list[str]:
            looked_at.append(moment)
            return super().later(moment)

    reports = [f"report-{number}" for number in range(40)]
    raw = {"said": between(0, 50), "report-0": between(0, 40), **dict.fromkeys(reports[1:], between(0, 50))}
    told = Told(raw, [("said", name) for name in reports])
    settle_edges(told, ["report-0", "said"], [("said", "report-0")])
    assert told.now["said"] == between(0, 40)
    assert looked_at == []


def test_a_contradiction_names_the_events() -> None:
    """Where an edge leaves no time, both of its ends are named with their times; where a moment has none, it."""
    raw = {"mayor-1": between(20, 30), "mayor-2": between(10, 20)}
    for touched in (["mayor-1"], ["mayor-2"]):
        with pytest.raises(ImpossibleOrder) as refused:
            settle(Moments(raw, [("mayor-1", "mayor-2")]), touched)
        times = "mayor-1 is not before 2020-01-06T00:00:20Z, and mayor-2 is before 2020-01-06T00:00:20Z"
        assert refused.value.message == f"mayor-1 comes before mayor-2, but {times}"
        assert refused.value.hint == MENDS
    with pytest.raises(
        ImpossibleOrder, match=r"no time is left for fire: it is not before .*30.*, and yet before .*20"
    ):
        settle(Moments({"fire": between(30, 20)}, []), ["fire"])


def test_nothing_comes_before_itself() -> None:
    """An edge from a moment to itself is a cycle of one."""
    with pytest.raises(ImpossibleOrder, match="mayor-1 cannot come before mayor-1"):
        refuse_cycle(Moments({"mayor-1": between(1, 2)}, []), "mayor-1", "mayor-1")


def test_bounds_are_half_open() -> None:
    """An interval that ends where it begins is empty; one that is open is not; tighter bounds never loosen."""
    assert between(5, 5).is_empty
    assert not between(5, 6).is_empty
    assert not between(5, None).is_empty
    assert not between(None, 5).is_empty
    assert between(5, 9).not_before(at(3)) == between(5, 9) == between(5, 9).not_after(at(10))
    assert between(5, 9).not_before(at(6)).not_after(at(8)) == between(6, 8)
    assert between(None, None).not_before(None).not_after(None) == between(None, None)
