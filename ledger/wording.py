"""How names and texts are put into sentences, and which known name an unknown one may have meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEAR: Final = 0.6
"""How similar two names are, from 0 to 1, if one may have been meant as the other: mayor and mayro."""
_MANY: Final = 1_000
"""The most names that are compared letter by letter with an unknown one."""
_SHOWN: Final = 5
"""The most names of a longer list that are shown."""
_LONGEST: Final = 80
"""The most characters of a text that are shown."""

_YEARS: Final = range(1500, 2100)
"""Numbers that are read as seqs, but may have been meant as years."""


def with_article(noun: str) -> str:
    """A noun in a message: `a claim`, `an actor`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first, at most `most`; empty if nothing is near.

    If nothing is, it is tried again in lower case. Of very many names, only those are compared that begin or end like
    it.
    """
    names = list(known)
    found = get_close_matches(name, _alike(name, names), n=most, cutoff=_NEAR)
    return tuple(found) if found or name == name.lower() else nearest(name.lower(), names, most=most)


def _alike(name: str, known: list[str]) -> list[str]:
    """The names worth comparing: each comparison takes some 10 µs, and there may be a million names."""
    for length in range(1, len(name) + 1):
        if len(known) <= _MANY:
            return known
        begins, ends = name[:length], name[-length:]
        closer = [each for each in known if each.startswith(begins) or each.endswith(ends)]
        if not closer:
            break
        known = closer
    return sorted(known, key=lambda each: abs(len(each) - len(name)))[:_MANY]


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known names; None if nothing is near."""
    near = nearest(name, known)
    return f"did you mean {' or '.join(near)}?" if near else None


def ends_before(seq: int | None) -> str:
    """A hint for a seq that is beyond the end of the log, and may have been meant as a year."""
    year = as_year(seq)
    return "`claims log --last 1` shows where it ends" + (f"; {year}" if year else "")


def as_year(seq: int | None) -> str | None:
    """A hint on how a year is written, for digits that are read as a seq; None if they hardly mean a year."""
    if seq not in _YEARS:
        return None
    return f"digits alone are an event: for a year write its first or last day, {seq}-01-01 or {seq}-12-31"


def events_are(number: int) -> str:
    """How many events, before what is said of them: `1 event is`, `2,000 events are`."""
    return "1 event is" if number == 1 else f"{number:,} events are"


def few(names: Sequence[str]) -> str:
    """Names in a list that is cut short after the first few: `a, b`, `a, b, c, d, e and 12 more`."""
    if len(names) > _SHOWN + 1:
        return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN:,} more"
    return ", ".join(names)


def quoted(text: str) -> str:
    """The text as an error shows it: in quotes, control characters escaped, cut off if it is long."""
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
