"""Words for the records that could not be read: the rules of RFC 4180, and of the file's encoding, that they break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem, shown

if TYPE_CHECKING:
    from xiaogan_facts.gate.tables.reader import MalformedRecord
    from xiaogan_facts.gate.tables.table import Table

_WORDS = {
    "quote-unclosed": (
        "a closing quote: the one that opens here is never closed",
        "close the quote, or double it if it belongs to the text",
    ),
    "quote-stray": (
        "quotes only around a whole cell, and doubled inside it",
        "put the whole cell in quotes and double the quotes inside it",
    ),
    "carriage-return-stray": (
        "lines that end in LF or CR LF; here stands a CR alone",
        "end the lines alike, or put the cell in quotes",
    ),
    "escape-unfinished": ("a character after the escape character", "add it, or remove the escape character"),
    "row-blank": ("a record; this line is blank", "remove the line"),
    "nul-character": ("text without NUL characters", "remove the NUL, or state the file's real encoding"),
    "encoding-broken": (
        "text in the encoding that the resource declares",
        "save the file in it, or declare the real one",
    ),
    "cell-missing": ("{width} cells; the record has {also}", "add the missing cells, or their delimiters"),
    "cell-extra": (
        "{width} cells; the record has {also}",
        "remove the extra cells, or put a cell with delimiters in quotes",
    ),
    "row-kind": ("rows that are all lists, or all objects", "write the row like the first"),
}


def malformed_findings(table: Table, file: str, refused: list[MalformedRecord]) -> list[Finding]:
    """The problems of refused records, a finding for each rule and column."""
    groups: dict[tuple[str, int | None], list[MalformedRecord]] = {}
    for refusal in refused:
        groups.setdefault((refusal.rule, refusal.column), []).append(refusal)
    return [_finding(table, file, rule, column, group) for (rule, column), group in groups.items()]


def _finding(table: Table, file: str, rule: str, column: int | None, group: list[MalformedRecord]) -> Finding:
    expected, remedy = _WORDS[rule]
    counted = rule in ("cell-missing", "cell-extra")
    template = Problem(
        rule=rule,
        severity="error",
        file=file,
        expected=expected.replace("{width}", str(table.width)),
        remedy=remedy,
        column=column,
        table=table.resource.name,
    )
    cells = pl.DataFrame(
        {
            "line": [refusal.line for refusal in group],
            "value": [None if counted else shown(refusal.found) for refusal in group],
            "also": [int(refusal.found or 0) if counted else None for refusal in group],
        },
        schema={"line": pl.Int64, "value": pl.String, "also": pl.Int64},
    )
    return Finding(template, cells)
