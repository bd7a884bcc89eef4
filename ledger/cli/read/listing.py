"""`claims list`: the claims with their status and who is behind it; or other records, or who changed sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Final, Literal, TypeVar, get_args

import typer

from ledger.cli.options import AsOf, FormatOption, KnownTo, Limit, Out, Recorded
from ledger.cli.output import Output, output
from ledger.cli.read.viewing import look
from ledger.cli.setting import Setting, tell
from ledger.errors import BadRequest
from ledger.events import LEDGER, PUBLIC
from ledger.render.page import STATUSES, Page
from ledger.render.pages.list_claims import page_of_claims
from ledger.render.pages.list_records import page_of_actors, page_of_observations, page_of_sources
from ledger.render.pages.list_reversals import page_of_reversals
from ledger.wording import did_you_mean
from ledger.workspace import Ledger, View, questions
from ledger.workspace.answers import Answer
from ledger.workspace.rows import Row

_Row = TypeVar("_Row", bound=Row)
What = Literal["claims", "actors", "sources", "observations", "reversals"]
_ALL: tuple[What, ...] = get_args(What)
_RELATIONS: Final = {
    "assessments": "assessments",
    "conflicts": "conflicts",
    "positions": "positions",
    "quotes": "quotes",
    "relations": "claim_relations",
    "reports": "reports",
    "retractions": "retractions",
    "stances": "stances",
}
"""What has no list of its own, and the relation in SQL that has it."""


def list_(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="claims (default), actors, sources, observations or reversals.", show_default=False
        ),
    ] = "claims",
    *,
    statuses: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="Only claims with this status; may be repeated."),
    ] = None,
    matching: Annotated[
        str | None,
        typer.Option("--matching", metavar="TEXT", help="Only what has this text in its id, words, speaker or quotes."),
    ] = None,
    as_of: AsOf = None,
    known_to: KnownTo = PUBLIC,
    recorded: Recorded = None,
    limit: Limit = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """List the claims, each with its status and who is behind it.

    claims list --as-of 2020-01-06 --known-to us-congress
    claims list --status disputed --matching pier
    claims list --as-of mayor:1 --format json
    claims list observations --known-to ledger -o observations.parquet
    claims list reversals --as-of 2020-01-07

    Without a command, `claims` does the same. A question mark marks what would be so if everything possible had
    happened. Reversals tell who certainly changed sides on which claim, from support to denial or back.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    chosen = _chosen(what)
    of_status = _statuses(statuses or (), chosen)
    with setting.reading() as ledger:
        view = look(setting, ledger, as_of=as_of, known_to=known_to, recorded=recorded)
        if (as_of is not None or known_to != PUBLIC) and chosen in ("actors", "sources"):
            option = "--as-of" if as_of is not None else "--known-to"
            tell(f"{option} has no effect on {chosen}: they are listed as recorded")
        show = partial(_show, ledger, target, target.most(limit))
        is_part = bool(of_status) or matching is not None
        match chosen:
            case "claims":
                states = partial(questions.states, view, statuses=of_status, matching=matching)
                pairs = questions.at_odds(view).rows(ledger) if target.is_for_people else []
                parts = questions.parts_of(ledger, view) if target.is_for_people else []
                page = partial(page_of_claims, pairs=pairs, parts=parts, view=view, zone=setting.zone)
                show(states, partial(page, is_part=is_part))
            case "actors":
                show(partial(questions.actors, view, matching=matching), partial(page_of_actors, is_part=is_part))
            case "sources":
                show(partial(questions.sources, view, matching=matching), partial(page_of_sources, is_part=is_part))
            case "reversals":
                changes = partial(questions.reversals, view, matching=matching)
                is_whole = target.is_for_people and not is_part
                open_ = questions.both_sides(view).rows(ledger) if is_whole else []
                show(changes, partial(page_of_reversals, open_=open_, view=view, zone=setting.zone, is_part=is_part))
            case _:
                seen = partial(questions.observations, view, matching=matching)
                show(seen, partial(page_of_observations, view=view, zone=setting.zone, is_part=is_part))
                if target.is_for_people:
                    _tell_unseen(ledger, view, matching)


def _chosen(what: str) -> What:
    for each in _ALL:
        if what == each:
            return each
    hint = did_you_mean(what, _ALL) or f"the lists are {', '.join(_ALL)}; `claims log` has every event"
    if what in _RELATIONS:
        hint = f'ask `claims sql "from {_RELATIONS[what]}"`'
    raise BadRequest(f"no list of {what!r}", hint=hint)


def _statuses(given: Sequence[str], chosen: What) -> Sequence[str]:
    """The statuses that are asked for. Raises BadRequest if one is unknown, or if what is listed has no status."""
    if given and chosen != "claims":
        raise BadRequest(
            f"{chosen} have no status", place="--status", hint="only claims do: leave it out, or list claims"
        )
    for each in given:
        if each not in STATUSES:
            hint = did_you_mean(each, STATUSES) or f"the statuses are {', '.join(STATUSES)}"
            if set(each.split(",")) <= set(STATUSES):
                hint = "repeat it: " + " ".join(f"--status {status}" for status in each.split(","))
            raise BadRequest(f"no status is called {each!r}", place="--status", hint=hint)
    return given


def _show(
    ledger: Ledger,
    target: Output,
    most: int | None,
    first: Callable[..., questions.Question[_Row]],
    page: Callable[[list[_Row]], Page],
) -> None:
    """Print the `first` rows of an answer up to a limit; if some are left out, stderr says so."""
    if not target.is_for_people:
        enough = first(most=most + 1 if most is not None else None)
        target.rows(target.limited(Answer(enough.relation(ledger)), most))
        return
    question = first(most=most)
    rows = question.rows(ledger)
    count = len(rows) if most is None or len(rows) < most else question.count(ledger)
    target.tell_limit(most, count)
    target.page(page(rows))


def _tell_unseen(ledger: Ledger, view: View, matching: str | None) -> None:
    """Say how many matching observations are recorded that the view does not see."""
    if view.perspective == LEDGER:
        return
    more = questions.unseen(ledger, view, matching=matching)
    if more > 0:
        told = "1 more is recorded but" if more == 1 else f"{more:,} more are recorded but"
        tell(f"{told} not known there; --known-to ledger lists all")
