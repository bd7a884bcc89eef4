"""The steps of a story, and what each of them changed."""

from __future__ import annotations

from datetime import datetime

from ledger.workspace.rows.observations import ReportRow, StanceRetracted, StanceTaken
from ledger.workspace.rows.row import Row


class Change(Row, frozen=True, kw_only=True):
    """What a step changed about a claim, and who stands where after it."""

    claim: str
    status: str
    previous_status: str
    supporters: int
    deniers: int
    questioners: int
    origins: int
    divided: bool
    supported_by: list[str]
    denied_by: list[str]
    questioned_by: list[str]
    order_unknown_of: list[str]
    retracted_of: list[str]
    divided_origins: list[str]


class Move(Row, frozen=True, kw_only=True):
    """An actor's move to another position on a claim; None if it has none any more."""

    claim: str
    actor: str
    position: str | None
    previous_position: str | None


class Step(Row, frozen=True, kw_only=True):
    """A step of a story: what a perspective learns, by which event, and what that changed.

    For the perspective `ledger` a step is a line of the log, with what the line states: who spoke, to whom and when,
    the stances that it takes and retracts, and its reports; `about` is the record that it amends or ends. Up to a cut,
    `visible` is `certain`, `possible` if the step may not have been known by then, or, in the whole history of a claim,
    None if it was not; what it changed is told among what was certainly known there, and as if everything possible had
    happened.

    In the story of one claim, `not_certainly_after` are those of the hundred steps told before it that may have come
    later; None in the story of all claims, and in that of the log.
    """

    step: int
    event: str
    seq: int
    observation: str | None
    known_earliest: datetime | None
    known_latest: datetime | None
    follows_certainly: bool | None
    not_certainly_after: list[int] | None
    type: str
    recorded_at: datetime
    recorded_by: str
    kind: str | None
    text: str | None
    speaker: str | None
    audience: list[str]
    occurred_text: str | None
    occurred_earliest: datetime | None
    occurred_latest: datetime | None
    stances: list[StanceTaken]
    retracts: list[StanceRetracted]
    reports: list[ReportRow]
    about: str | None
    reason: str | None
    visible: str | None
    changes: list[Change]
    moves: list[Move]
    changes_if_possible: list[Change]
    moves_if_possible: list[Move]

    @property
    def was_heard(self) -> bool:
        """Whether a perspective learned of it when it was said, and not by a report."""
        known = (self.known_earliest, self.known_latest)
        return self.event == self.observation and known == (self.occurred_earliest, self.occurred_latest)

    @property
    def told_changes(self) -> list[Change]:
        """The changes to tell: of a step that is not certain, those that it makes if it was known."""
        return self.changes if self.visible == "certain" else self.changes_if_possible


class ToldStep(Step, frozen=True, kw_only=True):
    """A step of the part of a story that was asked for: `in_part` of the `in_story` steps up to the cut."""

    in_part: int
    in_story: int


class Place(Row, frozen=True, kw_only=True):
    """Where a step stands in a story, and when it was learned."""

    step: int
    known_earliest: datetime | None
    known_latest: datetime | None
