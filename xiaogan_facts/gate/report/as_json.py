"""Render a report as JSON, in the shape that `report.schema.json` documents; problems by table, line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

from xiaogan_facts.gate.report.codes import PAGE
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.report.summary import left_out, listed, shown_problems

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
    yield f'  "unread": {report.unread},'
    yield f'  "ignored": {report.ignored},'
    yield f'  "known": {report.known},'
    yield f'  "problems_left_out": {left_out(report)},'
    yield f'  "explained_in": {_compact(PAGE)},'
    yield '  "tables": ['
    yield from listed(_compact({**asdict(table), "read": table.read}) for table in report.tables)
    yield "  ],"
    yield '  "problems": ['
    # Not `asdict`, which copies each value and takes twice as long as all else here.
    yield from listed(
        _compact({name: getattr(problem, name) for name in _FIELDS}) for problem in shown_problems(report)
    )
    yield "  ]"
    yield "}"


def several_as_json(reports: Sequence[Report], *, complete: bool = True) -> Iterator[str]:
    """Yield the lines of a document that holds the reports of several packages; not `complete` if one has none."""
    yield "{"
    yield f'"valid": {_compact(complete and all(report.valid for report in reports))},'
    yield '"reports": ['
    for number, report in enumerate(reports, start=1):
        yield from list(as_json(report))[:-1]
        yield "}" if number == len(reports) else "},"
    yield "]"
    yield "}"
