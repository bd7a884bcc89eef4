"""A disk that holds for certain what it was told to sync, and of the rest whatever chance leaves.

The code runs as it is, on real files: they are what every process sees while the power is on. Beside them the disk
keeps, for each file and for the names in the directory, what is certain to be there and what was done since. When the
power goes, the real files are written anew as one of the states that this allows:

    a file      nothing of what was done since, all of it, it up to any byte, that with NULs up to the file's end, or
                some blocks of it and others not, which leaves NULs, or what stood there before, in between
    a name      made, taken away or changed, or not, each by itself

Of a sync that fails the disk knows one of two things afterwards: it still has to write all of it, or it believes that
it did, and then what it did not write is lost to every later sync, as on Linux.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Buffer

    Choose = Callable[[int], int]
    """Chance: a number from 0 to the one given."""

MARKER: Final = "ledger.toml"
"""The file that is locked. It is never written to here."""
BLOCKS: Final = (64, 512)
"""Sizes in bytes of the blocks of which some may be written and others not."""
CALLS: Final = ("open", "pwrite", "ftruncate", "fdatasync", "fsync", "close", "fchmod", "unlink", "rename", "replace")
"""The system calls that count."""
NOTHING, ALL, SOME, NULS, HOLES = range(5)
"""What becomes of what was not synced."""
END, SHORT, FULL = "end", "short", "full"
"""The faults that are no errno: the process ends; a write is short; it is short, and there is no room for the rest."""


class Ended(BaseException):  # a process does not live to handle it
    """The process was killed, or the power went, before a system call."""


class Fault(NamedTuple):
    """What happens at the `number`-th call (from 1) of a name, or of any: an errno, a short write, or the end."""

    kind: str
    call: str | None
    number: int


class Change(NamedTuple):
    """Bytes written at an offset, or with None a file cut off there; and through which descriptor."""

    offset: int
    data: bytes | None
    through: int

    def on(self, content: bytes) -> bytes:
        """The content after the change."""
        before = content[: self.offset].ljust(self.offset, b"\0")
        return before if self.data is None else before + self.data + content[self.offset + len(self.data) :]


class File:
    """What of a file is on the disk for certain, and what was done to it since.

    `has_holes`: it may have lost bytes before others that it kept; `is_seen_with_holes`: since before they were read.
    """

    def __init__(self, content: bytes = b"", *, has_holes: bool = False) -> None:
        self.content = content
        self.changes: list[Change] = []
        self.has_holes = self.is_seen_with_holes = has_holes

    def sync(self, seen: bytes) -> None:
        """Put on the disk what it still has to write; `seen` is what processes see of the file."""
        for change in self.changes:
            self.content = change.on(self.content)
        self.content = self.content[: len(seen)].ljust(len(seen), b"\0")
        self.changes = []
        self.has_holes = self.is_seen_with_holes or self.content != seen

    def forget(self, descriptor: int, choose: Choose) -> None:
        """Believe to have put on the disk what was written through a descriptor, of which some is there."""
        lost = [change for change in self.changes if change.through == descriptor and change.data is not None]
        kept = [change for change in self.changes if change not in lost]
        self.changes = lost
        self.content, has_holes = self.left(choose)
        self.changes = kept
        self.has_holes = has_holes or any(change.data for change in kept)

    def left(self, choose: Choose) -> tuple[bytes, bool]:
        """What may be left of the file when the power goes, and whether there may be holes in it."""
        how = min(choose(HOLES + 1), HOLES) if self.changes else NOTHING
        if how == HOLES:
            return self._with_holes(choose), True
        content = self.content
        last = choose(len(self.changes) - 1) if how in (SOME, NULS) else len(self.changes)
        for change in self.changes[:last] if how != NOTHING else ():
            content = change.on(content)
        if how in (SOME, NULS) and (data := self.changes[last].data) is not None:
            # It is the last byte that decides; it has its own chance to be all that is missing.
            size = len(data) - choose(1) if choose(1) else choose(len(data))
            content = self.changes[last]._replace(data=data[:size]).on(content)
        if how == NULS:
            longest = max(change.offset + len(change.data or "") for change in self.changes)
            content = content.ljust(longest - choose(1), b"\0")
        return content, self.has_holes

    def _with_holes(self, choose: Choose) -> bytes:
        """The file with some of the blocks that were written since, and without others."""
        content = self.content
        block = BLOCKS[choose(len(BLOCKS) - 1)]
        for change in self.changes:
            if change.data is None:
                content = change.on(content) if choose(1) else content
                continue
            end = change.offset + len(change.data)
            edges = [change.offset, *range((change.offset // block + 1) * block, end, block), end]
            chosen = choose((1 << len(edges) - 1) - 1)
            for number, (first, last) in enumerate(pairwise(edges)):
                if chosen >> number & 1:
                    part = change.data[first - change.offset : last - change.offset]
                    content = Change(first, part, change.through).on(content)
        return content


class Handle(NamedTuple):
    """What a descriptor is open on: a file, or with None the marker or the directory. `number` is never used twice."""

    file: File | None
    name: str
    number: int


class Disk:
    """The disk under one directory, in which everything is certain when it is made.

    `between` is called before every system call, as another process may read in between. `has_happened` says whether
    there was a call to which the last fault could happen.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.between: Callable[[], None] = lambda: None
        self.has_happened = False
        self._real = {name: getattr(os, name) for name in CALLS}
        self._handles: dict[int, Handle] = {}
        self._opened = 0
        self._fault: Fault | None = None
        self._choose: Choose = lambda _: 0
        self._counts: Counter[str | None] = Counter()
        self._has_ended = self._is_full = False
        self._take_over()

    @property
    def may_have_holes(self) -> bool:
        """Whether a segment may have lost bytes before others that it kept."""
        named = (*self._names.items(), *self._certain.items())
        return any(file.has_holes for name, file in named if name.removesuffix(".jsonl").isdigit())

    @property
    def is_certain(self) -> bool:
        """Whether all that is seen is on the disk."""
        return not self._named and not any(file.changes or file.has_holes for file in self._names.values())

    @contextmanager
    def happening(self, fault: Fault | None, choose: Choose) -> Iterator[None]:
        """A process to which a fault happens; it is over with Ended where the fault says so."""
        self._fault, self._choose, self._counts = fault, choose, Counter()
        self._has_ended = self._is_full = self.has_happened = False
        try:
            with mock.patch.multiple(os, **{name: getattr(self, f"_do_{name}") for name in CALLS}):
                yield
        finally:
            for descriptor in [*self._handles]:
                self._real["close"](descriptor)
            self._handles.clear()

    def lose_power(self, choose: Choose) -> None:
        """Leave one of the states that are possible."""
        names = dict(self._certain)
        chosen = choose((1 << len(self._named)) - 1)
        for number, (before, after, file) in enumerate(self._named):
            if chosen >> number & 1:
                names.pop(before, None)
                if after:
                    names[after] = file
        left = {name: file.left(choose) for name, file in sorted(names.items())}
        for path in self._paths():
            path.unlink()
        for name, (content, _) in left.items():
            (self.directory / name).write_bytes(content)
        self._take_over(frozenset(name for name, (_, has_holes) in left.items() if has_holes))

    def believe(self) -> None:
        """Have no holes any more, after all that is certain was read and found whole."""
        self._take_over()

    def trust(self, cut: list[str]) -> None:
        """Take what is seen for whole, after somebody cut off the ends of these files, for good, and read it all."""
        for name, file in self._names.items():
            file.is_seen_with_holes = False
            file.has_holes = name not in cut and file.has_holes and file.content != (self.directory / name).read_bytes()

    def _take_over(self, holes: frozenset[str] = frozenset()) -> None:
        """Take what is seen for all that is certain; there may be holes in the files of these names."""
        self._names = {path.name: File(path.read_bytes(), has_holes=path.name in holes) for path in self._paths()}
        self._certain = dict(self._names)
        self._named: list[tuple[str, str, File]] = []  # a file that had this name got that one; "" is none

    def _paths(self) -> list[Path]:
        return [path for path in self.directory.iterdir() if path.name != MARKER]

    def _name_of(self, path: object) -> str | None:
        """The name of a file in the directory, "" for the directory itself; None for any other path."""
        given = Path(path) if isinstance(path, str | os.PathLike) else None
        if given == self.directory:
            return ""
        return given.name if given is not None and given.parent == self.directory else None

    def _happens(self, call: str, most: int = 0) -> int:
        """Let happen what is to happen at a system call. Of a write, how many of `most` bytes are taken."""
        if self._has_ended:
            raise Ended
        self.between()
        self._counts.update([call, None])
        if self._is_full and call == "pwrite":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fault = self._fault
        if fault is None or fault.call not in (call, None) or self._counts[fault.call] != fault.number:
            return most
        self.has_happened = True
        if fault.kind in (SHORT, FULL):
            self._is_full = fault.kind == FULL
            return max(1, most - 1 - (self._choose(most - 1) if self._choose(1) else 0))
        if fault.kind == END:
            self._has_ended = True
            raise Ended
        number = getattr(errno, fault.kind)
        raise OSError(number, os.strerror(number))

    # What stands in the place of each system call

    def _do_open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        name = self._name_of(path)
        if name is None:
            return int(self._real["open"](path, flags, *rest, **named))
        self._happens("open")
        descriptor = int(self._real["open"](path, flags, *rest, **named))
        if name not in ("", MARKER, *self._names):
            self._names[name] = File()
            self._named.append(("", name, self._names[name]))
        self._opened += 1
        self._handles[descriptor] = Handle(self._names.get(name), name, self._opened)
        return descriptor

    def _do_pwrite(self, descriptor: int, data: Buffer, offset: int) -> int:
        if descriptor not in self._handles:
            return int(self._real["pwrite"](descriptor, data, offset))
        size = self._happens("pwrite", len(memoryview(data)))
        taken = bytes(memoryview(data)[:size])
        self._change(descriptor, offset, taken)
        return int(self._real["pwrite"](descriptor, taken, offset))

    def _do_ftruncate(self, descriptor: int, length: int) -> None:
        if descriptor in self._handles:
            self._happens("ftruncate")
            self._change(descriptor, length, None)
        self._real["ftruncate"](descriptor, length)

    def _change(self, descriptor: int, offset: int, data: bytes | None) -> None:
        handle = self._handles[descriptor]
        if handle.file is not None:
            handle.file.changes.append(Change(offset, data, handle.number))

    def _do_fdatasync(self, descriptor: int) -> None:
        self._sync("fdatasync", descriptor)

    def _do_fsync(self, descriptor: int) -> None:
        self._sync("fsync", descriptor)

    def _sync(self, call: str, descriptor: int) -> None:
        if descriptor not in self._handles:
            self._real[call](descriptor)
            return
        handle = self._handles[descriptor]
        try:
            self._happens(call)
        except OSError:
            if handle.file is not None and self._choose(1):
                handle.file.forget(handle.number, self._choose)
            raise
        if handle.file is not None:
            handle.file.sync(self._seen(descriptor))
        elif not handle.name:
            self._certain, self._named = dict(self._names), []

    def _seen(self, descriptor: int) -> bytes:
        """What processes see of a file that is open for writing, whatever it is called by now."""
        handle = self._handles[descriptor]
        name = next((name for name, file in self._names.items() if file is handle.file), None)
        return (self.directory / name).read_bytes() if name else b""

    def _do_close(self, descriptor: int) -> None:
        handle = self._handles.pop(descriptor, None)
        self._real["close"](descriptor)
        if handle is not None and not self._has_ended:
            self._happens("close")

    def _do_fchmod(self, descriptor: int, mode: int) -> None:
        if descriptor in self._handles:
            self._happens("fchmod")
        self._real["fchmod"](descriptor, mode)

    def _do_unlink(self, path: Any, **named: Any) -> None:
        self._rename("unlink", path, None, **named)

    def _do_rename(self, path: Any, new: Any, **named: Any) -> None:
        self._rename("rename", path, new, **named)

    def _do_replace(self, path: Any, new: Any, **named: Any) -> None:
        self._rename("replace", path, new, **named)

    def _rename(self, call: str, path: Any, new: Any, **named: Any) -> None:
        """Give a file another name, or with None take its own away."""
        before = self._name_of(path)
        words = (path,) if new is None else (path, new)
        if not before:
            self._real[call](*words, **named)
            return
        self._happens(call)
        self._real[call](*words, **named)
        file, after = self._names.pop(before), self._name_of(new) or ""
        if after:
            self._names[after] = file
        self._named.append((before, after, file))
