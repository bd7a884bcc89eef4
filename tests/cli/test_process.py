"""The command as a process of its own."""

from __future__ import annotations

import os
import pkgutil
import re
import resource
import signal
import subprocess
import sys
import threading
import tomllib
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from ledger.__main__ import run
from ledger.cli.interrupting import interruptible
from tests.processes import FULL, ROOT, claims, needs_a_full_disk, python, shell, surroundings

if TYPE_CHECKING:
    from pathlib import Path

MANY = 2_000
"""Open files; `select` takes the first 1,024."""


def test_the_module_is_the_command(tmp_path: Path) -> None:
    """`python -m ledger` finds the ledger upward from where it is started, and ends with the exit code."""
    assert claims("init", directory=tmp_path).returncode == 0
    (tmp_path / "inner").mkdir()
    done = claims("claim", "pier-closed", "Pier 4 is closed.", directory=tmp_path / "inner")
    assert (done.returncode, done.stdout) == (0, "@1 pier-closed\n")
    assert claims("recrd", directory=tmp_path).returncode == 2
    assert claims("void", "pier-open", directory=tmp_path).returncode == 1
    assert claims("-C", "inner", "void", "pier-open", directory=tmp_path).returncode == 3


def test_what_is_installed_is_the_module() -> None:
    """The command that the package brings runs what `python -m ledger` runs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pkgutil.resolve_name(project["scripts"]["claims"]) is run


def test_bytes_that_are_no_text_are_refused_where_they_stand(tmp_path: Path) -> None:
    """An argument outside of UTF-8 reaches neither the log nor the database: it is named, and the code is 2."""
    claims("init", directory=tmp_path)
    told = "error: {}: '{}' is not valid Unicode\nhint: write it in UTF-8\n"
    for words, place, shown in (
        (("show", b"\xff"), "ID", "\\udcff"),
        (("sql", b"select \xff"), "QUERY", "select \\udcff"),
        (("claim", "pier", b"caf\xe9"), "TEXT", "caf\\udce9"),
    ):
        done = claims(*words, directory=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", told.format(place, shown))


def test_a_writer_does_without_duckdb(tmp_path: Path) -> None:
    """A line is recorded without the database that only readers need."""
    code = (
        "import sys; from ledger.cli import main; "
        "code = main(['init']) or main(['record', '+mayor', 'denies', '+pier=Pier 4 is closed.']); "
        "print(code, 'duckdb' in sys.modules)"
    )
    done = python(code, directory=tmp_path)
    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    """In a pipe to a command that takes one line, the writer ends as if by SIGPIPE, without a word on it."""
    events = "".join(f'{{"type":"claim","id":"{"c" * 90}{n}","text":"Claim {n}."}}\n' for n in range(2_000))
    (tmp_path / "claims.jsonl").write_text(events)
    claims("init", directory=tmp_path)
    script = f"{sys.executable} -m ledger append --ids claims.jsonl | head -1; echo ${{PIPESTATUS[0]}}"
    done = shell(script, directory=tmp_path)
    assert (done.stdout, done.stderr) == (f"@1 {'c' * 90}0\n141\n", "")


def test_a_stopped_append_tells_the_truth(tmp_path: Path) -> None:
    """However Ctrl-C falls, as many events stand as are told to stand, and from there one can go on."""
    claims("init", directory=tmp_path)
    given = tmp_path / "given.jsonl"
    given.write_text("".join(f'{{"type":"claim","text":"Claim {n}."}}\n' for n in range(50_000)))
    # Where the tests run in the background Ctrl-C is turned off for all that they start.
    code = (
        "import signal, sys; from ledger.__main__ import run; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(run())"
    )
    command = [sys.executable, "-c", code, "append", "--ids", "--batch", "50", str(given)]
    done = 0
    for _ in range(3):
        with subprocess.Popen(
            command, cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as appending:
            assert appending.stdout is not None
            appending.stdout.readline()
            appending.send_signal(signal.SIGINT)
            _, told = appending.communicate()
        assert appending.returncode == 130
        stopped = re.fullmatch(r".*: stopped; its first ([0-9,]+) events? (?:is|are) in the log\n", told)
        assert stopped is not None
        done += int(stopped[1].replace(",", ""))
        assert (tmp_path / "events" / "00000001.jsonl").read_bytes().count(b"\n") == done


@needs_a_full_disk
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Where stdout takes no more, that is told once, with code 3, however much there is to print."""
    (tmp_path / "one.jsonl").write_text('{"type":"claim","id":"pier","text":"Pier 4 is closed."}\n')
    (tmp_path / "many.jsonl").write_text("".join(f'{{"type":"claim","text":"{n}."}}\n' for n in range(2_000)))
    claims("init", directory=tmp_path)
    for words in ("--help", "append --dry-run one.jsonl", "append --dry-run many.jsonl"):
        script = f"{sys.executable} -m ledger {words} > {FULL}"
        done = shell(script, directory=tmp_path)
        told = "error: No space left on device\nhint: make room there, or write elsewhere\n"
        assert (done.returncode, done.stderr[-len(told) :]) == (3, told)
        assert done.stderr.count("error: ") == 1


@needs_a_full_disk
def test_what_is_recorded_and_cannot_be_printed_is_told(tmp_path: Path) -> None:
    """It stands in the log, whatever became of stdout: whoever reads an error would record it again."""
    (tmp_path / "more.jsonl").write_text('{"type":"claim","id":"pier","text":"Pier 4 is closed."}\n')
    claims("init", directory=tmp_path)
    for words, stands in (
        ("actor mayor M", "@1 mayor"),
        ("amend mayor --set role=Mayor", "@2 mayor:v2"),
        ("append --ids more.jsonl", "more.jsonl up to pier"),
        ("void mayor", "@4 void:1"),
    ):
        script = f"{sys.executable} -m ledger {words} > {FULL}"
        done = shell(script, directory=tmp_path)
        told = "error: what was recorded cannot be printed: No space left on device\n"
        hint = f"hint: do not record it again: the log has {stands}\n"
        assert (done.returncode, done.stderr) == (3, told + hint)
    assert (tmp_path / "events" / "00000001.jsonl").read_bytes().count(b"\n") == 4


ENDLESS = "select sum(a.range * b.range % 7) from range(10000000) a, range(10000000) b"
PRESSED = f"""
import os, signal, sys, threading, time
from ledger.cli import interrupting, main
from ledger.projector import projections
from ledger.workspace import questions
from ledger.workspace.questions import Question
from ledger.workspace.rows import Evidence

def press():
    while time.process_time() < 1:  # by then a query runs that uses all of it
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)

what, *words = sys.argv[1:]
if what == "asking":
    questions.evidence = lambda *_: Question({ENDLESS!r}, Evidence)
if what == "deriving":
    projections.touched = lambda: {ENDLESS!r}
if what == "making":
    projections.definitions = lambda: ({ENDLESS!r},)
if what == "never":  # as DuckDB itself does now and then
    def endless(*_):
        while True:
            try:
                sum(range(1_000_000))
            except KeyboardInterrupt:
                pass
    interrupting._PATIENCE = 0.5
    projections.touched = endless
threading.Thread(target=press, daemon=True).start()
sys.exit(main(words))
"""


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a claim, and its projections."""
    directory = tmp_path_factory.mktemp("pier")
    for words in (("init",), ("claim", "pier", "Pier 4 is closed."), ("list",)):
        assert claims(*words, directory=directory).returncode == 0
    return directory


@pytest.mark.parametrize(
    "words",
    [
        ("reading", "sql", ENDLESS, "--format", "csv"),
        ("writing", "sql", ENDLESS, "-o", "answer.parquet"),
        ("asking", "show", "pier"),
        ("deriving", "rebuild"),
        ("making", "rebuild"),
        ("never", "rebuild"),
    ],
)
def test_ctrl_c_stops_the_database(pier: Path, words: tuple[str, ...]) -> None:
    """Whatever DuckDB is at, in whichever thread: the command ends with 130 and no word."""
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, *words],
        cwd=pier, env=surroundings(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "")
    assert not (pier / "answer.parquet").exists()


def test_a_thread_that_handles_no_signals_asks_all_the_same() -> None:
    """Where Python takes no signals, as in a thread of a server, nothing is watched, and the work is done."""
    done: list[str] = []

    def work() -> None:
        with interruptible():
            done.append("asked")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["asked"]


def test_a_program_with_many_open_files_asks_all_the_same() -> None:
    """File descriptors beyond those that `select` takes, which a large program may have, are watched as well."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= limits[1] < MANY:
        pytest.skip("no program can have as many here")
    with ExitStack() as afterwards:
        afterwards.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        resource.setrlimit(resource.RLIMIT_NOFILE, (MANY, limits[1]))
        for _ in range(1_100):
            afterwards.callback(os.close, os.dup(0))
        with interruptible():
            pass
