"""The page of `claims log`: the log as it stands, an event a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.codec import Entry
from ledger.events import Void, amended_by, type_of
from ledger.render.page import Column, Paragraph, Table, cell, faint, name, plain, words
from ledger.render.pages.entry import gist, kind_of
from ledger.render.times import to_the_second
from ledger.times import as_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ledger.log import Line
    from ledger.render.page import Cell, Page

COLUMNS: Final = ("seq", "id", "type", "recorded_at", "recorded_by", "amends", "reason", "gist", "file", "line")
"""The columns of `row_of`: some of the relation `events`, under the same names, and what the event says, in a line."""


def page_of_log(lines: Sequence[Line], *, zone: str) -> Page:
    """Some lines of the log, in their order."""
    if not lines:
        return (Paragraph(words("No events.")),)
    columns = (Column("Seq", is_right=True), Column("Event"), Column("Recorded"), Column("What"))
    return (Table(columns, tuple(_row(line, zone) for line in lines)),)


def row_of(line: Line) -> tuple[object, ...]:
    """A line of the log as a row."""
    entry = line.entry
    place = (f"events/{line.segment:08}.jsonl", entry.seq - line.segment + 1)
    if not isinstance(entry, Entry):
        return (entry.seq, None, None, None, None, None, None, None, *place)
    reason = entry.event.reason
    recorded = _utc(entry.recorded_at)
    head = (entry.seq, entry.id, type_of(entry.event), recorded, entry.by, amended_by(entry.event), reason)
    return (*head, plain(gist(entry)), *place)


def _row(line: Line, zone: str) -> tuple[Cell, ...]:
    entry = line.entry
    if not isinstance(entry, Entry):
        return cell(f"@{entry.seq}"), cell("erased"), cell(), (gist(entry),)
    is_amended = amended_by(entry.event) is not None
    kind = f"{type_of(entry.event)}, amends {entry.record}" if is_amended else kind_of(entry)
    kind += f" of {entry.record}" if isinstance(entry.event, Void) else ""
    why = words(faint(f"  because: {entry.event.reason}")) if is_amended and entry.event.reason else None
    return (
        cell(f"@{entry.seq}"),
        cell(name(entry.id), f"  {kind}"),
        cell(to_the_second(_utc(entry.recorded_at), zone=zone), f"  {entry.by}"),
        (gist(entry), why) if why is not None else (gist(entry),),
    )


def _utc(instant: str) -> datetime:
    return as_datetime(instant).replace(tzinfo=None)
