"""The page of `claims list reversals`: who changed sides on which claim, when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import ITEM, Paragraph, Title, joined, name, words
from ledger.render.pages.evidence import spoken
from ledger.render.pages.list_records import none_of
from ledger.render.pages.phrases import VERBS, audience, manner, seen_from
from ledger.render.times import between
from ledger.wording import few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.render.page import Block, Page
    from ledger.workspace.rows import BothSides, Reversal
    from ledger.workspace.views import View


def page_of_reversals(
    reversals: Sequence[Reversal], open_: Sequence[BothSides], view: View, *, zone: str, is_part: bool
) -> Page:
    """The changes of side that are certainly known from a view, or a part of them, by when the other side was taken.

    `open_` are those who said both, in an order that is not certain.
    """
    blocks: list[Block] = [Title(words(seen_from(view, zone=zone)))]
    if not reversals:
        blocks.append(none_of("reversals", is_part=is_part))
    for each in reversals:
        who = f", {each.name}," if each.name != each.actor else ""
        blocks.append(Paragraph(words(name(each.actor), f"{who} on ", name(each.claim), f": {each.text}"), mark=ITEM))
        when = between(
            each.from_occurred_earliest, each.from_occurred_latest, zone=zone, as_given=each.from_occurred_text
        )
        took = f"{VERBS[each.from_position]} it{manner(each.from_basis, each.from_certainty)}"
        blocks.append(_turn(took, each.from_event, when, each.from_audience))
        blocks += spoken(each.from_text, each.from_reports, depth=2)
        when = between(each.to_occurred_earliest, each.to_occurred_latest, zone=zone, as_given=each.to_occurred_text)
        took = f"then {VERBS[each.to_position]} it{manner(each.to_basis, each.to_certainty)}"
        blocks.append(_turn(took, each.to_event, when, each.to_audience))
        blocks += spoken(each.to_text, each.to_reports, depth=2)
    if open_:
        said = [words(name(each.actor), " on ", name(each.claim), f" ({few(each.events)})") for each in open_]
        blocks.append(Paragraph(words("Said both, in unknown order: ", joined(said, "; "), ".")))
    return tuple(blocks)


def _turn(took: str, event: str, when: str, told: Sequence[str]) -> Paragraph:
    """What was said at one end of a move."""
    return Paragraph(words(f"{took} in ", name(event), f", {when}, {audience(told)}"), depth=1)
