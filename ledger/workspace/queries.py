"""The questions that readers ask, as SQL: a file each, filled in with the view from which it is asked."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ledger.errors import QueryRejected, Refused
from ledger.events import LEDGER
from ledger.projector.statements import fragment, literal, relations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.workspace.views import View

_BLANK: Final = re.compile(r"\{([a-z_]+)\}")
_CLAIMS_NOW: Final = (
    "(select claim, text, kind, status, status as status_if_possible, supporters, deniers, questioners, origins,"
    " divided, verdict, assessors, confidence from claims)"
)
_POSITIONS_NOW: Final = (
    "(select claim, actor, origin, position, observation,"
    " position as position_if_possible, observation as observation_if_possible from positions)"
)
"""How things are now for the public, from the tables: at the default cut nothing is only possible."""

_OURS: Final = "Invalid Input Error: "
"""What DuckDB puts before the words of an error that a macro of the projections raises."""


def query(name: str, view: View, *, claim: str | None = None, **parts: str) -> str:
    """The text of a query, in which every name in braces is filled in, those of `parts` among them.

    `{scope}` opens a `with` that the query continues: the relations of the projections as they were at the view's
    seq, `asked`, the `cut`, the `visible` observations and what the rules give. `{claims}`, `{positions}` and
    `{observations}` answer from the view within that scope, `{replay}` anywhere. With a `claim`, all of it is about
    that claim alone, and the replay is its history; `{claim}` is its name. `{reports}` are those of the `wanted`
    observations that were not published after the cut. `{words_of_steps}`, `{stances_of_steps}`, `{retracts_of_steps}`
    and `{reports_of_steps}` are those of the steps of a story, or what the lines of the log state.
    """
    given = {
        **_axes(view),
        "scope": _scope(view, claim),
        "replay": _replay(view) if claim is None else _history(view, claim),
        "claim": literal(claim),
        "asked": asked_seq_sql(view),
        "has_cut": "false" if view == view.uncut else "true",
        "reports": _reports(view),
        **_of_steps(view),
    }
    return _filled(_text(name), given | _answers(view) | parts)


def answer(name: str, view: View, *, claim: str | None = None) -> str:
    """A relation that answers `claims`, `positions` or `observations` from the view, as SQL; of one claim or of all."""
    found = _answers(view)[name]
    which = "true" if claim is None else f"claim = {literal(claim)}"
    return f"(with recursive {_scope(view, claim)} select * from {found} where {which})"  # noqa: S608  # quoted


def in_our_words(error: QueryRejected, *, hint: str | None = None) -> Refused | QueryRejected:
    """The error without the prefix that DuckDB puts before errors of the projections' own macros."""
    if error.message.startswith(_OURS):
        return Refused(error.message.removeprefix(_OURS), hint=hint or error.hint)
    return error


def asked_seq_sql(view: View) -> str:
    """The seq up to which a view looks at the log, as SQL."""
    axes = _axes(view)
    clock = f"internal.instant({axes['moment']})"
    return f"internal.asked_seq({clock}, {axes['event_id']}, {axes['perspective']}, {axes['recorded']})"


def _answers(view: View) -> dict[str, str]:
    """What answers from the view, over its scope."""
    perspective = literal(view.perspective)
    return {
        "claims": _CLAIMS_NOW if view.is_default else f"internal.claims_told({perspective})",
        "positions": _POSITIONS_NOW if view.is_default else f"internal.positions_told({perspective})",
        "observations": f"internal.observations_told({perspective})",
    }


def _reports(view: View) -> str:
    """The reports of what is wanted. Without a cut, or where it is a seq, none is left out."""
    if view == view.uncut or view.perspective == LEDGER:
        return "internal.reports_wanted()"
    return f"internal.reports_wanted_at_cut({literal(view.event)})"


def _of_steps(view: View) -> dict[str, str]:
    """What the steps of a story say, and who carries them; for steps that are lines of the log, what the line says."""
    if view.perspective == LEDGER:
        return {f"{what}_of_steps": f"internal.{what}_stated()" for what in ("words", "stances", "retracts", "reports")}
    return {
        "words_of_steps": "internal.words_taken()",
        "stances_of_steps": "internal.stances_taken()",
        "retracts_of_steps": "internal.retracts_taken()",
        "reports_of_steps": _reports(view),
    }


def _history(view: View, claim: str) -> str:
    """The revisions of a claim from an uncut view, as steps of a replay."""
    perspective = literal(view.perspective)
    if view.is_default:
        its = fragment("history", claim=literal(claim))
    else:
        its = f"{_relations(view, claim)}, {_fragment('story', view, most=2)}"
    return f"(with recursive {its} from internal.history_told({perspective}))"


def _replay(view: View) -> str:
    """The story up to the view's cut, as `replay_as_of` tells it."""
    perspective = literal(view.perspective)
    steps, changes = (
        f"internal.steps_told({perspective}, (select seq from asked))",  # noqa: S608  # quoted
        f"internal.changes_told({perspective})",
    )
    parts = [
        f"{name} as (with recursive {_relations(view, None)}, {_fragment('story', view, most=most)} from {relation})"
        for name, relation, most in (("told", steps, 2), ("certainly", changes, 1), ("if_possible", changes, 2))
    ]
    if view == view.uncut:
        parts[2] = "if_possible as (from certainly)"
    has_cut = "false" if view == view.uncut else "true"
    return f"(with {', '.join(parts)} from internal.replay_told({has_cut}))"


def _scope(view: View, claim: str | None = None) -> str:
    seen = fragment("kept") if view.is_default else _fragment("cut", view)
    return f"{_relations(view, claim)}, {seen}"


def _relations(view: View, claim: str | None) -> str:
    return relations(_axes(view), is_now=_is_now(view), claim=None if claim is None else literal(claim))


def _fragment(name: str, view: View, *, most: int = 0) -> str:
    return fragment(name, **_axes(view), most=str(most))


def _is_now(view: View) -> bool:
    """Whether a view sees all that is recorded, whatever its cut: for the ledger, a cut is a seq."""
    return view.recorded is None and not (view.perspective == LEDGER and view != view.uncut)


def _axes(view: View) -> dict[str, str]:
    """What a view is asked along, as SQL."""
    axes = {"moment": view.clock, "event_id": view.event, "perspective": view.perspective, "recorded": view.recorded}
    return {name: literal(value) for name, value in axes.items()}


def _filled(text: str, parts: Mapping[str, str]) -> str:
    """The text with its blanks filled in, in one pass: what is put in is not searched again."""
    return _BLANK.sub(lambda blank: parts[blank[1]], text)


@cache
def _text(name: str) -> str:
    return (files("ledger.workspace") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
