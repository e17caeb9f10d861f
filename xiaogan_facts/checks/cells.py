"""Judges batches of cells with pandera: one look at the whole batch, and a second only at the records that fail.

The whole-batch schema has one check, that every rule holds of every record; pandera's answer marks the records that
fail, and only those are put to the second schema, which has a check for each rule. No state is kept between batches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from xiaogan_facts.report.problems import LONGEST_VALUE, Finding
from xiaogan_facts.tables.reader import LINE

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData
    from pandera.errors import SchemaError

    from xiaogan_facts.checks.rules import CellRule
    from xiaogan_facts.tables.reader import Batch


@dataclass(frozen=True)
class CellChecks:
    """The rules of a table as two pandera schemas."""

    rules: tuple[CellRule, ...]
    whole: pa.DataFrameSchema
    each: pa.DataFrameSchema

    @classmethod
    def of(cls, rules: list[CellRule]) -> CellChecks:
        """Compile rules into checks."""
        every = pl.all_horizontal([rule.holds.fill_null(value=True) for rule in rules]) if rules else pl.lit(value=True)
        checks = [_check(rule.holds, str(number)) for number, rule in enumerate(rules)]
        return cls(
            tuple(rules), pa.DataFrameSchema(checks=_check(every, "every rule")), pa.DataFrameSchema(checks=checks)
        )

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], dict[int, str]]:
        """The problems of a batch, a finding for each rule that is broken, and the rules that could not be put."""
        if not self.rules or not batch.cells.height:
            return [], {}
        failed = _errors(self.whole, batch.cells)
        if not failed:
            return [], {}
        mask = _mask(failed[0])
        suspects = batch.cells if mask is None else batch.cells.filter(~mask)
        findings, broken = [], {}
        for error in _errors(self.each, suspects):
            number = int(error.check.name)
            mask = _mask(error)
            if mask is None:
                broken[number] = str(error.failure_cases)
            else:
                findings.append(_finding(self.rules[number], file, suspects.filter(~mask), spans=batch.spans))
        return findings, broken

    def without(self, numbers: dict[int, str]) -> CellChecks:
        """The same checks but for those rules."""
        return CellChecks.of([rule for number, rule in enumerate(self.rules) if number not in numbers])


def _check(holds: pl.Expr, name: str) -> pa.Check:
    def answer(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds.alias("holds"))

    return pa.Check(answer, name=name, n_failure_cases=1)


def _errors(schema: pa.DataFrameSchema, cells: pl.DataFrame) -> list[SchemaError]:
    try:
        schema.validate(cells, lazy=True)
    except SchemaErrors as errors:
        return list(errors.schema_errors)
    return []


def _mask(error: SchemaError) -> pl.Series | None:
    """Where the check held; None where it could not be carried out."""
    output = error.check_output
    return output.to_series() if isinstance(output, pl.DataFrame) else None


def _finding(rule: CellRule, file: str, failing: pl.DataFrame, *, spans: bool) -> Finding:
    cells = pl.col(str(rule.position))
    line = pl.col(LINE)
    if spans and rule.position:
        before = [str(position) for position in range(rule.position)]
        line += pl.sum_horizontal(pl.col(before).str.count_matches("\n", literal=True)).cast(pl.Int64)
    found = failing.select(line=line, value=shortened(cells))
    return Finding(replace(rule.template, file=file), found, rule.candidates)


def shortened(cells: pl.Expr) -> pl.Expr:
    """The cells, long ones down to their two ends: no problem shows more, and a report should not keep more."""
    long = cells.str.len_chars() > 2 * LONGEST_VALUE
    ends = pl.concat_str(cells.str.slice(0, LONGEST_VALUE), pl.lit("…"), cells.str.slice(-LONGEST_VALUE))
    return pl.when(long).then(ends).otherwise(cells)
