"""`claims claim`: declare a proposition that can be supported or denied."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.events import Claim
from ledger.events.types import ClaimKind
from ledger.log import WAIT

TYPED: Final = {"id": "ID", "text": "TEXT"}


def claim(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What to call it in statements and commands.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it claims, in a sentence.")],
    *,
    kind: Annotated[
        ClaimKind, typer.Option(metavar="KIND", help="fact, interpretation, commitment, opinion or meta.")
    ] = "fact",
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Declare a proposition that can be supported or denied.

    claims claim pier-closed "Pier 4 is closed."
    claims claim pier-promise "Pier 4 will be open by May." --kind commitment
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    with setting.open(by=terms.by) as ledger:
        write(ledger, [Claim(id=id_, text=text, kind=kind, note=note)], setting, typed=TYPED, terms=terms)
