"""A report as JSON, in the shape that `report.schema.json` documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from xiaogan_facts.report.summary import shown_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.report.report import Report


def as_json(report: Report) -> Iterator[str]:
    """The lines of the document, one a problem, so that a long report needs no memory."""
    head = {
        "package": report.package,
        "valid": report.valid,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "notices": report.count("notice"),
        "tables": [{**asdict(table), "read": table.read} for table in report.tables],
    }
    shown, left_out = shown_problems(report)
    yield "{"
    for name, value in head.items():
        yield f'  "{name}": {_compact(value)},'
    yield f'  "problems_left_out": {left_out},'
    yield '  "problems": ['
    waiting = ""
    for problem in shown:
        if waiting:
            yield f"    {waiting},"
        waiting = _compact(asdict(problem))
    if waiting:
        yield f"    {waiting}"
    yield "  ]"
    yield "}"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
