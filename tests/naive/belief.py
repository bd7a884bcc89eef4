"""From stances to status (design, section 7), over observations that are visible to somebody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tests.naive.records import Line, Records

    Follows: TypeAlias = Callable[[str, str], bool]
    """Whether the occurrence of the first observation is ≺ that of the second."""

OF_ORIGIN = ("support", "deny", "order-unknown", "query", "retracted")
"""The positions of members that an undivided origin takes over, the strongest first."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A position on a claim, and the observations that give it."""

    position: str
    given_by: frozenset[str]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What the positions on a claim add up to."""

    status: str = "no-position"
    supporters: int = 0
    deniers: int = 0
    questioners: int = 0
    origins: int = 0
    divided: bool = False


def counts(stance: Line) -> bool:
    """`comment` and `possible` stances never count."""
    return not (stance["stance"] == "comment" or stance.get("certainty", "certain") == "possible")


def of_actors(records: Records, visible: Collection[str], precedes: Follows) -> dict[tuple[str, str], Held]:
    """The position of each actor on each claim on which a visible utterance of his takes a stance that counts."""
    taken: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for observation in visible:
        for stance in filter(counts, records.stances(observation)):
            actor = records.speaker(observation)
            assert actor is not None
            taken[actor, stance["claim"]][observation] = stance["stance"]
    taken_back = {pair for observation in visible for pair in records.retractions(observation)}
    held = {}
    for (actor, claim), stances in taken.items():
        retracted = {observation for observation in stances if (observation, claim) in taken_back}
        held[actor, claim] = position(stances, retracted, precedes)
    return held


def position(stances: Mapping[str, str], retracted: Collection[str], precedes: Follows) -> Held:
    """Where one actor stands on one claim, from the stances that count here (observation -> stance)."""
    standing = {one for one in stances if not any(precedes(one, later) for later in stances)}

    def still(stance: str) -> set[str]:
        return {one for one in standing if stances[one] == stance and one not in retracted}

    support, deny, query = still("support"), still("deny"), still("query")
    if support and deny:
        return Held(position="order-unknown", given_by=frozenset(support | deny))
    if support:
        return Held(position="support", given_by=frozenset(support))
    if deny:
        return Held(position="deny", given_by=frozenset(deny))
    if query:
        return Held(position="query", given_by=frozenset(query))
    return Held(position="retracted", given_by=frozenset(standing))


def of_origins(records: Records, actors: Mapping[tuple[str, str], Held]) -> dict[tuple[str, str], Held]:
    """The position of each origin on each claim on which a member of it has one."""
    members: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for (actor, claim), held in actors.items():
        members[records.origin(actor), claim].append(held)
    return {key: of_origin(held) for key, held in members.items()}


def of_origin(members: Iterable[Held]) -> Held:
    """`divided` if members support and deny; else the first that a member holds, by rank."""
    given_by: dict[str, frozenset[str]] = defaultdict(frozenset)
    for member in members:
        given_by[member.position] |= member.given_by
    if "support" in given_by and "deny" in given_by:
        return Held(position="divided", given_by=given_by["support"] | given_by["deny"])
    first = next(each for each in OF_ORIGIN if each in given_by)
    return Held(position=first, given_by=given_by[first])


def tally(actors: Iterable[Held], origins: Iterable[Held]) -> Tally:
    """The status and the counts of one claim: voices are origins, heads are actors."""
    heads = [held.position for held in actors]
    voices = [held.position for held in origins]
    supporting = voices.count("support") + voices.count("divided")
    return Tally(
        status=status(voices),
        supporters=heads.count("support"),
        deniers=heads.count("deny"),
        questioners=heads.count("query"),
        origins=supporting,
        divided="divided" in voices,
    )


def status(voices: Collection[str]) -> str:
    """The status of a claim from the positions of the origins; a divided one counts on both sides."""
    supporting = sum(voice in ("support", "divided") for voice in voices)
    denying = sum(voice in ("deny", "divided") for voice in voices)
    rules = (
        ("disputed", supporting >= 1 and denying >= 1),
        ("asserted-by-several", supporting > 1),
        ("asserted", supporting == 1),
        ("denied", denying >= 1),
        ("order-unknown", "order-unknown" in voices),
        ("questioned", "query" in voices),
        ("retracted", "retracted" in voices),
    )
    return next((name for name, holds in rules if holds), "no-position")
