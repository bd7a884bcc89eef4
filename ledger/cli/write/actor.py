"""`claims actor`: declare a person, body or outlet."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.events import Actor
from ledger.log import WAIT

TYPED: Final = {"id": "ID", "name": "NAME", "part_of": "--part-of", "aliases": "--alias"}


def actor(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What to call it in claims and commands.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.")],
    *,
    role: Annotated[str | None, typer.Option(metavar="TEXT", help="Its office or role.")] = None,
    part_of: Annotated[str | None, typer.Option(metavar="ACTOR", help="The body that it is a part of.")] = None,
    aliases: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name for it; may be repeated.")
    ] = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Count it as a voice of its own, apart from the body it is part of.")
    ] = False,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Declare a person, body or outlet.

    claims actor city "City of Harbour" --independent
    claims actor mayor "The mayor" --part-of city --alias "Mayor"

    A record holds for all times, and an amendment corrects it for all of them. Somebody who changes office or body,
    after speaking for the old one, is declared as another actor from then on.
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    declared = Actor(
        id=id_,
        name=name,
        role=role,
        part_of=part_of,
        aliases=tuple(aliases or ()),
        independent=independent,
        note=note,
    )
    with setting.open(by=terms.by) as ledger:
        write(ledger, [declared], setting, typed=TYPED, terms=terms)
