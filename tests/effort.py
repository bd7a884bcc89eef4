"""How many examples a property is tried on whose examples cost much: those that make projections, mostly."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

LEAST: Final = 5


def costly(times: int) -> settings:
    """For a property whose examples cost some times as much as others: it has that part of the profile's."""
    return settings(max_examples=max(LEAST, settings().max_examples // times))
