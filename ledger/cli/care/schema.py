"""`claims schema`: what SQL can query, as the database itself describes it, and which fields events have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from msgspec import Struct

from ledger.cli.options import Out, PageFormat
from ledger.cli.output import Rows, output
from ledger.cli.setting import Setting
from ledger.events.description import EVENTS, LINES, Described, described
from ledger.render.pages.schema import page_of_event_type, page_of_events, page_of_relation, page_of_relations
from ledger.workspace.schema import ColumnOf, SqlRelation, columns_of, relations


def schema(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A relation, a macro or a type of event; else all.", show_default=False),
    ] = None,
    *,
    format_: PageFormat = None,
    out: Out = None,
) -> None:
    """List what SQL can query, and which fields events have.

    claims schema
    claims schema claims
    claims schema claims_as_of
    claims schema observation

    It lists relations and macros, with what their columns mean, and the types of events that `claims append` takes,
    with their fields.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out, has_rows=False)
    if name is not None and name in EVENTS:
        parts = described(name)
        if target.is_for_people:
            target.page(page_of_event_type(name, EVENTS[name], LINES[name], parts))
        else:
            target.rows(_rows(Described, parts))
        return
    with setting.reading() as ledger:
        if name is None:
            found = relations(ledger)
            if target.is_for_people:
                target.page((*page_of_relations(found), *page_of_events(EVENTS)))
                return
            target.rows(_rows(SqlRelation, found))
            return
        relation, columns = columns_of(ledger, name)
        if target.is_for_people:
            target.page(page_of_relation(relation, columns))
        else:
            target.rows(_rows(ColumnOf, columns))


def _rows(kind: type[Struct], found: Sequence[Struct]) -> Rows:
    """Structs of one kind as rows, a column for each field."""
    keys = kind.__struct_fields__
    return Rows(columns=keys, values=([getattr(each, key) for key in keys] for each in found))
