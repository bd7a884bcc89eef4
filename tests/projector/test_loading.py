"""What a catalog attests spares the judging of each line, and changes nothing of what is loaded or refused."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from msgspec.structs import astuple, replace

from ledger.codec import chain, leaf
from ledger.errors import DamagedLog
from ledger.log import START, Position, Reader, segment_path
from ledger.log import attestation as attesting
from ledger.log.catalog import storage
from ledger.projector import loading, projections
from tests.belief.world import recorded
from tests.effort import costly
from tests.emptied import emptied
from tests.histories import histories
from tests.log.catalogs import HARMS
from tests.log.logs import append, chained, erased, placed, write
from tests.log.three_segments import FIRSTS, LINES, SIZES, three_segments
from tests.projector.tables import rebuilt, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ledger.log import Log
    from tests.harbour.tale import Batch

Rows = list[tuple[Any, ...]]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of three segments, and a catalog that has read it."""
    return three_segments(tmp_path)


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seqs of the lines that were checked one by one."""
    found: list[int] = []

    class Judging(Reader):
        def batches(self) -> Any:
            for batch in super().batches():
                found.extend(line.entry.seq for line in batch)
                yield batch

    monkeypatch.setattr(loading, "Reader", Judging)
    return found


def loaded(log: Log) -> Rows:
    """The table of lines, made from nothing, in the order of the log."""
    connection = emptied("loaded")
    projections.catch_up(connection, log)
    return connection.execute("from internal.line order by seq").fetchall()


def outcome(log: Log) -> Rows | tuple[str, str | None, str | None]:
    """What is loaded; or the words, the place and the hint with which a log is refused."""
    try:
        return loaded(log)
    except DamagedLog as refused:
        return refused.message, refused.place, refused.hint


@costly(4)
@given(histories())
def test_what_was_validated_before_is_loaded_as_what_is_validated_now(history: list[Batch]) -> None:
    """After any history the projections are the same with a catalog as without one, from nothing and from anywhere."""
    with recorded([], project=False) as world:
        for number, batch in enumerate(history):
            world.record(batch)
            world.log.close()
            if number % 2:
                world.project()
        world.project()
        caught_up = tables(world.connection)
        for is_attested in (True, False):
            if not is_attested:
                world.log.catalog_file.unlink(missing_ok=True)
            assert rebuilt(world.log) == caught_up


@pytest.mark.parametrize("together", [1, 1 << 20])
def test_what_is_attested_is_not_validated_again(
    log: Log, validated: list[int], monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """Lines that the catalog attests are loaded as they are, those behind them are checked, and all are there."""
    monkeypatch.setattr(loading, "TOGETHER", together)
    before = loaded(log)
    assert validated == []
    more = chained(placed((*SIZES, 1, 3))[10:], previous=LINES[-1][-67:-3].decode())
    write(log.directory, [*LINES, *more], firsts=(*FIRSTS, 12))
    after = loaded(log)
    assert validated == [11, 12, 13, 14]
    assert [row[0] for row in after] == list(range(1, 15))
    assert after[:10] == before
    log.catalog_file.unlink()
    assert loaded(log) == after


def test_an_erased_line_among_what_is_attested_is_loaded_as_such(log: Log, validated: list[int]) -> None:
    """Of a line that was erased before it was read, the seq and the segment are there, and nothing else."""
    write(log.directory, [*LINES[:1], erased(LINES[1]), *LINES[2:]], firsts=FIRSTS)
    rows = loaded(log)
    assert validated == list(range(1, 11))
    assert [value for value in rows[1] if value is not None] == [2, 1]
    log.catalog_file.unlink()
    append(log)
    log.close()
    validated.clear()
    assert loaded(log) == rows
    assert validated == []


def test_what_was_loaded_before_a_doubt_is_loaded_once(
    log: Log, validated: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it turns out late that a segment is not attested, everything is checked, and nothing is there twice."""
    monkeypatch.setattr(loading, "TOGETHER", 1)
    write(log.directory, [*LINES[:3], erased(LINES[3]), *LINES[4:]], firsts=FIRSTS)
    rows = loaded(log)
    assert validated == list(range(1, 11))
    log.catalog_file.unlink()
    assert loaded(log) == rows


def rechained(lines: Sequence[bytes]) -> list[bytes]:
    """The lines, each with the chain that follows from what it says: a forgery that agrees with itself."""
    done, last = [], "0" * 64
    for line in lines:
        body = line[:-77]
        last = chain(last, leaf(body))
        done.append(body + b',"chain":"%b"}\n' % last.encode())
    return done


def changed(number: int, before: bytes, after: bytes) -> list[bytes]:
    """The lines, one of them changed in one place."""
    assert LINES[number - 1].count(before) == 1
    return [line.replace(before, after) if seq == number else line for seq, line in enumerate(LINES, 1)]


DAMAGES = {
    "a body": changed(3, b"It is 3.", b"It is 2."),
    "a body of the first line": changed(1, b"It is 1.", b"It is 2."),
    "a seq": changed(6, b'"seq":6,', b'"seq":7,'),
    "a chain": [*LINES[:5], LINES[5][:-10] + bytes([LINES[5][-10] ^ 1]) + LINES[5][-9:], *LINES[6:]],
    "a chain in capitals": [*LINES[:5], LINES[5][:-67] + LINES[5][-67:-3].upper() + b'"}\n', *LINES[6:]],
    "a line's end": [*LINES[:8], LINES[8][:-2] + b"]\n", *LINES[9:]],
    "a newline": [*LINES[:2], LINES[2][:-1] + b"\r", *LINES[3:]],
    "a missing line": [*LINES[:2], *LINES[3:]],
    "a line twice": [*LINES[:2], *LINES[1:]],
    "an empty line": [*LINES[:2], b"\n", *LINES[2:]],
    "a swapped pair": [*LINES[:4], LINES[5], LINES[4], *LINES[6:]],
    "the last line": [*LINES[:9], LINES[9].replace(b"It is 10.", b"It is 11.")],
    **{
        f"{where} forged {what}": (rechained(forged) if where == "all" else [*rechained(forged)[:4], *LINES[4:]])
        for what, forged in {
            "text": changed(3, b"It is 3.", b"It is 2."),
            "type": changed(3, b'"type":"claim"', b'"type":"poll"'),
            "field": changed(3, b'"text":', b'"mood":'),
            "twice": changed(3, b'"text":"It is 3."', b'"text":"It is 3.","text":"It is 4."'),
            "no JSON": changed(3, b'"text":"It is 3."', b'"text":"It is 3'),
        }.items()
        for where in ("all", "a segment")
    },
    "a forged erasure": [
        *LINES[:2],
        b'{"seq":3,"erased":"%b","chain":"%b"}\n' % (b"0" * 64, LINES[2][-67:-3]),
        *LINES[3:],
    ],
}


@pytest.mark.parametrize("together", [1, 1 << 20])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_refused_as_if_nothing_was_validated(
    log: Log, monkeypatch: pytest.MonkeyPatch, damage: str, together: int
) -> None:
    """Whatever is damaged among what was attested is refused at its place, in the words of one who checks each line.

    A forgery that agrees with itself from its beginning to its end is another log, with a catalog and without.
    """
    monkeypatch.setattr(loading, "TOGETHER", together)
    write(log.directory, DAMAGES[damage], firsts=FIRSTS)
    found = outcome(log)
    log.catalog_file.unlink()
    assert found == outcome(log)
    assert isinstance(found, list) == (damage == "all forged text")


@pytest.mark.parametrize("first", FIRSTS)
@pytest.mark.parametrize("harm", ["gone", "cut", "longer", "renamed"])
def test_a_segment_that_is_not_as_it_was_is_refused_as_ever(log: Log, first: int, harm: str) -> None:
    """Whatever happened to a segment, the answer is that of one who checks each line."""
    path = segment_path(log.directory, first)
    match harm:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:-5])
        case "longer":
            path.write_bytes(path.read_bytes() + b"{}")
        case _:
            path.rename(segment_path(log.directory, first + 1))
    found = outcome(log)
    log.catalog_file.unlink()
    assert found == outcome(log)


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_catalog_does_no_harm(log: Log, harm: Callable[[Path], None]) -> None:
    """Whatever became of the catalog, the same is loaded."""
    before = loaded(log)
    harm(log.catalog_file)
    assert loaded(log) == before


def test_a_catalog_of_another_log_does_no_harm(log: Log, validated: list[int]) -> None:
    """A log that is another one, or was set back, is checked line by line, up to what the catalog knows and beyond."""
    for lines in (LINES[:9], chained(placed((1,) * 12)), rechained(changed(1, b"It is 1.", b"It is 2."))):
        write(log.directory, lines, firsts=FIRSTS)
        validated.clear()
        assert [row[0] for row in loaded(log)] == validated == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("forged", [b'"type":"poll"', b'"mood":"x","text"'])
def test_what_another_build_validated_is_validated_again(log: Log, forged: bytes) -> None:
    """A type or a field that this build does not know is refused, also where a build that knows it made the catalog."""
    known = b'"text"' if b"mood" in forged else b'"type":"claim"'
    lines = rechained(changed(3, known, forged))
    write(log.directory, lines, firsts=FIRSTS)
    closed, offset = (len(b"".join(part)) for part in (lines[:7], lines[7:]))
    end = Position(segment=8, offset=offset, seq=10, chain=lines[9][-67:-3].decode(), closed=closed)
    _attest(log, replace(end, recorded_at=placed(SIZES)[9].recorded_at))
    assert attesting.attested(log.catalog_file, log.directory, START) is not None
    _attest(log, replace(end, recorded_at=placed(SIZES)[9].recorded_at), version=storage.version() + 1)
    found = outcome(log)
    assert isinstance(found, tuple)
    assert found[1] == f"{segment_path(log.directory, 1)}:3"


def _attest(log: Log, end: Position, *, version: int | None = None) -> None:
    """Let the catalog say that it has read the log up to a position, as a build of another version might."""
    connection = sqlite3.connect(log.catalog_file)
    connection.execute("delete from position")
    connection.execute("insert into position values (?, ?, ?, ?, ?, ?)", astuple(end))
    connection.execute(f"pragma user_version = {storage.version() if version is None else version}")
    connection.commit()
    connection.close()
