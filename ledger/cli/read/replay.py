"""`claims replay`: the story, step by step."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ledger.cli.output import Limit, Out, Output, PageFormat, Rows, output
from ledger.cli.read.viewing import AsOf, KnownTo, Recorded, dated, look, there
from ledger.cli.setting import Setting
from ledger.errors import BadInput
from ledger.events import PUBLIC
from ledger.render.story import page_of_story
from ledger.workspace import Ledger, View, questions
from ledger.workspace.answers import Answer
from ledger.workspace.names import check_name
from ledger.workspace.rows import Step
from ledger.workspace.story import length, story
from ledger.workspace.tale import stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

OF_A_CUT = ("visible", "changes_if_possible", "moves_if_possible")
"""The fields of a step that only a cut gives, since only there something may be merely possible."""
_OPTIONS: Final = {"first": "--from", "last": "--until"}
"""The options that are the arguments of `stretch`."""


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
        first = dated(setting, ledger, start, "--from")
        last = dated(setting, ledger, stop, "--until")
        try:
            part = stretch(ledger, view, first=first, last=last)
        except BadInput as error:
            error.place = _OPTIONS.get(error.place or "", error.place)
            raise
        asked = story(view, part, claim=claim, most=target.most(limit))
        if target.is_for_people:
            steps = asked.rows(ledger)
            counts = (steps[0].in_part, steps[0].in_story) if steps else None
            _tell_left_out(ledger, view, target, counts, limit=limit, claim=claim)
            target.page(page_of_story(steps, view, zone=setting.zone, claim=claim))
        else:
            answer = Answer(asked.relation(ledger))
            rows = answer.rows()
            opening = next(rows, None)
            counts = None if opening is None else _counts(answer.columns, opening)
            _tell_left_out(ledger, view, target, counts, limit=limit, claim=claim)
            fields = tuple(each for each in Step.__struct_fields__ if as_of is not None or each not in OF_A_CUT)
            chosen = itemgetter(*map(answer.columns.index, fields))
            target.rows(
                Rows(columns=fields, values=lambda: map(chosen, () if opening is None else chain([opening], rows)))
            )


def _counts(columns: Sequence[str], row: Sequence[Any]) -> tuple[int, int]:
    return row[columns.index("in_part")], row[columns.index("in_story")]


def _tell_left_out(  # each is a question of its own
    ledger: Ledger,
    view: View,
    target: Output,
    counts: tuple[int, int] | None,
    *,
    limit: int | None,
    claim: str | None,
) -> None:
    """Have stderr say what is not shown. `counts` are the steps in the part that was asked for and up to the cut."""
    if counts is None and claim is not None:
        there(next(iter(questions.states(view.uncut, claim=claim).rows(ledger)), None), claim)
    part, whole = counts or (0, 0)
    if counts is None or view != view.uncut:
        whole = length(view).rows(ledger)[0].n
    if part < whole:
        target.later.append(f"{whole - part:,} of {whole:,} steps are left out")
    target.tell_limit(target.most(limit), part)
