"""The rules of order, knowledge and belief a second time, in plain Python, to hold the product against.

It shares nothing with the product: its input is the decoded lines of a log, in seq order, and its output plain values.
Every function takes the lines, or a `World` made from them, which remembers what it has worked out.
Time and space are of no concern here; a rule is as short as its words in the design.
"""

from __future__ import annotations

from tests.naive.cuts import After, Clock, Cut, NoSuchEvent
from tests.naive.records import Key, Line
from tests.naive.replay import Tale, certainly_follows, replay
from tests.naive.revisions import Revision, Turn, revisions, turns
from tests.naive.story import Step
from tests.naive.views import (
    Carried,
    ClaimState,
    Position,
    carried,
    claims,
    moments,
    observations,
    origin_positions,
    positions,
    precedes,
    story,
)
from tests.naive.world import World

__all__ = [
    "After",
    "Carried",
    "ClaimState",
    "Clock",
    "Cut",
    "Key",
    "Line",
    "NoSuchEvent",
    "Position",
    "Revision",
    "Step",
    "Tale",
    "Turn",
    "World",
    "carried",
    "certainly_follows",
    "claims",
    "moments",
    "observations",
    "origin_positions",
    "positions",
    "precedes",
    "replay",
    "revisions",
    "story",
    "turns",
]
