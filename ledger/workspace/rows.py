"""The rows that answer the readers' questions. Their fields have the names of the SQL columns."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One row of an answer. Times are in UTC, without tzinfo."""


class TakenBack(Row, frozen=True, kw_only=True):
    """Who took back what an actor said: that actor, or others."""

    actor: str
    by: list[str]


class ClaimState(Row, frozen=True, kw_only=True):
    """A claim at a cut, with the actors that make its status, certainly and if everything possible had happened.

    `retracted_of` are those whose position is retracted; `retractors` has for each who took that back, certainly.
    """

    claim: str
    text: str
    kind: str
    status: str
    status_if_possible: str
    supporters: int
    deniers: int
    questioners: int
    origins: int
    divided: bool
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
    retractors: list[TakenBack]


class Carried(Row, frozen=True, kw_only=True):
    """That a source carries an observation, with the speaker's words in it.

    `report` is the report, or the observation whose own report it is. `published_text` is the report's own time, else
    the source's, which is `source_published_text`. At a cut `visible` is `certain`, or `possible` where it may have
    been published later; what was certainly published later is left out.
    """

    report: str
    source: str
    publisher: str
    title: str | None
    url: str | None
    via: list[str]
    mode: str | None
    audience: list[str]
    published_text: str | None
    source_published_text: str | None
    quotes: list[str]
    visible: str


class Evidence(Row, frozen=True, kw_only=True):
    """A stance that was taken on a claim, and whether it counts, or why not (`outcome`).

    `outcome`: counts, comment, only-possible, not-known, superseded, retracted; and voided, amended or speaker-voided,
    where it ended at the seq `ended_at`. `superseded_by` are the actor's utterances that stand and certainly follow it;
    where many stand, of the ten that begin last. `retractors` are the speakers of what takes it back.
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
    ended_at: int | None
    reports: list[Carried]


class Taken(Row, frozen=True, kw_only=True):
    """A stance that an observation takes."""

    claim: str
    stance: str
    basis: str
    certainty: str


class Retracted(Row, frozen=True, kw_only=True):
    """An observation whose stance on a claim, or on all of them, is retracted."""

    observation: str
    claim: str | None


class Retraction(Row, frozen=True, kw_only=True):
    """That an observation takes a stance back, on one claim or (None) on all; `visible` as an observation is."""

    observation: str
    speaker: str
    claim: str | None
    visible: str


class Utterance(Row, frozen=True, kw_only=True):
    """An observation, with what it says, who carries it, and when it becomes known to a perspective.

    `retractions` are what takes its stances back there, and by whom.
    """

    observation: str
    seq: int
    kind: str
    text: str | None
    speaker: str | None
    origin: str | None
    audience: list[str]
    occurred_text: str | None
    occurred_earliest: datetime | None
    occurred_latest: datetime | None
    follows: list[str]
    visible: str | None
    known_earliest: datetime | None
    known_latest: datetime | None
    stances: list[Taken]
    retracts: list[Retracted]
    retractions: list[Retraction]
    reports: list[Carried]
    note: str | None


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
    """An actor's move to another position on a claim; None where it has none any more."""

    claim: str
    actor: str
    position: str | None
    previous_position: str | None


class Step(Row, frozen=True, kw_only=True):
    """A step of a story: what a perspective learns, by which event, and what that changed.

    For the perspective `ledger` a step is a line of the log, with what the line states: who spoke, to whom and when,
    the stances that it takes and retracts, and its reports; `about` is the record that it amends or ends. Up to a cut
    `visible` is `certain`, or `possible` where the step may not have been known by then, or, in the whole history of a
    claim, None where it was not; what it changed is told among what was certainly known there, and as if everything
    possible had happened.
    """

    step: int
    event: str
    seq: int
    observation: str | None
    known_earliest: datetime | None
    known_latest: datetime | None
    follows_certainly: bool | None
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
    stances: list[Taken]
    retracts: list[Retracted]
    reports: list[Carried]
    about: str | None
    reason: str | None
    visible: str | None
    changes: list[Change]
    moves: list[Move]
    changes_if_possible: list[Change]
    moves_if_possible: list[Move]

    @property
    def told_changes(self) -> list[Change]:
        """The changes to tell: of a step that is only possible, those that it makes if it was known."""
        return self.changes if self.visible == "certain" else self.changes_if_possible


class ToldStep(Step, frozen=True, kw_only=True):
    """A step of the part of a story that was asked for, which has `in_part` of the `in_story` steps up to the cut."""

    in_part: int
    in_story: int


class Place(Row, frozen=True, kw_only=True):
    """Where a step stands in a story, and when it was learned."""

    step: int
    known_earliest: datetime | None
    known_latest: datetime | None


class Count(Row, frozen=True, kw_only=True):
    """How many there are."""

    n: int


class ChangedPosition(Row, frozen=True, kw_only=True):
    """An actor who stands elsewhere in another view."""

    actor: str
    from_position: str | None
    to_position: str | None
    from_position_if_possible: str | None
    to_position_if_possible: str | None


class Reason(Row, frozen=True, kw_only=True):
    """Why a claim differs: an observation on it that differs in two views; or an actor or an order that does.

    `change`, from the first view to the second: known, certain, only-possible, possible, not-possible, unknown;
    amended, voided, not-yet-voided. `line` is the version that the second view has, else the first.
    """

    record: str
    type: str
    change: str
    speaker: str | None
    from_stance: str | None
    to_stance: str | None
    text: str | None
    occurred_text: str | None
    seq: int
    line: int
    ended_seq: int | None


class Difference(Row, frozen=True, kw_only=True):
    """A claim that differs between two views, as each of them has it. No status: the claim is not there."""

    claim: str
    from_text: str | None
    to_text: str | None
    from_status: str | None
    to_status: str | None
    from_status_if_possible: str | None
    to_status_if_possible: str | None
    from_verdict: str | None
    to_verdict: str | None
    from_assessors: list[str] | None
    to_assessors: list[str] | None
    from_confidence: str | None
    to_confidence: str | None
    from_supported_by: list[str] | None
    to_supported_by: list[str] | None
    from_denied_by: list[str] | None
    to_denied_by: list[str] | None
    from_questioned_by: list[str] | None
    to_questioned_by: list[str] | None
    from_order_unknown_of: list[str] | None
    to_order_unknown_of: list[str] | None
    from_retracted_of: list[str] | None
    to_retracted_of: list[str] | None
    from_divided_origins: list[str] | None
    to_divided_origins: list[str] | None
    from_supported_by_if_possible: list[str] | None
    to_supported_by_if_possible: list[str] | None
    from_denied_by_if_possible: list[str] | None
    to_denied_by_if_possible: list[str] | None
    from_questioned_by_if_possible: list[str] | None
    to_questioned_by_if_possible: list[str] | None
    from_order_unknown_of_if_possible: list[str] | None
    to_order_unknown_of_if_possible: list[str] | None
    from_retracted_of_if_possible: list[str] | None
    to_retracted_of_if_possible: list[str] | None
    from_retractors: list[TakenBack] | None
    to_retractors: list[TakenBack] | None
    moves: list[ChangedPosition]
    because: list[Reason]


class Assessed(Row, frozen=True, kw_only=True):
    """A named assessor's verdict on a claim; `stands` says whether it is among those shown at the cut.

    `evidence_ended` is what of its evidence was voided or erased.
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
    stands: bool


class Neighbour(Row, frozen=True, kw_only=True):
    """A relation of a claim to another one, whose text is `text`."""

    claim_relation: str
    from_claim: str
    relation: str
    to_claim: str
    text: str
    note: str | None


class Actor(Row, frozen=True, kw_only=True):
    """An actor."""

    actor: str
    name: str
    role: str | None
    part_of: str | None
    origin: str
    independent: bool
    aliases: list[str]
    note: str | None
    seq: int


class Member(Actor, frozen=True, kw_only=True):
    """An actor, with the bodies that it is a part of, the nearest first, and those that are parts of it."""

    wholes: list[str]
    parts: list[str]


class Held(Row, frozen=True, kw_only=True):
    """A position of an actor on a claim, whose text is `text`."""

    claim: str
    text: str
    actor: str
    origin: str
    position: str | None
    observation: str | None
    position_if_possible: str | None
    observation_if_possible: str | None


class Seen(Row, frozen=True, kw_only=True):
    """An observation that is visible at a cut, `certain` or only `possible`.

    Asked for one claim, `stances` are those on that claim.
    """

    visible: str
    observation: str
    kind: str
    text: str | None
    speaker: str | None
    origin: str | None
    audience: list[str]
    occurred_text: str | None
    occurred_earliest: datetime | None
    occurred_latest: datetime | None
    public_earliest: datetime | None
    public_latest: datetime | None
    seq: int
    reports: int
    note: str | None
    stances: list[Taken]
    retracts: list[Retracted]


class Document(Row, frozen=True, kw_only=True):
    """A source."""

    source: str
    publisher: str
    title: str | None
    kind: str | None
    language: str | None
    url: str | None
    archived: str | None
    audience: list[str]
    published_text: str | None
    published_earliest: datetime | None
    published_latest: datetime | None
    captured_text: str | None
    sha256: str | None
    reliability: str | None
    note: str | None
    seq: int


class AskedSeq(Row, frozen=True, kw_only=True):
    """The last seq that a view looks at."""

    seq: int


class Ended(Row, frozen=True, kw_only=True):
    """A name whose record was voided at `ended_seq`; None where it was erased. A source's `audience` may be private."""

    name: str
    ended_seq: int | None
    audience: list[str]


class Version(Row, frozen=True, kw_only=True):
    """A version of a record: its line, the seq of the next version or the void, and the seq of the void."""

    version: int
    seq: int
    id: str
    recorded_at: datetime
    recorded_by: str
    reason: str | None
    until_seq: int | None
    ended_seq: int | None
