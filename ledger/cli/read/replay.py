"""`claims replay`: the story, step by step."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import Annotated, Any

import typer

from ledger.cli.options import AsOf, FormatOption, KnownTo, Limit, Out, Recorded
from ledger.cli.output import Output, Rows, are, output
from ledger.cli.read.viewing import dated, look, there
from ledger.cli.setting import Setting
from ledger.events import PUBLIC
from ledger.render.pages.replay import page_of_story
from ledger.workspace import Ledger, View, questions
from ledger.workspace.answers import Answer
from ledger.workspace.introducing import introduced
from ledger.workspace.names import check_name
from ledger.workspace.questions import Question
from ledger.workspace.rows import Step, ToldStep
from ledger.workspace.story import OF_A_CUT, length, story
from ledger.workspace.story_range import story_range


def replay(
    ctx: typer.Context,
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM", help="Only what touches this claim.", show_default=False)
    ] = None,
    *,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="T|@17|ID", help="From this time or event on; for a date, from its beginning."),
    ] = None,
    stop: Annotated[
        str | None,
        typer.Option("--until", metavar="T|@17|ID", help="Up to and including this time or event."),
    ] = None,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    limit: Limit = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """Tell the story step by step, as somebody learned it.

    claims replay
    claims replay pier-closed --known-to harbour-council --until 2020-01-07
    claims replay --known-to ledger --format jsonl

    Each step has its number and time, who said what to whom, which claims this changed, from what to what, and who then
    stands where. It says whether it certainly follows the step before it and, in the story of one claim, which others
    it does not certainly follow: if the times leave that open, the order is one of several. With --as-of the story ends
    at that moment; a step that was perhaps not known by then is marked, with what it changes if it was. --from and
    --until only choose which steps are shown. For ledger, the steps are the lines of the log. For programs, one row per
    step.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    with setting.reading() as ledger:
        view = look(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        if claim is not None:
            check_name(ledger, "claim", claim)
        first = dated(setting, ledger, start, "--from")
        last = dated(setting, ledger, stop, "--until")
        part = story_range(ledger, view, first=first, last=last)
        most = target.most(limit)
        asked = story(view, part, claim=claim, most=most)
        # What comes after the cut counts as left out of the whole story, too.
        whole = None if view == view.uncut else length(ledger, view)
        is_whole = first is None and last is None and whole is None
        why = f": they do not touch {claim}" if claim is not None and is_whole else ""
        if target.is_for_people:
            steps = asked.rows(ledger)
            if not steps:
                _refuse_gone(ledger, view, claim)
            in_part, in_story = (steps[0].in_part, steps[0].in_story) if steps else (0, None)
            _tell_left_out(ledger, view, target, most, in_part=in_part, whole=whole or in_story, why=why)
            named = introduced(ledger, view, steps)
            target.page(page_of_story(steps, named, view, zone=setting.zone, claim=claim))
        else:
            _put_rows(ledger, view, target, asked, most=most, whole=whole, claim=claim, why=why)


def _put_rows(
    ledger: Ledger,
    view: View,
    target: Output,
    asked: Question[ToldStep],
    *,
    most: int | None,
    whole: int | None,
    claim: str | None,
    why: str,
) -> None:
    """Put out the steps for programs: row by row as they are read, or as Parquet, which DuckDB writes."""
    answer, is_written = Answer(asked.relation(ledger)), target.format == "parquet"
    rows = (answer.first(1) if is_written else answer).rows()
    opening = next(rows, None)
    if opening is None:
        _refuse_gone(ledger, view, claim)
    told: dict[str, Any] = dict(zip(answer.columns, opening or (), strict=False))
    in_part, in_story = told.get("in_part", 0), told.get("in_story")
    _tell_left_out(ledger, view, target, most, in_part=in_part, whole=whole or in_story, why=why)
    fields = tuple(each for each in Step.__struct_fields__ if view != view.uncut or each not in OF_A_CUT)
    if is_written:
        target.rows(answer.chosen(fields))
        return
    chosen = itemgetter(*map(answer.columns.index, fields))
    target.rows(Rows(columns=fields, values=map(chosen, () if opening is None else chain([opening], rows))))


def _refuse_gone(ledger: Ledger, view: View, claim: str | None) -> None:
    """Raise Refused if a story is empty because its claim is not there."""
    if claim is not None:
        there(next(iter(questions.states(view.uncut, claims=[claim]).rows(ledger)), None), ledger, view.uncut, claim)


def _tell_left_out(
    ledger: Ledger, view: View, target: Output, most: int | None, *, in_part: int, whole: int | None, why: str
) -> None:
    """Have stderr say how many steps are not shown: of the `in_part` that were asked for, and of the whole story."""
    if whole is None:
        whole = length(ledger, view)
    if in_part < whole:
        target.later.append(f"{whole - in_part:,} of {whole:,} steps {are(whole - in_part)} left out{why}")
    target.tell_limit(most, in_part)
