"""The commands: the headings and the order in which help lists them, and where each function is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEFAULT: Final = "list"
"""The command that is run if none is named."""
WRITE: Final = "Write"
READ: Final = "Read"
CARE: Final = "Care"

HEADINGS: Final[Mapping[str, Mapping[str, str]]] = {
    WRITE: {
        "init": "ledger.cli.write.init:init",
        "record": "ledger.cli.write.record:record",
        "append": "ledger.cli.write.append:append",
        "import": "ledger.cli.write.importing:import_",
        "actor": "ledger.cli.write.actor:actor",
        "source": "ledger.cli.write.source:source",
        "claim": "ledger.cli.write.claim:claim",
        "relate": "ledger.cli.write.relate:relate",
        "report": "ledger.cli.write.report:report",
        "order": "ledger.cli.write.order:order",
        "assess": "ledger.cli.write.assess:assess",
        "amend": "ledger.cli.write.amend:amend",
        "void": "ledger.cli.write.void:void",
    },
    READ: {
        "list": "ledger.cli.read.listing:list_",
        "show": "ledger.cli.read.show:show",
        "log": "ledger.cli.read.log:log",
        "replay": "ledger.cli.read.replay:replay",
        "diff": "ledger.cli.read.diff:diff",
        "why": "ledger.cli.read.why:why",
        "sql": "ledger.cli.read.sql:sql",
    },
    CARE: {
        "check": "ledger.cli.care.check:check",
        "checkpoint": "ledger.cli.care.checkpoint:checkpoint",
        "prove": "ledger.cli.care.prove:prove",
        "repair": "ledger.cli.care.repair:repair",
        "rebuild": "ledger.cli.care.rebuild:rebuild",
        "doctor": "ledger.cli.care.doctor:doctor",
        "schema": "ledger.cli.care.schema:schema",
    },
}
"""The commands under each heading, each with its place as `module:function`."""

PLACES: Final[Mapping[str, str]] = {name: place for commands in HEADINGS.values() for name, place in commands.items()}


def function_of(name: str) -> Callable[..., object]:
    """The function of a command. Only its own module is imported: a run needs no other."""
    module, _, function = PLACES[name].partition(":")
    found: Callable[..., object] = getattr(import_module(module), function)
    return found
