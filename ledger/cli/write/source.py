"""`claims source`: declare a document that reports."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli.moments import calendar
from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import mentions
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.errors import BadRequest
from ledger.events import Source
from ledger.events.types import Reliability
from ledger.log import WAIT

TYPED: Final = {
    "id": "ID",
    "publisher": "PUBLISHER",
    "audience": "--to",
    "published": "--published",
    "captured_at": "--captured-at",
    "sha256": "--sha256",
}


def source(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="What to call it in reports and commands.")],
    publisher: Annotated[str, typer.Argument(metavar="PUBLISHER", help="Who published it.")],
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it is published.")] = None,
    archived: Annotated[str | None, typer.Option(metavar="URL", help="Where it is archived.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="article, e-mail, broadcast, post, ...")] = None,
    language: Annotated[str | None, typer.Option(metavar="TAG", help="Its language, as in en.")] = None,
    audience: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ACTOR", help="Who can read it, else the public; may be repeated."),
    ] = None,
    published: Annotated[str | None, typer.Option(metavar="TIME", help="When it was published.")] = None,
    captured_at: Annotated[str | None, typer.Option(metavar="TIME", help="When its copy was made.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="PATH", help="Its copy, whose SHA-256 is kept.")] = None,
    sha256: Annotated[str | None, typer.Option(metavar="HEX", help="The SHA-256 of its copy.")] = None,
    reliability: Annotated[
        Reliability | None, typer.Option(metavar="GRADE", help="On the Admiralty scale, A to F.")
    ] = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Declare a document that reports.

    claims source harbour-post "Harbour Post" --published 2020-01-06
    claims source desk-mail-4 "harbour office" --kind e-mail --to harbour-desk
    claims source post-7 "Harbour Post" --file post-7.html --captured-at 09:00
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    readers = mentions.several(audience, mentions.actor, place="--to", may_be_none=True)
    if file is not None and sha256 is not None:
        raise BadRequest("the file says what it is already", place="--sha256", hint="give --file or --sha256")
    with setting.open(by=terms.by) as ledger:
        days = calendar(setting, zone=ledger.zone)
        document = Source(
            id=id_,
            publisher=publisher,
            title=title,
            url=url,
            archived=archived,
            kind=kind,
            language=language,
            audience=readers.names if audience else None,
            published=days.read(published, "--published"),
            captured_at=days.read(captured_at, "--captured-at"),
            sha256=digest(file) if file is not None else sha256,
            reliability=reliability,
            note=note,
        )
        write(ledger, [document], setting, declared=readers.declared, typed=TYPED, terms=terms)


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex. Raises BadRequest if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}", place="--file", hint="name the captured document") from None
