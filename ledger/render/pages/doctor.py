"""The page of `claims doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.render.page import Column, Table, cell, faint, strong, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.render.page import Cell, Page
    from ledger.workspace.health import Finding


COLUMNS: Final = ("subject", "value", "problem", "hint")
"""What programs are told about a finding."""


def page_of_findings(findings: Sequence[Finding]) -> Page:
    """A row for each thing that was looked at, with what is wrong and how to mend it below."""
    return (Table((Column("What"), Column("Is")), tuple(map(_row, findings)), is_headed=False),)


def _row(finding: Finding) -> tuple[Cell, ...]:
    problem = [words(strong("problem: "), finding.problem)] if finding.problem else []
    hint = [words(faint("hint: "), finding.hint)] if finding.hint else []
    return (cell(faint(finding.subject)), cell(finding.value, *problem, *hint))
