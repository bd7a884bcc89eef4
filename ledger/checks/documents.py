"""Whether the files of the sources are there, and say exactly what is quoted from them (design, section 4)."""

from __future__ import annotations

import hashlib
import html
import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.checks.problems import Problem
from ledger.checks.scratch import scratch
from ledger.codec import Entry
from ledger.errors import BadRequest, DamagedLog, ImpossibleOrder
from ledger.events import Order, Source, quotes_of
from ledger.log import Reader
from ledger.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.events import Quote
    from ledger.log import Catalog, Log


_TAG: Final = re.compile(r"<[^<>]*>")
_TYPED: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
)
"""The typewriter's characters for typographic quotation marks and dashes."""


def check_documents(log: Log, directory: Path, *, tell: Callable[[str], None] = lambda _: None) -> Iterator[Problem]:
    """Every source whose `sha256` no file below the directory has, and every quote that is not in its place.

    Files that are not UTF-8, or cannot be read, are problems too. A file's text is its bytes as UTF-8, with its own
    newlines. Only live records count, in their current version. Quotes from a source without a `sha256` cannot be
    checked: `tell` is called with a sentence for each such source. One document at a time is held in memory. Raises
    BadRequest if there is no such directory, DamagedLog and StorageFailed.
    """
    if not directory.is_dir():
        raise BadRequest(f"{directory} is not a directory", hint="name the one that holds the files of the sources")
    sources, citing = _cited(log)
    files, unreadable = _find(directory, {source.sha256 for _, source in sources.values() if source.sha256})
    for name, (seq, source) in sources.items():
        path = files.get(source.sha256 or "")
        if path is None:
            message = f"no file in {directory} is the document of {name} (sha256 {source.sha256})"
            hint = "put it there as it was captured, byte for byte; its name does not matter"
            yield Problem(place=log.place(seq), code="document-missing", message=message, hint=hint)
        elif name in citing:
            yield from _check_quotes(log, name, path, citing[name])
    for name in sorted(citing.keys() - sources.keys()):
        count = "1 event quotes" if len(citing[name]) == 1 else f"{len(citing[name]):,} events quote"
        mend = f"give it one with `claims amend {name} --set sha256=…`"
        tell(f"not checked: {count} {name}, which has no sha256; {mend}")
    if len(files) < len({source.sha256 for _, source in sources.values()}):
        for path, reason in unreadable:
            yield Problem(place=str(path), code="unreadable", message=f"cannot be read: {reason}")


def _cited(log: Log) -> tuple[dict[str, tuple[int, Source]], dict[str, list[int]]]:
    """The sources that have a `sha256`, with the seqs of their versions; and by source, the seqs of who quotes it."""
    sources: dict[str, tuple[int, Source]] = {}
    citing: dict[str, list[int]] = {}
    reader = Reader(log.directory)
    with scratch() as catalog:
        for lines in reader.gathered():
            for line in lines:
                if isinstance(line.entry, Entry):
                    with suppress(ImpossibleOrder, DamagedLog):
                        catalog.apply(line.entry)
            catalog.advance(reader.position)
            catalog.keep()
        for entry in log.entries():
            if not _is_current(entry, catalog):
                continue
            if isinstance(entry.event, Source) and entry.event.sha256 is not None:
                sources[entry.record] = entry.seq, entry.event
            for source in {source for _, source, quotes in quotes_of(entry.event) if source is not None and quotes}:
                if catalog.ended_by(source) is None:
                    citing.setdefault(source, []).append(entry.seq)
    return sources, citing


def _is_current(entry: Entry, catalog: Catalog) -> bool:
    """Whether an entry is the current version of a live record. An order is live only while both of its ends are."""
    known = catalog.record(entry.record)
    if known is None or known.line != entry.seq or catalog.ended_by(known.name) is not None:
        return False
    ends = (entry.event.first, entry.event.then) if isinstance(entry.event, Order) else ()
    return all(catalog.ended_by(end) is None for end in ends)


def _find(directory: Path, wanted: set[str]) -> tuple[dict[str, Path], list[tuple[Path, str]]]:
    """A file below the directory for each wanted SHA-256, if found; and the files that could not be read, and why."""
    found: dict[str, Path] = {}
    unreadable: list[tuple[Path, str]] = []

    def note(error: OSError) -> None:
        unreadable.append((Path(error.filename), error.strerror or ""))

    for folder, folders, names in os.walk(directory, onerror=note):
        folders.sort()
        for path in (Path(folder, name) for name in sorted(names)):
            if len(found) == len(wanted):
                return found, unreadable
            if not path.is_file():
                continue
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                note(error)
                continue
            if digest in wanted:
                found.setdefault(digest, path)
    return found, unreadable


def _check_quotes(log: Log, source: str, path: Path, citing: list[int]) -> Iterator[Problem]:
    """The problems with what the events at these seqs quote from a source, checked against its file."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        yield Problem(place=str(path), code="unreadable", message=f"cannot be read: {error.strerror}")
        return
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8, so no quote from {source} can be found in it"
        yield Problem(place=str(path), code="not-utf8", message=message, hint="quote from a source that is text")
        return
    for seq in citing:
        entry = log.entry(seq)
        if not isinstance(entry, Entry):
            raise AssertionError("the log holds what was just read from it")  # noqa: TRY004  # not about types
        for field, name, quotes in quotes_of(entry.event):
            for index, quote in enumerate(quotes if name == source else ()):
                if problem := _compare(quote, text):
                    message, hint = problem
                    message = f"`{field}[{index}]` of {entry.record} {message} of {path}"
                    yield Problem(place=log.place(seq), code="quote", message=message, hint=hint)


def _compare(quote: Quote, text: str) -> tuple[str, str] | None:
    """What is wrong with a quote from a text, and a hint; None if the text has it exactly, in its place."""
    words = quoted(quote.exact)
    if quote.start is None or quote.end is None:
        if quote.exact in text:
            return None
        return f"is {words}, which is not in the text", _mend(quote.exact, text)
    if text.startswith(quote.exact, quote.start) and quote.end - quote.start == len(quote.exact):
        return None
    elsewhere = _nearest(quote.exact, text, quote.start)
    hint = _mend(quote.exact, text)
    if elsewhere is not None:
        hint = f"the words are at {elsewhere} to {elsewhere + len(quote.exact)}: mend the offsets with `claims amend`"
    here = quoted(text[quote.start : quote.end])
    return f"is {words}, but {here} stands at {quote.start} to {quote.end} of the text", hint


def _mend(words: str, text: str) -> str:
    """What to do about words that are not in a text, at least not exactly."""
    if unicodedata.normalize("NFKC", words) in unicodedata.normalize("NFKC", text):
        return "the text has these letters in another Unicode form: copy them from it"
    if _bare(words) in _bare(text):
        return (
            "the text has these words, but for tags, spaces or typographic marks: copy them from it to the letter, or"
            " keep a plain-text copy of it"
        )
    return "these words are nowhere in the text: check that it is the right document, or mend them with `claims amend`"


def _bare(text: str) -> str:
    """A text without tags and spaces, with a typewriter's quotation marks and dashes."""
    plain = unicodedata.normalize("NFKC", html.unescape(_TAG.sub("", text)))
    return "".join(plain.translate(_TYPED).split())


def _nearest(words: str, text: str, start: int) -> int | None:
    """Where the words stand in a text, nearest to an offset; None if they do not."""
    before, after = text.rfind(words, 0, start + len(words)), text.find(words, start)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - start), default=None)
