"""A report as JSON, in the shape that `report.schema.json` documents; problems by table, line and column."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.report.summary import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from xiaogan_facts.gate.report.findings import Finding
    from xiaogan_facts.gate.report.problem import Problem
    from xiaogan_facts.gate.report.report import Report


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


AT_ONCE = 100_000  # problems worded at once
ALONE = -1  # in the place of a finding's number, for problems that stand alone


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
        yield from map(_word, sorted(alone, key=lambda problem: (problem.line or 0, problem.column or 0)))
        return
    import polars as pl

    lines = pl.Series([problem.line for problem in alone], dtype=pl.Int64)
    columns = pl.Series([problem.column or 0 for problem in alone], dtype=pl.Int32)
    places = [_places(ALONE, lines, columns)]
    for number, finding in enumerate(findings):
        column = pl.lit(finding.template.column or 0, pl.Int32)
        places.append(_places(number, finding.cells["line"].cast(pl.Int64), column))
    ordered = pl.concat(places).sort("line", "column", maintain_order=True)
    for part in ordered.iter_slices(AT_ONCE):
        yield from _texts(part.with_row_index("place"), alone, findings)


def _places(finding: int, lines: pl.Series, columns: pl.Series | pl.Expr) -> pl.DataFrame:
    """Where each problem of a finding stands, and which of its rows it is."""
    import polars as pl

    row = pl.int_range(len(lines), dtype=pl.UInt32)
    return pl.select(line=lines, column=columns, finding=pl.lit(finding, pl.Int32), row=row)


def _texts(places: pl.DataFrame, alone: tuple[Problem, ...], findings: tuple[Finding, ...]) -> pl.Series:
    """The problems that stand at some places, in the order of these."""
    import polars as pl

    from xiaogan_facts.gate.report.columns import worded

    texts = []
    for (number,), some in places.group_by("finding"):
        if number == ALONE:
            said = pl.Series([_word(alone[row]) for row in some["row"]], dtype=pl.String)
        else:
            finding = findings[number]
            said = worded(finding.some(finding.cells[some["row"]]), _word, lambda value: _compact(value)[1:-1])
        texts.append(some.select("place", text=said))
    return pl.concat(texts).sort("place")["text"]


def _word(problem: Problem) -> str:
    return _compact(asdict(problem))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
