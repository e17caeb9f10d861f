"""Render reports as SARIF 2.1.0, which code hosts and editors show: one run, a result for each problem.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from xiaogan_facts.gate.report.codes import CODES, PAGE
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.report.summary import left_out, left_out_by_limit, listed, said, shown_problems, verdict

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "notice": "note"}
_compact = json.JSONEncoder(ensure_ascii=False).encode


def as_sarif(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the lines of the document, one for each result. Verdicts and what is left out are notifications."""
    rules = sorted({each.rule for report in reports for each in shown_problems(report)})
    driver = {"name": "xiaogan-facts", "rules": [_rule(name) for name in rules]}
    said_last = [{"level": "note", "message": {"text": text}} for report in reports for text in _said(report)]
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": said_last}
    yield "{"
    yield f'  "$schema": {_compact(SCHEMA)},'
    yield '  "version": "2.1.0",'
    yield '  "runs": [{'
    yield f'    "tool": {_compact({"driver": driver})},'
    yield f'    "invocations": [{_compact(invocation)}],'
    yield '    "columnKind": "unicodeCodePoints",'
    yield '    "results": ['
    yield from listed(_compact(_result(each, rules)) for report in reports for each in shown_problems(report))
    yield "    ]"
    yield "  }]"
    yield "}"


def _said(report: Report) -> Iterator[str]:
    yield verdict(report)
    if left_out(report):
        yield left_out_by_limit(report)


def _rule(name: str) -> dict[str, Any]:
    code = CODES.get(name)
    if code is None:  # a rule of the archive, whose sentence each of its results says
        return {"id": name}
    plain = code.said.means.replace("\n", " ")
    return {"id": name, "shortDescription": {"text": plain}, "help": {"text": f"{plain} {PAGE}#{code.anchor}"}}


def _result(problem: Problem, rules: Sequence[str]) -> dict[str, Any]:
    where = f"{problem.field}: " if problem.field else ""
    uri = problem.file if "://" in problem.file else quote(problem.file, safe="/")
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if problem.line is not None:
        place["region"] = {"startLine": problem.line}  # a column is a cell here, and in SARIF a character
    named = {"table": problem.table, "field": problem.field, "column": problem.column, "value": problem.value}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": _LEVELS[problem.severity],
        "message": {"text": where + said(problem)},
        "locations": [{"physicalLocation": place}],
        "properties": {name: value for name, value in named.items() if value is not None},
    }
