"""What somebody may want to record: events in which things are meant, not yet named.

A plan is an event with wishes for its times. Actors, claims and sources go by their names. Of the other records a
number says how far back the one is that is meant, 0 for the last. So a plan means something in every history,
and a history keeps its sense when others are taken out of it.

For the same reason as much as possible is one choice, the simplest option first and the frequent ones several times;
and the simplest plan of all is to record nothing, as which any plan can be taken out.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, product
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
    "nothing",
    *("observation",) * 14,
    *("report",) * 3,
    *("void", "order", "assessment", "relation") * 2,
    *("actor", "source", "claim"),
)
VOIDED = (*("observation",) * 4, "report", "source", "actor", "claim", "order", "assessment", "relation", "relation")
INDEPENDENCE = (None, None, None, True)
RELATIONS = ("contradicts", "entails", "supports", "narrows", "undercuts", "about")
VOID_KINDS = ("entered-in-error", "duplicate", "legal", "fabricated")
PAUSES = tuple(timedelta(hours=hours) for hours in (0, 1, 8, 12, 24))
MOST_BATCHES = 14
MOST_IN_A_BATCH = 8


def among(*options: Any) -> SearchStrategy[Any]:
    """Choose one of the options."""
    return st.sampled_from(options)


def several(element: SearchStrategy[Any], *sizes: int) -> SearchStrategy[Any]:
    """Choose as many as one of the sizes says."""
    tuples = {size: st.tuples(*[element] * size) for size in sizes}
    return among(*sizes).flatmap(tuples.__getitem__)


BACK = among(*range(6))
AFTER = among(*[()] * 12, (0,), (1,), (2,), (0, 1), (0, 3))
RETRACTS = among(
    *[()] * 26, ((0, 0),), ((1, 0),), ((2, 0),), ((0, 1),), ((1, 1),), ((0, 2),), ((0, 0), (1, 1)), ((1, 0), (2, 2))
)
"""Retractions: how far back, and of how many claims; 0 is a retraction that names none."""
ACTOR = among(*ACTORS)
CLAIM = among(*["pier-closed"] * 5, *CLAIMS)
SOURCE = among(*SOURCES)
TOLD = (*((name,) for name in ACTORS), *combinations(ACTORS[:4], 2))
AUDIENCE = among(*[None] * 20, (), ("public",), ("public",), ("public", "mayor"), *TOLD)
"""Who is told: mostly everybody, as where nothing is said of it; nobody now and then."""
MANNER = among(
    *[{}] * 5,
    *({"certainty": certainty} for certainty in ("possible", "probable")),
    *({"basis": basis} for basis in ("reported", "implied")),
    {"basis": "implied", "certainty": "probable"},
)
STANCE = st.fixed_dictionaries(
    {
        "claim": CLAIM,
        "stance": among(*["support", "deny"] * 3, "query", "retract", "comment"),
        "how": MANNER,
    }
)
GIVEN = among(*["new"] * 14, "unnamed", "stubborn", 0, 0, 1, 2)
"""How an event is given: as new, without a name, even if it will be refused, or as a version of the one so far back.

What is then reworded says again what the version before it did, whatever of that has ended since.
"""


class Plans:
    """The plans in which times are asked for in one way."""

    def __init__(self, times: Times) -> None:
        """Take the way in which times are asked for."""
        dated = {"published": times.to_publish, "audience": AUDIENCE}
        content = {"source": SOURCE, "mode": among(None, "quote", "paraphrase", "inferred"), **dated}
        self.cast = st.fixed_dictionaries(
            {name: among(*product((None, *ACTORS[:number]), INDEPENDENCE)) for number, name in enumerate(ACTORS)}
            | {name: st.fixed_dictionaries(dated) for name in SOURCES}
        )
        """The (whole, independence) with which each actor is declared, and the fields of each source."""
        fields: dict[str, dict[str, SearchStrategy[Any]]] = {
            "nothing": {},
            "observation": {
                "speaker": among(*ACTORS[:3] * 3, *ACTORS, None),
                "stances": several(STANCE, 1, 0, 1, 1, 1, 2, 2),
                "occurred": times.to_happen,
                "audience": AUDIENCE,
                "reports": several(st.fixed_dictionaries(content), 0, 0, 1, 1, 2),
                "after": AFTER,
                "retracts": RETRACTS,
                "kind": among(None, None, None, "document", "happening"),
            },
            "report": {"observation": BACK, **content, "after": AFTER},
            "order": {"first": BACK, "then": BACK, "source": among(None, None, *SOURCES)},
            "assessment": {
                "claim": CLAIM,
                "assessor": ACTOR,
                "verdict": among("true", "false", "mixed", "unverified"),
                "confidence": among("high", "moderate", "low", None),
                "dated": st.booleans(),
                "occurred": times.to_happen,
                "evidence": among((), (), (0,), (1,)),
            },
            "relation": {"from": CLAIM, "relation": among(*RELATIONS), "to": CLAIM},
            "actor": {"id": ACTOR, "part_of": among(None, *ACTORS), "independent": among(*INDEPENDENCE)},
            "source": {"id": SOURCE, **dated},
            "claim": {"id": CLAIM, "kind": among("opinion", None)},
            "void": {"record": among(*VOIDED), "event": BACK, "kind": among(*VOID_KINDS)},
        }
        as_given = {"given": GIVEN, "is_reworded": among(*[False] * 3, *[True])}
        plans = {
            kind: st.fixed_dictionaries({"type": st.just(kind), **more, **(as_given if more else {})})
            for kind, more in fields.items()
        }
        together = st.lists(among(*KINDS).flatmap(plans.__getitem__), min_size=1, max_size=MOST_IN_A_BATCH)
        self.batches = st.lists(st.tuples(among(*PAUSES), together), min_size=1, max_size=MOST_BATCHES)
        """How long to wait and what to give then, again and again."""
