"""What a run was made on and with: the machine, the versions, the commit."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from scripts.benchmark.process import ROOT


class Machine(Struct, frozen=True, kw_only=True):
    """A computer; `memory` in bytes."""

    cpu: str
    cores: int
    memory: int
    system: str


def machine() -> Machine:
    """The computer that this runs on."""
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()}",
    )


def versions() -> dict[str, str]:
    """The versions of what runs; what is not installed is left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {project["name"]: project["version"], "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in ("duckdb", "msgspec", "typer", "eventsourcing"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str | None:
    """The commit of the checkout, with `+` if files differ from it; None outside a repository."""
    try:
        head = _git("rev-parse", "HEAD").strip()
        return f"{head}+" if _git("status", "--porcelain", "--untracked-files=no") else head
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # git


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
