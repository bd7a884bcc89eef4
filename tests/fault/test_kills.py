"""Writers that are killed at random moments, again and again."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from ledger import Claim, Ledger
from tests.fault.scene import ROUNDS, batches, ids, init, python, report

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

KILLS: Final = 45
"""In a round."""
WRITERS: Final = 3
WRITE: Final = """
import sys
from ledger import Claim, Ledger
root, who = sys.argv[1:]
with Ledger.open(root, by=who, tell=lambda _: None) as ledger:
    for number in range(1_000_000):
        batch = [Claim(id=f"{who}-{number}-{part}", text="x") for part in range(1 + number % 3)]
        print(*(one.entry.id for one in ledger.append(batch, wait=60)), flush=True)
"""
"""Appends batches of one, two and three claims in turn, and says after each what was acknowledged, in one write."""


def killed(writer: Popen[str]) -> list[list[str]]:
    """Kill a writer; the ids that it acknowledged, batch by batch."""
    writer.kill()
    said = writer.communicate()[0]
    assert writer.returncode == -9, "it ended by itself"
    return [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Whenever writers are killed, all that they acknowledged stands, no batch in part, and the next append works."""
    events = init(tmp_path)
    seed = random.randrange(1 << 32)  # noqa: S311  # no secret
    chance = random.Random(seed)  # noqa: S311  # likewise
    acknowledged: list[list[str]] = []
    kills = 0
    while kills < KILLS * ROUNDS:
        writers = [python(WRITE, tmp_path, f"w{kills + number}") for number in range(WRITERS)]
        first = writers[0].stdout
        assert first is not None
        acknowledged.append(first.readline().split())
        chance.shuffle(writers)
        for writer in writers:
            time.sleep(chance.uniform(0, 0.04))
            acknowledged += killed(writer)
        kills += WRITERS
        after = f"after{kills}"
        with Ledger.open(tmp_path, by="desk", tell=lambda _: None) as ledger:
            ledger.append(Claim(id=after, text="x"), wait=0)
        acknowledged.append([after])
    found = ids(events)
    lost = {name for batch in acknowledged for name in batch} - set(found)
    report(f"seed {seed}: {kills} kills, {sum(map(len, acknowledged))} events acknowledged, {len(lost)} lost")
    assert not lost
    for batch in batches(events):
        who, _, rest = batch[0][1].partition("-")
        number = int(rest.partition("-")[0] or 0)
        whole = [f"{who}-{number}-{part}" for part in range(1 + number % 3)] if rest else [who]
        assert [name for _, name in batch] == whole
    assert len(found) == len(set(found))
