"""What commands print, to the byte."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parents[2] / "golden"
"""What commands print, to the byte. `UPDATE_GOLDEN=1` writes it anew."""


def assert_golden(name: str, text: str) -> None:
    """The text is what the golden file of this name holds, to the byte."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{path.name} differs; UPDATE_GOLDEN=1 writes it anew"
