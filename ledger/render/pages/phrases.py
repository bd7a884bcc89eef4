"""The words that all pages share: from where one looks, who stands where, when something was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.events import LEDGER, PUBLIC
from ledger.render.page import joined, name, words
from ledger.render.times import between
from ledger.times import as_datetime, is_instant
from ledger.times import show as show_instant
from ledger.workspace.rows import BEHIND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ledger.render.page import Words
    from ledger.workspace.rows import Evidence, ReportRow, StanceRetracted, StanceTaken, Utterance
    from ledger.workspace.views import View

VERBS: Final = {
    "support": "supports",
    "deny": "denies",
    "query": "questions",
    "comment": "comments on",
    "retract": "retracts",
    "order-unknown": "order unknown",
    "retracted": "retracted",
}
"""What an actor with a stance or position does, in the words of `claims record`."""
WHO: Final = tuple(zip(("supports", "denies", "questions", "order unknown", "retracted"), BEHIND, strict=True))
"""What the actors behind a status do, and the field of a row that has them."""
MOST_NAMES: Final = 20
"""How many of the actors who stand together on a claim a table cell names; the claim's own page names all."""
LATER: Final = {"utterance": "said later", "document": "written later", "happening": "happened later"}
"""What to say of something that was not yet there, by its kind."""


def manner(basis: str, certainty: str) -> str:
    """How a stance is taken, if not plainly: ` (reported, probable)`."""
    said = [basis] if basis != "direct" else []
    said += [certainty] if certainty != "certain" else []
    return f" ({', '.join(said)})" if said else ""


def names(actors: Sequence[str]) -> Words:
    """Names in a sentence: `mayor, clerk and pilot`."""
    if len(actors) < 2:  # noqa: PLR2004  # with one name there is nothing between
        return tuple(name(actor) for actor in actors)
    return words(joined([words(name(actor)) for actor in actors[:-1]]), " and ", name(actors[-1]))


def first_of(named: list[Words], most: int | None) -> Words:
    """The first `most` names, and how many more there are."""
    rest = f" and {len(named) - most:,} more" if most is not None and len(named) > most else ""
    return words(joined(named[:most]), rest)


def listed(actors: Sequence[str]) -> str:
    """Names in a list: `mayor, clerk`."""
    return ", ".join(actors)


def audience(who: Sequence[str]) -> str:
    """To whom something is said: `to the public`, `to hasc`, `to nobody`."""
    if PUBLIC in who:
        return "to the public"
    return f"to {listed(who)}" if who else "to nobody that is named"


def said_by(who: str, told: Sequence[str], *, is_said: bool) -> str:
    """Who said something, and to whom. For what nobody said, such as a happening, the public goes unsaid."""
    return f"{who}, {audience(told)}" if is_said or PUBLIC not in told else who


def seen_from(view: View, *, zone: str) -> str:
    """From where and from when one looks, as the start of a sentence: `As us-congress knew it just after esper-1`."""
    when = _cut(view, zone)
    if view.perspective == LEDGER:
        said = f"As the ledger {'held' if when else 'holds'} it{when}"
    elif when:
        said = f"As {known_to(view)} knew it{when}"
    else:
        said = f"As {known_to(view)} knows it"
    if view.recorded is None:
        return said
    return f"{said}, from the log as it was at {_position(view.recorded, zone)}"


def ending(reason: str | None) -> str:
    """The end of a sentence, with the reason for what it tells, if there is one: `: wrong mayor.` or a full stop."""
    why = f": {reason}" if reason else ""
    return why if why.endswith((".", "!", "?")) else f"{why}."


def lowered(sentence: str) -> str:
    """A sentence as the continuation of another one."""
    return sentence[:1].lower() + sentence[1:]


def known_to(view: View) -> str:
    """The perspective, in a sentence."""
    return {PUBLIC: "the public", LEDGER: "the ledger"}.get(view.perspective, view.perspective)


def knows_through(parts: Sequence[str], view: View) -> Words:
    """That the perspective knows what its parts say or are told."""
    are, say = ("is a part", "it says or is told") if len(parts) == 1 else ("are parts", "they say or are told")
    return words(names(parts), f" {are} of {known_to(view)}, which knows what {say}.")


def occurred(utterance: Utterance, *, zone: str) -> str:
    """When something was said: the text that was given, else what is known of it by the order of events."""
    return between(utterance.occurred_earliest, utterance.occurred_latest, zone=zone, as_given=utterance.occurred_text)


def carried_by(report: ReportRow, *, known: datetime | None = None) -> Words:
    """A source as evidence names it: `harbour-post (paraphrase, via city-radio)`. That it quotes, its quotes show.

    A private source is never named without its audience: `leak-mail (to hasc)`; one that certainly came out after what
    it carries was `known`, never without its date: `memoirs (published 1924)`.
    """
    said = [] if PUBLIC in report.audience else [audience(report.audience)]
    said += [report.mode] if report.mode and not (report.mode == "quote" and report.quotes) else []
    said += [f"via {listed(report.via)}"] if report.via else []
    if report.published_text and (is_out_after(report, known) or report.published_text != report.source_published_text):
        said.append(f"published {report.published_text}")
    said += ["perhaps not yet published"] if report.visible == "possible" else []
    return words(name(report.source), f" ({', '.join(said)})" if said else "")


def is_out_after(report: ReportRow, known: datetime | None) -> bool:
    """Whether a report certainly came out only after something was `known`."""
    return known is not None and report.published_earliest is not None and report.published_earliest >= known


def quotes_in(report: ReportRow) -> Words:
    """The speaker's words in a report: `“The pier is open.” … “I said so.”`; nothing if it quotes none."""
    return joined([words(f"“{quote}”") for quote in report.quotes], by=" … ")


def retracted(said: Utterance, *, claim: str | None = None) -> Words:
    """Where something was taken back: `taken back in mayor-3 on budget, perhaps in clerk-4, by clerk`.

    With a `claim`, only the stance on that one. Empty if nothing was taken back.
    """
    backs: dict[tuple[str, str, str], list[str]] = {}
    for each in said.retractions:
        if claim is None or each.claim in (None, claim):
            on = backs.setdefault((each.visible, each.observation, each.speaker), [])
            on += [each.claim] if each.claim is not None and claim is None else []
    parts = [
        words(
            "perhaps " if visible == "possible" else "",
            "in ",
            name(observation),
            f" on {listed(on)}" if on else "",
            by_others([speaker], [said.speaker]),
        )
        for (visible, observation, speaker), on in sorted(backs.items())
    ]
    return words("taken back ", joined(parts)) if parts else ()


def by_others(retractors: Sequence[str], speakers: Sequence[str | None]) -> Words:
    """By whom something was taken back, if not only by whoever had said it: `, by clerk`."""
    return words(", by ", names(retractors)) if set(retractors) - set(speakers) else ()


def says(taken: Sequence[StanceTaken], retracts: Sequence[StanceRetracted]) -> list[Words]:
    """What stances an observation takes, and takes back: `denies pier-closed (probable)`, `takes back mayor-1`."""
    said = [stance(each.stance, each.claim, each.basis, each.certainty) for each in taken]
    claims: dict[str, list[str]] = {}
    for each in retracts:
        claims.setdefault(each.observation, []).extend([each.claim] if each.claim is not None else [])
    return said + [takes_back(observation, on) for observation, on in claims.items()]


def takes_back(observation: str, claims: Sequence[str]) -> Words:
    """What an observation takes back, on some claims or on all: `takes back mayor-1 on pier-closed`."""
    return words("takes back ", name(observation), f" on {listed(claims)}" if claims else "")


def stance(kind: str, claim: str, basis: str, certainty: str) -> Words:
    """A stance on a claim: `denies pier-closed (probable)`."""
    return words(f"{VERBS[kind]} ", name(claim), manner(basis, certainty))


def is_later(said: Utterance | Evidence, view: View) -> bool:
    """Whether something was said, or happened, certainly after the clock time from which one looks."""
    if view.clock is None or said.occurred_earliest is None:
        return False
    return said.occurred_earliest >= as_datetime(view.clock).replace(tzinfo=None)


def _cut(view: View, zone: str) -> str:
    if view.event is not None:
        return f" just after {view.event}"
    if view.clock is not None:
        where = f" in {view.ends_in}" if view.ends_in not in (None, zone) else ""
        return f" at {show_instant(view.clock, zone=zone)}{f', the end of {view.ends}{where}' if view.ends else ''}"
    return ""


def _position(recorded: str, zone: str) -> str:
    return show_instant(recorded, zone=zone) if is_instant(recorded) else recorded


def unseen(said: Utterance, view: View) -> str:
    """That an utterance is not known from a view, or not certainly; empty if it certainly is."""
    if said.visible == "certain":
        return ""
    if said.visible == "possible":
        return f"; perhaps not known to {known_to(view)} by then"
    if is_later(said, view):
        return f"; {LATER[said.kind]}"
    by_then = " by then" if view != view.uncut else ""
    return f"; not known to {known_to(view)}{by_then}"
