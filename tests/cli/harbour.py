"""A small harbour in a ledger, recorded at fixed times: everything that readers can be asked to show.

The mayor denies that Pier 4 is closed; a clerk's memo to the council says that it is; a pilot says so on the radio; the
memo leaks, and the mayor takes it back.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

Event = dict[str, Any]

CAST: Final[list[Event]] = [
    {"type": "actor", "id": "city", "name": "City of Harbour", "independent": True},
    {
        "type": "actor", "id": "mayor", "name": "The mayor", "role": "Mayor", "part_of": "city",
        "aliases": ["His Honour"],
    },
    {"type": "actor", "id": "clerk", "name": "A clerk", "part_of": "city"},
    {"type": "actor", "id": "harbour-council", "name": "Harbour Council"},
    {"type": "actor", "id": "pilot", "name": "A pilot", "note": "Asked not to be named."},
    {"type": "actor", "id": "desk", "name": "The desk"},
    {
        "type": "source", "id": "harbour-post", "publisher": "Harbour Post", "title": "Pier 4: open | closed?",
        "url": "https://harbour-post.example/pier-4", "kind": "article", "language": "en", "published": "2020-01-06",
        "sha256": "ab" * 32, "reliability": "B",
    },
    {"type": "source", "id": "city-radio", "publisher": "City Radio", "kind": "broadcast"},
    {"type": "source", "id": "council-memo", "publisher": "City of Harbour", "audience": ["harbour-council"]},
    {"type": "claim", "id": "pier-closed", "text": "Pier 4 is closed."},
    {"type": "claim", "id": "pier-open", "text": "Pier 4 is open."},
    {"type": "claim", "id": "repairs", "text": "The city repairs the pier by March.", "kind": "commitment"},
    {
        "type": "relation", "from": "pier-closed", "relation": "contradicts", "to": "pier-open",
        "note": "One or the other.",
    },
]  # fmt: skip
FIRST: Final[list[Event]] = [
    {
        "type": "observation", "id": "fire-call", "kind": "happening", "occurred": "2020-01-06",
        "text": "The fire brigade is called to Pier 4.", "reports": [{"source": "harbour-post", "mode": "paraphrase"}],
    },
    {
        "type": "observation", "id": "mayor-1", "text": "The mayor tells reporters that the pier is open.",
        "speaker": "mayor", "occurred": "2020-01-06T16:10-05:00", "after": ["fire-call"],
        "stances": [
            {"claim": "pier-closed", "stance": "deny"},
            {"claim": "pier-open", "stance": "support", "basis": "implied"},
            {"claim": "repairs", "stance": "support", "certainty": "possible"},
        ],
        "reports": [
            {"source": "harbour-post", "mode": "quote", "quotes": [{"exact": "It is open.", "start": 120, "end": 131}]}
        ],
    },
    {
        "type": "observation", "id": "clerk-memo", "kind": "document", "speaker": "clerk",
        "occurred": "2020-01-06/2020-01-07",
        "text": "A memo of the clerk to the council says that the pier is closed.", "audience": ["harbour-council"],
        "stances": [{"claim": "pier-closed", "stance": "support"}],
        "reports": [{"source": "council-memo", "quotes": [{"exact": "Pier 4 is closed\nuntil March."}]}],
    },
    {
        "type": "observation", "id": "pilot-1", "text": "A pilot says on the radio that he was sent away.",
        "speaker": "pilot",
        "stances": [
            {"claim": "pier-closed", "stance": "support", "basis": "reported", "certainty": "probable"},
            {"claim": "pier-open", "stance": "comment"},
        ],
        "reports": [{"source": "city-radio", "via": ["pilot"], "published": "2020-01-07"}],
    },
    {
        "type": "observation", "id": "wrong-mayor", "text": "Another town's mayor.", "speaker": "mayor",
        "occurred": "2020-01-07", "stances": [{"claim": "pier-closed", "stance": "query"}],
    },
]  # fmt: skip
SECOND: Final[list[Event]] = [
    {
        "type": "report", "id": "memo-leaks", "observation": "clerk-memo", "source": "harbour-post",
        "published": "2020-01-08", "after": ["mayor-1"], "quotes": [{"exact": "Pier 4 is closed"}],
    },
    {
        "type": "observation", "id": "mayor-2", "text": "The mayor takes it back.", "speaker": "mayor",
        "occurred": "2020-01-08T10:00-05:00",
        "stances": [{"claim": "pier-closed", "stance": "support"}, {"claim": "pier-open", "stance": "deny"}],
        "retracts": [{"observation": "mayor-1", "claims": ["pier-closed"]}],
    },
    {"type": "order", "id": "pilot-before-mayor", "first": "pilot-1", "then": "mayor-1", "source": "city-radio"},
    {
        "type": "assessment", "id": "desk-1", "claim": "pier-closed", "assessor": "desk", "verdict": "true",
        "label": "Closed", "confidence": "high", "rationale": "The memo, and the mayor.", "evidence": ["clerk-memo"],
    },
    {
        "type": "observation", "amends": "pilot-1", "reason": "The radio says when.", "speaker": "pilot",
        "text": "A pilot says on the radio that he was sent away.", "occurred": "2020-01-06",
        "stances": [
            {"claim": "pier-closed", "stance": "support", "basis": "reported"},
            {"claim": "pier-open", "stance": "comment"},
        ],
        "reports": [{"source": "city-radio", "via": ["pilot"], "published": "2020-01-07"}],
    },
    {"type": "void", "event": "wrong-mayor", "reason": "wrong mayor"},
]  # fmt: skip
BATCHES: Final = (
    (datetime(2020, 1, 8, 9, tzinfo=UTC), CAST),
    (datetime(2020, 1, 8, 9, 30, tzinfo=UTC), FIRST),
    (datetime(2020, 1, 9, 12, tzinfo=UTC), SECOND),
)
"""When each batch is recorded."""


def record(directory: Path, *batches: tuple[datetime, list[Event]]) -> Path:
    """A ledger in New York's time with these batches, by the desk; its directory."""
    Ledger.init(directory, name="Harbour", timezone="America/New_York")
    for at, events in batches:
        lines = [(f"line {number}", json.dumps(event).encode()) for number, event in enumerate(events, start=1)]
        with Ledger.open(directory, by="desk", now=lambda at=at: at, environment={}) as ledger:  # type: ignore[misc]
            ledger.append_json(lines)
    return directory
