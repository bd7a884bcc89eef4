"""Names on the command line, and what is declared on the spot: `mayor`, `+clerk@city`, `+sold='Pier 4 is sold.'`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.codec import NAME, id_like
from ledger.errors import BadRequest
from ledger.events import Actor, Claim, Source

if TYPE_CHECKING:
    from ledger.events import AnyEvent

_NEW = re.compile(rf"\+(?P<id>[a-z][a-z0-9._-]*)(?:@(?P<whole>{NAME.pattern}))?(?:=(?P<text>.*))?", re.DOTALL)
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}|[0-9]{4}-[0-9]{2}")
_LATE_WHOLE = re.compile(rf"(.*\S)@({NAME.pattern})", re.DOTALL)
"""A name with a whole after it."""
_RECORDED: Final = "observations"
"""The `claims list` that has what cannot be declared on the spot."""
_FORM: Final = "a name has a-z, 0-9, dot, underscore and hyphen; a new one is +id, +id@whole or +id='A sentence.'"


Kind = Callable[[str], "Mention"]


class Mention(Struct, frozen=True):
    """A name, and the event that declares it if the name was given with a `+`."""

    name: str
    declares: AnyEvent | None = None


class Mentions(Struct, frozen=True):
    """Several names, and the events that declare the new ones among them."""

    names: tuple[str, ...] = ()
    declared: tuple[AnyEvent, ...] = ()


def actor(word: str) -> Mention:
    """An actor: `mayor`, or a new one, `+mayor`, `+mayor@city` or `+mayor='The mayor'`. Raises BadRequest.

    An actor that is declared without a name of its own goes by its id.
    """
    new = _declared(word, "actors")
    if new is None:
        return Mention(word)
    name, whole, text = new
    if whole is None and text is not None and (late := _LATE_WHOLE.fullmatch(text)) is not None:
        own, meant = shlex.quote(text), shlex.quote(late[1])
        hint = f"+{name}@{late[2]}={meant}; if that is its name, declare it with `claims actor {name} {own}`"
        raise BadRequest(f"the whole goes before the name of {name}, not after it", hint=hint)
    return Mention(name, Actor(id=name, name=text or name, part_of=whole))


def claim(word: str) -> Mention:
    """A claim: `pier-closed`, or a new one, `+pier-closed='Pier 4 is closed.'`. Raises BadRequest."""
    new = _declared(word, "claims")
    if new is None:
        return Mention(word)
    name, whole, text = new
    if whole is not None:
        raise BadRequest(f"a claim has no whole, but {name} was given one", hint=f"leave @{whole} out")
    if text is None:
        raise BadRequest(f"the new claim {name} has no sentence", hint=f"say what it claims: +{name}='A sentence.'")
    return Mention(name, Claim(id=name, text=text))


def source(word: str) -> Mention:
    """A source: `harbour-post`, or a new one with its publisher, `+post-7='Harbour Post'`. Raises BadRequest."""
    new = _declared(word, "sources")
    if new is None:
        return Mention(word)
    name, whole, text = new
    if whole is not None or text is None:
        raise BadRequest(f"the new source {name} has no publisher", hint=f"as in +{name}='Harbour Post'")
    return Mention(name, Source(id=name, publisher=text))


def record(word: str) -> Mention:
    """What must be recorded already. Raises BadRequest."""
    if word.startswith("+"):
        raise BadRequest(f"{word!r} cannot be declared here", hint="record it first, and give its name")
    _declared(word, _RECORDED)
    return Mention(word)


def several(words: Iterable[str] | None, kind: Kind, *, place: str, may_be_none: bool = False) -> Mentions:
    """What a repeatable option mentions; one word may hold several names, with commas between them.

    Raises BadRequest with the option as its place, also for a word without a name, unless it `may_be_none`.
    """
    given = list(words or ())
    if not may_be_none and not all(map(str.strip, given)):
        hint = "leave it out, or check that the variable has a value"
        raise BadRequest("it names nothing", place=place, hint=hint)
    try:
        found = [kind(part) for word in given for part in _parts(word)]
    except BadRequest as error:
        raise error.at(place) from None
    return merged(found)


def merged(mentions: Iterable[Mention]) -> Mentions:
    """The names in their order, and each declaration once."""
    found = list(mentions)
    declared = dict.fromkeys(each.declares for each in found if each.declares is not None)
    return Mentions(tuple(each.name for each in found), tuple(declared))


def _parts(word: str) -> Iterator[str]:
    """The names in a word. A sentence after `=` goes to the end of the word, with its commas."""
    rest = word.strip()
    while rest:
        name, equals, _ = rest.partition("=")
        if equals and "," not in name:
            yield rest
            return
        name, _, rest = rest.partition(",")
        if name.strip():
            yield name.strip()
        rest = rest.strip()


def _meant(word: str, listed: str) -> str | None:
    """A hint for a word that is no name: what may be meant, or how to find it among what is `listed`."""
    if _TIME.match(word):
        return "a time follows its option as one word, with no space: --at 2020-01-06T16:10"
    lower = word.strip(" ,;.").lower()
    if NAME.fullmatch(lower):
        return f"did you mean {lower}?"
    if " " not in word.strip() or not set("+@=").isdisjoint(word):
        return None
    quoted, like = shlex.quote(word), id_like(word)
    declares = f"; a new one is +{like}={quoted}" if like is not None and listed != _RECORDED else ""
    return f"an id belongs there: `claims list {listed} --matching {quoted}` may find it{declares}"


def _declared(word: str, listed: str) -> tuple[str, str | None, str | None] | None:
    """The id, the whole and the text of a declaration; None for a plain name. Raises BadRequest."""
    if NAME.fullmatch(word):
        return None
    new = _NEW.fullmatch(word)
    if new is None:
        raise BadRequest(f"{word!r} is not a name", hint=_meant(word, listed) or _FORM)
    text = new["text"]
    if text is not None and not text.strip():
        raise BadRequest(f"there is nothing after the = in {word!r}", hint=_FORM)
    return new["id"], new["whole"], text
