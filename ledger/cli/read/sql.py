"""`claims sql`: a question in SQL."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from ledger.cli.options import FormatOption, Limit, Out
from ledger.cli.output import output
from ledger.cli.setting import Setting
from ledger.cli.usage import refuse_surrogates
from ledger.errors import BadRequest, QueryRejected
from ledger.workspace.answers import Answer

_CONFINED: Final = ("disabled by configuration", "configuration has been locked")
"""What DuckDB says when a query may not do what it asks."""
_WRITING: Final = frozenset({"alter", "create", "delete", "drop", "insert", "merge", "truncate", "update"})
"""The first words of statements that would change what is queried."""


def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="The query, or - to read it from stdin.")],
    *,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Let the query read and write files, and change settings.")
    ] = False,
    limit: Limit = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """Ask in SQL.

    claims sql "from claims where status = 'disputed'"
    claims sql "from positions" -o positions.parquet
    echo "from events" | claims sql - --format json

    `claims schema` lists what can be queried; the dialect is DuckDB's, and its errors are printed as they are. Give one
    statement at a time. Without --trusted, a query cannot read or write files, or change settings.
    """
    setting: Setting = ctx.obj
    target = output(setting, format_, out)
    text = _piped() if query == "-" else query
    if not text.strip():
        raise BadRequest("an empty query", place="QUERY", hint='as in claims sql "from claims"')
    with setting.reading() as ledger, TemporaryDirectory(prefix="claims-") as name:
        folder = None if trusted else Path(name)
        try:
            answer = Answer(ledger.sql(text, trusted=trusted, folder=folder), folder=folder)
            target.rows(target.limited(answer, limit))
        except QueryRejected as error:
            if not trusted and any(words in error.message for words in _CONFINED):
                error.hint = "if you trust the query, let it do that with --trusted"
            elif text.split(maxsplit=1)[0].lower() in _WRITING:
                error.hint = (
                    "SQL only reads: `claims record` adds, `claims amend` corrects a record, `claims void` ends one"
                )
            raise


def _piped() -> str:
    """The query that is piped in. Raises BadRequest if there is none, or if it is not text."""
    if sys.stdin is None:
        raise BadRequest("nothing is piped in", place="QUERY", hint='as in echo "from claims" | claims sql -')
    text = sys.stdin.buffer.read().decode(errors="surrogateescape")
    refuse_surrogates(text, "QUERY")
    return text
