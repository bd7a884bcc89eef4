"""The rules of belief with one condition made wrong: statements that would answer something else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from unittest import mock

from ledger.projector import statements
from tests import emptied

if TYPE_CHECKING:
    from collections.abc import Iterator

WRONG: Final[dict[str, tuple[str, str]]] = {
    # Section 4: what a retraction takes back.
    "what was taken back of one claim is taken back of all": (
        "retracts r join uttered u on u.observation = r.observation and (r.claim is null or r.claim = u.claim)",
        "retracts r join uttered u on u.observation = r.observation",
    ),
    "what was retracted without a claim is not": (
        "retracts t join uttered u on u.observation = t.observation and (t.claim is null or t.claim = u.claim)",
        "retracts t join uttered u on u.observation = t.observation and t.claim = u.claim",
    ),
    # Section 5: moments and their order.
    "what comes later is not moved on by what came before": (
        "greatest(u.earliest, coalesce(b.bound, '-infinity')) as earliest",
        "u.earliest",
    ),
    "what came before is not bounded by what comes later": (
        "least(u.latest, coalesce(a.bound, 'infinity')) as latest",
        "u.latest",
    ),
    "a report may be published before the thing is said": (
        "select observation as earlier, record as later from report where ordinal = 0\n    union\n    ",
        "",
    ),
    "a report inside an observation may be published before it": (
        "false, greatest(r.earliest, s.earliest), r.latest",
        "false, r.earliest, r.latest",
    ),
    "a report inside an observation does not bound it": (
        "least(o.latest, coalesce(i.latest, 'infinity')) as latest",
        "o.latest",
    ),
    # Section 6: who knew what, when.
    "a day that ends at the cut is not certain": (
        "t.latest <= cut.certain_by as is_certain",
        "t.latest < cut.certain_by as is_certain",
    ),
    "a day that begins at the cut is possible": (
        "t.earliest < cut.possible_by as is_possible",
        "t.earliest <= cut.possible_by as is_possible",
    ),
    "what begins at the cut is visible there": (
        "k.known_earliest < cut.possible_by",
        "k.known_earliest <= cut.possible_by",
    ),
    "what is known just before the cut is not": (
        "if(k.known_latest <= cut.certain_by, 1, 2)",
        "if(k.known_latest < cut.certain_by, 1, 2)",
    ),
    "a path to the event of the cut says nothing": (
        "or (t.ordinal = 0 and t.record in (select record from around where is_before))",
        "",
    ),
    "a path from the event of the cut says nothing": (
        "and t.record not in (select record from around where not is_before)",
        "",
    ),
    "nobody knows what he said himself": (
        "(m.is_occurrence and m.speaker in (select actor from internal.members(perspective)))",
        "false",
    ),
    "a part knows what its body is told": (
        "join body b on b.body = whole.actor join actor a on a.actor = b.member",
        "join body b on b.member = whole.actor join actor a on a.actor = b.body",
    ),
    "a report of a private source is public": (
        "if(audience is null, carrier.audience, internal.audience_of(audience, ended)) as audience",
        "internal.audience_of(audience, ended) as audience",
    ),
    "a report without a date has not that of its source": (
        "when carrier.is_dated then carrier.earliest else '-infinity' end",
        "else '-infinity' end",
    ),
    # Section 7: from stances to status.
    "comments count": ("t.stance <> 'comment' and t.certainty <> 'possible' as counts", "t.certainty <> 'possible'"),
    "the merely possible counts": (
        "t.stance <> 'comment' and t.certainty <> 'possible' as counts",
        "t.stance <> 'comment'",
    ),
    "at a cut, the day after does not supersede": ("l.certainly >= u.latest then 1", "l.certainly > u.latest then 1"),
    "at a cut, the day after may not supersede": ("l.possibly >= u.latest then 2", "l.possibly > u.latest then 2"),
    "in the log, the day after does not supersede": ("and p.earliest >= u.latest", "and p.earliest > u.latest"),
    "no path supersedes at a cut": (
        "p.step as superseded_at, null as retracted_at",
        "null as superseded_at, null as retracted_at",
    ),
    "no path supersedes in a story": (
        "select u.observation, u.claim, u.from_step, u.until_step, p.step, p.until_step\n",
        "select u.observation, u.claim, u.from_step, u.until_step, null, p.until_step\n",
    ),
    "who says both takes a side": (
        "when supports > 0 and denies > 0 then 'order-unknown'",
        "when false then 'order-unknown'",
    ),
    "a question outweighs a denial": (
        "when denies > 0 then 'deny'\n        when queries > 0 then 'query'\n        when present > 0",
        "when queries > 0 then 'query'\n        when denies > 0 then 'deny'\n        when present > 0",
    ),
    "who took everything back has no position": ("when present > 0 then 'retracted'", "when false then 'retracted'"),
    "a divided origin supports": (
        "when supports > 0 and denies > 0 then 'divided'",
        "when false then 'divided'",
    ),
    "an unknown order outweighs no denial": (
        "when unknowns > 0 then 'order-unknown'\n        when queries > 0 then 'query'\n        when retracted",
        "when queries > 0 then 'query'\n        when unknowns > 0 then 'order-unknown'\n        when retracted",
    ),
    "two origins are one": (
        "when supporting > 1 then 'asserted-by-several'",
        "when supporting > 2 then 'asserted-by-several'",
    ),
    "who denies outweighs who supports": (
        "when supporting > 0 and denying > 0 then 'disputed'",
        "when supporting > 0 and denying > 1 then 'disputed'",
    ),
    "a body marked independent speaks for its whole": (
        "coalesce(arg_min(b.body, b.distance) filter (where a.independent), arg_max(b.body, b.distance))",
        "arg_max(b.body, b.distance)",
    ),
    "the farthest independent body is the origin": (
        "arg_min(b.body, b.distance) filter (where a.independent)",
        "arg_max(b.body, b.distance) filter (where a.independent)",
    ),
    "a divided origin denies only": (
        "count(*) filter (where position in ('support', 'divided')),",
        "count(*) filter (where position = 'support'),",
    ),
    "what was taken back still gives a position": (
        "when 'order-unknown' then stance in ('support', 'deny') and not is_retracted",
        "when 'order-unknown' then stance in ('support', 'deny')",
    ),
    "a question gives an unknown order": (
        "when 'order-unknown' then stance in ('support', 'deny') and not is_retracted",
        "when 'order-unknown' then not is_retracted",
    ),
    "what was taken back gives a position that may be": ("j.retracted_at <= 2)", "j.retracted_at <= 1)"),
    "a divided origin has no event": (" or (b.position = 'divided' and g.position in ('support', 'deny'))", ""),
    "verdicts that differ are not contested": (
        "if(min(verdict) <> max(verdict), 'contested', min(verdict))",
        "min(verdict)",
    ),
    "an assessor's first verdict stands": (
        "arg_max(verdict, assessment) as verdict",
        "arg_min(verdict, assessment) as verdict",
    ),
    "verdicts stand before they are made": ("from assessment where latest <= certain_by", "from assessment where true"),
    "what is learned at once is told in the order of recording": (
        "said_earliest: if(e.record is null, s.earliest, l.by_moment.earliest),",
        "said_earliest: l.by_moment.earliest,",
    ),
    "the depth of a path does not order": (
        "depth: l.by_moment.depth, seq: l.by_moment.record\n        } as place",
        "seq: l.by_moment.record } as place",
    ),
    "what adjoins does not follow certainly": (
        "a.latest <= b.earliest as is_apart",
        "a.latest < b.earliest as is_apart",
    ),
    "no path makes a step follow certainly": (
        "from open_pair p\n            join learned_moment m on m.observation = p.former and m.ordinal = 0",
        "from open_pair p\n            join learned_moment m on m.observation = p.former and false",
    ),
}
"""What is made wrong: a text of the definitions, and what stands in its place."""


@contextmanager
def made_wrong(old: str, new: str) -> Iterator[None]:
    """Projections are made by definitions of which one says something else, wherever it says it."""
    whole = statements.definitions()
    wrong = tuple(text.replace(old, new) for text in whole)
    if wrong == whole:
        raise LookupError(f"no definition says any more: {old}")
    emptied._made.cache_clear()  # noqa: SLF001  # made by the right ones
    try:
        with mock.patch("ledger.projector.projections.definitions", return_value=wrong):
            yield
    finally:
        emptied._made.cache_clear()  # noqa: SLF001
