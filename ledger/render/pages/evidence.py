"""Who stands where on a claim, each with what was said and by whose account; and what others made of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events import LEDGER, PUBLIC
from ledger.render.page import ITEM, Paragraph, Section, faint, joined, name, status, words
from ledger.render.pages.phrases import (
    VERBS,
    audience,
    by_others,
    carried_by,
    knows_through,
    manner,
    names,
    occurred,
    quotes_in,
    said_by,
    unseen,
)
from ledger.render.times import between, end, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ledger.render.page import Block, Words
    from ledger.workspace.introducing import Introduced
    from ledger.workspace.rows import ActorRow, AssessmentRow, ClaimState, Evidence, ReportRow, Utterance
    from ledger.workspace.views import View

_ORDER = ("support", "deny", "query", "retract")
_NOT_EARLIER = " said otherwise is not certainly earlier, so it still stands."
_HEADS = {"support": "Supports", "deny": "Denies", "query": "Questions", "retract": "Retracts"}


def in_a_sentence(state: ClaimState) -> Words:
    """The status with everybody behind it: `disputed: pilot supports it; mayor and clerk deny it`."""
    parts = [
        *_voices(state.supported_by, "supports it", "support it"),
        *_voices(state.denied_by, "denies it", "deny it"),
        *_voices(state.questioned_by, "questions it", "question it"),
        *_voices(state.order_unknown_of, "said both, in unknown order", "said both, in unknown order"),
        *_taken_back(state),
    ]
    said = words(status(state.status), ": ", joined(parts, "; ") or "nobody takes one")
    divided = _voices(state.divided_origins, "is divided", "are divided")
    return words(said, ". ", *divided, ".") if divided else words(said, ".")


def _taken_back(state: ClaimState) -> list[Words]:
    """Who took back what, if somebody's position is retracted: `mayor took a stance back`."""
    own = [each.actor for each in state.retractors if each.by == [each.actor]]
    others = [each for each in state.retractors if each.by != [each.actor]]
    return _voices(own, "took a stance back", "took stances back") + [
        words("what ", name(each.actor), " said was taken back by ", names(each.by)) for each in others
    ]


def through_parts(evidence: Sequence[Evidence], view: View) -> Iterator[Block]:
    """The parts through which the perspective knows some of the evidence, if there are any."""
    if parts := sorted({part for each in evidence for part in each.known_through}):
        yield Paragraph(knows_through(parts, view))


def standing(evidence: Sequence[Evidence], view: View, *, zone: str) -> Iterator[Block]:
    """The stances that count, grouped by kind, with the speaker's words.

    For a stance without a source, that none is recorded, or that none was out by the cut.
    """
    unretracted = {each.actor for each in evidence if each.outcome == "counts" and each.stance != "retract"}
    for stance in _ORDER:
        counting = [each for each in evidence if each.outcome == "counts" and each.stance == stance]
        if counting:
            yield Section(words(_HEADS[stance]))
        for each in counting:
            head = (name(each.actor or ""), manner(each.basis, each.certainty), " in ", name(each.observation))
            yield Paragraph(words(*head, f", {_when(each, zone)}, {audience(each.audience)}"), mark=ITEM)
            yield from spoken(each.text, each.reports, depth=1)
            if not each.reports:
                is_cut = view != view.uncut and view.perspective != LEDGER
                yield Paragraph(
                    words(faint("no source of it was out by then" if is_cut else "no source is recorded")), depth=1
                )
            if stance == "retract" and each.actor in unretracted:
                yield Paragraph(words("What ", name(each.actor or ""), _NOT_EARLIER), depth=1)


def idle(each: Evidence, because: Words, *, zone: str) -> Iterator[Block]:
    """A stance that does not count, why not, and what was said."""
    who = name(each.actor) if each.actor else words("somebody who was voided")
    what = f" {VERBS[each.stance]} it{manner(each.basis, each.certainty)} in "
    head = words(who, what, name(each.observation), f", {_when(each, zone)}, {audience(each.audience)}")
    yield Paragraph(words(head, ": ", because), mark=ITEM)
    if each.text:
        yield Paragraph(words(each.text), depth=1)


def spoken(
    text: str | None, reports: Sequence[ReportRow], *, depth: int, known: datetime | None = None
) -> Iterator[Block]:
    """What was said: in the recorder's words, then to the letter, by source; sources without quotes are only named.

    A source that came out only after it was `known` has its date.
    """
    if text:
        yield Paragraph(words(text), depth=depth)
    for report in reports:
        if report.quotes:
            yield Paragraph(words(carried_by(report, known=known), ": ", quotes_in(report)), depth=depth)
    silent = [carried_by(report, known=known) for report in reports if not report.quotes]
    if silent:
        yield Paragraph(words("also in " if len(silent) < len(reports) else "in ", joined(silent)), depth=depth)


def passed_on(utterances: Sequence[Utterance], view: View, *, zone: str) -> Iterator[Block]:
    """What sources carry on the account of the source or the actor that the page is about."""
    if utterances:
        yield Section(words("Passed on"))
    for each in utterances:
        yield headed(each, view, zone=zone)
        yield from spoken(each.text, each.reports, depth=1)


def headed(each: Utterance, view: View, *, zone: str) -> Paragraph:
    """Which utterance it is: by whom, to whom, when, and whether it is known from the view."""
    who = said_by(each.speaker or each.kind, each.audience, is_said=each.speaker is not None)
    when = f", {who}, {occurred(each, zone=zone)}"
    return Paragraph(words(name(each.observation), when, unseen(each, view)), mark=ITEM)


def sources(evidence: Sequence[Evidence]) -> Iterator[Block]:
    """The sources of the stances that count, each once: who published it, when, and to whom if not to the public."""
    known: dict[str, ReportRow] = {}
    told: dict[str, set[str]] = {}
    for each in evidence:
        for report in each.reports if each.outcome == "counts" else ():
            known.setdefault(report.source, report)
            told.setdefault(report.source, set()).update(report.audience)
    if known:
        yield Section(words("Sources"))
    for source, report in sorted(known.items()):
        said = [report.publisher, *([f"“{report.title}”"] if report.title else [])]
        said += [] if PUBLIC in told[source] else [audience(sorted(told[source]))]
        said += [f"published {report.source_published_text}"] if report.source_published_text else []
        said += [report.url] if report.url else []
        yield Paragraph(words(name(source), ": ", ", ".join(said)), mark=ITEM)


def who_they_are(introduced: Introduced, *views: View) -> Iterator[Block]:
    """The actors that a page names, each with what it is called, its role, and the body that it is a part of.

    Names and roles have no times: a page as of a moment says that they are as recorded.
    """
    known = [(each, said) for each in introduced.actors if (said := _introduction(each))]
    if known:
        is_cut = any(view != view.uncut for view in views)
        recorded = ", as recorded" + (" now" if views[-1].recorded is None else " by then")
        yield Section(words("Who they are" + recorded * is_cut))
    for each, said in known:
        yield Paragraph(words(name(each.actor), ": ", joined(said)), mark=ITEM)
    if introduced.left_out:
        yield Paragraph(words(faint(f"and {introduced.left_out:,} more: `claims show ID` says who one is")))


def _introduction(actor: ActorRow) -> list[Words]:
    said = [words(actor.name)] if actor.name != actor.actor else []
    said += [words(actor.role)] if actor.role else []
    return [*said, *([words("part of ", name(actor.part_of))] if actor.part_of else [])]


def assessed(each: AssessmentRow, of: str, *, among: Sequence[AssessmentRow], zone: str) -> Iterator[Block]:
    """A verdict of an assessor or on a claim, with its reasons and what it rests on; it is one `among` these."""
    label = f" (“{each.label}”)" if each.label else ""
    sure = f", {each.confidence} confidence" if each.confidence else ""
    when = each.occurred_text or f"recorded {to_the_second(each.recorded_at, zone=zone)}"
    past = "" if each.stands else f", {_fallen(each, among)}"
    yield Paragraph(words(name(of), f": {each.verdict}{label}{sure}, {when}{past}"), mark=ITEM)
    if each.rationale:
        yield Paragraph(words(each.rationale), depth=1)
    if each.evidence:
        on = [words(name(one), " (since voided or erased)" * (one in each.evidence_ended)) for one in each.evidence]
        yield Paragraph(words("on ", joined(on)), depth=1)


def _fallen(each: AssessmentRow, among: Sequence[AssessmentRow]) -> str:
    """Why a verdict does not stand at the cut."""
    if not each.made:
        return f"not {'certainly ' if each.perhaps_made else ''}made by then"
    its = (other for other in among if (other.assessor, other.claim) == (each.assessor, each.claim) and other.stands)
    return f"replaced by {next(its).assessment}, which was first recorded later"


def if_possible(state: ClaimState, evidence: Sequence[Evidence], *, zone: str) -> Iterator[Block]:
    """What would change if everything possible had happened, with what would change it, and what would settle it."""
    yield Section(words("If everything possible had happened"))
    changing = [each for each in evidence if _differs(each)]
    if not changing and state.status == state.status_if_possible:
        yield Paragraph(words("Nothing would change."))
        if state.order_unknown_of:
            order = words(", in unknown order: a closer date, or `claims order`, would say which came last.")
            yield Paragraph(words(names(state.order_unknown_of), " said both", order))
        return
    if state.status == state.status_if_possible:
        yield Paragraph(words("It would still be ", status(state.status), ", and"))
    else:
        yield Paragraph(words("It would be ", status(state.status_if_possible), ":"))
    for each in changing:
        yield Paragraph(_would(each, zone), mark=ITEM)
    if both := [each for each in state.order_unknown_of_if_possible if each not in state.order_unknown_of]:
        yield Paragraph(words(names(both), " would have said both, in unknown order"), mark=ITEM)


def _differs(each: Evidence) -> bool:
    return each.outcome != each.outcome_if_possible


def _would(each: Evidence, zone: str) -> Words:
    """What would become of a stance if everything possible had happened."""
    who = name(each.actor or "somebody")
    where = words(" in ", name(each.observation))
    match each.outcome_if_possible:
        case "counts":
            perhaps = f", which may have been known by then; {_settled(each, zone)}"
            return words(who, f" {VERBS[each.stance]} it", where, perhaps)
        case "superseded":
            return words(
                "what ", who, " said", where, " would be superseded by ", names(each.superseded_by_if_possible)
            )
        case _:
            back = words(names(each.retracted_by_if_possible), by_others(each.retractors_if_possible, [each.actor]))
            return words("what ", who, " said", where, " would be taken back in ", back)


def _settled(each: Evidence, zone: str) -> str:
    """When a stance becomes certain, and that a time would settle it, if none was recorded."""
    is_undated = each.occurred_text is None and all(report.published_text is None for report in each.reports)
    by = (
        f"it certainly was by {end(each.known_latest, zone=zone)}"
        if each.known_latest
        else "as recorded, it is never certain"
    )
    return f"no time is recorded for it, and one would settle that; {by}" if is_undated else by


def _when(each: Evidence, zone: str) -> str:
    return between(each.occurred_earliest, each.occurred_latest, zone=zone, as_given=each.occurred_text)


def _voices(actors: Sequence[str], one: str, several: str) -> list[Words]:
    return [words(names(actors), f" {one if len(actors) == 1 else several}")] if actors else []
