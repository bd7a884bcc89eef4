"""Pages as text of a width: aligned, wrapped, and the same words at any width."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from ledger.render import markdown, terminal
from ledger.render.page import (
    Column,
    Gap,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Title,
    cell,
    faint,
    name,
    plain,
    status,
    strong,
    words,
)
from ledger.render.wrap import longest_word, wrapped

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
SENTENCES = st.lists(WORDS, max_size=12).map(" ".join)
PAGE = (
    Title(words(name("pier-closed"), ": Pier 4 is closed.")),
    Paragraph(words("Known to the public, ", status("disputed"), ".")),
    Section(words("Who")),
    Paragraph(words("mayor denies it in ", strong("mayor-2"), ", and says so once more to whoever asks"), mark="1."),
    Paragraph(words("Pier 4 is open, as everybody can see who comes here."), depth=1),
    Gap(),
    Table(
        (Column("No.", is_right=True), Column("Claim"), Column("Who", hang=2)),
        (
            (
                cell("1"), cell(name("pier-closed"), "  Pier 4 is closed."),
                cell("denies mayor, clerk, pilot", "asks desk"),
            ),
            (cell("12"), cell(name("pier-open")), cell()),
        ),
    ),
    Paragraph(words(faint("? marks what is only possible."))),
    Table((Column("a"), Column("b")), ((cell("one"), cell("two")),), depth=1, is_headed=False),
)  # fmt: skip


def bare(text: str) -> list[str]:
    """The words of a text, without how they are set."""
    return sorted(re.sub(r"[─\s]+", " ", text).split())


def test_a_page_is_set_for_a_width() -> None:
    """Columns are aligned, numbers stand to the right, what is broken goes on where it hangs from."""
    assert terminal.draw(PAGE, width=60) == (
        "pier-closed: Pier 4 is closed.\n"
        "Known to the public, disputed.\n"
        "\n"
        "Who\n"
        "1. mayor denies it in mayor-2, and says so once more to\n"
        "   whoever asks\n"
        "    Pier 4 is open, as everybody can see who comes here.\n"
        "\n"
        "No.  Claim                Who\n"
        "───  ───────────────────  ──────────────────────────\n"
        "  1  pier-closed          denies mayor, clerk, pilot\n"
        "       Pier 4 is closed.  asks desk\n"
        " 12  pier-open\n"
        "\n"
        "? marks what is only possible.\n"
        "    one  two\n"
    )


def test_a_narrow_terminal_gets_records() -> None:
    """Where columns do not fit side by side, each row is set below its heads, with the same words."""
    assert terminal.draw(PAGE[6:7], width=25) == (
        "No.    1\n"
        "Claim  pier-closed\n"
        "         Pier 4 is\n"
        "         closed.\n"
        "Who    denies mayor,\n"
        "         clerk, pilot\n"
        "       asks desk\n"
        "\n"
        "No.    12\n"
        "Claim  pier-open\n"
        "Who\n"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_words_do_not_depend_on_the_width(width: int) -> None:
    """At any width that a table fits in, the same words are there, and no line is wider."""
    drawn = terminal.draw(PAGE, width=width)
    assert bare(drawn) == bare(terminal.draw(PAGE, width=200))
    assert max(map(cell_len, drawn.splitlines())) <= width


def test_colour_changes_no_word() -> None:
    """With the escape sequences taken out, a coloured page is the plain one; a plain one has none of them."""
    coloured = terminal.draw(PAGE, width=60, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == terminal.draw(PAGE, width=60)
    assert "\x1b" not in terminal.draw(PAGE, width=60)


@pytest.mark.parametrize("said", ["\x1b[2J", "[bold red]x[/]", "a\nb", "\u202edesolc", ":smile:", "\x07"])
def test_words_of_others_do_nothing(said: str) -> None:
    """Escape sequences, Rich's own markup and line breaks in a cell, a title or an item are only text."""
    page = (Title(words(said)), Paragraph(words(said), mark="-"), Table((Column("x"),), ((cell(said),),)))
    drawn = terminal.draw(page, width=60)
    assert drawn.count("\n") == 6
    assert not {"\x1b", "\u202e", "\x07"} & set(drawn)
    assert re.sub(r"\x1b\[[0-9;]*m", "", terminal.draw(page, width=60, color=True)) == drawn


def test_an_empty_page_is_nothing() -> None:
    """No blocks, no lines; a table without columns has none either."""
    assert terminal.draw((), width=80) == ""
    assert terminal.draw((Table((), ()),), width=80) == ""
    assert terminal.draw((Gap(), Gap()), width=80) == ""
    assert terminal.draw((Title(words("a")), Gap()), width=80) == "a\n"
    assert markdown.draw(()) == ""


@given(SENTENCES, st.integers(1, 100))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    """However narrow, every character that is no space is still there, in its order, and no line is too wide."""
    lines = [line.plain for line in wrapped(Text(text), width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= max(width, 2) for line in lines)


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("2020-01-05[Asia/Baghdad]/2020-01-06", ["2020-01-05[Asia/", "Baghdad]/2020-01-06"]),
        ("2020-01-06T16:10-05:00", ["2020-01-06T", "16:10-05:00"]),
        ("letter-leaks.then.pentagon-statement", ["letter-leaks.then.", "pentagon-statement"]),
    ],
)
def test_a_long_word_is_broken_where_it_reads_best(word: str, lines: list[str]) -> None:
    """An interval at its slash, a time behind its date, an id after a dot or a hyphen, and no number if possible."""
    assert [line.plain for line in wrapped(Text(word), 21)] == lines
    assert longest_word(f"a {word}") == len(word)


def test_markdown_has_the_same_words() -> None:
    """A page is headings, paragraphs, lists within lists, and tables."""
    assert markdown.draw(PAGE) == (
        "# **pier-closed**: Pier 4 is closed.\n"
        "\n"
        "Known to the public, disputed.\n"
        "\n"
        "## Who\n"
        "\n"
        "1. mayor denies it in **mayor-2**, and says so once more to whoever asks\n"
        "   - Pier 4 is open, as everybody can see who comes here.\n"
        "\n"
        "| No. | Claim | Who |\n"
        "| ---: | --- | --- |\n"
        "| 1 | **pier-closed**<br>Pier 4 is closed. | denies mayor, clerk, pilot<br>asks desk |\n"
        "| 12 | **pier-open** |  |\n"
        "\n"
        "? marks what is only possible.\n"
        "\n"
        "| a | b |\n"
        "| --- | --- |\n"
        "| one | two |\n"
    )


def test_items_of_lists_end_where_the_next_one_begins() -> None:
    """Deeper items hang in the item before them; an item at the same depth ends it."""
    page = (
        Paragraph(words("one"), mark="\u2013"), Paragraph(words("in one"), depth=1),
        Paragraph(words("two"), mark="\u2013"), Paragraph(words("alone"), depth=2),
    )  # fmt: skip
    assert markdown.draw(page) == "- one\n  - in one\n- two\n  - alone\n"


def test_strong_words_are_strong_without_their_spaces() -> None:
    """Markdown takes stars only where they touch a word."""
    assert markdown.draw((Paragraph((Span(" a ", "strong"), Span("  ", "strong"))),)) == "**a**\n"


def test_words_are_put_together() -> None:
    """Words are made of texts, spans and words; what says nothing is left out."""
    assert words("a", strong("b"), words("c", ""), faint("")) == (Span("a"), Span("b", "strong"), Span("c"))
    assert plain(words("a", strong("b"))) == "ab"
    assert status("disputed").style == "disputed"
    assert status("unheard-of").style == ""


def test_a_line_as_it_is_typed_is_not_broken() -> None:
    """Whatever the width, and in Markdown it is code; what is invisible in it is shown."""
    line = '{"type":"claim","text":"Pier 4 is *closed* today, and tomorrow.\u202e"}'
    shown = line.replace("\u202e", "⟨U+202E⟩")
    assert terminal.draw((Title(words("claim")), Line(line)), width=20) == f"claim\n{shown}\n"
    assert markdown.draw((Title(words("claim")), Line(line))) == f"# claim\n\n    {shown}\n"
