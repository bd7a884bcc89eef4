"""Plain values are taken as Typer would convert them."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from ledger.cli.values import take_plainly
from tests.cli.commands import AT_GROUP, COMMANDS, GROUP

PARAMETERS = [
    pytest.param(parameter, id=f"{name} {parameter.name}")
    for name, command in {"claims": GROUP, **COMMANDS}.items()
    for parameter in command.get_params(AT_GROUP)
]
WORDS = (
    "",
    "x",
    "0",
    "7",
    "007",
    "-1",
    "+1",
    "1.5",
    "1_0",
    " 1",
    "٣",
    "9" * 15,
    "9" * 16,
    "nan",
    "FACT",
    "fact",
    "never",
)


def converted(parameter: Any, value: object) -> object:
    """What a parameter makes of a value, or how it refuses it."""
    try:
        made = parameter.process_value(AT_GROUP, value)
    except typer.BadParameter as error:
        return error.format_message()
    return made, type(made)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_what_is_taken_plainly_is_what_typer_makes_of_it(parameter: Any) -> None:
    """Words of every kind, none and the default, one or several: the value is the same, or the refusal."""
    parameter.callback = None
    is_several = parameter.multiple or parameter.nargs == -1
    values = [None, *([[word] for word in WORDS] if is_several else WORDS)]
    values += [list(WORDS), WORDS[:2], WORDS[3:5]] if is_several else [parameter.default]
    usual = [converted(parameter, value) for value in values]
    take_plainly([parameter])
    assert [converted(parameter, value) for value in values] == usual


def test_a_typer_that_converts_in_another_way_is_left_alone() -> None:
    """Where a parameter has no such conversion, nothing is put into it."""

    class Parameter:
        """What another Typer might have."""

    parameter: Any = Parameter()
    take_plainly([parameter])
    assert vars(parameter) == {}
