"""A process that forks while it has projections open: the child is told, and neither crashes nor waits for ever."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ledger import Claim, Ledger
from tests.processes import surroundings

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120
"""Seconds after which a child is taken for one that never ends."""
PROGRAM = """
import multiprocessing, os, sys
from ledger import Claim, Ledger, LedgerError

COUNT = "select count(*) as n from claims"
ledger = Ledger.open(sys.argv[1], by="desk")
ledger.sql(COUNT).fetchall()

def asked():
    return ledger.rows(COUNT)

def asked_anew():
    with Ledger.open(sys.argv[1], by="desk") as another:
        return another.rows(COUNT)

def recorded():
    ledger.append(Claim(id="of-the-child", text="Pier 5 is closed."))
    return ledger.rows(COUNT)

def tried(work, _=None):
    try:
        return str(work())
    except LedgerError as error:
        return str(error)

work = {"asked": asked, "anew": asked_anew, "recorded": recorded, "pool": asked, "closed": asked}[sys.argv[2]]
if sys.argv[2] == "closed":
    ledger.close()
if sys.argv[2] == "pool":
    ledger.append(Claim(id="of-the-parent", text="Pier 5 is closed."))
    with multiprocessing.get_context("fork").Pool(1) as pool:
        print(pool.apply(tried, (work,)))
        pool.close()
        pool.join()
else:
    child = os.fork()
    if child == 0:
        print(tried(work), flush=True)
        sys.exit(3)
    print("ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(asked())
"""
REFUSED = "DuckDB was in use when this process was forked, and cannot be used in it"


@pytest.mark.parametrize(
    ("what", "told", "then"),
    [
        ("asked", [REFUSED, "ended with 3"], 1),
        ("anew", [REFUSED, "ended with 3"], 1),
        ("recorded", [REFUSED, "ended with 3"], 2),
        ("pool", [REFUSED], 2),
        ("closed", ["[{'n': 1}]", "ended with 3"], 1),
    ],
)
def test_a_forked_process_is_told_that_it_cannot_ask(tmp_path: Path, what: str, told: list[str], then: int) -> None:
    """What is open is refused to the child, which can append; what was closed before can be opened by it."""
    with Ledger.init(tmp_path / "pier", by="desk") as ledger:
        ledger.append(Claim(id="pier-closed", text="Pier 4 is closed."))
    # From Python 3.12 on a fork beside other threads is warned of.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PROGRAM, str(tmp_path / "pier"), what]
    done = subprocess.run(
        command, env=surroundings(), capture_output=True, text=True, check=False,
        timeout=PATIENCE,
    )  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines() == [*told, str([{"n": then}])]
