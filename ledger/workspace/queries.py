"""The questions that readers ask, as SQL: a file each, filled in with the view from which it is asked."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ledger.errors import QueryRejected, Refused
from ledger.events import LEDGER
from ledger.workspace.views import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.views import View

_BLANK: Final = re.compile(r"\{([a-z_]+)\}")
_COMMENT: Final = re.compile(r"^--.*\n", re.MULTILINE)
_CLAIMS_NOW: Final = "(select *, status as status_if_possible from claims)"
_POSITIONS_NOW: Final = (
    "(select *, position as position_if_possible, observation as observation_if_possible from positions)"
)
"""What is so now, for the public, from the tables: of all that is recorded, nothing is only possible."""

_OURS: Final = "Invalid Input Error: "
"""What DuckDB puts before the words of an error that a macro of the projections raises."""


def query(name: str, view: View, **parts: str) -> str:
    """The text of a query, in which every name in braces is filled in, those of `parts` among them.

    `{scope}` has the relations of the projections as they were at the view's position, `asked`, the `cut`, and which
    observations are `visible`, in a `with` that the query goes on with.
    """
    given = _given(view)
    scope = {"scope": _filled(_body("scope"), given), "belief": _filled(_body("belief"), given)}
    return _filled(_text(name), given | scope | macros(view) | parts)


def usable(ledger: Ledger) -> Ledger:
    """The ledger, if its projections can be had. Raises ProjectionsFailed."""
    ledger.projector.current()
    return ledger


def in_our_words(error: QueryRejected, *, hint: str | None = None) -> Refused | QueryRejected:
    """The error without what DuckDB puts before the words of the projections' own macros."""
    if error.message.startswith(_OURS):
        return Refused(error.message.removeprefix(_OURS), hint=hint or error.hint)
    return error


def asked_position(view: View) -> str:
    """The position of the log from which a view is answered, as SQL."""
    return f"internal.position_asked({_cut(view)}, {literal(view.perspective)}, {literal(view.recorded)})"


def macros(view: View) -> dict[str, str]:
    """What answers from the view: `claims`, `positions`, `observations`, and the `replay` up to its cut."""
    return {
        "claims": _CLAIMS_NOW if view.is_default else view.call("claims"),
        "positions": _POSITIONS_NOW if view.is_default else view.call("positions"),
        "observations": view.call("observations"),
        "replay": f"internal.replay_asked({_cut(view)}, {literal(view.perspective)}, {literal(view.recorded)})",
    }


def _given(view: View) -> dict[str, str]:
    asked = asked_position(view)
    # The projections' own macros have this text as their `with`; {is_now} chooses the tables, or how they were.
    is_now = "true" if _is_now(view) else "false"
    relations = _filled(_relations(), {"asked": asked, "is_now": is_now})
    has_cut = "false" if view == view.uncut else "true"
    return {
        "relations": relations,
        "asked": asked,
        "cut": _cut(view),
        "has_cut": has_cut,
        "perspective": literal(view.perspective),
    }


def _is_now(view: View) -> bool:
    """Whether a view looks at all that is recorded, whatever its cut: for the ledger, a cut is a recorded position."""
    return view.recorded is None and not (view.perspective == LEDGER and view != view.uncut)


def _cut(view: View) -> str:
    clock = f"{literal(view.clock)}::timestamptz at time zone 'UTC'" if view.clock else "null::timestamp"
    return f"{clock}, {literal(view.event)}"


def _filled(text: str, parts: Mapping[str, str]) -> str:
    """The text with its blanks filled in, once: what is put in is not looked at again."""
    return _BLANK.sub(lambda blank: parts[blank[1]], text)


@cache
def _text(name: str) -> str:
    return (files("ledger.workspace") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _body(name: str) -> str:
    """A part of a query, without the comment on its top."""
    return _COMMENT.sub("", _text(name)).strip()


@cache
def _relations() -> str:
    text = (files("ledger") / "projector" / "sql" / "relations.sql").read_text(encoding="utf-8")
    return _COMMENT.sub("", text).strip()
