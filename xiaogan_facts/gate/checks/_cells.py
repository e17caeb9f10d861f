"""Judge cells with pandera: the rules of a table are one `DataFrameSchema`, with a named check for each.

Why not pandera's own types and built-in checks? They need typed columns, and a typed column cannot hold a cell that is
no value of its type; a problem shows the cell as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

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
    """The rules about a table's cells as a pandera schema, whose checks are in the order of the rules.

    `many` tells that they are some of the thousands of rules of a wide table. Each check costs pandera a millisecond,
    however few its cells are; so all are first made a single check, and only if that fails is each made one of its own.
    """

    rules: tuple[CellRule, ...]
    many: bool = False

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The rules, each a check."""
        return pa.DataFrameSchema(checks=[_check(rule) for rule in self.rules])

    @cached_property
    def together(self) -> pa.DataFrameSchema:
        """The rules, all of them a single check."""
        holds = pl.all_horizontal([rule.holds.all() for rule in self.rules])
        check = pa.Check(
            lambda data: bool(data.lazyframe.collect().select(holds).item()), name="all", n_failure_cases=1
        )
        return pa.DataFrameSchema(checks=[check])

    @classmethod
    def split(cls, rules: Sequence[CellRule]) -> list[CellChecks]:
        """Compile rules into one schema, or into several for a table of hundreds of columns."""
        many = len(rules) > RULES_AT_ONCE
        starts = range(0, len(rules), RULES_AT_ONCE)
        return [cls(tuple(rules[start : start + RULES_AT_ONCE]), many) for start in starts]

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """Return a finding for each rule that is broken, and the rules that could not be evaluated, with the reason."""
        made = {name: column for rule in self.rules for name, column in rule.made_of.items()}
        # Of a wide table first the columns of these rules: polars goes over all that a frame has, for each expression.
        own = pl.DataFrame([batch.cells.to_series(position) for position in sorted({r.position for r in self.rules})])
        frame = own.select(**made)
        findings: list[Finding] = []
        unable: list[tuple[CellRule, str]] = []
        if self.many and not pandera_errors(self.together, frame):
            return findings, unable
        for error in pandera_errors(self.schema, frame):
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
