"""Events as Hypothesis draws them: of every type, every field there or not, in the form in which the log keeps them.

Nothing holds them together: what they refer to is not there, and their fields may contradict one another.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from ledger import times
from ledger.codec import Entry
from ledger.events import (
    Actor,
    Assessment,
    Claim,
    ImportedFrom,
    InlineReport,
    Observation,
    Order,
    Quote,
    Relation,
    Report,
    Retraction,
    Source,
    Stance,
    Void,
    types,
)
from ledger.times import Interval, interval

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ledger.events import AnyEvent

LATEST = datetime(9998, 12, 31)  # noqa: DTZ001  # Hypothesis adds the zone

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
IDS = st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True).filter(lambda name: name not in ("public", "ledger"))
INSTANTS = st.datetimes(max_value=LATEST, timezones=st.just(UTC)).map(times.instant)


def values(kind: object) -> SearchStrategy[Any]:
    """One of the values that a Literal allows."""
    return st.sampled_from(get_args(kind))


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """None, or something drawn."""
    return st.none() | strategy


def some(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A tuple of up to three."""
    return st.lists(strategy, max_size=3).map(tuple)


@st.composite
def intervals(draw: DrawFn) -> Interval:
    """An interval as the log holds it, with one end or two, of a date or a time, in the zone of some ledger."""
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001  # of whatever zone
    first, second = sorted(draw(st.lists(moments, min_size=2, max_size=2)))
    form = draw(st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S.%f+05:30")))
    text = draw(st.sampled_from(("{0}", "{0}/{1}", "../{0}", "{0}/..")))
    zone = draw(st.sampled_from(("UTC", "America/New_York", "Asia/Kathmandu")))
    return interval(text.format(f"{first:{form}}", f"{second:{form}}"), zone=zone)


def made(cls: type[Any], /, **fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """An event of a type, with what all types have in common."""
    common = {"id": IDS, "imported_from": maybe(IMPORTED), "note": maybe(st.text(max_size=5))}
    if cls is not Void:
        common |= {"amends": maybe(IDS)}
    return st.builds(cls, **common, reason=maybe(TEXTS), **fields)


IMPORTED = st.builds(
    ImportedFrom,
    ledger=TEXTS,
    id=maybe(TEXTS),
    seq=maybe(st.integers(1, 2**53 - 1)),
    recorded_at=maybe(TEXTS),
    by=maybe(TEXTS),
)
AUDIENCES = maybe(some(IDS | st.just("public"))).filter(lambda audience: audience != ("public",))
QUOTES = some(
    st.builds(Quote, exact=TEXTS, start=maybe(st.integers(0, 2**31)), end=maybe(st.integers(1, 2**31))),
)
CARRIED: dict[str, SearchStrategy[Any]] = {
    "source": IDS,
    "via": some(IDS),
    "mode": maybe(values(types.Mode)),
    "audience": maybe(some(IDS | st.just("public"))),
    "published": maybe(intervals()),
    "quotes": QUOTES,
}
STANCES = st.builds(
    Stance,
    claim=IDS,
    stance=values(types.StanceKind),
    basis=values(types.Basis),
    certainty=values(types.Certainty),
)

EVENTS: SearchStrategy[AnyEvent] = st.one_of(
    made(
        Actor,
        name=TEXTS,
        role=maybe(TEXTS),
        part_of=maybe(IDS),
        aliases=some(TEXTS),
        independent=st.booleans(),
    ),
    made(
        Source,
        publisher=TEXTS,
        title=maybe(TEXTS),
        url=maybe(TEXTS),
        archived=maybe(TEXTS),
        kind=maybe(TEXTS),
        language=maybe(TEXTS),
        audience=AUDIENCES,
        published=maybe(intervals()),
        captured_at=maybe(intervals()),
        sha256=maybe(st.from_regex(r"[0-9a-f]{64}", fullmatch=True)),
        reliability=maybe(values(types.Reliability)),
    ),
    made(Claim, text=TEXTS, kind=values(types.ClaimKind)),
    made(Relation, from_=IDS, relation=values(types.RelationKind), to=IDS),
    made(
        Observation,
        kind=values(types.ObservationKind),
        text=maybe(TEXTS),
        speaker=maybe(IDS),
        audience=AUDIENCES,
        occurred=maybe(intervals()),
        after=some(IDS),
        stances=some(STANCES),
        retracts=some(st.builds(Retraction, observation=IDS, claims=some(IDS))),
        reports=some(st.builds(InlineReport, **CARRIED)),
    ),
    made(Report, observation=IDS, after=some(IDS), **CARRIED),
    made(Order, first=IDS, then=IDS, source=maybe(IDS), quotes=QUOTES),
    made(
        Assessment,
        claim=IDS,
        assessor=IDS,
        verdict=values(types.Verdict),
        label=maybe(TEXTS),
        rationale=maybe(TEXTS),
        confidence=maybe(values(types.Confidence)),
        evidence=some(IDS),
        occurred=maybe(intervals()),
    ),
    made(Void, event=IDS, kind=values(types.VoidKind)),
)


@st.composite
def entries(draw: DrawFn) -> Entry:
    """Any event in any place."""
    of = draw(st.integers(1, 10_000))
    return Entry(
        seq=draw(st.integers(1, 10**17)),
        recorded_at=draw(INSTANTS),
        by=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=10)),
        event=draw(EVENTS),
        batch=(draw(st.integers(1, of)), of) if of > 1 else None,
        chain="",
    )
