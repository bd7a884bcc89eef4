"""What the catalog knows of a name: of the event that has it as its id, of the record that has it, or of both.

They are two where a line was erased: of its record the amendments may be left. Of a name that later lines cite, and
nothing has any more, only the name is known, so that no other record gets what was said of the erased one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.events import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import AnyEvent, Reference

SCHEMA = """
create table name (
    name text primary key, seq integer, kind text, about text, type text, version integer, line integer, ended_by text,
    whole text, observation text, earliest text, latest text, carried text, tightened_earliest text,
    tightened_latest text
) without rowid;
create table counter (prefix text primary key, last integer) without rowid;
create table amendment (name text, other text, owner text, primary key (name, other, owner)) without rowid;
create table part (name text, other text, owner text, primary key (name, other, owner)) without rowid;
"""


class Known(Struct, frozen=True, gc=False):
    """A row of the table `name`.

    Of the event: its `seq`; and its type `kind` and its record `about`, where that has another name. Of the record: its
    `type`, the number and the `line` (a seq) of its current version, the void that ended it; of an actor the `whole`
    that it is part of; of a report event its `observation`; of what has a time the bounds that are its own, capped;
    `carried` is JSON, for each report its source, and until when it was out or null where the source's date says that;
    of a moment the bounds that edges leave it, where they tell more than it does by itself.
    """

    name: str
    seq: int | None = None
    kind: str | None = None
    about: str | None = None
    type: str | None = None
    version: int = 0
    line: int = 0
    ended_by: str | None = None
    whole: str | None = None
    observation: str | None = None
    earliest: str | None = None
    latest: str | None = None
    carried: str | None = None
    tightened_earliest: str | None = None
    tightened_latest: str | None = None


class Counter(Struct, frozen=True, gc=False):
    """A row of the table `counter`: the highest number of the ids that begin with a prefix and a colon."""

    prefix: str
    last: int


def names_in(events: Iterable[AnyEvent], cited: Iterable[Iterable[Reference]] | None = None) -> list[str]:
    """The names that a catalog is asked for when it takes in these events, with their references if these are known."""
    events = list(events)
    own = [event.id for event in events if event.id is not None]
    return own + [reference.name for each in cited or map(references, events) for reference in each]
