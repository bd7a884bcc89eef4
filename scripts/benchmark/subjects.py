"""The claims of a generated ledger: ever more of them, a few spoken of very often, most of them a few times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from ledger import Claim, Void
from ledger.events import types as kinds
from scripts.benchmark.words import sentence

if TYPE_CHECKING:
    from ledger.events import AnyEvent
    from scripts.benchmark.draw import Draw

_CURRENT: Final = 50
"""How many of the latest claims are in the news."""
_DOOMED: Final = 250
"""One claim in so many is voided when it is out of the news; nobody speaks of it any more from then on."""


class Subjects:
    """The claims so far; `count` is how many were declared. Numbers begin with 0."""

    def __init__(self, draw: Draw) -> None:
        self.count = 0
        self._draw = draw

    def declare(self) -> list[AnyEvent]:
        """Another claim, and the end of one that was a slip."""
        number, old = self.count, self.count - _CURRENT
        self.count += 1
        kind = self._draw.choices(get_args(kinds.ClaimKind), (70, 12, 8, 6, 4))[0]
        made: list[AnyEvent] = [Claim(id=f"claim-{number}", text=sentence(self._draw, 10), kind=kind)]
        if old >= 0 and _is_doomed(old):
            made.append(Void(event=f"claim-{old}", reason="two claims in one sentence"))
        return made

    def any(self) -> str:
        """A claim to speak of: one in the news, or one of all, the k-th with a chance of about 1/k."""
        if self._draw.happens(0.3):
            number = self.count - 1 - self._draw.randrange(min(self.count, _CURRENT))
        else:
            number = self._draw.often(self.count)
            number -= _is_doomed(number)
        return f"claim-{number}"

    def is_lasting(self, claim: str) -> bool:
        """Whether a claim is never voided."""
        return not _is_doomed(int(claim.removeprefix("claim-")))


def _is_doomed(number: int) -> bool:
    return number % _DOOMED == _DOOMED - 1
