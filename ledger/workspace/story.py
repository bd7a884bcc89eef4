"""The questions about a story: its steps, and the revisions of a claim along it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.events import LEDGER
from ledger.projector.statements import literal
from ledger.workspace.queries import following_in_part, query, replay, revisions, steps
from ledger.workspace.questions import Question, number
from ledger.workspace.rows import Place, Step, ToldStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.views import View

_CHANGES: Final = "(len(changes) > 0 or len(moves) > 0 or len(changes_if_possible) > 0 or len(moves_if_possible) > 0)"
"""Whether a step changes anything about the claims that the story is told of."""
OF_A_CUT: Final = ("visible", "changes_if_possible", "moves_if_possible")
"""The columns of a step that exist only up to a cut, since only there something may be merely possible."""
_REPLAYED: Final = (
    *("step", "event", "seq", "observation", "known_earliest", "known_latest", "follows_certainly", "visible"),
    *("changes", "moves", "changes_if_possible", "moves_if_possible"),
)
"""The columns of the macro `replay_as_of`; `replay` has them except `OF_A_CUT`."""
_AS_TOLD: Final = "select step, follows_certainly, null::bigint[] as not_certainly_after from told"
"""Whether each step certainly follows the one before it in the whole story."""


class StoryRange(Struct, frozen=True, kw_only=True):
    """The range in which a story is told: from a step or a time in UTC, and up to one; None is open."""

    since: Place | datetime | None = None
    until: Place | datetime | None = None


def story(
    view: View, within: StoryRange | None = None, *, claim: str | None = None, most: int | None = None
) -> Question[ToldStep]:
    """The story up to the view's cut, as its perspective learned it; with `most`, only its first steps.

    A range has the steps that may have been in it. The story of one claim has the steps that take a stance on it or
    change it, with what they changed of it alone; each says whether it certainly follows the one before it here, and
    which others it does not certainly follow.
    """
    which = [] if within is None else _conditions(within)
    limit = "" if most is None else f"order by step limit {most}"
    if claim is None:
        last = f"(select max(step) from (select step from told where {_all(which)} {limit}))"  # noqa: S608  # ours
        return _steps(view, which, until=last if limit else None, limit=limit)
    which.append(f"({_CHANGES} or {_is_on(view, claim)})")
    following = _AS_TOLD if view.perspective == LEDGER else following_in_part(view)
    return _steps(view, which, claims=literal(claim), following=following, limit=limit)


def replay_of(view: View, claim: str | None) -> str:
    """The story, or that of one claim as `story` tells it, with the columns of the macros, as SQL."""
    columns = [each for each in _REPLAYED if view != view.uncut or each not in OF_A_CUT]
    told = replay(view) if claim is None else f"({story(view, claim=claim).text})"
    return f"select {', '.join(columns)} from {told} order by step"  # noqa: S608  # ours


def place(view: View, *, seq: int, record: str | None) -> Question[Place]:
    """The step of the story that a line of the log is, or by which its record is learned; else no row."""
    which = (f"seq = {seq}", f"event = {literal(record)}", f"observation = {literal(record)}")
    order = f"case when {which[0]} then 1 when {which[1]} then 2 else 3 end"
    found = f"from {steps(view)} where {' or '.join(which)} order by {order}, step limit 1"
    return Question(f"select step, known_earliest, known_latest {found}", Place)


def length(ledger: Ledger, view: View) -> int:
    """How many steps the whole story has, whatever the cut."""
    return number(ledger, f"select count(*) as n from {steps(view.uncut)}")  # noqa: S608  # quoted


def history(view: View, claim: str, *, most: int | None = None) -> Question[Step]:
    """The revisions of a claim, whatever the cut, each as the step of its story that made it: all, or the last ones."""
    last = "" if most is None else f"order by step desc limit {most}"
    following = _AS_TOLD
    if view.perspective != LEDGER:
        after = following_in_part(view.uncut)
        following = f"select step, t.follows_certainly, f.not_certainly_after from told t join ({after}) f using (step)"  # noqa: S608  # ours
    told = {"steps": revisions(view, claim), "which": "true", "limit": last, "following": following}
    return Question(query("story", view.uncut, claim=claim, **told), Step)


def step_of(view: View, record: str, *, observation: str) -> Question[ToldStep]:
    """The step by which a record is learned: an observation by what tells it, a report by itself.

    `observation` is that record, or the one that the report is about. Only steps that touch the same claims are
    counted: the steps of one claim do not depend on what is said of another. For each claim that the step changed, the
    last step before it that changed that claim is there, too.
    """
    which = f"(observation = {literal(record)} or event = {literal(record)})"
    its = _and_before(which)
    return _steps(view, [its], claims=_named(_touched_by(observation)), among=_around(observation))


def step_at(view: View, seq: int) -> Question[ToldStep]:
    """The step of the log's own story at a line, from a view of `ledger`, with the steps before it, as in `step_of`."""
    its = _and_before(f"seq = {seq}")
    if view.recorded is not None:
        return _steps(view, [its])
    changed = f"select claim from internal.revision_now where perspective = 'ledger' and event = {seq}"  # noqa: S608  # a number
    lines = f"select event from internal.revision_now where perspective = 'ledger' and claim in ({changed})"  # noqa: S608  # ours
    return _steps(view, [its], claims=_named(changed), among=f"{lines} union all select {seq}")


def _and_before(which: str) -> str:
    """A condition for one step and, for each claim that it changed, the last step before it that changed that claim.

    Like `Step.told_changes`, it looks at what was certainly known, or, for a step that was not, at what may have been.
    """
    its = f"from whole where {which}"
    told = f"unnest(if((select visible {its}) = 'certain', changes, changes_if_possible))"
    changed = f"select each.claim from (select {told} as each {its})"  # noqa: S608  # ours
    former = f"select step, {told} as change from whole where step < (select step {its})"  # noqa: S608  # likewise
    last = f"select max(step) from ({former}) where change.claim in ({changed}) group by change.claim"  # noqa: S608  # likewise
    return f"({which} or step in ({last}))"


def _touched_by(observation: str) -> str:
    """A query for the numbers of the claims that an observation ever touched."""
    its = _numbers("observation", literal(observation))
    return f"select claim from internal.ever_touched where observation in ({its})"  # noqa: S608  # quoted


def _around(observation: str) -> str:
    """A query for the numbers of an observation and of all that ever touched a claim that it touches."""
    touching = f"select observation from internal.ever_touched where claim in ({_touched_by(observation)})"  # noqa: S608  # quoted
    return f"{touching} union all {_numbers('observation', literal(observation))}"


def _numbers(kind: str, names: str) -> str:
    """A query for the numbers of the records of a type that have these names, given as SQL."""
    return f"select record from internal.named where type = '{kind}' and name in ({names})"  # noqa: S608  # ours


def _steps(  # noqa: PLR0913  # each narrows it
    view: View,
    which: Sequence[str],
    *,
    claims: str | None = None,
    until: str | None = None,
    among: str | None = None,
    following: str = _AS_TOLD,
    limit: str = "",
) -> Question[ToldStep]:
    """Some steps of the story, with what they changed of some claims (as SQL), or of all."""
    told = {"steps": replay(view, claims=claims, until=until, among=among), "which": _all(which), "limit": limit}
    return Question(query("story", view, following=following, **told), ToldStep)


def _all(which: Sequence[str]) -> str:
    return " and ".join(which) or "true"


def _conditions(within: StoryRange) -> list[str]:
    """The conditions for a range. The order of the story is by `known_earliest`."""
    which = []
    match within.since:
        case Place(step=step):
            which.append(f"step >= {step}")
        case datetime() as start:
            which.append(f"(known_latest is null or known_latest > {literal(start.isoformat())}::timestamp)")
    match within.until:
        case Place(step=step):
            which.append(f"step <= {step}")
        case datetime() as end:
            which.append(f"(known_earliest is null or known_earliest < {literal(end.isoformat())}::timestamp)")
    return which


def _is_on(view: View, claim: str) -> str:
    """Whether a step, as it now stands, takes a stance on a claim; in the log's own story, as its line states."""
    its = _numbers("claim", literal(claim))
    if view.perspective == LEDGER:
        return f"seq in (select seq from internal.stated_stance where claim in ({its}))"  # noqa: S608  # quoted
    return f"number in (select observation from stance where claim in ({its}))"  # noqa: S608  # likewise


def _named(claims: str) -> str:
    """A query for the names of the claims whose numbers a query gives."""
    return f"select name from internal.named where type = 'claim' and record in ({claims})"  # noqa: S608  # ours
