"""The parts that all renderings of a report share: where a problem is, and how many of each kind there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xiaogan_facts.gate.report.problem import Problem, Severity
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.translation import later, say, say_number


def shown_problems(report: Report) -> Iterable[Problem]:
    """Return the problems to show, at most as many as the report's limit."""
    return report.problems if report.limit is None else islice(report.problems, report.limit)


def left_out(report: Report) -> int:
    """Return how many problems the report's limit leaves out."""
    return 0 if report.limit is None else max(len(report.problems) - report.limit, 0)


def listed(items: Iterator[str]) -> Iterator[str]:
    """Yield the items of a JSON array, one a line, with commas between them."""
    waiting = next(items, None)
    for item in items:
        yield f"    {waiting},"
        waiting = item
    if waiting is not None:
        yield f"    {waiting}"


def left_out_by_limit(report: Report) -> str:
    """Return how many problems the report's limit leaves out, as a sentence that may stand in a comment of XML."""
    return say_number(
        "{number} more problem is left out by the limit that was asked for.",
        "{number} more problems are left out by the limit that was asked for.",
        left_out(report),
    )


SEVERITIES: dict[Severity, str] = {"error": later("error"), "warning": later("warning"), "notice": later("notice")}
"""Each severity and its name, to be said."""


def number_of(severity: Severity, number: int) -> str:
    """Return how many problems of a severity there are: `1 error`, `2 errors`."""
    if severity == "error":
        return say_number("{number} error", "{number} errors", number)
    if severity == "warning":
        return say_number("{number} warning", "{number} warnings", number)
    return say_number("{number} notice", "{number} notices", number)


def place(problem: Problem) -> str:
    """Return where a problem is, as compilers write it, `file:line:column`, or as workbooks do, `file:sheet!B3`."""
    if problem.sheet is not None and problem.line is not None:
        return f"{problem.file}:{problem.sheet}!{letters(problem.column) if problem.column else 'row '}{problem.line}"
    parts = [problem.file]
    if problem.line is not None:
        parts.append(str(problem.line))
        if problem.column is not None:
            parts.append(str(problem.column))
    return ":".join(parts)


def letters(column: int) -> str:
    """Return the letters of a column of a workbook: A, B … Z, AA.

    >>> letters(28)
    'AB'
    """
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


def said(problem: Problem) -> str:
    """Return what was found, what was expected and what helps. The value is fit to be shown as it is."""
    found = "" if problem.value is None else say("found '{value}'", value=problem.value) + say(", ")
    return say(
        "{found}expected {expected}; help: {remedy}", found=found, expected=problem.expected, remedy=problem.remedy
    )


def verdict(report: Report) -> str:
    """Return a report in one sentence."""
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    found = [number_of(severity, number) for severity, number in counts.items() if number]
    records = sum(table.records for table in report.tables)
    judged = sum(table.checked for table in report.tables)
    state = say("valid") if report.valid else say("not valid") if report.invalid else say("not judged as a whole")
    looked = say(
        "{judged} with {records}",
        judged=say_number("{number} table", "{number} tables", judged),
        records=say_number("{number} record", "{number} records", records),
    )
    unread = (
        say_number("; {number} declared table not read", "; {number} declared tables not read", report.unread)
        if report.unread
        else ""
    )
    held = [
        f"{number:,} {why}"
        for number, why in ((report.ignored, say("ignored")), (report.known, say("known before")))
        if number
    ]
    apart = say(" ({held})", held=say(", ").join(held)) if held else ""
    return say(
        "{package} is {state}: {found}{apart} in {looked}{unread}.",
        package=report.package,
        state=state,
        found=say(", ").join(found) or say("no problems"),
        apart=apart,
        looked=looked,
        unread=unread,
    )


def verdict_of_all(reports: Sequence[Report]) -> str:
    """Return several reports in one sentence."""
    valid = sum(report.valid for report in reports)
    return say("{valid:,} of {reports:,} are valid.", valid=valid, reports=len(reports))
