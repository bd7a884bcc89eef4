"""`claims log`: the log as it stands. It needs no DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Annotated

import typer

from ledger.cli.options import Out, PageFormat, Recorded
from ledger.cli.output import MOST_ROWS, Output, Rows, output
from ledger.cli.read.viewing import position_of, since_of
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
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this one recorded.")] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type; may be repeated.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="T|@17", help="Only what was recorded from a time on, or after an event."),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--last", metavar="N", min=0, help="Only the last N; 0 is all. Tables have 1000 by default."),
    ] = None,
    recorded: Recorded = None,
    format_: PageFormat = None,
    out: Out = None,
) -> None:
    """Print the log, one event per line.

    claims log --last 20
    claims log pier-closed
    claims log --since 2020-01-07 --by ann
    claims log --type void --type order
    claims log --format jsonl

    As jsonl it prints the lines of the log themselves, byte for byte; as json, their fields. On a terminal, invisible
    characters in either are escaped. As csv it prints what the table has. It reads only the log.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out, has_rows=False)
    with setting.open() as ledger:
        is_usual = last is None and target.is_for_people
        lines = ledger.lines(
            name,
            recorded=position_of(setting, ledger, recorded),
            since=since_of(setting, ledger, since),
            by=by,
            types=types or (),
            last=MOST_ROWS + 1 if is_usual else last or None,
        )
        _put(_usual(list(lines), target) if is_usual else _begun(lines), target)


def _usual(lines: list[Line], target: Output) -> list[Line]:
    """The last lines, as many as a table usually has; if some are left out, stderr says so."""
    if len(lines) > MOST_ROWS:
        target.later.append(f"only the last {MOST_ROWS:,} events are here; --last 0 gives all")
    return lines[-MOST_ROWS:]


def _begun(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, with the first one already read, so that a wrong name is reported before any output.

    Raises what reading a line raises.
    """
    return chain(list(islice(lines, 1)), lines)


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
