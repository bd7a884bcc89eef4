"""How many examples a property is tried on whose examples cost much: those that make projections, mostly."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

LEAST: Final = 6


def costly(times: int) -> settings:
    """For a property whose example costs some times as much as usual: that part of what the profile gives the others."""
    return settings(max_examples=max(LEAST, settings().max_examples // times))
