"""`claims init`: start a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.setting import Setting, tell
from ledger.errors import BadRequest, BadTime
from ledger.workspace import Ledger
from ledger.workspace.places import MARKER


def init(
    ctx: typer.Context,
    directory: Annotated[
        str, typer.Argument(metavar="DIR", help="Where; created if missing.", show_default=False)
    ] = ".",
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Its name; else that of the directory.")] = None,
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="The zone of dates that name none.")] = "UTC",
) -> None:
    """Start an empty ledger in a directory.

    claims init
    claims init harbour --name "Harbour desk" --timezone America/New_York
    """
    setting: Setting = ctx.obj
    if not directory.strip():
        hint = "name a directory, as in `claims init harbour`; without a name it is the current one"
        raise BadRequest("it is empty", place="DIR", hint=hint)
    root = Path(setting.directory or ".", directory)
    try:
        Ledger.init(root, name=name, timezone=timezone)
    except BadTime as error:
        raise error.at("--timezone") from None
    print(root / MARKER)  # noqa: T201  # the data of this command
    tell(f"a ledger; dates in it that name no zone are in {timezone}")
