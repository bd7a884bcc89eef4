"""`claims diff`: which claims differ between two views, and because of what."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from ledger.cli.options import FormatOption, Out, Recorded
from ledger.cli.output import output
from ledger.cli.read.viewing import checked, dated, position_of
from ledger.cli.setting import Setting
from ledger.errors import LedgerError
from ledger.render.pages.diff import page_of_differences
from ledger.workspace import Ledger, View, questions
from ledger.workspace.answers import Answer
from ledger.workspace.introducing import introduced

_HELP = "[PERSPECTIVE]@[MOMENT], as in us-congress@esper-1, @2020-01-07, public@31 or us-congress@."


def diff(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="VIEW", help=_HELP)],
    second: Annotated[str, typer.Argument(metavar="VIEW", help="The view to compare it with.")],
    *,
    recorded: Recorded = None,
    first_recorded: Annotated[
        str | None,
        typer.Option(
            "--first-recorded",
            metavar="T|@17",
            help="The first view, but not the second, from the log as it was then.",
        ),
    ] = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """Compare two views: which claims differ, and why.

    claims diff public@mayor:1 harbour-council@mayor:1
    claims diff @2020-01-06 @2020-01-07
    claims diff ledger@31 ledger@40
    claims diff harbour-council@ public@
    claims diff public@ public@ --first-recorded @31

    A view is a perspective at a moment; without a moment it covers everything recorded. The reasons are the
    observations on the claim that only one view knows, or that differ in version. The last example shows how what was
    recorded, corrected and voided since @31 changed the public's picture. For programs, one row per claim.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    with setting.reading() as ledger:
        former = latter = position_of(setting, ledger, recorded)
        if first_recorded is not None:
            former = position_of(setting, ledger, first_recorded, "--first-recorded")
        views = [_view(setting, ledger, text, at) for text, at in ((first, former), (second, latter))]
        question = questions.comparison(*views)
        if target.is_for_people:
            differences = question.rows(ledger)
            parts = [questions.parts_of(ledger, view) for view in views]
            ends = [questions.asked_seq(ledger, view) for view in views]
            named = introduced(ledger, views[1], differences)
            target.page(page_of_differences(differences, named, views, parts, ends=ends, zone=setting.zone))
        else:
            target.rows(Answer(question.relation(ledger)))


def _view(setting: Setting, ledger: Ledger, text: str, recorded: str | None) -> View:
    perspective, mark, moment = text.partition("@")
    try:
        view = ledger.parse_view(f"{perspective}@{dated(setting, ledger, moment, 'VIEW')}" if mark else text)
    except LedgerError as error:
        raise error.at("VIEW") from None
    return checked(setting, ledger, replace(view, recorded=recorded))
