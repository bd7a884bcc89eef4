"""`claims doctor`: what runs, where it is, and whether it works."""

from __future__ import annotations

import typer

from ledger.cli.app import app
from ledger.cli.exits import Exit
from ledger.cli.group import CARE
from ledger.cli.read.output import FormatOption, Out, Rows, output
from ledger.cli.setting import Setting


@app.command(rich_help_panel=CARE)
def doctor(ctx: typer.Context, *, format_: FormatOption = None, out: Out = None) -> Exit:
    """Say what runs, where it is, and whether it works.

        claims doctor
        claims doctor --format json

    It looks at the versions, the ledger and its log, and whether the projections are level with it, and changes
    nothing. It works where DuckDB does not. The exit code is 1 where something is wrong.
    """
    from ledger.render.health import page_of_findings
    from ledger.workspace.health import Finding, programs, surroundings

    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    found = programs()
    with setting.open() as ledger:
        found += surroundings(ledger)
    if target.is_for_people:
        target.page(page_of_findings(found))
    else:
        fields = Finding.__struct_fields__
        target.rows(Rows(columns=fields, values=lambda: ([getattr(each, name) for name in fields] for each in found)))
    return Exit.NO if any(each.problem for each in found) else Exit.OK
