"""How many examples a property is tried on whose examples cost much: those that make projections, mostly."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

LEAST: Final = 3
IS_LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Whether this is a run of hours."""


def costly(times: int) -> settings:
    """For a property whose examples cost so many `times` what those of others do.

    It is tried on that part of the profile's examples, and on no fewer than LEAST.
    """
    return settings(max_examples=max(LEAST, settings().max_examples // times))
