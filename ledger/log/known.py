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
create table name (name text primary key, known blob) without rowid;
create table counter (name text primary key, known blob) without rowid;
create table amendment (name text, other text, owner text, primary key (name, other, owner)) without rowid;
create table erased (name text, other text, owner text, primary key (name, other, owner)) without rowid;
create table part (name text, other text, owner text, primary key (name, other, owner)) without rowid;
"""


Carried = tuple[tuple[str, str | None], ...]
"""For each report its source, and until when it was out; None where the source's date says that."""


class Known(Struct, frozen=True, array_like=True, gc=False):
    """What is known under a name, in the table `name`.

    Of the event: its `seq`; and its type `kind` and its record `about`, where that has another name. Of the record: its
    `type`, the number and the `line` (a seq) of its current version, the void that ended it; of an actor the `whole`
    that it is part of; of a report event its `observation`; of what has a time the bounds that are its own, capped;
    `carried` has for each report its source, and until when it was out or None where the source's date says that; of a
    moment the bounds that edges leave it, where they tell more than it does by itself.
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
    carried: Carried = ()
    tightened_earliest: str | None = None
    tightened_latest: str | None = None


class Counter(Struct, frozen=True, array_like=True, gc=False):
    """The highest number of the ids that begin with a prefix and a colon, in the table `counter` under that prefix."""

    last: int


def names_in(events: Iterable[AnyEvent], cited: Iterable[Iterable[Reference]] | None = None) -> list[str]:
    """The names that a catalog is asked for when it takes in these events, with their references if these are known."""
    events = list(events)
    own = [event.id for event in events if event.id is not None]
    return own + [reference.name for each in cited or map(references, events) for reference in each]
