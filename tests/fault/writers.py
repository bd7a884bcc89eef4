"""Any number of writers on a disk that fails, or loses what was not synced, at any system call.

What is promised (design, section 11): what was acknowledged is there, to the byte and in its order; a batch is there
whole or not at all; what failed and changed nothing did change nothing; only of what was not acknowledged otherwise
nothing is known. A disk that writes blocks in any order may leave damage behind what was acknowledged. That is refused
at its line, and cutting it off costs nothing that was acknowledged.
"""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple
from unittest import mock

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from ledger import codec, times
from ledger.checks import check_log
from ledger.codec import Entry
from ledger.errors import DamagedLog, IdTaken, LockHeld, OutcomeUnknown, StorageFailed
from ledger.events import Relation
from ledger.log import Appended, Log, Reader, repairs
from ledger.log.repairs import Decision
from tests.fault.conftest import MEMORY
from tests.fault.simulated import END, FULL, SHORT, Disk, Ended, Fault
from tests.log.logs import NOW, append, claim, erased, open_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.events import AnyEvent
    from tests.fault.simulated import Choose

SEGMENT: Final = 1_500
"""Bytes after which a segment is closed here: two to six batches."""
STEPS: Final = 50
"""What happens in one run, at most."""
WRITERS: Final = 2
ERRORS: Final = ("EIO", "ENOSPC", "EINTR")
FAULTS = st.one_of(
    st.none(),
    st.builds(Fault, st.just(END), st.none(), st.integers(1, 12)),
    st.builds(Fault, st.just(END), st.none(), st.integers(1, 24)),
    st.builds(Fault, st.just(END), st.sampled_from(("fdatasync", "fsync", "ftruncate")), st.integers(1, 3)),
    st.builds(Fault, st.sampled_from((FULL, SHORT)), st.just("pwrite"), st.integers(1, 2)),
    st.just(Fault(FULL, "pwrite", 1)),
    st.builds(
        Fault,
        st.sampled_from(ERRORS),
        st.sampled_from(("pwrite", "fdatasync", "fsync", "ftruncate")),
        st.integers(1, 2),
    ),
    st.builds(Fault, st.sampled_from(ERRORS), st.none(), st.integers(1, 24)),
)
"""A call at which the process ends, or that fails, wherever there is such a call."""


POWER = st.sampled_from((False, False, True))
"""Whether the power goes then."""


class Read(NamedTuple):
    """The lines of the whole batches, batch by batch; what is damaged behind them.

    `torn` are the bytes behind them that are to be set aside, `is_to_complete` says that they are to be completed, and
    `is_certain` that all of it is there still when the power goes.
    """

    batches: list[list[bytes]]
    torn: bytes = b""
    is_to_complete: bool = False
    is_certain: bool = False
    damage: DamagedLog | None = None

    @property
    def lines(self) -> list[bytes]:
        """All lines."""
        return [line for batch in self.batches for line in batch]


def read(directory: Path) -> Read:
    """Read the log as a new process does."""
    reader, batches = Reader(directory), []
    try:
        for batch in reader.batches():
            batches.append([line.raw for line in batch])  # noqa: PERF401  # what was read before damage counts
    except DamagedLog as damage:
        return Read(batches, damage=damage)
    if reader.torn is None:
        return Read(batches)
    return Read(batches, is_to_complete=True) if reader.torn.batch else Read(batches, torn=reader.torn.data)


def said(line: bytes) -> AnyEvent | None:
    """The event in a line as it was given: without an id where the ledger made that; None where it was erased."""
    entry = codec.decode(line)
    if not isinstance(entry, Entry):
        return None
    return replace(entry.event, id=None) if ":" in entry.id else entry.event


class Writers(RuleBasedStateMachine):
    """Writers that append, erase and repair, while calls fail, processes are killed and the power goes.

    `sure` are the lines that must be there. `erasing` is a line that may be erased or not. `attempts` are the batches
    behind the sure lines that may be there, in their order. `kept` is what was set aside, and `notes` what was noted.
    """

    figures: ClassVar[Counter[str]] = Counter()
    faults: ClassVar[st.SearchStrategy[Fault | None]] = FAULTS

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp(prefix="claims-", dir=MEMORY if MEMORY.is_dir() else None))
        self.directory = open_log(self.root).directory
        self.disk = Disk(self.directory)
        self.logs: dict[int, Log] = {}
        self.older: list[dict[str, bytes]] = []
        self.sure: list[bytes] = []
        self.attempts: list[list[AnyEvent]] = []
        self.erasing: dict[int, bytes] = {}
        self.decided: set[int] = set()  # seqs that somebody decided to erase
        self.erased: set[str | None] = set()
        self.kept: set[bytes] = set()
        self.notes: list[bytes] = []
        self.last: list[AnyEvent] = []
        self.number = 0
        self.clock = NOW
        self.figures["runs"] += 1

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._stop()
        shutil.rmtree(self.root)

    # What happens

    @precondition(lambda self: not self.disk.may_have_holes)
    @rule(
        size=st.integers(1, 4),
        is_long=st.booleans(),
        writer=st.integers(0, WRITERS - 1),
        watch=st.integers(0, 12),
        is_power=POWER,
        data=st.data(),
    )
    def append(self, *, size: int, is_long: bool, data: st.DataObject, **drawn: Any) -> None:
        """Append a batch that nobody tried before."""
        self.last = self._new(size, is_long=is_long)
        self._append(fault=data.draw(self.faults), data=data, **drawn)

    @precondition(lambda self: not self.disk.may_have_holes)
    @rule(size=st.integers(1, 4), number=st.integers(1, 2), data=st.data())
    def tear(self, *, size: int, number: int, data: st.DataObject) -> None:
        """Append a batch, and lose the power before it is synced, or before what was there is."""
        self.last = self._new(size, is_long=False)
        self._append(writer=0, fault=Fault(END, "fdatasync", number), watch=0, is_power=True, data=data)

    @precondition(lambda self: self.last and not self.disk.may_have_holes)
    @rule(
        writer=st.integers(0, WRITERS - 1),
        watch=st.integers(0, 12),
        is_power=POWER,
        data=st.data(),
    )
    def append_again(self, *, data: st.DataObject, **drawn: Any) -> None:
        """Append the last batch once more, whatever came of it."""
        self._append(fault=data.draw(self.faults), data=data, **drawn)

    def _append(self, *, writer: int, fault: Fault | None, watch: int, is_power: bool, data: st.DataObject) -> None:
        """Append the last batch; somebody reads before the call with the number `watch`."""
        log, batch, done = self._log(writer), self.last, list[Appended]()
        self.clock += timedelta(seconds=1)
        before = self._read()

        def work() -> None:
            done.extend(append(log, *batch, at=self.clock))

        outcome = self._outcome(work, fault, self._choose(data), watch=watch, attempt=batch)
        if outcome in ("done", "unknown", "ended"):
            self.attempts.append(batch)
        if outcome == "damaged":
            assert self._read().lines == before.lines
        if outcome == "done":
            self._acknowledged(done, before)
        self._end(outcome, writer, is_power=is_power, choose=self._choose(data), before=before)

    @precondition(lambda self: self.sure and not self.disk.may_have_holes)
    @rule(watch=st.integers(0, 12), is_power=POWER, data=st.data())
    def erase(self, *, watch: int, is_power: bool, data: st.DataObject) -> None:
        """Erase a line. The caches may know what it said, and find out that it is gone."""
        before = self._read()
        seq = data.draw(st.integers(1, len(self.sure)))
        if before.damage is not None or b'"erased":' in before.lines[seq - 1] or self.erasing:
            return
        entry = codec.decode(before.lines[seq - 1])
        assert isinstance(entry, Entry)
        self.erased.add(entry.id)
        self.decided.add(seq)
        self.erasing[seq] = erased(before.lines[seq - 1] + b"\n").removesuffix(b"\n")
        log = self._log(0)
        decision = Decision(at=times.instant(self.clock), by="desk", reason=f"Order {self.number}")
        outcome = self._outcome(
            lambda: repairs.erase(log, seq, decision, wait=0),
            data.draw(self.faults),
            self._choose(data),
            watch=watch,
            attempt=None,
        )
        if outcome == "failed":
            self.erasing.clear()
        if outcome == "done":
            self.sure[seq - 1] = self.erasing.pop(seq)
            self._noted(b'"erased":%d' % seq)
        self._end(outcome, 0, is_power=is_power, choose=self._choose(data), before=before)

    @precondition(lambda self: self.disk.may_have_holes)
    @rule(is_power=POWER, data=st.data())
    def cut(self, *, is_power: bool, data: st.DataObject) -> None:
        """Append a batch; where that is refused, cut off what is damaged, as a person decides: behind what is sound."""
        self.last = self._new(2, is_long=False)
        self._append(writer=0, fault=None, watch=0, is_power=False, data=data)
        log = self._log(0)
        found = repairs.diagnose(log)
        if found is None:
            return
        assert found.end.seq >= len(self.sure)
        before = self._read()
        whole = {path.read_bytes() for path in self._segments() if int(path.stem) >= found.end.segment}
        decision = Decision(at=times.instant(self.clock), by="desk", reason="The disk failed.")
        outcome = self._outcome(
            lambda: repairs.cut(log, found.end.seq, decision, wait=0),
            data.draw(self.faults),
            self._choose(data),
            watch=0,
            attempt=None,
        )
        if outcome == "done":
            after = read(self.directory)
            assert after == Read(before.batches)
            self.kept |= {each for each in whole if not self._is_segment(each)}
            self._noted(b'"cut":%d' % found.end.seq)
            self.figures["cuts"] += 1
            self.disk.trust([each.path.name for each in found.taken if not each.is_whole])
        self._end(outcome, 0, is_power=is_power, choose=self._choose(data), before=before)

    @precondition(lambda self: not self.disk.is_certain)
    @rule(data=st.data())
    def lose_power(self, data: st.DataObject) -> None:
        """The power goes while nobody writes."""
        self._lose_power(self._choose(data))

    @precondition(lambda self: not self.disk.may_have_holes)
    @rule(how=st.sampled_from(("try", "reopen", "keep", "older", "delete", "break")), data=st.data())
    def rest(self, how: str, data: st.DataObject) -> None:
        """Ask only what would be appended; begin anew; copy the cache, bring the copy back, delete or break it."""
        if how == "try":
            self._try_only()
            return
        self._stop()
        cache = self.root / ".ledger"
        if how == "reopen":
            return
        if how == "keep":
            self.older.append({path.name: path.read_bytes() for path in cache.glob("catalog.sqlite*")})
            return
        shutil.rmtree(cache, ignore_errors=True)
        if how == "break":
            cache.mkdir()
            (cache / "catalog.sqlite").write_bytes(b"broken" * 1_000)
        elif how == "older" and self.older:
            cache.mkdir()
            for name, content in self.older[data.draw(st.integers(0, len(self.older) - 1))].items():
                (cache / name).write_bytes(content)

    # What holds

    @invariant()
    def holds(self) -> None:
        """What was acknowledged is there, and nothing that was not tried."""
        self._judge(read(self.directory), self.attempts)
        aside = {path.read_bytes() for path in self.directory.glob("*.jsonl.*")}
        assert self.kept <= aside, "what was set aside is gone"
        if self.notes:
            path = self.directory / repairs.NOTES
            notes = path.read_bytes() if path.exists() else b""
            assert all(words in notes for words in self.notes), "what was noted is gone"

    def _judge(self, found: Read, attempts: Sequence[list[AnyEvent]]) -> None:
        """The lines that are sure stand there, and behind them nothing but whole attempts."""
        if found.damage is not None:
            assert self.disk.may_have_holes, f"damaged: {found.damage}"
        lines = list(found.lines)
        for seq, gone in self.erasing.items():
            if lines[seq - 1 : seq] == [gone]:
                lines[seq - 1] = self.sure[seq - 1]
        assert lines[: len(self.sure)] == self.sure, "what was acknowledged is gone"
        seqs = [codec.decode(line).seq for line in lines]
        assert seqs == list(range(1, len(lines) + 1))
        count, rest = 0, iter(attempts)
        ids = {entry.id for line in self.sure if isinstance(entry := codec.decode(line), Entry)}
        for batch in found.batches:
            count += len(batch)
            if count <= len(self.sure):
                continue
            assert count - len(batch) >= len(self.sure), "a batch was acknowledged in part"
            events = [said(line) for line in batch]
            for attempt in rest:
                omitted = {event.id for event in attempt if event not in events}
                if events == [event for event in attempt if event in events] and omitted <= ids | self.erased:
                    break
            else:
                pytest.fail(f"nobody tried to append {events}, or it failed and changed nothing")
            ids |= {event.id for event in events if event is not None and event.id is not None}

    def _acknowledged(self, done: list[Appended], before: Read) -> None:
        """What was acknowledged is sure from now on; the check finds nothing wrong; what was torn was kept."""
        found = read(self.directory)
        lines = found.lines
        for one in done:
            assert [codec.decode(line) for line in lines[one.entry.seq - 1 : one.entry.seq]] == [one.entry]
        new = [one.entry.seq for one in done if one.is_new]
        assert new == list(range(len(lines) - len(new) + 1, len(lines) + 1))
        assert found == Read(found.batches)
        count, seqs = 0, [one.entry.seq for one in done]
        for batch in found.batches:
            if count < max(seqs):
                count += len(batch)
        unsure = self.attempts if count < len(lines) else []
        was = self.sure
        self.sure = lines[: max(count, len(self.sure))]
        for seq in self.erasing:
            self.sure[seq - 1] = was[seq - 1]
        self.attempts = unsure
        self.figures["events acknowledged"] += len(new)
        log = open_log(self.root)
        noted = {("not-erased", log.place(seq)) for seq in self.decided}  # and perhaps not done
        assert {(each.code, each.place) for each in check_log(log)} <= noted
        if before.torn:
            self.kept.add(before.torn)

    def _noted(self, words: bytes) -> None:
        """What a person decided stands in the notes, for good."""
        assert words in (self.directory / repairs.NOTES).read_bytes().splitlines()[-1]
        self.notes.append(words)

    # How it happens

    def _try_only(self) -> None:
        """Ask what would stand there if a batch were appended: nothing changes."""
        before = {path.name: path.read_bytes() for path in self.directory.iterdir()}
        batch = self._new(3, is_long=False)
        with self.disk.happening(None, lambda _: 0):
            self._log(0).append(batch, by="desk", now=lambda: self.clock, wait=0, is_dry=True)
        assert before == {path.name: path.read_bytes() for path in self.directory.iterdir()}

    def _read(self) -> Read:
        """The log as it is seen, and whether what is torn must be there still when the power goes."""
        return read(self.directory)._replace(is_certain=self.disk.is_certain)

    def _outcome(  # likewise
        self,
        work: Callable[[], object],
        fault: Fault | None,
        choose: Choose,
        *,
        watch: int,
        attempt: list[AnyEvent] | None,
    ) -> str:
        """How a writer's work ends: done, failed, unknown, damaged, ended; refused for the name of an erased line."""
        calls = 0

        def between() -> None:
            nonlocal calls
            calls += 1
            if calls == watch:
                self._judge(read(self.directory), [*self.attempts, attempt or []])

        self.disk.between = between
        outcome = "done"
        try:
            with mock.patch("ledger.log.log.SEGMENT_BYTES", SEGMENT), self.disk.happening(fault, choose):
                work()
        except StorageFailed:
            outcome = "failed"
        except OutcomeUnknown:
            outcome = "unknown"
        except DamagedLog:
            assert self.disk.may_have_holes
            outcome = "damaged"
        except IdTaken:
            assert self.erased & {event.id for event in attempt or []}
            outcome = "refused"
        except Ended:
            outcome = "ended"
        if outcome in ("failed", "unknown", "ended"):
            assert self.disk.has_happened, outcome
        note(f"{outcome}, the fault {'happened' if self.disk.has_happened else 'did not happen'}")
        self.figures[outcome] += 1
        return outcome

    def _end(self, outcome: str, writer: int, *, is_power: bool, choose: Choose, before: Read) -> None:
        """A writer that ended within its work is gone; and then maybe the power. In all this, what was torn is kept."""
        if outcome == "ended" and (log := self.logs.pop(writer, None)):
            # Who was killed writes nothing more, not even to the cache: it does not get the lock for that.
            with mock.patch("ledger.durable.lock", side_effect=LockHeld("killed")):
                log.close()
        if is_power:
            self._lose_power(choose)
        if before.is_certain or not is_power:
            assert any(before.torn in path.read_bytes() for path in self.directory.iterdir()), "torn bytes are lost"

    def _lose_power(self, choose: Choose) -> None:
        """After the power went, what is there is all that there will be."""
        self._stop()
        self.disk.lose_power(choose)
        self.figures["power failures"] += 1
        self.holds()
        found = read(self.directory)
        if found.damage is None:
            self.disk.believe()
        else:
            self.figures["left damaged"] += 1
        self.sure = found.lines
        self.erasing = {}
        if not found.is_to_complete:
            self.attempts = []

    def _stop(self) -> None:
        """End all writers as they should."""
        for log in self.logs.values():
            log.close()
        self.logs.clear()

    def _log(self, writer: int) -> Log:
        """The log as a writer has it."""
        return self.logs.setdefault(writer, open_log(self.root))

    def _new(self, size: int, *, is_long: bool) -> list[AnyEvent]:
        """A batch that nobody tried before; of more than two, the last one has no id."""
        names = range(self.number + 1, self.number + size + 1)
        self.number += size
        batch: list[AnyEvent] = [claim(name) for name in names]
        if is_long:
            batch[0] = replace(claim(names[0]), text=f"It is {'very ' * 60}true.")
        if size > 2:
            batch[-1] = Relation(from_=f"c{names[0]}", relation="supports", to=f"c{names[1]}", note=f"{names[2]}")
        return batch

    def _segments(self) -> Iterator[Path]:
        return (path for path in self.directory.glob("*.jsonl") if path.stem.isdigit())

    def _is_segment(self, content: bytes) -> bool:
        return any(path.read_bytes() == content for path in self._segments())

    @staticmethod
    def _choose(data: st.DataObject) -> Choose:
        return lambda most: int(data.draw(st.integers(0, most)))
