"""The pages of `claims schema`: what there is to ask and to append, a relation's columns, and an event's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.render.page import NOTHING, Column, Line, Paragraph, Section, Table, Title, cell, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.events.description import Described
    from ledger.render.page import Block, Page
    from ledger.workspace.schema import ColumnOf, SqlRelation


def page_of_relations(relations: Sequence[SqlRelation]) -> Page:
    """All relations, then all macros, each with what a row of it is."""
    return (
        *_part("Relations", [each for each in relations if each.kind != "macro"]),
        *_part("Macros", [each for each in relations if each.kind == "macro"]),
    )


def page_of_relation(relation: SqlRelation, columns: Sequence[ColumnOf]) -> Page:
    """A relation or a macro with its columns."""
    blocks: list[Block] = [Title(words(call(relation)))]
    if relation.comment:
        blocks.append(Paragraph(words(relation.comment)))
    heads = (Column("Column"), Column("Type"), Column("What it is"))
    rows = tuple((cell(name(each.column)), cell(each.type), cell(each.comment or NOTHING)) for each in columns)
    return (*blocks, Table(heads, rows))


def page_of_events(events: Mapping[str, str]) -> Page:
    """All types of events, each with what it is."""
    rows = tuple((cell(name(kind)), cell(what)) for kind, what in events.items())
    heads = (Column("Type"), Column("What it is"))
    return (Section(words("Events, as `claims append` takes them")), Table(heads, rows))


def page_of_event_type(kind: str, what: str, line: str, fields: Sequence[Described]) -> Page:
    """A type of event with its fields. `line` is an example, as a writer gives it."""
    heads = (Column("Field"), Column("What it takes"), Column("What it is"))
    rows = tuple((cell(name(each.field)), cell(_takes(each)), cell(each.meaning)) for each in fields)
    return (Title(words(kind)), Paragraph(words(what)), Line(line), Table(heads, rows))


def _takes(field: Described) -> str:
    """What a field takes, and whether it is required; of several values, which one is the default."""
    if field.default is not None:
        value = field.default.strip('"')
        return field.takes.replace(value, f"{value} (default)", 1)
    return f"{field.takes}, required" if field.is_required else field.takes


def call(relation: SqlRelation) -> str:
    """A relation by its name; a macro with its parameters."""
    return relation.name if relation.parameters is None else f"{relation.name}({relation.parameters})"


def _part(title: str, relations: Sequence[SqlRelation]) -> Iterator[Block]:
    if relations:
        yield Section(words(title))
        rows = tuple((cell(name(call(each))), cell(each.comment or NOTHING)) for each in relations)
        yield Table((Column("Name"), Column("What it is")), rows)
