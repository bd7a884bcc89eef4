"""The page of `claims list`: every claim with its status, who makes it, and what could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.render.page import NOTHING, Column, Paragraph, Table, Title, cell, faint, joined, name, status, words
from ledger.render.phrases import WHO, seen_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.render.page import Block, Cell, Page, Words
    from ledger.workspace.rows import ClaimState
    from ledger.workspace.views import View

_LEGEND: Final = "? marks what would be so if everything possible had happened."


def page_of_claims(states: Sequence[ClaimState], view: View, *, zone: str) -> Page:
    """All claims in a table; those on which nobody has a position in a line below it."""
    spoken = [state for state in states if not is_silent(state)]
    silent = [state.claim for state in states if is_silent(state)]
    blocks: list[Block] = [Title(words(seen_from(view, zone=zone)))]
    if spoken:
        columns = (Column("Claim"), Column("Status"), Column("Who", hang=2))
        blocks.append(Table(columns, tuple((_claim(state), status_cell(state), who_cell(state)) for state in spoken)))
    if any("?" in span.text for state in spoken for line in (*status_cell(state), *who_cell(state)) for span in line):
        blocks.append(Paragraph(words(faint(_LEGEND))))
    if silent:
        blocks.append(
            Paragraph(words("Nobody has a position on: ", joined([words(name(each)) for each in silent]), "."))
        )
    if not states:
        blocks.append(Paragraph(words("No claims.")))
    return tuple(blocks)


def is_silent(state: ClaimState) -> bool:
    """Whether nobody has a position on the claim, even if everything possible had happened."""
    return state.status == state.status_if_possible == "no-position" and not state.assessors


def status_cell(state: ClaimState) -> Cell:
    """The status, and the one that would be if everything possible had happened, where it is another."""
    lines: list[Words] = [words(status(state.status))]
    if state.status_if_possible != state.status:
        lines.append(words(status(state.status_if_possible), "?"))
    return tuple(lines)


def who_cell(state: ClaimState) -> Cell:
    """Who stands where: certainly, and with a question mark if everything possible had happened."""
    lines: list[Words] = []
    for label, field in WHO:
        certain: list[str] = getattr(state, field)
        maybe: list[str] = getattr(state, f"{field}_if_possible")
        said = [words(each) for each in certain] + [words(each, "?") for each in maybe if each not in certain]
        if said:
            lines.append(words(faint(f"{label} "), joined(said)))
    if state.divided_origins:
        lines.append(words(faint("divided "), ", ".join(state.divided_origins)))
    if state.verdict:
        by = ", ".join(state.assessors)
        how = f", {state.confidence}" if state.confidence else ""
        lines.append(words(faint("assessed "), f"{state.verdict} ({by}{how})"))
    return tuple(lines) or cell(NOTHING)


def _claim(state: ClaimState) -> Cell:
    return cell(name(state.claim), f"  {state.text}")
