"""`claims rebuild`: make the projections from nothing."""

from __future__ import annotations

import time

import typer

from ledger.cli.setting import Setting, tell


def rebuild(ctx: typer.Context) -> None:
    """Make the projections from nothing.

        claims rebuild

    They are made and kept level by themselves; this is for who does not trust them, or wants to know how long it takes.
    """
    setting: Setting = ctx.obj
    with setting.open() as ledger:
        began = time.perf_counter()
        path = ledger.projector.rebuild()
        took = time.perf_counter() - began
        events = ledger.rows("select count(*) as n from events")[0]["n"]
        tell(f"{events:,} events projected in {took:.1f} s")
        if path is not None:
            print(path)  # noqa: T201  # the data of this command
