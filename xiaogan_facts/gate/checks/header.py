"""Compare a table's header with its schema.

Source: Table Schema, `fieldsMatch`; a label equals a field's name, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiaogan_facts.gate.package.model import Schema
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates
from xiaogan_facts.gate.tables.table import Table


def judge_header(table: Table) -> list[Problem]:
    """Return the problems of a table's header: labels that are blank, repeated, missing, extra or out of order."""
    labels, schema = table.header.labels, table.resource.schema
    if labels is None:
        return []
    at: dict[str, Any] = {"file": table.file, "line": table.header.line or 1, "table": table.resource.name}
    if not labels and not table.header_refused:
        return [Problem.of("header-missing", **at)]
    found = list(_in_themselves(labels, at))
    if schema is not None and schema.fields:
        found += _against(schema, labels, at)
    return found


def _in_themselves(labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for column, label in enumerate(labels, start=1):
        if not label.strip():
            yield Problem.of("label-blank", **at, column=column, value=label)
        elif label in first:
            yield Problem.of("label-duplicate", **at, column=column, value=label, first=first[label])
        first.setdefault(label, column)


def _against(schema: Schema, labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    names = [field.name for field in schema.fields]
    match = schema.fields_match
    if match == "exact" and sorted(labels) == sorted(names):
        yield from _out_of_order(names, labels, at)
    elif match == "partial":
        if not set(labels) & set(names):
            yield Problem.of("labels-unknown", **at, fields=", ".join(names[:12]))
    else:
        for name in names:
            if name not in labels and match != "superset":
                yield Problem.of("label-missing", **at, field=name)
        if match != "subset":
            yield from _extra(names, labels, at)


def _out_of_order(names: list[str], labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    for column, (label, name) in enumerate(zip(labels, names, strict=True), start=1):
        if label != name:
            yield Problem.of("label-order", **at, column=column, value=label, name=name)


def _extra(names: list[str], labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    free = Candidates(tuple(name for name in names if name not in labels))
    for column, label in enumerate(labels, start=1):
        if label in names or not label.strip():
            continue
        yield Problem.of("label-extra", **at, column=column, value=label, remedy=free.suggestion(label))
