"""`python -m ledger` is the command `claims`."""

from __future__ import annotations

import gc
import sys

from ledger.cli import main


def run() -> int:
    """Run the command in a process of its own; its exit code."""
    gc.freeze()  # the collector does not scan the loaded modules again
    return main()


if __name__ == "__main__":
    sys.exit(run())
