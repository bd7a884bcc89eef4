"""What the pages show is what the tool prints. `scripts/docs` writes them anew."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from ledger import Ledger
from tests.docs import console
from tests.docs.help import help_page
from tests.processes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

IS_WRITING = bool(os.environ.get("UPDATE_GOLDEN"))


def hold(path: Path, made: str) -> None:
    """The page on disk is the one that was made just now, but for when that was; or it is written so."""
    if IS_WRITING and console.without_stamps(path.read_text(encoding="utf-8")) != console.without_stamps(made):
        path.write_text(made, encoding="utf-8")
    stands = path.read_text(encoding="utf-8")
    assert console.without_stamps(stands) == console.without_stamps(made), f"{path.name}: run scripts/docs"


def test_the_readme_shows_what_the_commands_print(tmp_path: Path) -> None:
    """Every command of the README, run in its order in an empty directory, prints what stands there."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    hold(ROOT / "README.md", console.filled(page, console.shell(tmp_path)))


def test_the_help_pages_are_those_of_the_tool() -> None:
    """HELP.md has the help of every command and the relations of the SQL, as the tool gives them."""
    hold(ROOT / "HELP.md", help_page())


def test_what_refers_to_the_design_names_a_section_of_it() -> None:
    """The contract is a page of this repository, and each section that a module or a test refers to is there."""
    page = (ROOT / "ledger" / "DESIGN.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## ([0-9]+)\.", page, flags=re.MULTILINE))
    files = [file for folder in ("ledger", "tests", "scripts") for file in (ROOT / folder).rglob("*")]
    for file in (each for each in files if each.suffix in {".py", ".sql"}):
        for cited in re.findall(r"\(design, sections? ([0-9, and]+)\)", file.read_text(encoding="utf-8")):
            assert set(re.findall("[0-9]+", cited)) <= sections, file


def test_the_relations_of_the_design_are_those_of_the_sql(tmp_path: Path) -> None:
    """Section 8 has every relation, and those of which it lists the columns have these."""
    page = (ROOT / "ledger" / "DESIGN.md").read_text(encoding="utf-8")
    section = page[page.index("## 8.") : page.index("## 9.")]
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|$", section, flags=re.MULTILINE)
    with Ledger.init(tmp_path / "empty") as ledger:
        there = ledger.sql("show tables").fetchall()
        assert {name for names, _ in rows for name in re.findall("`([a-z_]+)`", names)} == {name for (name,) in there}
        for names, told in rows:
            if (name := names.strip("`")) in {"events", "claims"}:
                assert told.partition(": ")[2].split(", ") == ledger.sql(f"from {name}").columns


@pytest.mark.parametrize(
    ("page", "commands"),
    [
        ("```console\n$ a\nold\n$ b\n```\n", ["a", "b"]),
        ("text\n```console\n$ a \\\n  b\nold\n```\ntext\n```console\n$ c\n```\n", ["a \\\n  b", "c"]),
        ("```sh\n$ not run\n```\n", []),
    ],
)
def test_console_blocks_are_run_in_their_order(page: str, commands: list[str]) -> None:
    """Each command of a console block is run once, and what it printed before is replaced."""
    seen: list[str] = []

    def run(command: str) -> str:
        seen.append(command)
        return "new\n"

    filled = console.filled(page, run)
    assert seen == commands
    assert "old" not in filled
    assert filled.count("new") == len(commands)
