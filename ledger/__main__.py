"""`python -m ledger` is the command `claims`."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130
"""The exit code that `ledger.cli` has for it, which is still to be imported."""


def run() -> int:
    """Run the command in a process of its own; its exit code, also where Ctrl-C comes before it has begun."""
    try:
        from ledger.cli import main

        gc.freeze()  # the collector does not scan the loaded modules again
        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(run())
