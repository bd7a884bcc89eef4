"""A statement as one would say it: `esper questions authentic possibly denies decision`.

    sentence    WHO clause*
    WHO         actor                       `esper`, or declared on the spot, `+milley@us-dod`
    clause      certainty? verb claim+
    certainty   `probably` | `possibly`     of this one clause
    claim       claim                       `authentic`, or `+pier-open='Pier 4 is open.'`

Words come as the shell split them. The names in them are not looked up.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final, NoReturn

from msgspec import Struct

from ledger.cli.write.mentions import Mention, actor, claim, merged
from ledger.errors import BadRequest
from ledger.events import Stance
from ledger.wording import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.events import AnyEvent
    from ledger.events.types import Basis, Certainty, StanceKind

VERBS: Final[Mapping[str, StanceKind]] = {
    "supports": "support",
    "denies": "deny",
    "questions": "query",
    "comments": "comment",
    "retracts": "retract",
    "implies": "support",
}
"""The stance that each verb takes. `implies` takes it by implication."""
ADVERBS: Final[Mapping[str, Certainty]] = {"probably": "probable", "possibly": "possible"}
"""The words before a verb that say how certain it is that the stance is taken."""

OPTIONS: Final = ("in", "to", "at", "via", "after", "by")
"""The options that are easily typed without hyphens, since one would say these words."""

EXAMPLE: Final = "as in `claims record mayor denies pier-closed`"
_AROUND: Final = 3


class Sentence(Struct, frozen=True, kw_only=True):
    """Who takes which stances, and the events that declare what was new in it."""

    speaker: str | None = None
    stances: tuple[Stance, ...] = ()
    declared: tuple[AnyEvent, ...] = ()


def parse(words: Sequence[str], *, basis: Basis = "direct") -> Sentence:
    """The sentence that the words make; its stances have this basis, but those of `implies` are implied.

    Raises BadRequest, which shows the words with a mark under the one that is wrong.
    """
    if not words:
        return Sentence()
    if words[0] in VERBS or words[0] in ADVERBS:
        hint = f"say who it was, {EXAMPLE}; of a document or a picture, whoever made it"
        _refuse(words, 0, f"{words[0]!r} stands where the speaker should", hint=hint)
    mentions = [_mention(words, 0, actor)]
    stances: dict[str, Stance] = {}
    at = 1
    while at < len(words):
        certainty, verb, at = _verb(words, at)
        first = at
        while at < len(words) and words[at] not in VERBS and words[at] not in ADVERBS:
            about = _mention(words, at, claim)
            if about.name in stances:
                hint = "one stance per claim and statement: record it as two statements"
                _refuse(words, at, f"a second stance on {about.name}", hint=hint)
            mentions.append(about)
            stances[about.name] = Stance(
                claim=about.name,
                stance=VERBS[verb],
                basis="implied" if verb == "implies" else basis,
                certainty=certainty,
            )
            at += 1
        if at == first:
            _refuse(words, at - 1, f"{verb!r} needs a claim after it", hint=EXAMPLE)
    found = merged(mentions)
    return Sentence(speaker=found.names[0], stances=tuple(stances.values()), declared=found.declared)


def say(speaker: str | None, stances: Sequence[Stance]) -> str:
    """The sentence that these stances make, with each verb said once for the claims that follow one another."""
    words = [speaker] if speaker is not None else []
    before = None
    for stance in stances:
        clause = [*_adverb(stance.certainty), _verb_of(stance)]
        if clause != before:
            words += clause
        words.append(stance.claim)
        before = clause
    return " ".join(words)


def verbs(stances: Sequence[Stance]) -> list[str]:
    """The verb of each stance."""
    return [_verb_of(stance) for stance in stances]


def meant(words: Sequence[str], name: str) -> str | None:
    """What was probably meant by a word that names no claim: the verb for `denys`, the option for `in harbour-post`."""
    if name not in words[1:]:
        return None
    if name in OPTIONS:
        return f"--{shlex.join(words[words.index(name, 1) :][:2])}"
    near = nearest(name, VERBS, most=1)
    return f"the verb {near[0]}" if near else None


def _verb(words: Sequence[str], at: int) -> tuple[Certainty, str, int]:
    """The certainty and the verb at a place, and where the verb's claims begin."""
    certainty: Certainty = "certain"
    if words[at] in ADVERBS:
        certainty = ADVERBS[words[at]]
        at += 1
        if at == len(words):
            _refuse(words, at - 1, f"{words[at - 1]!r} needs a verb after it", hint=f"the verbs are {', '.join(VERBS)}")
    word = words[at]
    if word not in VERBS:
        known = VERBS if certainty != "certain" else (*VERBS, *ADVERBS)
        hint = did_you_mean(word, known) or f"the verbs are {', '.join(VERBS)}; {EXAMPLE}"
        _refuse(words, at, f"{word!r} is not a verb", hint=hint)
    return certainty, word, at + 1


def _mention(words: Sequence[str], at: int, kind: Callable[[str], Mention]) -> Mention:
    try:
        return kind(words[at])
    except BadRequest as error:
        option = f"did you mean {meant(words, words[at - 1])}?" if at > 1 and words[at - 1] in OPTIONS else None
        _refuse(words, at, error.message, hint=option or error.hint)


def _refuse(words: Sequence[str], at: int, message: str, *, hint: str | None) -> NoReturn:
    """Raise the error with the words around the wrong one, and a mark under it."""
    shown = [shlex.quote(word) for word in words[max(0, at - _AROUND) : at + _AROUND + 1]]
    here = min(at, _AROUND)
    before = "… " if at > _AROUND else ""
    after = " …" if at + _AROUND + 1 < len(words) else ""
    indent = len(before) + sum(len(word) + 1 for word in shown[:here])
    line = f"{before}{' '.join(shown)}{after}"
    raise BadRequest(f"{message}\n  {line}\n  {' ' * indent}{'^' * len(shown[here])}", hint=hint)


def _adverb(certainty: Certainty) -> list[str]:
    return [adverb for adverb, means in ADVERBS.items() if means == certainty]


def _verb_of(stance: Stance) -> str:
    if stance.basis == "implied" and stance.stance == "support":
        return "implies"
    return next(verb for verb, takes in VERBS.items() if takes == stance.stance)
