"""The questions of the readers: each has the text of its query and the type of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from msgspec import Struct

from ledger.events import LEDGER, RESERVED
from ledger.projector.statements import literal
from ledger.workspace.queries import IN_SCOPE, answer, asked_seq_sql, query
from ledger.workspace.rows import (
    ActorRow,
    AssessmentRow,
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
    """A query in an order, with rows of one type. Its answer is a relation for programs, or values for a page."""

    text: str
    kind: type[Kind_co]

    def relation(self, ledger: Ledger) -> DuckDBPyRelation:
        """The answer as a relation, not yet asked for. Raises QueryRejected."""
        return ledger.sql(self.text)

    def rows(self, ledger: Ledger, *, most: int | None = None) -> list[Kind_co]:
        """The answer as values, or the first of them. Raises QueryRejected."""
        rows = ledger.rows(self.text if most is None else f"{self.text} limit {most}")
        return [msgspec.convert(row, self.kind) for row in rows]

    def count(self, ledger: Ledger) -> int:
        """How many rows the answer has. Raises QueryRejected."""
        return number(ledger, f"select count(*) as n from ({self.text})")  # noqa: S608  # ours


def number(ledger: Ledger, text: str) -> int:
    """The one number that a query gives, as `n`."""
    (row,) = ledger.rows(text)
    return msgspec.convert(row["n"], int)


def states(
    view: View, *, claims: Sequence[str] | None = None, statuses: Sequence[str] = (), matching: str | None = None
) -> Question[ClaimState]:
    """The claims with their status and who is behind it: some claims, or all that have one of some statuses, or a text.

    A text is looked for in the id and the words of each, in capitals or not; likewise in the lists below.
    """
    which = [_has(matching, "c.claim", "c.text")]
    which += [f"c.claim in {_list(claims)}"] if claims is not None else []
    which += [f"c.status in {_list(statuses)}"] if statuses else []
    named = None if claims is None else ", ".join(map(literal, claims))
    return Question(query("states", view, claims=named, which=" and ".join(which)), ClaimState)


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
        within = {name: query(name, view, which="true", scope=IN_SCOPE) for name in ("states", "assessments")}
        parts |= {f"{side}_side": query("side", view, **within), f"{side}_seq": asked_seq_sql(view)}
    return Question(query("compare", second, **parts), Difference)


def utterances_of(view: View, speaker: str) -> Question[Utterance]:
    """What an actor said."""
    which = f"o.speaker in (select actor from actor where called = {literal(speaker)})"  # noqa: S608  # quoted
    return Question(query("utterances", view, which=which), Utterance)


def utterances_to(view: View, actor: str) -> Question[Utterance]:
    """What was told to an actor or a part of it, and not to the public, when it was said or by a source."""
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
    """What a source or an actor passed on to those that carry it."""
    its = f"select observation from report where list_contains(via, {literal(name)})"  # noqa: S608  # quoted
    return Question(query("utterances", view, which=f"o.observation in ({its})"), Utterance)


def utterance(view: View, name: str) -> Question[Utterance]:
    """The observation with a name, or the one that the report with this name is about."""
    of_name = f"select record from internal.named where name = {literal(name)}"  # noqa: S608  # quoted
    of_report = f"select observation from report where record in ({of_name}) and ordinal = 0"  # noqa: S608  # likewise
    which = f"o.observation in ({of_name}) or o.observation in ({of_report})"
    return Question(query("utterances", view, which=which), Utterance)


def actors(view: View, *, matching: str | None = None) -> Question[ActorRow]:
    """All actors, or those that have a text."""
    which = _has(matching, "actor", "name", "role", "array_to_string(aliases, chr(10))")
    return Question(query("actors", view, which=which), ActorRow)


def member(view: View, actor: str) -> Question[Member]:
    """An actor with its wholes and its parts."""
    return Question(query("members", view, actor=literal(actor)), Member)


def parts_of(ledger: Ledger, view: View) -> list[str]:
    """The parts of the perspective, whose knowledge is its own, too."""
    if view.perspective in RESERVED:
        return []
    return [part for found in member(view, view.perspective).rows(ledger) for part in found.parts]


def reversals(view: View, *, matching: str | None = None) -> Question[Reversal]:
    """Who certainly changed sides on which claim, as far as that is certainly known; all, or those that have a text."""
    which = _has(matching, "c.called", "c.text", "a.called", "a.name")
    return Question(query("reversals", view, which=which), Reversal)


def held(view: View, actors: Sequence[str]) -> Question[PositionHeld]:
    """The positions of some actors at the cut."""
    return Question(query("held", view, actors=_list(actors)), PositionHeld)


def sources(view: View, *, named: Sequence[str] | None = None, matching: str | None = None) -> Question[SourceRow]:
    """The sources; those of some names, those that have a text, or all."""
    which = _has(matching, "source", "publisher", "title", "url")
    which += f" and source in {_list(named)}" if named is not None else ""
    return Question(query("sources", view, which=which), SourceRow)


def observations(view: View, *, claim: str | None = None, matching: str | None = None) -> Question[ObservationSeen]:
    """The observations that are visible at the cut; those that ever touched a claim, those that have a text, or all.

    The text may also be in the speaker's words.
    """
    which = _has(matching, "s.observation", "s.text")
    if matching is not None:
        which += f" or s.seq in (select observation from quoted where {_has(matching, 'words')})"  # noqa: S608  # quoted
    return Question(query("observations", view, claim=claim, which=which), ObservationSeen)


def unseen(ledger: Ledger, view: View, *, matching: str | None = None) -> int:
    """How many observations, or those that have a text, the log holds and the view does not see."""
    whole = View(perspective=LEDGER, recorded=view.recorded)
    found = answer("observations", whole)  # which costs less than what a list has of each
    if matching is not None:
        found = f"({observations(whole, matching=matching).text})"
    seen = f"select seq from {answer('observations', view)}"  # noqa: S608  # quoted
    return number(ledger, f"select count(*) as n from {found} where seq not in ({seen})")  # noqa: S608  # likewise


def are_erased(ledger: Ledger, first: int, last: int) -> bool:
    """Whether a line between these two was erased."""
    asked = "select 1 as one from internal.line where type is null and seq > ? and seq < ? limit 1"
    return bool(ledger.rows(asked, [first, last]))


def assessments(view: View, claim: str) -> Question[AssessmentRow]:
    """Every assessment of a claim."""
    return Question(query("assessments", view, claim=claim, which="a.claim in (from these_claims)"), AssessmentRow)


def assessments_by(view: View, assessor: str) -> Question[AssessmentRow]:
    """Every assessment of an assessor."""
    return Question(query("assessments", view, which=f"a.assessor = {literal(assessor)}"), AssessmentRow)


def neighbours(view: View, claim: str) -> Question[Neighbour]:
    """The relations of a claim to others, and how these stand."""
    of = literal(claim)
    related = f"""select unnest(["from", "to"]) from internal.line where type = 'relation' and {of} in ("from", "to")"""  # noqa: S608  # quoted
    claims = None if view.is_default else related  # how claims stand now is in tables
    return Question(query("neighbours", view, claims=claims, of=of), Neighbour)


def at_odds(view: View) -> Question[Pair]:
    """The pairs of claims of which one contradicts or undercuts the other, however they stand."""
    return Question(query("at_odds", view), Pair)


def asked_seq(ledger: Ledger, view: View) -> int:
    """The last seq that the view looks at."""
    return number(ledger, f"select {asked_seq_sql(view)} as n")


def versions(view: View, record: str) -> Question[Version]:
    """The versions of a record, of which the log may hold more than the view sees."""
    return Question(query("versions", view, record=literal(record)), Version)


def ended(view: View, names: Sequence[str]) -> Question[RecordEnded]:
    """Those of some names whose records were voided or erased by the seq that the view looks at."""
    return Question(query("ended", view, names=_list(names)), RecordEnded)


def _has(text: str | None, *columns: str) -> str:
    """Whether one of some columns has a text in it, in capitals or not, with accents or not, as SQL.

    Every row has none.
    """
    if text is None:
        return "true"
    words, asked = (_plain(each) for each in (f"concat_ws(chr(10), {', '.join(columns)})", literal(text)))
    return f"contains({words}, {asked})"


def _plain(text: str) -> str:
    """A text without capitals and accents, as SQL: some letters have two small forms, and one capital."""
    return f"strip_accents(lower(upper(nfc_normalize({text}))))"


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(map(literal, names)) + "]"
