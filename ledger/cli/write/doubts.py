"""What may be wrong with a statement that was just recorded, and what would mend it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from ledger.cli.setting import tell
from ledger.errors import LedgerError
from ledger.events import PUBLIC, Observation, Report, Retraction, Source
from ledger.events.differences import content
from ledger.times import Interval

if TYPE_CHECKING:
    from ledger.cli.write.carrying import ReportOptions
    from ledger.codec import Entry
    from ledger.events import InlineReport, Time
    from ledger.workspace import Ledger


_LOOKED_AT: Final = 50
"""How many of the statements that a source carries are looked at."""


def tell_doubts(ledger: Ledger, entry: Entry, how: ReportOptions, *, dry_run: bool) -> None:
    """Tell the writer. The statement is recorded, or could be, so an error while looking is no failure."""
    said = entry.event
    if not isinstance(said, Observation):
        return
    try:
        for each in said.retracts:
            _tell_retraction(ledger, entry.id, said, each, dry_run=dry_run)
        _tell_copies(ledger, entry.record, said)
        declared = {each.id for each in how.declared}
        for report in said.reports:
            if report.source not in declared:
                _tell_undated(ledger, said, report)
        if said.reports and how.audience is None:
            _tell_private_sources(ledger, entry.id, said, dry_run=dry_run)
        elif how.audience and PUBLIC not in how.audience:
            _tell_public_sources(how, dry_run=dry_run)
    except LedgerError:
        return


def _tell_copies(ledger: Ledger, name: str, said: Observation) -> None:
    """Say if somebody else says the same in a source through which this came: it may be a copy, not a second voice."""
    stances = {(stance.claim, stance.stance) for stance in said.stances}
    for report in said.reports:
        for source in report.via:
            carried = [each for each, kind in ledger.dependents(source, wait=0).items() if kind == "observation"]
            for each in [each for each in carried if each != name][:_LOOKED_AT]:
                other = ledger.current(each, wait=0).event
                if not isinstance(other, Observation) or other.speaker in (None, said.speaker):
                    continue
                if not stances.isdisjoint((stance.claim, stance.stance) for stance in other.stances):
                    mend = f"`claims report {each} --in {report.source} --via {source}`"
                    copied = f"{other.speaker} says so in {each}, which {source} carries"
                    tell(f"{copied}: if {said.speaker} only passes that on, it is no voice of its own, but {mend}")
                    return


def tell_doubts_of_report(ledger: Ledger, entry: Entry) -> None:
    """Tell the writer of a report if another one says the same, or if nobody knows when it came out.

    An error while looking is no failure.
    """
    said = entry.event
    if not isinstance(said, Report):
        return
    try:
        reported = ledger.current(said.observation, wait=0).event
        if isinstance(reported, Observation):
            _tell_undated(ledger, reported, said)
        there = ledger.dependents(said.observation, wait=0)
        for name in (name for name, kind in there.items() if kind == "report" and name != entry.record):
            other = ledger.current(name, wait=0).event
            if isinstance(other, Report) and content(other) == content(said):
                tell(f"{name} says the same already: `claims void {entry.record} --kind duplicate` would end this one")
                return
    except LedgerError:
        return


def _tell_retraction(ledger: Ledger, name: str, said: Observation, each: Retraction, *, dry_run: bool) -> None:
    there = ledger.current(each.observation, wait=0)
    back = there.event
    if not isinstance(back, Observation):
        return
    taken = {stance.claim for stance in back.stances}
    for claim in each.claims if taken else ():
        if claim not in taken:
            tell(f"{each.observation} takes no stance on {claim}: nothing is taken back there")
    if not taken:
        tell(f"{each.observation} takes no stance: nothing is taken back there")
    if taken.isdisjoint(each.claims or taken):
        return
    if back.speaker not in (None, said.speaker):
        tell(f"{said.speaker} takes back what {back.speaker} said in {each.observation}: that is for readers to judge")
    if is_before(said.occurred, back.occurred):
        tell(f"by its time {name} came before {each.observation}, which it takes back: mend one of the times")
    elif each.observation not in said.after and not is_before(back.occurred, said.occurred, by=there.recorded_at):
        names = ",".join((*said.after, each.observation))
        mend = f"--after {names}" if dry_run else f"`claims amend {name} --set after={names}`"
        told = f"by its time {name} may come before {each.observation}, which it takes back"
        tell(f"{told}: {mend} would say that it does not")


def is_before(first: Time | None, then: Time | None, *, by: str | None = None) -> bool:
    """Whether one time has ended when another begins; what was recorded `by` some time had ended by then."""
    end = first.latest if isinstance(first, Interval) else None
    start = then.earliest if isinstance(then, Interval) else None
    if start is None:
        return False
    return any(each is not None and each <= start for each in (end, by))


def _tell_private_sources(ledger: Ledger, name: str, said: Observation, *, dry_run: bool) -> None:
    """Say if a statement counts as told to the public since nobody was named, though only private sources have it."""
    told: dict[str, None] = {}
    for report in said.reports:
        audience = _audience(ledger, report)
        if audience is None or PUBLIC in audience:
            return
        told |= dict.fromkeys(audience)
    sources, names = " and ".join(report.source for report in said.reports), ",".join(told)
    mend = f"--to {shlex.quote(names)}" if dry_run else f"`claims amend {name} --set audience={names or '[]'}`"
    has = "has" if len(said.reports) == 1 else "have"
    tell(f"{name} counts as told to the public, though only {sources} {has} it: {mend} would say who was told")


def _tell_public_sources(how: ReportOptions, *, dry_run: bool) -> None:
    """Say if what was told in private is in a new source, and nobody said who can read that, or since when."""
    for each in how.declared:
        if not isinstance(each, Source) or each.published is not None:
            continue
        readers = ",".join(how.audience or ())
        mend = f"claims amend {each.id} --set audience={readers}"
        if dry_run:
            mend = f"claims source {each.id} … --to {readers}"
        told = f"{each.id} counts as public, from an unknown date: the public knows what it carries"
        tell(f"{told}. `{mend}` would say who alone can read it; --published, when it came out")


def _tell_undated(ledger: Ledger, said: Observation, report: InlineReport | Report) -> None:
    """Say if the public learns of a statement from a source alone, and nobody said when that came out."""
    if said.audience is None or PUBLIC in said.audience or report.published is not None:
        return
    source = ledger.current(report.source, wait=0).event
    audience = _audience(ledger, report)
    if isinstance(source, Source) and source.published is None and (audience is None or PUBLIC in audience):
        told = f"{report.source} has no date, so it is unknown when the public learned this"
        tell(f"{told}: `claims amend {report.source} --set published=…` would tell")


def _audience(ledger: Ledger, report: InlineReport | Report) -> tuple[str, ...] | None:
    """Who could read a report; None is the public."""
    if report.audience is not None:
        return report.audience
    source = ledger.current(report.source, wait=0).event
    return source.audience if isinstance(source, Source) else None
