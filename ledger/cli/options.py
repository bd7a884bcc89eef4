"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

# For commands that record.

By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who records it; else $CLAIMS_BY, the git user or the login name."),
]
Wait = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait while another writer is at work.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the exact lines to be appended, and append nothing.")]
Expect = Annotated[
    str | None, typer.Option("--expect", metavar="@SEQ", help="Append only if the log still ends at this event.")
]
ExpectClaims = Annotated[
    list[str] | None,
    typer.Option(
        "--expect-claim",
        metavar="CLAIM@SEQ",
        help="Append only if nothing after this event touches the claim; may be repeated.",
    ),
]
Id = Annotated[str | None, typer.Option("--id", metavar="ID", help="What to call it; else an id is generated.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A free note, kept with it.")]

# For commands that read: as of when, to whom it was known, and from which state of the log.

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="T|@17|ID", help="At a time, or just after an event; else all that is recorded."),
]
KnownTo = Annotated[
    str, typer.Option("--known-to", metavar="PERSPECTIVE", help="To whom it was known: public, an actor, or ledger.")
]
Recorded = Annotated[
    str | None, typer.Option("--recorded", metavar="T|@17", help="From the log as it was at a time, or at an event.")
]

# For commands that print: how much, how, and where to.

FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="table (default), json, jsonl, csv, markdown, or parquet with -o."),
]
PageFormat = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help="table (default), json, jsonl, csv or markdown.")
]
"""The same for answers that come from no query, which are not written as Parquet."""
Out = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to a file, whose suffix says the format; - is stdout."),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="At most N rows; 0 is all. Tables have 1000 by default."),
]
