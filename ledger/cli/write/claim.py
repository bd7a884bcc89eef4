"""`claims claim`: declare a proposition that can be supported or denied."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.options import Note
from ledger.cli.setting import Setting
from ledger.cli.write.terms import Terms, on_terms
from ledger.cli.write.writing import write
from ledger.events import Claim
from ledger.events.types import ClaimKind

TYPED: Final = {"id": "ID", "text": "TEXT"}


@on_terms
def claim(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What to call it in statements and commands.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it claims, in a sentence.")],
    *,
    kind: Annotated[
        ClaimKind, typer.Option(metavar="KIND", help="fact, interpretation, commitment, opinion or meta.")
    ] = "fact",
    note: Note = None,
    terms: Terms,
) -> None:
    """Declare a proposition that can be supported or denied.

    claims claim pier-closed "Pier 4 is closed."
    claims claim pier-promise "Pier 4 will be open by May." --kind commitment
    """
    setting: Setting = ctx.obj
    with setting.open(by=terms.by) as ledger:
        write(ledger, [Claim(id=id_, text=text, kind=kind, note=note)], setting, typed=TYPED, terms=terms)
