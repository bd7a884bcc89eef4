"""Runs a command and says, as JSON on its own stdout: seconds of wall time, peak memory in bytes, exit code.

It is a small process of its own, since Linux counts what a process held before it became another program as that
program's peak. It imports nothing of the project. Its arguments: where the command's stdout goes, and the command.
"""

from __future__ import annotations

import json
import os
import sys
import time

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of `ru_maxrss` on this system."""


def main() -> None:
    """Run the command."""
    out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    actions = [(os.POSIX_SPAWN_DUP2, out, 1)]
    began = time.perf_counter()
    pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    json.dump([seconds, used.ru_maxrss * _UNIT, os.waitstatus_to_exitcode(status)], sys.stdout)


if __name__ == "__main__":
    main()
