"""`claims check`: whether the log is intact, agrees with what was published, and quotes to the letter."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ledger.checks import DAMAGED, Problem
from ledger.cli.care.proof_files import check_proof, checkpoint_in
from ledger.cli.exits import Exit
from ledger.cli.setting import Setting, tell
from ledger.errors import BadRequest
from ledger.render.safe import visible


def check(
    ctx: typer.Context,
    *,
    documents: Annotated[
        str | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            help="Also find each source's file in DIR, by its sha256, and each quote in it.",
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="FILE", help="Also check the log, or a proof, against this checkpoint."),
    ] = None,
    proof: Annotated[
        Path | None, typer.Option("--proof", metavar="FILE", help="Check this proof, and no ledger at all.")
    ] = None,
) -> Exit:
    """Check the log, everything that it refers to, and on request every quote.

    claims check
    claims check --documents captures/
    claims check --since 2020-01-06.checkpoint
    claims check --proof mayor-2.tlog-proof --since 2020-01-06.checkpoint

    It is silent if all is well; for a proof, stderr says what is proven. Each problem is a line, PLACE: MESSAGE, with a
    hint below it. The exit code is 1 if something refers to what is not there, a quote is not to the letter, or lines
    are gone that were there when this machine last appended; it is 4 if the log is damaged. It needs no DuckDB.

    The keeper of a log can rewrite it so that it agrees with itself, but not with a checkpoint that others kept:
    --since finds that out. A proof is only as good as its checkpoint: give the published one with --since. Signatures
    in these files are not verified here.
    """
    published = checkpoint_in(since) if since is not None else None
    if proof is not None:
        if documents is not None:
            hint = "without --proof, the ledger and its documents are checked"
            raise BadRequest("it does not go with --proof", place="--documents", hint=hint)
        problems, proven = check_proof(proof, published)
        if not problems:
            tell(proven)
        return _report(problems)
    setting: Setting = ctx.obj
    if documents == "":
        raise BadRequest("it names no directory", place="--documents", hint="check that the variable has a value")
    with setting.open() as ledger:
        return _report(ledger.check(documents=documents, since=published))


def _report(problems: Iterable[Problem]) -> Exit:
    code = Exit.OK
    for problem in problems:
        print(visible(f"{problem.place}: {problem.message}"))  # noqa: T201  # the data of this command
        if problem.hint:
            print(visible(f"    hint: {problem.hint}"))  # noqa: T201  # likewise
        code = Exit.DAMAGED if problem.code == DAMAGED else max(code, Exit.NO)
    return code
