"""Report malformed records by the rule of RFC 4180, or of the file's encoding, that they break."""

from __future__ import annotations

import polars as pl

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem, shown
from xiaogan_facts.gate.tables.encodings import by_what_it_gives
from xiaogan_facts.gate.tables.malformed import MalformedRecord
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.translation import say, say_number

SAMPLE = 100  # cells by which their encoding is told


def malformed_findings(table: Table, file: str, refused: list[MalformedRecord]) -> list[Finding]:
    """Make a finding for each rule and column of refused records."""
    groups: dict[tuple[str, int | None], list[MalformedRecord]] = {}
    for record in refused:
        groups.setdefault((record.rule, record.column), []).append(record)
    return [_finding(table, file, group) for group in groups.values()]


def _finding(table: Table, file: str, group: list[MalformedRecord]) -> Finding:
    rule, _, column, _, width, _ = group[0]
    # A template for `Finding`, which fills in each record's own number of cells.
    template = Problem.of(
        rule,
        file,
        column=column,
        table=table.resource.name,
        remedy=_remedy(group),
        cells=say_number("{number} cell", "{number} cells", width or 0),
        also="{also}",
    )
    by_number = rule in ("cell-missing", "cell-extra")
    cells = pl.DataFrame(
        {
            "line": [record.line for record in group],
            "value": [None if by_number else shown(record.found) for record in group],
            "also": [int(record.found or 0) if by_number else None for record in group],
        },
        schema={"line": pl.Int64, "value": pl.String, "also": pl.Int64},
    )
    # What is null in each row takes no memory as a column of nulls: a hostile file has millions of malformed records.
    empty = [name for name in cells.columns if cells[name].null_count() == cells.height]
    return Finding(template, cells.cast(dict.fromkeys(empty, pl.Null)))


def _remedy(group: list[MalformedRecord]) -> str | None:
    """Return what helps records that have one cause, None if it is not known."""
    if group[0].rule == "cell-extra" and all(record.ended for record in group):
        return say("remove the delimiter at the end of the line")
    if group[0].rule != "encoding-broken":
        return None
    raw = b"\n".join((record.found or "").encode("utf-8", "surrogateescape") for record in group[:SAMPLE])
    guess = by_what_it_gives(raw)
    if guess is None:
        return None
    encoding, text = guess
    first = shown(text.partition("\n")[0])
    return say(
        'state `"encoding": "{encoding}"`, in which this is {first!r}, or save the file as UTF-8',
        encoding=encoding,
        first=first,
    )
