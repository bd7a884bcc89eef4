"""A page as Markdown, with GitHub's tables: for a draft, an issue or a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ledger.render import safe
from ledger.render.page import Gap, Paragraph, Section, Table, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.render.page import Block, Cell, Page, Words


def draw(page: Page) -> str:
    """The page as Markdown. Nothing in the words of others is markup."""
    return "\n".join(_text(page)).strip("\n") + "\n" if page else ""


def table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table. The texts are made safe here."""
    yield _row(safe.markdown(head) for head in heads)
    yield _row("---" for _ in heads)
    for row in rows:
        yield _row(safe.markdown(each) for each in row)


def _text(page: Page) -> Iterator[str]:
    was_item = False
    for block in page:
        is_item = isinstance(block, Paragraph) and bool(block.mark or block.depth)
        if not (is_item and was_item):
            yield ""
        was_item = is_item
        yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"# {_inline(block.words)}"
        case Section():
            yield f"## {_inline(block.words)}"
        case Paragraph() if block.mark or block.depth:
            number = block.mark if block.mark.endswith(".") and block.mark[:-1].isdigit() else "-"
            yield f"{'  ' * block.depth}{number} {_inline(block.words)}"
        case Paragraph():
            yield _inline(block.words)
        case Table():
            heads = [safe.markdown(column.head) for column in block.columns]
            yield _row(heads)
            yield _row("---:" if column.is_right else "---" for column in block.columns)
            for row in block.rows:
                yield _row(map(_cell, row))
        case Gap():
            return
        case _:
            assert_never(block)


def _row(cells: Iterator[str] | list[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(_inline(line).strip() for line in cell)


def _inline(said: Words) -> str:
    return "".join(_span(span.text, is_strong=span.style in {"strong", "name"}) for span in said)


def _span(text: str, *, is_strong: bool) -> str:
    escaped = safe.markdown(text)
    if not is_strong or not escaped.strip():
        return escaped
    inner = escaped.strip()
    before, after = escaped.split(inner, 1)[0], escaped[len(escaped.rstrip()) :]
    return f"{before}**{inner}**{after}"
