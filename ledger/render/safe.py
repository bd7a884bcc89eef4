r"""Makes any text safe to show: what a terminal, a spreadsheet or Markdown would obey becomes visible.

Names, quotes and notes are data, and may come from anybody. In the tables and pages for people every character that
cannot be seen is written out, always in the same way:

    \n  \r  \t  \x1b  \x9b      the control characters, as most programming languages write them
    ⟨U+202E⟩  ⟨U+200B⟩          whatever else is invisible: directions, zero widths, line separators

JSON, JSON Lines and Parquet hold the exact text. CSV does too, but for characters that a terminal would obey, and for
cells that a spreadsheet would take for a formula: those begin with an apostrophe.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Final

_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but letters of Persian, of Indic scripts and of emoji are made with them."""
_VISIBLE_FORMATS: Final = "\u0600-\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs of Arabic and Kaithi that Unicode files under format characters, and that can be seen."""

# Every character of the categories Cc, Cf, Cs, Zl and Zp, as ranges: matching them is quicker than asking each.
_INVISIBLE_RANGES: Final = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff"
)
_INVISIBLE: Final = re.compile(f"(?![{_JOINERS}{_VISIBLE_FORMATS}])[{_INVISIBLE_RANGES}]")
_INVISIBLE_BUT_BREAKS: Final = re.compile(f"(?![\\n\\r\\t{_JOINERS}{_VISIBLE_FORMATS}])[{_INVISIBLE_RANGES}]")

_FORMULA: Final = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MARKUP: Final = re.compile(r"[\\`*<>|~\[]|&(?=[#A-Za-z])|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#")
_LIST_MARK: Final = re.compile(r"^(\s*)([-+]|[0-9]+[.)])(?=\s|$)|^(\s*)(=+|-+)(?=\s*$)")


def visible(text: str) -> str:
    """The text on one line, with every invisible character written out."""
    return _INVISIBLE.sub(_written_out, text)


def csv_cell(text: str) -> str:
    """The text for a cell of CSV: no terminal obeys it, and no spreadsheet takes it for a formula.

    Numbers are left alone, and so are line breaks and tabs inside. A text that begins with `=`, `+`, `-`, `@` (of any
    width), a tab or a line break, or with apostrophes before one of these, gets one apostrophe in front, so that taking
    one away gives it back.
    """
    shown = _INVISIBLE_BUT_BREAKS.sub(_written_out, text)
    if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown):
        return "'" + shown
    return shown


def markdown(text: str) -> str:
    """The text for a paragraph or a table cell of Markdown: on one line, and nothing in it is markup or HTML."""
    return _LIST_MARK.sub(_unlisted, _MARKUP.sub(r"\\\g<0>", visible(text)))


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON that reads back exactly, with every invisible character escaped."""
    return _INVISIBLE_BUT_BREAKS.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


@lru_cache(maxsize=1024)
def _name(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if unicodedata.category(character) == "Cc" else f"⟨U+{code:04X}⟩"


def _written_out(match: re.Match[str]) -> str:
    return _name(match[0])


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index]:02x}{units[index + 1]:02x}" for index in range(0, len(units), 2))


def _unlisted(match: re.Match[str]) -> str:
    before, mark = (match[1], match[2]) if match[2] else (match[3], match[4])
    return f"{before}{mark[:-1]}\\{mark[-1]}"
