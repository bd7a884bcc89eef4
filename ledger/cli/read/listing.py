"""`claims list`: the claims with their status and who is behind it; or the actors, the sources, the observations."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import typer

from ledger.cli.options import AsOf, FormatOption, KnownTo, Limit, Out, Recorded
from ledger.cli.output import Output, output
from ledger.cli.read.viewing import look
from ledger.cli.setting import Setting, tell
from ledger.errors import BadRequest, did_you_mean
from ledger.events import LEDGER, PUBLIC
from ledger.render.pages.list_claims import page_of_claims
from ledger.render.pages.list_records import page_of_actors, page_of_observations, page_of_sources
from ledger.workspace import Ledger, View, questions
from ledger.workspace.answers import Answer
from ledger.workspace.rows import Row

_Row = TypeVar("_Row", bound=Row)
What = Literal["claims", "actors", "sources", "observations"]
_ALL: tuple[What, ...] = ("claims", "actors", "sources", "observations")


def list_(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="claims (default), actors, sources or observations.", show_default=False),
    ] = "claims",
    *,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    limit: Limit = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """List the claims, each with its status and who is behind it.

    claims list --as-of 2020-01-06 --known-to us-congress
    claims list --as-of mayor:1 --format json
    claims list observations --known-to ledger -o observations.parquet

    Without a command, `claims` does the same. A question mark stands where something would be so if everything
    possible had happened.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    chosen = _chosen(what)
    with setting.reading() as ledger:
        view = look(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        if (as_of is not None or known_to != PUBLIC) and chosen in ("actors", "sources"):
            option = "--as-of" if as_of is not None else "--known-to"
            tell(f"{option} leaves no {chosen} out: they are listed as they are recorded")
        if not target.is_for_people:
            answer = Answer(_question(chosen, view).relation(ledger))
            target.rows(target.limited(answer, limit))
        else:
            _page(chosen, ledger, view, target, limit)


def _chosen(what: str) -> What:
    for each in _ALL:
        if what == each:
            return each
    hint = did_you_mean(what, _ALL) or f"there are {', '.join(_ALL)}; `claims log` has every event"
    raise BadRequest(f"no list of {what!r}", hint=hint)


def _question(what: What, view: View) -> questions.Question[Row]:
    match what:
        case "claims":
            return questions.states(view)
        case "actors":
            return questions.actors(view)
        case "sources":
            return questions.sources(view)
        case _:
            return questions.observations(view)


def _page(what: What, ledger: Ledger, view: View, target: Output, limit: int | None) -> None:
    zone = target.setting.zone
    match what:
        case "claims":
            claims, _ = _first(questions.states(view), ledger, target, limit)
            target.page(page_of_claims(claims, view, zone=zone))
        case "actors":
            actors, _ = _first(questions.actors(view), ledger, target, limit)
            target.page(page_of_actors(actors))
        case "sources":
            sources, _ = _first(questions.sources(view), ledger, target, limit)
            target.page(page_of_sources(sources))
        case _:
            seen, count = _first(questions.observations(view), ledger, target, limit)
            target.page(page_of_observations(seen, view, zone=zone))
            _tell_unseen(ledger, view, count)


def _first(
    question: questions.Question[_Row], ledger: Ledger, target: Output, limit: int | None
) -> tuple[list[_Row], int]:
    """The rows of a page up to a limit, and how many there are; if some are left out, stderr says so."""
    most = target.most(limit)
    rows = question.rows(ledger, most=most)
    count = len(rows) if most is None or len(rows) < most else question.count(ledger)
    target.tell_limit(most, count)
    return rows, count


def _tell_unseen(ledger: Ledger, view: View, seen: int) -> None:
    """Say how many observations are recorded that the view does not see."""
    if view.perspective == LEDGER:
        return
    recorded = questions.recorded_observations(view).rows(ledger)[0].n
    more = recorded - seen
    if more > 0:
        told = "1 more is recorded that is" if more == 1 else f"{more:,} more are recorded that are"
        tell(f"{told} not known there; --known-to ledger lists all")
