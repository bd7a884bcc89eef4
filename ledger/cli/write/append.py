"""`claims append`: append events from files of JSON lines, or from sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Wait
from ledger.cli.progress import Progress
from ledger.cli.setting import Setting, tell
from ledger.cli.write.given import STDIN, is_sheet, lines, opened, share
from ledger.cli.write.stopping import Stopping
from ledger.cli.write.writing import expected_claims, printing
from ledger.codec import line_of
from ledger.errors import BadRequest, LedgerError
from ledger.events import refuse_unknown_type
from ledger.log import LARGEST_BATCH, WAIT
from ledger.wording import events_are, few
from ledger.workspace.sheet import Sheet

if TYPE_CHECKING:
    from ledger.log import Appended

Lines = Iterable[tuple[str, bytes]]
"""Events as JSON, each with its place."""
_BECAME: Final = {"amended": "amended since, says something else", "voided": "voided since"}


def append(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of JSON lines, or sheets; - is stdin.")],
    *,
    kind: Annotated[
        str | None,
        typer.Option("--type", metavar="TYPE", help="What the rows of a sheet are, unless they say so under `type`."),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=LARGEST_BATCH, help="Append in batches of this many events."),
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Print the seq and id of each event.")] = False,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Append events from files of JSON lines, or from sheets.

    claims append actors.jsonl observations.jsonl
    claims append calls.csv --type observation
    grep esper all.jsonl | claims append - --dry-run

    A line is one event, as in {"type":"claim","id":"pier-closed","text":"Pier 4 is closed."}. Empty lines and lines
    that begin with # are skipped. A file of up to 10,000 events is appended as a whole or not at all, a longer one in
    batches of 1,000. An event whose id is there already is not appended again if it reads as first given, or as amended
    since; one without an id is a new event each time.

    A sheet (.csv or .tsv, or what --type says is one) has one record per row, with an id that stays the same. Its
    column headings are fields, as `claims schema observation` lists them; for stances[].claim, the last word is enough.
    Consecutive rows with the same id are one record: what it has only once stands in the first, and each row adds a
    stance, a report or a quote. Semicolons separate the names in a cell, and a column whose heading begins with # is
    left out.
    """
    setting: Setting = ctx.obj
    if dry_run and len(files) > 1:
        hint = "`cat FILE… | claims append - --dry-run` tries them together, as one batch"
        raise BadRequest("a dry run takes one file", place=files[1], hint=hint)
    if files.count(STDIN) > 1:
        raise BadRequest("it can be read only once", place=STDIN)
    if kind is not None:
        refuse_unknown_type(kind, place="--type")
    claims = expected_claims(expect_claims)
    with setting.open(by=by) as ledger:
        for number, file in enumerate(files):
            given = partial(
                ledger.appending, wait=wait, dry_run=dry_run, batch=batch, expect=expect, expect_claims=claims
            )
            try:
                count, last = _append(file, given, setting, kind=kind, dry_run=dry_run, ids=ids)
            except LedgerError as error:
                if number:
                    error.add_note(f"{_list(files[:number])} in the log already")
                raise
            tell(count)
            if last is not None:
                expect, claims = expect and str(last), dict.fromkeys(claims, str(last))


def _append(
    file: str,
    feed: Callable[[Lines], Iterator[list[Appended]]],
    setting: Setting,
    *,
    kind: str | None,
    dry_run: bool,
    ids: bool,
) -> tuple[str, int | None]:
    """Append one file. Returns a sentence on how many events were new and how many there, and the last new seq."""
    show = _printer(file, dry_run=dry_run, ids=ids)
    new = old = 0
    changed: dict[str, list[str]] = {"amended": [], "voided": []}
    last = None
    count = Progress(is_watched=setting.is_watched)
    name = "<stdin>" if file == STDIN else file
    with ExitStack() as files, Stopping() as stopping:
        stream = files.enter_context(opened(file))
        sheet = Sheet(stream, name, kind=kind) if is_sheet(file, stream, kind) else None
        given = files.enter_context(closing(lines(stream, name) if sheet is None else sheet.lines()))
        try:
            for appended in feed(stopping.reading(given)):
                show(appended)
                fresh = sum(one.is_new for one in appended)
                for one in appended:
                    if one.became is not None:
                        changed[one.became].append(one.entry.record)
                last = max((one.entry.seq for one in appended if one.is_new), default=last)
                new, old = new + fresh, old + len(appended) - fresh
                count(new + old, share(stream))
                stopping.check()
        except KeyboardInterrupt:
            count(new + old, 1)
            more = "; `claims log` shows whether the batch after them is too" if stopping.is_amid_batch else ""
            tell(f"{file}: stopped; its first {events_are(new + old)} in the log{more}")
            raise
        except LedgerError as error:
            if sheet is not None:
                for each in error.every():
                    sheet.as_headed(each)
            raise
        finally:
            count(new + old, 1)
    there = f", {old:,} there already" if old else ""
    became = "; ".join(f"{_BECAME[kind]}: {few([*dict.fromkeys(names)])}" for kind, names in changed.items() if names)
    there += f" ({became})" if became else ""
    return f"{file}: {new:,} new{there}" + ("; a dry run: nothing was appended" if dry_run else ""), last


def _list(files: list[str]) -> str:
    return f"{files[0]} is" if len(files) == 1 else f"{files[0]} to {files[-1]} are"


def _printer(file: str, *, dry_run: bool, ids: bool) -> Callable[[Sequence[Appended]], None]:
    name = "<stdin>" if file == STDIN else file

    def show(appended: Sequence[Appended]) -> None:
        stands = f"{name} up to {appended[-1].entry.id}" if appended and not dry_run else None
        with printing(stands=stands):
            for one in appended:
                if dry_run and one.is_new:
                    print(line_of(one.entry).decode())  # noqa: T201  # the data of a writer
                elif ids and not dry_run:
                    print(f"@{one.entry.seq} {one.entry.id}")  # noqa: T201  # likewise

    return show
