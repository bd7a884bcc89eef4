"""The order of moments as an append holds it: what is refused, and what amendments and voids make possible again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from ledger import events, times
from ledger.errors import ImpossibleOrder
from ledger.events import InlineReport, Observation, Order, Report, Source, Void
from ledger.log.catalog import open_catalog
from ledger.log.catalog.timeline import CatalogTimeline
from ledger.order import MENDS
from tests.histories import histories
from tests.log.logs import NOW, append, open_log, said
from tests.naive import World, scribe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.events import AnyEvent
    from ledger.log import Log
    from ledger.order import Bounds
    from tests.histories import Batch


def day(number: int) -> str:
    """A day of January 2020."""
    return f"2020-01-{number:02}"


def refused(log: Log, *given_events: AnyEvent) -> str:
    """Why the order of these events is impossible."""
    with pytest.raises(ImpossibleOrder) as error:
        append(log, *given_events)
    assert error.value.hint == MENDS or "mend " in (error.value.hint or "")
    return error.value.message


def bounds(log: Log) -> dict[str, Bounds]:
    """The tightened bounds of every moment, in a catalog that read the log from its start."""
    catalog = open_catalog(None)
    names = []
    for entry in log.entries():
        catalog.apply(entry)
        names.append(entry.record)
    found = {name: catalog.timeline.bounds(name) for name in names if catalog.timeline.has(name)}
    catalog.close()
    return found


# What is refused


def test_a_cycle_is_refused_with_its_events(log: Log) -> None:
    """Edges that lead back to where they began are refused, and the way round is shown."""
    append(log, said("one"), said("two", after=("one",)), said("three", after=("two",)))
    message = refused(log, Order(first="three", then="one"))
    assert message == "three cannot come before one: one → two → three is already certain"
    assert refused(log, said(amends="one", after=("three",))) == message
    assert refused(log, said(amends="one", after=("one",))) == "one cannot come before one: one is already certain"
    message = refused(log, Order(first="two", then="three"), Order(first="three", then="two"))
    assert message == "three cannot come before two: two → three is already certain"


def test_nothing_is_published_before_it_is_said(log: Log) -> None:
    """A report comes after what it reports, by edges and by times, with a date of its own or its source's."""
    append(log, said("one", occurred=day(9)), Report(id="leak", observation="one", source="radio"))
    assert "one → leak" in refused(log, said(amends="one", occurred=day(9), after=("leak",)))
    assert refused(log, Report(observation="one", source="radio", published=day(7))).startswith("one comes before repo")
    assert refused(log, Report(observation="one", source="post")).startswith("one comes before report:")
    late, post = said(occurred=day(9)), InlineReport(source="post")
    assert "was published" in refused(
        log, said(occurred=day(9), reports=(InlineReport(source="radio", published=day(7)),))
    )
    assert "and post, which carries it, was out by" in refused(log, said("two", occurred=day(9), reports=(post,)))
    append(log, late, said("three", occurred=day(7), reports=(post,)))
    assert refused(log, said(amends="three", occurred=day(9), reports=(post,))).startswith(
        "three begins at 2020-01-09T"
    )
    assert refused(log, said("four", occurred=day(9), after=("one",), reports=(post,))).startswith("four begins at")
    append(log, said("once"), said("again", after=("once",)))
    assert refused(log, said("five", occurred=day(9), after=("again",), reports=(post,))).startswith("five begins at")
    assert refused(log, Source(amends="post", publisher="x", published=day(5))).startswith("no time is left for three")


def test_times_must_leave_room_for_the_order(log: Log) -> None:
    """What comes before ends before, and both events are named where that leaves no time, however far apart."""
    append(log, said("one", occurred=day(9)))
    message = "one comes before two, but one is not before 2020-01-09T00:00Z, and two is before 2020-01-09T00:00Z"
    assert refused(log, said("two", occurred=day(8), after=("one",))) == message
    append(log, said("two", occurred=day(8)), said("between", after=("one",)))
    assert refused(log, Order(first="one", then="two")) == message
    assert "between" in refused(log, Order(first="between", then="two"))
    append(log, said("three", occurred=day(9), after=("one",)))


def test_nothing_is_recorded_before_it_happened(log: Log) -> None:
    """What was recorded without a time had happened by then, until an amendment says it again."""
    append(log, said("early"))
    append(log, said("late", occurred="2020-01-21T12:00Z"), at=NOW + timedelta(days=2))
    order = Order(first="late", then="early")
    with pytest.raises(ImpossibleOrder):
        append(log, order, at=NOW + timedelta(days=2))
    append(log, said(amends="early"), order, at=NOW + timedelta(days=2))


def test_a_refused_order_leaves_no_trace(log: Log) -> None:
    """After a refusal, bounds and edges are as if it had never been asked for."""
    append(log, said("one", occurred=day(9)), said("two"), said("three", occurred=day(8)))
    before = bounds(log)
    refused(log, Order(first="one", then="two"), Order(first="two", then="three"))
    append(log, Order(first="two", then="three"))
    assert bounds(log)["one"] == before["one"]
    append(log, Order(first="two", then="one"))


# What becomes possible again


@pytest.mark.parametrize(
    "mend",
    [
        said(amends="one", occurred=day(7)),
        said(amends="one"),
        said(amends="two"),
        said(amends="three", occurred=day(9)),
        Void(event="one"),
    ],
    ids=["the-first-earlier", "the-first-at-no-time", "no-edge", "the-last-later", "the-first-voided"],
)
def test_an_amendment_or_a_void_loosens(log: Log, mend: AnyEvent) -> None:
    """What was tightened by an edge or a time is loose again when that is gone, for the next event of the batch too."""
    append(log, said("one", occurred=day(9)), said("two", after=("one",)), said("three", occurred=day(8)))
    order = Order(first="two", then="three")
    refused(log, order)
    refused(log, said(amends="two", note="still", after=("one",)), order)
    append(log, mend, order)


def test_what_was_between_connects_no_more(log: Log) -> None:
    """An event that is voided takes its edges with it: what came before it and what came after it are free."""
    append(log, said("one"), said("two", after=("one",)), said("three", after=("two",)))
    refused(log, Order(first="three", then="one"))
    append(log, Void(event="two"), Order(first="three", then="one"))


def test_an_order_that_was_voided_or_amended_is_gone(log: Log) -> None:
    """The edge of an order record goes with the record, and with the version that said it."""
    append(log, said("one"), said("two"), said("three"), Order(id="edge", first="one", then="two"))
    back = Order(first="two", then="one")
    refused(log, back)
    append(log, Order(amends="edge", first="one", then="three"), back)
    refused(log, Order(first="three", then="two"))
    append(log, Void(event="edge"), Order(first="three", then="two"))


def test_an_edge_that_two_records_say_stays_with_the_other(log: Log) -> None:
    """Where two records say the same order, taking back one of them changes nothing."""
    append(log, said("one"), said("two", after=("one",)), Order(id="edge", first="one", then="two"), Void(event="edge"))
    refused(log, Order(first="two", then="one"))
    append(log, Order(id="again", first="one", then="two"), said(amends="two"))
    refused(log, Order(first="two", then="one"))


@pytest.mark.parametrize("ended", ["leak", "radio", "one"])
def test_a_report_that_is_gone_orders_nothing(log: Log, ended: str) -> None:
    """A report event orders until it, its source or its observation is voided."""
    append(log, said("one"), said("two"), Report(id="leak", observation="one", source="radio", published=day(8)))
    append(log, Order(first="leak", then="two"))
    late = said(amends="one", occurred=day(9)) if ended != "one" else said("other", occurred=day(9))
    if ended != "one":
        refused(log, late)
    append(log, Void(event=ended), late, said(amends="two", occurred=day(7)))


@pytest.mark.parametrize(
    "reports",
    [
        (InlineReport(source="post"),),
        (InlineReport(source="post", published=day(8)),),
        (InlineReport(source="post", published=day(8)), InlineReport(source="post", published=day(12))),
        (InlineReport(source="post", published=day(12)), InlineReport(source="post")),
        (InlineReport(source="post"), InlineReport(source="post", published=day(12))),
        (InlineReport(source="radio"), InlineReport(source="post"), InlineReport(source="radio", published=day(18))),
    ],
)
def test_a_void_of_a_source_takes_its_dates_with_it(log: Log, reports: tuple[InlineReport, ...]) -> None:
    """What a source carried was said before it came out, by the earliest of its dates, until the source is voided."""
    append(log, said("one", reports=reports), said("late", occurred=day(9)))
    order = Order(first="late", then="one")
    refused(log, order)
    append(log, Void(event="post"), order)


def test_a_void_of_a_source_loosens_what_came_before_what_it_carried(log: Log) -> None:
    """Its date bounded them through an order, and bounds them no more."""
    append(log, said("one", reports=(InlineReport(source="post"),)), said("before"), said("late", occurred=day(9)))
    append(log, Order(first="before", then="one"))
    order = Order(first="late", then="before")
    refused(log, order)
    append(log, Void(event="post"))
    append(log, order)


def test_a_source_that_is_dated_otherwise_dates_what_it_carries(log: Log) -> None:
    """An amended date moves what takes its date from the source, inside observations and in report events."""
    append(
        log,
        said("one", reports=(InlineReport(source="post"),)),
        said("memo"),
        Report(id="leak", observation="memo", source="post"),
        said("late", occurred=day(9)),
    )
    for then in ("one", "leak"):
        refused(log, Order(first="late", then=then))
    append(log, Source(amends="post", publisher="Harbour Post", published=day(12)))
    append(log, Order(first="late", then="one"), Order(first="late", then="leak"))
    for published in (day(8), "../2020-01-08"):
        refused(log, Source(amends="post", publisher="Harbour Post", published=published))
    append(log, Source(amends="post", publisher="Harbour Post"))
    assert bounds(log)["leak"].latest == bounds(log)["one"].latest == times.instant(NOW)


def test_a_report_can_move_to_another_observation(log: Log) -> None:
    """An amended report comes after what it reports now, and no longer after what it reported."""
    append(log, said("one"), said("two"), Report(id="leak", observation="one", source="radio"))
    back = Order(first="leak", then="one")
    refused(log, back)
    append(log, Report(amends="leak", observation="two", source="radio"), back)
    refused(log, Order(first="leak", then="two"))
    append(log, Void(event="one"))
    assert "leak" in bounds(log)
    append(log, Void(event="two"))
    assert "leak" not in bounds(log)


def test_a_chain_of_thousands_is_cheap(log: Log) -> None:
    """Each event of a long chain comes after the one before it, and the ends of the chain know each other."""
    append(log, said("m0", occurred=day(5)))
    append(log, *[said(f"m{number}", after=(f"m{number - 1}",)) for number in range(1, 3000)])
    refused(log, Order(first="m2999", then="m0"))
    assert bounds(log)["m2999"].earliest == "2020-01-05T00:00:00.000000Z"


def test_an_amendment_in_a_long_chain_is_cheap(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of one of many moments looks at what is near, and not along the chain."""
    append(log, *[said(f"m{number}", after=(f"m{number - 1}",) if number else ()) for number in range(300)])
    looked_at: list[str] = []
    later = CatalogTimeline.later

    def noted(self: CatalogTimeline, moment: str) -> list[str]:
        looked_at.append(moment)
        return later(self, moment)

    monkeypatch.setattr(CatalogTimeline, "later", noted)
    append(log, said(amends="m150", after=("m149",)))
    assert looked_at != []
    assert set(looked_at) <= {"m148", "m149", "m150", "m151"}
    append(log, said(amends="m100", after=("m99",), occurred=day(5)))
    append(log, said(amends="m297", after=("m296",)))
    assert bounds(log)["m299"].earliest == "2020-01-05T00:00:00.000000Z"


# Against the slow rules


def decoded(given_events: Sequence[dict[str, object]]) -> list[AnyEvent]:
    """The events of a generated batch."""
    return [events.decode(json.dumps(event).encode()) for event in given_events]


@given(histories())
def test_the_log_takes_what_the_slow_rules_allow(
    tmp_path_factory: pytest.TempPathFactory, history: list[Batch]
) -> None:
    """A batch is refused for its order if and only if the naive rules find it impossible, and bounds are the same."""
    log = open_log(tmp_path_factory.mktemp("story"))
    lines: list[dict[str, object]] = []
    for at, given_events in history:
        would_be = list(lines)
        for event in given_events:
            would_be.append(scribe.line(event, len(would_be) + 1, at, would_be))
        if World(would_be).order.impossible:
            with pytest.raises(ImpossibleOrder):
                append(log, *decoded(given_events), at=at)
        else:
            append(log, *decoded(given_events), at=at)
            lines = would_be
    assert [entry.id for entry in log.entries()] == [line["id"] for line in lines]
    order = World(lines).order
    slow = {name: order.tightened[order.moment_of(name)] for name in bounds(log)}
    assert {name: (found.earliest or "", found.latest) for name, found in bounds(log).items()} == slow
    assert len(slow) == len([moment for moment in order.raw if len(moment) == 2])
    log.close()


def test_a_voided_source_tightens_nothing(log: Log) -> None:
    """An observation that is amended after its source was voided keeps the report, which counts no more."""
    report = InlineReport(source="post", published=day(8))
    append(log, said("one", reports=(report,)), Void(event="post"), said(amends="one", reports=(report,)))
    append(log, Observation(kind="happening", text="It rains.", id="rain", occurred=day(9)))
    append(log, Order(first="rain", then="one"))
