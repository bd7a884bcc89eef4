"""How a source carries an observation: the options that `record` and `report` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ledger.errors import BadRequest
from ledger.events import Quote
from ledger.events.types import Mode

To = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="ACTOR", help="Who was told, else the public; may be repeated. '' is nobody."),
]
Via = Annotated[
    list[str] | None,
    typer.Option("--via", metavar="NAME", help="A source or actor it passed through; may be repeated."),
]
How = Annotated[
    Mode | None, typer.Option("--mode", metavar="MODE", help="How it is carried: quote, paraphrase or inferred.")
]
Published = Annotated[
    str | None, typer.Option("--published", metavar="TIME", help="When the source carried it; else the source's date.")
]
Quoted = Annotated[
    list[str] | None,
    typer.Option("--quote", metavar="WORDS", help="The speaker's words to the letter; may be repeated."),
]
QuotedAt = Annotated[
    list[int] | None,
    typer.Option(
        "--quote-at", metavar="START", min=0, help="Where in the source's text the words begin; one for each quote."
    ),
]
After = Annotated[
    list[str] | None,
    typer.Option("--after", metavar="EVENT", help="What certainly came before; may be repeated."),
]


def quotes(words: Sequence[str] | None, starts: Sequence[int] | None) -> tuple[Quote, ...]:
    """The quotes with these words, each from its start on where starts are given. Raises BadRequest."""
    exact, begins = words or (), starts or ()
    if begins and len(begins) != len(exact):
        message = f"{len(begins)} of them, and {len(exact)} quotes"
        raise BadRequest(message, place="--quote-at", hint="give one for each --quote, in the same order, or none")
    if not all(exact):
        raise BadRequest("no words", place="--quote", hint="give the words to the letter, or leave it out")
    if not begins:
        return tuple(Quote(exact=each) for each in exact)
    return tuple(
        Quote(exact=each, start=start, end=start + len(each)) for each, start in zip(exact, begins, strict=True)
    )
