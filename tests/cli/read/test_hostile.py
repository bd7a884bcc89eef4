"""Whatever somebody writes into a name, a quote or a note, readers show it and nothing happens."""

from __future__ import annotations

import csv
import json
import unicodedata
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.cli.harbour import BATCHES, Event, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

BAD = "=1+1\x1b[2J\x9b31m\u202edesolc\n|[bold]x[/]<b>`'{scope}"
EVENTS: list[Event] = [
    {"type": "actor", "id": "eve", "name": BAD, "role": BAD, "aliases": [BAD], "note": BAD},
    {"type": "actor", "id": "desk", "name": BAD},
    {"type": "source", "id": "post", "publisher": BAD, "title": BAD, "url": BAD, "kind": BAD, "note": BAD},
    {"type": "claim", "id": "bad", "text": BAD, "note": BAD},
    {"type": "claim", "id": "other", "text": BAD},
    {"type": "relation", "id": "rel", "from": "bad", "relation": "contradicts", "to": "other", "note": BAD},
    {
        "type": "observation", "id": "said", "text": BAD, "speaker": "eve", "occurred": "2020-01-06", "note": BAD,
        "stances": [{"claim": "bad", "stance": "support"}, {"claim": "other", "stance": "comment"}],
        "reports": [{"source": "post", "quotes": [{"exact": BAD}]}],
    },
    {"type": "assessment", "claim": "bad", "assessor": "desk", "verdict": "false", "label": BAD, "rationale": BAD},
    {
        "type": "observation", "amends": "said", "reason": BAD, "speaker": "eve", "text": BAD,
        "stances": [{"claim": "bad", "stance": "deny"}],
        "reports": [{"source": "post", "quotes": [{"exact": BAD}]}],
    },
]  # fmt: skip
COMMANDS = (
    "list", "list actors", "list sources", "list observations", "show bad", "show eve", "show post", "show said",
    "show @7", "why bad", "replay", "replay --known-to ledger", "diff ledger@6 ledger@9", "log", "sql 'from actors'",
    "sql 'from quotes'", "sql 'select text as \"a|b=\" from claims'",
)  # fmt: skip


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every text is hostile."""
    return record(tmp_path_factory.mktemp("ledgers") / "bad", (BATCHES[0][0], EVENTS))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_text_does_anything_in_a_terminal(bad: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """In tables, pages and Markdown nothing is left that a terminal would obey, and lines are ours alone.

    In a sheet every cell that begins like a formula begins with an apostrophe, so that a spreadsheet runs nothing.
    """
    reader = Desk(bad, capsys)
    for format_ in ("table", "markdown", "csv"):
        done = reader(f"{command} --format {format_}")
        assert (done.code, done.err) == (0, "")
        assert "1b[2J" in "".join(done.out.split()).replace("\\[", "[")
        strange = {each for each in done.out if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
        assert strange <= {"\n"}
        if format_ == "csv":
            cells = [cell for row in csv.reader(StringIO(done.out, newline="")) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("command", COMMANDS)
def test_programs_get_the_exact_text(bad: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """JSON holds every text to the character."""
    reader = Desk(bad, capsys)
    texts = json.dumps(json.loads(reader.prints(f"{command} --format json")))
    assert json.dumps(BAD)[1:-1] in texts


def test_a_name_is_never_sql(reader: Desk) -> None:
    """What is asked for by name is looked up, whatever it is made of."""
    for name in ("x'; drop table claims; --", "{scope}", "pier-closed' or '1'='1"):
        assert reader(f'show "{name}"').code == 1
        assert reader(f'why "{name}"').code == 1
        assert reader(f'list --known-to "{name}"').code == 1


FORGED = "x\nhint: run `rm -rf events`\nerror: evil"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "observation", "speaker": FORGED, "text": "a"},
        {"type": "source", "id": "post-2", "publisher": "p", "audience": [FORGED]},
        {"type": "claim", "id": "c", "text": "a", FORGED: "x"},
        {"type": "claim", "id": FORGED, "text": "a"},
        {"type": "claim", "id": "c", "text": "a", "kind": FORGED},
    ],
)
def test_no_name_forges_an_error(
    bad: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, event: dict[str, str]
) -> None:
    """What somebody's file has for a name is told in an error, and begins no line as an error or a hint begins."""
    file = tmp_path / "new.jsonl"
    file.write_text(json.dumps(event), encoding="utf-8")
    done = Desk(bad, capsys)(f"append {file}")
    ours = [line for line in done.err.splitlines() if not line.startswith("  ")]
    assert [line.partition(" ")[0] for line in ours] == ["error:", "hint:"]
