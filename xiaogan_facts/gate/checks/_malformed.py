"""Report malformed records by the rule of RFC 4180, or of the file's encoding, that they break."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem, shown
from xiaogan_facts.gate.tables.encodings import by_what_it_gives
from xiaogan_facts.gate.tables.malformed import MalformedRecord
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.translation import say, say_number

SAMPLE = 100  # cells by which their encoding is told


@dataclass
class Malformed:
    """The malformed records of a table as findings, in whatever pieces they are read.

    `samples` are cells that are not in the encoding, by file and column: they tell together which one it is.
    """

    findings: list[Finding] = field(default_factory=list)
    samples: dict[tuple[str, int | None], list[str]] = field(default_factory=dict)

    def add(self, table: Table, file: str, refused: list[MalformedRecord]) -> None:
        """Add refused records of a file, a finding for each rule and column of them."""
        groups: dict[tuple[str, int | None, bool], list[MalformedRecord]] = {}
        for record in refused:
            groups.setdefault((record.rule, record.column, record.ended), []).append(record)
        self.findings += [_finding(table, file, group) for group in groups.values()]
        for (rule, column, _), group in groups.items():
            if rule == "encoding-broken":
                self._sample(file, column, [record.found or "" for record in group[:SAMPLE]])

    def take(self, below: Malformed) -> None:
        """Add those of the records below."""
        self.findings += below.findings
        for (file, column), cells in below.samples.items():
            self._sample(file, column, cells)

    def _sample(self, file: str, column: int | None, cells: list[str]) -> None:
        known = self.samples.setdefault((file, column), [])
        known += cells[: SAMPLE - len(known)]

    def told(self) -> list[Finding]:
        """Return the findings, with the remedies that their samples tell."""
        remedies = {place: remedy for place, cells in self.samples.items() if (remedy := _of_encoding(cells))}

        def cured(template: Problem) -> Problem:
            remedy = remedies.get((template.file, template.column)) if template.rule == "encoding-broken" else None
            return replace(template, remedy=remedy) if remedy else template

        return [replace(finding, template=cured(finding.template)) for finding in self.findings]


def _finding(table: Table, file: str, group: list[MalformedRecord]) -> Finding:
    rule, _, column, _, width, ended = group[0]
    # A template for `Finding`, which fills in each record's own number of cells.
    template = Problem.of(
        rule,
        file,
        column=column,
        table=table.resource.name,
        remedy=say("remove the delimiter at the end of the line") if ended and rule == "cell-extra" else None,
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


def _of_encoding(cells: list[str]) -> str | None:
    """Return what helps a file whose encoding these cells are not in, None if it is not known."""
    guess = by_what_it_gives(b"\n".join(cell.encode("utf-8", "surrogateescape") for cell in cells))
    if guess is None:
        return None
    encoding, text = guess
    first = shown(text.partition("\n")[0])
    return say(
        'state `"encoding": "{encoding}"`, in which this is {first!r}, or save the file as UTF-8',
        encoding=encoding,
        first=first,
    )
