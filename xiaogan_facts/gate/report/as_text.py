"""Render a report for people: a line for each table, its problems below it, and at the end what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report, TableSummary
from xiaogan_facts.gate.report.summary import counted, left_out, place, verdict

Line = tuple[Literal["table", "group", "problem"], str]

_COLOURS = {"error": "31", "warning": "33", "notice": "36"}


def as_text(report: Report, *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of the report, with problems of the same kind together."""
    room = len(report.problems) if report.limit is None else report.limit
    heads: list[str] = []
    for kind, line in _lines(report, colour=colour):
        if kind == "table":
            yield line
        elif kind == "group":
            heads = [line]
        elif room:
            yield from heads
            yield line
            heads, room = [], room - 1
    yield ""
    if left_out(report):
        yield f"{counted(left_out(report), 'more problem')} not shown: --limit {report.limit} was asked for."
    yield verdict(report)
    if report.invalid:
        yield "Each line above says what helps. Then run the same command again."
    elif not report.valid:
        yield "What was not read was not judged. To let that pass: --allow-unread"


def _lines(report: Report, *, colour: bool) -> Iterator[Line]:
    problems = report.problems
    if problems.single:
        yield "table", report.file
        yield from _alone(problems.single, colour=colour)
    for table, (alone, findings) in zip(report.tables, problems.tables, strict=True):
        yield "table", _head(table)
        yield from _alone(alone, colour=colour)
        for finding in findings:
            yield from _together(finding, colour=colour)
    if problems.after:
        yield "table", "the package as a whole"
        yield from _alone(problems.after, colour=colour)


def _head(table: TableSummary) -> str:
    if not table.checked:
        return f"{table.name}: {table.file}, not checked"
    refused = f", {table.refused:,} of them unreadable" if table.refused else ""
    return f"{table.name}: {table.file}, {counted(table.fields, 'field')}, {counted(table.records, 'record')}{refused}"


def _alone(problems: Iterable[Problem], *, colour: bool) -> Iterator[Line]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_common(problem, problem.expected, problem.remedy, colour=colour), []).append(problem)
    for common, group in groups.items():
        yield "group", common
        for problem in group:
            yield "problem", _own(problem)


def _together(finding: Finding, *, colour: bool) -> Iterator[Line]:
    """Yield the problems of a finding. The part that differs, `{also}`, goes into each problem's own line."""
    expected, _, detail = finding.template.expected.partition("; ")
    if "{also}" not in detail:
        expected, detail = finding.template.expected, ""
    for remedy, problems in finding.by_remedy():
        yield "group", _common(finding.template, expected, remedy, colour=colour)
        for problem in problems:
            yield "problem", _own(problem) + (f"  {problem.expected.partition('; ')[2]}" if detail else "")


def _common(problem: Problem, expected: str, remedy: str, *, colour: bool) -> str:
    """Return the line that problems of a kind share."""
    severity = f"\033[{_COLOURS[problem.severity]}m{problem.severity}\033[0m" if colour else problem.severity
    where = f" in {problem.field}" if problem.field else ""
    return f"  {severity} {problem.rule}{where}: expected {expected}; help: {remedy}"


def _own(problem: Problem) -> str:
    """Return the line of one problem: where it is, and what was found."""
    return f"    {place(problem)}" + ("" if problem.value is None else f"  found '{problem.value}'")
