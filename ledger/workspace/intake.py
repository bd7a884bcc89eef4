"""Incoming events as lines of JSON: in batches, each line with its place (`file:line`)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger import events
from ledger.errors import BadRequest, LedgerError, made_of
from ledger.log import LARGEST_BATCH
from ledger.unicode import as_bytes
from ledger.wording import events_are

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.events import AnyEvent
    from ledger.log import Appended, Expectation

Given: TypeAlias = "str | bytes | tuple[str, str | bytes]"
"""An event as JSON, alone or with its place."""
BATCH: Final = 1_000
"""Events per batch, if a file is too long for one batch."""


def batches_appended(
    lines: Iterable[tuple[str, bytes]],
    size: int | None,
    append: Callable[[list[AnyEvent], Expectation], list[Appended]],
    *,
    expected: Expectation,
    is_dry: bool,
) -> Iterator[list[Appended]]:
    """What `append` returned for the lines, batch by batch; each expects the log as the one before it left it.

    An error has the place of its line and, if batches before it were appended, says from which line to go on. Raises
    what `append` raises, BadEvent, or BadRequest if a dry run has more than one batch.
    """
    done = 0
    pending: deque[str] = deque()

    def noted() -> Iterator[tuple[str, bytes]]:
        for line in lines:
            pending.append(line[0])
            yield line

    try:
        for places, given in _batches(noted(), size):
            if is_dry and done:
                hint = "later ones may refer to it: append the lines before this one, then try the rest"
                raise BadRequest("a dry run takes one batch", place=places[0], hint=hint)
            try:
                appended = append(made_of(given, decoded), expected)
            except LedgerError as error:
                _place(error, places)
                raise
            for _ in places:
                pending.popleft()
            done += len(appended)
            expected = expected.after(appended)
            yield appended
    except LedgerError as error:
        first = pending[0] if pending else error.place
        if done and not is_dry:
            error.add_note(f"{events_are(done)} recorded before it; go on from {first}")
        raise


def placed(lines: str | bytes | Iterable[Given]) -> Iterator[tuple[str, bytes]]:
    """Each line, of a text or given singly, that is not empty, with its place or else its number. Raises BadRequest."""
    if isinstance(lines, str | bytes):
        lines = as_bytes(lines).split(b"\n")
    for number, line in enumerate(lines, start=1):
        match line:
            case (place, data):
                pass
            case _:
                place, data = f"line {number}", line
        if not isinstance(data, str | bytes):
            raise BadRequest(f"{data!r:.80} is no line of JSON", place=place, hint="dicts and events are for append()")
        if data.strip():
            yield place, as_bytes(data)


def _place(error: LedgerError, places: list[str]) -> None:
    """Give an error and its `others` the places of their events."""
    for each in error.every():
        if each.event is not None:
            each.place, each.event = places[each.event - 1], None


def decoded(data: bytes) -> AnyEvent:
    """The event in a line. Raises BadEvent."""
    given = events.without_nulls(data)
    event = events.decode(given)
    events.refuse_duplicate_keys(given, read=event)
    return event


def _batches(lines: Iterable[tuple[str, bytes]], size: int | None) -> Iterator[tuple[list[str], list[bytes]]]:
    """The lines in batches. If no size is given: one batch if they fit, else batches of 1,000."""
    waiting: list[tuple[str, bytes]] = []
    most = size or LARGEST_BATCH
    for line in lines:
        waiting.append(line)
        if len(waiting) > most:
            most = size or BATCH
            while len(waiting) > most:
                yield _columns(waiting[:most])
                waiting = waiting[most:]
    while waiting:
        yield _columns(waiting[:most])
        waiting = waiting[most:]


def _columns(lines: list[tuple[str, bytes]]) -> tuple[list[str], list[bytes]]:
    return [place for place, _ in lines], [data for _, data in lines]
