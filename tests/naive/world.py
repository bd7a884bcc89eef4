"""The log as it stood at one position, with what follows from it worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tests.naive.moments import Order
from tests.naive.records import Line, Records
from tests.naive.story import Step, told

if TYPE_CHECKING:
    from collections.abc import Sequence


class World:
    """The records at position `upto` of the log: made from the lines up to there and from no others."""

    def __init__(self, lines: Sequence[Line], upto: int | None = None) -> None:
        """Take the lines in seq order; `upto` is a seq, by default the last."""
        self.lines = [line for line in lines if upto is None or line["seq"] <= upto]
        self.earlier: dict[int, World] = {}
        self._stories: dict[str, list[Step]] = {}

    def at(self, seq: int | None) -> World:
        """The world as it stood at an earlier position; None is this one."""
        if seq is None or not self.lines or seq >= self.lines[-1]["seq"]:
            return self
        if seq not in self.earlier:
            world = World(self.lines, seq)
            world.earlier = self.earlier
            self.earlier[seq] = world
        return self.earlier[seq]

    @cached_property
    def records(self) -> Records:
        """What is recorded."""
        return Records(self.lines)

    @cached_property
    def order(self) -> Order:
        """When it happened, as far as known."""
        return Order(self.records)

    def story(self, perspective: str) -> list[Step]:
        """In which order the perspective learned of it."""
        if perspective not in self._stories:
            self._stories[perspective] = told(self.records, self.order, perspective)
        return self._stories[perspective]


def world_of(log: World | Sequence[Line]) -> World:
    """A world is given as one, or as its lines."""
    return log if isinstance(log, World) else World(log)
