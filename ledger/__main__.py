"""`python -m ledger` is the command `claims`."""

from __future__ import annotations

import gc
import sys

from ledger.cli import main


def run() -> int:
    """Run the command in a process of its own; its exit code."""
    gc.freeze()  # what is loaded stays to the end, where the collector would go through all of it once more
    return main()


if __name__ == "__main__":
    sys.exit(run())
