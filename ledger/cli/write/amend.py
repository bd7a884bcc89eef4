"""`claims amend`: correct a record; the fields that are not named stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from ledger.cli.moments import Calendar, calendar
from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Wait
from ledger.cli.setting import Setting, tell
from ledger.cli.write import mentions
from ledger.cli.write.changes import changed
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import record_named, write
from ledger.errors import BadRequest, Refused
from ledger.events import Claim, normal, times_of
from ledger.events.differences import differences
from ledger.events.types import TIME_FIELDS
from ledger.log import WAIT
from ledger.times import Interval
from ledger.workspace import Ledger

if TYPE_CHECKING:
    from ledger.codec import Entry
    from ledger.events import AnyEvent


def amend(
    ctx: typer.Context,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="What to correct: its name, or @SEQ.")],
    *,
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="Give a field another value; may be repeated."),
    ] = None,
    removals: Annotated[
        list[str] | None, typer.Option("--unset", metavar="FIELD", help="Take a field out; may be repeated.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Correct a record; the fields that are not named stay as they are.

    claims amend mayor-2 --set occurred=2020-01-06 --reason "A misprint."
    claims amend mayor-2 --set stances[0].stance=query --unset text
    claims amend mayor-2 --set audience=harbour-council,harbour-desk
    claims amend city --set independent=true --set 'aliases=["The City"]'

    A field is named as in the log, and a part of it as in reports[0].published. A value is text if the field takes
    text, else JSON, or names separated by commas.
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    if not assignments and not removals:
        raise BadRequest("nothing to correct", hint=f'as in claims amend {record} --set text="…"')
    with setting.open(by=terms.by) as ledger:
        current = _current(ledger, record, terms.wait)
        event = current.event
        days = calendar(setting, zone=ledger.zone).on_day_of(_day(event))
        dated = [_dated(assignment, days) for assignment in assignments or ()]
        corrected = normal(changed(event, dated, removals or ()), zone=ledger.zone)
        changes = differences(event, corrected)
        if not changes:
            raise Refused(
                f"{current.record} says that already", hint=f"`claims show {current.record}` shows what it says"
            )
        version = replace(corrected, id=None, imported_from=None, amends=current.record, reason=reason)
        write(
            ledger,
            [version],
            setting,
            typed={"amends": "RECORD", "reason": "--reason"},
            # The fields that are not named keep the values that were read.
            expect_versions={current.record: current.seq},
            terms=terms,
        )
        for each in changes:
            if each.before is not None:
                tell(f"- {each.field}: {each.before}")
            if each.after is not None:
                tell(f"+ {each.field}: {each.after}")
        if isinstance(event, Claim) and any(each.field == "text" for each in changes):
            tell(
                f"stances taken on {current.record} now apply to these words: if they say something else, and"
                " not the same more exactly, void the claim and record a new one"
            )


def _current(ledger: Ledger, name: str, wait: float) -> Entry:
    """The line that states what a record says. Raises UnknownName, or BadRequest if the name is only an event's."""
    record = record_named(ledger, name if name.startswith("@") else mentions.record(name).name)
    try:
        return ledger.current(record, wait=wait)
    except BadRequest as error:
        raise error.at("RECORD") from None


def _day(event: AnyEvent) -> str | None:
    """The text of a record's first time, which gives its day; None if it has none."""
    return next((time.text for _, time in times_of(event) if isinstance(time, Interval)), None)


def _dated(assignment: str, days: Calendar) -> str:
    """The assignment, with a day and an offset given to a bare clock time. Raises BadTime."""
    path, equals, value = assignment.partition("=")
    if not value or path.rpartition(".")[2] not in TIME_FIELDS:
        return assignment
    return f"{path}{equals}{days.read(value, f'--set {path}')}"
