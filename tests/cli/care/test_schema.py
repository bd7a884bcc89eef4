"""`claims schema`: what SQL may name, and what may be appended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ledger.events import EVENT_TYPES
from ledger.events.description import LINES
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_schema_has_every_relation_with_its_comment(reader: Desk) -> None:
    """Everything that SQL may name is there, and says what a row of it is."""
    listed = {each["name"]: each for each in json.loads(reader.prints("schema --format json"))}
    assert {"events", "claims", "positions", "revisions"} <= set(listed)
    assert [name for name, each in listed.items() if each["kind"] == "macro" and "perspective" in each["parameters"]]
    assert [name for name, each in listed.items() if not each["comment"]] == []
    assert not any("internal" in name for name in listed)
    page = reader.prints("schema")
    assert "Relations" in page
    assert "Macros" in page


def test_the_schema_of_a_relation_has_its_columns(reader: Desk) -> None:
    """Each column with its type and its comment; of a macro, its columns and types."""
    columns = {each["column"]: each for each in json.loads(reader.prints("schema claims --format json"))}
    assert columns["status"]["type"] == "VARCHAR"
    assert all(each["comment"] for each in columns.values())
    assert "Never a verdict." in " ".join(reader.prints("schema claims").split())
    for name in [each["name"] for each in json.loads(reader.prints("schema --format json"))]:
        found = json.loads(reader.prints(f"schema {name} --format json"))
        assert [(name, each["column"]) for each in found if not each["comment"]] == []
    macro = [each["column"] for each in json.loads(reader.prints("schema claims_as_of --format json"))]
    assert macro[:4] == ["claim", "text", "kind", "status"]
    assert reader.prints("schema claims_as_of").startswith("claims_as_of(moment, perspective, recorded, claim)\n")
    assert reader.prints("schema replay").startswith("replay(")


def test_the_schema_of_an_event_has_its_fields(
    reader: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each type of event is listed, and its page has the fields; also where there is no ledger, since it needs none."""
    (_, events) = reader.prints("schema").split("Events, as `claims append` takes them\n")
    assert [line.split()[0] for line in events.splitlines()[2:] if not line.startswith(" ")] == [*EVENT_TYPES]
    desk = Desk(tmp_path, capsys)
    fields = {each["field"]: each for each in json.loads(desk.prints("schema observation --format json"))}
    assert fields["stances[].stance"] == {
        "field": "stances[].stance",
        "takes": "support, deny, query, comment, retract",
        "is_required": True,
        "default": None,
        "meaning": "What the speaker does with the claim; retract takes back an earlier stance.",
        "example": '"deny"',
    }
    page = desk.prints("schema observation")
    assert page.startswith("observation\nOne utterance, document or happening")
    assert LINES["observation"] in page.splitlines()
    assert "direct (default)" in page
    assert "id of a claim" in page
    assert "did you mean observation" in reader("schema observatoin").err
