"""Judges the archive by its own rules: pandera runs each as a check on its table, and failures become problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors

from xiaogan_facts.gate.report import Problem
from xiaogan_facts.rules import article, evidence, figures, identity, language, mentions, periods, positions, relations
from xiaogan_facts.rules.article import DESCRIPTOR, article_is_the_one_on_record
from xiaogan_facts.rules.rows import LINE, AbsentError, Archive, Row, UnstatedError
from xiaogan_facts.rules.rule import Fault, Rule

RULES: tuple[Rule, ...] = tuple(
    each
    for module in (positions, evidence, figures, relations, periods, language, identity, mentions, article)
    for each in vars(module).values()
    if isinstance(each, Rule)
)
"""Every rule, in the order of the modules and within them."""


@dataclass(frozen=True)
class Trial:
    """A rule at work on a table as a pandera check: pandera makes the verdict row by row, the faults word it."""

    rule: Rule
    table: str
    archive: Archive
    faults: list[list[Fault]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def check(self) -> pa.Check:
        """The rule as a check of a `DataFrameSchema`."""
        return pa.Check(self._holds, name=self.rule.name, error=self.rule.sentence, n_failure_cases=1)

    def _holds(self, data: PolarsData) -> bool | pl.LazyFrame:
        """What pandera judges by: True where all rows of `data` keep the rule, else a boolean for each of them.

        The archive holds these very rows, ready to be read. A verdict row by row costs a millisecond a check.
        """
        rows = self.archive.rows(self.table)
        try:
            self.faults.extend(list(self._faults(row)) for row in rows)
            verdict = [not found for found in self.faults]
        except AbsentError as absent:
            self.absent.append(str(absent))
            return True
        return all(verdict) or pl.LazyFrame({self.rule.name: verdict}, schema={self.rule.name: pl.Boolean})

    def _faults(self, row: Row) -> Iterator[Fault]:
        try:
            yield from self.rule.find(row, self.archive)
        except UnstatedError:
            return


def judge(
    tables: Mapping[str, pl.DataFrame], source_text: str | None = None, descriptor: Mapping[str, Any] | None = None
) -> list[Problem]:
    """Every problem that the archive's rules find, in the order of the tables, lines, columns and rules; notices last.

    `tables` are the typed frames (missing values null) with the physical line of each record in the last column,
    `@line`. With the text of the received copy, the rules that need the article run as well: `descriptor` is then
    searched for it too. A rule whose tables or columns are not there is skipped with a notice.
    """
    frames = dict(tables) if descriptor is None else {**tables, DESCRIPTOR: strings(descriptor)}
    archive = Archive(frames, source_text)
    rules = [rule for rule in RULES if not rule.needs_article]
    problems: list[Problem] = []
    if source_text is not None:
        problems += _try((article_is_the_one_on_record,), archive)
        if problems:
            problems.append(_not_run(problems[0]))
        else:
            rules += [rule for rule in RULES if rule.needs_article and rule is not article_is_the_one_on_record]
    problems += _try(rules, archive)
    places = {f"{table}.csv": place for place, table in enumerate(frames)}
    names = {rule.name: place for place, rule in enumerate(RULES)}

    def order(problem: Problem) -> tuple[int, bool, int, int, int]:
        place = places.get(problem.file, len(places))
        return place, problem.severity == "notice", problem.line or 0, problem.column or 0, names[problem.rule]

    return sorted(problems, key=order)


def strings(descriptor: Any) -> pl.DataFrame:
    """Every string of a descriptor as a table: `pointer` (JSON Pointer, RFC 6901) and `text`."""
    found: list[tuple[str, str]] = []
    nodes: list[tuple[str, Any]] = [("", descriptor)]
    while nodes:
        pointer, node = nodes.pop()
        if isinstance(node, str):
            found.append((pointer, node))
        elif isinstance(node, Mapping):
            nodes += [(f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}", node[name]) for name in node]
        elif isinstance(node, list | tuple):
            nodes += [(f"{pointer}/{place}", child) for place, child in enumerate(node)]
    return pl.DataFrame(found, schema={"pointer": pl.String, "text": pl.String}, orient="row").sort("pointer")


def _try(rules: tuple[Rule, ...] | list[Rule], archive: Archive) -> list[Problem]:
    """The problems that some rules find in all their tables."""
    problems: list[Problem] = []
    for table in dict.fromkeys(table for rule in rules for table in rule.tables):
        here = [rule for rule in rules if table in rule.tables]
        if table in archive.frames:
            problems += _judge_table(table, [Trial(rule, table, archive) for rule in here])
        elif table != DESCRIPTOR:
            problems += [_skipped(rule, table, f"the table {table}") for rule in here]
    return problems


def _judge_table(table: str, trials: list[Trial]) -> Iterator[Problem]:
    schema = pa.DataFrameSchema(checks=[trial.check() for trial in trials], name=table)
    archive = trials[0].archive
    failed: dict[str, list[int]] = {}
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        try:
            schema.validate(archive.frames[table], lazy=True)
        except SchemaErrors as errors:
            for error in errors.schema_errors:
                if error.check_output is None:  # a check that broke, not one that failed
                    raise error from None
                verdict = error.check_output.lazy().collect().to_series()
                failed[error.check.name] = [place for place, holds in enumerate(verdict) if not holds]
    for trial in trials:
        for place in failed.get(trial.rule.name, []):
            for fault in trial.faults[place]:
                yield _problem(trial, archive.rows(table)[place], fault)
        for absent in trial.absent:
            yield _skipped(trial.rule, table, absent)


def _problem(trial: Trial, row: Row, fault: Fault) -> Problem:
    columns = trial.archive.frames[row.table].columns
    is_table = row.table != DESCRIPTOR
    return Problem(
        rule=trial.rule.name,
        severity="error",
        file=f"{row.table}.csv" if is_table else f"{DESCRIPTOR}.json",
        line=row.cells.get(LINE),
        column=columns.index(fault.field) + 1 if fault.field in columns else None,
        field=fault.field,
        value=_shown(row.cells.get(fault.field)) if fault.value is None else fault.value,
        expected=fault.expected,
        remedy=fault.remedy,
        table=row.table if is_table else None,
    )


def _skipped(rule: Rule, table: str, absent: str) -> Problem:
    return Problem(
        rule=rule.name,
        severity="notice",
        file=f"{table}.csv",
        expected=f"{absent}, without which this rule was not checked",
        remedy="mend what the other problems say of it, and run again",
        table=table,
    )


def _not_run(problem: Problem) -> Problem:
    return Problem(
        rule=problem.rule,
        severity="notice",
        file=problem.file,
        expected="the copy on record, without which the other rules on the article's text were not checked",
        remedy="run again with the received copy",
        table=problem.table,
    )


def _shown(value: Any) -> str | None:
    """A value as a CSV cell would hold it; None for a missing one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
