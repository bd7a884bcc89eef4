"""The page of `claims why`: each stance that counts, each that does not and why, and what could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.render.page import Paragraph, Section, Title, joined, name, status, words
from ledger.render.pages.evidence import (
    idle,
    if_possible,
    in_a_sentence,
    sources,
    standing,
    through_parts,
    who_they_are,
)
from ledger.render.pages.phrases import LATER, by_others, is_later, known_to, names, seen_from
from ledger.render.times import between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.render.page import Block, Page, Words
    from ledger.workspace.introducing import Introduced
    from ledger.workspace.rows import ClaimState, Evidence, Neighbour
    from ledger.workspace.views import View


_SUPPORTED: Final = ("asserted", "asserted-by-several", "disputed")
"""The statuses of claims that somebody supports."""


def page_of_reasons(  # noqa: PLR0913  # all that the page is made of
    state: ClaimState,
    evidence: Sequence[Evidence],
    neighbours: Sequence[Neighbour],
    introduced: Introduced,
    view: View,
    *,
    zone: str,
) -> Page:
    """Why a claim has its status from a view."""
    blocks: list[Block] = [
        Title(words(name(state.claim), ": ", state.text)),
        Paragraph(words(seen_from(view, zone=zone), ", ", in_a_sentence(state))),
        *_at_odds(state, neighbours),
        *through_parts(evidence, view),
        *standing(evidence, view, zone=zone),
        *_idle(evidence, view, zone=zone),
        *if_possible(state, evidence, zone=zone),
        *sources(evidence),
        *who_they_are(introduced, view),
    ]
    return tuple(blocks)


def _at_odds(state: ClaimState, neighbours: Sequence[Neighbour]) -> Iterator[Block]:
    """The claims that are supported, too, and cannot be true together with this one, or weaken it."""
    supported = [each for each in neighbours if each.status in _SUPPORTED]
    contradicting = [each for each in supported if each.relation == "contradicts"]
    undercutting = [each for each in supported if each.relation == "undercuts" and each.from_claim == each.claim]
    for others, what in ((contradicting, "It contradicts what is supported, too"), (undercutting, "It is undercut by")):
        if state.supported_by and others:
            its = {each.claim: each.status for each in others}
            said = joined([words(name(claim), " (", status(there), ")") for claim, there in its.items()])
            yield Paragraph(words(what, ": ", said, "."))


def _idle(evidence: Sequence[Evidence], view: View, *, zone: str) -> Iterator[Block]:
    """The stances that do not count, each with the reason."""
    uncounted = [each for each in evidence if each.outcome != "counts"]
    if uncounted:
        yield Section(words("Does not count"))
    for each in uncounted:
        yield from idle(each, why_not(each, view, zone=zone), zone=zone)


def why_not(each: Evidence, view: View, *, zone: str) -> Words:  # noqa: PLR0911  # one for each reason
    """Why a stance does not count."""
    match each.outcome:
        case "comment":
            return words("a comment, which never counts")
        case "only-possible":
            return words("it is only possible that this is meant, so it is shown but never counts")
        case "superseded":
            back = words("; ", _taken_back(each)) if each.retracted_by else ()
            return words("superseded by ", names(each.superseded_by), back)
        case "retracted":
            return _taken_back(each)
        case "voided":
            return words(f"voided at @{each.ended_at}")
        case "speaker-voided":
            return words(f"its speaker was voided at @{each.ended_at}")
        case "amended":
            return words(f"no longer there since the record was amended at @{each.ended_at}")
        case _:
            return _unknown(each, view, zone=zone)


def _taken_back(each: Evidence) -> Words:
    return words("taken back in ", names(each.retracted_by), by_others(each.retractors, [each.actor]))


def _unknown(each: Evidence, view: View, *, zone: str) -> Words:
    who = known_to(view)
    if is_later(each, view):
        return words(LATER[each.kind])
    if each.known_earliest is None and each.known_latest is None:
        return words(f"no report that stands tells {who} of it", _of_wholes(each, view))
    said = f"{who} {'may not have known' if each.visible == 'possible' else 'did not know'} of it by then"
    undated = [each.observation] if each.occurred_text is None else []
    if (each.known_earliest, each.known_latest) != (each.occurred_earliest, each.occurred_latest):
        said += f"; it became known {between(each.known_earliest, each.known_latest, zone=zone)}"
        undated = [report.source for report in each.reports if report.published_text is None]
    if each.visible == "possible" and undated:
        return words(said, "; a date of ", names(sorted(set(undated))), " would tell", _of_wholes(each, view))
    return words(said, _of_wholes(each, view))


def _of_wholes(each: Evidence, view: View) -> Words:
    """That a body of which the perspective is a part was told."""
    if not each.wholes_told:
        return ()
    part = f", of which {known_to(view)} is a part: parts are not taken to know what their whole is told"
    return words("; told to ", names(each.wholes_told), part)
