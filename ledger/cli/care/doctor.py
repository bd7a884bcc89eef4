"""`claims doctor`: what runs, where it is, and whether it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ledger.cli.exits import Exit, exit_of
from ledger.cli.options import Out, PageFormat
from ledger.cli.output import Rows, output
from ledger.cli.setting import Setting
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.workspace.health import Finding


def doctor(ctx: typer.Context, *, format_: PageFormat = None, out: Out = None) -> Exit:
    """Say what runs, where it is, and whether it works.

    claims doctor
    claims doctor --format json

    It looks at the versions, the ledger and its log, and whether the projections are up to date, and changes nothing.
    It works without DuckDB, and without a ledger. The exit code is 1 if something is wrong, 3 if the ledger cannot be
    used, and 4 if its log is damaged.
    """
    from ledger.render.pages.doctor import COLUMNS, page_of_findings
    from ledger.workspace.health import programs, surroundings, unusable

    setting: Setting = ctx.obj
    target = output(setting, format_, out, has_rows=False)
    found = programs()
    try:
        with setting.open() as ledger:
            found += surroundings(ledger)
    except LedgerError as error:
        found.append(unusable(error))
    if target.is_for_people:
        target.page(page_of_findings(found))
    else:
        rows = [[getattr(each, name) for name in COLUMNS] for each in found]
        target.rows(Rows(columns=COLUMNS, values=rows))
    return max(map(_code, found))


def _code(finding: Finding) -> Exit:
    if finding.error is not None:
        return exit_of(finding.error)
    return Exit.NO if finding.problem else Exit.OK
