"""The page of `claims show SOURCE`: what it is, and what it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import Paragraph, Section, Title, faint, joined, name, words
from ledger.render.pages.evidence import headed, passed_on
from ledger.render.pages.phrases import audience, carried_by, lowered, says, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.render.page import Block, Page
    from ledger.workspace.details import SourceDetails
    from ledger.workspace.rows import SourceRow, Utterance
    from ledger.workspace.views import View


def page_of_source(details: SourceDetails, view: View, *, zone: str) -> Page:
    """A source with what it carries; as of a cut, what it may have carried by then."""
    source = details.source
    title = f", “{source.title}”" if source.title else ""
    blocks: list[Block] = [Title(words(name(source.source), ": ", source.publisher, title)), *_facts(source)]
    has_cut = view != view.uncut
    blocks.append(Section(words(f"Carries, {lowered(seen_from(view, zone=zone))}" if has_cut else "Carries")))
    if not details.carries:
        blocks.append(
            Paragraph(words("Nothing that was published by then." if has_cut else "Nothing that is recorded."))
        )
    for each in details.carries:
        blocks += _carried(each, source, view, zone)
    blocks += passed_on(details.passed_on, view, zone=zone)
    return tuple(blocks)


def _facts(source: SourceRow) -> Iterator[Block]:
    facts = {
        "kind": source.kind,
        "language": source.language,
        "url": source.url,
        "archived": source.archived,
        "published": source.published_text,
        "captured": source.captured_text,
        "sha256": source.sha256,
        "reliability": source.reliability,
        "told": audience(source.audience),
        "note": source.note,
    }
    for label, value in facts.items():
        if value:
            yield Paragraph(words(faint(f"{label}: "), value))


def _carried(each: Utterance, source: SourceRow, view: View, zone: str) -> Iterator[Block]:
    yield headed(each, view, zone=zone)
    if each.text:
        yield Paragraph(words(each.text), depth=1)
    for report in each.reports:
        if report.source == source.source:
            marks = [audience(report.audience)] if report.audience != source.audience else []
            marks += [f"published {report.published_text}"] if report.published_text != source.published_text else []
            marks += ["perhaps not yet published"] if report.visible == "possible" else []
            for quote in report.quotes:
                yield Paragraph(words(f"“{quote}”", faint(f" ({', '.join(marks)})" if marks else "")), depth=1)
            if not report.quotes:
                yield Paragraph(words(faint("without a quote, "), carried_by(report)), depth=1)
    if said := says(each.stances, each.retracts):
        yield Paragraph(joined(said), depth=1)
