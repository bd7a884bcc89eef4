"""`claims repair`: what a person decides about a damaged log, and how a line is erased."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from ledger import Ledger, durable
from ledger.errors import OutcomeUnknown
from ledger.log import repairs, segment_path
from ledger.projector import projections

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk import Desk


def caches(desk: Desk) -> list[str]:
    """The caches that are there."""
    return sorted(path.name for path in (desk.directory / ".ledger").iterdir() if not path.name.startswith("."))


def segment(desk: Desk) -> Path:
    """The file of the log."""
    return segment_path(desk.directory / "events", 1)


def damage(desk: Desk) -> None:
    """Change a byte of @5."""
    path = segment(desk)
    path.write_bytes(path.read_bytes().replace(b'"Harbour Post"', b'"Harbour Pest"'))


@pytest.fixture
def damaged(harbour: Desk) -> Desk:
    """The harbour with a byte of @5 changed."""
    damage(harbour)
    return harbour


def test_without_a_decision_nothing_changes(damaged: Desk) -> None:
    """It says what is damaged and what a cut would set aside; the exit code is that of a damaged log."""
    before = segment(damaged).read_bytes()
    code, out, err = damaged("repair")
    path = segment(damaged)
    lost = len(b"".join(before.splitlines(keepends=True)[4:]))
    hint = "restore the file from a copy; else `claims repair --cut @4 --reason TEXT` sets aside"
    assert (code, err) == (4, "")
    assert out.splitlines() == [
        f"{path}:5: the chain fails at @5: this line or its place is not what was written",
        f"    hint: {hint}",
        f"    of {path} 2 lines, {lost:,} bytes",
    ]
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == [".gitattributes", "00000001.jsonl", "ledger.toml"]


def test_of_a_sound_log_there_is_nothing_to_repair(harbour: Desk) -> None:
    """That is said, and is no error."""
    assert harbour("repair") == (0, "", "the log is not damaged; there is nothing to repair\n")


def test_after_a_cut_all_is_well(harbour: Desk) -> None:
    """The file as it was is named, the check is silent, and the projections are those of what is left."""
    harbour.does("list")
    damage(harbour)
    before = segment(harbour).read_bytes()
    assert "projections-1.duckdb" in caches(harbour)
    done = harbour.does("repair --cut @4 --reason 'The disk failed; there is no copy.'")
    aside = segment(harbour).with_name("00000001.jsonl.cut-5-1")
    assert done.out == f"{aside}\n"
    assert "the log ends with @4" in done.err
    assert aside.read_bytes() == before
    assert caches(harbour) == ["projections.lock"]
    assert harbour("check") == (0, "", "")
    assert harbour("repair").code == 0
    assert harbour.does("sql 'select count(*) as n from events' --format csv").out == "n\n4\n"
    assert harbour.does("actor pilot 'A pilot'").out == "@5 pilot\n"
    noted = json.loads((segment(harbour).parent / "repairs.jsonl").read_text(encoding="utf-8"))
    assert (noted["cut"], noted["by"], noted["reason"]) == (4, "desk", "The disk failed; there is no copy.")


def test_a_whole_segment_and_a_single_line_are_counted(damaged: Desk) -> None:
    """What would be set aside is said in words that fit."""
    path = segment(damaged)
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first.replace(b"City", b"Cite") + b"\n" + rest)
    assert f"    all of {path}, 6 lines, {len(first) + 1 + len(rest):,} bytes\n" in damaged("repair").out
    path.write_bytes(first + b"\n" + rest[: rest.index(b"\n")].replace(b"mayor", b"major") + b"\n")
    assert f"    of {path} 1 line, " in damaged("repair").out


def test_what_is_erased_is_nowhere_in_the_ledger(harbour: Desk, tmp_path: Path) -> None:
    """Not in the log, not in a cache; the log checks, also against an older checkpoint, and so does an older proof."""
    kept, proof = tmp_path / "monday.checkpoint", tmp_path / "mayor.tlog-proof"
    harbour.does("list", f"checkpoint -o {kept}", f"prove mayor -o {proof}")
    done = harbour.does("repair --erase @6 --reason 'Court order 4/2020'")
    left = segment(harbour).read_text(encoding="utf-8").splitlines()[5]
    assert done.out == f"{left}\n"
    assert list(json.loads(left)) == ["seq", "erased", "chain"]
    assert "the caches were dropped" in done.err
    assert caches(harbour) == ["projections.lock"]
    for path in harbour.directory.rglob("*"):
        assert path.is_dir() or b"It is open." not in path.read_bytes()
    assert harbour(f"check --since {kept}") == (0, "", "")
    proven = harbour(f"check --proof {proof} --since {kept}")
    assert (proven.code, proven.out) == (0, "")
    assert proven.err.startswith("@2 mayor, recorded ")
    harbour.does(f"prove @6 -o {proof}.erased")
    assert harbour(f"check --proof {proof}.erased").err.startswith("@6, of which nothing is left, is among the ")
    assert harbour.does("show @6").out.startswith("@6, erased\n")
    assert "@6 erased, chain" in harbour.does("doctor").out
    assert harbour("show mayor:1").code == 1
    assert harbour.does("sql 'select seq, type from events where seq > 5' --format csv").out == "seq,type\n6,\n"
    again = harbour("repair --erase @6 --reason 'once more'")
    assert (again.code, "@6 was erased already" in again.err) == (1, True)


def test_what_points_at_an_erased_record_behaves_as_if_it_had_ended(harbour: Desk) -> None:
    """The erased mayor takes no stance any more, and the claims and the check go on."""
    assert '"denied"' in harbour.does("list --format json").out
    harbour.does("repair --erase @2 --reason 'Court order 4/2020'")
    assert harbour("check") == (0, "", "")
    assert '"denied"' not in harbour.does("list --format json").out
    assert harbour.does("actor pilot 'A pilot'").out == "@7 pilot\n"
    assert harbour("record mayor supports pier-open").code == 1


def test_where_more_of_it_stands_is_said(damaged: Desk) -> None:
    """Other lines of the record, and what an earlier repair set aside, are named: they are for a person to judge."""
    damaged.does("repair --cut @4 --reason 'no copy'", "amend mayor --set role=Mayor --reason 'was missing'")
    err = damaged.does("repair --erase @2 --reason 'Court order'").err
    assert "mayor is now what @5 says of it; erase that too if you have to\n" in err
    assert f"{segment(damaged)}.cut-5-1 was set aside by an earlier repair, and holds it as it was" in err


def test_what_an_erasure_leaves_behind_is_said(harbour: Desk) -> None:
    """Who names the record may repeat its words; and without its void a record counts again."""
    err = harbour.does("repair --erase @5 --reason 'Court order'").err
    assert "other records name harbour-post, and may repeat what was said: see what @6 says\n" in err
    assert "what they say of harbour-post counts as if that had been voided\n" in err
    harbour.does("void mayor:1")
    assert '"no-position"' in harbour.does("list --format json").out
    err = harbour.does("repair --erase @7 --reason 'A mistake'").err
    assert "it had voided mayor:1, which counts again: void it again unless it should\n" in err
    assert "is now what" not in err
    assert '"denied"' in harbour.does("list --format json").out


def test_an_erased_id_is_not_given_again(harbour: Desk) -> None:
    """A citation of it, or an old proof, would name another statement: what the lines had is stepped over, once."""
    harbour.does("repair --erase @6 --reason 'Court order 4/2020'")
    assert harbour.does("record mayor supports pier-open").out == "@7 mayor:2\n"
    assert harbour.does("record mayor supports pier-open").out == "@8 mayor:3\n"
    assert harbour.does("amend mayor:3 --set text=Yes").out == "@9 mayor:3:v3\n"
    harbour.does("repair --erase @9 --reason 'They asked.'")
    assert harbour.does("amend mayor:3 --set text=No").out == "@10 mayor:3:v4\n"
    assert harbour.does("amend mayor:3 --set text=Never").out == "@11 mayor:3:v5\n"
    assert harbour.does("relate pier-open contradicts pier-closed").out == "@12 relation:3\n"
    assert harbour.does("relate pier-open narrows pier-closed").out == "@13 relation:4\n"
    assert harbour("check") == (0, "", "")


def test_an_erasure_can_be_tried(harbour: Desk) -> None:
    """It says what it would leave, and how to keep what others say of the record; nothing changes."""
    before = {path: path.read_bytes() for path in harbour.directory.rglob("*") if path.is_file()}
    tried = harbour.does("repair --erase @2 --dry-run")
    assert tried.err == (
        "a dry run: nothing was taken out\n"
        "other records name mayor, and may repeat what was said: see what @6 says\n"
        "what they say of mayor counts as if that had been voided: to keep it, amend that first\n"
    )
    assert {path: path.read_bytes() for path in harbour.directory.rglob("*") if path.is_file()} == before
    assert harbour.does("repair --erase @2 --reason 'They asked.'").out == tried.out
    assert "voided" not in harbour.does("repair --erase @1 --dry-run").err


def test_what_was_erased_and_is_back_is_a_problem(harbour: Desk) -> None:
    """As where a copy from before was put back; and none where the line was cut off since, or is erased again."""
    before = segment(harbour).read_bytes()
    harbour.does("repair --erase @6 --reason 'Court order 4/2020'")
    assert harbour("check") == (0, "", "")
    segment(harbour).write_bytes(before)
    notes = harbour.directory / "events" / "repairs.jsonl"
    notes.write_bytes(notes.read_bytes() + b"half a no")
    found = harbour("check")
    assert (found.code, found.err) == (1, "")
    assert found.out == (
        f"{segment(harbour)}:6: desk decided at 2020-01-08T12:00:00.000000Z to erase @6, "
        "but what it said is still here\n"
        "    hint: did an older copy come back, as by a merge? `claims repair --erase @6` takes it out\n"
    )
    harbour.does("repair --erase @6 --reason 'Court order 4/2020'")
    assert harbour("check") == (0, "", "")
    segment(harbour).write_bytes(before.replace(b"It is open.", b"It is shut."))
    harbour.does("repair --cut @5 --reason 'no copy'", "record mayor denies pier-open")
    assert harbour("check") == (0, "", "")


def test_an_unfinished_merge_is_no_damage_to_be_cut(harbour: Desk) -> None:
    """Either side is worth more than neither: whatever meets it says how to go on, and a cut is refused."""
    whole = segment(harbour).read_bytes()
    *first, last = whole.splitlines(keepends=True)
    conflict = [b"<<<<<<< HEAD\n", last, b"=======\n", last.replace(b"desk", b"anna"), b">>>>>>> anna\n"]
    segment(harbour).write_bytes(b"".join([*first, *conflict]))
    hint = (
        "hint: take it back with `git merge --abort`, or take your own side with `git checkout --ours` and the file;"
        " `claims import` brings in what the other side recorded\n"
    )
    told = f"{segment(harbour)}:6: a conflict that `git merge` left begins here\n"
    for line in ("list", "record mayor denies pier-open", "repair --cut @5 --reason why", "log"):
        done = harbour(line)
        assert (done.code, done.err.endswith(f"error: {told}{hint}")) == (4, True)
    assert harbour("repair")[:2] == (4, f"{told}    {hint}")
    assert hint in harbour("check").out
    segment(harbour).write_bytes(whole)
    assert harbour("check") == (0, "", "")


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("repair --cut @4 --dry-run", 2, "--dry-run: it only goes with --erase"),
        ("repair --cut @4", 2, "--reason: a reason is needed"),
        ("repair --erase @4", 2, "--reason: a reason is needed"),
        ("repair --cut @4 --reason ''", 2, "--reason: a reason is needed"),
        ("repair --cut mayor --reason why", 2, "--cut: 'mayor' is not the number of an event"),
        ("repair --erase mayor --reason why", 2, "--erase: 'mayor' is not the number of an event"),
        ("repair --erase @4 --cut @4 --reason why", 2, "--erase: one at a time"),
        ("repair --erase @9 --reason why", 4, "the chain fails at @5"),
        ("repair --cut @5 --reason why", 1, "@5 is not before the damage"),
    ],
)
def test_a_decision_that_is_none_is_refused(damaged: Desk, line: str, code: int, message: str) -> None:
    """With its place and a hint, and nothing changes."""
    before = segment(damaged).read_bytes()
    done = damaged(line)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert "hint: " in done.err
    assert segment(damaged).read_bytes() == before


def test_nobody_makes_projections_of_what_is_being_erased(harbour: Desk) -> None:
    """While another process makes projections, an erasure waits, and gives up after the time that it may wait."""
    harbour.does("list")
    before = segment(harbour).read_bytes()
    with durable.lock(harbour.directory / ".ledger" / "projections.lock", wait=0):
        done = harbour("repair --erase @6 --reason why --wait 0")
    assert (done.code, segment(harbour).read_bytes()) == (5, before)


def test_projections_are_made_under_the_lock_that_an_erasure_takes(
    harbour: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes projections holds the lock on `.ledger/projections.lock` meanwhile."""
    real, codes = projections.catch_up, []

    def catch_up(*given: Any, **named: Any) -> None:
        codes.append(harbour("repair --erase @6 --reason why --wait 0").code)
        real(*given, **named)

    monkeypatch.setattr(projections, "catch_up", catch_up)
    with Ledger.open(harbour.directory) as ledger:
        ledger.claims().fetchall()
    assert codes == [5]


def test_what_a_crash_left_in_the_caches_goes_with_them(harbour: Desk) -> None:
    """Copies that were in use, and what DuckDB put aside, may hold what is erased."""
    harbour.does("list")
    for name in ("confined-x1", "projections-1.duckdb.tmp"):
        (harbour.directory / ".ledger" / name).mkdir()
        (harbour.directory / ".ledger" / name / "rows").write_text("It is shut.")
    assert harbour("repair --erase @6 --reason why").code == 0
    assert caches(harbour) == ["projections.lock"]


def test_whatever_is_in_the_caches_goes_with_them(harbour: Desk) -> None:
    """A cache of any name, of this build or another, may hold what is erased; what a link leads to is no cache."""
    cache, notes = harbour.directory / ".ledger", harbour.directory / "notes"
    notes.mkdir()
    (notes / "monday.txt").write_text("It is shut.")
    harbour.does("list")
    (cache / "search.idx").write_text("It is shut.")
    (cache / ".search-2").mkdir()
    (cache / ".search-2" / "rows").write_text("It is shut.")
    (cache / "linked").symlink_to(notes, target_is_directory=True)
    assert harbour("repair --erase @6 --reason why").code == 0
    assert sorted(path.name for path in cache.iterdir()) == [".gitignore", "projections.lock"]
    assert (notes / "monday.txt").exists()


def test_caches_go_also_where_the_outcome_of_an_erasure_is_unknown(
    harbour: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read back into the caches meanwhile may be what the log does not have any more."""
    real = repairs.erase

    def fail(*given: object, **how: object) -> None:
        real(*given, **how)  # type: ignore[arg-type]  # handed on
        (harbour.directory / ".ledger" / "catalog.sqlite").write_text("It is shut.")
        raise OutcomeUnknown("the disk failed")

    monkeypatch.setattr(repairs, "erase", fail)
    done = harbour("repair --erase @6 --reason why")
    assert "error: the disk failed" in done.err
    assert caches(harbour) == ["projections.lock"]


def test_caches_that_cannot_be_dropped_stop_an_erasure(harbour: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would stay in a cache is not erased by halves."""
    before = segment(harbour).read_bytes()
    (harbour.directory / ".ledger" / "projections-7.duckdb").mkdir()

    def refuse(path: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(shutil, "rmtree", refuse)
    done = harbour("repair --erase @6 --reason why")
    assert (done.code, segment(harbour).read_bytes()) == (3, before)
    assert "the caches cannot be dropped" in done.err


def test_a_cache_that_cannot_be_made_stops_an_erasure(harbour: Desk) -> None:
    """Where nobody can be kept from making projections, nothing is erased."""
    before = segment(harbour).read_bytes()
    cache = harbour.directory / ".ledger"
    cache.rename(cache.with_name("gone"))
    cache.write_text("", encoding="utf-8")
    done = harbour("repair --erase @6 --reason why")
    assert (done.code, segment(harbour).read_bytes()) == (3, before)


def test_an_id_that_an_erased_line_had_is_not_made_again(harbour: Desk) -> None:
    """What still refers to the erased statement would take back another one. It holds without the caches, too."""
    harbour.does("actor clerk C", "record mayor supports pier-closed --at 2020-01-07")
    harbour.does("record clerk comments pier-closed --retracts mayor:2 --at 2020-01-07")
    harbour.does("repair --erase @8 --reason law")
    assert harbour.does("record mayor supports pier-closed --at 2020-01-08T10:00Z").out == "@10 mayor:3\n"
    shutil.rmtree(harbour.directory / ".ledger")
    assert harbour.does("record mayor supports pier-open --at 2020-01-08T11:00Z").out == "@11 mayor:4\n"
    assert harbour.does("record clerk supports pier-open --at 2020-01-08T11:00Z").out == "@12 clerk:2\n"
    assert "asserted" in harbour.does("list --matching closed").out
