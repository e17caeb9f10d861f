"""Find the one thing that explains many problems of a table, so that it is told first and the many are held back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from xiaogan_facts.gate.lookalike import skeleton
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.translation import later, say, say_number

_SEPARATORS = {",": later("commas"), ";": later("semicolons"), "\t": later("tabs"), "|": later("vertical bars")}
_SEPARATOR_LINE = re.compile(r'(?i)"?sep=(?:(\\t|.)\1*)?"?')
_FEWEST_LINES = 1  # below the header, that have to agree on another delimiter


def cause_of(table: Table) -> Problem | None:
    """Return the problem that explains all others of a table, such as another delimiter; or None."""
    if not table.resource.paths or not table.header.text:
        return None
    at: dict[str, Any] = {"file": table.file, "line": table.header.line or 1, "table": table.resource.name}
    found = (_separator_line, _lone_returns, _other_delimiter, _lines_in_quotes)
    return next((problem for find in found if (problem := find(table, at))), None)


def _separator_line(table: Table, at: dict[str, Any]) -> Problem | None:
    """Recognise the line `sep=;`, by which some spreadsheets are told the delimiter."""
    line, declared = table.header.text.strip(), table.resource.dialect.delimiter
    found = _SEPARATOR_LINE.fullmatch(line)
    if found is None or line in _names(table):
        return None
    named = "\t" if found[1] == "\\t" else found[1] or declared
    also = "" if named == declared else say(', and state `"delimiter": {named}`', named=_quoted(named))
    remedy = say(
        'remove the line, or skip it by `"headerRows": [{line}]` in the dialect{also}', line=at["line"] + 1, also=also
    )
    return Problem.of("separator-line", **at, value=line, remedy=remedy)


def _lone_returns(table: Table, at: dict[str, Any]) -> Problem | None:
    """Recognise a file in which CR alone ends every line, and no dialect says so: to the reader it is one line."""
    refused = [each.rule for each in table.header_refused]
    one_line = "\n" not in table.header.text and not table.header.below
    return Problem.of("line-ends-cr", **at) if refused == ["carriage-return-stray"] and one_line else None


def _other_delimiter(table: Table, at: dict[str, Any]) -> Problem | None:
    """Recognise a file whose header is one label to the declared delimiter, and several to another one."""
    declared, labels = table.resource.dialect.delimiter, table.header.labels or ()
    line = table.header.text.strip("\r\n")
    if len(labels) > 1 and not table.header_refused:
        return None
    if declared in line:
        return None
    names = {skeleton(name) for name in _names(table)}
    best = max(_SEPARATORS, key=line.count)
    parts = [skeleton(part.strip("\"'")) for part in line.split(best)]
    if len(parts) < 2 or (names and not names & set(parts)) or (len(names) == 1 and skeleton(line) in names):
        return None
    if not names and not _agree(table.header.below, best, len(parts)):
        return None
    remedy = say(
        'state `"delimiter": {best}` in the dialect, or write the file with {declared!r}',
        best=_quoted(best),
        declared=declared,
    )
    return Problem.of("delimiter-other", **at, declared=declared, other=say(_SEPARATORS[best]), remedy=remedy)


def _lines_in_quotes(table: Table, at: dict[str, Any]) -> Problem | None:
    """Recognise a file in which each whole line stands in quotes."""
    dialect, labels = table.resource.dialect, table.header.labels or ()
    if len(labels) != 1 or dialect.delimiter not in labels[0] or dialect.quote_char is None:
        return None
    names, quote = {skeleton(name) for name in _names(table)}, dialect.quote_char
    parts = [skeleton(part.strip(quote)) for part in labels[0].split(dialect.delimiter)]
    if (names and not names & set(parts)) or skeleton(labels[0]) in names:
        return None
    lines = [line for line in table.header.below if line]
    if not lines or not all(line.startswith(quote) and line.endswith(quote) for line in lines):
        return None
    if not names and not all(line.count(dialect.delimiter) >= len(parts) - 1 for line in lines):
        return None
    return Problem.of("lines-quoted", **at)


def _agree(lines: Sequence[str], delimiter: str, width: int) -> bool:
    return len(lines) >= _FEWEST_LINES and all(line.count(delimiter) == width - 1 for line in lines)


def _names(table: Table) -> Iterable[str]:
    return [field.name for field in table.resource.schema.fields] if table.resource.schema else []


def _quoted(delimiter: str) -> str:
    return '"\\t"' if delimiter == "\t" else f'"{delimiter}"'


def with_held(cause: Problem, held: int) -> Problem:
    """Return a problem that tells how many others are held back, since they follow from it."""
    if not held:
        return cause
    expected = say_number(
        "{expected}; {number} problem follows from it and is held back",
        "{expected}; {number} problems follow from it and are held back",
        held,
        expected=cause.expected,
    )
    return replace(cause, expected=expected)


def encoding_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with the first cell that is not in its encoding standing for all such cells of the file."""
    broken = [each for each in findings if each.template.rule == "encoding-broken"]
    held = sum(map(len, broken)) - 1
    if held < 1:
        return list(findings)
    first = min(broken, key=lambda each: (each.template.file, each.cells["line"].min() or 0, each.template.column or 0))
    others = [each for each in findings if each not in broken]
    told = with_held(first.template, held)
    return [replace(first, template=told, cells=first.cells.sort("line").head(1), rows=()), *others]
