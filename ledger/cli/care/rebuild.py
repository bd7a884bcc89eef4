"""`claims rebuild`: rebuild the projections from the log."""

from __future__ import annotations

import time

import typer

from ledger.cli.interrupting import interruptible
from ledger.cli.setting import Setting, tell


def rebuild(ctx: typer.Context) -> None:
    """Rebuild the projections from the log.

    claims rebuild

    They are kept up to date automatically; rebuild if you distrust them, or to time it. If the log was changed on
    purpose, as by checking out an older state, rebuild as well: from then on `claims check` takes it as it is.
    """
    setting: Setting = ctx.obj
    with interruptible(), setting.open() as ledger:
        began = time.perf_counter()
        path = ledger.rebuild()
        took = time.perf_counter() - began
        events = ledger.rows("select count(*) as n from events")[0]["n"]
        tell(f"{events:,} events projected in {took:.1f} s")
        if path is not None:
            print(path)  # noqa: T201  # the data of this command
