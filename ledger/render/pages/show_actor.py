"""The page of `claims show ACTOR`: who that is, where it stands, what it said, was told and assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import ITEM, Column, Paragraph, Section, Table, Title, cell, faint, joined, name, words
from ledger.render.pages.evidence import assessed, passed_on, spoken
from ledger.render.pages.list_claims import LEGEND
from ledger.render.pages.phrases import VERBS, audience, lowered, names, occurred, retracted, says, seen_from, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.render.page import Block, Cell, Page
    from ledger.workspace.details import ActorDetails
    from ledger.workspace.rows import Member, PositionHeld, Utterance
    from ledger.workspace.views import View


def page_of_actor(details: ActorDetails, view: View, *, zone: str) -> Page:
    """An actor from a view."""
    actor = details.actor
    blocks: list[Block] = [
        Title(words(name(actor.actor), ": ", actor.name, f", {actor.role}" if actor.role else "")),
        *_belonging(actor),
    ]
    if actor.aliases:
        blocks.append(Paragraph(words("Also called ", ", ".join(actor.aliases), ".")))
    if actor.note:
        blocks.append(Paragraph(words(actor.note)))
    blocks += _positions(details, view, zone)
    blocks.append(Section(words("Said")))
    if not details.utterances:
        parts = words(" of it alone; what its parts said is on their pages") if actor.parts else ()
        blocks.append(Paragraph(words("Nothing that is recorded", parts, ".")))
    for each in details.utterances:
        blocks += _utterance(each, view, zone)
    if details.told:
        blocks.append(Section(words("Was told")))
    for each in details.told:
        blocks += _utterance(each, view, zone, speaker=each.speaker or each.kind)
    blocks += passed_on(details.passed_on, view, zone=zone)
    if details.assessments:
        blocks.append(Section(words("Assessed")))
    for verdict in details.assessments:
        blocks += assessed(verdict, verdict.claim, among=details.assessments, zone=zone)
    return tuple(blocks)


def _belonging(actor: Member) -> Iterator[Block]:
    if actor.wholes:
        yield Paragraph(words("Part of ", joined([words(name(each)) for each in actor.wholes], by=", part of "), "."))
    if actor.parts:
        yield Paragraph(words("Its parts: ", names(actor.parts), "."))
    if actor.origin == actor.actor:
        why = ", being independent" if actor.independent else ""
        yield Paragraph(words(f"When voices are counted it is an origin of its own{why}."))
    else:
        yield Paragraph(words("When voices are counted it speaks for ", name(actor.origin), "."))


def _positions(details: ActorDetails, view: View, zone: str) -> Iterator[Block]:
    yield Section(words("Positions, ", lowered(seen_from(view, zone=zone))))
    if not details.positions:
        yield Paragraph(words("None."))
        return
    columns = (Column("Who"), Column("Position"), Column("Claim"), Column("In"))
    said = {each.observation: each for each in details.utterances}
    yield Table(columns, tuple(_position(each, said.get(each.observation or "")) for each in details.positions))
    if any(each.position != each.position_if_possible for each in details.positions):
        yield Paragraph(words(faint(LEGEND)))


def _position(held: PositionHeld, said: Utterance | None) -> tuple[Cell, ...]:
    """A position with the observation that gives it, and what takes that back."""
    back = retracted(said, claim=held.claim) if said is not None and held.position == "retracted" else ()
    certain = [(held.position, held.observation, "")] if held.position else []
    maybe = [(held.position_if_possible, held.observation_if_possible, "?")]
    both = certain + (maybe if held.position_if_possible not in (None, held.position) else [])
    return (
        cell(name(held.actor)),
        tuple(words(VERBS.get(str(position), str(position)), mark) for position, _, mark in both),
        cell(name(held.claim), f"  {held.text}"),
        (
            *(words(name(observation or ""), mark) for _, observation, mark in both),
            *([back] if back else []),
        ),
    )


def _utterance(each: Utterance, view: View, zone: str, *, speaker: str | None = None) -> Iterator[Block]:
    """Something that was said; and by whom, if not by the actor of the page."""
    who = f", {speaker}" if speaker is not None else ""
    when = f", {occurred(each, zone=zone)}, {audience(each.audience)}"
    yield Paragraph(words(name(each.observation), who, when, unseen(each, view)), mark=ITEM)
    yield from spoken(each.text, each.reports, depth=1)
    if said := says(each.stances, each.retracts):
        yield Paragraph(joined(said), depth=1)
    if back := retracted(each):
        yield Paragraph(back, depth=1)
