"""The pages of `claims list actors|sources|observations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events import PUBLIC
from ledger.render.page import NOTHING, Column, Paragraph, Table, Title, cell, faint, name, words
from ledger.render.pages.phrases import audience, said_by, says, seen_from
from ledger.render.times import between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.render.page import Block, Cell, Page
    from ledger.workspace.rows import ActorRow, ObservationSeen, SourceRow
    from ledger.workspace.views import View


def none_of(what: str, *, is_part: bool) -> Paragraph:
    """That there are none; if only a part was asked for, that none match."""
    return Paragraph(words(f"No {what} match." if is_part else f"No {what}."))


def page_of_actors(actors: Sequence[ActorRow], *, is_part: bool) -> Page:
    """The actors, or a part of them, each with what it is part of and who it speaks for."""
    if not actors:
        return (none_of("actors", is_part=is_part),)
    columns = (Column("Actor"), Column("Name"), Column("Part of"), Column("Speaks for"))
    rows = tuple(
        (
            cell(name(each.actor)),
            cell(each.name, *([f"  {each.role}"] if each.role else [])),
            cell(each.part_of or NOTHING),
            cell("itself" if each.origin == each.actor else each.origin),
        )
        for each in actors
    )
    return (Table(columns, rows),)


def page_of_sources(sources: Sequence[SourceRow], *, is_part: bool) -> Page:
    """The sources, or a part of them, each with who published it, when and for whom."""
    if not sources:
        return (none_of("sources", is_part=is_part),)
    columns = (Column("Source"), Column("Publisher"), Column("Published"))
    return (Table(columns, tuple(map(_source, sources))),)


def page_of_observations(observations: Sequence[ObservationSeen], view: View, *, zone: str, is_part: bool) -> Page:
    """The observations visible from a view, or a part of them, in the order in which they occurred, as far as known."""
    blocks: list[Block] = [Title(words(seen_from(view, zone=zone)))]
    if not observations:
        return (*blocks, none_of("observations", is_part=is_part))
    columns = (Column("Observation"), Column("When"), Column("Who"), Column("Says", hang=2))
    blocks.append(Table(columns, tuple(_observation(each, zone) for each in observations)))
    if any(each.visible == "possible" for each in observations):
        blocks.append(Paragraph(words(faint("? marks what is only possibly known there."))))
    return tuple(blocks)


def _source(each: SourceRow) -> tuple[Cell, ...]:
    publisher = [each.publisher]
    publisher += [f"  “{each.title}”"] if each.title else []
    publisher += [f"  {audience(each.audience)}"] if PUBLIC not in each.audience else []
    return cell(name(each.source)), cell(*publisher), cell(each.published_text or NOTHING)


def _observation(each: ObservationSeen, zone: str) -> tuple[Cell, ...]:
    when = between(each.occurred_earliest, each.occurred_latest, zone=zone, as_given=each.occurred_text)
    mark = "" if each.visible == "certain" else "?"
    who = said_by(each.speaker or each.kind, each.audience, is_said=each.speaker is not None)
    return (
        cell(words(name(each.observation), mark), *([f"  {each.text}"] if each.text else [])),
        cell(when),
        cell(who),
        tuple(says(each.stances, each.retracts)) or cell(NOTHING),
    )
