"""A long log is read by a process of its own, and what is found is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

import pytest

from ledger.checks import check_log, reading
from ledger.errors import StorageFailed
from ledger.events import Claim, Void
from ledger.log import Reader, segments
from tests.checks.forged import STORY, forge, leave_no_room
from tests.log.logs import append, erased, said

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from ledger.checks import Problem
    from ledger.log import Log


def found(log: Log) -> tuple[list[Problem], list[str]]:
    """The problems of a log, and what is told beside them."""
    told: list[str] = []
    return list(check_log(log, tell=told.append)), told


def both(log: Log, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Problem], list[str]]:
    """The same, found by one process and by two."""
    alone = found(log)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_LONG", 0)
        assert found(log) == alone
    return alone


def last(log: Log) -> Path:
    """The last segment."""
    return segments(log.directory)[-1][1]


def test_two_processes_find_what_one_finds(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in a sound log; what lines are wrong in by themselves, and in what they refer to, in their order."""
    append(log, *STORY)
    assert both(log, monkeypatch) == ([], [])
    forge(log, Claim(text="a\0b"), said(speaker="nobody"), Claim(id="ledger", text="x"), Void(event="ledger:7"))
    problems, _ = both(log, monkeypatch)
    assert [problem.code for problem in problems] == ["misshapen", "unknown-name", "bad-id", "unknown-name"]


def test_a_long_log_is_judged_a_part_at_a_time(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found does not depend on how many lines are read together."""
    append(log, *STORY)
    forge(log, said(speaker="nobody"), said(speaker="post"), Void(event="ledger:7"))
    together = found(log)
    monkeypatch.setattr(sys.modules[Reader.__module__], "_GATHERED", 1)
    assert both(log, monkeypatch) == together


def test_where_no_process_can_be_started_one_does_both(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is at its limit of processes still checks."""
    append(log, *STORY)
    forge(log, said(speaker="nobody"))
    alone = found(log)

    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(reading, "_LONG", 0)
    monkeypatch.setattr(subprocess, "Popen", refused)
    assert found(log) == alone


def test_where_there_is_no_room_for_what_a_check_needs_to_know_it_says_so(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no word on the log, and it names the mend."""
    leave_no_room(monkeypatch)
    with pytest.raises(StorageFailed, match="a file of its own: database or disk is full"):
        found(log)


def test_two_processes_know_of_erased_lines(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an erased line may have declared is no problem to either."""
    lines = last(log).read_bytes().splitlines(keepends=True)
    last(log).write_bytes(b"".join([*lines[:2], erased(lines[2]), *lines[3:]]))
    forge(log, said(speaker="pilot"), said(speaker="post"))
    problems, _ = both(log, monkeypatch)
    assert [problem.code for problem in problems] == ["unknown-name"]


def test_a_torn_tail_is_told_through_the_pipe(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a crash left is said in the same words."""
    last(log).write_bytes(last(log).read_bytes() + b"x" * 99)
    problems, (sentence,) = both(log, monkeypatch)
    assert problems == []
    assert "99 bytes" in sentence


def test_damage_comes_through_the_pipe(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged line is the last problem, at its place and with its mend."""
    forge(log, Claim(id="odd", text="x", amends="nothing"), Claim(id="ok", text="It is."))
    last(log).write_bytes(last(log).read_bytes().replace(b"It is.", b"It was"))
    problems, _ = both(log, monkeypatch)
    assert [problem.code for problem in problems] == ["unknown-name", "damaged"]


def test_a_segment_that_is_no_file_is_said_as_by_one_process(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else stands in the place of a segment, nothing is found out."""
    monkeypatch.setattr(reading, "_LONG", 0)
    path = last(log)
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageFailed, match="cannot be read: Is a directory"):
        found(log)


def test_a_process_that_ends_too_soon_is_no_sound_log(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the other process says nothing to the end, nothing is found out."""
    monkeypatch.setattr(reading, "_LONG", 0)
    monkeypatch.setattr("sys.executable", "/bin/true")
    with pytest.raises(StorageFailed, match="ended before its time"):
        found(log)


def test_who_stops_early_leaves_no_process_behind(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has seen enough ends the other process too."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    monkeypatch.setattr(reading, "_LONG", 0)
    with closing(cast("Generator[reading.Chunk]", reading.read(log.directory))) as chunks:
        assert next(chunks).entries
    (process,) = started
    assert process.returncode is not None


def test_a_name_that_is_no_text_stays_within_the_process(tmp_path: Path) -> None:
    """A directory whose name is not valid Unicode is read all the same."""
    directory = tmp_path / os.fsdecode(b"\xff")
    directory.mkdir()
    assert list(reading.read(directory)) == []
