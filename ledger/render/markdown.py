"""A page as Markdown, with GitHub's tables: for a draft, an issue or a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ledger.render import safe
from ledger.render.page import Gap, Line, Paragraph, Section, Table, Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.render.page import Cell, Page, Words


def draw(page: Page) -> str:
    """The page as Markdown. Nothing in the words of others is markup."""
    text = "\n".join(_lines_of(page)).strip("\n")
    return f"{text}\n" if text else ""


def draw_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, each ending in a newline. The texts are made safe here."""
    yield _row(safe.markdown(head) for head in heads) + "\n"
    yield _row("---" for _ in heads) + "\n"
    for row in rows:
        yield _row(safe.markdown(each) for each in row) + "\n"


def _lines_of(page: Page) -> Iterator[str]:
    """The lines of all blocks. Paragraphs that are indented or have a mark are items of nested lists."""
    open_items: list[tuple[int, int]] = []  # each open item's depth, and how far its text is indented
    for block in page:
        if isinstance(block, Gap):
            continue
        if not isinstance(block, Paragraph) or not (block.mark or block.depth):
            open_items.clear()
            yield ""
            yield from _lines(block)
            continue
        if not open_items:
            yield ""
        while open_items and open_items[-1][0] >= block.depth:
            open_items.pop()
        indent = open_items[-1][1] if open_items else 0
        mark = block.mark if _is_number(block.mark) else "-"
        open_items.append((block.depth, indent + len(mark) + 1))
        yield f"{' ' * indent}{mark} {_inline(block.words)}"


def _lines(block: Title | Section | Paragraph | Line | Table) -> Iterator[str]:
    match block:
        case Title():
            yield f"# {_inline(block.words)}"
        case Section():
            yield f"## {_inline(block.words)}"
        case Paragraph():
            yield _inline(block.words)
        case Line():
            yield f"    {safe.visible(block.text)}"
        case Table():
            yield _row(safe.markdown(column.head) for column in block.columns)
            yield _row("---:" if column.is_right else "---" for column in block.columns)
            for row in block.rows:
                yield _row(map(_cell, row))
        case _:
            assert_never(block)


def _is_number(mark: str) -> bool:
    return mark[:-1].isdigit() and mark[-1:] == "."


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(_inline(line) for line in cell)


def _inline(said: Words) -> str:
    return "".join(_span(span.text, is_strong=span.style in {"strong", "name"}) for span in said).strip()


def _span(text: str, *, is_strong: bool) -> str:
    escaped = safe.markdown(text)
    if not is_strong or not escaped.strip():
        return escaped
    inner = escaped.strip()
    before, after = escaped.split(inner, 1)[0], escaped[len(escaped.rstrip()) :]
    return f"{before}**{inner}**{after}"
