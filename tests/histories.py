"""Histories of a small harbour, as a person would give them to a ledger, for tests on all of them.

The pools are small, so that utterances collide: a few actors in nested bodies, a few claims and sources, one week of
January 2020. What is referred to is there and has not ended, and nearly every batch keeps the order possible; one that
does not stands alone, so that a ledger refuses it and the rest still holds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.harbour.plans import Plans
from tests.harbour.tale import Batch, Tale
from tests.harbour.times import Exact, Times, Vague

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from tests.harbour.plans import Event

__all__ = ["Batch", "as_story", "exact_histories", "histories"]

AFTERWARDS = datetime(2020, 1, 20, 9, tzinfo=UTC)
MEANWHILE = tuple(datetime(2020, 1, day, hour, tzinfo=UTC) for day, hour in ((6, 12), (7, 0), (8, 8), (10, 0)))
SAID_OTHERWISE = ("type", "id", "amends", "speaker", "stances", "reports", "text", "name", "publisher")
VAGUE, EXACT = Plans(Vague()), Plans(Exact())


@st.composite
def histories(draw: DrawFn) -> list[Batch]:
    """Histories with intervals, open ends and no times at all, recorded while the story runs or afterwards."""
    return _told(draw, VAGUE, Vague(), draw(st.sampled_from((*[AFTERWARDS] * 3, *MEANWHILE))))


@st.composite
def exact_histories(draw: DrawFn) -> list[Batch]:
    """Histories in which no two moments share their minute, all recorded after the last of them."""
    return _told(draw, EXACT, Exact(), AFTERWARDS)


def _told(draw: DrawFn, plans: Plans, times: Times, start: datetime) -> list[Batch]:
    """Draw plans, and tell what comes of them."""
    tale = Tale(times, start, draw(plans.cast))
    for pause, events in draw(plans.batches):
        tale.batch(pause, events)
    return tale.history


def as_story(history: Sequence[Batch]) -> str:
    """The history for a reader: a line for each time at which something is recorded, then a line for each event."""
    told = []
    for at, events in history:
        told.append(f"{at:%Y-%m-%d %H:%M} is recorded")
        told += [f"    {_sentence(event)}" for event in events]
    return "\n".join(told)


def _sentence(event: Event) -> str:
    """Who or what an event is about, then its other fields."""
    reports = event.get("reports", ())
    rest = {field: value for field, value in event.items() if field not in SAID_OTHERWISE}
    subject = f"{event['type']} {event.get('id', '')}".strip()
    if "amends" in event:
        subject += f" instead of {event['amends']}"
    words = [f"{event['speaker']} speaks"] if "speaker" in event else []
    words += [" ".join(filter(None, (s.get("certainty"), s["stance"], s["claim"]))) for s in event.get("stances", ())]
    words += [f"{field} {_words(value)}" for field, value in rest.items()]
    words += [
        "report " + ", ".join(f"{field} {_words(value)}" for field, value in report.items()) for report in reports
    ]
    return f"{subject}: {'; '.join(words)}".removesuffix(": ")


def _words(value: Any) -> str:
    """A value with what is in it, one after the other."""
    if isinstance(value, dict):
        return _words(list(value.values()))
    return " ".join(map(_words, value)) if isinstance(value, list) else str(value)
