"""Errors of single fields in plain words, each with an example of what the field takes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import LedgerError

EXAMPLES: Final[Mapping[str, object]] = {
    "after": ["mayor-1"],
    "aliases": ["Mayor"],
    "amends": "mayor-2",
    "archived": "https://archive.example/pier-4",
    "assessor": "desk",
    "audience": ["harbour-council"],
    "basis": "reported",
    "by": "desk",
    "captured_at": "2020-01-06",
    "certainty": "probable",
    "claim": "pier-closed",
    "claims": ["pier-closed"],
    "confidence": "moderate",
    "end": 131,
    "event": "mayor-2",
    "evidence": ["mayor-2"],
    "exact": "It is open.",
    "first": "mayor-1",
    "from": "pier-closed",
    "id": "mayor-2",
    "imported_from": {"ledger": "Old desk"},
    "independent": True,
    "label": "Half true",
    "language": "en",
    "ledger": "Old desk",
    "mode": "paraphrase",
    "name": "The mayor",
    "note": "By telephone.",
    "observation": "mayor-2",
    "occurred": "2020-01-06",
    "part_of": "city",
    "published": "2020-01-06",
    "publisher": "Harbour Post",
    "quotes": [{"exact": "It is open."}],
    "rationale": "The memo says so.",
    "reason": "A misprint.",
    "recorded_at": "2020-01-06T21:10:00.000000Z",
    "relation": "contradicts",
    "reliability": "B",
    "reports": [{"source": "harbour-post"}],
    "retracts": [{"observation": "mayor-1"}],
    "role": "Mayor",
    "seq": 17,
    "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "source": "harbour-post",
    "speaker": "mayor",
    "stance": "deny",
    "stances": [{"claim": "pier-closed", "stance": "deny"}],
    "start": 120,
    "text": "Pier 4 is closed.",
    "then": "mayor-2",
    "title": "Pier 4 closed",
    "to": "pier-open",
    "url": "https://harbour-post.example/pier-4",
    "verdict": "mixed",
    "via": ["city-radio"],
}
"""What each field may hold. A `kind` is missing: it is one thing of a claim and another one of an observation."""
_TIMES: Final = ("captured_at", "occurred", "published")

_EMPTY: Final = "Expected `str` of length >= 1"
_BLANK: Final = "it has nothing but white space"
_DIGEST: Final = "Expected `str` matching regex "
_SHAPE: Final = re.compile(r"Expected .*|Object missing required field `(?P<missing>\S+)`")


def plain(error: LedgerError) -> LedgerError:
    """The same error in plain words, with an example in its hint where it has none. The same object."""
    field = error.field or ""
    if error.message in {_EMPTY, _BLANK}:
        error.message = "it is empty" if error.message == _EMPTY else error.message
        error.hint = f"give it in words, as in {_example(field)}"
    elif error.message.startswith(_DIGEST):
        error.message = "it is not a SHA-256"
        error.hint = "it has 64 of 0-9 and a-f, as `sha256sum FILE` prints them"
    elif error.hint is None and (found := _SHAPE.fullmatch(error.message)):
        error.hint = _meant(found["missing"], field)
    return error


def _meant(missing: str | None, path: str) -> str | None:
    """An example of what should stand at a path, or of what is missing there; None where that depends on the type."""
    time = next((field for field in path.split(".") if field in _TIMES), None)
    example = _example(time or missing or path)
    if example is None:
        return None
    return f'as in "{missing}":{example}' if missing and not time else f"as in {example}"


def _example(path: str) -> str | None:
    """What may stand at a path, as JSON; None where that depends on the type."""
    field, bracket, _ = path.rpartition(".")[2].partition("[")
    example = EXAMPLES.get(field)
    if bracket and isinstance(example, list):
        example = example[0]
    return json.dumps(example, separators=(",", ":")) if example is not None else None
