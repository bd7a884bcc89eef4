"""What the pages show is what the tool prints. `scripts/docs` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.docs import console
from tests.docs.help import help_page

ROOT = Path(__file__).parents[2]
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
