"""What a check finds wrong."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

DAMAGED: Final = "damaged"
"""The code of a problem of the log itself, rather than of what it says."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something that is not as it has to be.

    `place` is a `file:line` or a path; `code` is a short stable word for the kind of problem; `hint` says what to do.
    """

    place: str
    code: str
    message: str
    hint: str | None = None
