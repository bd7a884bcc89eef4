"""`claims report`: say that a source carries what was said."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.moments import calendar
from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Id, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import mentions
from ledger.cli.write.carrying import TYPED, After, How, Published, Quoted, QuotedAt, Via, report_options
from ledger.cli.write.doubts import tell_doubts_of_report
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.errors import BadRequest
from ledger.events import Report
from ledger.log import WAIT


def report(
    ctx: typer.Context,
    observation: Annotated[str, typer.Argument(metavar="OBSERVATION", help="What is reported.")],
    *,
    source: Annotated[str, typer.Option("--in", metavar="SOURCE", help="The source that reports it.")],
    quote: Quoted = None,
    quote_at: QuotedAt = None,
    via: Via = None,
    mode: How = None,
    published: Published = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ACTOR", help="Who could read it, else who can read the source; may be repeated."),
    ] = None,
    after: After = None,
    id_: Id = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Say that a source carries what was said or what happened.

    claims report mayor:1 --in harbour-post --quote "It is open."
    claims report memo-to-council --in harbour-post --published 2020-01-07
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    how = report_options(to=to, sources=[source], via=via, after=after, quote=quote, quote_at=quote_at)
    if len(how.sources) != 1:
        raise BadRequest("a report has one source", place="--in", hint="write one report for each source")
    with setting.open(by=terms.by) as ledger:
        how = how.dated(calendar(setting, zone=ledger.zone).read(published, "--published"))
        reported = Report(
            id=id_,
            observation=mentions.record(observation).name,
            source=how.sources[0],
            via=how.via,
            mode=mode,
            audience=how.audience,
            published=how.published,
            after=how.after,
            quotes=how.quotes,
            note=note,
        )
        appended = write(
            ledger,
            [reported],
            setting,
            declared=how.declared,
            typed=TYPED | {"observation": "OBSERVATION"},
            terms=terms,
        )
        if appended[-1].is_new and not terms.dry_run:
            tell_doubts_of_report(ledger, appended[-1].entry)
