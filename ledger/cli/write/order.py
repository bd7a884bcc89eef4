"""`claims order`: say what certainly came before what."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Id, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import mentions
from ledger.cli.write.carrying import Quoted, QuotedAt, quotes
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.errors import BadRequest
from ledger.events import Order
from ledger.log import WAIT

TYPED: Final = {"id": "--id", "first": "FIRST", "then": "THEN", "source": "--in", "quotes": "--quote"}


def order(
    ctx: typer.Context,
    moments: Annotated[
        list[str], typer.Argument(metavar="FIRST THEN", help="Observations or reports, the earlier ones first.")
    ],
    *,
    source: Annotated[str | None, typer.Option("--in", metavar="SOURCE", help="The source that says so.")] = None,
    quote: Quoted = None,
    quote_at: QuotedAt = None,
    id_: Id = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Say which observation or report certainly came before another.

    claims order mayor:1 mayor:2 --in harbour-post --quote "later that day"
    claims order fire-call mayor:1 mayor:2
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    events = [mentions.record(word).name for word in moments]
    if len(events) == 1:
        raise BadRequest(f"what came after {events[0]}?", hint="name two or more, as in `claims order mayor:1 mayor:2`")
    if id_ is not None and len(events) > 2:  # noqa: PLR2004  # one order has two ends
        raise BadRequest("there are several orders to name", place="--id", hint="give two moments at a time")
    words = quotes(quote, quote_at)
    if words and source is None:
        raise BadRequest("from which source?", place="--quote", hint="name the source that has it with --in SOURCE")
    orders = [
        Order(id=id_, first=first, then=then, source=source, quotes=words, note=note)
        for first, then in pairwise(events)
    ]
    with setting.open(by=terms.by) as ledger:
        write(ledger, orders, setting, typed=TYPED, terms=terms)
