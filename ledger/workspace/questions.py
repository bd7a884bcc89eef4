"""The questions that readers ask: each has the text of its query and the type of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from msgspec import Struct

from ledger.events import LEDGER, RESERVED
from ledger.projector.statements import literal
from ledger.workspace.queries import IN_SCOPE, answer, asked_seq_sql, query, reports
from ledger.workspace.rows import (
    ActorRow,
    AssessmentRow,
    BothSides,
    ClaimState,
    Difference,
    Evidence,
    FormerWording,
    Member,
    Neighbour,
    ObservationSeen,
    Pair,
    PositionHeld,
    RecordEnded,
    Reversal,
    Row,
    SourceRow,
    Utterance,
    Version,
)
from ledger.workspace.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.projector.database import DuckDBPyRelation
    from ledger.workspace.ledger import Ledger

Kind_co = TypeVar("Kind_co", bound=Row, covariant=True)


class Question(Struct, Generic[Kind_co], frozen=True):
    """An ordered query, with rows of one type. Its answer is a relation for programs, or values for a page."""

    text: str
    kind: type[Kind_co]
    counted: str | None = None
    """A query with as many rows as the whole answer would have, which costs less."""

    def relation(self, ledger: Ledger) -> DuckDBPyRelation:
        """The answer as a relation, not yet asked for. Raises QueryRejected."""
        return ledger.sql(self.text)

    def rows(self, ledger: Ledger) -> list[Kind_co]:
        """The answer as values. Raises QueryRejected."""
        return [msgspec.convert(row, self.kind) for row in ledger.rows(self.text)]

    def count(self, ledger: Ledger) -> int:
        """How many rows the answer would have without a limit. Raises QueryRejected."""
        return number(ledger, f"select count(*) as n from ({self.counted or self.text})")  # noqa: S608  # ours


def number(ledger: Ledger, text: str) -> int:
    """The one number that a query gives, as `n`."""
    (row,) = ledger.rows(text)
    return msgspec.convert(row["n"], int)


def states(
    view: View,
    *,
    claims: Sequence[str] | None = None,
    statuses: Sequence[str] = (),
    matching: str | None = None,
    most: int | None = None,
) -> Question[ClaimState]:
    """The claims with their status and who is behind it: all, or only some, those of some statuses, or with a text.

    A text is looked for in the id and the words of each, ignoring case and accents. With `most`, only the first so many
    are given. Likewise in the lists below.
    """
    conditions = [_has(matching, "claim", "text")]
    conditions += [f"claim in {_list(claims)}"] if claims is not None else []
    conditions += [f"status in {_list(statuses)}"] if statuses else []
    which = " and ".join(conditions)
    named = None if claims is None else ", ".join(map(literal, claims))
    text = query("states", view, claims=named, which=which, first=_first(most))
    return Question(text, ClaimState, answer("claims", view, which=which))


def evidence(view: View, claim: str) -> Question[Evidence]:
    """Every stance on a claim, and whether it counts."""
    return Question(query("evidence", view, claim=claim), Evidence)


def former_wordings(view: View, claim: str) -> Question[FormerWording]:
    """What a claim said before it was amended, the first wording first."""
    return Question(query("wordings", view, claim=claim), FormerWording)


def comparison(first: View, second: View) -> Question[Difference]:
    """The claims that differ between two views, and why."""
    parts: dict[str, str] = {}
    for side, view in (("from", first), ("to", second)):
        whole = {"which": "true", "first": "", "scope": IN_SCOPE}
        within = {name: query(name, view, **whole) for name in ("states", "assessments")}
        parts |= {f"{side}_side": query("side", view, **within), f"{side}_seq": asked_seq_sql(view)}
    return Question(query("compare", second, **parts), Difference)


def utterances_of(view: View, speaker: str) -> Question[Utterance]:
    """What an actor said."""
    which = f"o.speaker in (select actor from actor where called = {literal(speaker)})"  # noqa: S608  # quoted
    return Question(query("utterances", view, which=which), Utterance)


def utterances_to(view: View, actor: str) -> Question[Utterance]:
    """What was told to an actor or a part of it but not to the public, when it was said or by a source."""
    its = f"select list(called) from internal.members({literal(actor)})"  # noqa: S608  # quoted
    tells = f"not list_contains({{0}}.audience, 'public') and list_has_any({{0}}.audience, ({its}))"
    read = f"select observation from report r where {tells.format('r')}"  # noqa: S608  # likewise
    which = f"not list_contains(o.audience, 'public') and ({tells.format('o')} or o.observation in ({read}))"
    return Question(query("utterances", view, which=which), Utterance)


def utterances_in(view: View, source: str) -> Question[Utterance]:
    """What a source carries."""
    its = f"select observation from report join source using (source) where called = {literal(source)}"  # noqa: S608  # quoted
    which = f"o.observation in ({its})"
    return Question(query("utterances", view, which=which), Utterance)


def utterances_via(view: View, name: str) -> Question[Utterance]:
    """What a source or an actor passed on to the sources that carry it."""
    its = f"select observation from report where list_contains(via, {literal(name)})"  # noqa: S608  # quoted
    return Question(query("utterances", view, which=f"o.observation in ({its})"), Utterance)


def utterance(view: View, name: str) -> Question[Utterance]:
    """The observation with a name, or the one that the report with this name is about."""
    of_name = f"select record from internal.named where name = {literal(name)}"  # noqa: S608  # quoted
    of_report = f"select observation from report where record in ({of_name}) and ordinal = 0"  # noqa: S608  # likewise
    which = f"o.observation in ({of_name}) or o.observation in ({of_report})"
    return Question(query("utterances", view, which=which), Utterance)


def actors(view: View, *, matching: str | None = None, most: int | None = None) -> Question[ActorRow]:
    """All actors, or those with a text."""
    which = _has(matching, "actor", "name", "role", "array_to_string(aliases, chr(10))")
    return _limited("actors", view, ActorRow, which, most)


def with_wholes(view: View, actors: Sequence[str]) -> Question[ActorRow]:
    """Some actors, and the bodies that they are parts of."""
    its = f"select body from body where member in (select actor from actor where called in {_list(actors)})"  # noqa: S608  # quoted
    return _limited("actors", view, ActorRow, f"seq in ({its})", None)


def member(view: View, actor: str) -> Question[Member]:
    """An actor with its wholes and its parts."""
    return Question(query("members", view, actor=literal(actor)), Member)


def parts_of(ledger: Ledger, view: View) -> list[str]:
    """The parts of the perspective, which knows what they know."""
    if view.perspective in RESERVED:
        return []
    return [part for found in member(view, view.perspective).rows(ledger) for part in found.parts]


def reversals(view: View, *, matching: str | None = None, most: int | None = None) -> Question[Reversal]:
    """Who certainly changed sides on which claim, as far as that is certainly known: all, or those with a text."""
    which = _has(matching, "c.called", "c.text", "a.called", "a.name")
    return _limited("reversals", view, Reversal, which, most)


def both_sides(view: View) -> Question[BothSides]:
    """Who certainly took both sides of a claim, but is in no reversal: no change of sides is certain."""
    return Question(query("both_sides", view), BothSides)


def held(view: View, actors: Sequence[str]) -> Question[PositionHeld]:
    """The positions of some actors at the cut."""
    return Question(query("held", view, actors=_list(actors)), PositionHeld)


def sources(
    view: View, *, named: Sequence[str] | None = None, matching: str | None = None, most: int | None = None
) -> Question[SourceRow]:
    """The sources: those of some names, those with a text, or all."""
    which = _has(matching, "source", "publisher", "title", "url")
    which += f" and source in {_list(named)}" if named is not None else ""
    return _limited("sources", view, SourceRow, which, most)


def observations(
    view: View, *, claim: str | None = None, matching: str | None = None, most: int | None = None
) -> Question[ObservationSeen]:
    """The observations that are visible at the cut: those that ever touched a claim, those with a text, or all.

    The text may also be in the quotes of the speaker, or in the speaker's names.
    """
    which = _has(matching, "observation", "text", "speaker")
    if matching is not None:
        has_it = _has(matching, "array_to_string(internal.spoken(quotes), chr(10))")
        quoted = f"select observation from {reports(view)} where {has_it}"  # noqa: S608  # quoted
        which += f" or seq in (with wanted as (select observation from visible) {quoted})"  # noqa: S608  # likewise
        named = _has(matching, "name", "array_to_string(aliases, chr(10))")
        which += f" or speaker in (select called from actor where {named})"  # noqa: S608  # likewise
    text = query("observations", view, claim=claim, which=which, first=_first(most))
    return Question(text, ObservationSeen, answer("observations", view, claim=claim, which=which))


def unseen(ledger: Ledger, view: View, *, matching: str | None = None) -> int:
    """How many observations, or observations with a text, the log holds and the view does not see."""
    whole = observations(View(perspective=LEDGER, recorded=view.recorded), matching=matching)
    seen = f"select seq from {answer('observations', view)}"  # noqa: S608  # quoted
    return number(ledger, f"select count(*) as n from {whole.counted} where seq not in ({seen})")  # noqa: S608  # likewise


def are_erased(ledger: Ledger, first: int, last: int) -> bool:
    """Whether a line between these two was erased."""
    asked = "select 1 as one from internal.line where type is null and seq > ? and seq < ? limit 1"
    return bool(ledger.rows(asked, [first, last]))


def assessments(view: View, claim: str) -> Question[AssessmentRow]:
    """Every assessment of a claim."""
    return Question(query("assessments", view, claim=claim, which="a.claim in (from these_claims)"), AssessmentRow)


def assessments_by(view: View, assessor: str) -> Question[AssessmentRow]:
    """Every assessment by an assessor."""
    return Question(query("assessments", view, which=f"a.assessor = {literal(assessor)}"), AssessmentRow)


def neighbours(view: View, claim: str) -> Question[Neighbour]:
    """The relations of a claim to others, and how these stand."""
    of = literal(claim)
    related = f"""select unnest(["from", "to"]) from internal.line where type = 'relation' and {of} in ("from", "to")"""  # noqa: S608  # quoted
    claims = None if view.is_default else related  # how claims stand now is in tables
    return Question(query("neighbours", view, claims=claims, of=of), Neighbour)


def at_odds(view: View) -> Question[Pair]:
    """The pairs of claims in which one contradicts or undercuts the other, whatever their status."""
    return Question(query("at_odds", view), Pair)


def asked_seq(ledger: Ledger, view: View) -> int:
    """The last seq that the view looks at."""
    return number(ledger, f"select {asked_seq_sql(view)} as n")


def versions(view: View, record: str) -> Question[Version]:
    """The versions of a record that the log holds, perhaps more than the view sees."""
    return Question(query("versions", view, record=literal(record)), Version)


def ended(view: View, names: Sequence[str]) -> Question[RecordEnded]:
    """Those of some names whose records were voided or erased by the view's seq."""
    return Question(query("ended", view, names=_list(names)), RecordEnded)


def _limited(name: str, view: View, kind: type[Kind_co], which: str, most: int | None) -> Question[Kind_co]:
    """The rows that are asked for, or the first of them."""
    whole, first = (query(name, view, which=which, first=_first(limit)) for limit in (None, most))
    return Question(first, kind, whole)


def _first(most: int | None) -> str:
    return "" if most is None else f"limit {most}"


def _has(text: str | None, *columns: str) -> str:
    """Whether one of some columns contains a text, ignoring case and accents, as SQL.

    Without a text, every row matches.
    """
    if text is None:
        return "true"
    return f"contains(internal.plain(concat_ws(chr(10), {', '.join(columns)})), internal.plain({literal(text)}))"


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(map(literal, names)) + "]"
