"""The check of the documents: every source's file, and every quote in its place, to the letter."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from ledger.checks import check_documents
from ledger.errors import BadRequest, DamagedLog, StorageFailed
from ledger.events import InlineReport, Order, Quote, Report, Source, Void
from ledger.log import segments
from tests.checks.forged import leave_no_room
from tests.log.logs import append, chained, erased, placed, said, write

if TYPE_CHECKING:
    from ledger.checks import Problem
    from ledger.log import Log

#: A text with all that shifts offsets: a byte order mark, two kinds of newline, letters of two and of four bytes.
ARTICLE = "\ufeffDer Bürgermeister:\r\n„Pier 4 ist offen.“\r\n😀 Pier 4 ist offen.\nEnde\n"
OPEN = "Pier 4 ist offen."
NOTES = "Notes of the desk: Pier 4 is closed."


def digest(text: str) -> str:
    """The SHA-256 of a text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def quote(text: str, words: str, *, number: int = 0) -> Quote:
    """The words where they stand in a text for the first time, or again."""
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    return Quote(exact=words, start=start, end=start + len(words))


def inline(source: str, *quotes: Quote) -> tuple[InlineReport, ...]:
    """A report inside an observation."""
    return (InlineReport(source=source, quotes=quotes),)


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """The directory with the files of the sources, and others."""
    directory = tmp_path / "captures"
    (directory / "2020" / "january").mkdir(parents=True)
    (directory / "2020" / "january" / "article.txt").write_bytes(ARTICLE.encode())
    (directory / "notes.txt").write_bytes(NOTES.encode())
    (directory / "unrelated.bin").write_bytes(b"\xff" * 100)
    (directory / "a-pipe").touch()
    return directory


@pytest.fixture
def log(log: Log) -> Log:
    """The harbour's log with two sources whose documents were captured."""
    append(
        log,
        Source(id="paper", publisher="Hafenblatt", sha256=digest(ARTICLE)),
        Source(id="notes", publisher="The desk", sha256=digest(NOTES)),
    )
    return log


def found(log: Log, captures: Path) -> list[Problem]:
    """The problems, whose places are lines of the log."""
    return list(check_documents(log, captures))


def messages(log: Log, captures: Path) -> list[str]:
    """What the problems say."""
    return [problem.message for problem in found(log, captures)]


def test_quotes_that_are_to_the_letter_are_no_problem(log: Log, captures: Path) -> None:
    """Offsets count code points of the text with its own newlines; without offsets the words are somewhere in it."""
    append(
        log,
        said("mayor-1", reports=inline("paper", quote(ARTICLE, OPEN), quote(ARTICLE, OPEN, number=1))),
        Report(observation="mayor-1", source="notes", quotes=(quote(NOTES, "closed"), Quote(exact="the desk"))),
        said("mayor-2"),
        Order(first="mayor-1", then="mayor-2", source="paper", quotes=(quote(ARTICLE, "“\r\n😀 Pier"),)),
        Order(first="mayor-1", then="mayor-2", quotes=(Quote(exact="nobody knows from where"),)),
        said(reports=inline("post", Quote(exact="a source that nobody captured", start=0, end=29))),
    )
    assert found(log, captures) == []


NOWHERE = "these words are nowhere in the text: check that it is the right document, or mend them with `claims amend`"
MARKED = (
    "the text has these words, but for tags, spaces or typographic marks: copy them from it to the letter, or keep a"
    " plain-text copy of it"
)


@pytest.mark.parametrize(
    ("wrong", "message", "hint"),
    [
        (
            Quote(exact=OPEN, start=21, end=38),
            "is 'Pier 4 ist offen.', but '„Pier 4 ist offen' stands at 21 to 38 of the text",
            "the words are at 22 to 39: mend the offsets with `claims amend`",
        ),
        (
            Quote(exact=OPEN, start=41, end=58),
            "stands at 41 to 58 of the text",
            "the words are at 44 to 61: mend the offsets with `claims amend`",
        ),
        (
            Quote(exact="Pier 5 ist offen.", start=22, end=39),
            "is 'Pier 5 ist offen.', but 'Pier 4 ist offen.' stands at 22 to 39 of the text",
            NOWHERE,
        ),
        (
            Quote(exact="pier 4 ist offen.", start=22, end=39),
            "is 'pier 4 ist offen.', but 'Pier 4 ist offen.'",
            NOWHERE,
        ),
        (
            Quote(exact="x" * 300, start=60_000, end=60_300),
            "but '' stands at 60000 to 60300 of the text",
            NOWHERE,
        ),
        (
            Quote(exact="Bu\u0308rgermeister"),
            "is 'Bu\u0308rgermeister', which is not in the text",
            "the text has these letters in another Unicode form: copy them from it",
        ),
        (
            Quote(exact="Bu\u0308rger", start=5, end=12),
            "is 'Bu\u0308rger', but 'Bürgerm' stands at 5 to 12 of the text",
            "the text has these letters in another Unicode form: copy them from it",
        ),
        (
            Quote(exact="offen.“\n"),
            "is 'offen.“\\n', which is not in the text",
            MARKED,
        ),
    ],
)
def test_a_quote_that_is_not_to_the_letter_is_found(
    log: Log, captures: Path, wrong: Quote, message: str, hint: str
) -> None:
    """Another place, another letter, another form of the same letter: each is found, with where the words are."""
    good = quote(ARTICLE, OPEN)
    append(log, said("mayor-1", reports=inline("paper", good, wrong)))
    append(log, Report(id="leak", observation="mayor-1", source="paper", quotes=(wrong,)))
    append(log, said("mayor-2"), Order(id="edge", first="mayor-1", then="mayor-2", source="paper", quotes=(wrong,)))
    problems = found(log, captures)
    assert [problem.code for problem in problems] == ["quote"] * 3
    assert [problem.place for problem in problems] == [log.place(seq) for seq in (10, 11, 13)]
    for problem, quoted in zip(
        problems, ("`reports[0].quotes[1]` of mayor-1", "`quotes[0]` of leak", "`quotes[0]` of edge"), strict=True
    ):
        assert problem.message.startswith(quoted)
        assert message in problem.message
        assert problem.message.endswith(str(captures / "2020" / "january" / "article.txt"))
        assert problem.hint == hint


def test_only_the_source_that_is_quoted_is_looked_at(log: Log, captures: Path) -> None:
    """A quote is held against the source of its own report, and an observation may have reports of several."""
    reports = (*inline("paper", quote(ARTICLE, "Ende")), *inline("notes", Quote(exact="Ende")))
    append(log, said("mayor-1", reports=reports))
    (message,) = messages(log, captures)
    assert message.startswith("`reports[1].quotes[0]` of mayor-1")


def test_quotes_of_which_the_document_is_not_known_are_told_of(log: Log, captures: Path) -> None:
    """A source without a `sha256` may be any document: what is quoted from it is said not to be checked."""
    append(log, Source(id="call", publisher="A caller"), said("one", reports=inline("call", Quote(exact="No."))))
    told: list[str] = []
    assert list(check_documents(log, captures, tell=told.append)) == []
    mend = "give it one with `claims amend call --set sha256=…`"
    assert told == [f"not checked: 1 event quotes call, which has no sha256; {mend}"]
    append(log, said("two", reports=inline("call", Quote(exact="No."))), Source(id="silent", publisher="Nobody"))
    told.clear()
    assert list(check_documents(log, captures, tell=told.append)) == []
    assert [sentence.partition(",")[0] for sentence in told] == ["not checked: 2 events quote call"]


def test_quotes_of_what_was_voided_are_no_question(log: Log, captures: Path) -> None:
    """Reports go with their source, and what is quoted in them is not asked for."""
    told: list[str] = []
    for source in (Source(id="gone", publisher="Nobody"), Source(id="lost", publisher="Nobody", sha256=digest("x"))):
        append(log, source, said(f"by-{source.id}", reports=inline(source.id or "", Quote(exact="No."))))
        append(log, Void(event=source.id or ""))
    assert list(check_documents(log, captures, tell=told.append)) == []
    assert told == []


def test_only_what_is_live_counts_in_its_current_version(log: Log, captures: Path) -> None:
    """An amended quote, one of a voided record or source, and one whose observation is gone, are not checked."""
    wrong = inline("paper", Quote(exact="wrong"))
    append(
        log,
        said("amended", reports=wrong),
        said("voided", reports=wrong),
        said("told"),
        Report(id="gone", observation="told", source="paper", quotes=(Quote(exact="wrong"),)),
        Report(id="left", observation="voided", source="paper", quotes=(Quote(exact="wrong"),)),
        Order(first="voided", then="told", source="paper", quotes=(Quote(exact="wrong"),)),
    )
    assert len(found(log, captures)) == 5
    append(log, said(amends="amended", reports=inline("paper", quote(ARTICLE, OPEN))))
    append(log, Void(event="voided"), Void(event="gone"))
    assert found(log, captures) == []
    append(log, said(amends="amended", reports=inline("paper", Quote(exact="wrong again"))))
    (problem,) = found(log, captures)
    assert problem.place == log.place(19)
    append(log, Void(event="paper"))
    assert found(log, captures) == []


def test_a_document_that_is_not_there_is_a_problem(log: Log, captures: Path) -> None:
    """A source with a `sha256` needs its file, quoted or not; its name does not matter, every byte does."""
    (captures / "2020" / "january" / "article.txt").rename(captures / "x")
    assert found(log, captures) == []
    (captures / "x").write_bytes(ARTICLE.encode() + b"\n")
    append(log, said(reports=inline("paper", quote(ARTICLE, OPEN))))
    (problem,) = found(log, captures)
    assert (problem.code, problem.place) == ("document-missing", log.place(8))
    assert problem.message == f"no file in {captures} is the document of paper (sha256 {digest(ARTICLE)})"
    append(log, Source(amends="paper", publisher="Hafenblatt", sha256=digest(ARTICLE + "\n")))
    assert found(log, captures) == []
    append(log, Source(amends="paper", publisher="Hafenblatt"), Void(event="notes"))
    assert found(log, captures) == []


def test_two_sources_may_be_one_document(log: Log, captures: Path) -> None:
    """The same bytes may have reached the desk twice."""
    append(log, Source(id="copy", publisher="x", sha256=digest(NOTES)))
    append(log, said(reports=inline("copy", Quote(exact="closed."))), said(reports=inline("copy", Quote(exact="no"))))
    (message,) = messages(log, captures)
    assert message.startswith("`reports[0].quotes[0]` of mayor:2 is 'no'")


def test_a_document_that_is_no_text_cannot_be_quoted(log: Log, captures: Path) -> None:
    """A picture is a document like any other, until words are quoted from it."""
    data = b"GIF89a\xff\xfe"
    (captures / "picture.gif").write_bytes(data)
    append(log, Source(id="picture", publisher="x", sha256=hashlib.sha256(data).hexdigest()))
    append(log, said(reports=inline("picture")))
    assert found(log, captures) == []
    append(log, said(reports=inline("picture", Quote(exact="GIF"), Quote(exact="89"))))
    (problem,) = found(log, captures)
    assert (problem.code, problem.place) == ("not-utf8", str(captures / "picture.gif"))
    assert problem.message.startswith("byte 7 is not UTF-8")


def test_a_document_that_goes_meanwhile_is_a_problem(log: Log, captures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its hash, and gone before its words were looked for."""
    real = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.is_relative_to(captures):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path)

    append(log, said(reports=inline("notes", Quote(exact="Ende"))))
    monkeypatch.setattr(Path, "read_bytes", gone)
    (problem,) = found(log, captures)
    assert (problem.code, problem.message) == ("unreadable", "cannot be read: No such file or directory")


def test_what_cannot_be_read_is_said_where_something_is_missing(
    log: Log, captures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be read is named if it may have been the one that is missing, and is no problem otherwise."""
    unreadable = captures / "2020" / "january" / "article.txt"
    real = Path.open

    def refuse(path: Path, mode: str) -> object:
        if path.name in ("article.txt", "a-pipe"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    missing, first, second = found(log, captures)
    assert missing.code == "document-missing"
    assert {(problem.code, problem.place) for problem in (first, second)} == {
        ("unreadable", str(unreadable)),
        ("unreadable", str(captures / "a-pipe")),
    }
    monkeypatch.undo()
    unreadable.rename(captures / "z.txt")
    monkeypatch.setattr(Path, "open", refuse)
    assert found(log, captures) == []


def test_only_files_are_read(log: Log, captures: Path) -> None:
    """Pipes and links that lead nowhere are passed over: the check never waits for a pipe."""
    os.mkfifo(captures / "0-pipe")
    (captures / "0-link").symlink_to(captures / "nowhere")
    append(log, Source(id="other", publisher="x", sha256="0" * 64))
    assert [problem.code for problem in found(log, captures)] == ["document-missing"]


def test_documents_are_in_a_directory(log: Log, captures: Path) -> None:
    """A directory that is not there, or is a file, is a bad request and not a list of missing documents."""
    for path in (captures / "none", captures / "notes.txt"):
        with pytest.raises(BadRequest, match="is not a directory"):
            found(log, path)


def test_where_there_is_no_room_for_what_the_check_needs_to_know_it_says_so(
    log: Log, captures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the check of the log does; it is no word on the documents."""
    leave_no_room(monkeypatch)
    with pytest.raises(StorageFailed, match="a file of its own: database or disk is full"):
        found(log, captures)


def test_a_damaged_log_has_no_quotes(log: Log, captures: Path) -> None:
    """What a damaged log quotes cannot be known; where an id stands twice, or a line was erased, the rest can."""
    path = segments(log.directory)[0][1]
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Hafenblatt", b"Tageblatt!"))
    with pytest.raises(DamagedLog):
        found(log, captures)
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-2], erased(lines[-2]), lines[-1]]))
    assert found(log, captures) == []
    entries = placed((1, 1))
    write(log.directory, chained([entries[0], replace(entries[1], event=entries[0].event)]))
    assert found(log, captures) == []
