"""Render a report as JUnit XML, which most build servers read: a test case for each rule and column of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain, islice

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report, TableSummary
from xiaogan_facts.gate.report.summary import left_out, left_out_by_limit, place, said, verdict, verdict_of_all
from xiaogan_facts.gate.translation import say, say_number

_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


@dataclass
class _Case:
    """The problems of one rule and column, not yet rendered; `shown` is how many of them the report's limit allows."""

    name: str
    failed: bool
    parts: list[Sequence[Problem] | Finding] = field(default_factory=list)
    shown: int = 0


def as_junit(*reports: Report) -> Iterator[str]:
    """Yield the lines of the document. Warnings are failures only if they make the package invalid."""
    suites = [suite for report in reports for suite in _suites(report)]
    tests = sum(len(cases) for _, cases in suites)
    name = verdict(reports[0]) if len(reports) == 1 else verdict_of_all(reports)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name={_attribute(name)} tests="{tests}" failures="{_failures(suites)}">'
    for name, cases in suites:
        head = f'tests="{len(cases)}" failures="{_failures([(name, cases)])}"'
        yield f"  <testsuite name={_attribute(name)} {head}>"
        yield from chain.from_iterable(map(_lines, cases))
        yield "  </testsuite>"
    for report in filter(left_out, reports):
        yield f"  <!-- {left_out_by_limit(report)} -->"
    yield "</testsuites>"


def _suites(report: Report) -> Iterator[tuple[str, list[_Case]]]:
    """Yield a suite for the package's own problems, and one for each table."""
    problems = report.problems
    room = len(problems) if report.limit is None else report.limit
    tables = [(table.name, found, _clean(table)) for table, found in zip(report.tables, problems.tables, strict=True)]
    for name, (alone, findings), clean in (
        (report.package, (problems.single, ()), None),
        *tables,
        (say("the package as a whole"), (problems.after, ()), None),
    ):
        cases = _cases([*([each] for each in alone), *findings], report, room)
        room -= sum(case.shown for case in cases)
        if clean and not alone and not findings:
            cases = [clean]
        if cases:
            yield name, cases


def _clean(table: TableSummary) -> _Case:
    return _Case(table.file, failed=False)


def _failures(suites: Iterable[tuple[str, list[_Case]]]) -> int:
    return sum(case.failed for _, cases in suites for case in cases)


def _cases(parts: Iterable[Sequence[Problem] | Finding], report: Report, room: int) -> list[_Case]:
    """Sort the problems and findings of a table into test cases, showing `room` problems at most."""
    cases: dict[str, _Case] = {}
    for part in parts:
        problem = part.template if isinstance(part, Finding) else part[0]
        shown = min(len(part), room)
        if not shown:
            continue
        name = f"{problem.rule} {problem.field or ''}".strip()
        failed = problem.severity == "error" or (problem.severity == "warning" and report.strict)
        case = cases.setdefault(f"{name} {problem.severity}", _Case(name, failed))
        case.parts.append(part)
        case.shown += shown
        room -= shown
    return list(cases.values())


def _lines(case: _Case) -> Iterator[str]:
    if not case.parts:
        yield f"    <testcase name={_attribute(case.name)}/>"
        return
    tag, message = "system-out", ""
    if case.failed:
        tag, message = (
            "failure",
            f" message={_attribute(say_number('{number} problem', '{number} problems', case.shown))}",
        )
    before = f"    <testcase name={_attribute(case.name)}><{tag}{message}>"
    for problem in islice(chain.from_iterable(case.parts), case.shown):
        yield before + _text(f"{place(problem)}: {said(problem)}")
        before = ""
    yield f"</{tag}></testcase>"


def _text(value: str) -> str:
    return escape(re.sub(_NOT_IN_XML, "\ufffd", value), quote=False)


def _attribute(value: str) -> str:
    line = re.sub(_NOT_IN_XML, "\ufffd", value).replace("\n", " ")
    return f'"{escape(line)}"'
