"""A page as text of a certain width, with or without colours, for a terminal or a pipe."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final, assert_never

from rich.text import Text

from ledger.render.grid import lines_of_table
from ledger.render.page import Gap, Line, Paragraph, Section, Table, Title
from ledger.render.palette import STYLES
from ledger.render.safe import visible
from ledger.render.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.render.page import Block, Page, Words

STEP: Final = 4
"""Columns of indentation for each depth."""
WIDEST: Final = 100
"""The widest that flowing words get. A table may be wider."""


def draw(page: Page, *, width: int, color: bool = False) -> str:
    """The page as text, each line ending in a newline, in lines of at most `width` columns if words allow it."""
    shown = _painter(width) if color else _plain
    said: list[str] = []
    before: Block | None = None
    for block in page:
        if said and said[-1] and _stands_apart(before, block):
            said.append("")
        before = block
        for line in _lines(block, width):
            line.rstrip()
            said.append(shown(line))
    while said and not said[-1]:
        said.pop()
    return "".join(f"{line}\n" for line in said)


def text_of(said: Words) -> Text:
    """The words as Rich text, made safe: Rich's markup and anything invisible in them is only text."""
    text = Text(no_wrap=True, end="")
    for span in said:
        text.append(visible(span.text), STYLES[span.style])
    return text


def _stands_apart(before: Block | None, block: Block) -> bool:
    """Whether an empty line comes between two blocks."""
    match block:
        case Title() | Section() | Gap():
            return True
        case Table():
            return block.depth == 0 and not isinstance(before, Title | Section)
        case _:
            return isinstance(before, Table) and before.depth == 0


def _lines(block: Block, width: int) -> Iterator[Text]:
    match block:
        case Title() | Section():
            for line in wrapped(text_of(block.words), width):
                line.stylize("bold", 0)
                yield line
        case Paragraph():
            yield from _paragraph(block, min(width, WIDEST))
        case Table():
            indent = block.depth * STEP
            for line in lines_of_table(block, width - indent, text_of):
                yield Text(" " * indent).append_text(line)
        case Line():
            yield Text(visible(block.text), no_wrap=True, end="")
        case Gap():
            return
        case _:
            assert_never(block)


def _paragraph(block: Paragraph, width: int) -> Iterator[Text]:
    """The lines of a paragraph: it hangs from its mark; without one it is indented as a whole."""
    indent = " " * (block.depth * STEP)
    mark = f"{visible(block.mark)} " if block.mark else ""
    room = max(width - len(indent) - len(mark), 20)
    for index, line in enumerate(wrapped(text_of(block.words), room)):
        yield Text(indent + (mark if index == 0 else " " * len(mark))).append_text(line)


def _plain(line: Text) -> str:
    return line.plain


def _painter(width: int) -> Callable[[Text], str]:
    """A function that draws a line in colours."""
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=max(width, 1),
        color_system="standard",
        force_terminal=True,
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )

    def painted(line: Text) -> str:
        with console.capture() as captured:
            console.print(line, end="", soft_wrap=True)
        return captured.get()

    return painted
