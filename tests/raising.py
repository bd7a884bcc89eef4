"""What fails on purpose."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """What raises an error whatever it is called with."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def failing(number: int) -> Callable[..., NoReturn]:
    """A system call that answers with the error of this number."""
    return raising(OSError(number, os.strerror(number)))
