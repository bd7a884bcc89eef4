"""What another log recorded is imported as it is: under other names, and believed as it was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from msgspec.structs import replace

from ledger.checks import check_log
from ledger.events import renamed
from ledger.log import uncounted
from ledger.workspace.importing import Imported, imported
from tests.belief.world import Recorded, recorded
from tests.effort import costly
from tests.histories import AFTERWARDS, Batch, exact_histories, histories

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.events import AnyEvent
    from ledger.log import Appended, Expectation, Log, Renaming

STATES = "select claim, status, supporters, deniers, questioners, origins, divided, verdict from claims"


def brought(own: Log, other: Log, prefix: str = "") -> tuple[Imported, dict[str, str]]:
    """What comes of importing one log into another one, in which a prefix tells its names from others; its names."""
    ids = [entry.id for entry in other.entries()]
    names = {each: prefix + each for each in ids if prefix and ":" not in each}

    def append(events: list[AnyEvent], renaming: Renaming, expected: Expectation) -> list[Appended]:
        return own.append(events, by="desk", now=lambda: AFTERWARDS, expected=expected, renaming=renaming)

    found = imported(own, other, ledger="other", names=names, without=(), append=append, is_dry=False, count=uncounted)
    here = {there: one.entry.id for there, one in zip(found.formerly, found.appended, strict=True)}
    return found, here


def bare(event: AnyEvent, names: Mapping[str, str]) -> AnyEvent:
    """What an event says, under other names."""
    return replace(renamed(event, names), id=None, imported_from=None)


@costly(3)
@given(histories(), exact_histories())
def test_what_is_imported_says_what_it_said(own: list[Batch], other: list[Batch]) -> None:
    """Each event once, in its order, under the names that its references have here; and it can be brought back."""
    with recorded(own, project=False) as here, recorded(other, project=False, by="other") as there:
        said = list(there.log.entries())
        before = list(here.log.entries())
        found, names = brought(here.log, there.log, "x-")
        assert (found.after, found.there, found.erased, len(found.appended)) == (0, 0, 0, len(said))
        for entry, one in zip(said, found.appended, strict=True):
            assert one.is_new
            assert bare(entry.event, names) == bare(one.entry.event, {})
            first = one.entry.event.imported_from
            assert first is not None
            assert (first.id, first.seq, first.recorded_at, first.by) == (
                entry.id,
                entry.seq,
                entry.recorded_at,
                entry.by,
            )
        assert list(check_log(here.log)) == []
        again, _ = brought(here.log, there.log)
        assert (again.appended, again.there) == ([], len(said))
        back, _ = brought(there.log, here.log, "y-" if before else "")
        assert ([one.is_new for one in back.appended], back.there) == ([True] * len(before), len(said))
        assert list(check_log(there.log)) == []


@costly(6)
@given(exact_histories(), exact_histories())
def test_what_is_imported_is_believed_as_it_was(own: list[Batch], other: list[Batch]) -> None:
    """Where all of it was over when it was recorded; and what is said here of other claims stays as it was."""
    with recorded(other) as world:
        wanted = states(world)
    with recorded(other, project=False, by="other") as there, recorded(own) as here:
        before = here.rows(f"{STATES} order by claim")
        brought(here.log, there.log, "x-")
        here.project()
        assert states(here, "x-") == wanted
        assert here.rows(f"{STATES} where not starts_with(claim, 'x-') order by claim") == before


def states(world: Recorded, prefix: str = "") -> list[tuple[object, ...]]:
    """How the claims of such names stand, in their order, without the prefix."""
    found = world.rows(f"{STATES} where starts_with(claim, '{prefix}') order by claim")
    return [(name.removeprefix(prefix), *rest) for name, *rest in found]
