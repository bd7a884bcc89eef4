"""What the readers print, to the byte: one file for each format, width and kind of page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.read.golden import GOLDEN, assert_golden

if TYPE_CHECKING:
    from tests.desk import Desk

#: The name of a golden file, and the command that prints it.
PAGES = {
    "list.txt": "list",
    "list-after.txt": "list --as-of pilot-1 --known-to harbour-council",
    "list.json": "list --format json",
    "list.jsonl": "list --format jsonl",
    "list.csv": "list --format csv",
    "list.md": "list --format markdown",
    "log-new-york.txt": "--tz America/New_York log --last 2",
    "actors.txt": "list actors",
    "sources.txt": "list sources",
    "observations.txt": "list observations --known-to harbour-council --as-of mayor-1",
    "observations.csv": "list observations --known-to ledger --format csv",
    "reversals.txt": "list reversals",
    "reversals.json": "list reversals --format json",
    "claim.txt": "show pier-closed",
    "claim.md": "show pier-closed --format markdown",
    "claim.json": "show pier-closed --format json",
    "claim-before.txt": "show pier-closed --as-of mayor-1",
    "actor.txt": "show mayor",
    "body.txt": "show city --as-of 2020-01-07 --known-to harbour-council",
    "source.txt": "show harbour-post",
    "observation.txt": "show mayor-2",
    "observation.json": "show mayor-2 --format json",
    "report.txt": "show memo-leaks",
    "amended.txt": "show pilot-1",
    "voided.txt": "show wrong-mayor",
    "void.txt": "show void:1",
    "line.txt": "show @15",
    "order.txt": "show @21",
    "why-possible.txt": "why repairs",
    "diff-verdict.txt": "diff ledger@21 ledger@22",
    "why.txt": "why pier-closed",
    "why.jsonl": "why pier-closed --format jsonl",
    "why-then.txt": "why pier-closed --as-of fire-call --known-to harbour-council",
    "replay.txt": "replay",
    "replay.jsonl": "replay --format jsonl",
    "replay.md": "replay --format markdown",
    "replay-then.txt": "replay --known-to harbour-council --as-of mayor-1",
    "replay-possible.txt": "replay --as-of 2020-01-06T21:10:30Z",
    "replay-possible.jsonl": "replay --as-of 2020-01-06T21:10:30Z --format jsonl",
    "replay-ledger.txt": "replay --known-to ledger",
    "diff.txt": "diff public@mayor-1 harbour-council@clerk-memo",
    "diff.json": "diff @mayor-1 @mayor-2 --format json",
    "diff-ledger.txt": "diff ledger@18 ledger@24",
    "log.txt": "log",
    "log.csv": "log --format csv",
    "log.jsonl": "log --format jsonl",
    "log.json": "log pilot-1 --format json",
    "sql.txt": "sql 'select claim, status, supporters from claims order by claim'",
    "sql.md": "sql 'select claim, text, changed_at from claims order by claim' --format markdown",
}  # fmt: skip
STORY = "replay pier-closed"
#: Likewise, with the columns on which it is set. At 80, `list` and `why` are the pages above.
WIDTHS = {
    "list-60.txt": ("list", 60),
    "list.txt": ("list", 80),
    "list-120.txt": ("list", 120),
    "replay-60.txt": (STORY, 60),
    "replay-80.txt": (STORY, 80),
    "replay-120.txt": (STORY, 120),
    "why-60.txt": ("why pier-closed", 60),
    "why.txt": ("why pier-closed", 80),
    "why-120.txt": ("why pier-closed", 120),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was(reader: Desk, name: str) -> None:
    """A command prints, to the byte, what it printed before."""
    assert_golden(f"read/{name}", reader(PAGES[name]).out)


@pytest.mark.parametrize("name", WIDTHS)
def test_a_page_is_set_for_the_width(reader: Desk, name: str) -> None:
    """On 60, 80 and 120 columns no line is wider, and the words are the same."""
    command, width = WIDTHS[name]
    page = reader(command, width=width).out
    assert_golden(f"read/{name}", page)
    assert max(map(len, page.splitlines())) <= width
    said = sorted(page.replace("─", "").split())
    assert said == sorted(reader(command, width=200).out.replace("─", "").split())


@pytest.mark.parametrize("command", ["list", STORY, "show pier-closed", "diff @mayor-1 @mayor-2", "log"])
def test_a_pipe_gets_no_colour(reader: Desk, command: str) -> None:
    """What is piped has no escape sequence; asked for colours, it has the same words."""
    plain = reader(command).out
    assert "\x1b" not in plain
    coloured = reader(f"--color always {command}").out
    assert "\x1b[" in coloured
    assert _without_colours(coloured) == plain


def test_the_lines_of_the_log_are_its_own(reader: Desk) -> None:
    """JSON Lines of the log are the bytes of its file."""
    segment = reader.directory / "events" / "00000001.jsonl"
    assert reader.prints("log --format jsonl").encode() == segment.read_bytes()


def test_json_has_the_names_of_sql(reader: Desk) -> None:
    """The columns of `list` are those of `claims_as_of`, then who is behind the status."""
    listed = json.loads(reader.prints("list --format json"))
    asked = json.loads(reader.prints('sql "from claims_as_of(null) limit 1" --format json'))
    assert list(listed[0])[: len(asked[0])] == list(asked[0])


def _without_colours(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_no_golden_file_is_left_over() -> None:
    """Every golden file is one that a test here compares with."""
    assert {path.name for path in (GOLDEN / "read").iterdir()} == {*PAGES, *WIDTHS}
