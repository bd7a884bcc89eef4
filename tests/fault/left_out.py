"""Durable writes without one of the steps that they are made of: code that would lose something."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ledger import durable
from ledger.errors import OutcomeUnknown
from ledger.log import Log, segment_path
from tests.fault.simulated import END, FULL, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.log.segments import Position, Torn

whole, sync = durable._write_all, durable._sync  # noqa: SLF001  # as they are


def nothing(*_: object) -> None:
    """Do nothing."""


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """A file to write to. Of an error nobody knows what it left."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise OutcomeUnknown("unknown") from error


def synced_first(path: Path, offset: int, data: bytes) -> None:
    """An append that is synced before it is written."""
    with opened(path) as descriptor:
        os.fdatasync(descriptor)
        whole(descriptor, data, offset)


def not_taken_back(path: Path, offset: int, data: bytes) -> None:
    """An append that leaves there what could not be synced."""
    with opened(path) as descriptor:
        whole(descriptor, data, offset)
        os.fdatasync(descriptor)
    if offset == 0:
        durable.sync_directory(path.parent)


def in_place(path: Path, data: bytes) -> None:
    """A file that is written anew where it stands."""
    with opened(path) as descriptor:
        os.ftruncate(descriptor, 0)
        whole(descriptor, data, 0)
        os.fdatasync(descriptor)


def cut_first(path: Path, length: int) -> None:
    """A file that is cut off without a sync."""
    with opened(path) as descriptor:
        os.ftruncate(descriptor, length)


def written_once(descriptor: int, data: bytes, offset: int) -> None:
    """A write that asks only once."""
    os.pwrite(descriptor, data, offset)


def cut_only(descriptor: int, offset: int, _: Path) -> None:
    """A failed write that is taken back for the time being."""
    with suppress(OSError):
        os.ftruncate(descriptor, offset)


def believed(descriptor: int, _: Path) -> None:
    """A sync of which nobody asks how it went."""
    with suppress(OSError):
        os.fdatasync(descriptor)


def tried_again(descriptor: int, path: Path) -> None:
    """A sync that is asked for once more where it failed."""
    with suppress(OSError):
        os.fdatasync(descriptor)
        return
    sync(descriptor, path)


def lost(log: Log, end: Position, torn: Torn) -> None:
    """A torn tail that is cut off before it is set aside."""
    path = segment_path(log.directory, end.segment)
    durable.truncate(path, end.offset)
    durable.create(path.with_name(f"{path.name}.torn-{end.seq + 1}-{len(list(log.directory.iterdir()))}"), torn.data)


FAILED_FIRST_SYNC = st.just(Fault("EIO", "fdatasync", 1))
FAILED_SYNC = FAILED_FIRST_SYNC | st.just(Fault("EIO", "fdatasync", 2))
FAILED_WRITE = st.just(Fault(FULL, "pwrite", 1))
KILLED = st.builds(Fault, st.just(END), st.just("fdatasync"), st.integers(1, 2))

MUTATIONS: Final[dict[str, tuple[str, Callable[..., None], st.SearchStrategy[Fault | None] | None]]] = {
    "nothing is synced": ("ledger.durable._sync", nothing, None),
    "no name is synced": ("ledger.durable.sync_directory", nothing, None),
    "it is synced before it is written": ("ledger.durable.append", synced_first, None),
    "a short write is not gone on with": ("ledger.durable._write_all", written_once, None),
    "a failed write is not taken back": ("ledger.durable._roll_back", nothing, FAILED_WRITE),
    "that it was taken back is not synced": ("ledger.durable._roll_back", cut_only, FAILED_WRITE),
    "a failed sync is not noticed": ("ledger.durable._sync", believed, FAILED_SYNC),
    "a failed sync is tried again": ("ledger.durable._sync", tried_again, FAILED_SYNC),
    "what was not synced is built on": ("ledger.durable.append", not_taken_back, FAILED_FIRST_SYNC),
    "what others left is built on": ("ledger.durable.sync", nothing, KILLED),
    "a file is cut off without a sync": ("ledger.durable.truncate", cut_first, st.none()),
    "a file is written anew in place": ("ledger.durable.replace", in_place, None),
    "a torn tail is written over": ("ledger.log.Log._repair", nothing, None),
    "a torn tail is cut off before it is kept": ("ledger.log.Log._repair", lost, None),
}
"""What durable writes would be without a step that they are made of; and the fault that this step is there for."""
