"""Render a report for people: a line for each table, its problems below it, and at the end what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report, TableSummary
from xiaogan_facts.gate.report.summary import counted, left_out, place, verdict

Line = tuple[Literal["group", "problem"], str]

_COLOURS = {"error": "31", "warning": "33", "notice": "36"}


def as_text(report: Report, *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of the report, with problems of the same kind together."""
    room = len(report.problems) if report.limit is None else report.limit
    for title, lines in _sections(report, colour=colour):
        yield title
        heads: list[str] = []
        for kind, line in lines:
            if not room:
                break
            if kind == "group":
                heads = [line]
                continue
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


def _sections(report: Report, *, colour: bool) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield a title and the lines below it: for the descriptor, for each table, and for the package as a whole."""
    problems = report.problems
    if problems.single:
        yield report.file, _alone(problems.single, colour=colour)
    for table, (alone, findings) in zip(report.tables, problems.tables, strict=True):
        together = (_together(finding, colour=colour) for finding in findings)
        yield _head(table), chain(_alone(alone, colour=colour), chain.from_iterable(together))
    if problems.after:
        yield "the package as a whole", _alone(problems.after, colour=colour)


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
