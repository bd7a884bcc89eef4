"""The pages of `claims schema`: what there is to ask, and the columns of one relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import NOTHING, Column, Paragraph, Section, Table, Title, cell, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.render.page import Block, Page
    from ledger.workspace.schema import ColumnOf, SqlRelation


def page_of_relations(relations: Sequence[SqlRelation]) -> Page:
    """All relations, then all macros, each with what a row of it is."""
    return (*_part("Relations", [each for each in relations if each.kind != "macro"]),
            *_part("Macros", [each for each in relations if each.kind == "macro"]))  # fmt: skip


def page_of_relation(relation: SqlRelation, columns: Sequence[ColumnOf]) -> Page:
    """A relation or a macro with its columns."""
    blocks: list[Block] = [Title(words(call(relation)))]
    if relation.comment:
        blocks.append(Paragraph(words(relation.comment)))
    heads = (Column("Column"), Column("Type"), Column("What it is"))
    rows = tuple((cell(name(each.column)), cell(each.type), cell(each.comment or NOTHING)) for each in columns)
    return (*blocks, Table(heads, rows))


def call(relation: SqlRelation) -> str:
    """A relation by its name; a macro with its parameters."""
    return relation.name if relation.parameters is None else f"{relation.name}({relation.parameters})"


def _part(title: str, relations: Sequence[SqlRelation]) -> Iterator[Block]:
    if relations:
        yield Section(words(title))
        rows = tuple((cell(name(call(each))), cell(each.comment or NOTHING)) for each in relations)
        yield Table((Column("Name"), Column("What it is")), rows)
