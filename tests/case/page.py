"""The answers worked out by hand, read from the tables of `seeds/expected.md`.

The page is the only place where they stand. What cannot be read as an answer is an error, so no table is passed over.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from tests.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS: Final = ROOT / "seeds"
PERSPECTIVES: Final = ("public", "us-congress", "iraq-gov")
CLOCK: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
END: Final = "At the end of the log"
TIMES: Final = "What is known of the times"
ACROSS: Final = "Across claims, at the end of the log"
COLUMNS: Final = ("claim", "known to", "status", "supports", "denies", "asks", "origins", "divided", "why")
TIME_COLUMNS: Final = ("moment", "earliest", "latest", "rests on")
ACROSS_COLUMNS: Final = ("what", "answer")
NOBODY: Final = "\N{EN DASH}"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a claim's state is: its status, the actors who support, deny or ask, the origins that support."""

    status: str = "no-position"
    supports: frozenset[str] = frozenset()
    denies: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    origins: int = 0
    divided: bool = False


class Cut(msgspec.Struct, frozen=True):
    """Where the page asks: just after an event, at a clock time, or, with neither, at the end of the log."""

    event: str | None = None
    clock: str | None = None

    def __str__(self) -> str:
        """What a test is called by."""
        return self.event or self.clock or "end"

    @property
    def instant(self) -> str:
        """The clock time as the log writes it."""
        assert self.clock is not None
        return f"{datetime.fromisoformat(self.clock):%Y-%m-%dT%H:%M:%S.%f}Z"


class Asked(msgspec.Struct, frozen=True):
    """A cut and a perspective."""

    cut: Cut
    perspective: str

    def __str__(self) -> str:
        """What a test is called by."""
        return f"{self.cut}-{self.perspective}"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of the page to one question, by claim; a claim without an answer has no position."""

    certain: dict[str, Answer]
    if_possible: dict[str, Answer]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading with the lines under it, up to the next heading of its level."""

    title: str
    lines: list[str]


def names(cell: str) -> list[str]:
    """The names in backticks."""
    return re.findall(r"`([^`]+)`", cell)


@cache
def sections() -> dict[str, Section]:
    """The sections of the page by their headings."""
    return {s.title: s for s in _divided((SEEDS / "expected.md").read_text(encoding="utf-8").splitlines(), "## ")}


def table(lines: list[str], columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of the tables in these lines, which all have these columns."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    for row in rows:
        assert len(row) == len(columns), f"a row of {len(row)} cells: {row}"
        if tuple(row) != columns and set("".join(row)) != {"-"}:
            yield dict(zip(columns, row, strict=True))


@cache
def held() -> tuple[str, ...]:
    """The claims on which the page answers at every cut."""
    line = next(line for line in sections()[""].lines if line.startswith("- Held here are"))
    return tuple(names(line))


@cache
def answers() -> dict[Asked, Answers]:
    """What the page answers, at every cut and from every perspective. At the end of the log, on all claims."""
    found: dict[Asked, Answers] = {}
    for section in reversed(sections().values()):
        cut = cut_of(section.title)
        if cut is not None:
            parts = {part.title: part.lines for part in _divided(section.lines, "### ") if part.title}
            found |= {Asked(cut, each): _answers(parts, each, found) for each in PERSPECTIVES}
    return dict(reversed(found.items()))


@cache
def times() -> dict[str, tuple[str, str]]:
    """The earliest and the latest of each moment, as the page writes them, by the event's name."""
    return {
        name: (row["earliest"], row["latest"])
        for row in table(sections()[TIMES].lines, TIME_COLUMNS)
        for name in names(row["moment"])
    }


@cache
def across() -> dict[str, str]:
    """The answers across claims at the end of the log, by what is asked, without the words in brackets."""
    section = sections()[ACROSS]
    return {row["what"].partition(" (")[0]: row["answer"] for row in table(section.lines, ACROSS_COLUMNS)}


def _divided(lines: list[str], mark: str) -> list[Section]:
    """The lines by the headings that begin with the mark; what stands before the first has an empty one."""
    found = [Section(title="", lines=[])]
    for line in lines:
        if line.startswith(mark):
            found.append(Section(title=line.removeprefix(mark), lines=[]))
        else:
            found[-1].lines.append(line)
    return found


def cut_of(title: str) -> Cut | None:
    """Where the section with this heading asks; None where it does not ask at a cut."""
    if title.startswith("Just after `"):
        return Cut(event=names(title)[0])
    if title.startswith("At the clock: "):
        return Cut(clock=CLOCK.findall(title)[0])
    assert title in ("", TIMES, ACROSS, END), f"a section that nothing reads: {title}"
    return Cut() if title == END else None


def _answers(parts: dict[str, list[str]], perspective: str, known: dict[Asked, Answers]) -> Answers:
    """What the parts of a section answer to a perspective. `known` has the end of the log already."""
    match parts:
        case {"Certain": certain, "If everything possible had happened": possible, **rest} if not rest:
            if "As at the end of the log, for all three." in possible:
                end = known[Asked(Cut(), perspective)].certain
                if_possible = {claim: end[claim] for claim in held()}
                assert not list(table(possible, COLUMNS))
            else:
                if_possible = dict(_rows(possible, perspective))
            return Answers(certain=dict(_rows(certain, perspective)), if_possible=if_possible)
        case {"Certain, and if everything possible had happened": both, "The other claims": others, **rest} if not rest:
            rows = dict(_rows([*both, *others], perspective))
            return Answers(certain=rows, if_possible=rows)
    raise AssertionError(f"a section with the parts {', '.join(parts)}")


def _rows(lines: list[str], perspective: str) -> Iterator[tuple[str, Answer]]:
    """The answers to a perspective in the tables of these lines."""
    seen: set[str] = set()
    for row in table(lines, COLUMNS):
        known_to = PERSPECTIVES if row["known to"] == "all three" else names(row["known to"])
        assert known_to, row
        assert set(known_to) <= set(PERSPECTIVES), row
        (claim,) = names(row["claim"])
        if perspective in known_to:
            assert claim not in seen, f"{claim} is answered twice"
            seen.add(claim)
            yield claim, _answer(row)
    without = [name for line in lines if ": no-position on all" in line for name in names(line)]
    assert bool(seen) != (perspective in without), f"{perspective} has no answers, or is said to have none: {lines}"


def _answer(row: dict[str, str]) -> Answer:
    """The answer in a row."""
    for column in ("supports", "denies", "asks"):
        assert row[column] == (", ".join(f"`{name}`" for name in names(row[column])) or NOBODY), row
    return Answer(
        status=row["status"],
        supports=frozenset(names(row["supports"])),
        denies=frozenset(names(row["denies"])),
        asks=frozenset(names(row["asks"])),
        origins=int(row["origins"]),
        divided={"yes": True, "no": False}[row["divided"]],
    )
