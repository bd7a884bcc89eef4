"""Every way in which the ledger says no."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import errors
from ledger.errors import BadInput, BadTime, Contended, DamagedLog, LedgerError, Refused, Unavailable, Wrong, made_of
from ledger.wording import did_you_mean, nearest

CLASSES = tuple(value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception))
ACTORS = ("mayor", "mayor-2", "harbour-post", "harbour-desk", "city-radio")


def drawn() -> dict[str, str | None]:
    """The tree in the module's docstring: each name with the name that it hangs from."""
    tree: dict[str, str | None] = {}
    branch: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        name, _, rule = line.lstrip(" │├└─").partition(" ")
        if line.startswith("    "):
            assert rule.strip(), f"{name} stands without its situation"
            depth = (len(line) - len(line.lstrip(" │├└─"))) // 4 - 1
            branch[depth:] = [name]
            tree[name] = branch[depth - 1] if depth else None
    return tree


def test_the_tree_that_is_drawn_is_the_tree_of_the_classes() -> None:
    """The docstring draws every class once, in their order, below the class that it derives from."""
    derived = [(kind.__name__, kind.__bases__[0].__name__ if kind is not LedgerError else None) for kind in CLASSES]
    assert list(drawn().items()) == derived


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_says_what_happened(kind: type[LedgerError]) -> None:
    """Each class has a docstring of its own, of sentences, and one parent only."""
    said = (vars(kind).get("__doc__") or "").strip()
    assert said
    assert said.endswith(".")
    assert len(kind.__bases__) == 1


def test_every_situation_is_on_a_branch_that_a_caller_can_react_to() -> None:
    """Below the root are the five branches, and nothing is raised that is outside of them."""
    assert tuple(LedgerError.__subclasses__()) == (BadInput, Refused, Unavailable, DamagedLog, Contended)


def test_an_error_has_message_place_and_hint() -> None:
    """An error prints its place before its message; the hint is kept beside, for who prints it."""
    error = BadTime("no such day", place="case.jsonl:3", hint="write 2020-01-06")
    assert (error.message, error.place, error.hint) == ("no such day", "case.jsonl:3", "write 2020-01-06")
    assert str(error) == "case.jsonl:3: no such day"
    assert str(BadTime("no such day")) == "no such day"
    assert (BadTime("no such day").place, BadTime("no such day").hint) == (None, None)


def test_errors_are_raised_together() -> None:
    """What is made of several is made of all, or every error is told: ten kinds of them, each with its number."""

    def make(number: int) -> int:
        if number % 2:
            raise BadTime(f"no day {number}", field=f"times[{number}]")
        return number

    assert made_of((2, 4), make) == [2, 4]
    with pytest.raises(BadTime) as raised:
        made_of(range(100), make)
    assert [each.event for each in raised.value.every()] == list(range(2, 22, 2))
    assert [each.others for each in raised.value.others] == [()] * 9
    assert raised.value.__notes__ == ["others: 9 more, in `others`"]


def test_errors_that_are_alike_are_told_as_one() -> None:
    """They have a message and a field in common, wherever in a list; of very many, a hundred are kept."""

    def refuse(number: int) -> int:
        raise BadTime("no such day", field=f"reports[{number}].published")

    with pytest.raises(BadTime) as raised:
        made_of(range(1_000), refuse)
    assert len(raised.value.every()) == 100
    assert {each.gist for each in raised.value.every()} == {("reports.published", "no such day")}


def test_an_error_is_added_with_its_others() -> None:
    """And once only, with a note that counts them all; who copies it has the others, too."""
    wrong = Wrong()
    assert not wrong
    for messages in (("a", "b"), ("c",)):
        several = Wrong()
        for message in messages:
            several.add(Refused(message))
        for each in several.error().every():
            wrong.add(each)
    error = wrong.error()
    assert [getattr(each, "__notes__", []) for each in error.every()] == [["others: 2 more, in `others`"], [], []]
    for again in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301  # our own
        assert [each.message for each in again.every()] == ["a", "b", "c"]


def test_an_error_keeps_what_was_remarked() -> None:
    """Its hint and its others may change, and are noted once each; what anybody added stays."""
    error = Refused("no", hint="mend it")
    error.add_note("go on from line 3")
    error.others = (Refused("a"), Refused("b"))
    error.hint, error.others = "mend both", (Refused("c"),)
    assert error.__notes__ == ["hint: mend both", "go on from line 3", "others: 1 more, in `others`"]
    assert error.remarks == ["go on from line 3"]
    error.hint, error.others = None, ()
    assert error.__notes__ == error.remarks == ["go on from line 3"]


def test_an_error_is_placed_once() -> None:
    """Who knows where it happened says so, and who hears of it later does not move it; it stays the same error."""
    error = BadTime("no such day")
    assert error.at("case.jsonl:3") is error
    assert error.at("--at") is error
    assert error.place == "case.jsonl:3"


def test_where_an_error_is_reads_from_the_outside_to_the_inside() -> None:
    """A place, the number of the event, its field; what is not known is left out, and may be said later."""
    error = BadTime("no such day", field="reports[0].published")
    assert str(error) == "reports[0].published: no such day"
    assert str(error.at(event=2, field="occurred")) == "event 2: reports[0].published: no such day"
    assert str(error.at("case.jsonl")) == "case.jsonl: event 2: reports[0].published: no such day"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mayr", ("mayor", "mayor-2")),
        ("harbour-pst", ("harbour-post", "harbour-desk")),
        ("mayor", ("mayor", "mayor-2")),
        ("MAYOR", ("mayor", "mayor-2")),
        ("esper", ()),
        ("", ()),
    ],
)
def test_the_nearest_names_come_best_first(name: str, expected: tuple[str, ...]) -> None:
    """Names that share most of their letters are near; what shares little is not named at all."""
    assert nearest(name, ACTORS) == expected


def test_no_more_names_are_given_than_asked_for() -> None:
    """Three at most by default, or as many as asked."""
    names = [f"mayor-{number}" for number in range(9)]
    assert len(nearest("mayor", names)) == 3
    assert nearest("mayor-2", names, most=1) == ("mayor-2",)


@pytest.mark.parametrize("wrong", ["mayro-4321", "maayor-4321", "ayor-4321", "mayor-43211"])
def test_among_very_many_names_the_nearest_is_found(wrong: str) -> None:
    """Where there are too many to compare, those that begin or end alike are, wherever the letter is that is wrong."""
    names = [f"{who}-{number}" for who in ("mayor", "clerk") for number in range(9_000)]
    assert "mayor-4321" in nearest(wrong, names)
    assert nearest("esper", names) == ()
    assert len(nearest("mayor", names)) == 3


@given(st.text(min_size=1), st.lists(st.text()))
def test_a_name_that_is_known_is_nearest_to_itself(name: str, others: list[str]) -> None:
    """Among any names, a name itself comes first, and only known names are given."""
    known = [*others, name]
    near = nearest(name, iter(known))
    assert near[0] == name
    assert set(near) <= set(known)


def test_a_hint_is_given_where_a_name_is_near() -> None:
    """The hint names the near ones; where nothing is near there is none, rather than a wrong one."""
    assert did_you_mean("mayr", ACTORS) == "did you mean mayor or mayor-2?"
    assert did_you_mean("esper", ACTORS) is None


def test_a_hint_is_a_note_among_others() -> None:
    """A traceback shows it, also where it is set later, and what anybody else notes stays; so does all in a copy."""
    error = LedgerError("no", place="file:3")
    assert not hasattr(error, "__notes__") or error.__notes__ == []
    error.add_note("while reading line 7")
    error.hint = "mend it"
    error.hint = "mend it so"
    assert error.__notes__ == ["hint: mend it so", "while reading line 7"]
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301  # our own
        assert (str(again), again.hint, again.__notes__) == ("file:3: no", "mend it so", error.__notes__)
    error.hint = None
    assert error.__notes__ == ["while reading line 7"]
