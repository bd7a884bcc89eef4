"""`claims repair`: what only a person can decide about a log. It needs no DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ledger import times
from ledger.cli.exits import Exit
from ledger.cli.options import By, Wait
from ledger.cli.setting import Setting, tell
from ledger.codec import parse_seq
from ledger.errors import BadRequest, UnfinishedMerge
from ledger.log import WAIT
from ledger.log.repairs import NOTES, Decision, refuse_bad_reason
from ledger.render.safe import visible
from ledger.wording import few
from ledger.workspace import Ledger, repairs

if TYPE_CHECKING:
    from collections.abc import Sequence


def repair(
    ctx: typer.Context,
    *,
    cut: Annotated[
        str | None, typer.Option("--cut", metavar="@N", help="Keep a damaged log up to and including @N.")
    ] = None,
    erase: Annotated[
        str | None,
        typer.Option("--erase", metavar="@N", help="Take out what the line @N says, as the law requires."),
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; it is kept in events/repairs.jsonl.")] = None,
    by: By = None,
    wait: Wait = WAIT,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what --erase would leave behind, and erase nothing.")
    ] = False,
) -> Exit:
    """Say what is damaged, and do what a person decides.

    claims repair
    claims repair --cut @16 --reason "The disk failed; there is no copy."
    claims repair --erase @17 --reason "Court order 4/2020"

    Without --cut or --erase it changes nothing. Restoring the damaged file from a copy is always better than cutting:
    --cut keeps the log up to @N, and sets the files aside as they were, byte for byte. It prints their names.

    --erase is the only way to take a line's content out. It leaves, and prints, the hash of the line and its chain, so
    that the log and the proofs of other events still check. What the line said is kept nowhere here; backups, clones
    and exports are not touched. If nothing is left of a record, what refers to it counts as if the record had been
    voided: to keep it, first amend the record to say less, then erase its earlier line. For everything else use `amend`
    or `void`.
    """
    if cut is not None and erase is not None:
        raise BadRequest("one at a time", place="--erase", hint="first cut what is damaged")
    if dry_run and erase is None:
        raise BadRequest(
            "it only goes with --erase", place="--dry-run", hint="`claims repair` says what a cut would take"
        )
    setting: Setting = ctx.obj
    with setting.open(by=by) as ledger:
        if cut is not None:
            _cut(ledger, _seq(cut, "--cut"), _decision(ledger, setting, reason), wait)
        elif erase is not None:
            _erase(
                ledger,
                _seq(erase, "--erase"),
                _decision(ledger, setting, reason or ("tried" if dry_run else None)),
                wait,
                is_dry=dry_run,
            )
        else:
            return _say(ledger)
    return Exit.OK


def _say(ledger: Ledger) -> Exit:
    found = repairs.diagnose(ledger)
    if found is None:
        tell("the log is not damaged; there is nothing to repair")
        return Exit.OK
    print(visible(str(found.damage)))  # noqa: T201  # the data of this command
    if isinstance(found.damage, UnfinishedMerge):
        print(f"    hint: {found.damage.hint}")  # noqa: T201  # likewise
        return Exit.DAMAGED
    hint = f"restore the file from a copy; else `claims repair --cut @{found.end.seq} --reason TEXT` sets aside"
    print(f"    hint: {hint}")  # noqa: T201  # likewise
    for each in found.taken:
        how_many = "1 line" if each.lines == 1 else f"{each.lines:,} lines"
        which = f"all of {each.path}," if each.is_whole else f"of {each.path}"
        print(visible(f"    {which} {how_many}, {each.size:,} bytes"))  # noqa: T201  # likewise
    return Exit.DAMAGED


def _cut(ledger: Ledger, seq: int, decision: Decision, wait: float) -> None:
    for path in repairs.cut(ledger, seq, decision, wait=wait):
        print(visible(str(path)))  # noqa: T201  # the data of this command
    tell(f"the log ends with @{seq}; the files above keep what was there before, and {NOTES} says why")


def _erase(ledger: Ledger, seq: int, decision: Decision, wait: float, *, is_dry: bool) -> None:
    done = repairs.erase(ledger, seq, decision, wait=wait, is_dry=is_dry)
    print(done.line.decode())  # noqa: T201  # the data of this command
    if is_dry:
        tell("a dry run: nothing was taken out")
    else:
        tell(f"what @{seq} said was taken out, the caches were dropped, and {NOTES} says why")
    if done.is_void:
        tell(f"it had voided {done.record}, which counts again: void it again unless it should")
    elif done.others:
        tell(f"{done.record} is now what {_lines(done.others)} of it; erase that too if you have to")
    if done.citing and not done.is_void:
        tell(f"other records name {done.record}, and may repeat what was said: see what {_lines(done.citing)}")
        if not done.others:
            keep = ": to keep it, amend that first" if is_dry else ""
            tell(f"what they say of {done.record} counts as if that had been voided{keep}")
    for path in done.copies:
        tell(f"{path} was set aside by an earlier repair, and holds it as it was: delete that file if you have to")


def _lines(seqs: Sequence[int]) -> str:
    """Some lines, the first of them named: `@5 says`, `@5, @7 and 12 more say`."""
    return f"{few([f'@{seq}' for seq in seqs])} {'says' if len(seqs) == 1 else 'say'}"


def _seq(text: str, option: str) -> int:
    seq = parse_seq(text)
    if seq is None:
        raise BadRequest(f"{text!r} is not the number of an event", place=option, hint=f"as in {option} @17")
    return seq


def _decision(ledger: Ledger, setting: Setting, reason: str | None) -> Decision:
    given = reason or ""
    try:
        refuse_bad_reason(given)
    except BadRequest as error:
        raise error.at("--reason") from None
    return Decision(at=times.instant(setting.now()), by=ledger.by, reason=given)
