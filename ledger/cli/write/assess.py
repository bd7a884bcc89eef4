"""`claims assess`: record a named assessor's verdict on a claim."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from ledger.cli.moments import calendar
from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Id, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import mentions
from ledger.cli.write.latest import tell_beside_latest
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.events import Assessment
from ledger.events.types import Confidence, Verdict
from ledger.log import WAIT

TYPED: Final = {"id": "--id", "claim": "CLAIM", "assessor": "--assessor", "evidence": "--evidence", "occurred": "--at"}


def assess(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="What is assessed.")],
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="true, false, mixed or unverified.")],
    *,
    assessor: Annotated[str, typer.Option(metavar="ACTOR", help="Whose verdict it is.")],
    label: Annotated[str | None, typer.Option(metavar="TEXT", help="The verdict in the assessor's words.")] = None,
    confidence: Annotated[Confidence | None, typer.Option(metavar="LEVEL", help="low, moderate or high.")] = None,
    rationale: Annotated[str | None, typer.Option(metavar="TEXT", help="The reasons.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(metavar="RECORD", help="An observation, report or source it rests on; may be repeated."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When it was made; else when it is recorded.")] = None,
    id_: Id = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Record an assessor's verdict on a claim.

    Of the verdicts that an assessor had given on a claim by the moment asked about, the one recorded last stands.

    claims assess pier-closed true --assessor desk --evidence mayor:2,post-7
    claims assess pier-sold unverified --assessor +desk='Fact desk'
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    who = mentions.actor(assessor)
    grounds = mentions.several(evidence, mentions.record, place="--evidence")
    with setting.open(by=terms.by) as ledger:
        assessed = Assessment(
            id=id_,
            claim=mentions.record(claim).name,
            assessor=who.name,
            verdict=verdict,
            label=label,
            confidence=confidence,
            rationale=rationale,
            evidence=grounds.names,
            occurred=calendar(setting, zone=ledger.zone).read(at, "--at"),
            note=note,
        )
        new = mentions.merged([who]).declared
        appended = write(ledger, [assessed], setting, declared=new, typed=TYPED, terms=terms)
        if appended[-1].is_new:
            tell_beside_latest(ledger, appended[-1].entry, dry_run=terms.dry_run)
