"""Actors and sources, and the versions and the end of any record."""

from __future__ import annotations

from datetime import datetime

from ledger.workspace.rows.row import Row


class ActorRow(Row, frozen=True, kw_only=True):
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


class Member(ActorRow, frozen=True, kw_only=True):
    """An actor, with the bodies that it is a part of, the nearest first, and those that are parts of it."""

    wholes: list[str]
    parts: list[str]


class SourceRow(Row, frozen=True, kw_only=True):
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


class RecordEnded(Row, frozen=True, kw_only=True):
    """A name whose record was voided at `ended_seq`, or erased (None). A source's `audience` may be private."""

    name: str
    ended_seq: int | None
    audience: list[str]
