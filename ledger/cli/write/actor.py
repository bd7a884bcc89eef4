"""`claims actor`: declare a person, body or outlet."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.options import Note
from ledger.cli.setting import Setting
from ledger.cli.write.terms import Terms, on_terms
from ledger.cli.write.writing import write
from ledger.events import Actor

TYPED: Final = {"id": "ID", "name": "NAME", "part_of": "--part-of", "aliases": "--alias"}


@on_terms
def actor(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What to call it in claims and commands.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.")],
    *,
    role: Annotated[str | None, typer.Option(metavar="TEXT", help="Its office or role.")] = None,
    part_of: Annotated[str | None, typer.Option(metavar="ACTOR", help="The body that it is a part of.")] = None,
    aliases: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name of it; may be repeated.")
    ] = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Count it as a voice of its own, apart from the body it is part of.")
    ] = False,
    note: Note = None,
    terms: Terms,
) -> None:
    """Declare a person, body or outlet.

    claims actor city "City of Harbour" --independent
    claims actor mayor "The mayor" --part-of city --alias "Mayor"

    A record holds for all times, and an amendment corrects it for all of them. Who changes office or body, and spoke
    for another one before, is declared as another actor from then on.
    """
    setting: Setting = ctx.obj
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
