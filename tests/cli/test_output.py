"""Where answers go: files, pagers, terminals, and what happens when somebody stops reading."""

from __future__ import annotations

import errno
import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.cli import main
from ledger.cli.system import unwritable
from ledger.render import pager
from tests.processes import COMMAND, FULL, needs_a_full_disk, shell, surroundings

if TYPE_CHECKING:
    from tests.desk import Desk


def in_terminal(directory: Path, *words: str, columns: int = 80, **environment: str) -> str:
    """What a command prints when its output is a terminal."""
    master, slave = pty.openpty()
    command = [*COMMAND, "-C", str(directory), *words]
    env = surroundings(TERM="xterm", COLUMNS=str(columns), **environment)
    started = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env)
    os.close(slave)
    read = b""
    try:
        while chunk := os.read(master, 65536):
            read += chunk
    except OSError:
        pass  # how Linux says that nobody writes to a terminal any more
    finally:
        os.close(master)
        started.wait()
    return read.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "md", "txt"])
def test_a_file_gets_what_a_pipe_gets(reader: Desk, tmp_path: Path, suffix: str) -> None:
    """`-o` reads the format from the suffix, prints nothing, and leaves nothing else in the directory."""
    path = tmp_path / f"claims.{suffix}"
    format_ = {"md": "markdown", "txt": "table"}.get(suffix, suffix)
    assert reader.prints(f"list -o {path}") == ""
    assert path.read_text(encoding="utf-8") == reader.prints(f"list --format {format_}")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "command", ["list --format csv", "list", "log --format jsonl", "sql 'from claims' --format json"]
)
def test_a_hyphen_is_stdout(reader: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """`-o -` prints what no `-o` prints, and makes no file of that name."""
    monkeypatch.chdir(tmp_path)
    assert reader.prints(f"{command} -o -") == reader.prints(command)
    assert list(tmp_path.iterdir()) == []
    told = "error: --format: Parquet goes to a file\nhint: name one with -o FILE.parquet\n"
    assert reader("list --format parquet -o -") == (2, "", told)


@pytest.mark.parametrize("format_", ["json", "csv", "jsonl", "table"])
def test_narration_comes_behind_the_data(archive: Path, format_: str) -> None:
    """Where both go to one terminal, what is left out is told when the last line of the data stands there."""
    words = ("sql", "from events order by seq", "--limit", "1", "--format", format_)
    *data, told = in_terminal(archive, *words, PAGER="cat").splitlines()
    assert told == "only the first row is here; --limit 0 gives all"
    if format_ == "json":
        assert json.loads("\n".join(data))[0]["seq"] == 1
    assert in_terminal(archive, "list", "--limit", "1", PAGER="cat").splitlines()[-1].startswith("only the first of ")


def test_a_file_is_never_coloured(reader: Desk, tmp_path: Path) -> None:
    """Whatever the terminal, a file has the plain words."""
    path = tmp_path / "claims.txt"
    assert reader.prints(f"--color always list -o {path}") == ""
    assert "\x1b" not in path.read_text(encoding="utf-8")


def test_the_format_that_is_named_goes_before_the_suffix(reader: Desk, tmp_path: Path) -> None:
    """With both, `--format` decides."""
    path = tmp_path / "claims.txt"
    reader.prints(f"list --format json -o {path}")
    assert json.loads(path.read_text(encoding="utf-8"))[0]["claim"] == "pier-closed"


def test_parquet_is_exact_and_typed(reader: Desk, tmp_path: Path) -> None:
    """DuckDB writes the file, so that times are times and lists are lists; a limit holds for it, too."""
    path = tmp_path / "events.parquet"
    done = reader(f"sql 'from events' --limit 3 -o {path}")
    assert done == (0, "", "only the first 3 rows are here; --limit 0 gives all\n")
    assert reader.prints(
        f"sql --trusted \"select count(*) as n, typeof(any_value(recorded_at)) as t from '{path}'\" --format csv"
    ) == ("n,t\n3,TIMESTAMP\n")
    for command in ("list", "list observations", "why pier-closed", "diff @mayor-1 @mayor-2"):
        assert reader.prints(f"{command} -o {path}") == ""
    assert reader.prints(f"sql 'select 1 as one' --limit 1 -o {path}") == ""
    assert list(tmp_path.iterdir()) == [path]


def test_a_story_goes_to_parquet(reader: Desk, tmp_path: Path) -> None:
    """It has the steps and the columns that JSON has, and what is left out is told."""
    path = tmp_path / "story.parquet"
    done = reader(f"replay pier-closed --limit 2 -o {path}")
    assert (done.code, done.out) == (0, "")
    told = reader("replay pier-closed --limit 2 --format jsonl")
    assert done.err == told.err
    kept = reader.prints(f"sql --trusted \"from '{path}'\" --format jsonl")
    assert [json.loads(line) for line in kept.splitlines()] == [json.loads(line) for line in told.out.splitlines()]


def test_what_a_terminal_cannot_show_is_shown_by_its_code(archive: Path) -> None:
    """Whoever writes what: a line for the log as well as an answer."""
    line = ("claim", "przystan", "Przystań zamknięta.", "--dry-run")
    assert '"text":"Przysta\\u0144 zamkni\\u0119ta."' in in_terminal(archive, *line, PYTHONIOENCODING="latin-1")
    assert '"text":"Przystań zamknięta."' in in_terminal(archive, *line, PYTHONIOENCODING="utf-8")


@pytest.mark.parametrize("command", ["log", "show pier-closed", "schema", "doctor"])
def test_what_no_query_gave_is_not_written_as_parquet(reader: Desk, tmp_path: Path, command: str) -> None:
    """What has no rows of a query says where they are to be had."""
    done = reader(f"{command} -o {tmp_path / 'x.parquet'}")
    assert (done.code, done.out) == (2, "")
    assert "claims sql" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "error", "hint"),
    [
        ("missing/claims.csv", "No such file or directory", "make the directory {}/missing first, or write elsewhere"),
        ("missing/x.parquet", "No such file or directory", "make the directory {}/missing first, or write elsewhere"),
        ("taken/claims.json", "Not a directory", "make the directory {}/taken first, or write elsewhere"),
        ("folder.parquet", "Is a directory", "name a file in it"),
        ("folder.csv", "Is a directory", "name a file in it"),
    ],
)
def test_what_cannot_be_written_is_told(reader: Desk, tmp_path: Path, name: str, error: str, hint: str) -> None:
    """Where the file cannot be is an error of the surroundings: the file is named as it was given, with the mend."""
    (tmp_path / "folder.parquet").mkdir()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "taken").write_text("mine")
    told = f"error: {tmp_path / name}: cannot be written: {error}\nhint: {hint.format(tmp_path)}\n"
    assert reader(f"list -o {tmp_path / name}") == (3, "", told)
    assert {path.name for path in tmp_path.iterdir()} == {"folder.parquet", "folder.csv", "taken"}


@pytest.mark.parametrize(
    "name", ["events/00000001.jsonl", "events/new.csv", ".ledger/rows.json", "events/repairs.jsonl"]
)
@pytest.mark.parametrize("command", ["list", "log", "sql 'from claims'", "checkpoint", "prove mayor"])
def test_no_answer_is_written_over_the_ledger(reader: Desk, tmp_path: Path, name: str, command: str) -> None:
    """What only the ledger writes is refused as the place of an answer, however it is named."""
    path = reader.directory / name
    before = path.read_bytes() if path.exists() else None
    (tmp_path / "link").symlink_to(reader.directory)
    for named in (path, tmp_path / "link" / name):
        done = reader(f"{command} -o {named}")
        assert (done.code, done.out) == (2, "")
        assert f"error: -o: {named} is a file of the ledger itself" in done.err
        assert "name a file elsewhere" in done.err
    assert (path.read_bytes() if path.exists() else None) == before


def test_no_answer_is_written_over_a_log_on_another_disk(archive: Path, tmp_path: Path) -> None:
    """What a ledger keeps may be linked into it, and is not written over by either of its names."""
    shutil.copytree(archive / "events", tmp_path / "log")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "events").symlink_to(tmp_path / "log")
    for name in ("desk/events/00000001.jsonl", "log/00000001.jsonl"):
        assert main(["-C", str(tmp_path / "desk"), "list", "--format", "csv", "-o", str(tmp_path / name)]) == 2


def test_more_lines_than_any_log_has_are_all_of_them(reader: Desk) -> None:
    """However many are asked for, also of those about one thing."""
    assert reader(f"log --last {2**70} --format jsonl") == reader("log --format jsonl")
    assert reader(f"log mayor --last {2**70} --format jsonl") == reader("log mayor --format jsonl")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_that_is_written_over_keeps_its_rights_and_its_links(reader: Desk, tmp_path: Path, suffix: str) -> None:
    """Who could not read the old answer cannot read the new one, and a link leads to it as before."""
    path, link = tmp_path / f"rows.{suffix}", tmp_path / f"link.{suffix}"
    path.write_text("old")
    path.chmod(0o600)
    link.symlink_to(path.name)
    assert reader(f"list -o {link}").code == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) > 100


@needs_a_full_disk
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_a_disk_that_is_full_is_told(reader: Desk, format_: str) -> None:
    """What has no room is named, with the mend; a device is written to, and never replaced by a file."""
    told = "error: /dev/full: cannot be written: No space left on device\nhint: make room there, or write elsewhere\n"
    assert reader(f"sql 'from claims' --format {format_} -o {FULL}") == (3, "", told)
    assert stat.S_ISCHR(FULL.stat().st_mode)


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "write to a place of your own"),
        (OSError(errno.EROFS, "Read-only file system"), "write to a place of your own"),
        (OSError(errno.EIO, "Input/output error"), "write elsewhere"),
    ],
)
def test_every_error_of_the_system_has_a_mend(error: OSError, hint: str) -> None:
    """Whatever the system says, its words stand there with the file, and what to do."""
    told = unwritable(error, Path("claims.csv"))
    assert (str(told), told.hint) == (f"claims.csv: cannot be written: {error.strerror}", hint)


def test_a_query_that_fails_leaves_the_file_alone(reader: Desk, tmp_path: Path) -> None:
    """What was there before stays, to the byte."""
    path = tmp_path / "claims.csv"
    path.write_text("mine")
    assert reader(f"sql \"select error('no') from range(2)\" -o {path}").code == 1
    assert path.read_text() == "mine"
    assert reader(f"sql \"select error('no') from range(2)\" -o {tmp_path / 'x.parquet'}").code == 1
    assert list(tmp_path.iterdir()) == [path]


def test_the_log_goes_to_a_file_byte_by_byte(reader: Desk, tmp_path: Path) -> None:
    """A copy of the log by `-o` is the log."""
    path = tmp_path / "copy.jsonl"
    reader.prints(f"log -o {path}")
    assert path.read_bytes() == (reader.directory / "events" / "00000001.jsonl").read_bytes()


def test_what_is_no_plain_file_is_written_to(reader: Desk, tmp_path: Path) -> None:
    """A named pipe is not replaced by a file, in any format."""
    for name, start in (("pipe.json", b"[\n"), ("pipe.parquet", b"PAR1")):
        pipe = tmp_path / name
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as piped:
            reader.prints(f"list -o {pipe}")
            assert piped.stdout is not None
            assert piped.stdout.read().startswith(start)
        assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_terminal_gets_colours_and_the_same_words(reader: Desk, archive: Path) -> None:
    """On a terminal the words are those of the pipe, in colours; `NO_COLOR` and a short page change nothing else."""
    shown = in_terminal(archive, "diff", "@mayor-1", "@mayor-2", PAGER="cat")
    assert "\x1b[" in shown
    assert in_terminal(archive, "diff", "@mayor-1", "@mayor-2", PAGER="cat", NO_COLOR="1") == reader.prints(
        "diff @mayor-1 @mayor-2"
    )


def test_a_long_page_is_shown_in_the_pager(archive: Path, tmp_path: Path) -> None:
    """What does not fit on the screen goes through `$PAGER`; what fits, or is for programs, does not."""
    page = tmp_path / "pager"
    page.write_text("#!/bin/sh\necho PAGED\ncat\n")
    page.chmod(0o755)
    assert in_terminal(archive, "replay", PAGER=str(page), NO_COLOR="1").startswith("PAGED\nThe story")
    assert not in_terminal(archive, "log", "--last", "1", PAGER=str(page)).startswith("PAGED")
    assert in_terminal(archive, "list", "--format", "json", PAGER=str(page)).startswith("[\n")
    assert in_terminal(archive, "replay", PAGER="no-such-pager", NO_COLOR="1").startswith("The story")


def test_lines_of_the_log_are_escaped_on_a_terminal(archive: Path) -> None:
    """A terminal gets the same JSON, in which nothing is left that it would obey."""
    shown = in_terminal(archive, "log", "--last", "1", "--format", "jsonl")
    assert json.loads(shown)["id"] == "void:1"


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, True),
        ({"PAGER": ""}, False),
        ({"PAGER": "cat"}, False),
        ({"PAGER": "'"}, False),
        ({"PAGER": "nope-x"}, False),
    ],
)
def test_a_pager_is_found_or_not(environment: dict[str, str], *, found: bool) -> None:
    """`$PAGER`, else `less`; `cat`, nothing, or what is not there is none."""
    assert (pager.command({"PAGER": "sh -c", **environment}) is not None) is found


def test_a_pager_that_is_left_early_is_no_error() -> None:
    """Whether it is left in the middle, or cannot be started, nobody is bothered."""
    assert pager.show("x" * 1_000_000, ["true"], dict(os.environ))
    assert not pager.show("x", ["/nonexistent/pager"], dict(os.environ))


def test_ctrl_c_belongs_to_the_pager(archive: Path, tmp_path: Path) -> None:
    """However often and however long before it is left, the command waits for it, and ends well."""
    pager = tmp_path / "pager.py"
    pager.write_text(
        "import os, signal, sys, time\n"
        "sys.stdin.read()\n"
        "for _ in range(2):\n"
        "    os.kill(os.getppid(), signal.SIGINT)\n"
        "time.sleep(1)  # longer than the patience with DuckDB\n"
        "print('left')\n",
        encoding="utf-8",
    )
    screen, terminal = pty.openpty()
    with os.fdopen(screen, "rb", buffering=0) as shown:
        environment = surroundings(PAGER=f"{sys.executable} {pager}")
        impatient = (
            "import sys; from ledger.cli import interrupting, main; interrupting._PATIENCE = 0.5; sys.exit(main())"
        )
        command = [sys.executable, "-c", impatient, "-C", str(archive), "show", "pier-closed"]
        with subprocess.Popen(command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal) as started:
            os.close(terminal)
            code = started.wait()
        assert (code, shown.read(100)) == (0, b"left\r\n")


def test_a_pager_is_waited_for_when_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C belongs to the pager; the command waits until it is left."""
    waited = []

    class Left:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def communicate(self, _: str) -> None:
            raise KeyboardInterrupt

        def wait(self) -> None:
            waited.append(True)

    monkeypatch.setattr(subprocess, "Popen", Left)
    assert pager.show("x", ["less"], {})
    assert waited == [True]


def test_a_reader_that_leaves_is_no_error(archive: Path) -> None:
    """Of a long answer the first line is enough: the rest is not missed, and nothing is said."""
    script = f"{' '.join(COMMAND)} sql 'from range(1000000)' --format csv | head -1; echo ${{PIPESTATUS[0]}}"
    done = shell(script, directory=archive)
    assert (done.stdout, done.stderr) == ("range\n141\n", "")


@pytest.mark.parametrize("line", ["list", "show pier-closed", "replay", "sql 'from claims'", "list observations"])
def test_a_limit_of_any_size_is_one(reader: Desk, line: str) -> None:
    """A number that no database counts to leaves nothing out."""
    assert reader(f"{line} --limit {10**30}") == reader(f"{line} --limit 0")


def test_beside_another_tool_s_files_answers_can_be_written(reader: Desk, tmp_path: Path) -> None:
    """A file of that name above does not make a ledger of everything below it; in a log's own folder it does."""
    (tmp_path / "ledger.toml").write_text("", encoding="utf-8")
    (tmp_path / "answers").mkdir()
    assert reader(f"list -o {tmp_path}/answers/list.csv").code == 0
    assert reader(f"list -o {reader.directory}/events/list.csv").code == 2
