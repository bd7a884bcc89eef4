"""`claims sql`: in whose words it refuses, what it reaches, and what its values look like."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk import Desk


def test_sql_errors_are_duckdbs_own(reader: Desk) -> None:
    """DuckDB's words are printed unchanged, with their caret."""
    inner = reader("sql 'from claim'")
    assert inner.err == (
        "error: Catalog Error: Table with name claim does not exist!\nhint: `claims schema` lists what there is\n"
    )
    done = reader("sql 'from claim where'")
    assert done.code == 1
    assert "Parser Error: syntax error at end of input" in done.err or "LINE 1: from claim where" in done.err
    writing = reader("sql 'update claims set status = 1'")
    assert writing.err.startswith("error: Binder Error: ")
    assert "hint: SQL only reads: `claims record` adds" in writing.err
    late = reader("sql \"select error('gone ' || i) from range(3) t(i)\"")
    assert (late.code, late.out) == (1, "")
    assert "gone 0" in late.err


def test_sql_reaches_no_file_unless_it_is_trusted(reader: Desk, tmp_path: Path) -> None:
    """A query that came from somewhere reads and writes nothing but the projections; one's own may."""
    path = tmp_path / "list.csv"
    path.write_text("a\n1\n")
    for query in (f"from read_csv('{path}')", f"copy (select 1) to '{path}'", "set threads = 1"):
        done = reader(f'sql "{query}"')
        assert done.code == 1
        assert "hint: if you trust the query, let it do that with --trusted" in done.err
    assert reader.prints(f"sql \"from read_csv('{path}')\" --trusted --format csv") == "a\n1\n"


def test_sql_is_read_from_stdin(reader: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash stands for the query that is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select 1 as one")))
    assert reader.prints("sql - --format csv") == "one\n1\n"


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_what_is_piped_in_is_text(reader: Desk, monkeypatch: pytest.MonkeyPatch, errors: str) -> None:
    """Bytes that are not UTF-8 are refused as usage, however the process reads its stdin; so is no stdin at all."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select '\xff'"), encoding="utf-8", errors=errors))
    told = "error: QUERY: \"select '\\udcff'\" is not valid Unicode\nhint: write it in UTF-8\n"
    assert reader("sql -") == (2, "", told)
    monkeypatch.setattr(sys, "stdin", None)
    told = 'error: QUERY: nothing is piped in\nhint: as in echo "from claims" | claims sql -\n'
    assert reader("sql -") == (2, "", told)


def test_instants_and_twins_are_printed_without_more_libraries(reader: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A TIMESTAMPTZ is a time in UTC, also within a list, and two columns of one name are both there."""
    monkeypatch.setitem(sys.modules, "pytz", None)
    query = (
        "select timestamptz '2020-01-06 16:10-05' as at_, [timestamptz '2020-01-06 16:10-05'] as all_, 1 as n, 2 as n, "
        "timetz '10:00:00+01' as clock"
    )
    assert json.loads(reader.prints(f'sql "{query}" --format jsonl')) == {
        "at_": "2020-01-06T21:10:00Z",
        "all_": ["2020-01-06T21:10:00Z"],
        "n": 1,
        "n_2": 2,
        "clock": "10:00:00+01",
    }


def test_what_python_has_no_type_for_is_printed_as_duckdb_writes_it(reader: Desk) -> None:
    """A year is not so many days, and no digit of a time is lost."""
    query = (
        "select interval '14 months' as a, [interval '-1 hour'] as b, timestamp_ns '2020-01-06 00:00:00.123456789' as c"
    )
    assert json.loads(reader.prints(f'sql "{query}" --format jsonl')) == {
        "a": "1 year 2 months",
        "b": "['-01:00:00']",
        "c": "2020-01-06 00:00:00.123456789",
    }
