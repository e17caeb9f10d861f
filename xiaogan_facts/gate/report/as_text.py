"""Render a report for people: a line for each table, its problems below it, and at the end what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report, TableSummary
from xiaogan_facts.gate.report.summary import SEVERITIES, left_out, place, verdict
from xiaogan_facts.gate.translation import say, say_number

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
        yield say_number(
            "{number} more problem not shown: --limit {limit} was asked for.",
            "{number} more problems not shown: --limit {limit} was asked for.",
            left_out(report),
            limit=report.limit,
        )
    yield verdict(report)
    if report.invalid:
        yield say("Each line above says what helps. Then run the same command again.")
    elif not report.valid:
        yield say("What was not read was not judged. To let that pass: --allow-unread")


def _sections(report: Report, *, colour: bool) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield a title and the lines below it: for the descriptor, for each table, and for the package as a whole."""
    problems = report.problems
    if problems.single:
        yield report.file, _alone(problems.single, colour=colour)
    for table, (alone, findings) in zip(report.tables, problems.tables, strict=True):
        together = (_together(finding, colour=colour) for finding in findings)
        yield _head(table), chain(_alone(alone, colour=colour), chain.from_iterable(together))
    if problems.after:
        yield say("the package as a whole"), _alone(problems.after, colour=colour)


def _head(table: TableSummary) -> str:
    if not table.checked:
        return say("{name}: {file}, not checked", name=table.name, file=table.file)
    refused = say(", {refused:,} of them unreadable", refused=table.refused) if table.refused else ""
    fields = say_number("{number} field", "{number} fields", table.fields)
    records = say_number("{number} record", "{number} records", table.records)
    return say(
        "{name}: {file}, {fields}, {records}{refused}",
        name=table.name,
        file=table.file,
        fields=fields,
        records=records,
        refused=refused,
    )


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
    between = say("; ")
    expected, _, detail = finding.template.expected.partition(between)
    if "{also}" not in detail:
        expected, detail = finding.template.expected, ""
    for remedy, problems in finding.by_remedy():
        yield "group", _common(finding.template, expected, remedy, colour=colour)
        for problem in problems:
            yield "problem", _own(problem) + (f"  {problem.expected.partition(between)[2]}" if detail else "")


def _common(problem: Problem, expected: str, remedy: str, *, colour: bool) -> str:
    """Return the line that problems of a kind share."""
    severity = say(SEVERITIES[problem.severity])
    if colour:
        severity = f"\033[{_COLOURS[problem.severity]}m{severity}\033[0m"
    where = say(" in {field}", field=problem.field) if problem.field else ""
    return say(
        "  {severity} {rule}{where}: expected {expected}; help: {remedy}",
        severity=severity,
        rule=problem.rule,
        where=where,
        expected=expected,
        remedy=remedy,
    )


def _own(problem: Problem) -> str:
    """Return the line of one problem: where it is, and what was found."""
    return f"    {place(problem)}" + (
        "" if problem.value is None else "  " + say("found '{value}'", value=problem.value)
    )
