"""`claims show`: one thing, with everything about it."""

from __future__ import annotations

from typing import Annotated, Final, TypeVar

import typer
from msgspec.structs import asdict, replace

from ledger.cli.options import AsOf, KnownTo, Out, PageFormat, Recorded
from ledger.cli.output import Output, are, output
from ledger.cli.read.viewing import checked, tell_unknown, there, view_of
from ledger.cli.setting import Setting, tell
from ledger.errors import ProjectionsFailed
from ledger.events import PUBLIC
from ledger.render.pages.show_actor import page_of_actor
from ledger.render.pages.show_claim import page_of_claim
from ledger.render.pages.show_event import as_object, page_of_event
from ledger.render.pages.show_source import page_of_source
from ledger.workspace import Ledger, View
from ledger.workspace.context import context
from ledger.workspace.details import actor_details, claim_details, source_details
from ledger.workspace.names import find
from ledger.workspace.rows import PositionHeld, Row

_USUAL: Final = 100
"""Steps of a history, or statements, on a page, unless more are asked for."""
_Row = TypeVar("_Row", bound=Row)

History = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        min=0,
        help="At most the last N of a history, or of statements; 0 is all. Pages have 100 by default.",
    ),
]


def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A claim, an actor, a source, or any event: its id, or @17.")
    ],
    *,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    limit: History = None,
    format_: PageFormat = None,
    out: Out = None,
) -> None:
    """Show one thing with everything about it.

    claims show pier-closed --known-to harbour-council
    claims show mayor
    claims show @17

    For a claim: its state, who stands where and in which words, how that came about, and what would change if
    everything possible had happened. For an actor: where it stands, and what it said, was told, passed on and assessed.
    For a source: what it carries, and what it passed on to others. For an event: what it says, and how the claims stood
    before and after it. By id, changes appear as the perspective learned of them; by @17, as the log grew. By @17 it
    works without DuckDB.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out, has_rows=False)
    with setting.reading() as ledger:
        view = view_of(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        found = find(ledger, name)
        if found.is_record and found.type in {"claim", "actor", "source"}:
            _record(ledger, checked(setting, ledger, view), found.type, name, target, limit=limit)
        else:
            _event(ledger, view, found.seq, target, is_record=found.is_record)


def _record(ledger: Ledger, view: View, kind: str, name: str, target: Output, *, limit: int | None) -> None:
    zone = target.setting.zone
    match kind:
        case "claim":
            _claim(ledger, view, name, target, limit=limit)
        case "actor":
            actor = there(actor_details(ledger, view, name), ledger, view, name)
            actor = replace(
                actor,
                positions=_first(actor.positions, target) if limit is None else actor.positions,
                utterances=_last(actor.utterances, "that it said", target, limit),
                told=_last(actor.told, "that it was told", target, limit),
                passed_on=_last(actor.passed_on, "that it passed on", target, limit),
            )
            if target.is_for_people:
                statements = (*actor.utterances, *actor.told, *actor.passed_on)
                tell_unknown(target, view, (each.visible is None for each in statements))
                target.page(page_of_actor(actor, view, zone=zone))
            else:
                said = {"positions": actor.positions, "utterances": actor.utterances, "told": actor.told}
                rest = {"passed_on": actor.passed_on, "assessments": actor.assessments}
                target.record(asdict(actor.actor) | said | rest)
        case _:
            source = there(source_details(ledger, view, name), ledger, view, name)
            source = replace(
                source,
                carries=_last(source.carries, "that it carries", target, limit),
                passed_on=_last(source.passed_on, "that it passed on", target, limit),
            )
            if target.is_for_people:
                tell_unknown(target, view, (each.visible is None for each in (*source.carries, *source.passed_on)))
                target.page(page_of_source(source, view, zone=zone))
            else:
                target.record(asdict(source.source) | {"carries": source.carries, "passed_on": source.passed_on})


def _first(positions: list[PositionHeld], target: Output) -> list[PositionHeld]:
    """The first positions, as many as a table usually has; if some are left out, stderr says so."""
    most = target.most(None)
    if most is None or len(positions) <= most:
        return positions
    here = f"only the first {most:,} of the {len(positions):,} positions {are(most)} here"
    target.later.append(f"{here}; --limit 0 gives all")
    return positions[:most]


def _last(rows: list[_Row], which: str, target: Output, limit: int | None) -> list[_Row]:
    """The last rows up to a limit; if some are left out, stderr says so."""
    most = target.most(limit, usual=_USUAL)
    if most is None or len(rows) <= most:
        return rows
    here = f"only the last {most:,} of the {len(rows):,} statements {which} {are(most)} here"
    target.later.append(f"{here}; --limit 0 gives all")
    return rows[-most:]


def _claim(ledger: Ledger, view: View, name: str, target: Output, *, limit: int | None) -> None:
    found = claim_details(ledger, view, name, most=target.most(limit, usual=_USUAL))
    claim = there(found, ledger, view, name)
    if claim.left_out:
        here = len(claim.history)
        steps = "step" if here == 1 else f"{here:,} steps"
        whole = f"the {here + claim.left_out:,} of its history"
        target.later.append(f"only the last {steps} of {whole} {are(here)} here; --limit 0 gives all")
    if target.is_for_people:
        tell_unknown(target, view, (each.outcome == "not-known" for each in claim.evidence))
        target.page(page_of_claim(claim, view, zone=target.setting.zone))
    else:
        seen = {"former_wordings": claim.former_wordings, "evidence": claim.evidence, "history": claim.history}
        rest = {"relations": claim.relations, "assessments": claim.assessments}
        # What it is comes first, before how it stands.
        named = {"claim": claim.state.claim, "text": claim.state.text, "kind": claim.state.kind}
        target.record(named | asdict(claim.state) | seen | rest)


def _event(ledger: Ledger, view: View, seq: int, target: Output, *, is_record: bool) -> None:
    try:
        found = context(ledger, seq, checked(target.setting, ledger, view), is_record=is_record)
    except ProjectionsFailed as error:
        tell(f"only what the log itself says: {error.message}")
        found = context(ledger, seq, None)
    if target.is_for_people:
        target.page(page_of_event(found, zone=target.setting.zone))
    else:
        target.record(as_object(found))
