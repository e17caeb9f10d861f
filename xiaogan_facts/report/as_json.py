"""A report as JSON, in the shape that `report.schema.json` documents; problems by table, line and column."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import chain, islice
from typing import TYPE_CHECKING

from xiaogan_facts.report.problems import Problems
from xiaogan_facts.report.summary import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.report.problem import Problem
    from xiaogan_facts.report.problems import Finding
    from xiaogan_facts.report.report import Report


def as_json(report: Report) -> Iterator[str]:
    """The lines of the document, one a problem."""
    yield "{"
    yield f'  "package": {_compact(report.package)},'
    yield f'  "valid": {_compact(report.valid)},'
    for name, severity in (("errors", "error"), ("warnings", "warning"), ("notices", "notice")):
        yield f'  "{name}": {report.count(severity)},'  # type: ignore[arg-type]
    yield f'  "problems_left_out": {left_out(report)},'
    yield '  "tables": ['
    yield from _listed(_compact({**asdict(table), "read": table.read}) for table in report.tables)
    yield "  ],"
    yield '  "problems": ['
    yield from _listed(islice(_problems(report), report.limit))
    yield "  ]"
    yield "}"


def _listed(items: Iterator[str]) -> Iterator[str]:
    """The items of an array, a line each, with commas between them."""
    waiting = next(items, None)
    for item in items:
        yield f"    {waiting},"
        waiting = item
    if waiting is not None:
        yield f"    {waiting}"


def _problems(report: Report) -> Iterator[str]:
    problems = report.problems
    if not isinstance(problems, Problems):
        yield from map(_word, problems)
        return
    yield from map(_word, problems.single)
    for alone, findings in problems.tables:
        yield from _in_order(alone, findings)
    yield from map(_word, problems.after)


def _in_order(alone: tuple[Problem, ...], findings: tuple[Finding, ...]) -> Iterator[str]:
    """A table's problems, by line and column."""
    if not findings:
        return map(_word, sorted(alone, key=lambda problem: (problem.line or 0, problem.column or 0)))
    import polars as pl

    from xiaogan_facts.report.columns import worded

    frames = [worded(finding, _word, lambda value: _compact(value)[1:-1]) for finding in findings]
    singles = pl.DataFrame(
        {
            "remedy": [problem.remedy for problem in alone],
            "line": [problem.line for problem in alone],
            "column": [problem.column or 0 for problem in alone],
            "text": list(map(_word, alone)),
        },
        schema=frames[0].schema,
    )
    ordered = pl.concat([singles, *frames]).sort("line", "column", maintain_order=True)
    return chain.from_iterable(part["text"] for part in ordered.iter_slices(100_000))


def _word(problem: Problem) -> str:
    return _compact(asdict(problem))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
