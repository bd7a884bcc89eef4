"""Events as they come in, as lines of JSON: in batches, each line with its place (`file:line`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger import events
from ledger.errors import BadEvent
from ledger.log import LARGEST_BATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.events import AnyEvent

BATCH: Final = 1_000
"""Events a batch, where a file is longer than one batch may be."""


def decoded(data: bytes, place: str) -> AnyEvent:
    """The event in a line. Raises BadEvent at its place."""
    try:
        event = events.decode(data)
        events.refuse_duplicate_keys(data, read=event)
    except BadEvent as error:
        raise error.at(place) from None
    return event


def batches(lines: Iterable[tuple[str, bytes]], size: int | None) -> Iterator[tuple[list[str], list[bytes]]]:
    """The lines in batches. Where no size is given: one batch if they fit, else batches of 1,000."""
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
