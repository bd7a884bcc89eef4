"""What differs between two views, and why."""

from __future__ import annotations

from ledger.workspace.rows.claims import Hedge, Retractors, Standing
from ledger.workspace.rows.row import Row


class ChangedPosition(Row, frozen=True, kw_only=True):
    """An actor who stands elsewhere in another view."""

    actor: str
    from_position: str | None
    to_position: str | None
    from_position_if_possible: str | None
    to_position_if_possible: str | None


class Reason(Row, frozen=True, kw_only=True):
    """Why a claim differs: an observation on it, or another record behind it, that differs between the views.

    `change`, from the first view to the second: known, certain, only-possible, possible, not-possible, not-known;
    amended, voided, not-yet-voided. `version_seq` is the line of the version that the second view has, else of that in
    the first; `reason` is why it amended what the first view has, or why the record was voided. If the first view's log
    has another version of an observation, `other_version_seq` is the line of that version, and `from_occurred_text` the
    time that it stated, if different. The stances are those that the observation takes on the claim in each view.
    """

    record: str
    type: str
    change: str
    speaker: str | None
    from_stance: str | None
    from_basis: str | None
    from_certainty: str | None
    to_stance: str | None
    to_basis: str | None
    to_certainty: str | None
    text: str | None
    occurred_text: str | None
    from_occurred_text: str | None
    seq: int
    version_seq: int
    other_version_seq: int | None
    reason: str | None
    ended_seq: int | None


class Difference(Row, frozen=True, kw_only=True):
    """A claim that differs between two views, as each of them has it. A status is None if the claim is not there."""

    claim: str
    from_text: str | None
    to_text: str | None
    from_status: str | None
    to_status: str | None
    from_status_if_possible: str | None
    to_status_if_possible: str | None
    from_verdict: str | None
    to_verdict: str | None
    from_assessors: list[str] | None
    to_assessors: list[str] | None
    from_confidence: str | None
    to_confidence: str | None
    from_supported_by: list[str] | None
    to_supported_by: list[str] | None
    from_denied_by: list[str] | None
    to_denied_by: list[str] | None
    from_questioned_by: list[str] | None
    to_questioned_by: list[str] | None
    from_order_unknown_of: list[str] | None
    to_order_unknown_of: list[str] | None
    from_retracted_of: list[str] | None
    to_retracted_of: list[str] | None
    from_divided_origins: list[str] | None
    to_divided_origins: list[str] | None
    from_supported_by_if_possible: list[str] | None
    to_supported_by_if_possible: list[str] | None
    from_denied_by_if_possible: list[str] | None
    to_denied_by_if_possible: list[str] | None
    from_questioned_by_if_possible: list[str] | None
    to_questioned_by_if_possible: list[str] | None
    from_order_unknown_of_if_possible: list[str] | None
    to_order_unknown_of_if_possible: list[str] | None
    from_retracted_of_if_possible: list[str] | None
    to_retracted_of_if_possible: list[str] | None
    from_retractors: list[Retractors] | None
    to_retractors: list[Retractors] | None
    from_hedges: list[Hedge] | None
    to_hedges: list[Hedge] | None
    moves: list[ChangedPosition]
    because: list[Reason]

    @property
    def first(self) -> Standing | None:
        """The claim in the first view; None if it is not there."""
        return self._side("from")

    @property
    def second(self) -> Standing | None:
        """The claim in the second view; None if it is not there."""
        return self._side("to")

    def _side(self, which: str) -> Standing | None:
        fields = {name: getattr(self, f"{which}_{name}") for name in Standing.__struct_fields__}
        return None if fields["status"] is None else Standing(**fields)
