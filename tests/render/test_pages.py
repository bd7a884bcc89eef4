"""Pages of what seldom is: a database without comments."""

from __future__ import annotations

from ledger.render import terminal
from ledger.render.pages.schema import page_of_relation, page_of_relations
from ledger.workspace.schema import ColumnOf, SqlRelation

BARE = SqlRelation(name="claims", kind="view", parameters=None, comment=None)


def test_a_schema_without_comments_is_still_a_schema() -> None:
    """What nobody explained is listed with its names and types."""
    column = ColumnOf(column="claim", type="VARCHAR", comment=None)
    assert terminal.draw(page_of_relation(BARE, [column]), width=80) == (
        "claims\nColumn  Type     What it is\n──────  ───────  ──────────\nclaim   VARCHAR  \u2013\n"
    )
    assert "Macros" not in terminal.draw(page_of_relations([BARE]), width=80)
