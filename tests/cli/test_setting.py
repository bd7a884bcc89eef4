"""Where a command runs and how it may print."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime

import pytest

from ledger.cli.setting import WIDTH, Color, Setting, initial_setting, tell, wants_color


def at(environment: dict[str, str], *, is_terminal: bool = False) -> Setting:
    """A setting with this environment."""
    return Setting(environment=environment, now=lambda: datetime(2020, 1, 8, tzinfo=UTC), is_terminal=is_terminal)


@pytest.mark.parametrize(
    ("when", "environment", "is_terminal", "colored"),
    [
        ("auto", {}, False, False),
        ("auto", {}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_for_terminals(when: Color, environment: dict[str, str], *, is_terminal: bool, colored: bool) -> None:
    """A terminal gets colour unless $NO_COLOR is set, all else none unless $FORCE_COLOR is; the option decides."""
    assert wants_color(when, at(environment, is_terminal=is_terminal)) is colored


@pytest.mark.parametrize(
    ("columns", "width"),
    [("60", 60), ("0", WIDTH), ("", WIDTH), ("wide", WIDTH), ("-3", WIDTH), ("²", WIDTH), ("9" * 5_000, WIDTH)],
)
def test_the_width_is_that_of_columns(columns: str, width: int) -> None:
    """$COLUMNS says how wide to print; where it says nothing of use, and there is no terminal, it is 80."""
    assert initial_setting({"COLUMNS": columns}, now=at({}).now).width == width


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without $COLUMNS the terminal is asked; one that says 0 does not know."""
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((132, 40)))
    assert initial_setting({}, now=at({}).now).width == 132
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert initial_setting({}, now=at({}).now).width == WIDTH


def test_a_missing_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process may have no stdout at all, or a closed one."""
    monkeypatch.setattr(sys, "stdout", None)
    assert not initial_setting({}, now=at({}).now).is_terminal
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    assert not initial_setting({}, now=at({}).now).is_watched


def test_narration_cannot_command_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """What a terminal would obey, or what turns the direction of writing, is written out; no script is."""
    tell("é “quoted” — 北京\n\x1b[2Jgone\r\u202eback\t\x9b\u2066")
    assert capsys.readouterr().err == "é “quoted” — 北京\n\\x1b[2Jgone\\r⟨U+202E⟩back\\t\\x9b⟨U+2066⟩\n"


def test_narration_is_written_as_tables_are(capsys: pytest.CaptureFixture[str]) -> None:
    """What joins and parts the letters of a script, or the signs of one emoji, stays as it is."""
    tell("\u0645\u06cc\u200c\u062e 👩\u200d🚒 10\xa0€\u3000")
    assert capsys.readouterr().err == "\u0645\u06cc\u200c\u062e 👩\u200d🚒 10\xa0€\u3000\n"
