"""What somebody may want to record: events in which things are meant, not yet named.

A plan is an event with wishes for its times. Actors, claims and sources go by their names. Of the other records a
number says how far back the one is that is meant, 0 for the last. So a plan means something in every history,
and a history keeps its sense when others are taken out of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from tests.harbour.times import Times

Event: TypeAlias = dict[str, Any]

ACTORS = ("city", "council", "mayor", "clerk", "harbour", "pilot")
CLAIMS = ("pier-closed", "pier-open", "fire-out", "crane-safe")
SOURCES = ("harbour-post", "city-radio", "desk-mail")
KINDS = (
    *("observation",) * 9,
    *("report",) * 3,
    *("void", "order", "assessment") * 2,
    *("actor", "source", "claim", "relation"),
)
PAUSES = tuple(timedelta(hours=hours) for hours in (0, 1, 8, 12, 24))
MOST_BATCHES = 14
MOST_IN_A_BATCH = 8
VOIDED = (*("observation",) * 4, "report", "source", "actor", "claim", "order", "assessment", "relation")


def among(*options: Any) -> SearchStrategy[Any]:
    """One of the options, the first being the simplest; some stand there several times, to come up more often."""
    return st.sampled_from(options)


def seldom(often: Any, strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Mostly the one value, one time in four something else."""
    return among(True, True, True, False).flatmap(lambda usual: st.just(often) if usual else strategy)


BACK = st.integers(0, 5)
BACKS = st.lists(BACK, min_size=1, max_size=2)
ACTOR = among(*ACTORS)
CLAIM = among("pier-closed", "pier-open", *CLAIMS)
SOURCE = among(*SOURCES)
SOME_ACTORS = st.lists(ACTOR, min_size=1, max_size=2, unique=True)
AUDIENCE = among(None, None, None, "public", "some", "some").flatmap(
    lambda who: SOME_ACTORS if who == "some" else st.just(who and [who])
)
MANNER = among({}, {}, {}, {"certainty": "possible"}, {"certainty": "probable"}, {"basis": "implied"})
STANCE = st.fixed_dictionaries(
    {"claim": CLAIM, "stance": among("support", "deny", "support", "deny", "query", "retract", "comment")}
)
TAKEN = st.tuples(STANCE, MANNER).map(lambda drawn: drawn[0] | drawn[1])


class Plans:
    """The plans in which times are asked for in one way."""

    def __init__(self, times: Times) -> None:
        """Take the way in which times are asked for."""
        dated = {"published": times.wishes_to_publish, "audience": AUDIENCE}
        content = {"source": SOURCE, "mode": among(None, "quote", "paraphrase", "inferred"), **dated}
        members = {
            name: {"part_of": among(None, *ACTORS[:number]), "independent": among(None, None, True)}
            for number, name in enumerate(ACTORS)
        }
        self.cast = st.fixed_dictionaries(
            {name: st.fixed_dictionaries(fields) for name, fields in members.items()}
            | {name: st.fixed_dictionaries(dated) for name in SOURCES}
            | {name: st.just({}) for name in CLAIMS}
        )
        """As what each actor, claim and source is declared."""
        fields: dict[str, dict[str, SearchStrategy[Any]]] = {
            "observation": {
                "kind": among(None, None, None, "document", "happening"),
                "speaker": among(*ACTORS, None),
                "audience": AUDIENCE,
                "occurred": times.wishes,
                "after": seldom([], BACKS),
                "stances": st.lists(TAKEN, max_size=2, unique_by=lambda stance: stance["claim"]),
                "retracts": seldom([], st.tuples(BACK, st.integers(0, 2)).map(lambda one: [one])),
                "reports": st.lists(st.fixed_dictionaries(content), max_size=2),
            },
            "report": {"observation": BACK, **content, "after": seldom([], BACKS)},
            "order": {"first": BACK, "then": BACK, "source": seldom(None, SOURCE)},
            "assessment": {
                "claim": CLAIM,
                "assessor": ACTOR,
                "verdict": among("true", "false", "mixed"),
                "confidence": among("high", "low", None),
                "occurred": seldom(None, times.wishes),
                "evidence": seldom([], BACK.map(lambda back: [back])),
            },
            "relation": {"from": CLAIM, "relation": among("contradicts", "entails", "supports"), "to": CLAIM},
            "actor": {"id": ACTOR, "part_of": among(None, *ACTORS), "independent": among(None, True)},
            "source": {"id": SOURCE, **dated},
            "claim": {"id": CLAIM, "kind": among("opinion", None)},
            "void": {"record": among(*VOIDED), "event": BACK, "kind": among("entered-in-error", "duplicate", "legal")},
        }
        shared = {"unnamed": seldom(False, st.just(True)), "amends": seldom(None, BACK), "stubborn": st.booleans()}
        events = {
            kind: st.fixed_dictionaries({"type": st.just(kind), **fields, **shared}) for kind, fields in fields.items()
        }
        together = st.lists(among(*KINDS).flatmap(events.__getitem__), min_size=1, max_size=MOST_IN_A_BATCH)
        self.batches = st.lists(st.tuples(among(*PAUSES), together), min_size=1, max_size=MOST_BATCHES)
        """How long to wait and what to give then, again and again."""
