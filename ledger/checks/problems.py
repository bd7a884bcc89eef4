"""What a check finds wrong."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, kw_only=True):
    """Something that is not as it has to be.

    `place` is a `file:line`, or a file; `code` is a short stable word for the kind of problem; `hint` says the mend.
    """

    place: str
    code: str
    message: str
    hint: str | None = None
