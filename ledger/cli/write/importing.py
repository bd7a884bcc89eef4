"""`claims import`: append what another ledger recorded, such as the copy that a colleague or a git branch has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli.options import By, DryRun, Wait
from ledger.cli.setting import Setting, tell
from ledger.cli.write.writing import printing
from ledger.codec import line_of
from ledger.errors import BadRequest
from ledger.log import WAIT
from ledger.workspace.importing import Imported

_SHOWN: Final = 20
"""How many of the ids that changed with the import are told."""


def import_(
    ctx: typer.Context,
    other: Annotated[str, typer.Argument(metavar="DIR", help="The directory of the other ledger.")],
    *,
    names: Annotated[
        list[str] | None,
        typer.Option("--as", metavar="THEIRS=OURS", help="What a record of theirs is called here; may be repeated."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="@N|ID", help="An event of theirs to leave out; may be repeated."),
    ] = None,
    by: By = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Append what another ledger recorded: a colleague's copy of this one, or a separate one.

    claims import ../harbour-anna
    claims import ../harbour-anna --dry-run
    claims import ../harbour-anna --as post=harbour-post --without @57

    From a copy it takes what was recorded since the two parted. What came from here, or was imported before, is left
    alone, so you can import again and again, in both directions. Each event keeps in `imported_from` where, when and by
    whom it was recorded; here it is recorded as of now. An id that a ledger made, such as mayor:2, may become another
    one here, and what refers to it follows.

    If both ledgers have given one id to two different records, nothing is appended: --as post=harbour-post renames
    theirs, or says that it is the record of that name here. If both have amended the same record, leave theirs out with
    --without, and amend both to say the same; that settles it. What refers to an event that is left out must be left
    out, too. What was erased here stays out.

    In git, each branch has its own log, and a merge leaves the current branch's log as it is, with a conflict: check
    out the other branch beside it with `git worktree add ../theirs BRANCH`, import it from there, and commit.
    """
    setting: Setting = ctx.obj
    if not other.strip():
        hint = "name the directory of the other ledger, or check that the variable has a value"
        raise BadRequest("it is empty", place="DIR", hint=hint)
    if Path(other).is_file():
        hint = f"events in a file are appended: `claims append {other}`"
        raise BadRequest(f"{other} is a file, and not the directory of a ledger", place="DIR", hint=hint)
    with setting.open(by=by) as ledger:
        found = ledger.import_from(
            other, names=names_given(names or ()), without=without or (), wait=wait, dry_run=dry_run
        )
    stands = ", ".join(f"@{one.entry.seq} {one.entry.id}" for one in found.appended[-1:])
    with printing(stands=None if dry_run or not stands else f"what was imported, up to {stands}"):
        for one in found.appended:
            if dry_run and one.is_new:
                print(line_of(one.entry).decode())  # noqa: T201  # the data of a writer
            elif not dry_run:
                print(f"@{one.entry.seq} {one.entry.id}")  # noqa: T201  # likewise
    _tell(found, other, dry_run=dry_run)


def _tell(found: Imported, other: str, *, dry_run: bool) -> None:
    both = zip(found.formerly, found.appended, strict=True)
    others = [(name, one.entry.id) for name, one in both if one.is_new and name != one.entry.id == one.entry.record]
    for name, here in others[:_SHOWN]:
        tell(f"{name} there is {here} here")
    if len(others) > _SHOWN:
        tell(f"{len(others) - _SHOWN:,} more have other ids here: `imported_from` of each says which it had")
    new = sum(one.is_new for one in found.appended)
    there = found.there + len(found.appended) - new
    said = [f"{new:,} new", *([f"{there:,} there already"] if there else [])]
    if found.erased:
        said.append(f"{found.erased:,} erased there")
    since = f", which has the same log up to @{found.after}" if found.after else ""
    end = "; a dry run: nothing was appended" if dry_run else ""
    tell(f"{other}{since}: {', '.join(said)}{end}")


def names_given(words: list[str] | tuple[str, ...]) -> dict[str, str]:
    """The names in words like `post=harbour-post`. Raises BadRequest."""
    names: dict[str, str] = {}
    for word in words:
        theirs, equals, ours = word.partition("=")
        if not (theirs and equals and ours) or names.setdefault(theirs, ours) != ours:
            hint = "give the name there and the name here, once each, as in --as post=harbour-post"
            raise BadRequest(f"{word!r} is not THEIRS=OURS", place="--as", hint=hint)
    return names
