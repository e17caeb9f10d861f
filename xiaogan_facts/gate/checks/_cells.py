"""Judge cells with pandera: the rules of a table are one `DataFrameSchema`, with a named check for each.

Why not pandera's own types and built-in checks? They need typed columns, and a typed column cannot hold a cell that is
no value of its type; a problem shows the cell as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from xiaogan_facts.gate.checks._cell_rules import CellRule
from xiaogan_facts.gate.checks._patterns import for_polars
from xiaogan_facts.gate.pandera_errors import pandera_errors
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import LONGEST_VALUE
from xiaogan_facts.gate.tables.reader import Batch

Alike = tuple[CellRule, ...]
"""One rule, of each column that it is shared by."""

CELLS_AT_ONCE = 500_000  # of columns that are judged as one
RULES_AT_ONCE = 200  # polars goes over every column of a frame for each check, which adds up in very wide tables
_RAISED = re.compile(r'\A\w+\("(.*)"\)\Z', re.DOTALL)  # how pandera words an error raised by a check


@dataclass(frozen=True)
class CellChecks:
    """The rules about a table's cells as a pandera schema, whose checks are in the order of the rules.

    Each of `rules` is for one column, or for several that are described alike: then it is one check of all their cells,
    one column below the other. Each check costs pandera half a millisecond, however few its cells are; so all are first
    made a single one, and only the rules that it finds broken are checked each by itself. So are those that the worker
    answers: polars would ask several at once, and which of them is still answered would be left to chance.
    """

    rules: tuple[Alike, ...]

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The rules, each a check."""
        return pa.DataFrameSchema(checks=[_check(alike[0]) for alike in self.rules])

    @cached_property
    def at_once(self) -> Sequence[int]:
        """The numbers of the rules that polars alone can judge."""
        return [n for n, alike in enumerate(self.rules) if not _asks(alike[0])]

    @cached_property
    def together(self) -> pa.DataFrameSchema:
        """The rules that polars alone can judge, as a single check, whose output is whether each holds."""
        rules = {str(n): self.rules[n][0].shared.holds.all() for n in self.at_once}

        def hold(data: PolarsData) -> bool | pl.LazyFrame:
            answers = data.lazyframe.collect().select(**rules).row(0)
            return all(answers) or pl.LazyFrame({"hold": answers})

        return pa.DataFrameSchema(checks=[pa.Check(hold, name="all", n_failure_cases=1)])

    @classmethod
    def split(cls, rules: Sequence[CellRule]) -> list[CellChecks]:
        """Compile rules into one schema, and one for each set of columns that can be judged as one.

        The rules of a table of hundreds of columns are split further.
        """
        shared: dict[int, list[CellRule]] = {}
        for rule in rules:
            shared.setdefault(id(rule.shared), []).append(rule)
        sets: dict[tuple[int, ...], list[Alike]] = {}
        for alike in map(tuple, shared.values()):
            columns = tuple(rule.position for rule in alike) if len(alike) > 1 else ()
            sets.setdefault(columns, []).append(alike)
        single = tuple(sets.pop((), ()))
        starts = range(0, len(single), RULES_AT_ONCE)
        of_one = [cls(single[start : start + RULES_AT_ONCE]) for start in starts]
        return [*of_one, *(cls(tuple(each)) for each in sets.values())]

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], list[tuple[CellRule, str]]]:
        """Return a finding for each rule that is broken, and the rules that could not be evaluated, with the reason."""
        findings: list[Finding] = []
        unable: list[tuple[CellRule, str]] = []
        at_once = max(CELLS_AT_ONCE // max(batch.cells.height, 1), 1)
        for start in range(0, len(self.rules[0]), at_once):
            rules = [alike[start : start + at_once] for alike in self.rules]
            for alike, answer in self._broken(rules, batch.cells):
                if isinstance(answer, pl.Series):
                    parts = (answer.slice(n * batch.cells.height, batch.cells.height) for n in range(len(alike)))
                    found = zip(alike, parts, strict=True)
                    findings += [_finding(rule, file, batch, ~holds) for rule, holds in found if not holds.all()]
                elif len(alike) > 1:  # perhaps for the cells of one column
                    for rule in alike:
                        more = CellChecks(((rule,),)).judge(file, batch)
                        findings, unable = findings + more[0], unable + more[1]
                else:
                    unable.append((alike[0], answer))
        return findings, unable

    def _broken(self, rules: Sequence[Alike], cells: pl.DataFrame) -> Iterator[tuple[Alike, pl.Series | str]]:
        """Yield the rules that do not hold with the answers for all their cells, or with why there are none."""
        made = {name: column for alike in rules for name, column in alike[0].shared.made_of.items()}
        # Of a wide table first the columns of these rules: polars goes over all that a frame has, for each expression.
        own = {alike[0].shared.source: [rule.position for rule in alike] for alike in rules}
        stacks = [
            pl.concat([cells.to_series(each) for each in own[source]], rechunk=len(own[source]) > 1).alias(str(source))
            for source in sorted(own)
        ]
        frame = pl.DataFrame(stacks).select(**made)
        doubtful = self._doubtful(frame)
        if not doubtful:
            return
        schema = pa.DataFrameSchema(checks=[self.schema.checks[n] for n in doubtful])
        for error in pandera_errors(schema, frame):
            alike = rules[doubtful[error.check_index]]
            if error.check_output is None:
                yield alike, _RAISED.sub(r"\1", str(error.failure_cases))
            else:
                yield alike, error.check_output.to_series()

    def _doubtful(self, frame: pl.DataFrame) -> Sequence[int]:
        """Return the rules that may not hold for some cell; all of them if one cannot be evaluated."""
        held = self.at_once
        for error in pandera_errors(self.together, frame) if held else ():
            hold = [False] * len(held) if error.check_output is None else error.check_output.to_series().to_list()
            held = [n for n, holds in zip(held, hold, strict=True) if holds]
        return sorted({*range(len(self.rules))}.difference(held))


def _asks(rule: CellRule) -> bool:
    """Return whether the worker answers for the cells."""
    pattern = rule.field.constraints.pattern
    return rule.shared.code == "jsonSchema" or (
        rule.shared.code == "pattern" and pattern is not None and for_polars(pattern) is None
    )


def _check(rule: CellRule) -> pa.Check:
    """Make a pandera check of a rule, named by its field and constraint: `value minimum`."""

    def holds(data: PolarsData) -> bool | pl.LazyFrame:
        mask = data.lazyframe.collect().select(holds=rule.shared.holds)
        # Null, a cell that the rule does not apply to, passes, as it does with pandera. Nearly every check returns
        # True, which costs pandera a third of what a column does.
        return bool(mask["holds"].all()) or mask.lazy()

    # Without `n_failure_cases` pandera copies every wrong row, with all its cells, for a report that is not used.
    return pa.Check(holds, name=f"{rule.field.name} {rule.shared.code}", n_failure_cases=1)


def _finding(rule: CellRule, file: str, batch: Batch, broken: pl.Series) -> Finding:
    """Return the lines and values of the cells that break a rule."""
    # Of a wide table only the columns that tell this: to filter all of them, for each finding, would take far longer.
    lines, cells = batch.lines.filter(broken), batch.cells.to_series(rule.position).filter(broken)
    if batch.spans and rule.position:  # earlier cells of the record may hold line breaks
        before = pl.concat_str(pl.all(), ignore_nulls=True).str.count_matches(batch.line_break, literal=True)
        earlier = batch.cells[batch.cells.columns[: rule.position]].filter(broken)
        lines += earlier.select(before.cast(pl.Int64)).to_series()
    # Rechunked, that is copied: a few cells must not keep the memory of their whole batch alive.
    found = pl.DataFrame({"line": lines, "value": cells}).with_columns(_shortened(pl.col("value"))).rechunk()
    return Finding(replace(rule.template, file=file), found, rule.advice)


def _shortened(cells: pl.Expr) -> pl.Expr:
    """Cut long cells down to their two ends: a problem shows no more, so a report need not keep more."""
    long = cells.str.len_chars() > 2 * LONGEST_VALUE
    ends = pl.concat_str(cells.str.slice(0, LONGEST_VALUE), pl.lit("…"), cells.str.slice(-LONGEST_VALUE))
    return pl.when(long).then(ends).otherwise(cells)
