"""`claims append`: append events from files of JSON lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Wait
from ledger.cli.progress import Progress
from ledger.cli.setting import Setting, tell
from ledger.cli.write.stopping import Stopping
from ledger.cli.write.writing import expected_claims, line_of, printing
from ledger.codec import LONGEST
from ledger.errors import BadInput, BadRequest, LedgerError
from ledger.log import LARGEST_BATCH, WAIT
from ledger.wording import few

if TYPE_CHECKING:
    from ledger.log import Appended

Lines = Iterable[tuple[str, bytes]]
"""Events as JSON, each with its place."""
STDIN: Final = "-"
LONGEST_GIVEN: Final = 8 * LONGEST
"""Bytes. No line that can be recorded is longer, even with every character escaped."""
_BECAME: Final = {"amended": "amended since, says something else", "voided": "voided since"}
_READ_BY_DUCKDB: Final = (".csv", ".tsv")
_SHEETS: Final = (*_READ_BY_DUCKDB, ".xls", ".xlsx", ".ods")
_BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def append(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of JSON lines; - is stdin.")],
    *,
    batch: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=LARGEST_BATCH, help="Append in batches of so many events."),
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Print the seq and id of each event.")] = False,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Append events from files of JSON lines.

    claims append actors.jsonl observations.jsonl
    grep esper all.jsonl | claims append - --dry-run

    A line is one event, as in {"type":"claim","id":"pier-closed","text":"Pier 4 is closed."}. Empty lines and lines
    that begin with # are skipped. A file of up to 10,000 events is appended as a whole or not at all, a longer one in
    batches of 1,000. An event that is there already, with its id, as it was given first or as it was amended since, is
    not appended again; one without an id is another event each time.
    """
    setting: Setting = ctx.obj
    if dry_run and len(files) > 1:
        hint = "`cat FILE… | claims append - --dry-run` tries them together, as one batch"
        raise BadRequest("a dry run is of one file", place=files[1], hint=hint)
    if files.count(STDIN) > 1:
        raise BadRequest("it can be read once only", place=STDIN)
    claims = expected_claims(expect_claims)
    with setting.open(by=by) as ledger:
        for number, file in enumerate(files):
            given = partial(
                ledger.appending, wait=wait, dry_run=dry_run, batch=batch, expect=expect, expect_claims=claims
            )
            try:
                count, last = _append(file, given, setting, dry_run=dry_run, ids=ids)
            except LedgerError as error:
                if number:
                    error.add_note(f"{_list(files[:number])} in the log already")
                raise
            tell(count)
            if last is not None:
                expect, claims = expect and str(last), dict.fromkeys(claims, str(last))


def _append(
    file: str, feed: Callable[[Lines], Iterator[list[Appended]]], setting: Setting, *, dry_run: bool, ids: bool
) -> tuple[str, int | None]:
    """Append one file; a sentence on how many of its events were new and how many were there, and the last new seq."""
    show = _printer(file, dry_run=dry_run, ids=ids)
    new = old = 0
    changed: dict[str, list[str]] = {"amended": [], "voided": []}
    last = None
    count = Progress(is_watched=setting.is_watched)
    with _opened(file) as stream, Stopping() as stopping:
        given = stopping.reading(lines(stream, "<stdin>" if file == STDIN else file))
        try:
            for appended in feed(given):
                show(appended)
                fresh = sum(one.is_new for one in appended)
                for one in appended:
                    if one.became is not None:
                        changed[one.became].append(one.entry.record)
                last = max((one.entry.seq for one in appended if one.is_new), default=last)
                new, old = new + fresh, old + len(appended) - fresh
                count(new + old, _share(stream))
                stopping.check()
        except KeyboardInterrupt:
            count(new + old, 1)
            more = "; whether the batch after them does, `claims log` shows" if stopping.is_amid_batch else ""
            tell(f"{file}: stopped; its first {new + old:,} events stand in the log{more}")
            raise
        finally:
            count(new + old, 1)
    there = f", {old:,} there already" if old else ""
    became = "; ".join(f"{_BECAME[kind]}: {few([*dict.fromkeys(names)])}" for kind, names in changed.items() if names)
    there += f" ({became})" if became else ""
    return f"{file}: {new:,} new{there}" + ("; a dry run: nothing was appended" if dry_run else ""), last


def _list(files: list[str]) -> str:
    return f"{files[0]} stands" if len(files) == 1 else f"{files[0]} to {files[-1]} stand"


def _printer(file: str, *, dry_run: bool, ids: bool) -> Callable[[Sequence[Appended]], None]:
    name = "<stdin>" if file == STDIN else file

    def show(appended: Sequence[Appended]) -> None:
        stands = f"{name} up to {appended[-1].entry.id}" if appended and not dry_run else None
        with printing(stands=stands):
            for one in appended:
                if dry_run and one.is_new:
                    print(line_of(one.entry))  # noqa: T201  # the data of a writer
                elif ids and not dry_run:
                    print(f"@{one.entry.seq} {one.entry.id}")  # noqa: T201  # likewise

    return show


def _opened(file: str) -> AbstractContextManager[IO[bytes]]:
    """The bytes of a file, or of what is piped in. Raises BadInput where there are none to read."""
    hint = "name a file of JSON lines, or - for what is piped in"
    if file == STDIN:
        if sys.stdin is None:
            raise BadInput("nothing is piped in", place=file, hint=hint)
        return nullcontext(sys.stdin.buffer)
    try:
        if file.lower().endswith(_SHEETS):
            _refuse_sheet(Path(file))
        return Path(file).open("rb")
    except OSError as error:
        raise BadInput(str(error.strerror), place=file, hint=hint) from None


def _refuse_sheet(path: Path) -> None:
    """Raise BadInput where a file with the name of a sheet does not begin as JSON lines do. Raises OSError."""
    with path.open("rb") as file:
        if file.read(64).lstrip(_BOM).lstrip()[:1] in (b"{", b"#", b""):
            return
    hint = "save it as CSV, and make events of its rows with `claims sql --trusted`"
    if path.suffix.lower() in _READ_BY_DUCKDB:
        named = str(path).replace("'", "''")
        query = f"select 'claim' as type, * from '{named}'"  # noqa: S608  # to be read
        hint = f'make an event of each row: `claims sql --trusted -o new.jsonl "{query}"`'
    raise BadInput("a sheet, and not events", place=str(path), hint=hint)


def _share(stream: IO[bytes]) -> float:
    """How much of a file is read; 0 where that is not known, as of what is piped in."""
    try:
        return stream.tell() / max(1, os.fstat(stream.fileno()).st_size)
    except OSError:
        return 0.0


def lines(stream: IO[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """The lines that hold something, each with its place. Raises BadInput."""
    number = 0
    while line := stream.readline(LONGEST_GIVEN + 1):
        number += 1
        place = f"{name}:{number}"
        if number == 1:
            if line.startswith(_UTF_16):
                raise BadInput("UTF-16, not UTF-8", place=place, hint="save the file as UTF-8")
            line = line.removeprefix(_BOM)
        if len(line) > LONGEST_GIVEN:
            hint = "one event a line; the document itself belongs in an archive"
            raise BadInput(f"a line of more than {LONGEST_GIVEN:,} bytes", place=place, hint=hint)
        text = line.strip()
        if text and not text.startswith(b"#"):
            yield place, text
