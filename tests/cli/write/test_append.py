"""`claims append`: events from files of JSON lines."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from ledger import Ledger
from ledger.cli.write import given
from ledger.codec import LONGEST
from ledger.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.desk import Desk

CITY = '{"type":"actor","id":"city","name":"City of Harbour"}'
MAYOR = '{"type":"actor","id":"mayor","name":"The mayor","part_of":"city"}'
SAID = '{"type":"observation","speaker":"mayor","text":"The mayor speaks."}'


@pytest.fixture
def actors(tmp_path: Path) -> Path:
    """A file with the city and its mayor."""
    path = tmp_path / "actors.jsonl"
    path.write_text(f"{CITY}\n{MAYOR}\n", encoding="utf-8")
    return path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A file with a statement of the mayor."""
    path = tmp_path / "words.jsonl"
    path.write_text(f"{SAID}\n", encoding="utf-8")
    return path


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let bytes be what is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_files_are_appended_one_after_the_other(desk: Desk, actors: Path, words: Path) -> None:
    """Each file is a batch; how many events of it are new is told on stderr, and stdout stays empty."""
    done = desk(f"append {actors} {words}")
    assert done == (0, "", f"{actors}: 2 new\n{words}: 1 new\n")
    assert [(line["id"], line.get("batch")) for line in desk.log()] == [
        ("city", [1, 2]),
        ("mayor", [2, 2]),
        ("mayor:1", None),
    ]


def test_what_is_there_already_is_not_appended_again(desk: Desk, actors: Path) -> None:
    """A file that is appended again has nothing new."""
    desk.does(f"append {actors}")
    assert desk(f"append {actors}") == (0, "", f"{actors}: 0 new, 2 there already\n")
    assert len(desk.log()) == 2


def test_what_became_of_what_is_there_is_told(desk: Desk, tmp_path: Path) -> None:
    """Where a record was amended to say something else, or was voided, it is there already, and that is said."""
    rows = [f'{{"type":"claim","id":"c{number}","text":"It is {number}."}}' for number in range(10)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    desk.does(f"append {path}", *(f"void c{number}" for number in range(7)), "amend c7 --set text=x --reason why")
    desk.does("amend c8 --set text=x --reason why", "amend c8 --set text='It is 8.' --reason why")
    amended, voided = "amended since, says something else: c7", "voided since: c0, c1, c2, c3, c4 and 2 more"
    assert desk(f"append {path}").err == f"{path}: 0 new, 10 there already ({amended}; {voided})\n"
    assert desk("claim c7 'It is 7.'").err == "c7: the same is there already, and was amended since\n"
    assert (
        desk("claim c0 'It is 0.'").err
        == "c0: the same is there already, and was voided since, which is final: record it again under another id\n"
    )
    assert desk("claim c9 'It is 9.'").err == "c9: the same is there already\n"


def test_an_empty_cell_is_nothing(desk: Desk, actors: Path, tmp_path: Path) -> None:
    """What a sheet has no value for is absent, also in a list; a name that no field has is refused all the same."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"type":"actor","id":"pilot","name":"A pilot","independent":null,"aliases":null,"part_of":null}\n'
        '{"type":"observation","speaker":"mayor","occurred":null,"audience":null,'
        '"reports":[{"source":null,"quotes":[{"exact":null}]}]}\n',
        encoding="utf-8",
    )
    desk.does(f"append {actors} {path}")
    assert [{**line, "seq": 0, "batch": 0} for line in desk.log()[2:]] == [
        {"seq": 0, "id": "pilot", "type": "actor", "name": "A pilot", "batch": 0},
        {"seq": 0, "id": "mayor:1", "type": "observation", "speaker": "mayor", "batch": 0},
    ]
    path.write_text('{"type":"claim","id":"x","text":"x","mood":"null"}\n', encoding="utf-8")
    assert "no field `mood`" in desk(f"append {path}").err


def test_ids_are_printed_where_they_are_asked_for(desk: Desk, actors: Path, words: Path) -> None:
    """With --ids stdout has the seq and the id of each event, of those that were there too."""
    desk.does(f"append {actors}")
    assert desk(f"append {actors} {words} --ids").out == "@1 city\n@2 mayor\n@3 mayor:1\n"


def test_what_is_piped_in_is_appended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A - stands for what is piped in; empty lines, comments, a byte order mark and CR LF do no harm."""
    pipe(monkeypatch, b"\xef\xbb\xbf" + f"# The city\r\n\r\n{CITY}\r\n  # and its mayor\n\n  {MAYOR}".encode())
    assert desk("append -") == (0, "", "-: 2 new\n")


def test_nothing_is_appended_from_an_empty_file(desk: Desk, tmp_path: Path) -> None:
    """No events are no batch."""
    (tmp_path / "empty.jsonl").write_text("\n# Nothing\n")
    assert desk(f"append {tmp_path}/empty.jsonl") == (0, "", f"{tmp_path}/empty.jsonl: 0 new\n")
    assert desk.log() == []


def test_a_dry_run_prints_the_lines(desk: Desk, actors: Path) -> None:
    """The lines are those that the append then writes."""
    done = desk(f"append --dry-run {actors}")
    assert done.err == f"{actors}: 2 new; a dry run: nothing was appended\n"
    assert desk.log() == []
    desk.does(f"append {actors}")
    assert (desk.directory / "events" / "00000001.jsonl").read_text(encoding="utf-8") == done.out


def test_a_long_file_goes_in_batches(desk: Desk, tmp_path: Path) -> None:
    """With --batch each batch is all or nothing, and an error names its line and the one from which to go on."""
    path = tmp_path / "long.jsonl"
    path.write_text(f"{CITY}\n{MAYOR}\n# A comment\n{SAID}\n{SAID}\n{{\n{SAID}", encoding="utf-8")
    done = desk(f"append {path} --batch 2")
    assert done.code == 2
    assert done.err.startswith(f"error: {path}:6: not a JSON object")
    assert done.err.endswith(f"\n4 events are recorded before it; go on from {path}:6\n")
    assert [line.get("batch") for line in desk.log()] == [[1, 2], [2, 2], [1, 2], [2, 2]]


def test_files_before_the_one_that_fails_are_told_to_stand(
    desk: Desk, actors: Path, words: Path, tmp_path: Path
) -> None:
    """It is said which of several files are in the log already."""
    missing = tmp_path / "missing.jsonl"
    done = desk(f"append {actors} {missing}")
    assert done.err == (
        f"{actors}: 2 new\nerror: {missing}: No such file or directory\n"
        f"hint: name a file of JSON lines or a sheet, or - for what is piped in\n{actors} is in the log already\n"
    )
    done = desk(f"append {actors} {words} {missing}")
    assert done.err.endswith(f"\n{actors} to {words} are in the log already\n")


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'{"type":"actor","id":"city"}', ":1: ", "the field `name` is missing"),
        (b'{"type":"actor","id":"city","name":"City","nmae":"x"}', ":1: ", "no field `nmae`"),
        (b'{"type":"actor","id":"city","id":"town","name":"City"}', ":1: ", "`id` is given twice"),
        (b'\n\n{"type":"actr","id":"city","name":"City"}', ":3: ", "did you mean actor?"),
        (b'{"type":"actor","name":"\xff"}', ":1: ", "is not UTF-8"),
        ('{"type":"actor"}'.encode("utf-16"), ":1: ", "UTF-16, not UTF-8"),
        ("[1]\n".encode("utf-16-be"), ":1: ", "not a JSON object"),
        (b'[\n{"type":"actor"}]', ":1: ", "one event a line"),
        (b'"city"', ":1: ", "should be an object"),
        (b"x" * (8 * LONGEST + 1), ":1: ", "a line of more than 524,280 bytes"),
        (b'{"type":"claim","text":"' + b"x" * LONGEST + b'"}', ":1: ", "at most 65,535"),
        (b'{"type":"observation","speaker":"mayr"}', ":1: ", "mayr"),
    ],
)
def test_a_line_that_is_no_event_is_named(desk: Desk, tmp_path: Path, data: bytes, place: str, message: str) -> None:
    """The error has the file and the line, and nothing of the file is appended."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(data)
    done = desk(f"append {path}")
    assert done.code in (1, 2)
    assert done.err.startswith(f"error: {path}{place}")
    assert message in done.err
    assert desk.log() == []


def test_lines_of_a_log_are_told_what_to_leave_out(harbour: Desk, tmp_path: Path) -> None:
    """What `claims log` prints cannot be appended as it stands: the hint has the fields that are the ledger's own."""
    path = tmp_path / "log.jsonl"
    harbour.does(f"log --format jsonl -o {path}")
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    assert harbour(f"append {path}") == (
        2,
        "",
        (
            f"error: {path}:1: there is no field `seq`\n"
            f"the same: {path}:2\n"
            "hint: in lines of a log, seq, recorded_at, by, batch and chain are the ledger's own: take them out; "
            "imported_from can keep the first three\n"
        ),
    )


def test_what_is_wrong_in_several_lines_is_told_together(harbour: Desk, tmp_path: Path) -> None:
    """Errors of several lines are told at once, those that are alike once, each with its place and its mend."""
    path = tmp_path / "new.jsonl"
    said = '{{"type":"observation","speaker":"{}","stances":[{{"claim":"{}","stance":"{}"}}]}}\n'
    path.write_text(
        said.format("mayor", "pier-closed", "denies") * 2
        + said.format("mayor", "pier-closed", "doubt")
        + MAYOR.replace("name", "nam"),
        encoding="utf-8",
    )
    told = harbour(f"append {path}")
    assert told == (
        2,
        "",
        (
            f"error: {path}:1: stances[0].stance: it cannot be 'denies'\n"
            f"the same: {path}:2\n"
            "hint: did you mean deny?\n"
            f"error: {path}:3: stances[0].stance: it cannot be 'doubt'\n"
            "hint: known values: support, deny, query, comment, retract\n"
            f"error: {path}:4: there is no field `nam`\n"
            "hint: did you mean name?\n"
        ),
    )
    before = harbour.log()
    path.write_text(
        said.format("mayr", "pier-closed", "deny") * 2 + said.format("mayor", "pier-closd", "deny"), encoding="utf-8"
    )
    declare = "if not, declare it first:"
    assert harbour(f"append {path}") == (
        1,
        "",
        (
            f"error: {path}:1: speaker: there is no actor mayr\n"
            f"the same: {path}:2\n"
            f"hint: did you mean mayor? {declare} `claims actor mayr …`\n"
            f"error: {path}:3: stances[0].claim: there is no claim pier-closd\n"
            f"hint: did you mean pier-closed or pier-open? {declare} `claims claim pier-closd …`\n"
        ),
    )
    assert harbour.log() == before


def test_of_very_many_errors_the_first_are_told(desk: Desk, tmp_path: Path) -> None:
    """After ten kinds, or a hundred of a kind, it ends, and says so: who mends them can try again."""
    path = tmp_path / "new.jsonl"
    path.write_text("{}\n" * 300, encoding="utf-8")
    known = "actor, source, claim, relation, observation, report, order, assessment, void"
    assert desk(f"append {path}").err == (
        f"error: {path}:1: the field `type` is missing\n"
        f"the same: {path}:2, 3, 4, 5, 6 and 94 more\n"
        f"hint: known types: {known}\n"
        "these are the first 100 errors; there may be more\n"
    )
    path.write_text("".join(f'{{"type":"claim","text":"A.","x{number}":1}}\n' for number in range(300)))
    told = desk(f"append {path}").err.splitlines()
    assert [line.partition(": ")[2] for line in told if line.startswith("error: ")] == [
        f"{path}:{number}: there is no field `x{number - 1}`" for number in range(1, 11)
    ]
    assert told[-1] == "these are the first 10 errors; there may be more"


def test_a_file_may_be_called_like_a_place(desk: Desk, tmp_path: Path) -> None:
    """The place of an error is the file as it was named, even where that looks like the number of an event."""
    path = tmp_path / "event 1"
    path.write_text('{"type":"claim","text":""}\n')
    with contextlib.chdir(tmp_path):
        done = desk(f"append '{path.name}'")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: event 1:1: text: it is empty")


def test_a_line_that_was_piped_in_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file the place is <stdin> and the line."""
    pipe(monkeypatch, b"\n{")
    assert desk("append -").err.startswith("error: <stdin>:2: not a JSON object")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "append {0}",
            "error: {0}: Is a directory\nhint: name a file of JSON lines or a sheet, or - for what is piped in\n",
        ),
        ("append - -", "error: -: it can be read only once\n"),
        (
            "append --dry-run a.jsonl b.jsonl",
            (
                "error: b.jsonl: a dry run takes one file\n"
                "hint: `cat FILE… | claims append - --dry-run` tries them together, as one batch\n"
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_named(desk: Desk, line: str, told: str) -> None:
    """The error names the file, and is a matter of usage."""
    assert desk(line.format(desk.directory)) == (2, "", told.format(desk.directory))


def test_nothing_may_be_piped_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process has no stdin at all, that is what is told."""
    monkeypatch.setattr(sys, "stdin", None)
    assert desk("append -").err.startswith("error: -: nothing is piped in\n")


def test_a_dry_run_ends_with_its_first_batch(desk: Desk, tmp_path: Path) -> None:
    """What comes later may refer to what a dry run did not append, so it is not tried."""
    path = tmp_path / "long.jsonl"
    path.write_text(f"{CITY}\n{MAYOR}\n{CITY}\n", encoding="utf-8")
    done = desk(f"append --dry-run --batch 2 {path}")
    assert (done.code, done.out.count("\n")) == (2, 2)
    assert done.err.startswith(f"error: {path}:3: a dry run takes one batch\n")
    path.write_text(f"{CITY}\n{MAYOR}\n{MAYOR.replace('mayor', 'clerk')}\n", encoding="utf-8")
    assert "a dry run takes one batch" in desk(f"append --dry-run --batch 1 {path}").err


def test_what_is_declared_further_below_is_to_be_put_first(desk: Desk, tmp_path: Path) -> None:
    """Whoever declared it by hand, as the hint is otherwise, would find its line in the file refused."""
    path = tmp_path / "mixed.jsonl"
    path.write_text(f"{MAYOR}\n{CITY}\n", encoding="utf-8")
    done = desk(f"append {path}")
    assert done.err.startswith(f"error: {path}:1: part_of: there is no actor city\n")
    assert done.err.endswith("hint: city is declared further below: put that first\n")


def test_what_is_there_and_stands_below_again_is_not_what_is_missing(desk: Desk, tmp_path: Path) -> None:
    """Of the names of a line the one is told that nothing has, though another one is repeated after it."""
    path = tmp_path / "again.jsonl"
    path.write_text(f"{CITY}\n", encoding="utf-8")
    assert desk(f"append {path}").code == 0
    said = '{"type":"observation","speaker":"nobody","audience":["city"],"text":"x"}'
    path.write_text(f"{said}\n{CITY}\n", encoding="utf-8")
    assert "further below" not in desk(f"append {path}").err


def test_an_interrupted_append_says_how_far_it_came(desk: Desk, actors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was appended before stands, and how many events that are is told."""
    whole = Ledger.appending

    def interrupted(*arguments: Any, **options: Any) -> Any:
        yield from whole(*arguments, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "appending", interrupted)
    assert desk(f"append {actors}") == (130, "", f"{actors}: stopped; its first 2 events are in the log\n")
    assert len(desk.log()) == 2


@pytest.fixture
def ctrl_c() -> Iterator[Callable[[], None]]:
    """What presses Ctrl-C, where it has not been turned off for this process."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, former)


@pytest.fixture
def pressing(monkeypatch: pytest.MonkeyPatch, ctrl_c: Callable[[], None]) -> Callable[[int], None]:
    """What presses Ctrl-C so many times once a batch is written, before anybody is told of it."""
    append = Log.append

    def press(times: int) -> None:
        def interrupted(*arguments: Any, **options: Any) -> Any:
            done = append(*arguments, **options)
            for _ in range(times):
                ctrl_c()
            return done

        monkeypatch.setattr(Log, "append", interrupted)

    return press


@pytest.mark.parametrize(
    ("presses", "told"),
    [
        (1, "2 events are in the log"),
        (2, "0 events are in the log; `claims log` shows whether the batch after them is too"),
    ],
)
def test_a_batch_on_its_way_is_waited_for(
    pressing: Callable[[int], None], desk: Desk, actors: Path, presses: int, told: str
) -> None:
    """Ctrl-C stops after the batch that is being written, which is counted; pressed again, it stops at once."""
    pressing(presses)
    stopped = desk(f"append {actors}")
    assert (stopped.code, stopped.err) == (130, f"{actors}: stopped; its first {told}\n")
    assert len(desk.log()) == 2
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nothing_is_waited_for_while_lines_are_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ctrl_c: Callable[[], None]
) -> None:
    """Ctrl-C stops at once where the next line does not come."""

    class Slow(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            line = super().readline(size)
            if not line:
                ctrl_c()
            return line

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Slow(f"{CITY}\n{MAYOR}\n".encode())))
    done = desk("append - --batch 1")
    assert (done.code, done.err) == (130, "-: stopped; its first 1 event is in the log\n")
    assert len(desk.log()) == 1


def test_a_file_is_read_as_it_is_appended(desk: Desk, actors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more lines are read ahead than a batch has, and one to know that there is another."""
    read = []
    lines = given.lines

    def watched(*arguments: Any) -> Any:
        for place, line in lines(*arguments):
            read.append(len(desk.log()))
            yield place, line

    actors.write_text("\n".join([CITY, MAYOR, *[SAID] * 8]), encoding="utf-8")
    monkeypatch.setattr("ledger.cli.write.append.lines", watched)
    desk.does(f"append {actors} --batch 2")
    assert read == [0, 0, 0, 2, 2, 4, 4, 6, 6, 8]


CALLS = """\
id,speaker,Stance,claim,occurred,#checked by
call-1,mayor,deny,open,2020-01-07T09:00-05:00,ann
call-1,,support,closed,,
call-2,mayor,support,open,2020-01-07,
"""


@pytest.fixture
def calls(desk: Desk, tmp_path: Path) -> Path:
    """A sheet of two statements on claims that are recorded, as is the mayor."""
    desk.does("actor mayor 'The mayor'", "claim open 'It is open.'", "claim closed 'It is closed.'")
    path = tmp_path / "calls.csv"
    path.write_text(CALLS, encoding="utf-8")
    return path


def test_a_sheet_is_appended_as_it_grows(desk: Desk, calls: Path) -> None:
    """A row is a record, and rows of one id are one; what is recorded already is not recorded again."""
    assert desk(f"append {calls} --type observation") == (0, "", f"{calls}: 2 new\n")
    first, second = desk.log()[-2:]
    assert first["stances"] == [{"claim": "open", "stance": "deny"}, {"claim": "closed", "stance": "support"}]
    assert second["id"] == "call-2"
    calls.write_text(f"{CALLS}call-3,mayor,query,closed,,\n", encoding="utf-8")
    assert desk(f"append {calls} --type observation") == (0, "", f"{calls}: 1 new, 2 there already\n")


def test_another_source_of_what_is_recorded_is_a_report_of_its_own(desk: Desk, tmp_path: Path) -> None:
    """Whoever adds one to a row is told so; where more differs, it is a correction."""
    desk.does("actor mayor 'The mayor'", "source post Post", "source radio Radio")
    path = tmp_path / "calls.csv"
    path.write_text("id,speaker,text,source\na,mayor,Yes.,post\n", encoding="utf-8")
    desk.does(f"append {path} --type observation")
    path.write_text("id,speaker,text,source\na,mayor,Yes.,post\na,,,radio\n", encoding="utf-8")
    correct = "to correct it use `claims amend a …`; to record something else choose another id"
    report = "another source of it is a report of its own: `claims report a --in …`; else "
    assert desk(f"append {path} --type observation").err.endswith(f"\nhint: {report}{correct}\n")
    path.write_text("id,speaker,text,source\na,mayor,No.,radio\n", encoding="utf-8")
    assert desk(f"append {path} --type observation").err.endswith(f"\nhint: {correct}\n")


def test_what_is_wrong_in_a_sheet_is_told_with_row_and_heading(
    desk: Desk, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is in a file or piped in; nothing is appended."""
    before = desk.log()
    pipe(monkeypatch, CALLS.replace("deny", "denies").replace("support,open", "agrees,open").encode())
    done = desk("append - --type observation")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: <stdin>, rows 2 to 3: stance: it cannot be 'denies'\nhint: did you mean deny?\n"
        "error: <stdin>, row 4: stance: it cannot be 'agrees'\n"
        "hint: known values: support, deny, query, comment, retract\n"
    )
    calls.write_text(CALLS.replace(",mayor", ",myor"), encoding="utf-8")
    assert desk(f"append {calls} --type observation").err == (
        f"error: {calls}, rows 2 to 3: speaker: there is no actor myor\nthe same: {calls}, row 4\n"
        "hint: did you mean mayor? if not, declare it first: `claims actor myor …`\n"
    )
    assert desk(f"append {calls}").err.startswith(f"error: {calls}: what type of event are its rows?\n")
    assert desk(f"append {calls} --type statement").err == (
        "error: --type: there is no event type 'statement'\nhint: did you mean observation?\n"
    )
    assert desk.log() == before


def test_a_file_is_a_sheet_by_its_name_or_where_that_is_said(desk: Desk, tmp_path: Path) -> None:
    """Events may stand in a file of any name, beside sheets; what is no text is to be saved as such."""
    (tmp_path / "a.CSV").write_text("type,id,text\nclaim,x,It is x.\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"\ufeff\n{CITY}\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("id\ttext\ny\tIt is y.\n", encoding="utf-8")
    (tmp_path / "d.ods").write_bytes(b"PK\x03\x04")
    (tmp_path / "e.csv").write_text("", encoding="utf-8")
    desk.does(f"append {tmp_path}/a.CSV {tmp_path}/b.csv {tmp_path}/e.csv")
    assert "not a JSON object" in desk(f"append {tmp_path}/c.txt").err
    desk.does(f"append {tmp_path}/c.txt {tmp_path}/b.csv --type claim")
    assert [line["id"] for line in desk.log()] == ["x", "city", "y"]
    assert desk(f"append {tmp_path}/d.ods").err == (
        f"error: {tmp_path}/d.ods: a sheet, but not as text\nhint: save it as CSV (UTF-8), and append that\n"
    )
    assert desk(f"append {tmp_path}/f.csv").err.startswith(f"error: {tmp_path}/f.csv: No such file")
    assert desk(f"append {tmp_path}/f.ods").err.startswith(f"error: {tmp_path}/f.ods: No such file")
    assert desk(f"append {tmp_path} --type claim").err.startswith(f"error: {tmp_path}: Is a directory")


def test_a_sheet_that_is_refused_amid_its_batches_is_let_go(desk: Desk, calls: Path) -> None:
    """What was appended before is told with the row from which to go on, and nothing else is said."""
    calls.write_text(CALLS.replace("call-2,mayor", "call-2,myor") + "call-3,mayor,query,open,,\n" * 3, encoding="utf-8")
    done = desk(f"append {calls} --type observation --batch 1")
    assert done.err.startswith(f"error: {calls}, row 4: speaker: there is no actor myor\n")
    assert done.err.endswith(f"…`\n1 event is recorded before it; go on from {calls}, row 4\n")


@pytest.mark.parametrize("given", ["type,id,name,independent,part_of,note\nactor,city,The city,,,\n", f"{CITY}\n"])
def test_what_a_pipe_has_is_read_once(desk: Desk, tmp_path: Path, given: str) -> None:
    """Looking whether it is a sheet takes nothing from what can be read only once."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_text, args=(given,))
    writer.start()
    desk.does(f"append {fifo} --type actor")
    writer.join()
    assert [line["id"] for line in desk.log()] == ["city"]
