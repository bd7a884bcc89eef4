"""Chance from a seed."""

from __future__ import annotations

from random import Random


class Draw(Random):
    """A source of chance that gives the same for the same seed."""

    def happens(self, share: float) -> bool:
        """Whether something happens that happens in this share of cases, from 0 to 1."""
        return self.random() < share

    def often(self, count: int) -> int:
        """A number from 0 to `count` - 1, by a power law: the k-th comes with a chance of about 1/k."""
        return int((count + 1) ** self.random()) - 1
