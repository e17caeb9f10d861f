"""The parts that all renderings of a report share: where a problem is, and how many of each kind there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report


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


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


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
    found = "" if problem.value is None else f"found '{problem.value}', "
    return f"{found}expected {problem.expected}; help: {problem.remedy}"


def verdict(report: Report) -> str:
    """Return a report in one sentence."""
    errors, warnings, notices = (report.count(kind) for kind in ("error", "warning", "notice"))
    found = [counted(n, noun) for n, noun in ((errors, "error"), (warnings, "warning"), (notices, "notice")) if n]
    records = sum(table.records for table in report.tables)
    judged = sum(table.checked for table in report.tables)
    state = "valid" if report.valid else "not valid" if report.invalid else "not judged as a whole"
    looked = f"{counted(judged, 'table')} with {counted(records, 'record')}"
    unread = f"; {counted(report.unread, 'declared table')} not read" if report.unread else ""
    held = [
        f"{number:,} {why}" for number, why in ((report.ignored, "ignored"), (report.known, "known before")) if number
    ]
    apart = f" ({', '.join(held)})" if held else ""
    return f"{report.package} is {state}: {', '.join(found) or 'no problems'}{apart} in {looked}{unread}."


def verdict_of_all(reports: Sequence[Report]) -> str:
    """Return several reports in one sentence."""
    valid = sum(report.valid for report in reports)
    return f"{valid:,} of {len(reports):,} are valid."
