"""`python -m ledger.checks DIRECTORY` reads a log on behalf of the process that starts it. It is not for users."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from ledger.checks.reading import send

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it decides
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    send(Path(sys.argv[1]), sys.stdout.buffer)
