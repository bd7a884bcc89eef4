"""`scripts/bench`: it runs to its end, says what it says it says, and makes the ledger that it says it makes."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
import pytest

from ledger import Observation, Void
from ledger.events import EVENT_TYPES, amended_by, encode, type_of
from scripts.benchmark import commands, generator, shapes, targets
from scripts.benchmark.__main__ import main
from scripts.benchmark.figures import LEDGER, Book, Figure
from scripts.benchmark.process import CommandFailed
from scripts.benchmark.report import Report, as_text
from tests.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = 80
UNTARGETED = (targets.NOW, targets.REPLAY, targets.SHOW_EVENT, targets.LOG)
FLOORS = (targets.ONE_SYNC, targets.MANY_SYNC, targets.LOAD, targets.START, targets.DIGEST)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What a run on very small ledgers wrote."""
    directory = tmp_path_factory.mktemp("bench")
    written, scratch = directory / "bench.json", directory / "scratch"
    scratch.mkdir()
    sized = ["--sizes", str(EVENTS), "--runs", "1", "--shapes", "0.0001", "--agreement", str(EVENTS // 4)]
    main([*sized, "--json", str(written), "--dir", str(scratch)])
    assert list(scratch.iterdir()) == []
    return msgspec.json.decode(written.read_bytes(), type=Report)


def test_a_run_has_every_figure(report: Report) -> None:
    """The floors and every measure with a target are there with their samples, judged where a size can be judged."""
    found = {figure.name: figure for figure in report.figures if figure.subject == LEDGER}
    assert set(found) == {*FLOORS, *targets.TARGETS, *UNTARGETED}
    for figure in found.values():
        assert figure.samples
        assert figure.median >= 0
        assert figure.events == EVENTS
        assert (figure.target is None) == (figure.name not in targets.TARGETS)
        assert (figure.ratio is None) == (figure.floor is None)
        assert (figure.reached is None) == (figure.target is None)


def test_a_run_measures_every_shape(report: Report) -> None:
    """Each adversarial shape is there, appended, rebuilt, caught up, asked and shown."""
    found: dict[str, set[str]] = {}
    for figure in report.figures:
        if figure.part == "shapes":
            found.setdefault(figure.subject, set()).add(figure.name)
    *shaped, (asked, perspectives) = found.items()
    assert len(shaped) == len(shapes.SHAPES)
    for _, names in shaped:
        assert {targets.APPEND_FILE, targets.REBUILD, targets.ALONE, targets.AS_OF_ONE, targets.SHOW} <= names
    assert (asked, perspectives) == ("2 perspectives", {targets.AS_OF_BODY})


def test_a_run_compares_with_rivals(report: Report) -> None:
    """SQLite is measured beside the ledger; `eventsourcing` too, or its absence is said."""
    subjects = {figure.subject for figure in report.figures if figure.part == "rivals"}
    assert any(subject.startswith("sqlite3") for subject in subjects)
    assert any(subject.startswith("eventsourcing") for subject in subjects) or "eventsourcing" in report.left_out[0]


def test_a_run_is_right(report: Report) -> None:
    """On the data of the bench caught up equals rebuilt, and SQL equals the naive rules."""
    assert report.agreement is not None
    assert report.agreement.differences == []
    assert report.agreement.tables > 0
    assert report.agreement.questions == 12


def test_the_tables_show_every_measure(report: Report) -> None:
    """What is printed names every measure, every shape and every rival."""
    printed = as_text(report)
    for figure in report.figures:
        assert figure.name in printed
        assert figure.subject in printed


def test_a_failed_command_ends_a_run_with_what_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a command fails, the figures before it are printed, the failure is said, and the exit code is 1."""

    def fail(*_: object) -> None:
        raise CommandFailed("check: exit code 4")

    monkeypatch.setattr(commands, "claims", fail)
    with pytest.raises(SystemExit) as ended:
        main(["--sizes", "40", "--runs", "1", "--only", "append,check"])
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert targets.APPEND in printed
    assert "Left out: everything after the last figure: check: exit code 4" in printed


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A part that there is not ends the run before it begins, with the names that there are."""
    with pytest.raises(SystemExit) as ended:
        main(["--only", "speed"])
    assert "no part is named speed" in str(ended.value)
    assert capsys.readouterr().out == ""


def figure(name: str, events: int, value: float) -> Figure:
    """A figure with one sample."""
    return Figure(part="x", subject=LEDGER, name=name, events=events, unit="s", samples=[value], median=value)


@pytest.mark.parametrize(("at_a_million", "reached"), [(0.05, True), (0.06, False), (0.2, False)])
def test_a_slope_is_judged(at_a_million: float, *, reached: bool) -> None:
    """A target with a slope is reached where both the figure and its growth since 10,000 events are within it."""
    book = Book(lambda _: None)
    book.note(figure(targets.ALONE, 10_000, 0.01))
    book.note(figure(targets.ALONE, 1_000_000, at_a_million))
    small, large = book.figures()
    assert (small.slope, small.reached) == (None, True)
    assert large.slope == pytest.approx(at_a_million / 0.01)
    assert large.reached is reached


@pytest.mark.parametrize(("took", "reached"), [(7.9, True), (8.1, False)])
def test_a_ratio_is_judged(took: float, *, reached: bool) -> None:
    """A target with a floor is about the floor of the same size, and not judged where that was not measured."""
    book = Book(lambda _: None)
    book.note(figure(targets.REBUILD, 10_000, 1))
    book.note(figure(targets.REBUILD, 1_000_000, took))
    book.note(figure(targets.LOAD, 1_000_000, 2))
    small, large, _ = book.figures()
    assert (small.ratio, small.reached) == (None, None)
    assert (large.ratio, large.reached) == (took / 2, reached)


def lines(events: int, seed: int) -> Iterator[bytes]:
    """The first events of a seed."""
    return map(encode, islice(generator.events(seed), events))


def test_events_depend_on_the_seed_alone() -> None:
    """A seed gives the same events again, whatever their number; another gives others."""
    assert list(lines(300, 7)) == list(lines(500, 7))[:300]
    assert list(lines(300, 7)) != list(lines(300, 8))


def test_a_made_ledger_has_everything() -> None:
    """There is every type of event, and what makes a ledger hard: amendments, voids, edges, secrets, vague times."""
    made = list(islice(generator.events(1), 5_000))
    said = [event for event in made if isinstance(event, Observation)]
    assert {type_of(event) for event in made} == set(EVENT_TYPES)
    assert any(amended_by(event) for event in made)
    assert any(event.after for event in said)
    assert any(event.retracts for event in said)
    assert any(event.audience and event.reports for event in said)
    assert {len(str(event.occurred)) for event in said} >= {len("None"), len("2015-01"), len("2015-01-02")}
    assert any(isinstance(event, Void) and event.event.startswith("misheard") for event in made)


def test_claims_follow_a_power_law() -> None:
    """A few claims are spoken of very often, most of them a few times."""
    made = islice(generator.events(1), 20_000)
    counts = Counter(stance.claim for event in made if isinstance(event, Observation) for stance in event.stances)
    often = sorted(counts.values(), reverse=True)
    assert often[0] > 20 * often[len(often) // 2]
    assert sum(often[: len(often) // 50]) > sum(often) / 4


def test_the_script_is_one_that_runs() -> None:
    """`scripts/bench` is there and may be executed."""
    script = ROOT / "scripts" / "bench"
    assert script.stat().st_mode & 0o111
