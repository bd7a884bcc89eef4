"""The actors of a generated ledger, known by their numbers alone: bodies in bodies, people in them, and lone voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger import Actor

if TYPE_CHECKING:
    from scripts.benchmark.draw import Draw

_BODY: Final = 8
"""One actor in so many is a body, and those up to the next body are its people."""
_GROUP: Final = 5
"""Of so many bodies in a row, the first is the whole of the others."""


def name(number: int) -> str:
    """The id of an actor; numbers begin with 0, which is a body."""
    return f"actor-{number}"


def actor(number: int) -> Actor:
    """An actor as it is declared."""
    whole = _whole(number)
    return Actor(
        id=name(number),
        name=f"{'Office' if number % _BODY == 0 else 'Resident'} {number} of Harbour",
        role=None if number % _BODY == 0 else f"inspector of pier {number % 97}",
        part_of=None if whole is None else name(whole),
        independent=_is_independent(number),
    )


def body(draw: Draw, count: int) -> str:
    """One of the bodies among the first `count` actors, the first ones most often."""
    return name(draw.often((count + _BODY - 1) // _BODY) * _BODY)


def anybody(draw: Draw, count: int) -> str:
    """One of the first `count` actors, the first ones most often."""
    return name(draw.often(count))


def _whole(number: int) -> int | None:
    if number % _BODY == _BODY - 1:
        return None
    if number % _BODY:
        return number - number % _BODY
    first = number - number % (_BODY * _GROUP)
    return None if first == number else first


def _is_independent(number: int) -> bool:
    return number % _BODY == 0 and (number // _BODY) % _GROUP in (1, 3)
