"""The page of `claims list`: every claim with its status, who makes it, and what could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.render.page import NOTHING, Column, Paragraph, Table, Title, cell, faint, joined, name, status, words
from ledger.render.pages.list_records import none_of
from ledger.render.pages.phrases import MOST_NAMES, WHO, first_of, knows_through, manner, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.render.page import Block, Cell, Page, Words
    from ledger.workspace.rows import ClaimState, Pair, Retractors, Standing
    from ledger.workspace.views import View

LEGEND: Final = "? marks what would be so if everything possible had happened."
"""What the marks in these cells mean."""
_AT_ODDS: Final = (
    ("contradicts", "Contradict each other, and each is supported", " and "),
    ("undercuts", "Each is supported, and one undercuts the other", " undercuts "),
)
"""What is said of pairs of supported claims, by their relation."""


def page_of_claims(  # noqa: PLR0913  # what stands around the table
    states: Sequence[ClaimState], pairs: Sequence[Pair], parts: Sequence[str], view: View, *, zone: str, is_part: bool
) -> Page:
    """All claims, or a part, in a table; below it those on which nobody has a position, and the `pairs` at odds.

    `parts` are those of the perspective.
    """
    spoken = [state for state in states if not is_silent(state)]
    silent = [state.claim for state in states if is_silent(state)]
    blocks: list[Block] = [Title(words(seen_from(view, zone=zone)))]
    if parts:
        blocks.append(Paragraph(knows_through(parts, view)))
    if spoken:
        columns = (Column("Claim"), Column("Status"), Column("Who", hang=2))
        blocks.append(
            Table(
                columns,
                tuple((_claim(state), status_cell(state), who_cell(state, most=MOST_NAMES)) for state in spoken),
            )
        )
    if is_marked([each for state in spoken for each in (status_cell(state), who_cell(state, most=MOST_NAMES))]):
        blocks.append(Paragraph(words(faint(LEGEND))))
    if silent:
        blocks.append(
            Paragraph(words("Nobody has a position on: ", joined([words(name(each)) for each in silent]), "."))
        )
    for relation, what, between in _AT_ODDS:
        if found := _at_odds(states, [each for each in pairs if each.relation == relation], between):
            blocks.append(Paragraph(words(what, ": ", joined(found, "; "), ".")))
    if not states:
        blocks.append(none_of("claims", is_part=is_part))
    return tuple(blocks)


def _at_odds(states: Sequence[ClaimState], pairs: Sequence[Pair], between: str) -> list[Words]:
    """The pairs of claims that are both supported."""
    supported = {state.claim for state in states if state.supported_by}
    found = [each for each in pairs if {each.claim, each.other} <= supported]
    return [words(name(each.claim), between, name(each.other)) for each in found]


def is_marked(cells: Iterable[Cell]) -> bool:
    """Whether something in these cells has the question mark that needs the legend."""
    return any("?" in span.text for each in cells for line in each for span in line)


def is_silent(state: ClaimState) -> bool:
    """Whether nobody has a position on the claim, even if everything possible had happened."""
    return state.status == state.status_if_possible == "no-position" and not state.assessors


def status_cell(state: Standing) -> Cell:
    """The status; and, if it differs, what it would be if everything possible had happened."""
    now, maybe = state.status, state.status_if_possible
    return (words(status(now)), *([words(status(maybe), "?")] if maybe != now else []))


def who_cell(state: Standing, *, most: int | None = None) -> Cell:
    """Who stands where: certainly, and with a question mark if everything possible had happened.

    With `most`, only the first `most` of those who stand together are named.
    """
    lines: list[Words] = []
    how = {each.actor: manner(each.basis, each.certainty) for each in state.hedges}
    for label, field in WHO:
        certain: list[str] = getattr(state, field)
        maybe: list[str] = getattr(state, f"{field}_if_possible")
        if field == "retracted_of":
            said = [words(each.actor, _by_others(each)) for each in state.retractors]
        else:
            said = [words(each, how.get(each, "")) for each in certain]
        said += [words(each, "?") for each in maybe if each not in certain]
        if said:
            lines.append(words(faint(f"{label} "), first_of(said, most)))
    if state.divided_origins:
        lines.append(words(faint("divided "), first_of([words(each) for each in state.divided_origins], most)))
    if state.verdict:
        by = first_of([words(each) for each in state.assessors], most)
        sure = f", {state.confidence})" if state.confidence else ")"
        lines.append(words(faint("assessed "), f"{state.verdict} (", by, sure))
    return tuple(lines) or cell(NOTHING)


def _by_others(each: Retractors) -> str:
    """Who took back what somebody said, if not only the speaker: ` (by clerk)`."""
    return f" (by {', '.join(each.by)})" if each.by != [each.actor] else ""


def _claim(state: ClaimState) -> Cell:
    return cell(name(state.claim), f"  {state.text}")
