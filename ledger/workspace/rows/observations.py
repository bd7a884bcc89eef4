"""Observations, with the stances that they take and retract, and the reports that carry them."""

from __future__ import annotations

from datetime import datetime

from ledger.workspace.rows.row import Row


class StanceTaken(Row, frozen=True, kw_only=True):
    """A stance that an observation takes."""

    claim: str
    stance: str
    basis: str
    certainty: str


class StanceRetracted(Row, frozen=True, kw_only=True):
    """A stance that an observation takes back: that of `observation`, on one claim or (None) on all."""

    observation: str
    claim: str | None


class RetractedBy(Row, frozen=True, kw_only=True):
    """What takes a stance back, on one claim or (None) on all, and who says it; `visible` as an observation is."""

    observation: str
    speaker: str
    claim: str | None
    visible: str


class ReportRow(Row, frozen=True, kw_only=True):
    """A source's report of an observation, with the speaker's words in it.

    `report` is the report, or the observation that states it. `published_text` is the report's own time, else the
    source's (`source_published_text`); it came out no earlier than `published_earliest`. At a cut, `visible` is
    `certain`, or `possible` if it may have been published later; what was certainly published later is left out.
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
    published_earliest: datetime | None
    source_published_text: str | None
    quotes: list[str]
    visible: str


class Utterance(Row, frozen=True, kw_only=True):
    """An observation, with what it says, who carries it, and when a perspective learns of it.

    `retractions` are what takes its stances back, as far as the perspective knows, and who says it.
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
    stances: list[StanceTaken]
    retracts: list[StanceRetracted]
    retractions: list[RetractedBy]
    reports: list[ReportRow]
    note: str | None


class ObservationSeen(Row, frozen=True, kw_only=True):
    """An observation that is visible at a cut, `certain` or only `possible`.

    If it was asked for by a claim, `stances` are those on that claim. `sources` are those that may carry it by then,
    and `quotes` the speaker's words in them.
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
    stances: list[StanceTaken]
    retracts: list[StanceRetracted]
    sources: list[str]
    quotes: list[str]
