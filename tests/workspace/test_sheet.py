"""The rows of a sheet: what is read is what was written in its cells, and what cannot be read is told with its row."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import events
from ledger.errors import BadEvent, BadInput, BadRequest
from ledger.workspace.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(data: bytes, kind: str | None = "observation") -> list[tuple[str, dict[str, Any]]]:
    """The records of a sheet, each with its place."""
    return [(place, msgspec.json.decode(line)) for place, line in Sheet(io.BytesIO(data), "x.csv", kind=kind).lines()]


def only(data: str, kind: str = "observation") -> dict[str, Any]:
    """The fields of the only record of a sheet."""
    ((_, fields),) = read(data.encode(), kind)
    return fields


NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,5}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=9)
SEVERAL = st.lists(NAMES, min_size=1, max_size=3)


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Parts of an event that have some of their optional fields."""
    return st.fixed_dictionaries(required, optional=optional)


QUOTES = some({"exact": TEXTS}, {"start": st.integers(0, 9), "end": st.integers(10, 19)})
STANCES = some(
    {"claim": NAMES, "stance": st.sampled_from(["support", "deny", "query"])},
    {"basis": st.just("implied"), "certainty": st.sampled_from(["probable", "possible"])},
)
REPORTS = some(
    {"source": NAMES},
    {
        "via": SEVERAL,
        "mode": st.just("quote"),
        "published": st.just("2020-01-06"),
        "quotes": st.lists(QUOTES, min_size=1, max_size=3, unique_by=lambda each: each["exact"]),
    },
)
OBSERVATIONS = some(
    {"type": st.just("observation"), "id": NAMES, "text": TEXTS},
    {
        "kind": st.just("document"),
        "speaker": NAMES,
        "audience": SEVERAL,
        "after": SEVERAL,
        "occurred": st.just("2020-01-06"),
        "stances": st.lists(STANCES, min_size=1, max_size=3, unique_by=lambda each: each["claim"]),
        "retracts": st.lists(
            some({"observation": NAMES}, {"claims": SEVERAL}),
            min_size=1,
            max_size=2,
            unique_by=lambda each: each["observation"],
        ),
        "reports": st.lists(REPORTS, min_size=1, max_size=3, unique_by=lambda each: each["source"]),
        "note": TEXTS,
    },
)


def cells(fields: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """The plain fields of an event, or of a part of it, as cells under their whole headings."""
    return {
        f"{prefix}{name}": ";".join(value) if isinstance(value, list) else str(value)
        for name, value in fields.items()
        if not (isinstance(value, list) and isinstance(value[0], dict))
    }


def reported(event: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The reports of an event and their quotes, a row each."""
    for report in event.get("reports", []):
        for quote in report.get("quotes", [{}]):
            yield cells(report, "reports.") | cells(quote, "reports.quotes.")


def rows_of(event: dict[str, Any]) -> list[dict[str, str]]:
    """An event as rows of a sheet: what it has once stands in the first, beside one of each of what it has more of."""
    stances = [cells(each, "stances.") for each in event.get("stances", [])]
    retracted = [cells(each, "retracts.") for each in event.get("retracts", [])]
    nothing: dict[str, str] = {}
    beside = zip_longest(stances, retracted, reported(event), fillvalue=nothing)
    first, *others = [one | two | three for one, two, three in beside] or [nothing]
    return [cells(event) | first, *({"type": event["type"], "id": event["id"]} | each for each in others)]


@given(st.lists(OBSERVATIONS, min_size=1, max_size=3, unique_by=lambda each: each["id"]), st.sampled_from(",;\t"))
def test_what_is_spread_over_rows_is_read_as_the_event(given: list[dict[str, Any]], separator: str) -> None:
    """Any observation can stand in a sheet, over as many rows as it has stances, reports or quotes."""
    rows = [row for event in given for row in rows_of(event)]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    found = [fields for _, fields in read(text.getvalue().encode(), None)]
    assert found == given
    assert [events.decode(msgspec.json.encode(each)) for each in found]


def test_a_heading_is_a_field_or_the_last_word_of_it() -> None:
    """As people write them: with capitals and spaces, and `quote` for the words of a quote."""
    sheet = "ID,Speaker,Claim,STANCE,Source,Quote,Published,reports[].audience\na,mayor,open,Deny,post,Yes.,2020,desk\n"
    report = {"source": "post", "quotes": [{"exact": "Yes."}], "published": "2020", "audience": ["desk"]}
    assert only(sheet) == {
        "type": "observation",
        "id": "a",
        "speaker": "mayor",
        "stances": [{"claim": "open", "stance": "deny"}],
        "reports": [report],
    }
    assert only("id,Part of,Independent,Name\na,city,TRUE,A\n", "actor")["independent"] is True
    assert only("id,Part of,Independent,Name\na,city,No,A\n", "actor") == {
        "type": "actor",
        "id": "a",
        "part_of": "city",
        "independent": False,
        "name": "A",
    }
    assert only("id,text,retracts\na,x,b\n")["retracts"] == [{"observation": "b"}]
    assert only("id,observation,source\na,b,c\n", "report")["observation"] == "b"


def test_what_is_no_value_of_a_field_is_left_for_whoever_decodes_it() -> None:
    """So that it is told with the errors of other rows."""
    fields = only("id,independent,name\na,perhaps,A\n", "actor")
    assert fields["independent"] == "perhaps"
    assert only("id,claim,stance\na,b,Denies\n")["stances"] == [{"claim": "b", "stance": "Denies"}]
    assert only("id,source,exact,start\na,b,c,\u0661\n")["reports"][0]["quotes"] == [{"exact": "c", "start": "\u0661"}]
    assert only("id,type,speaker\na,claim,mayor\n") == {"type": "claim", "id": "a", "speaker": "mayor"}


def test_an_empty_cell_is_nothing_and_a_lone_semicolon_nobody() -> None:
    """Rows without anything in them are passed over; cells are read without the spaces around them."""
    assert only("id,audience,text\n,,\na, ; , x \n\n") == {
        "type": "observation",
        "id": "a",
        "audience": [],
        "text": "x",
    }
    assert only("id,audience,text\na,,x,,\n") == {"type": "observation", "id": "a", "text": "x"}
    assert only("id,text,note\na,x\n") == {"type": "observation", "id": "a", "text": "x"}
    assert only("id,#seen,text,#seen\n,CHECK THESE,,\na,yes,x,no\n") == {"type": "observation", "id": "a", "text": "x"}


def test_rows_of_one_id_are_one_record() -> None:
    """A row adds what it says, repeats what it may, and needs to repeat nothing but the id."""
    sheet = (
        "type,id,speaker,claim,stance,source,quote\n"
        "observation,a,mayor,open,support,post,One.\n"
        ",a,,,,,Two.\n"
        "observation,a,mayor,closed,deny,post,Two.\n"
        ",a,,,,radio,\n"
        "observation,b,mayor,open,support,,\n"
    )
    (place, first), (other, second) = read(sheet.encode(), None)
    assert (place, other) == ("x.csv, rows 2 to 5", "x.csv, row 6")
    assert first["stances"] == [{"claim": "open", "stance": "support"}, {"claim": "closed", "stance": "deny"}]
    assert first["reports"] == [
        {"source": "post", "quotes": [{"exact": "One."}, {"exact": "Two."}]},
        {"source": "radio"},
    ]
    assert second["id"] == "b"


@pytest.mark.parametrize(
    ("headings", "rows", "told"),
    [
        ("text,audience", ["x,desk", "y,"], "text differs from the first row of a"),
        ("text,audience", ["x,", ",desk"], "the first row of a has no audience, but this one does"),
        ("text,source,published", ["x,post,2020", ",post,"], "'post' with published, and without"),
        ("text,source,published", ["x,post,", ",post,2020"], "'post' with published, and without"),
        ("text,source,reports[].audience", ["x,post,desk", ",post,"], "'post' with audience, and without"),
        ("stance,claim,certainty", ["deny,b,possible", "deny,b,"], "'b' with certainty, and without"),
        ("text,retracts,claims", ["x,b,c", ",b,"], "'b' with claims, and without"),
        ("text,source,quote,start", ["x,post,Q.,1", ",post,Q.,"], "'Q.' with start, and without"),
        ("text,source,quote", ["x,post,", ",radio,", ",,Q."], "to which of the reports above does this belong?"),
        ("type,name,publisher", ["actor,A,", "source,,P"], "type differs from the first row of a"),
    ],
)
def test_what_a_row_of_a_record_may_mean_otherwise_is_refused(headings: str, rows: list[str], told: str) -> None:
    """An empty cell may say that all were told, or that it is certain: it is not taken for what the row above says."""
    sheet = "\n".join([f"id,{headings}", *(f"a,{row}" for row in rows)])
    with pytest.raises(BadInput) as refused:
        read(sheet.encode())
    assert str(refused.value) == f"x.csv, row {len(rows) + 1}: {told}"
    assert refused.value.hint


def test_a_source_may_carry_a_record_twice() -> None:
    """Where both rows say what is different; one that is alike in all is the same."""
    sheet = "id,text,source,published\na,x,post,2020\na,,post,2021\na,,post,2020\n"
    reports = [{"source": "post", "published": "2020"}, {"source": "post", "published": "2021"}]
    assert only(sheet)["reports"] == reports


def test_rows_are_counted_as_a_sheet_counts_them() -> None:
    """A cell may have several lines, and an empty row is a row."""
    sheet = 'id,text\r\na,"One\ntwo"\r\n\r\nb,Three\r\n'
    assert [place for place, _ in read(sheet.encode())] == ["x.csv, row 2", "x.csv, row 4"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "x.csv, row 1: no headings"),
        (b"#a,,\n1,2,3\n", "x.csv, row 1: no headings"),
        (b"id,Who\na,b\n", "x.csv, row 1: an observation has no field 'Who'"),
        (b"id,type,Colour\na,claim,b\n", "x.csv, row 1: no event has a field 'Colour'"),
        (b"id,text,Text\na,b,c\n", "x.csv, row 1: two columns are text"),
        (b"id,source,quote,exact\na,b,c,d\n", "x.csv, row 1: two columns are reports[].quotes[].exact"),
        (b"text\nb\n", "x.csv, row 1: its rows have no id"),
        (b"id,text\na,x\n,y\n", "x.csv, row 3: it has no id"),
        (b"id,text\na,x,y\n", "x.csv, row 2: 3 cells under 2 headings"),
        (b"id,text,\na,x,y\n", "x.csv, row 2: there is no heading over 'y'"),
        (b"id,who,source,date\na,b,c,d\n", "x.csv, row 1: an observation has no field 'who', 'date'"),
        (b"id,amends,text\na,b,c\n", "x.csv, row 1: a sheet corrects nothing"),
        (b"id,text\na,x\nb,y\na,x\n", "x.csv, row 4: a is in row 2 already"),
        (b"id,speaker,occurred\na,mayor,2020\n", "x.csv, row 2: it says nothing"),
        (b"id,speaker,occurred\na,mayor,2020\na,mayor,\n", "x.csv, rows 2 to 3: it says nothing"),
        (b"id,text\na,#NAME?\n", "x.csv, row 2: text: '#NAME?' is no text of yours"),
        (b"id,Note,text\na,########,x\n", "x.csv, row 2: note: '########' is no text of yours"),
        ("id,text\na,caf\ufffd\n".encode(), "x.csv, row 2: text: 'caf\ufffd' is no text of yours"),
        (b"id,claim,stance\na,b;c,deny\n", "x.csv, row 2: claim: 'b;c' is more than one name"),
        (b'id,text,audience\na,x,"b, c"\n', "x.csv, row 2: audience: 'b, c' has a comma"),
        (b"id,text\na," + b"x" * 131_073, "x.csv, row 2: not CSV: field larger than field limit (131072)"),
        (b'id,text\na,x\nb,"y\n', "x.csv, row 3: not CSV: unexpected end of data"),
        (b'id,text\na,x\nb,"y"z\n', "x.csv, row 3: not CSV: ',' expected after '\"'"),
        (b"id,text\na,caf\xe9\n", "x.csv: not UTF-8"),
        ("id,text\na,x\n".encode("utf-16"), "x.csv: not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(data: bytes, told: str) -> None:
    """What is wrong, in which row, and the mend."""
    with pytest.raises((BadInput, BadRequest)) as refused:
        read(data)
    assert str(refused.value) == told
    assert refused.value.hint


def test_rows_say_what_they_are_or_it_is_said_for_them() -> None:
    """Under `type`, else by who appends them; what they may be is guessed for the hint alone."""
    assert [fields["type"] for _, fields in read(b"type,id\nActor,a\n,b\n", "claim")] == ["actor", "claim"]
    assert read(b"type,id,name\nclam,a,A\n", None) == [("x.csv, row 2", {"type": "clam", "id": "a", "name": "A"})]
    with pytest.raises(BadRequest, match="what type of event are its rows") as refused:
        read(b"id,name,part_of\na,b,c\n", None)
    assert refused.value.hint is not None
    assert "--type actor" in refused.value.hint
    with pytest.raises(BadInput, match="it has no type"):
        read(b"type,id\n,b\n", None)
    with pytest.raises(BadRequest, match="there is no event type 'clam'"):
        read(b"id\nb\n", "clam")


def test_an_error_names_the_heading() -> None:
    """And not the field of the event, which nobody has typed."""
    sheet = Sheet(io.BytesIO(b"id,claim,Stance\na,b,c\n"), "x.csv", kind="observation")
    assert list(sheet.lines())
    assert sheet.as_headed(BadEvent("no", field="stances[0].stance")).field == "stance"
    assert sheet.as_headed(BadEvent("no", field="reports[0].source")).field == "reports[0].source"
    assert sheet.as_headed(BadEvent("no")).field is None


def test_what_is_read_stays_open() -> None:
    """Who opened the stream closes it."""
    stream = io.BytesIO(b"id,text\na,b\n")
    assert list(Sheet(stream, "x.csv", kind="claim").lines())
    assert not stream.closed
