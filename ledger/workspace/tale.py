"""A part of a story: between two moments, or of one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from ledger import times
from ledger.codec import NAME, parse_seq
from ledger.errors import BadRequest, LedgerError, Refused
from ledger.events import LEDGER
from ledger.workspace import questions
from ledger.workspace.names import find_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ledger.workspace.ledger import Ledger
    from ledger.workspace.rows import Step
    from ledger.workspace.views import View

_CHANGED: Final = ("changes", "moves", "changes_if_possible", "moves_if_possible")


def between(ledger: Ledger, steps: Sequence[Step], *, first: str | None, last: str | None) -> list[Step]:
    """The steps from one moment to another, each a time or an event, both included; a date is there as a whole.

    A step that may have been after `first` begins the part, one that may have been before `last` still belongs to it.
    Raises BadTime, or BadRequest where `first` is later, with the argument as the place; UnknownName, or Refused where
    the event is no step of the story.
    """
    since = list(steps) if first is None else _since(ledger, steps, first)
    until = list(steps) if last is None else _until(ledger, steps, last)
    if first is not None and last is not None and _is_later(ledger, first, last, since=since, until=until):
        hint = "give the earlier one with --from, and the later one with --until"
        raise BadRequest(f"{first} is later than {last}", place="first", hint=hint)
    numbers = {step.step for step in until}
    return [step for step in since if step.step in numbers]


def of_claim(ledger: Ledger, view: View, steps: Sequence[Step], claim: str) -> list[Step]:
    """The steps that take a stance on a claim or change it, with what they changed of it alone.

    Each says whether it certainly follows the one before it in this part of the story.
    """
    told = []
    for step in steps:
        its = {name: [each for each in getattr(step, name) if each.claim == claim] for name in _CHANGED}
        if any(its.values()) or any(each.claim == claim for each in step.stances):
            told.append(replace(step, **its))
    if view.perspective == LEDGER:
        return told
    heard = [step.observation for step in told if step.observation is not None]
    certain = {each.observation for each in questions.following(view, heard).rows(ledger)}
    return [
        replace(step, follows_certainly=step.observation in certain if index > 0 else None)
        for index, step in enumerate(told)
    ]


def _is_later(ledger: Ledger, first: str, last: str, *, since: Sequence[Step], until: Sequence[Step]) -> bool:
    """Whether nothing can be between two moments, given the steps since the one and those until the other."""
    if _is_event(first):
        return since[0].step not in {step.step for step in until}
    if _is_event(last):
        return until[-1].step not in {step.step for step in since}
    return _time(ledger, first, "first", times.start) > _time(ledger, last, "last", times.cut)


def _since(ledger: Ledger, steps: Sequence[Step], moment: str) -> list[Step]:
    if _is_event(moment):
        number = _step_of(ledger, steps, moment)
        return [step for step in steps if step.step >= number]
    start = _time(ledger, moment, "first", times.start)
    return [step for step in steps if step.known_latest is None or step.known_latest > start]


def _until(ledger: Ledger, steps: Sequence[Step], moment: str) -> list[Step]:
    if _is_event(moment):
        number = _step_of(ledger, steps, moment)
        return [step for step in steps if step.step <= number]
    end = _time(ledger, moment, "last", times.cut)
    return [step for step in steps if step.known_earliest is None or step.known_earliest < end]


def _step_of(ledger: Ledger, steps: Sequence[Step], name: str) -> int:
    """The number of the step that an event is, or by which its observation is learned."""
    found = find_moment(ledger, name)
    is_it: tuple[Callable[[Step], bool], ...] = (
        lambda step: step.seq == found.seq,
        lambda step: step.event == found.record,
        lambda step: step.observation == found.record,
    )
    for each in is_it:
        number = next((step.step for step in steps if each(step)), None)
        if number is not None:
            return number
    raise Refused(f"{name} is no step of this story", hint="`claims replay` without --from and --until has them all")


def _is_event(text: str) -> bool:
    """Whether a moment is given as an event, by its seq or its id, and not as a time."""
    return parse_seq(text) is not None or NAME.fullmatch(text) is not None


def _time(ledger: Ledger, text: str, argument: str, meant: Callable[..., times.Instant]) -> datetime:
    try:
        return times.moment(meant(text, zone=ledger.zone)).replace(tzinfo=None)
    except LedgerError as error:
        raise error.at(argument) from None
