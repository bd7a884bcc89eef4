"""What was believed, and by whom: the page, the projections and the naive rules say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.case import page
from tests.case.ledgers import by_naive_rules, by_sql, given
from tests.case.page import Answer, Asked, Cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger import Ledger
    from tests.case.page import Answers
    from tests.naive import World

END = Cut()


def differences(asked: Asked, found: Answers) -> dict[str, tuple[Answer, Answer]]:
    """Where answers differ from the page's: by part and claim, what the page says and what was found."""
    expected = page.answers()[asked]
    return {
        **_differences("certain", asked, expected.certain, found.certain),
        **_differences("if possible", asked, expected.if_possible, found.if_possible),
    }


def _differences(
    part: str, asked: Asked, expected: Mapping[str, Answer], found: Mapping[str, Answer]
) -> dict[str, tuple[Answer, Answer]]:
    """The same for one part. A claim that the page leaves out has no position."""
    claims = expected if asked.cut == END else {*page.held(), *expected}
    pairs = {f"{part}: {claim}": (expected.get(claim, Answer()), found[claim]) for claim in claims}
    return {where: pair for where, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("asked", page.answers(), ids=str)
def test_the_projections_answer_as_the_page_does(case: Ledger, asked: Asked) -> None:
    """At each cut and for each perspective, status, names, origins and divisions are those worked out by hand."""
    assert differences(asked, by_sql(case, asked)) == {}


@pytest.mark.parametrize("asked", page.answers(), ids=str)
def test_the_naive_rules_answer_as_the_page_does(rules: World, asked: Asked) -> None:
    """The second implementation of the rules, too, finds what was worked out by hand."""
    assert differences(asked, by_naive_rules(rules, asked)) == {}


def test_the_page_answers_on_every_claim() -> None:
    """At the end of the log the page leaves out no claim of the seeds, and has no other."""
    claims = {event["id"] for event in given() if event["type"] == "claim"}
    for perspective in page.PERSPECTIVES:
        assert set(page.answers()[Asked(END, perspective)].certain) == claims
    assert set(page.held()) < claims


def test_all_perspectives_agree_at_the_end(case: Ledger) -> None:
    """At the end of the log the perspectives have the same answers, and nothing is left that is only possible."""
    public, congress, baghdad = (by_sql(case, Asked(END, perspective)) for perspective in page.PERSPECTIVES)
    assert public.certain == public.if_possible
    assert congress == public
    assert baghdad == public


@pytest.mark.parametrize("perspective", page.PERSPECTIVES)
def test_the_clock_arrives_at_the_end(case: Ledger, perspective: str) -> None:
    """At the clock time that the page names, and not before it, the answers become those of the end of the log."""
    (noon,) = page.CLOCK.findall(" ".join(page.sections()[page.END].lines))
    assert noon == "2020-01-13T12:00Z"
    end = by_sql(case, Asked(END, perspective))
    for clock in (noon, "2020-02-01T00:00Z"):
        assert by_sql(case, Asked(Cut(clock=clock), perspective)) == end
    assert by_sql(case, Asked(Cut(clock="2020-01-13T11:59:59.999999Z"), perspective)).certain != end.certain


def test_where_the_page_calls_a_cut_the_end_of_the_log() -> None:
    """Where the page says that for somebody this is the end of the log, its table there has the answers of the end."""
    places = [
        (page.cut_of(title), perspective)
        for title, section in page.sections().items()
        for line in section.lines
        for perspective in re.findall(r"^For `([^`]+)` this is the end of the log\.$", line)
    ]
    assert len(places) == 3
    for cut, perspective in places:
        assert cut is not None
        end = page.answers()[Asked(END, perspective)].certain
        assert page.answers()[Asked(cut, perspective)].if_possible == {claim: end[claim] for claim in page.held()}


def test_where_the_page_refers_to_an_earlier_clock() -> None:
    """Where the page says that as much is possible as at an earlier clock time, its tables there have equal answers."""
    clocks = {str(asked.cut): asked.cut for asked in page.answers() if asked.cut.clock}
    places = [
        (page.cut_of(title), cut)
        for title, section in page.sections().items()
        for line in section.lines
        for time in re.findall(r"^As at (\d\d:\d\dZ)", line)
        for clock, cut in clocks.items()
        if clock.endswith(f"T{time}")
    ]
    assert len(places) == 1
    for later, earlier in places:
        assert later is not None
        for perspective in page.PERSPECTIVES:
            there, then = page.answers()[Asked(later, perspective)], page.answers()[Asked(earlier, perspective)]
            assert there.if_possible == then.if_possible
