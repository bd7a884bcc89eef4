"""How a source carries an observation and who is told: the options that `record` and `report` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer
from msgspec import Struct
from msgspec.structs import replace

from ledger.cli.write import mentions
from ledger.errors import BadRequest
from ledger.events import AnyEvent, Quote, Source
from ledger.events.types import Mode

LONGEST_TEXT: Final = 1_000_000_000
"""Code points. No source has a longer text."""

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
    str | None,
    typer.Option(
        "--published",
        metavar="TIME",
        help="When the source carried it, else the source's date; for a new source, its date.",
    ),
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


TYPED: Final = {
    "id": "--id",
    "audience": "--to",
    "after": "--after",
    "source": "--in",
    "via": "--via",
    "published": "--published",
    "quotes": "--quote",
}
"""What the user types for each field."""


class ReportOptions(Struct, frozen=True, kw_only=True):
    """Who is told, which sources carry it and through whom, what came before; and what was declared for that.

    `audience` is None if nobody is named. `published` is the report's: a source that was declared has a date of its
    own.
    """

    audience: tuple[str, ...] | None
    sources: tuple[str, ...]
    via: tuple[str, ...]
    after: tuple[str, ...]
    quotes: tuple[Quote, ...]
    declared: tuple[AnyEvent, ...]
    published: str | None = None

    def dated(self, published: str | None) -> ReportOptions:
        """The same with this date, which is that of the sources declared here, or else of the report."""
        if published is None or not any(isinstance(each, Source) for each in self.declared):
            return replace(self, published=published)
        dated = (replace(each, published=published) if isinstance(each, Source) else each for each in self.declared)
        return replace(self, declared=tuple(dated))


def report_options(
    *,
    to: Sequence[str] | None,
    sources: Sequence[str] | None,
    via: Sequence[str] | None,
    after: Sequence[str] | None,
    quote: Sequence[str] | None,
    quote_at: Sequence[int] | None,
) -> ReportOptions:
    """What these options say. Raises BadRequest with the option as its place."""
    told = mentions.several(to, mentions.actor, place="--to", may_be_none=True)
    carriers = mentions.several(sources, mentions.source, place="--in")
    _refuse_twice(carriers.names)
    passed = mentions.several(via, mentions.actor, place="--via")
    return ReportOptions(
        audience=told.names if to else None,
        sources=carriers.names,
        via=passed.names,
        after=mentions.several(after, mentions.record, place="--after").names,
        quotes=quotes(quote, quote_at),
        declared=(*told.declared, *carriers.declared, *passed.declared),
    )


def _refuse_twice(carriers: Sequence[str]) -> None:
    """Raise BadRequest if a source is named twice: a line can say only once that a source reports something."""
    twice = next((name for name in carriers if carriers.count(name) > 1), None)
    if twice is not None:
        hint = f"name it once; what it carried at another time is recorded with `claims report … --in {twice}`"
        raise BadRequest(f"{twice} is named twice", place="--in", hint=hint)


def quotes(words: Sequence[str] | None, starts: Sequence[int] | None) -> tuple[Quote, ...]:
    """The quotes with these words, each with its place if starts are given. Raises BadRequest."""
    exact, begins = words or (), starts or ()
    if begins and len(begins) != len(exact):
        message = f"{len(begins)} of them, and {len(exact)} quotes"
        raise BadRequest(message, place="--quote-at", hint="give one for each --quote, in the same order, or none")
    if begins and max(begins) > LONGEST_TEXT:
        hint = "it counts the characters before the words, from 0"
        raise BadRequest(f"no text is long enough for words to begin at {max(begins)}", place="--quote-at", hint=hint)
    if not all(each.strip() for each in exact):
        raise BadRequest("no words", place="--quote", hint="give the words to the letter, or leave it out")
    if not begins:
        return tuple(Quote(exact=each) for each in exact)
    return tuple(
        Quote(exact=each, start=start, end=start + len(each)) for each, start in zip(exact, begins, strict=True)
    )
