"""The page of `claims show CLAIM`: its state, who stands where, how that came about, and what others made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import ITEM, Column, Paragraph, Section, Table, Title, faint, name, status, words
from ledger.render.pages.changes import from_to, who_then
from ledger.render.pages.evidence import (
    assessed,
    if_possible,
    in_a_sentence,
    sources,
    standing,
    through_parts,
    who_they_are,
)
from ledger.render.pages.phrases import ending, seen_from
from ledger.render.pages.replay import open_after, when_learned
from ledger.render.times import to_the_second
from ledger.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.render.page import Block, Page, Words
    from ledger.workspace.details import ClaimDetails
    from ledger.workspace.rows import Neighbour
    from ledger.workspace.views import View


def page_of_claim(claim: ClaimDetails, view: View, *, zone: str) -> Page:
    """A claim from a view."""
    state = claim.state
    blocks: list[Block] = [Title(words(name(state.claim), ": ", state.text))]
    if state.kind != "fact":
        kind = "a claim about claims" if state.kind == "meta" else with_article(state.kind)
        blocks.append(Paragraph(words(f"It is {kind}.")))
    blocks += _wordings(claim, zone)
    blocks.append(Paragraph(words(seen_from(view, zone=zone), ", ", in_a_sentence(state))))
    blocks += through_parts(claim.evidence, view)
    blocks += standing(claim.evidence, view, zone=zone)
    blocks += if_possible(state, claim.evidence, zone=zone)
    blocks += _history(claim, view, zone)
    blocks += _assessments(claim, zone)
    blocks += _relations(claim)
    blocks += sources(claim.evidence)
    blocks += who_they_are(claim.introduced, view)
    return tuple(blocks)


def _wordings(claim: ClaimDetails, zone: str) -> Iterator[Block]:
    for each in claim.former_wordings:
        until = f"@{each.changed_seq}, {to_the_second(each.changed_at, zone=zone)} by {each.changed_by}"
        yield Paragraph(words(faint(f"It read “{each.text}” until {until}{ending(each.reason)}")))


def _history(claim: ClaimDetails, view: View, zone: str) -> Iterator[Block]:
    if not claim.history:
        return
    went_on = any(step.visible != "certain" for step in claim.history)
    yield Section(words("History, and how it went on" if went_on else "History"))
    if went_on:
        then = f"`claims replay {claim.state.claim}` with the same options tells it as it was known then"
        known = "is known now" if view.recorded is None else "was recorded by then"
        yield Paragraph(words(faint(f"Told with all that {known}; {then}.")))
    columns = (Column("No.", is_right=True), Column("By"), Column("Status"), Column("Who then", hang=2))
    rows = []
    for step in claim.history:
        change = next(each for each in step.changes if each.claim == claim.state.claim)
        by = [words(name(step.event)), words(f"  {when_learned(step, view, zone=zone)}")]
        if step.follows_certainly is False or step.not_certainly_after:
            by.append(words(faint(f"  not certainly after {open_after(step, step.step - 1)}")))
        if step.visible != "certain":
            maybe = "perhaps not known" if step.visible == "possible" else "not known"
            by.append(words(faint(f"  {maybe} by then")))
        rows.append(((words(str(step.step)),), tuple(by), (from_to(change),), who_then(change)))
    yield Table(columns, tuple(rows))


def _assessments(claim: ClaimDetails, zone: str) -> Iterator[Block]:
    if not claim.assessments:
        return
    yield Section(words("Assessments"))
    for each in claim.assessments:
        yield from assessed(each, each.assessor, among=claim.assessments, zone=zone)


def _relations(claim: ClaimDetails) -> Iterator[Block]:
    if not claim.relations:
        return
    yield Section(words("Relations"))
    for each in claim.relations:
        yield Paragraph(_relation(each), mark=ITEM)
        if each.note:
            yield Paragraph(words(each.note), depth=1)


def _relation(each: Neighbour) -> Words:
    said = words(name(each.from_claim), f" {each.relation} ", name(each.to_claim))
    maybe = words(", perhaps ", status(each.status_if_possible)) if each.status_if_possible != each.status else ()
    return words(said, f" ({each.claim}, ", status(each.status), maybe, f": {each.text})")
