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

from xiaogan_facts.report.problem import LONGEST_VALUE
from xiaogan_facts.report.problems import Finding
from xiaogan_facts.tables.reader import LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandera.api.polars.types import PolarsData
    from pandera.errors import SchemaError

    from xiaogan_facts.checks.rules import CellRule
    from xiaogan_facts.tables.reader import Batch


_RULES_AT_ONCE = 200  # polars plans a query in time that grows faster than the query


@dataclass(frozen=True)
class CellChecks:
    """The rules of a table, some at a time, each lot as two pandera schemas."""

    lots: tuple[Lot, ...]

    @classmethod
    def of(cls, rules: Sequence[CellRule]) -> CellChecks:
        """Compile rules into checks."""
        starts = range(0, len(rules), _RULES_AT_ONCE)
        return cls(tuple(Lot.of(tuple(rules[start : start + _RULES_AT_ONCE])) for start in starts))

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """The problems of a batch, a finding for each rule that is broken, and rules that could not be put, and why."""
        findings: list[Finding] = []
        broken: list[tuple[CellRule, str]] = []
        for lot in self.lots if batch.cells.height else ():
            found, unable = lot.judge(file, batch)
            findings += found
            broken += unable
        return findings, broken

    def without(self, rules: Sequence[CellRule]) -> CellChecks:
        """The same checks but for those rules."""
        kept = [rule for lot in self.lots for rule in lot.rules if not any(rule is other for other in rules)]
        return CellChecks.of(kept)


@dataclass(frozen=True)
class Lot:
    """Some rules as two pandera schemas: one check that all of them hold, and a check for each."""

    rules: tuple[CellRule, ...]
    columns: tuple[str, ...]
    whole: pa.DataFrameSchema
    each: pa.DataFrameSchema

    @classmethod
    def of(cls, rules: tuple[CellRule, ...]) -> Lot:
        """Compile rules into checks."""
        every = pl.all_horizontal([rule.holds.fill_null(value=True) for rule in rules])
        whole = pa.DataFrameSchema(checks=_check(every, "every rule"))
        each = pa.DataFrameSchema(checks=[_check(rule.holds, str(number)) for number, rule in enumerate(rules)])
        columns = tuple(str(position) for position in sorted({rule.position for rule in rules}))
        return cls(rules, columns, whole, each)

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """As `CellChecks.judge`."""
        failed = _errors(self.whole, batch.cells.select(self.columns))
        if not failed:
            return [], []
        mask = _mask(failed[0])
        suspects = batch.cells if mask is None else batch.cells.filter(~mask)
        findings, broken = [], []
        for error in _errors(self.each, suspects.select(self.columns)):
            rule = self.rules[int(error.check.name)]
            mask = _mask(error)
            if mask is None:
                broken.append((rule, str(error.failure_cases)))
            else:
                findings.append(_finding(rule, file, suspects.filter(~mask), spans=batch.spans))
        return findings, broken


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
