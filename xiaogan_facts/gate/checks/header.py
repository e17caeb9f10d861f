"""Compares a table's header with its schema.

Source: Table Schema, `fieldsMatch`; a label is a field's name, letter for letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.gate.package.model import Schema
    from xiaogan_facts.gate.tables.table import Table


def judge_header(table: Table) -> list[Problem]:
    """Everything that is wrong with the labels of a table."""
    labels, schema = table.header.labels, table.resource.schema
    if labels is None:
        return []
    if not labels and not table.header_refused:
        return [
            _problem(table, "header-missing", None, None, "a header, in a file that is not empty", "write the header")
        ]
    found = list(_in_themselves(table, labels))
    if schema is not None and schema.fields:
        found += _against(table, schema, labels)
    return found


def _in_themselves(table: Table, labels: tuple[str, ...]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for column, label in enumerate(labels, start=1):
        if not label.strip():
            yield _problem(table, "label-blank", column, label, "a label in every column", "name the column")
        elif label in first:
            expected = f"labels that differ; column {first[label]} has the same"
            yield _problem(table, "label-duplicate", column, label, expected, "rename or remove one of them")
        first.setdefault(label, column)


def _against(table: Table, schema: Schema, labels: tuple[str, ...]) -> Iterator[Problem]:
    names = [field.name for field in schema.fields]
    match = schema.fields_match
    if match == "exact" and sorted(labels) == sorted(names):
        yield from _out_of_order(table, names, labels)
    elif match == "partial":
        if not set(labels) & set(names):
            expected = f"at least one of the schema's fields: {', '.join(names[:12])}"
            yield _problem(table, "label-missing", None, None, expected, "add a column that the schema describes")
    else:
        known = () if match == "superset" else tuple(name for name in names if name not in labels)
        for name in known:
            expected = f"a column {name!r}"
            yield _problem(table, "label-missing", None, None, expected, "add the column, or its label", name)
        yield from () if match == "subset" else _extra(table, names, labels)


def _out_of_order(table: Table, names: list[str], labels: tuple[str, ...]) -> Iterator[Problem]:
    for column, (label, name) in enumerate(zip(labels, names, strict=True), start=1):
        if label != name:
            expected = f"the label {name!r} here: the columns in the schema's order"
            yield _problem(table, "label-order", column, label, expected, "move the column, or use fieldsMatch")


def _extra(table: Table, names: list[str], labels: tuple[str, ...]) -> Iterator[Problem]:
    free = Candidates(tuple(name for name in names if name not in labels))
    for column, label in enumerate(labels, start=1):
        if label in names or not label.strip():
            continue
        remedy = free.suggestion(label) or "remove the column, or describe it"
        yield _problem(table, "label-extra", column, label, "a label that is a field of the schema", remedy)


def _problem(
    table: Table,
    rule: str,
    column: int | None,
    value: str | None,
    expected: str,
    remedy: str,
    field: str | None = None,
) -> Problem:
    return Problem(
        rule=rule,
        severity="error",
        file=table.file,
        line=table.header.line or 1,
        column=column,
        field=field,
        value=value,
        expected=expected,
        remedy=remedy,
        table=table.resource.name,
    )
