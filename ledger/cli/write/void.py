"""`claims void`: end a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Note, Wait
from ledger.cli.setting import Setting, tell
from ledger.cli.write import mentions
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import record_named, write
from ledger.errors import LedgerError
from ledger.events import Actor, Claim, Observation, Report, Void
from ledger.events.types import VoidKind
from ledger.log import WAIT
from ledger.wording import few

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ledger.events import InlineReport
    from ledger.workspace import Ledger

_GOES: Final = {
    Claim: "all that was said of it, its relations and its assessments",
    Actor: "the stances that it took, its retractions, its assessments, and what was told to it alone",
}
"""What a void takes along, when that is not told by name."""
_LOOKED_AT: Final = 50
"""How many of the statements that a source carried are looked at."""


def void(
    ctx: typer.Context,
    records: Annotated[list[str], typer.Argument(metavar="RECORD", help="What to end: its name, or @SEQ.")],
    *,
    kind: Annotated[
        VoidKind, typer.Option(metavar="KIND", help="entered-in-error, duplicate, fabricated or legal.")
    ] = "entered-in-error",
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """End a record for good; what was there stays readable in the log.

    What depends on it goes with it: an observation's reports, orders and stances; a source's reports; all that was said
    of a claim; an actor's stances, assessments and retractions, so that what it took back counts again. An actor also
    leaves the audiences that it was in, and its parts are part of nothing. --dry-run names the reports, orders and
    parts, what a source reports, and what is recorded as coming after it.

    It is for records that should not be in this ledger, such as one that was made up, and takes them out of every past
    view as well. A forged letter that people believed did exist: record it, and who says that it is forged.

    claims void mayor-2 --reason "It was the other mayor."
    claims void post-7 --kind duplicate --reason "The same as harbour-post."
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    with setting.open(by=terms.by) as ledger:
        names = [each if each.startswith("@") else mentions.record(each).name for each in records]
        ended = [record_named(ledger, name) for name in names]
        along = {record: ledger.dependents(record, wait=terms.wait) for record in ended}
        write(
            ledger,
            [Void(event=record, kind=kind, reason=reason, note=note) for record in ended],
            setting,
            typed={"event": "RECORD"},
            terms=terms,
        )
        for record, dependents in along.items():
            _tell_what_goes(ledger, record, dry_run=terms.dry_run)
            of_kind: dict[str, list[str]] = {}
            for name, kind_of in dependents.items():
                of_kind.setdefault(kind_of, []).append(name)
            if gone := [*of_kind.get("report", ()), *of_kind.get("order", ())]:
                tell(f"{record} takes with it {few(gone)}")
            if said := of_kind.get("observation"):
                tell(f"no longer reported by {record}: {few(said)}")
                _tell_unsourced(ledger, said, ended)
            if later := of_kind.get("after"):
                tell(f"no longer said to be after what ends: {few(later)}")
            if parts := of_kind.get("actor"):
                tell(f"no longer part of {record}: {few(parts)}")


def _tell_unsourced(ledger: Ledger, said: Sequence[str], ended: Collection[str]) -> None:
    """Say which statements no other source has: they stand, though whoever made up a source may have made them up."""
    try:
        left = [each for each in said[:_LOOKED_AT] if _is_unsourced(ledger, each, ended)]
    except LedgerError:  # as below
        return
    if left:
        they, them = ("it still counts", "it") if len(left) == 1 else ("they still count", "them")
        tell(f"no source has {few(left)} any more, and {they}: if nobody said {them}, void {them} as well")


def _is_unsourced(ledger: Ledger, name: str, ended: Collection[str]) -> bool:
    """Whether an observation is in no source but those that ended."""
    said = ledger.current(name, wait=0).event
    carried: list[InlineReport | Report] = list(said.reports) if isinstance(said, Observation) else []
    for each, kind in ledger.dependents(name, wait=0).items():
        if kind == "report" and isinstance(report := ledger.current(each, wait=0).event, Report):
            carried.append(report)
    return {report.source for report in carried} <= set(ended)


def _tell_what_goes(ledger: Ledger, record: str, *, dry_run: bool) -> None:
    """Say what ends with a claim or an actor."""
    try:
        event = ledger.current(record, wait=0).event
    except LedgerError:  # it is recorded, so an error while looking is no failure
        return
    if (goes := _GOES.get(type(event))) is not None:
        tell(f"{record} takes with it {goes}" + (f": `claims show {record}` has them" if dry_run else ""))
