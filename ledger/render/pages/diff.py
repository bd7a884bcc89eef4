"""The page of `claims diff`: which claims differ between two views, from what to what, and because of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import (
    ITEM,
    NOTHING,
    Column,
    Paragraph,
    Section,
    Table,
    Title,
    cell,
    faint,
    name,
    plain,
    words,
)
from ledger.render.pages.evidence import who_they_are
from ledger.render.pages.list_claims import LEGEND, is_marked, status_cell, who_cell
from ledger.render.pages.phrases import VERBS, knows_through, lowered, manner, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.render.page import Block, Cell, Page
    from ledger.workspace.introducing import Introduced
    from ledger.workspace.rows import Difference, Reason, Standing
    from ledger.workspace.views import View

_WHY = {
    "known": "known in the second view, not in the first",
    "certain": "certain in the second view, only possible in the first",
    "only-possible": "certain in the first view, only possible in the second",
    "possible": "only possible in the second view, not known in the first",
    "not-possible": "only possible in the first view, not known in the second",
    "not-known": "known in the first view, not in the second",
}


def page_of_differences(  # noqa: PLR0913  # all that the page is made of
    differences: Sequence[Difference],
    introduced: Introduced,
    views: Sequence[View],
    parts: Sequence[Sequence[str]],
    *,
    ends: Sequence[int],
    zone: str,
) -> Page:
    """The claims that differ between two views, then, once each, the records that are not the same in both.

    `parts` are those of each view's perspective, `ends` the last seqs that the views look at.
    """
    first, second = views
    blocks: list[Block] = [
        Title(words("What differs")),
        Paragraph(words("First: ", lowered(seen_from(first, zone=zone)), ".")),
        Paragraph(words("Second: ", lowered(seen_from(second, zone=zone)), ".")),
    ]
    known = {knows_through(its, view) for its, view in zip(parts, views, strict=True) if its}
    blocks += [Paragraph(said) for said in sorted(known, key=plain)]
    if not differences:
        return (*blocks, Paragraph(words("No claim differs.")))
    blocks += table_of_differences(differences, ("First", "Second"), is_explained=True)
    blocks += _reasons(differences, ends)
    blocks += who_they_are(introduced, *views)
    return tuple(blocks)


def table_of_differences(
    differences: Sequence[Difference], sides: tuple[str, str], *, is_explained: bool
) -> Iterator[Block]:
    """The claims that differ, as they are on both sides, under these heads; if `is_explained`, also because of what."""
    columns = (Column("Claim"), *(Column(side, hang=2) for side in sides))
    because = (Column("Because of"),) if is_explained else ()
    yield Table((*columns, *because), tuple(_row(each)[: len(columns + because)] for each in differences))
    if is_marked([_side(side) for each in differences for side in (each.first, each.second)]):
        yield Paragraph(words(faint(LEGEND)))


def _row(each: Difference) -> tuple[Cell, ...]:
    because = tuple(words(name(reason.record)) for reason in each.because)
    texts = [text for text in (each.from_text, each.to_text) if text is not None]
    claim = [words(name(each.claim)), words(f"  {texts[-1]}")]
    claim += [words(faint("  first: "), texts[0])] if texts[0] != texts[-1] else []
    return tuple(claim), _side(each.first), _side(each.second), because or cell(NOTHING)


def _side(side: Standing | None) -> Cell:
    """The status in one of the views, what it would be if everything possible had happened, and who makes it."""
    if side is None:
        return cell("not there")
    who = who_cell(side)
    return (*status_cell(side), *(who if who != cell(NOTHING) else ()))


def _reasons(differences: Sequence[Difference], ends: Sequence[int]) -> Iterator[Block]:
    """Each record that is not the same in both views, once, with its stance on each of the claims."""
    reasons: dict[str, tuple[Reason, list[str]]] = {}
    for each in differences:
        for reason in each.because:
            reasons.setdefault(reason.record, (reason, []))[1].append(_stance(reason, each.claim))
    if reasons:
        yield Section(words("Because of"))
    for reason, stances in sorted(reasons.values(), key=lambda each: each[0].seq):
        when = f", {reason.occurred_text}" if reason.occurred_text else ""
        yield Paragraph(words(name(reason.record), when, ": ", _recorded(reason, ends) or _why(reason)), mark=ITEM)
        if reason.reason:
            yield Paragraph(words("because: ", reason.reason), depth=1)
        if reason.from_occurred_text:
            yield Paragraph(words(f"in the first view, {reason.from_occurred_text}"), depth=1)
        if reason.text:
            yield Paragraph(words(reason.text), depth=1)
        if reason.speaker:
            yield Paragraph(words(name(reason.speaker), " ", "; ".join(stances)), depth=1)


def _stance(reason: Reason, claim: str) -> str:
    """The stance of an observation on a claim; if it was amended, in both views."""
    first, second = (_taken(reason, side, claim) or f"takes no stance on {claim}" for side in ("from_", "to_"))
    if reason.change == "amended" and first != second:
        return f"{first} in the first view, {second} in the second"
    if reason.to_stance or reason.from_stance:
        return second if reason.to_stance else first
    return f"takes back what was said on {claim}"


def _taken(reason: Reason, side: str, claim: str) -> str:
    """The stance of an observation on a claim in one of the views, and its manner; empty if it takes none."""
    kind, basis, certainty = (getattr(reason, f"{side}{part}") for part in ("stance", "basis", "certainty"))
    return f"{VERBS[kind]} {claim}{manner(basis or 'direct', certainty or 'certain')}" if kind else ""


def _recorded(reason: Reason, ends: Sequence[int]) -> str | None:
    """What to say of a record that one of the views could not have, since it was recorded later; else None."""
    first, second = ends
    if reason.change == "known" and reason.seq > first:
        return f"recorded since the first view, as @{reason.seq}"
    if reason.change == "not-known" and reason.seq > second:
        return f"not yet recorded in the second view; it is @{reason.seq}"
    return None


def _why(reason: Reason) -> str:
    match reason.change:
        case "voided":
            return f"voided at @{reason.ended_seq}"
        case "not-yet-voided":
            return f"not yet voided in the second view; it is at @{reason.ended_seq}"
        case "amended":
            return f"in another version in the second view, that of @{reason.version_seq}"
        case _:
            version = (
                f", in another version, that of @{reason.version_seq}" if reason.other_version_seq is not None else ""
            )
            return _WHY[reason.change] + version
