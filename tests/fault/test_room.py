"""Disks that are full, and writes that are short."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

import pytest

from ledger import Claim, Ledger
from tests.fault.scene import NEW, RECORD, ROUNDS, command, ids, init, report, run
from tests.log.logs import append, claim, open_log

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer


def test_a_file_that_may_not_grow_changes_nothing(quick: Path) -> None:
    """Wherever the system stops a batch, the log is as before, and the command says so; the catalog is not needed."""
    events = init(quick)
    with Ledger.open(quick, by="desk") as ledger:
        ledger.append(Claim(id="closed", text="Pier 4 is closed."))
    path = events / "00000001.jsonl"
    before = path.read_bytes()
    refused = 0
    step = 1 + 200 // ROUNDS
    for room in (0, 1, *range(step, 4_000, step)):
        done = run(command(quick, *RECORD), largest=len(before) + room)
        if done.returncode == 0:
            assert path.stat().st_size <= len(before) + room
            assert ids(events) == ["closed", *NEW]
            break
        assert done.returncode == 3
        assert "File too large" in done.stderr
        assert "nothing was changed" in done.stderr
        assert path.read_bytes() == before
        refused += 1
    else:
        pytest.fail("there was never room enough")
    report(f"{refused} sizes refused")
    assert refused > 2


FILLED: Final = """
set -e
mount -t tmpfs -o size=256k tmpfs "$1"
"$2" -m ledger -C "$1" init >&2
n=0
while "$2" -m ledger -C "$1" claim "c$n" "$3" >&2; do
    n=$((n + 1))
    [ $n -lt 40 ] || exit 9
done
echo "$n acknowledged"
"$2" -m ledger -C "$1" check
rm -rf "$1/.ledger"
"$2" -m ledger -C "$1" claim small x
"$2" -m ledger -C "$1" check
cp "$1"/events/*.jsonl "$4"
"""


def test_a_disk_that_is_full_takes_what_it_acknowledged(tmp_path: Path) -> None:
    """On a disk of 256 KiB the last append that fits is there, the next one is refused, and there is none in part."""
    (tmp_path / "disk").mkdir()
    words = [str(tmp_path / "disk"), command(tmp_path)[0], "x" * 20_000, str(tmp_path / "kept.jsonl")]
    if run(["unshare", "-rm", "true"]).returncode:
        pytest.skip("no disk can be mounted here")
    done = run(["unshare", "-rm", "sh", "-c", FILLED, "fill", *words])
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    number = int(first.split()[0])
    assert number > 1
    assert rest == [f"@{number + 1} small"]
    assert "No space left on device" in done.stderr
    assert "free some space and do it again; nothing was changed" in done.stderr
    assert (tmp_path / "kept.jsonl").read_bytes().count(b"\n") == number + 1


def test_short_writes_add_up(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a few bytes at a time gets all of them, in their places."""
    real = os.pwrite
    log = open_log(quick)

    def short(descriptor: int, data: Buffer, offset: int) -> int:
        return real(descriptor, memoryview(data)[:size], offset)

    monkeypatch.setattr(os, "pwrite", short)
    for size in range(1, 40):
        append(log, claim(2 * size), claim(2 * size + 1))
    assert ids(log.directory) == [f"c{number}" for number in range(2, 80)]


def test_a_file_that_cannot_be_closed_takes_nothing_back(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was synced is acknowledged, also where the system then complains of closing the file."""
    real = os.close
    log = open_log(quick)

    def fail(descriptor: int) -> None:
        real(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "close", fail)
    append(log, claim(1))
    append(log, claim(2))
    assert ids(log.directory) == ["c1", "c2"]
