"""`claims record`: what somebody said or what happened, in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from ledger.cli.moments import calendar
from ledger.cli.options import By, DryRun, Expect, ExpectClaims, Id, Note, Wait
from ledger.cli.setting import Setting
from ledger.cli.write import carrying, mentions, sentence
from ledger.cli.write.carrying import After, How, Published, Quoted, QuotedAt, To, Via, report_options
from ledger.cli.write.doubts import tell_doubts
from ledger.cli.write.latest import tell_beside_latest
from ledger.cli.write.terms import Terms
from ledger.cli.write.writing import write
from ledger.errors import BadRequest, UnknownName
from ledger.events import InlineReport, Observation, Retraction, Stance
from ledger.events.types import ObservationKind
from ledger.log import WAIT

_CONJUNCTIONS: Final = ("and", "or")


def record(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHO (VERB CLAIM...)",
            help="Who takes which stances; not needed for a happening.",
            show_default=False,
        ),
    ] = None,
    *,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When, as in 2020-01-06, or 16:10 on $CLAIMS_DATE or today.")
    ] = None,
    to: To = None,
    sources: Annotated[
        list[str] | None, typer.Option("--in", metavar="SOURCE", help="A source that reports it; may be repeated.")
    ] = None,
    quote: Quoted = None,
    quote_at: QuotedAt = None,
    via: Via = None,
    mode: How = None,
    published: Published = None,
    after: After = None,
    retracts: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EVENT[/CLAIM]",
            help="An earlier observation to take back, or its stance on a claim; may be repeated.",
        ),
    ] = None,
    reportedly: Annotated[
        bool, typer.Option("--reportedly", help="The stances are known from a report, not from the speaker's words.")
    ] = False,
    happening: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What happened, if nobody said anything, in your own words.")
    ] = None,
    kind: Annotated[
        ObservationKind | None, typer.Option(metavar="KIND", help="utterance (default), document or happening.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What was said or happened, in your own words.")
    ] = None,
    id_: Id = None,
    note: Note = None,
    by: By = None,
    expect: Expect = None,
    expect_claims: ExpectClaims = None,
    wait: Wait = WAIT,
    dry_run: DryRun = False,
) -> None:
    """Record what somebody said, or what happened, in one line.

    claims record mayor denies pier-closed --at 16:10 --in harbour-post
    claims record mayor supports budget probably denies pier-closed strike
    claims record +clerk@city='A clerk' implies +pier-sold='The pier is sold.'
    claims record mayor retracts pier-closed --retracts mayor:1/pier-closed
    claims record --happening "The fire brigade is called." --at 2020-01-06

    The verbs are supports, denies, questions, comments, retracts and implies; put probably or possibly before one if
    it is not certain that the stance is taken. A + declares on the spot: an actor with +id, +id@whole or +id='A name',
    also after --to and --via; a claim with +id='A sentence.'; a source, after --in, with +id='A publisher'.

    --retracts EVENT takes back what EVENT said of the claims that the sentence retracts; if it retracts none,
    everything that EVENT said. A statement is told to the public when it is said or happens, unless --to says who was
    told; --to '' is for what nobody knew before a report.
    """
    setting: Setting = ctx.obj
    terms = Terms(by=by, expect=expect, expect_claims=expect_claims, wait=wait, dry_run=dry_run)
    said = sentence.parse(words or (), basis="reported" if reportedly else "direct")
    how = report_options(to=to, sources=sources, via=via, after=after, quote=quote, quote_at=quote_at)
    backs = tuple(_retraction(word, said.stances) for word in retracts or ())
    _refuse_loose(how.sources, {"--quote": quote, "--via": via, "--mode": mode, "--published": published})
    if happening is not None:
        kind, text = _happening(happening, kind, text)
    if said.speaker is not None and not (said.stances or backs or text):
        raise BadRequest(f"what did {said.speaker} say?", hint=f"add a verb and a claim, {sentence.EXAMPLE}, or --text")
    if said.speaker is None and kind in (None, "utterance"):
        hint = f"{sentence.EXAMPLE}; what happened without a speaker is recorded with --happening"
        raise BadRequest("who said it?", hint=hint)
    with setting.open(by=terms.by) as ledger:
        days = calendar(setting, zone=ledger.zone)
        occurred = days.read(at, "--at")
        how = how.dated(days.on_day_of(occurred).read(published, "--published"))
        observation = Observation(
            id=id_,
            kind=kind or "utterance",
            text=text,
            speaker=said.speaker,
            audience=how.audience,
            occurred=occurred,
            after=how.after,
            stances=said.stances,
            retracts=backs,
            reports=tuple(
                InlineReport(source=name, via=how.via, mode=mode, published=how.published, quotes=how.quotes)
                for name in how.sources
            ),
            note=note,
        )
        try:
            appended = write(
                ledger,
                [observation],
                setting,
                declared=(*said.declared, *how.declared),
                typed=_typed(said, "--text" if happening is None else "--happening"),
                terms=terms,
            )
        except UnknownName as error:
            raise _as_meant(error, words or ()) from None
        if appended[-1].is_new:
            tell_doubts(ledger, appended[-1].entry, how, dry_run=terms.dry_run)
            tell_beside_latest(ledger, appended[-1].entry, dry_run=terms.dry_run)


def _typed(said: sentence.Sentence, text: str) -> dict[str, str]:
    """What was typed for the fields of the observation; `text` is the option that gave its text."""
    return (
        {f"reports.{field}": option for field, option in carrying.TYPED.items()}
        | {field: carrying.TYPED[field] for field in ("id", "audience", "after")}
        | {"speaker": "WHO", "text": text, "occurred": "--at", "retracts": "--retracts", "reports": "--published"}
        | {
            f"stances[{number}]": f"the claim after `{verb}`"
            for number, verb in enumerate(sentence.verbs(said.stances))
        }
    )


def _retraction(word: str, stances: Sequence[Stance]) -> Retraction:
    """`mayor:1/pier-closed,budget`; or `mayor:1`, on what the sentence retracts, else on all. Raises BadRequest."""
    observation, slash, claims = word.partition("/")
    names = mentions.several([observation], mentions.record, place="--retracts").names
    about = mentions.several([claims] if claims.strip() else [], mentions.record, place="--retracts").names
    if len(names) != 1 or (slash and not about):
        hint = "give the observation, and after a slash the claims, as in --retracts mayor:1/pier-closed"
        raise BadRequest(f"{word!r} is not one observation", place="--retracts", hint=hint)
    said = tuple(stance.claim for stance in stances if stance.stance == "retract")
    return Retraction(observation=names[0], claims=about or said)


def _refuse_loose(carriers: Sequence[str], details: dict[str, object]) -> None:
    """Raise BadRequest if it is not clear to which source quotes and the like belong."""
    given = [option for option, value in details.items() if value]
    if not given or len(carriers) == 1:
        return
    if carriers:
        hint = "give one --in here, and the other sources with `claims report`"
        raise BadRequest(f"from which of the sources {', '.join(carriers)}?", place=given[0], hint=hint)
    raise BadRequest("from which source?", place=given[0], hint="name the source that has it with --in SOURCE")


def _happening(happening: str, kind: ObservationKind | None, text: str | None) -> tuple[ObservationKind, str]:
    if text is not None or kind not in (None, "happening"):
        raise BadRequest(
            "it says the kind and the text already", place="--happening", hint="leave --kind and --text out"
        )
    return "happening", happening


def _as_meant(error: UnknownName, words: Sequence[str]) -> UnknownName:
    """The error, with a better hint if the word that is no claim looks like a verb, an option or a conjunction."""
    for one in error.every():
        word = next((each for each in words if one.message == f"there is no claim {each}"), None)
        if word in _CONJUNCTIONS:
            one.hint = f"leave {word} out: claims follow one another, as in denies pier-closed strike"
        elif word is not None and (meant := sentence.meant(words, word)) is not None:
            one.hint = f"did you mean {meant}?"
    return error
