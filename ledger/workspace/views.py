"""The view from which a question is asked: a perspective, a cut, and a recorded seq (design, section 6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger import times
from ledger.codec import NAME, parse_seq
from ledger.errors import BadRequest, BadTime
from ledger.events import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

AsOf = str | int | date | None
"""A cut: a clock time, a date's end, or just after an event (`@17`, `17`, `esper:1`); None is the end of the log."""
Recorded = str | int | date | None
"""A seq, or a clock time, which means the last seq recorded by then."""


class View(Struct, frozen=True, kw_only=True):
    """A perspective, a cut and a recorded seq: `clock` and `event` are never both given.

    `ends` is the date, month or year that was given, if any, at the end of which the clock is; `ends_in` is the
    ledger's zone, if that text names none.
    """

    perspective: str = PUBLIC
    clock: str | None = None
    ends: str | None = None
    ends_in: str | None = None
    event: str | None = None
    recorded: str | None = None

    @property
    def is_default(self) -> bool:
        """Whether this is the public's view of everything recorded."""
        return self == View()

    @property
    def uncut(self) -> View:
        """The same perspective and recorded seq, at the end of what is recorded there."""
        return replace(self, clock=None, ends=None, ends_in=None, event=None)


def view(*, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, zone: str) -> View:
    """A view from what a caller gives. Raises BadTime or BadRequest."""
    if not isinstance(perspective, str):
        raise BadRequest(f"{perspective!r} is no perspective", hint="name public, ledger or an actor")
    clock, event = _cut(as_of, zone)
    given = str(as_of).strip()
    is_at_end = clock is not None and not isinstance(as_of, datetime) and times.start(given, zone=zone) != clock
    return View(
        perspective=perspective,
        clock=clock,
        ends=given if is_at_end else None,
        ends_in=zone if is_at_end and not given.endswith("]") else None,
        event=event,
        recorded=_recorded(recorded, zone),
    )


def parse_view(text: str, *, zone: str) -> View:
    """A view as one word: `[PERSPECTIVE]@[MOMENT]`, as in `us-congress@dreazen-1`, `@2020-01-07` or `public@31`.

    Without a moment it sees all that is recorded: `us-congress@`. Raises BadTime, or BadRequest if there is no `@`.
    """
    perspective, mark, moment = str(text).partition("@")
    if not mark:
        hint = "a view is [PERSPECTIVE]@[MOMENT], as in us-congress@esper-1, @2020-01-07, public@31 or us-congress@"
        raise BadRequest(f"{text!r} is not a view", hint=hint)
    return view(as_of=moment or None, perspective=perspective or PUBLIC, zone=zone)


def recorded_since(moment: Recorded, *, zone: str) -> str | None:
    """The seq after which something was recorded, or the instant from which on; a date means its beginning.

    Raises BadTime or BadRequest.
    """
    return _recorded(moment, zone, meant=times.start)


def _cut(as_of: AsOf, zone: str, meant: Callable[..., times.Instant] = times.cut) -> tuple[str | None, str | None]:
    if as_of is None:
        return None, None
    if isinstance(as_of, datetime):
        try:
            return times.instant(as_of), None
        except ValueError:  # NaT of pandas is a datetime, and no moment
            raise BadTime(f"{as_of!r} is no moment", hint="leave it out for the end of the log") from None
    text = str(as_of).strip()
    if (seq := parse_seq(text)) is not None:
        return None, f"@{seq}"
    if NAME.fullmatch(text):
        return None, text
    return meant(text, zone=zone), None


def _recorded(recorded: Recorded, zone: str, meant: Callable[..., times.Instant] = times.cut) -> str | None:
    clock, event = _cut(recorded, zone, meant)
    if event is not None and parse_seq(event) is None:
        hint = f"give the seq of the event: `claims show {event}` shows it"
        raise BadRequest(f"a recorded position is a seq or a time, and {event!r} is a name", hint=hint)
    return clock or event
