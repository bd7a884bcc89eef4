"""`claims checkpoint`: what the log is now, in three lines to be published. It needs no DuckDB."""

from __future__ import annotations

import typer

from ledger.cli.care.proof_files import Into, keep
from ledger.cli.setting import Setting


def checkpoint(ctx: typer.Context, *, out: Into = None) -> None:
    """Print the state of the log now, in three lines to publish.

    claims checkpoint
    claims checkpoint -o 2020-01-06.checkpoint

    The lines are the log's name, the number of its events, and a hash over all of them. Anyone who keeps them can
    find out with `claims check --since FILE` whether anything that was there has changed. If you sign what you publish,
    sign the file with a tool for signed notes; the signatures may stay in it. A file that holds another checkpoint is
    not overwritten.
    """
    setting: Setting = ctx.obj
    with setting.open() as ledger:
        keep(setting, ledger.checkpoint(), out)
