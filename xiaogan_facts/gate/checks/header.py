"""Compare a table's header with its schema.

Source: Table Schema, `fieldsMatch`; a label equals a field's name, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiaogan_facts.gate.lookalike import named, skeleton
from xiaogan_facts.gate.package.model import Schema
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates, question
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.translation import say, say_number

MOST_SHOWN = 12  # names of fields in one message


def judge_header(table: Table) -> list[Problem]:
    """Return the problems of a table's header: labels that are blank, repeated, missing, extra or out of order."""
    labels, schema = table.header.labels, table.resource.schema
    if labels is None:
        return []
    at: dict[str, Any] = {"file": table.file, "line": table.header.line or 1, "table": table.resource.name}
    if not labels:
        return [Problem.of("header-missing", **at)]
    found = list(_in_themselves(table, labels, at))
    if schema is not None:
        found += _against(schema, labels, at)
    return found


def _in_themselves(table: Table, labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for column, label in enumerate(labels, start=1):
        if not label.strip():
            ended = column == len(labels) > 1 and not label and _all_end_with_the_delimiter(table)
            remedy = say("remove the delimiter at the end of each line") if ended else None
            yield Problem.of("label-blank", **at, column=column, value=label, remedy=remedy)
        elif label in first:
            yield Problem.of("label-duplicate", **at, column=column, value=label, first=first[label])
        first.setdefault(label, column)


def _all_end_with_the_delimiter(table: Table) -> bool:
    return all(line.endswith(table.resource.dialect.delimiter) for line in table.header.below)


def _against(schema: Schema, labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    names = [field.name for field in schema.fields]
    match = schema.fields_match
    if match == "exact" and sorted(labels) == sorted(names):
        yield from _out_of_order(names, labels, at)
        return
    written = _written_otherwise(names, labels)
    yield from _spelling(written, at)
    known = {*names, *(label for label, _ in written.values())}
    if match == "partial":
        if not known & set(labels) and names:
            yield Problem.of("labels-unknown", **at, fields=", ".join(names[:12]))
        return
    given = {*labels, *(name for _, name in written.values())}
    missing = [name for name in names if name not in given]
    extra = {column: label for column, label in enumerate(labels, start=1) if label not in known and label.strip()}
    near = _misspelt(missing, extra) if match != "subset" else {}
    if match != "superset":
        taken = set(near.values())
        for name in missing:
            if name not in taken:
                yield Problem.of("label-missing", **at, field=name)
    if match != "subset":
        for column, label in extra.items():
            remedy = question([near[column]]) if column in near else None
            yield Problem.of("label-extra", **at, column=column, value=label, remedy=remedy)


def _out_of_order(names: list[str], labels: tuple[str, ...], at: dict[str, Any]) -> Iterator[Problem]:
    moved = [column for column, (label, name) in enumerate(zip(labels, names, strict=True), start=1) if label != name]
    if moved:
        shown = ", ".join(names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")
        yield Problem.of("label-order", **at, column=moved[0], value=labels[moved[0] - 1], names=shown)


def _written_otherwise(names: list[str], labels: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """Return the labels that only look like a field's name, by their columns, each with that name."""
    given, known = set(labels), set(names)
    free: dict[str, str] = {skeleton(name): name for name in reversed(names) if name not in given}
    found: dict[int, tuple[str, str]] = {}
    for column, label in enumerate(labels, start=1):
        if label not in known and (name := free.pop(skeleton(label), None)):
            found[column] = (label, name)
    return found


def _spelling(written: dict[int, tuple[str, str]], at: dict[str, Any]) -> Iterator[Problem]:
    """Report the first label that is written otherwise than its field; all further ones have the same cause."""
    for column, (label, name) in list(written.items())[:1]:
        odd = named(label, name)
        more = (
            say_number("; so with {number} further label", "; so with {number} further labels", len(written) - 1)
            if len(written) > 1
            else ""
        )
        remedy = question([name]) + (say(" here stands {odd}", odd=odd) if odd else "")
        yield Problem.of("label-spelling", **at, column=column, value=label, name=name, more=more, remedy=remedy)


def _misspelt(missing: list[str], extra: dict[int, str]) -> dict[int, str]:
    """Return the missing name that each extra label is nearest to, by its column; none is given to two labels."""
    found: dict[int, str] = {}
    free = Candidates(tuple(missing))
    for column, label in extra.items():
        if near := free.nearest(label):
            found[column] = near[0]
            free = Candidates(tuple(name for name in free.values if name != near[0]))
    return found
