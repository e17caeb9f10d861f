"""Give the files of a report other names: paths from where the command runs, in place of those in the descriptor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report


def relocated(report: Report, shown: Callable[[str], str], root: str = "", called: str = "") -> Report:
    """Return the report with every file name replaced by what `shown` returns for it.

    `root` is the JSON pointer to the part of the descriptor that is the user's own file, so that places count in that;
    `called` is what the package is called, if not by its name or descriptor.
    """

    def moved(problem: Problem) -> Problem:
        expected = problem.expected
        if root:
            expected = expected.replace(f" (at {root})", "").replace(f"{root}/", "/")
        return replace(problem, file=shown(problem.file), expected=expected)

    def moved_finding(finding: Finding) -> Finding:
        return replace(finding, template=moved(finding.template))

    return replace(
        report,
        package=called or (shown(report.file) if report.package == report.file else report.package),
        file=shown(report.file),
        problems=report.problems.mapped(moved, moved_finding),
        tables=tuple(replace(table, file=shown(table.file)) for table in report.tables),
    )
