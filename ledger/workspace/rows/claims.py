"""Claims, and what belongs to them: who stands where on them and why, their relations, their assessments."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ledger.workspace.rows.observations import ReportRow
from ledger.workspace.rows.row import Row


class Retractors(Row, frozen=True, kw_only=True):
    """Who took back what an actor said: that actor, or others."""

    actor: str
    by: list[str]


class Hedge(Row, frozen=True, kw_only=True):
    """An actor whose position rests on no plain stance, and how the plainest of its stances was taken."""

    actor: str
    basis: str
    certainty: str


BEHIND: Final = ("supported_by", "denied_by", "questioned_by", "order_unknown_of", "retracted_of")
"""The fields that name the actors behind a status; at a cut each exists twice, also as `…_if_possible`."""


class Standing(Row, frozen=True, kw_only=True):
    """How a claim stands at a cut, and the actors that make its status, certainly and if everything possible happened.

    `retracted_of` are those whose position is retracted; `retractors` has, for each of them, who certainly took it
    back. `hedges` has, for those who support, deny or question it but never plainly, how they do.
    """

    status: str
    status_if_possible: str
    verdict: str | None
    assessors: list[str]
    confidence: str | None
    supported_by: list[str]
    denied_by: list[str]
    questioned_by: list[str]
    order_unknown_of: list[str]
    retracted_of: list[str]
    divided_origins: list[str]
    supported_by_if_possible: list[str]
    denied_by_if_possible: list[str]
    questioned_by_if_possible: list[str]
    order_unknown_of_if_possible: list[str]
    retracted_of_if_possible: list[str]
    retractors: list[Retractors]
    hedges: list[Hedge]


class ClaimState(Standing, frozen=True, kw_only=True):
    """A claim at a cut, with its text and the counts behind its status."""

    claim: str
    text: str
    kind: str
    supporters: int
    deniers: int
    questioners: int
    origins: int
    divided: bool


class FormerWording(Row, frozen=True, kw_only=True):
    """What a claim said from the line `seq` on, until the line `changed_seq` amended it."""

    text: str
    seq: int
    changed_seq: int
    changed_at: datetime
    changed_by: str
    reason: str | None


class Evidence(Row, frozen=True, kw_only=True):
    """A stance that was taken on a claim, and whether it counts, or why not (`outcome`).

    `outcome`: counts, comment, only-possible, not-known, superseded, retracted; and voided, amended or speaker-voided,
    if it ended at the seq `ended_at`. `superseded_by` are the actor's utterances that stand and certainly follow it; if
    many stand, those among the ten that begin last. `retractors` are the speakers of what takes it back.
    `known_through` are the parts of the perspective that said it or were told of it, if it was not said to the public;
    `wholes_told` are the bodies that the perspective is part of and that were told of it, directly or by a report.
    """

    claim: str
    observation: str
    seq: int
    actor: str | None
    origin: str | None
    stance: str
    basis: str
    certainty: str
    kind: str
    text: str | None
    audience: list[str]
    occurred_text: str | None
    occurred_earliest: datetime | None
    occurred_latest: datetime | None
    visible: str | None
    known_earliest: datetime | None
    known_latest: datetime | None
    outcome: str
    outcome_if_possible: str
    superseded_by: list[str]
    superseded_by_if_possible: list[str]
    retracted_by: list[str]
    retracted_by_if_possible: list[str]
    retractors: list[str]
    retractors_if_possible: list[str]
    known_through: list[str]
    wholes_told: list[str]
    ended_at: int | None
    reports: list[ReportRow]


class PositionHeld(Row, frozen=True, kw_only=True):
    """A position of an actor on a claim, whose text is `text`."""

    claim: str
    text: str
    actor: str
    origin: str
    position: str | None
    observation: str | None
    position_if_possible: str | None
    observation_if_possible: str | None


class Reversal(Row, frozen=True, kw_only=True):
    """An actor's move to the other side of a claim, whose words are `text`: from one event to another."""

    claim: str
    text: str
    actor: str
    name: str
    from_position: str
    from_basis: str
    from_certainty: str
    from_event: str
    from_text: str | None
    from_audience: list[str]
    from_occurred_text: str | None
    from_occurred_earliest: datetime | None
    from_occurred_latest: datetime | None
    from_reports: list[ReportRow]
    to_position: str
    to_basis: str
    to_certainty: str
    to_event: str
    to_text: str | None
    to_audience: list[str]
    to_occurred_text: str | None
    to_occurred_earliest: datetime | None
    to_occurred_latest: datetime | None
    to_reports: list[ReportRow]


class BothSides(Row, frozen=True, kw_only=True):
    """An actor who took both sides of a claim, in these events, without a certain change of sides."""

    claim: str
    actor: str
    events: list[str]


class AssessmentRow(Row, frozen=True, kw_only=True):
    """A named assessor's verdict on a claim: whether it was certainly `made` by the cut, and is shown there (`stands`).

    `perhaps_made` is whether it may have been. `evidence_ended` is the part of its evidence that was voided or erased.
    """

    assessment: str
    claim: str
    assessor: str
    verdict: str
    label: str | None
    confidence: str | None
    rationale: str | None
    evidence: list[str]
    evidence_ended: list[str]
    occurred_text: str | None
    recorded_at: datetime
    note: str | None
    seq: int
    made: bool
    perhaps_made: bool
    stands: bool


class Pair(Row, frozen=True, kw_only=True):
    """Two claims: `claim` contradicts or undercuts the `other`."""

    relation: str
    claim: str
    other: str


class Neighbour(Row, frozen=True, kw_only=True):
    """A relation of a claim to another one, which is `claim`, with its text and its status."""

    claim_relation: str
    from_claim: str
    relation: str
    to_claim: str
    claim: str
    text: str
    status: str
    status_if_possible: str
    note: str | None
