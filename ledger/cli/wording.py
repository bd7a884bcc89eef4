"""How commands put things in their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN: Final = 5
"""How many names of many are shown."""


def few(names: Sequence[str]) -> str:
    """Some names, of which the first are shown: `a, b`, `a, b, c, d, e and 12 more`."""
    if len(names) > _SHOWN + 1:
        return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN:,} more"
    return ", ".join(names)
