"""Judges batches of cells with pandera: one look for all rules, and a second only for those that are broken.

A rule says the same of equal cells, so that of a column in which few differ each is looked at once. The first look is
a schema with one check, whose answer says of each rule whether it holds throughout; the second, of the rules that do
not, says of which cells they do. The records that hold one of the others are the problems. No state is kept between
batches.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors
from polars.exceptions import PolarsError

from xiaogan_facts.gate.checks.worker import TooSlowError
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import LONGEST_VALUE
from xiaogan_facts.gate.tables.reader import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pandera.api.polars.types import PolarsData
    from pandera.errors import SchemaError

    from xiaogan_facts.gate.checks.cell_rules import CellRule
    from xiaogan_facts.gate.tables.reader import Batch

_RULES_AT_ONCE = 100  # polars plans a query in time that grows faster than the query
_MANY = 10_000  # records from which on it pays to look for equal cells
_SAMPLE = 2_000
_RAISED = re.compile(r'\A\w+\("(.*)"\)\Z', re.DOTALL)  # how pandera says what a check has raised


@dataclass(frozen=True)
class CellChecks:
    """The rules about the cells of a table, in looks."""

    looks: tuple[Look, ...]

    @classmethod
    def of(cls, rules: Sequence[CellRule], sample: pl.DataFrame) -> CellChecks:
        """Compile rules into checks; `sample` are records of the table, which tell where few cells differ."""
        few = _columns_of_few(sample)
        looks = []
        for each_once in (False, True):
            asked = [rule for rule in rules if (str(rule.position) in few) is each_once]
            starts = range(0, len(asked), _RULES_AT_ONCE)
            looks += [Look.of(tuple(asked[start : start + _RULES_AT_ONCE]), each_once=each_once) for start in starts]
        return cls(tuple(looks))

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """The problems of a batch with records, a finding for each rule, and rules that could not be put, and why."""
        findings: list[Finding] = []
        unable: list[tuple[CellRule, str]] = []
        for look in self.looks:
            for rule, broken in look.broken(batch.cells):
                if isinstance(broken, str):
                    unable.append((rule, broken))
                else:
                    findings.append(_finding(rule, file, batch, broken))
        return findings, unable


def _columns_of_few(cells: pl.DataFrame) -> set[str]:
    """The columns in which few cells differ; none where there are too few records for that to matter."""
    if cells.height < _MANY:
        return set()
    few = set()
    for column in cells.gather_every(max(cells.height // _SAMPLE, 1)):
        times = column.unique_counts().sort()
        if len(times) - 1 <= 0.95 * (len(column) - times[-1]):  # without the commonest, which may be a filler
            few.add(column.name)
    return few


@dataclass(frozen=True)
class Look:
    """Some rules as a pandera schema with one check, that all of them hold, of all cells or of each different one."""

    rules: tuple[CellRule, ...]
    each_once: bool
    columns: tuple[str, ...]
    made: tuple[pl.Expr, ...]
    throughout: pa.DataFrameSchema

    @classmethod
    def of(cls, rules: tuple[CellRule, ...], *, each_once: bool) -> Look:
        """Compile rules."""
        made = {name: column for rule in rules for name, column in rule.made_of.items()}
        columns = dict.fromkeys(str(rule.position) for rule in rules)
        return cls(
            rules, each_once, tuple(columns), tuple(made.values()), pa.DataFrameSchema(checks=_throughout(rules))
        )

    def broken(self, cells: pl.DataFrame) -> Iterator[tuple[CellRule, pl.Series | str]]:
        """The rules that are broken, each with the cells that break it, or with why it could not be put."""
        seen = pl.DataFrame([cells.get_column(name) for name in self.columns])  # `select` goes over all that there are
        if self.each_once and not any(column.has_nulls() for column in seen):
            seen = _each_once(seen)
        seen = seen.with_columns(self.made)
        failed = _errors(self.throughout, seen)
        if not failed:
            return
        asked, held = self.rules, _answers(failed[0])
        if held is not None:  # pandera goes over what it is given several times: give it the cells that fail
            asked = tuple(rule for rule, holds in zip(self.rules, held, strict=True) if not holds)
            with suppress(TooSlowError, PolarsError):  # whoever cannot answer now is asked alone, below
                seen = seen.filter(pl.any_horizontal([~rule.holds for rule in asked]))
        yield from _cells_that_break(asked, seen)


def _each_once(cells: pl.DataFrame) -> pl.DataFrame:
    """The different cells of each column side by side; the last of a column that has fewer is repeated.

    No cell is null, so that the nulls which fill the shorter columns up are no cells of theirs.
    """
    different = cells.select(pl.all().unique().implode())
    columns: list[pl.DataFrame] = [each[0].alias(each.name).to_frame() for each in different]
    return pl.concat(columns, how="horizontal_extend").select(pl.all().forward_fill())


def _cells_that_break(rules: tuple[CellRule, ...], cells: pl.DataFrame) -> Iterator[tuple[CellRule, pl.Series | str]]:
    """As `Look.broken`, of rules that are put together, or one by one where one of them cannot be put."""
    errors = _errors(pa.DataFrameSchema(checks=_cell_by_cell(rules)), cells)
    held = _answers(errors[0]) if errors else None
    if held is not None:
        for number, rule in enumerate(rules):
            broken = cells[str(rule.position)].filter(~held.slice(number * cells.height, cells.height))
            if len(broken):
                yield rule, broken.unique()
    elif len(rules) > 1:
        for rule in rules:
            yield from _cells_that_break((rule,), cells)
    elif errors:
        yield rules[0], _RAISED.sub(r"\1", str(errors[0].failure_cases))


def _throughout(rules: Sequence[CellRule]) -> pa.Check:
    """Whether every rule holds of all cells; where one does not, the answers of all, a row for each."""
    every = [rule.holds.all().alias(str(number)) for number, rule in enumerate(rules)]

    def answer(data: PolarsData) -> bool | pl.LazyFrame:
        held = data.lazyframe.select(every).collect().row(0)
        return all(held) or pl.LazyFrame({"holds": held})

    return pa.Check(answer, name="every rule", n_failure_cases=1)


def _cell_by_cell(rules: Sequence[CellRule]) -> pa.Check:
    """Of which cells the rules hold: a row for each cell, all of the first rule first."""
    each = [rule.holds.alias(str(number)) for number, rule in enumerate(rules)]

    def answer(data: PolarsData) -> pl.LazyFrame:
        held = data.lazyframe.select(each).collect().get_columns()
        return pl.LazyFrame({"holds": pl.concat([column.alias("holds") for column in held])})

    return pa.Check(answer, name="each cell", n_failure_cases=1)


def _errors(schema: pa.DataFrameSchema, cells: pl.DataFrame) -> list[SchemaError]:
    try:
        schema.validate(cells, lazy=True)
    except SchemaErrors as errors:
        return list(errors.schema_errors)
    return []


def _answers(error: SchemaError) -> pl.Series | None:
    """What a check answered; None where it could not be carried out."""
    output = error.check_output
    return output.to_series() if isinstance(output, pl.DataFrame) else None


def _finding(rule: CellRule, file: str, batch: Batch, broken: pl.Series) -> Finding:
    """The records that hold one of the cells that break a rule."""
    name = str(rule.position)
    line = pl.col(LINE)
    if batch.spans and rule.position:
        before = [str(position) for position in range(rule.position)]
        line += pl.sum_horizontal(pl.col(before).str.count_matches("\n", literal=True)).cast(pl.Int64)
    if len(broken) < 5:  # as is usual; to compare is many times faster than to look up
        holds_one = pl.any_horizontal([pl.col(name).eq_missing(pl.lit(cell, pl.String)) for cell in broken])
    else:
        holds_one = pl.col(name).is_in(broken.implode(), nulls_equal=True)
    found = batch.numbered.lazy().filter(holds_one).select(line=line, value=shortened(pl.col(name))).collect()
    found = found.rechunk()  # what is left of a batch in many small pieces takes as much room as the batch
    return Finding(replace(rule.template, file=file), found, rule.candidates)


def shortened(cells: pl.Expr) -> pl.Expr:
    """The cells, long ones down to their two ends: no problem shows more, and a report should not keep more."""
    long = cells.str.len_chars() > 2 * LONGEST_VALUE
    ends = pl.concat_str(cells.str.slice(0, LONGEST_VALUE), pl.lit("…"), cells.str.slice(-LONGEST_VALUE))
    return pl.when(long).then(ends).otherwise(cells)
