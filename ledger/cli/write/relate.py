"""`claims relate`: say how one claim relates to another."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Id, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import mentions
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.events import Relation
from ledger.events.types import RelationKind
from ledger.log import WAIT

TYPED: Final = {"id": "--id", "from": "CLAIM", "to": "OTHER"}


def relate(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="CLAIM", help="The one claim; +id='A sentence.' declares it.")],
    relation: Annotated[
        RelationKind,
        typer.Argument(metavar="RELATION", help="contradicts, entails, narrows, supports, undercuts or about."),
    ],
    second: Annotated[str, typer.Argument(metavar="OTHER", help="The other claim.")],
    *,
    id_: Id = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Say how one claim relates to another.

    claims relate pier-closed contradicts pier-open
    claims relate +pier-4-sold='Pier 4 is sold.' entails pier-closed

    One claim contradicts another if they cannot both be true; entails it if the other must then be true, too; narrows
    it if it says more exactly what the other says; supports or undercuts it if it makes it more or less likely; and is
    about it if it is about what somebody claims. A relation is recorded for readers: no status follows from it, and
    whoever supports one claim is not taken to support what it entails.
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    ends = mentions.merged([mentions.claim(first), mentions.claim(second)])
    related = Relation(id=id_, from_=ends.names[0], relation=relation, to=ends.names[1], note=note)
    with setting.open(by=terms.by) as ledger:
        write(ledger, [related], setting, declared=ends.declared, typed=TYPED, terms=terms)
