"""`claims replay`: the story, step by step."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.output import Limit, Out, PageFormat, Rows, output
from ledger.cli.read.viewing import AsOf, KnownTo, Recorded, dated, look, there
from ledger.cli.setting import Setting, tell
from ledger.errors import BadInput
from ledger.events import PUBLIC
from ledger.render.story import page_of_story
from ledger.workspace import questions
from ledger.workspace.names import check_name
from ledger.workspace.rows import Step
from ledger.workspace.tale import between, of_claim

OF_A_CUT = ("visible", "changes_if_possible", "moves_if_possible")
"""The fields of a step that only a cut gives, since only there something may be merely possible."""
_OPTIONS: Final = {"first": "--from", "last": "--until"}
"""The options that are the arguments of `between`."""


def replay(
    ctx: typer.Context,
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM", help="Only what touches this claim.", show_default=False)
    ] = None,
    *,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="T|@17|ID", help="From this time or event on; of a date, from its beginning."),
    ] = None,
    stop: Annotated[
        str | None,
        typer.Option("--until", metavar="T|@17|ID", help="Up to and including this time or event."),
    ] = None,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    limit: Limit = None,
    format_: PageFormat = None,
    out: Out = None,
) -> None:
    """Tell the story step by step, as somebody learned it.

    claims replay
    claims replay pier-closed --known-to harbour-council --until 2020-01-07
    claims replay --known-to ledger --format jsonl

    Each step has its number and its time, who said what to whom, which claims that changed from what to what, and who
    stands where then. It says whether it certainly follows the step before it: where times leave that open, the order
    is one of several. With --as-of the story ends at that moment; a step that was perhaps not known by then is marked,
    with what it changes if it was. --from and --until only choose which steps are shown. For the ledger the steps are
    the lines of the log. For programs, one row per step.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    with setting.reading() as ledger:
        view = look(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        if claim is not None:
            check_name(ledger, "claim", claim)
        steps = questions.story(view).rows(ledger)
        first = dated(setting, ledger, start, "--from")
        last = dated(setting, ledger, stop, "--until")
        try:
            told = between(ledger, steps, first=first, last=last)
        except BadInput as error:
            error.place = _OPTIONS.get(error.place or "", error.place)
            raise
        if claim is not None:
            told = of_claim(ledger, view, told, claim)
            if not told:
                there(next(iter(questions.states(view.uncut, claim=claim).rows(ledger)), None), claim)
        whole = questions.length(view).rows(ledger)[0].n if as_of is not None else len(steps)
        if len(told) < whole:
            tell(f"{whole - len(told):,} of {whole:,} steps are left out")
        if target.is_for_people:
            target.page(page_of_story(target.shown(told, limit), view, zone=setting.zone, claim=claim))
        else:
            some = target.shown(told, limit or 0)
            fields = tuple(each for each in Step.__struct_fields__ if as_of is not None or each not in OF_A_CUT)
            target.rows(
                Rows(columns=fields, values=lambda: (tuple(getattr(step, each) for each in fields) for step in some))
            )
