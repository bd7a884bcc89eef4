"""`claims why`: which stances make a status, and why the others do not."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.options import AsOf, FormatOption, KnownTo, Out, Recorded
from ledger.cli.output import output
from ledger.cli.read.viewing import look, tell_unknown, there
from ledger.cli.setting import Setting
from ledger.events import PUBLIC
from ledger.render.pages.why import page_of_reasons
from ledger.workspace import questions
from ledger.workspace.answers import Answer
from ledger.workspace.introducing import introduced
from ledger.workspace.names import check_name


def why(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim.")],
    *,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """Say why a claim has its status.

    claims why pier-closed
    claims why pier-closed --known-to harbour-council --as-of mayor:1

    It lists each stance that counts, with who took it, in which words and by whose account; each that does not count,
    and why not; and what would change if everything possible had happened. For programs, one row per stance.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    with setting.reading() as ledger:
        view = look(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        evidence = questions.evidence(view, check_name(ledger, "claim", claim))
        state = there(next(iter(questions.states(view, claims=[claim]).rows(ledger)), None), ledger, view, claim)
        if not target.is_for_people:
            target.rows(Answer(evidence.relation(ledger)))
            return
        neighbours = questions.neighbours(view, claim).rows(ledger)
        reasons = evidence.rows(ledger)
        tell_unknown(target, view, (each.outcome == "not-known" for each in reasons))
        named = introduced(ledger, view, reasons)
        target.page(page_of_reasons(state, reasons, neighbours, named, view, zone=setting.zone))
