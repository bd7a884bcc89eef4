"""The colours of a terminal. None of them judges: what is asserted is not green, and what is denied is not red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.render.page import Style

STYLES: Final[Mapping[Style, str]] = {
    "": "none",
    "strong": "bold",
    "faint": "dim",
    "name": "bold",
    "head": "dim",
    "asserted": "cyan",
    "asserted-by-several": "bold cyan",
    "disputed": "bold yellow",
    "denied": "magenta",
    "order-unknown": "yellow",
    "questioned": "blue",
    "retracted": "dim",
    "no-position": "dim",
}
"""A style of Rich for each style of a page: standard colours only, which every theme of a terminal defines."""
