"""Render a report as JSON, in the shape that `report.schema.json` documents; problems by table, line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields

from xiaogan_facts.gate.report.codes import PAGE
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.report.summary import left_out, shown_problems

_compact = json.JSONEncoder(ensure_ascii=False).encode  # made once: `json.dumps` with an option makes one at each call
_FIELDS = tuple(field.name for field in fields(Problem))


def as_json(report: Report) -> Iterator[str]:
    """Yield the lines of the document, one for each problem."""
    yield "{"
    yield f'  "package": {_compact(report.package)},'
    yield f'  "valid": {_compact(report.valid)},'
    yield f'  "errors": {report.count("error")},'
    yield f'  "warnings": {report.count("warning")},'
    yield f'  "notices": {report.count("notice")},'
    yield f'  "problems_left_out": {left_out(report)},'
    yield f'  "explained_in": {_compact(PAGE)},'
    yield '  "tables": ['
    yield from _listed(_compact({**asdict(table), "read": table.read}) for table in report.tables)
    yield "  ],"
    yield '  "problems": ['
    # Not `asdict`, which copies each value and takes twice as long as all else here.
    yield from _listed(
        _compact({name: getattr(problem, name) for name in _FIELDS}) for problem in shown_problems(report)
    )
    yield "  ]"
    yield "}"


def _listed(items: Iterator[str]) -> Iterator[str]:
    """Yield the items of an array, one a line, with commas between them."""
    waiting = next(items, None)
    for item in items:
        yield f"    {waiting},"
        waiting = item
    if waiting is not None:
        yield f"    {waiting}"
