"""Takes plain values as they are typed, without Pydantic.

Typer has Pydantic convert every value, even texts and absent ones, and importing Pydantic takes longer than recording
an event. Here Pydantic converts only what is not plain, or is wrong, so that the errors are still Typer's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer._click import Parameter

_DIGITS: Final = re.compile(r"[0-9]{1,15}")


def take_plainly(parameters: Iterable[Parameter]) -> None:
    """Have each parameter take plain values as they are. A Typer that converts in another way is left alone."""
    for parameter in parameters:
        if hasattr(parameter, "get_runtime_param") and hasattr(parameter, "type_descriptor"):
            parameter.get_runtime_param = _Plainly(parameter).conversion


class _Plainly:
    """The conversion of one parameter: plain values are taken as they are, others go the usual way."""

    def __init__(self, parameter: Any) -> None:  # noqa: ANN401  # Typer's own class for both kinds is private
        self._parameter = parameter
        self._usual = parameter.get_runtime_param

    def conversion(self) -> _Plainly:
        """The conversion that Typer asks a parameter for: this object."""
        return self

    def coerce(self, value: object, **around: object) -> object:
        """The value that the command is given. Raises what Typer raises."""
        is_several = self._parameter.multiple or self._parameter.nargs == -1
        if value is None:
            return () if is_several else None
        kind = self._parameter.type_descriptor.annotation
        if is_several and isinstance(value, list | tuple):
            taken = [self._taken(each, *get_args(kind)) for each in value]
            return taken if None not in taken else self._usual().coerce(value, **around)
        one = self._taken(value, kind)
        return one if one is not None else self._usual().coerce(value, **around)

    def _taken(self, value: object, kind: object) -> object | None:
        """The value if it already is of this kind, or the number that its digits spell; else None."""
        if isinstance(value, str) and (kind is str or (get_origin(kind) is Literal and value in get_args(kind))):
            return value
        if kind is int or kind is float:
            number = kind(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value
            if type(number) is kind and self._is_in_range(number):
                return number
        return None

    def _is_in_range(self, number: float) -> bool:
        least, most = self._parameter.min, self._parameter.max
        return (least is None or least <= number) and (most is None or number <= most)
