"""Hold a report against an earlier one, so that only what is new is told.

A problem is known by its file, rule, field and value, and as often as the earlier report has it. Its line does not
count: a record that is added further up moves all others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem, shown
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.translation import say

Key = tuple[str, str, str | None, str | None]
Known = Counter[Key]


def read_baseline(path: Path) -> Known:
    """Count the problems of a report that `validate --format json` wrote. Raises CannotRunError if it is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        reports = list(_reports(document))
        known = Counter(_listed(each) for report in reports for each in report["problems"])
        left_out = sum(report["problems_left_out"] for report in reports)
    except OSError as error:
        raise CannotRunError(
            say("the baseline cannot be read: {path}: {strerror}", path=path, strerror=error.strerror)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRunError(
            say(
                "{path}: this is no baseline; help: write one with `xiaogan-facts validate --format json > {name}`",
                path=path,
                name=path.name,
            )
        ) from error
    if left_out:
        raise CannotRunError(
            say(
                "{path}: this baseline lacks {left_out:,} problems; help: write it without --limit",
                path=path,
                left_out=left_out,
            )
        )
    return known


def new_only(report: Report, known: Known) -> Report:
    """Return the report without the problems that are `known`; these are taken from `known`, and counted."""

    def alone(problem: Problem) -> Problem | None:
        return None if _take(known, (problem.file, problem.rule, problem.field, problem.value)) else problem

    def many(finding: Finding) -> Finding | None:
        common = finding.template
        values = finding.cells["value"].to_list()
        fresh = [not _take(known, (common.file, common.rule, common.field, shown(value))) for value in values]
        return finding if all(fresh) else replace(finding, cells=finding.cells.filter(fresh))

    problems = report.problems.mapped(alone, many)
    return replace(report, problems=problems, known=report.known + len(report.problems) - len(problems))


def _take(known: Known, key: Key) -> bool:
    if known[key] <= 0:
        return False
    known[key] -= 1
    return True


def _reports(document: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the reports of a document: itself, or those in it if several packages were judged."""
    yield from document.get("reports", [document])


def _listed(problem: Mapping[str, Any]) -> Key:
    return problem["file"], problem["rule"], problem["field"], problem["value"]
