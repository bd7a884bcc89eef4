"""Every command, as Typer has it."""

from __future__ import annotations

from typing import Any, Final

import typer

from ledger.cli import app

GROUP: Final[Any] = typer.main.get_command(app)
"""`claims` itself."""
AT_GROUP: Final = typer.Context(GROUP)
COMMANDS: Final[dict[str, Any]] = {name: GROUP.get_command(AT_GROUP, name) for name in GROUP.list_commands(AT_GROUP)}
