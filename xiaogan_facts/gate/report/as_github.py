"""Render a report as GitHub workflow commands: annotations for the first problems, all in the job's summary.

Source: GitHub, "Workflow commands" (`::error file=…,line=…::message`); a step shows ten annotations of a kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.report.summary import left_out, place, said, shown_problems, verdict
from xiaogan_facts.gate.translation import say, say_number

ANNOTATIONS = 10
LARGEST_SUMMARY = 1000 * 1024  # bytes; GitHub refuses a summary of more than 1 MiB


def as_github(report: Report) -> Iterator[str]:
    """Yield the verdict, and annotations of the first problems of each severity."""
    kind = "notice" if report.valid else "error"
    yield f"::{kind} title=xiaogan-facts::{_escaped(verdict(report))}"
    shown = Counter({kind: 1})
    for problem in shown_problems(report):
        shown[problem.severity] += 1
        if shown[problem.severity] <= ANNOTATIONS:
            yield _annotation(problem)


def as_summary(report: Report) -> Iterator[str]:
    """Yield the job's summary in Markdown: the problems, as many as GitHub accepts, and how many are left out."""
    yield f"### {verdict(report)}"
    yield ""
    hidden = left_out(report)
    if not len(report.problems):
        return
    yield say("| where | rule | found | expected | help |")
    yield "|---|---|---|---|---|"
    size = 0
    for number, problem in enumerate(shown_problems(report)):
        row = _row(problem)
        size += len(row.encode()) + 1
        if size > LARGEST_SUMMARY:
            hidden = len(report.problems) - number
            break
        yield row
    if hidden:
        yield ""
        yield say_number("{number} more problem not shown.", "{number} more problems not shown.", hidden)


def as_outputs(reports: Sequence[Report], *, complete: bool) -> Iterator[str]:
    """Yield the outputs of the step: `valid`, empty unless everything could be judged, and the number of `errors`."""
    judged = complete and not any(report.unread and not report.valid and not report.invalid for report in reports)
    valid = str(all(report.valid for report in reports)).lower() if judged else ""
    yield f"valid={valid}"
    yield f"errors={sum(report.count('error') for report in reports)}"


def _annotation(problem: Problem) -> str:
    where = [f"file={_property(problem.file)}"]
    if problem.line is not None:
        where.append(f"line={problem.line}")
    where.append(f"title={_property(problem.rule)}")
    message = f"{problem.field}: {said(problem)}" if problem.field else said(problem)
    return f"::{problem.severity} {','.join(where)}::{_escaped(message)}"


def _row(problem: Problem) -> str:
    found = "" if problem.value is None else f"`{problem.value}`"
    cells = (f"{place(problem)} {problem.field or ''}".strip(), problem.rule, found, problem.expected, problem.remedy)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")
