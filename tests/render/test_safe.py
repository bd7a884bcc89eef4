"""Text from anybody cannot do anything where it is shown."""

from __future__ import annotations

import csv
import json
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.render.formats import as_csv
from ledger.render.safe import csv_cell, json_text, markdown, visible

FORMULA = (*"=+-@\uff1d\uff0b\uff0d\uff20\t\r\n",)
HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("\x1b\x9b\x07\x00\r\n\t\u202e\u2066\u200b=+-@'|`*_[]<>#\\&"), st.characters())
)

#: Format characters that can be seen, or with which letters are made.
HARMLESS = set("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd")


def is_invisible(character: str) -> bool:
    """Whether Unicode files a character under those that control, format, or separate lines, or keeps it for such."""
    is_kept = "\U000e0000" <= character <= "\U000e0fff"
    return (unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or is_kept) and character not in HARMLESS


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Pier 4 is closed.", "Pier 4 is closed."),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x9b31m", "\\x9b31m"),
        ("first\nsecond\r\tthird", "first\\nsecond\\r\\tthird"),
        ("\u202edesolc", "⟨U+202E⟩desolc"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("[red]markup[/red]", "[red]markup[/red]"),
    ],
)
def test_what_cannot_be_seen_is_written_out(given_text: str, shown: str) -> None:
    """Controls, directions and zero widths are written out, each in one way; all else stays as it is."""
    assert visible(given_text) == shown


@given(HOSTILE)
def test_no_control_character_survives(text: str) -> None:
    """Whatever the text, what is shown of it is one line of characters that can be seen."""
    shown = visible(text)
    assert not any(is_invisible(character) for character in shown)
    assert len(shown.splitlines()) <= 1


@given(HOSTILE)
def test_visible_text_is_left_alone(text: str) -> None:
    """Text without invisible characters is shown as it is, and what is shown is shown so again."""
    assert visible(visible(text)) == visible(text)
    if not any(is_invisible(character) for character in text):
        assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 40 1", "'+49 40 1"),
        ("@import", "'@import"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff20SUM(1)", "'\uff20SUM(1)"),
        ("-2", "-2"),
        ("+3.5e-7", "+3.5e-7"),
        ("-.5", "-.5"),
        ("-", "'-"),
        ("--1", "'--1"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"),
        ("it's = 1", "it's = 1"),
        ("a\nb", "a\nb"),
        ("a\x1bb", "a\\x1bb"),
    ],
)
def test_a_cell_is_no_formula(text: str, cell: str) -> None:
    """What a spreadsheet would run begins with an apostrophe; numbers and everything else do not."""
    assert csv_cell(text) == cell


@given(HOSTILE)
def test_a_cell_gives_its_text_back(text: str) -> None:
    """No cell begins like a formula, and without the apostrophe that was added it is the text, controls written out."""
    cell = csv_cell(text)
    is_number = cell[:1] in ("+", "-") and not cell[1:2].isspace() and _is_number(cell)
    assert is_number or not cell.startswith(FORMULA)
    assert not any(is_invisible(character) for character in cell if character not in "\n\r\t")
    if not any(is_invisible(character) for character in text if character not in "\n\r\t"):
        stripped = cell.lstrip("'")
        guarded = cell.startswith("'") and stripped.startswith(FORMULA)
        assert (cell[1:] if guarded else cell) == text


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=5))
def test_csv_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    """Python's csv module reads the same cells that were written, whatever line breaks and quotes are in them."""
    written = "".join(as_csv(("who", "what"), rows, zone="UTC"))
    read = list(csv.reader(StringIO(written, newline="")))
    assert read == [["who", "what"], *[[csv_cell(each) for each in row] for row in rows]]


@given(HOSTILE)
def test_json_is_exact_and_has_no_control_characters(text: str) -> None:
    """JSON gives the text back to the character, and a terminal finds nothing in it to obey."""
    written = json_text({"text": text})
    assert json.loads(written) == {"text": text}
    assert not any(is_invisible(character) for character in written)


def test_json_may_be_set_in_lines() -> None:
    """The line breaks between the fields stay what they are; those inside a text are escaped."""
    assert json_text({"a": ["x\u2028\ny"]}, indent=2) == '{\n  "a": [\n    "x\\u2028\\ny"\n  ]\n}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a \\| b"),
        ("one\ntwo", "one\\\\ntwo"),
        ("**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`"),
        ("[link](http://example.com)", "\\[link](http://example.com)"),
        ("<script>", "\\<script\\>"),
        ("a_b _c_ 2020_01", "a_b \\_c\\_ 2020_01"),
        ("# head, and #4", "\\# head, and \\#4"),
        ("- item", "\\- item"),
        ("12. item", "12\\. item"),
        ("---", "--\\-"),
        ("R&D &lt; 1", "R\\&D \\&lt; 1"),
        ("a & b", "a & b"),
        ("mayor-2: 5 - 3 = 2", "mayor-2: 5 - 3 = 2"),
    ],
)
def test_markdown_has_no_markup_of_others(text: str, shown: str) -> None:
    """What would be a table, a link, a list or HTML is escaped; plain sentences are not."""
    assert markdown(text) == shown


@given(HOSTILE)
def test_markdown_stays_on_its_line(text: str) -> None:
    """A text has no line break, no bar that ends a cell, and no tag."""
    shown = markdown(text)
    assert len(shown.splitlines()) <= 1
    bare = shown.replace("\\\\", "").replace("\\|", "").replace("\\<", "").replace("\\`", "")
    assert not {"|", "<", "`"} & set(bare)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
