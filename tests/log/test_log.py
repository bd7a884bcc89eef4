"""Appending: all or nothing, in place, once, under one lock, and durable before it is acknowledged."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from ledger import codec
from ledger.errors import (
    BadEvent,
    BadRequest,
    BadTime,
    IdTaken,
    LedgerError,
    LockHeld,
    OutcomeUnknown,
    StorageFailed,
    UnknownName,
)
from ledger.events import (
    Actor,
    Claim,
    ImportedFrom,
    InlineReport,
    Observation,
    Order,
    Relation,
    Report,
    Source,
    Void,
)
from ledger.log import LARGEST_BATCH, Appended, Reader, segments
from ledger.log import log as log_module
from ledger.times import Interval, interval
from tests.fault.scene import python
from tests.holders import lock_holder
from tests.log.logs import HARBOUR, NOW, append, claim, erased, open_log, said
from tests.raising import failing

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from ledger.log import Log

NOBODY = 65534


def contents(log: Log) -> dict[str, bytes]:
    """Every file beside the log and what it holds."""
    return {path.name: path.read_bytes() for path in sorted(log.directory.iterdir())}


def ids(log: Log) -> list[str]:
    """The ids of all events."""
    return [entry.id for entry in log.entries()]


# What stands there then


def test_what_is_appended_is_what_is_read(log: Log) -> None:
    """Events come back in their order, in their places, as they were said to stand there."""
    appended = append(log, said("mayor-1"), said("mayor-2", note="louder"), by="clerk")
    assert [one.entry for one in appended] == list(log.entries())[-2:]
    assert all(one.is_new for one in appended)
    seqs = [entry.seq for entry in log.entries()]
    assert seqs == list(range(1, len(HARBOUR) + 3))
    last = appended[-1].entry
    assert (last.by, last.recorded_at, last.batch) == ("clerk", "2020-01-20T09:00:00.000000Z", (2, 2))
    assert log.entry(last.seq) == last
    assert log.entry(last.seq + 1) is None
    assert log.place(last.seq) == f"{log.directory / '00000001.jsonl'}:{last.seq}"


def test_one_event_is_no_batch(log: Log) -> None:
    """An event alone has no batch; of several, each says which of how many it is."""
    assert append(log, said())[0].entry.batch is None
    assert [one.entry.batch for one in append(log, claim(1), claim(2), claim(3))] == [(1, 3), (2, 3), (3, 3)]


def test_nothing_is_no_event(log: Log) -> None:
    """Appending nothing leaves the log as it is."""
    before = contents(log)
    assert append(log) == []
    assert contents(log) == before


def test_times_are_kept_in_the_zone_of_the_ledger(tmp_path: Path) -> None:
    """A date is one of the ledger's zone, and a time given as another ledger holds it stays what it is."""
    log = open_log(tmp_path, timezone="America/New_York")
    append(log, *HARBOUR)
    kept = interval("2020-01-06", zone="Asia/Shanghai")
    one, two = (found.entry.event for found in append(log, said(occurred="2020-01-06"), said(occurred=kept)))
    assert isinstance(one, Observation)
    assert isinstance(two, Observation)
    assert one.occurred == Interval(
        text="2020-01-06", earliest="2020-01-06T05:00:00.000000Z", latest="2020-01-07T05:00:00.000000Z"
    )
    assert two.occurred == kept
    log.close()


@pytest.mark.parametrize(
    ("bad", "kind", "field"),
    [
        (said("mayor-2", speaker="nobody"), UnknownName, "speaker"),
        (said("mayor-2", occurred="Monday"), BadTime, "occurred"),
        (said("Mayor 2"), BadEvent, "id"),
        (Claim(id="long", text="x" * 70_000), BadEvent, None),
        (said("mayor-1", note="again, otherwise"), IdTaken, "id"),
    ],
)
def test_a_batch_is_there_whole_or_not_at_all(log: Log, bad: Claim, kind: type[LedgerError], field: str | None) -> None:
    """One bad event keeps all others of its batch out; which one it was, the error says."""
    before = contents(log)
    with pytest.raises(kind) as refused:
        append(log, said("mayor-1"), bad, said("mayor-3"))
    assert (refused.value.event, refused.value.field) == (2, field)
    assert contents(log) == before
    append(log, said("mayor-3"), said("mayor-1"))
    assert ids(log)[-2:] == ["mayor-3", "mayor-1"]


def test_a_batch_has_at_most_ten_thousand_events(log: Log) -> None:
    """Ten thousand events are one batch, and one more is refused as a request."""
    with pytest.raises(BadRequest, match="a batch of 10,001 events; at most 10,000"):
        append(log, *[claim(0)] * (LARGEST_BATCH + 1))
    appended = append(log, *[claim(number) for number in range(LARGEST_BATCH)])
    assert appended[-1].entry.batch == (LARGEST_BATCH, LARGEST_BATCH) == (10_000, 10_000)
    assert len(list(Reader(log.directory).batches())[-1]) == LARGEST_BATCH


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("", "`by` is empty"),
        (" \t", "`by` is empty"),
        ("Jo\nDoe", "`by` has control characters"),
        ("Jo\x1b[31m", "`by` has control characters"),
        ("Jo\udce9", "`by` is not valid Unicode"),
    ],
)
def test_who_records_has_a_name(log: Log, by: str, message: str) -> None:
    """What cannot stand for a person on one line is refused, with the options that say who records."""
    with pytest.raises(BadRequest) as refused:
        append(log, said(), by=by)
    assert refused.value.message.startswith(message)
    assert refused.value.hint == "say who records with --by NAME or $CLAIMS_BY"
    assert append(log, said(), by="Zoë 😀\u200d\u200c")[0].entry.by == "Zoë 😀\u200d\u200c"


# Ids


def test_the_ledger_makes_short_ids(log: Log) -> None:
    """The speaker's id, or the type, and the next number; a version for what amends."""
    happening = Observation(kind="happening", text="It rains.")
    made = append(
        log,
        said(),
        said(),
        said(speaker="pilot"),
        happening,
        Relation(from_="open", relation="contradicts", to="closed"),
        Order(first="mayor:1", then="mayor:2"),
        Report(observation="mayor:1", source="post"),
        Void(event="mayor:2"),
        Actor(name="Somebody"),
        said("mayor-9"),
        said(amends="mayor-9"),
        said(amends="mayor-9"),
        said(amends="mayor:1"),
        said(speaker="actor:1"),
    )
    assert [one.entry.id for one in made] == [
        "mayor:1",
        "mayor:2",
        "pilot:1",
        "observation:1",
        "relation:1",
        "order:1",
        "report:1",
        "void:1",
        "actor:1",
        "mayor-9",
        "mayor-9:v2",
        "mayor-9:v3",
        "mayor:1:v2",
        "actor:2",
    ]


def test_numbers_go_on(log: Log, tmp_path: Path) -> None:
    """A number is not given again: not after a void, not in another process, not without the cache."""
    append(log, said(), said(), Void(event="mayor:2"))
    append(log, said())
    log.close()
    for path in (tmp_path / ".ledger").iterdir():
        path.unlink()
    append(log, said())
    other = open_log(tmp_path)
    append(other, said())
    other.close()
    append(log, said())
    assert [name for name in ids(log) if name.startswith("mayor:")] == [f"mayor:{n}" for n in range(1, 7)]


def test_a_writer_may_name_an_amendment(log: Log) -> None:
    """An amendment with an id of its own counts as a version all the same."""
    append(log, said("mayor-1"), said("fix-1", amends="mayor-1", note="a"), said(amends="mayor-1", note="b"))
    assert ids(log)[-2:] == ["fix-1", "mayor-1:v3"]


@pytest.mark.parametrize("name", ["public", "ledger"])
def test_some_names_are_reserved(log: Log, name: str) -> None:
    """Nothing may be called what a perspective is called."""
    with pytest.raises(BadEvent, match=f"{name} is a reserved name"):
        append(log, Actor(id=name, name="x"))


@pytest.mark.parametrize("name", ["", "Mayor", "1st", "a b", "é", "a" * 101, "mayor:1", "a/b", "-a", "a\n"])
def test_an_id_is_short_and_plain(log: Log, name: str) -> None:
    """An id of a writer is a letter and up to 99 of a few characters, and no colon is among them."""
    with pytest.raises(BadEvent, match="cannot be an id"):
        append(log, Claim(id=name, text="x"))
    append(log, Claim(id="a" * 100, text="x"), Claim(id="z._-9", text="x"))


# The same again


def test_the_same_again_is_the_same(log: Log) -> None:
    """An event with the same id and content is answered with its first place, and nothing is written."""
    first = append(log, said("mayor-1", occurred="2020-01-06"), claim(1))
    before = contents(log)
    again = append(log, said("mayor-1", occurred="2020-01-06"), by="somebody else", at=NOW + timedelta(days=1))
    assert [(one.entry, one.is_new) for one in again] == [(first[0].entry, False)]
    kept = first[0].entry.event
    imported = replace(kept, imported_from=ImportedFrom(ledger="elsewhere"))
    assert append(log, kept, imported, claim(1), by="x")[0].entry == first[0].entry
    assert contents(log) == before


def test_only_what_is_new_is_a_batch(log: Log) -> None:
    """Of events of which some were there, the new ones are one batch, and their places go on."""
    first = append(log, claim(1))[0].entry
    found = append(log, claim(2), claim(1), claim(3), claim(2))
    assert [one.is_new for one in found] == [True, False, True, False]
    assert found[1].entry == first
    assert [one.entry.batch for one in found] == [(1, 2), None, (2, 2), (1, 2)]
    assert [one.entry for one in found] == [log.entry(first.seq + step) for step in (1, 0, 2, 1)]
    assert append(log, claim(4), claim(1))[0].entry.batch is None


def test_an_id_means_one_content(log: Log) -> None:
    """The same id with other content is refused: in one batch, or later, with the place of the first."""
    seq = append(log, said("mayor-1"))[0].entry.seq
    with pytest.raises(IdTaken, match=f"mayor-1 is taken, with other note, at @{seq}") as taken:
        append(log, said("mayor-1", note="x"))
    assert "claims amend mayor-1" in (taken.value.hint or "")
    with pytest.raises(IdTaken, match="two events of this batch have the id pier"):
        append(log, Claim(id="pier", text="a"), Actor(id="pier", name="a"))
    append(log, said("fix", amends="mayor-1"))
    with pytest.raises(IdTaken, match="fix is taken"):
        append(log, said("fix"))


def test_what_a_record_says_now_is_there_already(log: Log) -> None:
    """A row that was corrected where it came from, and amended here, is neither new nor refused; nor is the old one."""
    first = append(log, said("mayor-1", note="a", reason="rule 4"))[0].entry
    elsewhere = ImportedFrom(ledger="elsewhere")
    amended = append(log, said(note="b", amends="mayor-1", reason="misheard", imported_from=elsewhere))[0].entry
    before = contents(log)
    for note, became in (("b", None), ("a", "amended")):
        (again,) = append(log, said("mayor-1", note=note, reason="rule 4"))
        assert (again.entry, again.is_new, again.became) == (first, False, became)
    now = f"at @{first.seq}, and now says what @{amended.seq} says"
    for other, what in (
        (said("mayor-1", note="c", reason="rule 4"), "note"),
        (said("mayor-1", note="b", reason="misheard"), "content"),
        (said("mayor-1", note="c", speaker="clerk"), "speaker, note"),
    ):
        with pytest.raises(IdTaken, match=f"mayor-1 is taken, with other {what}, {now}"):
            append(log, other)
    assert contents(log) == before


def test_what_was_voided_is_there_already(log: Log) -> None:
    """A voided record that is given again is not new, and it is said that it was voided; other content is refused."""
    first = append(log, said("mayor-1"))[0].entry
    append(log, Void(event="mayor-1", id="fix", kind="duplicate", reason="twice"))
    assert append(log, said("mayor-1")) == [Appended(first, is_new=False, became="voided")]
    with pytest.raises(IdTaken) as refused:
        append(log, said("mayor-1", note="x"))
    assert refused.value.hint == "mayor-1 was voided by fix: record it again under another id"


def test_what_a_record_says_whose_first_line_was_erased_is_there_already(log: Log) -> None:
    """Of a record of which only an amendment is left, that is what is there."""
    append(log, said("mayor-1", note="a"))
    amended = append(log, said(note="b", amends="mayor-1"))[0].entry
    path = segments(log.directory)[0][1]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-2], erased(lines[-2]), lines[-1]]))
    log.close()
    log.catalog_file.unlink()
    assert append(log, said("mayor-1", note="b")) == [Appended(amended, is_new=False)]
    with pytest.raises(IdTaken, match="belonged to a line that was erased"):
        append(log, said("mayor-1", note="a"))


def test_a_file_with_its_amendments_can_be_appended_again(log: Log) -> None:
    """What a record said first, in between or says now is there already, alone or together, with what became of it."""
    given = (
        said("mayor-1", note="a"),
        said("to-b", note="b", amends="mayor-1"),
        said("to-c", note="c", amends="mayor-1"),
        said("mayor-1", note="b"),
        said("mayor-1", note="c"),
        Void(id="void-pier", event="pier-open"),
    )
    log_of = append(log, Claim(id="pier-open", text="Pier 4 is open."), *given)
    assert [one.is_new for one in log_of] == [True, True, True, True, False, False, True]
    for batch in (given, *((one,) for one in given)):
        assert not any(one.is_new for one in append(log, *batch))
    became = ["amended", "amended", None, "amended", None, None]
    assert [one.became for one in append(log, *given)] == became
    append(log, Report(id="leak-2", observation="mayor-1", source="post"))
    append(log, Void(event="mayor-1", id="fix"))
    assert [one.became for one in append(log, *given)] == [*["voided"] * 5, None]
    for other, hint in (
        (said("to-b", note="x", amends="mayor-1"), "mayor-1 was voided by fix: record it again under another id"),
        (
            Report(id="leak-2", observation="mayor-1", source="post", note="x"),
            "leak-2 was voided by fix: record it again",
        ),
        (Void(id="fix", event="mayor-1", reason="x"), "a void is final: record again what it ended"),
    ):
        with pytest.raises(IdTaken) as refused:
            append(log, other)
        assert str(refused.value.hint).startswith(hint)


# Times


def test_time_never_goes_back(log: Log) -> None:
    """Where the clock goes back, the log stays at the time of its last line."""
    append(log, said(), at=NOW + timedelta(hours=2))
    assert append(log, said(), at=NOW)[0].entry.recorded_at == "2020-01-20T11:00:00.000000Z"
    assert append(log, said(), at=NOW + timedelta(hours=3))[0].entry.recorded_at == "2020-01-20T12:00:00.000000Z"
    assert len(list(log.lines())) == len(HARBOUR) + 3


def test_nothing_is_recorded_before_it_happened(log: Log) -> None:
    """A time that begins when it is recorded, or later, is refused with its field; one that only ends later is not."""
    for event, field in (
        (said(occurred="2020-01-21"), "occurred"),
        (said(occurred="2020-01-20T09:00:00.000000Z"), "occurred"),
        (said(reports=(InlineReport(source="post", published="2021"),)), r"reports\[0\].published"),
        (Report(observation="mayor-1", source="post", published="2021"), "published"),
        (Source(publisher="x", captured_at="2021"), "captured_at"),
    ):
        with pytest.raises(BadEvent, match=f"{field}: it begins at 202") as refused:
            append(log, said("mayor-1"), event)
        assert "nothing is recorded before it happened" in (refused.value.hint or "")
    append(log, said(occurred="2020-01-20"), said(occurred="2020"), said(occurred="../2030"))


# Dry runs


def test_a_dry_run_says_what_would_stand_there(log: Log) -> None:
    """The entries of a dry run are those that the append makes then, to the chain; nothing is changed by it."""
    events = (said(), claim(1), said(amends="mayor:1"))
    before = contents(log)
    dry = log.append(events, by="desk", now=lambda: NOW, is_dry=True)
    assert contents(log) == before
    assert dry == append(log, *events)
    lines = [line.raw for line in log.lines()][-3:]
    assert lines[0] == codec.encode(dry[0].entry, previous=list(log.entries())[-4].chain)[0]
    with pytest.raises(UnknownName):
        log.append([said(speaker="nobody")], by="desk", now=lambda: NOW, is_dry=True)


@pytest.mark.parametrize("cut", [1, 2, 60])
def test_a_dry_run_leaves_a_torn_tail_alone(log: Log, narrated: list[str], cut: int) -> None:
    """Behind a torn tail a dry run answers as the append will, and leaves the repair to it."""
    append(log, said("mayor-1"), said("mayor-2"))
    path = segments(log.directory)[-1][1]
    path.write_bytes(path.read_bytes()[:-cut])
    before = contents(log)
    events = (claim(7), said("mayor-1"), said("mayor-3"))
    dry = log.append(events, by="desk", now=lambda: NOW, is_dry=True)
    assert contents(log) == before
    assert narrated == [f"the log is not the one that was read up to @{len(HARBOUR) + 2}: it is read anew"]
    assert dry == append(log, *events)
    assert dry[1].is_new == (cut > 1)


# Segments


def test_a_full_segment_is_closed(log: Log, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A batch that would make a segment too long begins the next one, and stands in it whole."""
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 3000)
    for number in range(0, 60, 3):
        append(log, claim(number), claim(number + 1), claim(number + 2))
    found = segments(log.directory)
    assert len(found) > 4
    assert all(path.stat().st_size <= 3000 for _, path in found)
    assert [len(batch) for batch in Reader(log.directory).batches()] == [len(HARBOUR)] + [3] * 20
    assert ids(log)[-60:] == [f"c{number}" for number in range(60)]
    other = open_log(tmp_path)
    assert append(other, claim(0), claim(59), claim(60))[-1].is_new
    other.close()


def test_a_batch_may_be_longer_than_a_segment(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is in one segment, however long it is."""
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", 10)
    append(log, claim(1), claim(2))
    append(log, claim(3))
    assert [first for first, _ in segments(log.directory)] == [1, 8, 10]


# A disk that says no


def test_a_full_disk_changes_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk takes no more, the log is as before, and the next append goes on when there is room again."""
    before = contents(log)

    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", failing(errno.ENOSPC))
        with pytest.raises(StorageFailed, match="No space left"):
            append(log, said("mayor-1"))
        broken.setattr(log_module, "SEGMENT_BYTES", 10)
        with pytest.raises(StorageFailed, match="No space left"):
            append(log, said("mayor-1"))
    assert contents(log) == before
    assert append(log, said("mayor-1"))[0].entry.seq == len(HARBOUR) + 1


def test_what_a_failed_sync_was_for_is_taken_back(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an unknown outcome nothing is built on what may not be there; doing it again is safe: it stands once."""
    before = contents(log)

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", fail)
        with pytest.raises(OutcomeUnknown):
            append(log, said("mayor-1"))
    assert contents(log) == before
    assert append(log, said("mayor-1"))[0].is_new
    assert not append(log, said("mayor-1"))[0].is_new
    assert ids(log).count("mayor-1") == 1


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A directory of somebody for whom the rights of files count, as they do not for the super-user."""
    root = Path(tempfile.mkdtemp(prefix="claims-test-"))
    if os.geteuid() == 0:
        os.chown(root, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield root
    finally:
        os.seteuid(os.getuid())
        shutil.rmtree(root)


@pytest.mark.parametrize("segment_bytes", [10, 10_000_000])
@pytest.mark.parametrize("knows", ["all", "some", "nothing", "what a file has"])
def test_a_log_that_may_not_be_read_is_said_before_anything_is_written(
    guarded: Path, monkeypatch: pytest.MonkeyPatch, knows: str, segment_bytes: int
) -> None:
    """Whatever the catalog knows, an append says as a reader does that the file cannot be read, and changes nothing."""
    monkeypatch.setattr(log_module, "SEGMENT_BYTES", segment_bytes)
    told: list[str] = []
    log = open_log(guarded, tell=told.append)
    append(log, *HARBOUR)
    append(log, said("mayor-1"))
    if knows != "all":
        log.close()
    if knows == "some":
        other = open_log(guarded.joinpath("other"), tell=told.append)
        append(other, *HARBOUR)
        other.close()
        shutil.copy(other.catalog_file, log.catalog_file)
    elif knows == "nothing":
        log.catalog_file.unlink()
    before = contents(log)
    path = segments(log.directory)[-1][1]
    path.chmod(0o000)
    for is_dry in (False, True):
        with pytest.raises(StorageFailed, match="cannot be read: Permission denied") as failed:
            log.append([said()], by="desk", now=lambda: NOW, is_dry=is_dry)
        assert failed.value.place == str(path)
        assert failed.value.hint == "is the disk mounted, and may you read there? nothing was changed"
    path.chmod(0o644)
    assert contents(log) == before
    assert told == []
    assert append(log, said("mayor-2"))[0].is_new
    log.close()


def test_a_directory_that_may_not_be_written_is_said(guarded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be written below `events/`, an append says so with the mend, and a dry run works."""
    log = open_log(guarded)
    append(log, *HARBOUR)
    segments(log.directory)[0][1].chmod(0o444)
    log.directory.chmod(0o555)
    assert log.append([said()], by="desk", now=lambda: NOW, is_dry=True)
    for segment_bytes in (10, 10_000_000):
        monkeypatch.setattr(log_module, "SEGMENT_BYTES", segment_bytes)
        with pytest.raises(StorageFailed, match="cannot write: Permission denied") as failed:
            append(log, said())
        assert failed.value.hint is not None
        assert failed.value.hint.startswith("give yourself the right to write there")
    log.directory.chmod(0o000)
    for ask in (lambda: append(log, said()), lambda: list(log.entries())):
        with pytest.raises(StorageFailed, match="Permission denied"):
            ask()
    log.directory.chmod(0o755)
    log.close()


def test_a_directory_that_is_gone_is_said(log: Log, tmp_path: Path) -> None:
    """Where `events/` is gone, reading and appending say so with a hint."""
    log.directory.rename(tmp_path / "elsewhere")
    for ask in (lambda: append(log, said()), lambda: list(log.entries()), lambda: log.entry(1)):
        with pytest.raises(StorageFailed, match="No such file or directory") as failed:
            ask()
        assert "mounted" in (failed.value.hint or "")


# Many writers

APPEND = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from ledger.events import Claim
from ledger.log import Log, config
root, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
log = Log(root / "events", config.read(root / "events" / "ledger.toml"), cache=root / ".ledger", tell=lambda _: None)
for number in range(count):
    batch = [Claim(id=f"{who}-{number}-{part}", text="x") for part in range(3)]
    found = log.append(batch, by=who, now=lambda: datetime.now(UTC), wait=60)
    print(json.dumps([[one.entry.seq, one.entry.id] for one in found]), flush=True)
"""


def writer(root: Path, who: str, count: int) -> subprocess.Popen[str]:
    """A process that appends batches of three, and says what it acknowledged line by line."""
    return python(APPEND, root, who, str(count))


def test_many_processes_append_at_once(log: Log, tmp_path: Path) -> None:
    """Of writers in several processes none is lost, no place is given twice, and each batch stands together."""
    writers = [writer(tmp_path, who, 12) for who in ("anna", "bert", "carl")]
    told = [line for each in writers for line in each.communicate()[0].splitlines()]
    assert [each.returncode for each in writers] == [0, 0, 0]
    acknowledged = [tuple(pair) for line in told for pair in json.loads(line)]
    assert len(acknowledged) == 3 * 12 * 3
    assert [(entry.seq, entry.id) for entry in log.entries()][len(HARBOUR) :] == sorted(acknowledged)
    assert [len(batch) for batch in Reader(log.directory).batches()][1:] == [3] * 36


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03])
def test_what_was_acknowledged_survives_a_kill(log: Log, tmp_path: Path, delay: float) -> None:
    """A writer that is killed at any moment loses nothing that it acknowledged, and the next one goes on."""
    with writer(tmp_path, "anna", 100_000) as killed:
        assert killed.stdout is not None
        first = killed.stdout.readline()
        time.sleep(delay)
        killed.kill()
        told = [first, *killed.stdout.read().splitlines(keepends=True)]
    acknowledged = {tuple(pair) for line in told if line.endswith("\n") for pair in json.loads(line)}
    assert acknowledged
    append(log, said("mayor-1"))
    entries = [(entry.seq, entry.id) for entry in log.entries()]
    assert acknowledged <= set(entries)
    assert (len(entries) - len(HARBOUR)) % 3 == 1
    assert entries[-1][1] == "mayor-1"


def test_a_writer_waits_only_as_long_as_it_is_told(log: Log, narrated: list[str]) -> None:
    """While another process holds the lock, the writer says that it waits, and then that it got nothing."""
    with lock_holder(log.directory), pytest.raises(LockHeld):
        log.append([said()], by="desk", now=lambda: NOW, wait=0.05)
    assert narrated == ["waiting for another writer to finish …"]
    assert append(log, said())[0].is_new


def test_who_replaces_the_configuration_lets_nobody_else_in(log: Log) -> None:
    """An editor or a checkout puts another `ledger.toml` in its place while a writer is at work: the lock stays."""
    with lock_holder(log.directory):
        marker = log.directory / "ledger.toml"
        other = marker.with_suffix(".new")
        other.write_bytes(marker.read_bytes())
        other.replace(marker)
        with pytest.raises(LockHeld):
            log.append([said()], by="desk", now=lambda: NOW, wait=0)


def test_readers_need_no_lock(log: Log) -> None:
    """While a writer holds the lock, everything can be read."""
    with lock_holder(log.directory):
        assert ids(log) == [event.id for event in HARBOUR]
        assert log.entry(1) is not None
