"""Problems by the million, held as columns and worded one at a time, so that a report needs no cap.

A finding is what one rule says of one table: a template that all its problems share, and a frame with where each is.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, overload

from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from xiaogan_facts.gate.report.problem import Severity
    from xiaogan_facts.gate.suggest import Candidates

MOST_COMPARED = 1_000  # different wrong values of a finding for which the nearest valid ones are looked up


@dataclass(frozen=True)
class Finding:
    """What a rule found in a table: `cells` has the columns "line" (Int64) and "value" (String), a row a problem.

    A third column "also" (Int64) fills the `{also}` in what was expected. `candidates` are valid values: the remedy
    names the nearest to each of the first thousand values that are wrong.
    """

    template: Problem
    cells: pl.DataFrame
    candidates: Candidates | None = None

    def problem(self, line: int | None, value: str | None, also: int | None, remedy: str) -> Problem:
        """One of the problems."""
        expected = self.template.expected
        if also is not None:
            expected = expected.replace("{also}", str(also))
        return replace(self.template, line=line, value=value, expected=expected, remedy=remedy)

    def problems(self) -> Iterator[Problem]:
        """All of them, in the order of the frame."""
        also = self.cells["also"] if "also" in self.cells.columns else repeat(None)
        for line, value, other in zip(self.cells["line"], self.cells["value"], also, strict=False):
            yield self.problem(line, value, other, self.remedies.get(value, self.template.remedy))

    def some(self, cells: pl.DataFrame) -> Finding:
        """Some of the problems, mended as they are among all."""
        part = replace(self, cells=cells)
        vars(part)["remedies"] = self.remedies
        return part

    @cached_property
    def remedies(self) -> dict[str, str]:
        """How to mend those values that are not mended as the template says, but by the nearest valid ones."""
        if self.candidates is None:
            return {}
        values = self.cells["value"].drop_nulls().unique(maintain_order=True).head(MOST_COMPARED)
        near = ((value, question(self.candidates.nearest(value))) for value in values)
        return {value: suggestion for value, suggestion in near if suggestion}


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a table, one for each template, in the order in which the templates first come."""
    import polars as pl

    alike: dict[Problem, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.template, []).append(finding)
    return [replace(each[0], cells=pl.concat([finding.cells for finding in each])) for each in alike.values()]


@dataclass(frozen=True)
class Problems(Sequence[Problem]):
    """A report's problems: first those of the package, then table by table, by line and column, then the others.

    Each table has problems that stand alone and findings that stand for many.
    """

    single: tuple[Problem, ...] = ()
    tables: tuple[tuple[tuple[Problem, ...], tuple[Finding, ...]], ...] = ()
    after: tuple[Problem, ...] = ()

    def count(self, value: object) -> int:
        """How many problems have a severity (or are equal to a problem), found without wording each."""
        if isinstance(value, Problem):
            return sum(problem == value for problem in self)
        alone = sum(problem.severity == value for problem in self._alone())
        findings = [finding for _, found in self.tables for finding in found]
        return alone + sum(each.cells.height for each in findings if each.template.severity == value)

    def __len__(self) -> int:
        return sum(1 for _ in self._alone()) + sum(each.cells.height for _, found in self.tables for each in found)

    def _alone(self) -> Iterator[Problem]:
        yield from self.single
        for alone, _ in self.tables:
            yield from alone
        yield from self.after

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
    if not frames:
        return
    ordered = pl.concat(frames).sort("line", "column", "finding", "value", nulls_last=False, maintain_order=True)
    for line, value, also, _, number in ordered.iter_rows():
        finding = findings[number]
        yield finding.problem(line, value, also, finding.remedies.get(value, finding.template.remedy))


def severity_count(problems: Sequence[Problem], severity: Severity) -> int:
    """How many problems of a severity there are, in any sequence of problems."""
    if isinstance(problems, Problems):
        return problems.count(severity)
    return sum(problem.severity == severity for problem in problems)
