"""The range in which a story is told, as people give it: by a time, a date, or an event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ledger import times
from ledger.codec import NAME, parse_seq
from ledger.errors import BadRequest, LedgerError, Refused
from ledger.workspace.names import find_moment
from ledger.workspace.rows import Place
from ledger.workspace.story import StoryRange, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.views import View


def story_range(ledger: Ledger, view: View, *, first: str | None, last: str | None) -> StoryRange:
    """The range from one time or event to another, both included: a date, or a minute, as a whole.

    Raises BadTime, or BadRequest if `first` is later, with the argument as the place; UnknownName, or Refused if the
    event is no step of the story.
    """
    since = None if first is None else _end(ledger, view, first, "--from", times.start)
    until = None if last is None else _end(ledger, view, last, "--until", times.end)
    if since is not None and until is not None and _is_later(since, until):
        hint = "give the earlier one with --from, and the later one with --until"
        raise BadRequest(f"{first} is later than {last}", place="--from", hint=hint)
    return StoryRange(since=since, until=until)


def _is_later(since: Place | datetime, until: Place | datetime) -> bool:
    """Whether nothing can be between two moments."""
    match since, until:
        case Place(), Place():
            return since.step > until.step
        case Place(known_earliest=earliest), datetime():
            return earliest is not None and earliest >= until
        case datetime(), Place(known_latest=latest):
            return latest is not None and latest <= since
        case datetime(), datetime():
            return since >= until
    raise AssertionError("a moment is a step or a time")


def _end(
    ledger: Ledger, view: View, moment: str, argument: str, meant: Callable[..., times.Instant]
) -> Place | datetime:
    """One end of the range: the step that an event is, or by which its record is learned; or a time."""
    if parse_seq(moment) is None and NAME.fullmatch(moment) is None:
        try:
            return times.as_datetime(meant(moment, zone=ledger.zone)).replace(tzinfo=None)
        except LedgerError as error:
            raise error.at(argument) from None
    found = find_moment(ledger, moment)
    places = place(view, seq=found.seq, record=found.record).rows(ledger)
    if not places:
        hint = "`claims replay` without --from and --until has them all"
        raise Refused(f"{moment} is no step of this story", hint=hint)
    return places[0]
