"""What may be wrong with a record, given what was recorded last: a repetition, or an order that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.cli.setting import tell
from ledger.cli.write import sentence
from ledger.cli.write.doubts import is_before
from ledger.codec import Entry
from ledger.errors import LedgerError
from ledger.events import Assessment, Observation
from ledger.events.differences import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.events import AnyEvent, Stance
    from ledger.workspace import Ledger

_LOOKED_AT: Final = 10
"""How many of the last lines are looked at, one by one, since a batch may be long."""


def tell_beside_latest(ledger: Ledger, entry: Entry, *, dry_run: bool) -> None:
    """Tell the writer of a record. It is recorded, or could be, so an error while looking is no failure."""
    try:
        for other in _live_before(ledger, entry):
            if _is_same(entry.event, other.event):
                mend = "" if dry_run else f": `claims void {entry.record} --kind duplicate` would end this one"
                tell(f"{other.record} says the same already{mend}")
                return
            if _tell_replaced(entry, other) or _tell_unordered(ledger, entry, other, dry_run=dry_run):
                return
    except LedgerError:
        return


def _live_before(ledger: Ledger, entry: Entry) -> Iterator[Entry]:
    """The records of the same type that the lines before declared and did not change since, the newest first."""
    changed: set[str] = set()
    for seq in range(entry.seq - 1, max(0, entry.seq - 1 - _LOOKED_AT), -1):
        line = ledger.entry(seq)
        if not isinstance(line, Entry):
            continue
        if line.record != line.id:
            changed.add(line.record)
        elif line.record not in changed and isinstance(line.event, type(entry.event)):
            yield line


def _is_same(said: AnyEvent, there: AnyEvent) -> bool:
    """Whether two events say the same; their stances are compared first, since most differ there, at little cost."""
    if isinstance(said, Observation) and isinstance(there, Observation) and said.stances != there.stances:
        return False
    return content(said) == content(there)


def _tell_replaced(entry: Entry, other: Entry) -> bool:
    """Say if a verdict replaces one that was made later: the one recorded last stands. Returns whether that was so."""
    said, there = entry.event, other.event
    if not (isinstance(said, Assessment) and isinstance(there, Assessment)):
        return False
    is_of_same = (said.claim, said.assessor) == (there.claim, there.assessor)
    if not (is_of_same and said.verdict != there.verdict and is_before(said.occurred, there.occurred)):
        return False
    later = f"{there.assessor} found {there.claim} {there.verdict} later, in {other.record}"
    tell(f"{later}: an assessor's last recorded verdict stands, which is now {said.verdict}")
    return True


def _tell_unordered(ledger: Ledger, entry: Entry, other: Entry, *, dry_run: bool) -> bool:
    """Say if a speaker said otherwise, and nothing tells which came first. Returns whether that was so.

    If either says what it came after, or something refers to the other one, that may tell.
    """
    said, there = entry.event, other.event
    if not (isinstance(said, Observation) and isinstance(there, Observation)) or said.speaker != there.speaker:
        return False
    otherwise = _otherwise(said, there)
    is_taken_back = any(back.observation == other.record for back in said.retracts)
    if otherwise is None or is_taken_back or said.after or there.after or ledger.dependents(other.record, wait=0):
        return False
    if is_before(said.occurred, there.occurred) or is_before(there.occurred, said.occurred, by=other.recorded_at):
        return False
    mend = f"--after {other.record}" if dry_run else f"`claims amend {entry.record} --set after={other.record}`"
    (verb,) = sentence.verbs([otherwise])
    told = f"{said.speaker} {verb} {otherwise.claim} in {other.record}, which by its time may be earlier or later"
    tell(f"{told}: both stand, in unknown order; {mend} would say that {entry.record} is the later one")
    return True


def _otherwise(said: Observation, there: Observation) -> Stance | None:
    """The first stance of the other statement on a claim where this one takes another; only those that count."""
    mine = {(stance.claim, stance.stance) for stance in _counting(said)}
    claims = {claim for claim, _ in mine}
    its = (stance for stance in _counting(there) if stance.claim in claims)
    return next((stance for stance in its if (stance.claim, stance.stance) not in mine), None)


def _counting(said: Observation) -> Iterator[Stance]:
    return (stance for stance in said.stances if stance.stance != "comment" and stance.certainty != "possible")
