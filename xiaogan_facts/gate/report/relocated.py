"""Say where the problems of a report are: in files by their path from where the command runs, in sheets by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.gate.report.findings import Finding, Problems
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report


def relocated(report: Report, shown: Callable[[str], str], called: str = "") -> Report:
    """Return the report with every file name replaced by what `shown` returns for it.

    `called` is what the package is called, if not by its name or descriptor.
    """

    def moved(problem: Problem) -> Problem:
        return replace(problem, file=shown(problem.file))

    def moved_finding(finding: Finding) -> Finding:
        return replace(finding, template=moved(finding.template))

    return replace(
        report,
        package=called or (shown(report.file) if report.package == report.file else report.package),
        file=shown(report.file),
        problems=report.problems.mapped(moved, moved_finding),
        tables=tuple(replace(table, file=shown(table.file)) for table in report.tables),
    )


def with_sheets(problems: Problems, sheets: Mapping[str, str]) -> Problems:
    """Return the problems with the sheets of tables in workbooks, by the name of the table."""
    if not sheets:
        return problems

    def named(problem: Problem) -> Problem:
        sheet = sheets.get(problem.table or "")
        code = CODES.get(problem.rule)
        inside = problem.line is not None and (code is None or code.part != "descriptor")
        return replace(problem, sheet=sheet) if sheet and inside else problem

    def all_named(finding: Finding) -> Finding:
        return replace(finding, template=replace(finding.template, sheet=sheets.get(finding.template.table or "")))

    return problems.mapped(named, all_named)
