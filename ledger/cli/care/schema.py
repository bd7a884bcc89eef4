"""`claims schema`: what SQL can query, as the database itself describes it."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.options import FormatOption, Out
from ledger.cli.output import Rows, output
from ledger.cli.setting import Setting
from ledger.render.pages.schema import page_of_relation, page_of_relations
from ledger.workspace.schema import ColumnOf, SqlRelation, columns, relations


def schema(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A relation or a macro; else all.", show_default=False)
    ] = None,
    *,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """List what SQL can query: relations and macros, and what their columns mean.

    claims schema
    claims schema claims
    claims schema claims_as_of
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    with setting.reading() as ledger:
        if name is None:
            found = relations(ledger)
            if target.is_for_people:
                target.page(page_of_relations(found))
                return
            fields = SqlRelation.__struct_fields__
            target.rows(Rows(columns=fields, values=lambda: ([getattr(each, key) for key in fields] for each in found)))
            return
        relation, parts = columns(ledger, name)
        if target.is_for_people:
            target.page(page_of_relation(relation, parts))
        else:
            keys = ColumnOf.__struct_fields__
            target.rows(Rows(columns=keys, values=lambda: ([getattr(each, key) for key in keys] for each in parts)))
