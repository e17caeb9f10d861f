"""Judge cells with pandera: the rules of a table are one `DataFrameSchema`, with a named check for each.

Why not pandera's own types and built-in checks? They need typed columns, and a typed column cannot hold a cell that is
no value of its type; a problem shows the cell as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from xiaogan_facts.gate.checks._cell_rules import CellRule
from xiaogan_facts.gate.pandera_errors import pandera_errors
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import LONGEST_VALUE
from xiaogan_facts.gate.tables.reader import LINE, Batch

RULES_AT_ONCE = 200  # polars goes over every column of a frame for each check, which adds up in very wide tables
_RAISED = re.compile(r'\A\w+\("(.*)"\)\Z', re.DOTALL)  # how pandera words an error raised by a check


@dataclass(frozen=True)
class CellChecks:
    """The rules about a table's cells as a pandera schema, whose checks are in the order of the rules."""

    rules: tuple[CellRule, ...]
    schema: pa.DataFrameSchema

    @classmethod
    def of(cls, rules: Sequence[CellRule]) -> CellChecks:
        """Compile rules into a schema."""
        return cls(tuple(rules), pa.DataFrameSchema(checks=[_check(rule) for rule in rules]))

    @classmethod
    def split(cls, rules: Sequence[CellRule]) -> list[CellChecks]:
        """Compile rules into one schema, or into several for a table of hundreds of columns."""
        return [cls.of(rules[start : start + RULES_AT_ONCE]) for start in range(0, len(rules), RULES_AT_ONCE)]

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """Return a finding for each rule that is broken, and the rules that could not be evaluated, with the reason."""
        made = {name: column for rule in self.rules for name, column in rule.made_of.items()}
        findings: list[Finding] = []
        unable: list[tuple[CellRule, str]] = []
        for error in pandera_errors(self.schema, batch.cells.select(**made)):
            rule = self.rules[error.check_index]
            if error.check_output is None:
                unable.append((rule, _RAISED.sub(r"\1", str(error.failure_cases))))
            else:
                findings.append(_finding(rule, file, batch, ~error.check_output.to_series()))
        return findings, unable


def _check(rule: CellRule) -> pa.Check:
    """Make a pandera check of a rule, named by its field and constraint: `value minimum`."""

    def holds(data: PolarsData) -> bool | pl.LazyFrame:
        mask = data.lazyframe.collect().select(holds=rule.holds)
        # Null, a cell that the rule does not apply to, passes, as it does with pandera. Nearly every check returns
        # True, which costs pandera a third of what a column does.
        return bool(mask["holds"].all()) or mask.lazy()

    # Without `n_failure_cases` pandera copies every wrong row, with all its cells, for a report that is not used.
    return pa.Check(holds, name=f"{rule.template.field} {rule.template.rule}", n_failure_cases=1)


def _finding(rule: CellRule, file: str, batch: Batch, broken: pl.Series) -> Finding:
    """Return the lines and values of the cells that break a rule."""
    line = pl.col(LINE)
    if batch.spans and rule.position:  # earlier cells of the record may hold line breaks
        before = [str(position) for position in range(rule.position)]
        line += pl.sum_horizontal(pl.col(before).str.count_matches(batch.line_break, literal=True)).cast(pl.Int64)
    cell = _shortened(pl.col(str(rule.position)))
    # Rechunked, that is copied: a few cells must not keep the memory of their whole batch alive.
    found = batch.numbered.filter(broken).select(line=line, value=cell).rechunk()
    return Finding(replace(rule.template, file=file), found, rule.advice)


def _shortened(cells: pl.Expr) -> pl.Expr:
    """Cut long cells down to their two ends: a problem shows no more, so a report need not keep more."""
    long = cells.str.len_chars() > 2 * LONGEST_VALUE
    ends = pl.concat_str(cells.str.slice(0, LONGEST_VALUE), pl.lit("…"), cells.str.slice(-LONGEST_VALUE))
    return pl.when(long).then(ends).otherwise(cells)
