"""What a person may decide about a log: to cut off what is damaged, or to erase a line (design, sections 4 and 11).

    cut      00000001.jsonl loses everything after a whole batch; 00000001.jsonl.cut-17-1 is the file as it was
    erase    a line becomes {"seq":17,"erased":"<its leaf>","chain":"…"}; what it said is kept nowhere

Each is noted in `repairs.jsonl` beside the log before anything changes: when, by whom, what and why.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from ledger import codec, durable
from ledger.codec import Entry, Erased
from ledger.errors import BadRequest, DamagedLog, Refused, UnfinishedMerge, UnknownName
from ledger.events import Void, references
from ledger.log.admission import refuse_bad_recorder
from ledger.log.lookup import place_of
from ledger.log.origins import origin_hash
from ledger.log.segments import START, Position, Reader, repeated_id, segment_path, segments
from ledger.times import Instant
from ledger.unicode import is_surrogate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log.log import Log
    from ledger.log.segments import Line

NOTES: Final = "repairs.jsonl"
"""The file beside the log with the decisions, one on each line. It is only ever appended to."""
_MEND: Final = "`claims amend` corrects a record, `claims void` ends one; what was there stays readable"


class Decision(Struct, frozen=True, kw_only=True):
    """When, by whom and why something is done to a log."""

    at: Instant
    by: str
    reason: str


class Note(Decision, frozen=True, kw_only=True, omit_defaults=True):
    """What was decided: to keep the log up to `cut`, since it was damaged at `found`, or to erase the line `erased`.

    `kept` names the files that hold what was there before. `origin` is a hash of where the line was first recorded, by
    which an import recognises it and leaves it out.
    """

    cut: int | None = None
    erased: int | None = None
    found: str | None = None
    kept: tuple[str, ...] = ()
    origin: str | None = None


class Taken(Struct, frozen=True, kw_only=True):
    """What a cut takes out of a segment: some bytes and lines at its end, or all of it."""

    path: Path
    size: int
    lines: int
    is_whole: bool


class Diagnosis(Struct, frozen=True, kw_only=True):
    """Where a log is damaged, the last position that can be kept, and what a cut there would take out."""

    damage: DamagedLog
    end: Position
    taken: tuple[Taken, ...]


class Erasure(Struct, frozen=True, kw_only=True):
    """The line that replaces an erased one, without its newline; and where else its content may stand.

    `record` is what the erased line declared, amended or ended; if it was a void (`is_void`), that record counts again.
    `others` are the seqs of the record's other lines, `citing` those of lines of other records that name it, and
    `copies` the files beside the log that hold the line as it was.
    """

    line: bytes
    record: str
    is_void: bool
    others: tuple[int, ...]
    citing: tuple[int, ...]
    copies: tuple[Path, ...]


def diagnose(log: Log) -> Diagnosis | None:
    """Where a log is damaged; None if it is not. A torn tail is not damage. Raises StorageFailed."""
    reader = Reader(log.directory)
    end = START
    try:
        for _ in _batches(reader):
            end = reader.position
    except DamagedLog as damage:
        return Diagnosis(damage=damage, end=end, taken=tuple(_taken(log.directory, end)))
    return None


def cut(log: Log, seq: int, decision: Decision, *, wait: float) -> tuple[Path, ...]:
    """Keep a damaged log up to and including this seq, 0 for nothing; gives the files that hold what was there before.

    Raises Refused if the log is not damaged, or the seq is not before the damage, or is within a batch; BadRequest,
    UnfinishedMerge, LockHeld, StorageFailed or OutcomeUnknown.
    """
    _refuse_bad(decision)
    with durable.lock(log.directory, wait=wait):
        end, damage = _end_of(log, seq)
        taken = list(_taken(log.directory, end))
        kept = [(each, _aside(each.path, seq + 1)) for each in taken]
        names = tuple(aside.name for _, aside in kept)
        found = f"{Path(damage.place or '').name}: {damage.message}"
        _note(log.directory, Note(**asdict(decision), cut=seq, found=found, kept=names))
        # From the last segment to the first, and each is copied before it is cut: wherever this stops, the damage is
        # still there, or all is done.
        for each, aside in reversed(kept):
            if each.is_whole:
                durable.rename(each.path, aside.name)
            else:
                durable.create(aside, _bytes_of(each.path))
                durable.truncate(each.path, end.offset)
        return tuple(aside for _, aside in kept)


def erase(log: Log, seq: int, decision: Decision, *, wait: float, is_dry: bool = False) -> Erasure:
    """Erase what a line says. Its leaf and chain stay, so the rest of the log and all proofs still check out.

    `is_dry` only says what would be left. Raises UnknownName if there is no such line, Refused if it was already
    erased, DamagedLog, BadRequest, LockHeld, StorageFailed or OutcomeUnknown.
    """
    _refuse_bad(decision)
    with durable.lock(log.directory, wait=wait):
        entry = log.entry(seq)
        record = entry.record if isinstance(entry, Entry) else None
        line, others, citing = None, list[int](), list[int]()
        for each in log.lines():
            if each.entry.seq == seq:
                line = each
            elif isinstance(each.entry, Entry) and each.entry.record == record:
                others.append(each.entry.seq)
            elif isinstance(each.entry, Entry) and record in {one.name for one in references(each.entry.event)}:
                citing.append(each.entry.seq)
        if line is None or entry is None:
            raise UnknownName(f"there is no event @{seq}", hint="`claims log` lists them")
        if isinstance(entry, Erased):
            raise Refused(f"@{seq} was erased already", hint="nothing is left of what it said")
        body = codec.body_of(line.raw)
        left = codec.line_of(Erased(seq=seq, leaf=codec.leaf(body), chain=line.entry.chain))
        path = segment_path(log.directory, line.segment)
        data, copies = _bytes_of(path), tuple(_copies(log.directory, seq))
        if not is_dry:
            _note(log.directory, Note(**asdict(decision), erased=seq, origin=origin_hash(entry)))
            durable.replace(path, data[: line.offset] + left + data[line.offset + len(line.raw) :])
        return Erasure(
            line=left,
            record=entry.record,
            is_void=isinstance(entry.event, Void),
            others=tuple(others),
            citing=tuple(citing),
            copies=copies,
        )


def _batches(reader: Reader) -> Iterator[list[Line]]:
    """The whole batches up to the damage. Raises DamagedLog, also if an id is used twice."""
    seen = set[str]()
    for batch in reader.batches():
        for line in batch:
            if not isinstance(line.entry, Entry):
                continue
            if line.entry.id in seen:
                raise repeated_id(line.entry.id, line.entry.seq, place=place_of(reader.directory, line.entry.seq))
            seen.add(line.entry.id)
        yield batch


def _end_of(log: Log, seq: int) -> tuple[Position, DamagedLog]:
    """The position after a seq, where a damaged log can be cut, and the damage. Raises Refused or UnfinishedMerge."""
    reader = Reader(log.directory)
    found = START if seq == 0 else None
    last = START
    try:
        for _ in _batches(reader):
            last = reader.position
            found = last if last.seq == seq else found
    except UnfinishedMerge:
        raise  # either side of the merge is worth more than neither
    except DamagedLog as damage:
        if found is not None:
            return found, damage
        place, hint = place_of(log.directory, seq), f"`--cut @{last.seq}` keeps all that is sound"
        if seq > last.seq:
            raise Refused(f"@{seq} is not before the damage at {damage.place}", place=place, hint=hint) from None
        raise Refused(f"@{seq} is within a batch, which cannot be split", place=place, hint=hint) from None
    raise Refused("the log is not damaged: there is nothing to cut off", place=str(log.directory), hint=_MEND)


def _taken(directory: Path, end: Position) -> Iterator[Taken]:
    """What stands after a position, segment by segment."""
    for first, path in segments(directory):
        data = b""
        if first > end.seq:
            data = _bytes_of(path)
        elif first == end.segment:
            data = _bytes_of(path)[end.offset :]
        if data or first > end.seq:
            yield Taken(
                path=path,
                size=len(data),
                lines=len(data.removesuffix(b"\n").split(b"\n")) if data else 0,
                is_whole=first > end.seq,
            )


def _aside(path: Path, seq: int) -> Path:
    """An unused name beside a segment, for what it was before it was cut at a seq."""
    asides = (path.with_name(f"{path.name}.cut-{seq}-{number}") for number in count(1))
    return next(aside for aside in asides if not aside.exists())


def _copies(directory: Path, seq: int) -> Iterator[Path]:
    """The files that earlier repairs left beside the log and that have a line with this seq, damaged or not."""
    for path in sorted(directory.glob("*.jsonl.*")):
        if path.is_file() and b'{"seq":%d,"id":' % seq in _bytes_of(path):
            yield path


def _note(directory: Path, note: Note) -> None:
    """Append a note, on a line of its own even if the last line was left unfinished."""
    path = directory / NOTES
    line = msgspec.json.encode(note) + b"\n"
    if not path.exists():
        durable.create(path, line)
        return
    durable.sync(path)
    there = _bytes_of(path)
    durable.append(path, len(there), line if there.endswith(b"\n") or not there else b"\n" + line)


def erased_by(directory: Path) -> dict[int, Note]:
    """The notes on erased lines, by seq, without lines that were cut off since.

    A note that cannot be read is ignored. Raises StorageFailed.
    """
    path = directory / NOTES
    found: dict[int, Note] = {}
    for line in _bytes_of(path).split(b"\n") if path.exists() else ():
        try:
            note = msgspec.json.decode(line, type=Note)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if note.erased is not None:
            found[note.erased] = note
        elif (cut := note.cut) is not None:
            found = {seq: each for seq, each in found.items() if seq <= cut}
    return found


def refuse_bad_reason(reason: str) -> None:
    """Raise BadRequest unless the reason says something, in valid Unicode."""
    hint = "say why, for whoever asks later"
    if not reason.strip():
        raise BadRequest("a reason is needed", hint=hint)
    if any(map(is_surrogate, reason)):
        raise BadRequest(f"the reason is not valid Unicode: {reason!r}", hint=hint)


def _refuse_bad(decision: Decision) -> None:
    refuse_bad_recorder(decision.by)
    refuse_bad_reason(decision.reason)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise durable.unreadable(error, path) from None
