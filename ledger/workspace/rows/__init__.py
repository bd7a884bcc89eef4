"""The rows that answer the readers' questions, by subject. Their fields have the names of the SQL columns."""

from __future__ import annotations

from ledger.workspace.rows.claims import (
    BEHIND,
    AssessmentRow,
    BothSides,
    ClaimState,
    Evidence,
    FormerWording,
    Neighbour,
    Pair,
    PositionHeld,
    Retractors,
    Reversal,
    Standing,
)
from ledger.workspace.rows.differences import ChangedPosition, Difference, Reason
from ledger.workspace.rows.observations import (
    ObservationSeen,
    ReportRow,
    RetractedBy,
    StanceRetracted,
    StanceTaken,
    Utterance,
)
from ledger.workspace.rows.records import ActorRow, Member, RecordEnded, SourceRow, Version
from ledger.workspace.rows.row import Row
from ledger.workspace.rows.story import Change, Move, Place, Step, ToldStep

__all__ = [
    "BEHIND",
    "ActorRow",
    "AssessmentRow",
    "BothSides",
    "Change",
    "ChangedPosition",
    "ClaimState",
    "Difference",
    "Evidence",
    "FormerWording",
    "Member",
    "Move",
    "Neighbour",
    "ObservationSeen",
    "Pair",
    "Place",
    "PositionHeld",
    "Reason",
    "RecordEnded",
    "ReportRow",
    "RetractedBy",
    "Retractors",
    "Reversal",
    "Row",
    "SourceRow",
    "StanceRetracted",
    "StanceTaken",
    "Standing",
    "Step",
    "ToldStep",
    "Utterance",
    "Version",
]
