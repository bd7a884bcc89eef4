"""`claims log`: the log as it stands. It needs no DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated

import typer

from ledger.cli.options import Out, PageFormat, Recorded
from ledger.cli.output import Output, Rows, output
from ledger.cli.read.viewing import view_of
from ledger.cli.setting import Setting
from ledger.log import Line
from ledger.render.pages.log import COLUMNS, page_of_log, row_of
from ledger.render.safe import json_text


def log(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Only the events that declare, change or cite this.", show_default=False),
    ] = None,
    *,
    last: Annotated[int | None, typer.Option("--last", metavar="N", min=1, help="Only the last N of them.")] = None,
    recorded: Recorded = None,
    format_: PageFormat = None,
    out: Out = None,
) -> None:
    """Print the log, one event per line.

    claims log --last 20
    claims log pier-closed
    claims log --format jsonl

    JSON Lines are the lines of the log themselves, byte for byte, and JSON has their fields; on a terminal, invisible
    characters in them are escaped. CSV has what a table of them has. It reads only the log.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out, has_rows=False)
    with setting.open() as ledger:
        position = view_of(setting, ledger, recorded=recorded).recorded
        lines = ledger.lines(name, recorded=position, last=last)
        _put(lines if name is None else _begun(lines), target)


def _begun(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, with the first one already read, so that a wrong name is reported before any output.

    Raises what reading a line raises.
    """
    return chain([next(lines)], lines)


def _put(lines: Iterable[Line], target: Output) -> None:
    zone = target.setting.zone
    match target.format:
        case "jsonl" if target.setting.is_terminal and target.path is None:
            target.text(json_text(json.loads(line.raw)) + "\n" for line in lines)
        case "jsonl":
            target.raw(line.raw + b"\n" for line in lines)
        case "json":
            target.text(_array(lines))
        case "csv":
            target.rows(Rows(columns=COLUMNS, values=map(row_of, lines)))
        case _:
            target.page(page_of_log(list(lines), zone=zone))


def _array(lines: Iterable[Line]) -> Iterator[str]:
    before = "[\n"
    for line in lines:
        yield before + json_text(json.loads(line.raw))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
