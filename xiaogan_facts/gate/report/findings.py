"""Problems by the million, stored as columns and rendered one at a time, so that a report needs no cap.

A finding is all that one rule found in one table: a template that its problems share, and a frame with their places.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, overload

from xiaogan_facts.gate.report.problem import Problem, Severity
from xiaogan_facts.gate.translation import Language, speaking, spoken

if TYPE_CHECKING:
    import polars as pl  # slow to load, and a report without findings does not need it

MOST_COMPARED = 1_000  # distinct wrong values of a finding for which a remedy of their own is sought


class Advice(Protocol):
    """Knows what helps a wrong value: the nearest valid one, or another cure."""

    def suggestion(self, value: str, /) -> str:
        """Return the remedy, "" if there is none for this value."""


class Rows(NamedTuple):
    """Problems that an engine keeps as rows of its own, and how many: of which table and split, and of what number."""

    table: int
    split: int
    number: int
    height: int


@dataclass(frozen=True)
class Finding:
    """The problems that a rule found in a table: `cells` has a row for each, "line" (Int64) and "value" (String).

    A third column "also" (Int64) fills in the `{also}` of `template.expected`. `advice` gives the remedies of
    the first thousand distinct wrong values. Those that an engine keeps (`rows`) are counted, and not in `cells`.
    """

    template: Problem
    cells: pl.DataFrame
    advice: Advice | None = None
    language: Language = field(default_factory=spoken)
    """The language that the advice is given in: that in which the rest was said."""
    rows: tuple[Rows, ...] = ()

    def __iter__(self) -> Iterator[Problem]:
        yield from self._problems(self.cells)

    def __len__(self) -> int:
        return self.cells.height + sum(each.height for each in self.rows)

    def by_remedy(self) -> Iterator[tuple[str, Iterator[Problem]]]:
        """Yield each remedy with its problems, in the order in which the remedies first occur."""
        import polars as pl

        remedy = pl.col("value").replace_strict(self.remedies, default=self.template.remedy, return_dtype=pl.String)
        cells = self.cells.with_columns(remedy=remedy if self.remedies else pl.lit(self.template.remedy))
        for (common,), some in cells.group_by("remedy", maintain_order=True):
            yield str(common), self._problems(some)

    def _problems(self, cells: pl.DataFrame) -> Iterator[Problem]:
        also = "also" in cells.columns
        for line, value, *other in cells.select("line", "value", *["also"] * also).iter_rows():
            yield self.problem(line, value, other[0] if other else None)

    def problem(self, line: int | None, value: str | None, also: int | None) -> Problem:
        """Return the problem of one row of `cells`."""
        common = self.template
        expected = common.expected if also is None else common.expected.replace("{also}", str(also))
        remedy = common.remedy if value is None else self.remedies.get(value, common.remedy)
        # `replace(common, …)` would read better, but take three times as long.
        return Problem(
            common.rule,
            common.severity,
            common.file,
            expected,
            remedy,
            line=line,
            column=common.column,
            field=common.field,
            value=value,
            table=common.table,
            sheet=common.sheet,
        )

    @cached_property
    def remedies(self) -> dict[str, str]:
        """The remedies of the values that have one of their own, by value; all others have the template's."""
        if self.advice is None:
            return {}
        values = self.cells["value"].drop_nulls().unique(maintain_order=True).head(MOST_COMPARED)
        with speaking(self.language):
            near = [(value, self.advice.suggestion(value)) for value in values]
        return {value: suggestion for value, suggestion in near if suggestion}


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Merge the findings of a table's batches into one for each template, in the order of their first occurrence."""
    import polars as pl

    alike: dict[Problem, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.template, []).append(finding)
    return [
        replace(
            each[0],
            cells=pl.concat([finding.cells for finding in each]),
            rows=tuple(rows for finding in each for rows in finding.rows),
        )
        for each in alike.values()
    ]


@dataclass(frozen=True)
class Problems(Sequence[Problem]):
    """A report's problems: first the package's (`single`), then each table's by line and column, then `after`.

    Each table has single problems, and findings of many.
    """

    single: tuple[Problem, ...] = ()
    tables: tuple[tuple[tuple[Problem, ...], tuple[Finding, ...]], ...] = ()
    after: tuple[Problem, ...] = ()

    def number_of(self, severity: Severity) -> int:
        """Count the problems of a severity, without making each."""
        alone = sum(problem.severity == severity for problem in self._alone())
        return alone + sum(len(each) for each in self._findings() if each.template.severity == severity)

    def __len__(self) -> int:
        return sum(1 for _ in self._alone()) + sum(map(len, self._findings()))

    def mapped(self, alone: Callable[[Problem], Problem | None], many: Callable[[Finding], Finding | None]) -> Problems:
        """Return what two functions make of the single problems and of the findings; None leaves one out."""

        def some(problems: Iterable[Problem]) -> tuple[Problem, ...]:
            return tuple(made for each in problems if (made := alone(each)))

        tables = tuple(
            (some(problems), tuple(made for each in findings if (made := many(each)) and len(made)))
            for problems, findings in self.tables
        )
        return Problems(some(self.single), tables, some(self.after))

    def _alone(self) -> Iterator[Problem]:
        yield from self.single
        for alone, _ in self.tables:
            yield from alone
        yield from self.after

    def _findings(self) -> Iterator[Finding]:
        for _, findings in self.tables:
            yield from findings

    def __iter__(self) -> Iterator[Problem]:
        yield from self.single
        for alone, findings in self.tables:
            yield from heapq.merge(sorted(alone, key=_place), _in_order(findings), key=_place)
        yield from self.after

    @cached_property
    def _listed(self) -> tuple[Problem, ...]:
        return tuple(self)

    @overload
    def __getitem__(self, index: int) -> Problem: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Problem, ...]: ...
    def __getitem__(self, index: int | slice) -> Problem | tuple[Problem, ...]:
        return self._listed[index]


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


def _in_order(findings: tuple[Finding, ...]) -> Iterator[Problem]:
    """Yield the problems of several findings by line and column."""
    if not findings:
        return
    import polars as pl

    frames = [
        finding.cells.select(
            pl.col("line").cast(pl.Int64),
            pl.col("value").cast(pl.String),
            also=pl.col("also").cast(pl.Int64) if "also" in finding.cells.columns else pl.lit(None, pl.Int64),
            column=pl.lit(finding.template.column or 0, pl.Int64),
            finding=pl.lit(number, pl.Int64),
        )
        for number, finding in enumerate(findings)
    ]
    ordered = pl.concat(frames).sort("line", "column", "finding", "value", nulls_last=False, maintain_order=True)
    for line, value, also, _, number in ordered.iter_rows():
        yield findings[number].problem(line, value, also)
