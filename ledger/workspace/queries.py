"""The questions that readers ask, as SQL: one file each, filled in with the view from which it is asked."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ledger.codec import parse_seq
from ledger.events import LEDGER
from ledger.projector.statements import ASKED_SEQ, fill, fragment, literal, relations

if TYPE_CHECKING:
    from ledger.projector.statements import When
    from ledger.workspace.views import View

_CLAIMS_NOW: Final = (
    "(select claim, text, kind, status, status as status_if_possible, supporters, deniers, questioners, origins,"
    " divided, verdict, assessors, confidence from claims)"
)
_POSITIONS_NOW: Final = (
    "(select claim, actor, origin, position, observation,"
    " position as position_if_possible, observation as observation_if_possible from positions)"
)
"""How things are now for the public, from the tables: at the default cut nothing is only possible."""
IN_SCOPE: Final = "in_scope as (select true)"
"""The `scope` of a query that is part of another one with the same view, whose relations it uses."""


def query(name: str, view: View, *, claim: str | None = None, claims: str | None = None, **parts: str) -> str:
    """The text of a query with all names in braces filled in, those of `parts` among them.

    `{scope}` opens a `with` that the query continues: the relations of the projections as they were at the view's
    `{seq}`, the `cut`, the `visible` observations and what the rules give. `{claims}`, `{positions}` and
    `{observations}` answer from the view within that scope. With a `claim`, all of it is about that claim alone, and
    `{claim}` is its name; with `claims`, names or a query for them as SQL, about these. `{reports}` are the reports on
    the `wanted` observations, except those certainly published after the cut. `{words_of_steps}`, `{stances_of_steps}`,
    `{retracts_of_steps}` and `{reports_of_steps}` are those of the steps of a story or, for `ledger`, what the lines of
    the log state.
    """
    given = {
        **_axes(view),
        "scope": _scope(view, literal(claim) if claim is not None else claims),
        "claim": literal(claim),
        "asked_seq": asked_seq_sql(view),
        "has_cut": "false" if view == view.uncut else "true",
        "reports": reports(view),
        **_of_steps(view),
    }
    return fill(_text(name), given | _answers(view) | parts)


def answer(name: str, view: View, *, claim: str | None = None, which: str = "true") -> str:
    """A relation that answers `claims`, `positions` or `observations` from the view, as SQL; `which` is a condition.

    With a `claim`, all of it is about that claim alone.
    """
    found = _answers(view)[name]
    named = None if claim is None else literal(claim)
    return f"(with recursive {_scope(view, named)} select * from {found} where {which})"  # noqa: S608  # quoted


def steps(view: View, *, among: str | None = None) -> str:
    """The steps of the story up to the view's cut, without what they changed, as SQL.

    With `among`, a query for the numbers of observations, only the steps of these, counted by themselves; for `ledger`,
    a query for seqs, only those of these lines.
    """
    told = _steps_told(view)
    if among is None:
        return f"(with recursive {_story(view, None, most=2)} from {told})"
    if view.perspective == LEDGER:
        return f"(with recursive {_story(view, None, most=2)} select * from {told} where seq in ({among}))"  # noqa: S608  # ours
    return f"(with recursive {_story(view, None, f'observation in ({among})', most=2)} from {told})"


def replay(view: View, *, claims: str | None = None, until: str | None = None, among: str | None = None) -> str:
    """The story up to the view's cut, as `replay_as_of` tells it, as SQL, with what its steps changed.

    With `claims`, names or a query for them as SQL, only changes of these are told; with `until`, a step as SQL over
    the steps that are `told`, only changes up to that one. (Later steps of a story change nothing about earlier ones.)
    With `among` it has only these `steps`, which have to include all that touch the claims.
    """
    changes = f"internal.changes_told({literal(view.perspective)})"
    is_told = "true"
    if until is not None:
        is_told = f"observation in (select number from told where step <= {until})"  # noqa: S608  # ours
    elif among is not None and view.perspective != LEDGER:
        is_told = "observation in (select number from told)"
    if claims is None and until is None and among is None:  # steps and changes are of one story
        given = (
            f"{_story(view, None, most=2)},"
            f" told as materialized (from {_steps_told(view)}), if_possible as (from {changes})"
        )
    else:
        given = (
            f"told as materialized {steps(view, among=among)},"
            f" if_possible as (with recursive {_story(view, claims, is_told, most=2)} from {changes})"
        )
    certainly = "from if_possible"  # without a cut, everything is certain
    if view != view.uncut:
        certainly = f"with recursive {_story(view, claims, is_told, most=1)} from {changes}"
    has_cut = "false" if view == view.uncut else "true"
    return f"(with recursive {given}, certainly as ({certainly}) from internal.replay_told({has_cut}))"


def revisions(view: View, claim: str) -> str:
    """The revisions of a claim, whatever the view's cut, as steps of a replay, as SQL."""
    perspective = literal(view.perspective)
    return f"(with recursive {_story(view.uncut, literal(claim), most=2)} from internal.history_told({perspective}))"


def claim_history(view: View, claim: str) -> str:
    """The revisions of a claim, as the macro `claim_history` has them, whatever the view's cut, as SQL."""
    axes = f"perspective := {literal(view.perspective)}, recorded := {literal(view.recorded)}"
    return f"claim_history({literal(claim)}, {axes})"


def following_in_part(view: View) -> str:
    """What each of the told steps of a story certainly follows among these, as SQL."""
    perspective, event = literal(view.perspective), literal(view.event)
    learned = f"internal.learned({perspective})"
    if view != view.uncut:
        learned = f"(from internal.placed({perspective}, {event}) where is_certain or is_possible)"
    return fill(_text("following"), {"learned": learned})


def asked_seq_sql(view: View) -> str:
    """The seq up to which a view looks at the log, as SQL."""
    if _when(view) == "now":
        return "internal.head()"
    recorded_by = view.recorded if view.recorded is not None and parse_seq(view.recorded) is None else None
    times = (_timestamp(view.clock), _timestamp(recorded_by))
    return f"internal.asked_seq({', '.join((*times, *map(literal, (view.event, view.perspective, view.recorded))))})"


def reports(view: View) -> str:
    """The reports of what is `wanted`, as SQL. Without a cut, or if it is a seq, none is left out."""
    if view == view.uncut or view.perspective == LEDGER:
        return "internal.reports_wanted()"
    return f"internal.reports_wanted_at_cut({literal(view.event)})"


def _steps_told(view: View) -> str:
    return f"internal.steps_told({literal(view.perspective)}, {_seq(view)})"


def _answers(view: View) -> dict[str, str]:
    """The relations that answer from the view, over its scope."""
    perspective = literal(view.perspective)
    return {
        "claims": _CLAIMS_NOW if view.is_default else f"internal.claims_told({perspective})",
        "positions": _POSITIONS_NOW if view.is_default else f"internal.positions_told({perspective})",
        "observations": f"internal.observations_told({perspective})",
    }


def _of_steps(view: View) -> dict[str, str]:
    """What the steps of a story say, and who carries them; for steps that are lines of the log, what the line says."""
    if view.perspective == LEDGER:
        return {f"{what}_of_steps": f"internal.{what}_stated()" for what in ("words", "stances", "retracts", "reports")}
    return {
        "words_of_steps": "internal.words_taken()",
        "stances_of_steps": "internal.stances_taken()",
        "retracts_of_steps": "internal.retracts_taken()",
        "reports_of_steps": reports(view),
    }


def _scope(view: View, claims: str | None) -> str:
    seen = fragment("kept", which=_which(claims)) if view.is_default else fragment("cut", **_axes(view))
    return f"{_relations(view, claims)}, {seen}"


def _story(view: View, claims: str | None, is_told: str = "true", *, most: int) -> str:
    """The beginning of a `with` that tells the story of a view, of some claims or all, as far as it `is_told`.

    `most` is 1 for what is certainly visible at the cut, 2 for what is possible too.
    """
    if view.is_default:
        steps = learned = "true"
        if is_told != "true":
            steps = "(claim, step) in (select claim, step from claim_step)"
            learned = "observation in (select observation from story)"
        its = fragment("kept_story", which=_which(claims), which_steps=steps, is_told=is_told, is_learned=learned)
    else:
        its = fragment("story", **_axes(view), most=str(most), is_told=is_told)
    return f"{_relations(view, claims)}, {its}"


def _which(claims: str | None) -> str:
    return "true" if claims is None else "claim in (from these_claims)"


def _relations(view: View, claims: str | None) -> str:
    return relations(_axes(view), when=_when(view), claims=claims)


def _when(view: View) -> When:
    """How a view wants the relations: as now if it sees all that is recorded, whatever its cut."""
    return "then" if view.recorded is not None or _is_cut_in_log(view) else "now"


def _is_cut_in_log(view: View) -> bool:
    """Whether the cut of a view is a seq, as it is for the ledger."""
    return view.perspective == LEDGER and view != view.uncut


def _seq(view: View) -> str:
    """The seq up to which a view looks, as SQL for a `with`: a number wherever it can be.

    A query for it would be joined, and planned, wherever it is mentioned.
    """
    if _when(view) == "now":
        return "internal.never()"  # in the tables there is nothing later
    seq = parse_seq(view.recorded or "")
    return ASKED_SEQ if seq is None or _is_cut_in_log(view) else str(seq)


def _axes(view: View) -> dict[str, str]:
    """What a view puts into the blanks of a scope, as SQL."""
    clock, event, perspective, seq = _timestamp(view.clock), literal(view.event), literal(view.perspective), _seq(view)
    last = asked_seq_sql(view) if _when(view) == "now" else seq  # an error may tell it
    after = f"internal.cut_after({event}, {perspective}, {last})"
    return {
        "seq": seq,
        "cut": f"from {after if view.event is not None else f'internal.cut_at({clock})'}",
        "event_id": event,
        "perspective": perspective,
        **({"asked": f"select {asked_seq_sql(view)} as seq"} if seq == ASKED_SEQ else {}),
    }


def _timestamp(instant: str | None) -> str:
    return f"{literal(instant)}::timestamp"


@cache
def _text(name: str) -> str:
    return (files("ledger.workspace") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
