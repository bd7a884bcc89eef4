"""A port, its mayor and its clerk, and what they say of a pier."""

from __future__ import annotations

from typing import Any, Final

CAST: Final[tuple[dict[str, Any], ...]] = (
    {"type": "actor", "id": "port", "name": "The port"},
    {"type": "actor", "id": "mayor", "name": "The mayor", "part_of": "port"},
    {"type": "actor", "id": "clerk", "name": "The clerk", "part_of": "port"},
    {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
)


def said(day: int, stance: str, *, speaker: str = "mayor", **more: Any) -> dict[str, Any]:
    """What somebody says of the pier on a day of January 2020."""
    stances = [{"claim": "shut", "stance": stance}]
    return {"type": "observation", "speaker": speaker, "occurred": f"2020-01-{day:02}", "stances": stances} | more
