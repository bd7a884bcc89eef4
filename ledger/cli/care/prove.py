"""`claims prove`: what convinces somebody who does not have the log. It needs no DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.care.proof_files import Into, checkpoint_in, put
from ledger.cli.setting import Setting, tell
from ledger.codec import Entry, Erased
from ledger.errors import BadRequest, LedgerError
from ledger.events import Void
from ledger.workspace import Ledger


def prove(
    ctx: typer.Context,
    event: Annotated[
        str | None, typer.Argument(metavar="EVENT", help="The event: its id, or @17.", show_default=False)
    ] = None,
    *,
    under: Annotated[
        Path | None,
        typer.Option("--under", metavar="FILE", help="Prove it under this checkpoint; else under a new one."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="FILE", help="Prove that the log only grew since this checkpoint."),
    ] = None,
    out: Into = None,
) -> None:
    """Prove that an event is in the log, or that the log only grew.

    claims prove @17 -o 17.tlog-proof
    claims prove mayor-2 --under 2020-01-06.checkpoint -o mayor-2.tlog-proof
    claims prove --since 2020-01-06.checkpoint -o growth.txt

    Anyone who has the file can check it with `claims check --proof FILE`, without a ledger. It holds the line of that
    one event, in base64, and nothing of the others.
    """
    setting: Setting = ctx.obj
    if since is None:
        with setting.open() as ledger:
            proven = ledger.entry(_one(event))
            held = checkpoint_in(under) if under is not None else None
            put(setting, ledger.prove(proven.seq, under=held).text(), out)
            _tell_newer(ledger, proven)
        return
    if under is not None:
        raise BadRequest("it does not go with --since", place="--under", hint="growth is proven under a new checkpoint")
    if event is not None:
        raise _either()
    with setting.open() as ledger:
        put(setting, ledger.prove_since(checkpoint_in(since)).text(), out)


def _tell_newer(ledger: Ledger, proven: Entry | Erased) -> None:
    """Say if the event's record was amended since: whoever proves what somebody said may mean the new version."""
    if isinstance(proven, Entry) and not isinstance(proven.event, Void):
        try:
            current = ledger.amended(proven.record)  # without a lock: proving keeps nobody from recording
        except LedgerError:  # it is proven, so an error while looking is no failure
            return
        if current is not None and current.seq > proven.seq:
            tell(f"{proven.record} was amended since: what it says now is proven by `claims prove {current.id}`")


def _one(event: str | None) -> str:
    if event is None:
        raise _either()
    return event


def _either() -> BadRequest:
    hint = "as in `claims prove @17`, or `claims prove --since FILE`"
    return BadRequest("either one event, or an older checkpoint", hint=hint)
