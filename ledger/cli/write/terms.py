"""On which terms a writer appends: the options that all writers have, given to each of them as one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Wait
from ledger.log import WAIT

_Result = TypeVar("_Result")


class Terms(Struct, frozen=True, kw_only=True):
    """Who records, what is expected of the log, how long another writer is waited for, and whether it is only tried."""

    by: By = None
    expect: Expect = None
    expect_claims: ExpectClaims = None
    wait: Wait = WAIT
    dry_run: DryRun = False


def on_terms(function: Callable[..., _Result]) -> Callable[..., _Result]:
    """The command with the options of `Terms` in the place of its last parameter, `terms`."""
    *own, _ = signature(function, eval_str=True).parameters.values()
    hints = get_type_hints(Terms, include_extras=True)
    shared = [
        Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name])
        for each in fields(Terms)
    ]

    @wraps(function)
    def command(*arguments: Any, **options: Any) -> _Result:  # noqa: ANN401  # whatever the command takes
        terms = Terms(**{each.name: options.pop(each.name) for each in shared})
        return function(*arguments, **options, terms=terms)

    command.__signature__ = signature(function, eval_str=True).replace(parameters=[*own, *shared])  # type: ignore[attr-defined]  # Typer reads it
    command.__annotations__ = {each.name: each.annotation for each in (*own, *shared)}
    return command
