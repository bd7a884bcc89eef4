"""The ledger as a program uses it: a journal, and what can be asked of it (design, section 10)."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ledger.errors import Contended, ProjectionsFailed, Unavailable
from ledger.events import PUBLIC
from ledger.workspace.journal import Journal, as_text
from ledger.workspace.views import AsOf, Recorded, View, parse_view, view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.projector.database import DuckDBPyRelation, Parameters
    from ledger.projector.projector import Projector


class Ledger(Journal):
    """A ledger in a directory: its log, and the projections that answer questions about it.

    The methods that answer questions take `as_of`: a time as text (a date means its end), an aware datetime, or an
    event just after which to look (`41`, `@41`, `esper:1`; so `2020` is an event, and the end of that year is
    `2020-12-31`); without it they look at the end of the log. `perspective` is `public`, an actor or `ledger`.
    `recorded` is a seq or a time: the answer is from the log as it was then.
    """

    _projector: Projector | None = None
    _snapshot: object | None = None
    _snapshots = 0

    def close(self) -> None:
        """Release the files; a later question or append opens them again. Relations in use stay valid."""
        super().close()
        if self._projector is not None:
            self._projector.close()

    def view(self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None) -> View:
        """A view with the ledger's zone. Raises BadTime or BadRequest."""
        return view(as_of=as_of, perspective=perspective, recorded=recorded, zone=self.zone)

    def parse_view(self, text: str) -> View:
        """A view given as one word, `[PERSPECTIVE]@[MOMENT]`. Raises BadRequest or BadTime."""
        return parse_view(text, zone=self.zone)

    def claims(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """The claims with their status at a cut, as `claims_as_of` gives them; or one of them, which costs less.

        Relations are lazy: an error while one is read is a `duckdb.Error`. Raises BadTime, UnknownName for a
        perspective or an event that no record ever had, or Refused if the log ends before `recorded`; so do the methods
        below.
        """
        return self._answer("claims", self._known(as_of, perspective, recorded), claim)

    def states(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """The claims with their status and who is behind it, certainly and possibly, as `claims list` has them."""
        from ledger.workspace.names import check_name
        from ledger.workspace.questions import states

        asked = self._known(as_of, perspective, recorded)
        which = None if claim is None else [check_name(self, "claim", claim)]
        return states(asked, claims=which).relation(self)

    def reversals(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None
    ) -> DuckDBPyRelation:
        """Who certainly changed sides on which claim, as far as that is certainly known at a cut."""
        from ledger.workspace.questions import reversals

        return reversals(self._known(as_of, perspective, recorded)).relation(self)

    def positions(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """Where each actor stands at a cut, as `positions_as_of` gives it; on all claims, or on one."""
        return self._answer("positions", self._known(as_of, perspective, recorded), claim)

    def observations(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None
    ) -> DuckDBPyRelation:
        """The observations visible at a cut, as `observations_as_of` gives them."""
        return self._answer("observations", self._known(as_of, perspective, recorded), None)

    def replay(
        self, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None, claim: str | None = None
    ) -> DuckDBPyRelation:
        """The story as a perspective learns it, one row per step, with what each step changed.

        Up to a cut it has what is visible there, as `replay_as_of` tells it: what each step changed among what was
        certainly known, and as if everything possible had happened. With a `claim`, which costs less, it has the steps
        that take a stance on it or change it; each says whether it certainly follows the one before it there, and its
        changes also say who stands where then.
        """
        from ledger.workspace.names import check_name
        from ledger.workspace.story import replay_of

        asked = self._known(as_of, perspective, recorded)
        return self.sql(replay_of(asked, None if claim is None else check_name(self, "claim", claim)))

    def history(self, claim: str, *, perspective: str = PUBLIC, recorded: Recorded = None) -> DuckDBPyRelation:
        """The revisions of a claim in the order in which a perspective learned of them, as `claim_history` has them."""
        from ledger.workspace.names import check_name
        from ledger.workspace.queries import claim_history

        asked = self._known(None, perspective, recorded)
        return self.sql(f"from {claim_history(asked, check_name(self, 'claim', claim))} order by revision")

    def diff(self, first: str | View, second: str | View) -> DuckDBPyRelation:
        """The claims that differ between two views (`us-congress@esper-1`, `public@`), as each has them, and why.

        Raises BadRequest if a text is no view.
        """
        given = [asked if isinstance(asked, View) else self.parse_view(asked) for asked in (first, second)]
        from ledger.workspace.names import check_view
        from ledger.workspace.questions import comparison

        former, latter = (check_view(self, asked) for asked in given)
        return comparison(former, latter).relation(self)

    def why(
        self, claim: str, *, as_of: AsOf = None, perspective: str = PUBLIC, recorded: Recorded = None
    ) -> DuckDBPyRelation:
        """Every stance that was taken on a claim, each with why it counts or does not, seen from a view."""
        from ledger.workspace.names import check_name
        from ledger.workspace.questions import evidence

        asked = self._known(as_of, perspective, recorded)
        return evidence(asked, check_name(self, "claim", claim)).relation(self)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it lasts, every question is answered from the log as it was when the first one was asked.

        The log itself (`lines`, `entry`, `current`, `check`, `checkpoint`) is read as it is. Without a snapshot, what
        anybody has appended since the last question shows in the next. It holds for all threads and, if several
        overlap, until the last one ends. A query with `trusted=False` may see more, if another process has put newer
        projections in use since.
        """
        with self._guard:
            self._snapshots += 1
            self._snapshot = self._snapshot or object()
        try:
            yield
        finally:
            with self._guard:
                self._snapshots -= 1
                if self._snapshots == 0:
                    self._snapshot = None

    def _known(self, as_of: AsOf, perspective: str, recorded: Recorded) -> View:
        from ledger.workspace.names import check_view

        return check_view(self, self.view(as_of=as_of, perspective=perspective, recorded=recorded))

    def _answer(self, name: str, asked: View, claim: str | None) -> DuckDBPyRelation:
        from ledger.workspace.names import check_name
        from ledger.workspace.queries import answer

        one = None if claim is None else check_name(self, "claim", claim)
        return self.sql(f"from {answer(name, asked, claim=one)}")

    def sql(
        self,
        query: str,
        parameters: Parameters = (),
        *,
        trusted: bool = True,
        folder: Path | None = None,
    ) -> DuckDBPyRelation:
        """A query over the projections, level with the log. Raises QueryRejected with DuckDB's own words.

        `parameters` are the values of its `?` or `$1`, or by name of its `$name`.

        Run a query that somebody else wrote with `trusted=False`: it cannot read or write files, except in `folder` if
        one is given, attach anything, or change a setting.
        """
        projector = self.projector  # first, since it says what is wrong if DuckDB cannot be imported
        from ledger.projector.database import query as ask

        query = as_text(query, "query")
        if trusted:
            return ask(projector.connection(self._snapshot), query, parameters)
        return ask(projector.confined(self._snapshot, folder=folder), query, parameters)

    def rows(self, query: str, parameters: Parameters = ()) -> list[dict[str, object]]:
        """The rows of a query by their column names. Raises QueryRejected, or ProjectionsFailed for a damaged file."""
        projector = self.projector  # likewise
        from ledger.projector.database import rows

        return rows(projector.connection(self._snapshot), as_text(query, "query"), parameters)

    def rebuild(self) -> Path | None:
        """Make the projections from nothing; returns the file that holds them, or None if they are in memory.

        The catalog that writers use is brought up to date, too, unless one is at work. Raises DamagedLog or
        ProjectionsFailed.
        """
        with suppress(Contended, Unavailable):
            self.log.follow(wait=0)
        return self.projector.rebuild()

    @property
    def projector(self) -> Projector:
        """The projections. Raises ProjectionsFailed if DuckDB cannot be used."""
        try:
            from ledger.projector.projector import Projector
        except ImportError as error:
            hint = "install it anew with `pip install duckdb`; `claims log`, `record` and `check` need no DuckDB"
            raise ProjectionsFailed(f"DuckDB cannot be used: {error}", hint=hint) from None
        with self._guard:
            if self._projector is None:
                self._projector = Projector(self.log, self.cache, tell=self._tell, count=self._count)
            return self._projector
