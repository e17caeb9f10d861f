"""A report for people: a line for each table, its problems below it, and a sum that says what to do next."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xiaogan_facts.report.summary import counted, place, shown_problems, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xiaogan_facts.report.problem import Problem
    from xiaogan_facts.report.report import Report, TableSummary

_COLOURS = {"error": "31", "warning": "33", "notice": "36"}


def as_text(report: Report, *, colour: bool = False) -> Iterator[str]:
    """The lines of the report."""
    shown, left_out = shown_problems(report)
    tables = iter(report.tables)
    for name, problems in groupby(shown, key=lambda p: None if p.file == report.file else p.table):
        if name is None:
            yield report.file
        else:
            for table in tables:
                yield _head(table)
                if table.name == name:
                    break
        yield from _grouped(problems, colour=colour)
    yield from map(_head, tables)
    yield ""
    if left_out:
        yield f"{counted(left_out, 'problem')} more not shown: --limit {report.limit} was asked for."
    yield verdict(report)
    if not report.valid:
        yield "Mend the lines above, each says how, and run the same command again."


def _head(table: TableSummary) -> str:
    if not table.checked:
        return f"{table.name}: {table.file}, not checked"
    refused = f", {table.refused:,} of them unreadable" if table.refused else ""
    return f"{table.name}: {table.file}, {counted(table.fields, 'field')}, {counted(table.records, 'record')}{refused}"


def _grouped(problems: Iterable[Problem], *, colour: bool) -> Iterator[str]:
    """What is wrong in the same way together: once what was expected and how to mend it, then each place."""
    groups: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        said = (problem.severity, problem.rule, problem.field, problem.expected, problem.remedy)
        groups.setdefault(said, []).append(problem)
    for (severity, rule, field, expected, remedy), group in groups.items():
        where = f" in {field}" if field else ""
        yield f"  {_painted(str(severity), colour=colour)} {rule}{where}: expected {expected}; to mend: {remedy}"
        for problem in group:
            yield f"    {place(problem)}" + ("" if problem.value is None else f"  found {problem.value!r}")


def _painted(severity: str, *, colour: bool) -> str:
    return f"\033[{_COLOURS[severity]}m{severity}\033[0m" if colour else severity
