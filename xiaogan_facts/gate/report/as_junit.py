"""A report as JUnit XML, the form that most build servers read: a test case for each rule and column of a table."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from xiaogan_facts.gate.report.summary import counted, left_out, place, shown_problems, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.gate.report.problem import Problem
    from xiaogan_facts.gate.report.report import Report

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> Iterator[str]:
    """The lines of the document. Warnings and notices are failures only where they make the package invalid."""
    grouped = groupby(shown_problems(report), key=lambda problem: problem.table)
    suites = [(name, list(_cases(list(group), report))) for name, group in grouped]
    clean = [table for table in report.tables if table.name not in {name for name, _ in suites}]
    suites += [(table.name, [(f'<testcase name="{_text(table.file)}"/>', False)]) for table in clean]
    tests = sum(len(cases) for _, cases in suites)
    failures = sum(failed for _, cases in suites for _, failed in cases)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name={_attribute(verdict(report))} tests="{tests}" failures="{failures}">'
    for name, cases in suites:
        failed = sum(failed for _, failed in cases)
        yield f'  <testsuite name={_attribute(name or report.package)} tests="{len(cases)}" failures="{failed}">'
        for case, _ in cases:
            yield f"    {case}"
        yield "  </testsuite>"
    if left_out(report):
        yield f"  <!-- {counted(left_out(report), 'problem')} more not shown, by the limit that was asked for -->"
    yield "</testsuites>"


def _cases(problems: list[Problem], report: Report) -> Iterator[tuple[str, bool]]:
    """A test case for each run of problems of one rule and column, and whether it failed."""
    for (rule, field, severity), group in groupby(problems, key=lambda p: (p.rule, p.field or "", p.severity)):
        lines = [f"{place(p)}: found {p.value!r}, expected {p.expected}; to mend: {p.remedy}" for p in group]
        name = f"{rule} {field}".strip()
        failed = severity == "error" or (severity == "warning" and report.strict)
        tag, words = ("failure", counted(len(lines), "problem")) if failed else ("system-out", "")
        message = f" message={_attribute(words)}" if words else ""
        body = _text("\n".join(lines))
        yield f"<testcase name={_attribute(name)}><{tag}{message}>{body}</{tag}></testcase>", failed


def _text(value: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", value).replace("\n", " "))
