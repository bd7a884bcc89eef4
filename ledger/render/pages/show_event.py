"""The page of `claims show EVENT`: before, the event, after; then how its record went on, and the lines beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ledger.codec import Entry, Erased, line_of
from ledger.events import LEDGER, PUBLIC, Observation, Void, amended_by, references
from ledger.events.types import TIME_FIELDS
from ledger.render.page import (
    ITEM,
    NOTHING,
    Column,
    Paragraph,
    Section,
    Table,
    Title,
    faint,
    joined,
    name,
    status,
    words,
)
from ledger.render.pages.changes import table_of_changes, who_then
from ledger.render.pages.diff import table_of_differences
from ledger.render.pages.entry import details, gist, kind_of
from ledger.render.pages.phrases import carried_by, ending, known_to, quotes_in, retracted
from ledger.render.times import between, to_the_second
from ledger.times import as_datetime
from ledger.times import show as show_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.render.page import Block, Cell, Page
    from ledger.workspace.context import Changed, Context
    from ledger.workspace.views import View


_NEEDED: Final = frozenset({"speaker", "observation", "source", "from", "to", "first", "then", "claim", "assessor"})
"""The fields without which an event does not count: what they name takes it along when it ends."""


def page_of_event(context: Context, *, zone: str) -> Page:
    """An event in its place."""
    entry = context.entry
    if isinstance(entry, Erased):
        return (
            Title(words(f"@{entry.seq}, erased")),
            Paragraph(
                words(f"What this line said was taken out, as the law required; {context.place} only keeps its place.")
            ),
            *_beside(context),
        )
    recorded = f"Recorded {to_the_second(as_datetime(entry.recorded_at), zone=zone)} by {entry.by}, in {context.place}"
    batch = f", {entry.batch[0]} of {entry.batch[1]} in its batch" if entry.batch else ""
    is_said = context.visible is not None or context.is_unseen
    blocks: list[Block] = [
        Title(words(name(entry.record if is_said else entry.id), f", {kind_of(entry)} @{entry.seq}")),
        Paragraph(words(faint(f"{recorded}{batch}."))),
        *_imported(entry),
        *_voided(context),
        *_before(context),
        Section(words("The event")),
        *details(entry.event, context.audiences),
        *_reported(context),
        *_moments(context, zone),
        *_ended(context, entry),
        *_after(context),
        *_corrected(context),
        *_amended(context),
        *_versions(context, entry, zone),
        *_beside(context),
    ]
    return tuple(blocks)


def _before(context: Context) -> Iterator[Block]:
    if not context.changed:
        return
    yield Section(words(f"Before, {_axis(context)}"))
    yield Table(
        (Column("Claim"), Column("Status"), Column("Who stands where", hang=2)), tuple(map(_row, context.changed))
    )


def _row(changed: Changed) -> tuple[Cell, ...]:
    before = changed.before
    if before is None:
        return (
            (words(name(changed.after.claim)),),
            (words(status(changed.after.previous_status)),),
            (words("nobody"),),
        )
    return ((words(name(before.claim)),), (words(status(before.status)),), who_then(before))


def _after(context: Context) -> Iterator[Block]:
    if context.view is None:
        yield Paragraph(words("The projections would tell what it changed, but they cannot be used."))
    elif context.is_unseen:
        yield Paragraph(words(f"It was not known to {known_to(context.view)} by then."))
    elif context.changed:
        yield Section(words(f"After, {_axis(context)}"))
        yield table_of_changes([changed.after for changed in context.changed])
        if context.unsettled is not None:
            asked = f"`claims list{_options(context.unsettled)}`"
            yield Paragraph(words(f"Not all of that is certain just after it; {asked} tells what is."))
    else:
        yield Paragraph(words(f"It changed no claim, {_axis(context)}."))


def _options(view: View) -> str:
    """From where and from when a view looks, as options of a command."""
    cut = f" --as-of {view.event or show_instant(view.clock or '')}"
    known_to = f" --known-to {view.perspective}" if view.perspective != PUBLIC else ""
    return cut + known_to + (f" --recorded {view.recorded}" if view.recorded is not None else "")


def _corrected(context: Context) -> Iterator[Block]:
    """What an amendment or a void changed for the perspective."""
    view, entry = context.view, context.entry
    if view is None or context.visible is not None or context.is_unseen or not isinstance(entry, Entry):
        return
    if context.corrected:
        yield Section(words(f"What it corrected, for {known_to(view)}"))
        yield from table_of_differences(context.corrected, ("Before", "After"), is_explained=False)
    elif view.perspective != LEDGER and (amended_by(entry.event) is not None or isinstance(entry.event, Void)):
        who = f"{known_to(view)} {'knows' if view == view.uncut else 'knew by then'}"
        yield Paragraph(words(f"It corrected nothing that {who}, but it may have {_when_it_may(context)}."))


def _when_it_may(context: Context) -> str:
    """As of which moments an amendment may have corrected something: if a time was moved, between old and new."""
    for each in context.amended:
        if each.field.rpartition(".")[2] in TIME_FIELDS and each.before is not None and each.after is not None:
            former, latter = (json.loads(text) for text in (each.before, each.after))
            return f"as of a moment between {former} and {latter} (--as-of asks there)"
    return "as of other moments"


def _axis(context: Context) -> str:
    """From whose side the change is seen."""
    if context.view is None or context.visible is None:
        return "as the log grew"
    perhaps = ", if it was known by then" if context.visible == "possible" else ""
    return f"as {known_to(context.view)} learned of it{perhaps}"


def _amended(context: Context) -> Iterator[Block]:
    """What an amendment says differently from the version before it."""
    if not context.amended:
        return
    yield Section(words("What the amendment changed"))
    for each in context.amended:
        yield Paragraph(
            words(faint(f"{each.field}: "), each.before or NOTHING, " → ", each.after or NOTHING), mark=ITEM
        )


def _reported(context: Context) -> Iterator[Block]:
    """The separate reports of an observation, each with the speaker's words."""
    said = context.utterance
    if said is None or said.observation != context.record:
        return
    for each in said.reports:
        if each.report != said.observation:
            said_there = words(": ", quotes_in(each)) if each.quotes else ()
            yield Paragraph(words(name(each.report), ": in ", carried_by(each), said_there), mark=ITEM)


def _moments(context: Context, zone: str) -> Iterator[Block]:
    """When it happened, when it became known, and what takes it back."""
    said = context.utterance
    if said is None or context.view is None:
        return
    when = between(said.occurred_earliest, said.occurred_latest, zone=zone)
    what = said.observation if said.observation != context.record else "it"
    yield Paragraph(words("By its date, and what came before and after, ", what, f" was {when}."))
    if context.view.perspective != LEDGER and not context.is_unseen:
        who = known_to(context.view)
        if said.known_earliest is None and said.known_latest is None:
            yield Paragraph(words(f"No report that stands tells {who} of it."))
        elif (said.known_earliest, said.known_latest) != (said.occurred_earliest, said.occurred_latest):
            known = between(said.known_earliest, said.known_latest, zone=zone)
            yield Paragraph(words(f"It became known to {who} {known}."))
    if back := retracted(said):
        yield Paragraph(words("It was ", back, "."))


def _ended(context: Context, entry: Entry) -> Iterator[Block]:
    """What it refers to that is no longer there, and whether it counts without that."""
    if not context.ended:
        return
    gone = [
        words(name(each.name), f" (voided at @{each.ended_seq})" if each.ended_seq is not None else " (erased)")
        for each in context.ended
    ]
    lost = {each.name for each in context.ended}
    needed = {each.name for each in references(entry.event) if each.field in _NEEDED}
    what = "what it says does not count" if isinstance(entry.event, Observation) else "it ended with that"
    yield Paragraph(words("No longer there: ", joined(gone), f"; {what}." if lost & needed else "."))


def _versions(context: Context, entry: Entry, zone: str) -> Iterator[Block]:
    """The other versions of the record, and its end."""
    others = [version for version in context.versions if version.seq != entry.seq]
    if others:
        yield Section(words("Other lines of ", name(entry.record)))
    for version in others:
        why = f": {version.reason}" if version.reason else ""
        when = f"@{version.seq}, {to_the_second(version.recorded_at, zone=zone)} by {version.recorded_by}"
        yield Paragraph(words(name(version.id), f", {when}{why}"), mark=ITEM)


def _imported(entry: Entry) -> Iterator[Block]:
    """Where an imported event was first recorded, as far as it says so."""
    first = entry.event.imported_from
    if first is None:
        return
    where = f" as {first.id}" if first.id is not None else ""
    where += f" @{first.seq}" if first.seq is not None else ""
    when = f", {first.recorded_at}" if first.recorded_at is not None else ""
    by = f" by {first.by}" if first.by is not None else ""
    yield Paragraph(words(faint(f"Imported from “{first.ledger}”, where it was recorded{where}{when}{by}.")))


def _voided(context: Context) -> Iterator[Block]:
    """That the record was ended, and why."""
    entry, void = context.entry, context.void
    if void is not None and void.seq != entry.seq and isinstance(void.event, Void):
        why = ending(void.event.reason)
        yield Paragraph(words(f"The record was voided at @{void.seq}, as {void.event.kind}{why}"))


def as_object(context: Context) -> dict[str, object]:
    """An event in its place, for programs."""
    said = context.utterance
    found: dict[str, object] = {"event": json.loads(line_of(context.entry)), "place": context.place}
    if context.view is not None:
        found |= {"changed": context.changed, "versions": context.versions}
        found |= {"audiences": context.audiences, "ended": context.ended, "amended": context.amended}
        found |= {"corrected": context.corrected, "is_unsettled": context.unsettled is not None}
    if said is not None:
        fields = ("speaker", "occurred_earliest", "occurred_latest", "visible", "known_earliest", "known_latest")
        found |= {field: getattr(said, field) for field in (*fields, "retractions")}
    return found


def _beside(context: Context) -> Iterator[Block]:
    yield Section(words("Beside it in the log"))
    for label, entry in (("before", context.previous), ("after", context.next)):
        if entry is None:
            yield Paragraph(words(faint(f"{label}: "), "nothing"))
        else:
            which = words(" ", name(entry.id)) if isinstance(entry, Entry) else ()
            yield Paragraph(words(faint(f"{label}: "), f"@{entry.seq} {kind_of(entry)}", which, ", ", gist(entry)))
