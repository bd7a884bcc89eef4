"""The fingerprint of the events: what another build may know that this one does not."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from msgspec import Struct
from msgspec.structs import fields

from ledger.events import Claim, fingerprint, types


class _Poll(types.Event, frozen=True, kw_only=True):
    """An event of another build."""

    claim: types.Text


class _Claim(types.Event, frozen=True, kw_only=True, tag="claim"):
    text: types.Text
    kind: types.ClaimKind = "fact"
    note: str | None = None
    amends: types.Text | None = None
    reason: str | None = None


class _Longer(_Claim, frozen=True, kw_only=True, tag="claim"):
    mood: str | None = None


class _Typed(_Claim, frozen=True, kw_only=True, tag="claim"):
    note: int | None = None  # type: ignore[assignment]  # that is the question


class _Opinion(_Claim, frozen=True, kw_only=True, tag="claim"):
    kind: types.ClaimKind = "opinion"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Poll", _Poll),
        ("Claim", _Longer),
        ("Claim", _Typed),
        ("Claim", _Opinion),
        ("Verdict", Literal["true", "false"]),
        ("Text", str),
    ],
)
def test_the_fingerprint_tells_what_another_build_knows(monkeypatch: pytest.MonkeyPatch, name: str, value: Any) -> None:
    """A type more, a field more, another type of a field, default or value: each makes another fingerprint."""
    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setattr(types, name, value, raising=False)
    assert fingerprint() != before


def test_the_fingerprint_knows_every_part_of_every_event() -> None:
    """What is not defined beside the events is imported there, so that it is among what is hashed."""

    def parts(kind: Any) -> set[type[Struct]]:
        found = {kind} if isinstance(kind, type) and issubclass(kind, Struct) else set()
        inner = [field.type for each in found for field in fields(each)] or list(getattr(kind, "__args__", ()))
        return found.union(*(parts(each) for each in inner))

    assert Claim in parts(types.AnyEvent)
    assert parts(types.AnyEvent) <= {each for each in vars(types).values() if isinstance(each, type)}
