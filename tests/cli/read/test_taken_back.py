"""What the pages tell of words that were taken back, by whomever, and of records that are no longer there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.cli.harbour import Event, record
from tests.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

RECORDED = datetime(2020, 1, 8, tzinfo=UTC)
STORY: list[Event] = [
    {"type": "actor", "id": "mayor", "name": "Ana Reis", "aliases": ["The mayor"]},
    {"type": "actor", "id": "spokesman", "name": "The spokesman"},
    {"type": "actor", "id": "council", "name": "The council"},
    {"type": "claim", "id": "shut", "text": "Pier 4 is shut."},
    {"type": "claim", "id": "safe", "text": "Pier 4 is safe."},
    {"type": "source", "id": "tabloid", "publisher": "The Tabloid", "published": "2020-01-03"},
    {
        "type": "observation", "id": "m1", "speaker": "mayor", "occurred": "2020-01-01",
        "stances": [{"claim": "shut", "stance": "support"}],
    },
    {
        "type": "observation", "id": "s1", "speaker": "spokesman", "occurred": "2020-01-02",
        "stances": [{"claim": "safe", "stance": "support"}], "retracts": [{"observation": "m1"}],
    },
    {
        "type": "observation", "id": "memo", "speaker": "mayor", "audience": ["council"], "occurred": "2020-01-02",
        "stances": [{"claim": "safe", "stance": "deny"}],
    },
    {"type": "report", "id": "leak", "observation": "memo", "source": "tabloid"},
    {
        "type": "assessment", "id": "verdict", "claim": "safe", "assessor": "spokesman", "verdict": "true",
        "rationale": "He went there.", "occurred": "2020-01-03",
    },
]  # fmt: skip
END: list[Event] = [{"type": "void", "event": name, "reason": "Wrong."} for name in ("tabloid", "council", "safe")]


@pytest.fixture(scope="module")
def recorded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which a spokesman takes back what the mayor said, recorded once."""
    return record(tmp_path_factory.mktemp("pier"), (RECORDED, STORY))


@pytest.fixture(scope="module")
def then_voided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a source, an audience and a claim were voided."""
    return record(tmp_path_factory.mktemp("ended"), (RECORDED, STORY), (RECORDED, END))


@pytest.fixture
def pier(recorded_once: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in the ledger as it was told."""
    return Desk(recorded_once, capsys)


@pytest.fixture
def ended(then_voided: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in the ledger after the voids."""
    return Desk(then_voided, capsys)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("show shut", "retracted: what mayor said was taken back by spokesman."),
        ("why shut", "mayor supports it in m1, 2020-01-01, to the public: taken back in s1, by spokesman"),
        ("list", "retracted mayor (by spokesman)"),
        ("diff @m1 @", "retracted mayor (by spokesman)"),
        ("show mayor", "taken back in s1, by spokesman"),
        ("show m1", "It was taken back in s1, by spokesman."),
        ("show spokesman", "supports safe, takes back m1"),
        ("replay", "takes back m1"),
        ("replay --known-to ledger", "takes back m1"),
        ("log", "spokesman supports safe, takes back m1"),
        ("list observations", "takes back m1"),
    ],
)
def test_who_takes_back_what_another_said_is_named(pier: Desk, command: str, told: str) -> None:
    """Nobody is said to have taken back himself what somebody else took back (design, section 4)."""
    page = pier.prints(command, width=200)
    assert told in page
    assert "mayor took it back" not in page


def test_who_takes_back_is_there_for_programs(pier: Desk) -> None:
    """Whose position is retracted, who took that back, and which stance it was."""
    (shut,) = (each for each in json.loads(pier.prints("list --format json")) if each["claim"] == "shut")
    assert (shut["retracted_of"], shut["retractors"]) == (["mayor"], [{"actor": "mayor", "by": ["spokesman"]}])
    (why,) = json.loads(pier.prints("why shut --format json"))
    assert (why["retracted_by"], why["retractors"]) == (["s1"], ["spokesman"])
    assert json.loads(pier.prints("show m1 --format json"))["retractions"] == [
        {"observation": "s1", "speaker": "spokesman", "claim": None, "visible": "certain"}
    ]
    assert json.loads(pier.prints("sql 'from retractions' --format json")) == [
        {"observation": "s1", "retracted": "m1", "claim": "shut"}
    ]
    (seen,) = (
        each for each in json.loads(pier.prints("list observations --format json")) if each["observation"] == "s1"
    )
    assert seen["retracts"] == [{"observation": "m1", "claim": None}]


def test_each_is_named_with_who_took_back_what_that_one_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two who said the same, one takes back both; a third may have, and only on one of the claims."""
    both = [{"claim": name, "stance": "support"} for name in ("shut", "safe")]
    story: list[Event] = [
        *STORY[:5],
        {"type": "observation", "id": "m1", "speaker": "mayor", "occurred": "2020-01-01", "stances": both},
        {"type": "observation", "id": "s1", "speaker": "spokesman", "occurred": "2020-01-01", "stances": both},
        {
            "type": "observation", "id": "m2", "speaker": "mayor", "text": "No.", "occurred": "2020-01-02",
            "retracts": [{"observation": "m1", "claims": ["shut"]}, {"observation": "s1"}],
        },
        {
            "type": "observation", "id": "c1", "speaker": "council", "text": "No.", "occurred": "2020-01-02/2020-01-05",
            "retracts": [{"observation": "m1"}],
        },
    ]  # fmt: skip
    reader = Desk(record(tmp_path / "both", (RECORDED, story)), capsys)
    then = "--as-of 2020-01-03"
    sentence = "retracted: mayor took a stance back; what spokesman said was taken back by mayor."
    assert sentence in " ".join(reader.prints(f"why shut {then}").split())
    assert "retracted mayor, spokesman (by mayor)" in reader.prints(f"list {then}", width=200)
    page = reader.prints(f"why shut {then}", width=200)
    assert "mayor supports it in m1, 2020-01-01, to the public: taken back in m2\n" in page
    mayor = reader.prints(f"show mayor {then}", width=200)
    assert "taken back in m2 on shut, perhaps in c1, by council\n" in mayor
    assert "taken back in c1, by council, in m2 on shut\n" in reader.prints("show mayor", width=200)


def test_a_retracted_position_names_what_was_said_and_what_took_it_back(pier: Desk) -> None:
    """The statement in which somebody stood for something is not the one in which that was taken back."""
    rows = [line.split() for line in pier.prints("show mayor", width=100).splitlines()]
    assert ["mayor", "retracted", "shut", "m1"] in rows
    assert ["Pier", "4", "is", "shut.", "taken", "back", "in", "s1,", "by", "spokesman"] in rows


def test_an_assessor_is_shown_with_its_verdicts(pier: Desk) -> None:
    """Also one that never spoke; at a cut before it, the verdict does not stand."""
    page = pier.prints("show spokesman", width=100)
    assert "Assessed\n\u2013 safe: true, 2020-01-03\n    He went there.\n" in page
    assert "2020-01-03, not made by then" in pier.prints("show spokesman --as-of 2020-01-01", width=100)
    (told,) = json.loads(pier.prints("show spokesman --format json"))["assessments"]
    assert (told["claim"], told["verdict"], told["made"], told["stands"]) == ("safe", "true", True, True)
    assert "Assessed" not in pier.prints("show mayor")


def test_a_verdict_that_does_not_stand_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that was recorded later has replaced it; but not before it was made, which else is when it was recorded."""
    verdict = {"type": "assessment", "claim": "safe", "assessor": "spokesman"}
    undated: Event = verdict | {"id": "undated", "verdict": "true"}
    dated: Event = verdict | {"id": "dated", "verdict": "false", "occurred": "2020-01-04"}
    reader = Desk(record(tmp_path / "later", (RECORDED, [*STORY[:5], undated, dated])), capsys)
    assert "replaced by dated, which was first recorded later" in reader.prints("show safe", width=120)
    page = reader.prints("show safe --as-of 2020-01-05", width=120)
    (told,) = [line for line in page.splitlines() if "spokesman: true" in line]
    assert told.endswith(", not certainly made by then")


def test_what_an_event_refers_to_and_is_gone_is_named(ended: Desk) -> None:
    """With where it was voided, and whether the event counts without it; from the log as it was, nothing is gone."""
    gone = "No longer there: council (voided at @13), safe (voided at @14).\n"
    assert gone in ended.prints("show memo", width=100)
    assert "No longer there" not in ended.prints("show memo --recorded @11", width=100)
    assert "No longer there: tabloid (voided at @12); it ended with that.\n" in ended.prints("show leak", width=100)
    assert "No longer there: safe (voided at @14); it ended with that.\n" in ended.prints("show verdict", width=100)
    assert "No longer there" not in ended.prints("show void:1", width=100)
    told = json.loads(ended.prints("show memo --format json"))["ended"]
    assert [(each["name"], each["ended_seq"]) for each in told] == [("council", 13), ("safe", 14)]


def test_a_report_whose_source_was_voided_tells_nobody(ended: Desk) -> None:
    """It is recorded, and it does not stand: the reason says no more than that."""
    page = ended.prints("why safe --recorded @12", width=120)
    assert "mayor denies it in memo, 2020-01-02, to council: no report that stands tells the public of it\n" in page


@pytest.mark.parametrize(
    ("command", "name"),
    [("show 'ana reis'", "mayor"), ("show 'The mayor'", "mayor"), ("why 'Pier 4 is shut'", "shut")],
)
def test_a_name_as_people_write_it_leads_to_the_id(pier: Desk, command: str, name: str) -> None:
    """An actor's own name or alias, or the sentence of a claim."""
    assert pier(command).err.endswith(f"hint: did you mean {name}?\n")


def test_an_actor_can_be_asked_for_by_name_as_a_perspective(pier: Desk) -> None:
    """Where it is no id, the id is told."""
    assert pier("list --known-to 'Ana Reis'").err.endswith("hint: did you mean mayor?\n")
    assert "mayor" not in pier("why 'Ana Reis'").err  # she is no claim


def test_a_verdict_on_one_claim_leaves_that_on_another_standing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an assessor the latest verdict on each claim stands, on its own page as on that of the claim."""
    verdicts: list[Event] = [
        {"type": "assessment", "claim": claim, "assessor": "spokesman", "verdict": verdict}
        for claim, verdict in (("shut", "false"), ("shut", "true"), ("safe", "mixed"))
    ]
    reader = Desk(record(tmp_path / "verdicts", (RECORDED, [*STORY[:5], *verdicts])), capsys)
    made = json.loads(reader.prints("show spokesman --format json"))["assessments"]
    assert [(each["claim"], each["verdict"], each["stands"]) for each in made] == [
        ("shut", "false", False), ("shut", "true", True), ("safe", "mixed", True),
    ]  # fmt: skip


def test_what_was_known_by_other_means_is_not_called_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second report tells nothing new, and a record that was voided is not one that nobody knew of."""
    story: list[Event] = [
        *STORY[:6], {"type": "source", "id": "radio", "publisher": "The radio"}, *STORY[8:10],
        {"type": "report", "id": "again", "observation": "memo", "source": "radio", "published": "2020-01-05"},
    ]  # fmt: skip
    voids: list[Event] = [{"type": "void", "event": "memo"}]
    reader = Desk(record(tmp_path / "again", (RECORDED, story), (RECORDED, voids)), capsys)
    unknown = "It was not known to the public by then."
    assert unknown not in reader.prints("show again --as-of 2020-01-06 --recorded @10", width=100)
    assert unknown in reader.prints("show again --as-of 2020-01-04 --recorded @10", width=100)
    assert unknown in reader.prints("show memo --as-of 2020-01-02 --recorded @10", width=100)
    assert unknown not in reader.prints("show memo --as-of 2020-01-06", width=100)


def test_a_stance_that_was_ascribed_to_somebody_else_is_still_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where only the speaker was amended, who was said to have spoken is there with the line that ended it."""
    story: list[Event] = [*STORY[:5], {**STORY[6], "occurred": "2019/2030"}]
    mend: list[Event] = [{**STORY[6], "amends": "m1", "speaker": "spokesman", "reason": "It was he."}]
    del mend[0]["id"]
    reader = Desk(record(tmp_path / "other", (RECORDED, story), (RECORDED, mend)), capsys)
    now, former = json.loads(reader.prints("why shut --format json"))
    assert (now["actor"], now["outcome"]) == ("spokesman", "counts")
    assert (former["actor"], former["outcome"], former["ended_at"]) == ("mayor", "amended", 7)
    assert former["occurred_latest"] == "2020-01-08T00:00:00Z"  # nothing is recorded before it happened
    (told, _) = json.loads(reader.prints("why shut --known-to ledger --format json"))
    assert (told["known_earliest"], told["known_latest"]) == ("2020-01-08T00:00:00Z", "2020-01-08T00:00:00.000001Z")


def test_what_is_not_certainly_taken_back_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that may have come after they were taken back stand, and the page says why; earlier ones do not."""

    def page(said: str) -> str:
        stances = ("support", said), ("retract", "2020-01-02")
        told: list[Event] = [
            {
                "type": "observation", "id": f"m-{stance}", "speaker": "mayor", "occurred": when,
                "stances": [{"claim": "shut", "stance": stance}],
            }
            for stance, when in stances
        ]  # fmt: skip
        reader = Desk(record(tmp_path / said, (RECORDED, [STORY[0], STORY[3], *told])), capsys)
        return reader.prints("why shut") + reader.prints("show shut")

    stands = "\n    What mayor said otherwise is not certainly earlier, so it still stands.\n"
    assert page("2020-01-02").count(stands) == 2
    assert "asserted: mayor supports it" in page("2020-01-03")
    assert stands not in page("2020-01-01")
