"""Where an answer goes, and in which format: the terminal, a pipe, a pager or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from ledger.cli.setting import Setting, tell
from ledger.cli.system import unwritable
from ledger.errors import BadRequest
from ledger.render import formats, markdown, pager
from ledger.render.formats import Format, check_format, format_of
from ledger.render.page import Page
from ledger.render.safe import json_text
from ledger.render.values import as_json
from ledger.workspace.places import is_of_a_ledger

if TYPE_CHECKING:
    from ledger.workspace.answers import Answer

_USUAL_LINES = 24
"""The lines of a terminal that does not say how many it has."""
MOST_ROWS = 1_000
"""Rows of a table for people, unless they ask for more."""
_COUNTABLE = 10**12
"""More rows than any answer has; DuckDB does not take every number."""
STDOUT = "-"
"""The file name that means stdout."""


class Rows(Struct, frozen=True, kw_only=True):
    """Rows that do not come from a query."""

    columns: tuple[str, ...]
    values: Iterable[Sequence[object]]

    def rows(self) -> Iterable[Sequence[object]]:
        """The rows, to be read once."""
        return self.values


class Output(Struct, kw_only=True):
    """The format and the place that a reader asked for, and what is to be told afterwards."""

    setting: Setting
    format: Format
    path: Path | None
    later: list[str] = field(default_factory=list)
    """What is to be told when the data is out."""

    def page(self, page: Page) -> None:
        """Put out a page for people: as text, or as Markdown."""
        if self.format == "markdown":
            drawn = markdown.draw(page)
        else:
            from ledger.render import terminal

            color = self.setting.color and self.path is None
            drawn = terminal.draw(page, width=self.setting.width, color=color)
        is_paged = self.format != "markdown" and self.path is None and self.setting.is_terminal
        if not (is_paged and _show_in_pager(drawn, self.setting)):
            self.text([drawn])
        self._tell_later()

    @property
    def is_for_people(self) -> bool:
        """Whether a page is wanted."""
        return self.format in {"table", "markdown"}

    def rows(self, answer: Answer | Rows) -> None:
        """Put out rows, in any format."""
        zone = self.setting.zone
        if self.format == "parquet":
            self._parquet(answer)
        elif self.format == "table":
            self.page(formats.page_of_rows(answer.columns, answer.rows(), zone=zone))
        else:
            write = {
                "json": formats.as_json_rows,
                "jsonl": formats.as_json_lines,
                "csv": formats.as_csv,
                "markdown": formats.as_markdown,
            }[self.format]
            self.text(write(answer.columns, answer.rows(), zone=zone))
        self._tell_later()

    def record(self, record: dict[str, Any]) -> None:
        """Put out one object, in a format for programs; in CSV it is one row, whose lists are JSON."""
        plain = as_json(record, zone=self.setting.zone)
        if self.format == "json":
            self.text([json_text(plain, indent=2), "\n"])
        elif self.format == "jsonl":
            self.text([json_text(plain), "\n"])
        else:
            self.rows(Rows(columns=tuple(record), values=[tuple(record.values())]))
        self._tell_later()

    def text(self, pieces: Iterable[str]) -> None:
        """Put out text, piece by piece. A file is written whole or not at all."""
        if self.path is not None:
            _write_file(self.path, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
            return
        for piece in pieces:
            sys.stdout.write(piece)

    def raw(self, pieces: Iterator[bytes]) -> None:
        """Put out bytes as they are."""
        if self.path is not None:
            _write_file(self.path, pieces)
            return
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()

    def limited(self, answer: Answer, limit: int | None) -> Answer | Rows:
        """The rows up to a limit; if some are left out, stderr says so. By default only tables have a limit."""
        most = self.most(limit)
        if most is None:
            return answer
        if self.format == "parquet":
            if answer.is_longer(most):
                self._leave_out(most)
            return answer.first(most)
        answer = answer.first(most + 1)
        return Rows(columns=answer.columns, values=self._first(answer, most))

    def most(self, limit: int | None, *, usual: int = MOST_ROWS) -> int | None:
        """How many rows a limit allows; None is all. Without a limit, pages get the usual number, and programs all."""
        if limit is None:
            return usual if self.is_for_people else None
        return min(limit, _COUNTABLE) or None

    def tell_limit(self, most: int | None, count: int) -> None:
        """Have stderr say afterwards that of `count` rows only `most` are here, if that is so."""
        if most is not None and most < count:
            first = "first" if most == 1 else f"first {most:,}"
            self.later.append(f"only the {first} of {count:,} {are(most)} here; --limit 0 gives all")

    def _first(self, answer: Answer, most: int) -> Iterator[Sequence[object]]:
        for number, row in enumerate(answer.rows()):
            if number == most:
                self._leave_out(most)
                return
            yield row

    def _leave_out(self, most: int) -> None:
        """Have stderr say afterwards that there are more rows than these."""
        which = "row is" if most == 1 else f"{most:,} rows are"
        self.later.append(f"only the first {which} here; --limit 0 gives all")

    def _tell_later(self) -> None:
        if self.later:
            sys.stdout.flush()
        while self.later:
            tell(self.later.pop(0))

    def _parquet(self, answer: Answer | Rows) -> None:
        if isinstance(answer, Rows) or self.path is None:
            raise AssertionError("`output` refuses Parquet without a file, and of what no query gives")
        if _is_plain(self.path):
            with _beside(self.path) as made:
                answer.write_parquet(made)
        else:
            from tempfile import TemporaryDirectory

            with TemporaryDirectory() as folder:
                made = Path(folder, "rows.parquet")
                answer.write_parquet(made)
                _write_file(self.path, [made.read_bytes()])


def output(setting: Setting, name: str | None, path: str | None, *, has_rows: bool = True) -> Output:
    """The output that the options ask for; `has_rows` says whether a query gives its rows. Raises BadRequest."""
    file = file_named(path)
    if name is None:
        chosen: Format = format_of(str(file)) if file is not None else "table"
    else:
        chosen = check_format(name)
    if chosen == "parquet" and not has_rows:
        hint = "use json, jsonl, csv or markdown; `claims sql QUERY -o FILE.parquet` writes the answer to a query"
        place = "-o" if name is None else "--format"
        raise BadRequest("this cannot be written as Parquet", place=place, hint=hint)
    if chosen == "parquet" and file is None:
        raise BadRequest("Parquet goes to a file", place="--format", hint="name one with -o FILE.parquet")
    return Output(setting=setting, format=chosen, path=file)


def file_named(path: str | None) -> Path | None:
    """The file to write to; None for stdout. Raises BadRequest for a file of the ledger itself."""
    if path is None or path == STDOUT:
        return None
    if is_of_a_ledger(Path(path)):
        hint = "its log is only ever appended to, and its caches are made from that: name a file elsewhere"
        raise BadRequest(f"{path} is a file of the ledger itself", place="-o", hint=hint)
    return Path(path)


def are(number: int) -> str:
    """The verb for a number of things."""
    return "is" if number == 1 else "are"


def _write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file, whole or not at all. What is not a plain file, such as a pipe, is written directly."""
    if _is_plain(path):
        with _beside(path) as made, made.open("wb") as file:
            file.writelines(pieces)
        return
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise unwritable(error, path) from None


def _is_plain(path: Path) -> bool:
    return not path.exists() or path.is_file()


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file beside a path, to be filled; it then replaces what is at the path. Raises StorageFailed.

    A link stays a link, to the new file; whoever could read the old file can read the new one, and nobody else.
    """
    path = Path(os.path.realpath(path))
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        made.touch(0o666 if mode is None else mode)
        yield made
        if mode is not None:
            made.chmod(mode)  # DuckDB has made the file anew
        made.replace(path)
    except OSError as error:
        raise unwritable(error, path) from None
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _show_in_pager(text: str, setting: Setting) -> bool:
    """Show text that does not fit on the screen in a pager; False if it fits, or there is no pager."""
    asked = pager.command(setting.environment)
    try:
        room = os.get_terminal_size(sys.stdout.fileno()).lines or _USUAL_LINES
    except (OSError, ValueError):
        return False
    if asked is None or text.count("\n") < room:
        return False
    sys.stdout.flush()
    return pager.show(text, asked, setting.environment)
