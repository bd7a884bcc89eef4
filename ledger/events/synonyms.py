"""Words that people use in forms and sheets for what events call something else, for hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    # Fields.
    "actor": ("speaker", "assessor"),
    "author": ("speaker", "publisher", "assessor"),
    "claim": ("stances",),
    "date": ("occurred", "published"),
    "link": ("url",),
    "outlet": ("publisher", "actor"),
    "person": ("speaker", "assessor", "actor"),
    "quote": ("quotes", "exact"),
    "rating": ("verdict", "reliability", "assessment"),
    "said": ("text",),
    "sentence": ("text",),
    "source": ("reports",),
    "statement": ("text", "observation"),
    "time": ("occurred", "published"),
    "told": ("audience",),
    "when": ("occurred", "published"),
    "who": ("speaker", "assessor", "name"),
    "whom": ("audience",),
    # Types.
    "article": ("source",),
    "document": ("observation",),
    "event": ("observation",),
    "happening": ("observation",),
    "organisation": ("actor",),
    "organization": ("actor",),
    "utterance": ("observation",),
    "verdict": ("assessment",),
    # Values.
    "asks": ("query",),
    "confirms": ("support",),
    "disputes": ("deny",),
    "doubts": ("query",),
    "questions": ("query",),
    "refutes": ("deny",),
    "rejects": ("deny",),
    "withdraws": ("retract",),
}
"""For each word, the names that it may stand for, of which only those that are known count."""


def suggested(word: str, known: Collection[str]) -> str | None:
    """A hint with the known names that a word may have meant: a synonym, else those spelt most like it."""
    others = [name for name in _SYNONYMS.get(word.lower(), ()) if name in known]
    return f"did you mean {others[0]}?" if others else did_you_mean(word, known)
