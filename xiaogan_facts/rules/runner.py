"""Run the archive's own rules: each is a pandera check on its table, and what it finds becomes problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from xiaogan_facts.gate.pandera_errors import pandera_errors
from xiaogan_facts.gate.report import Problem
from xiaogan_facts.gate.tables.reader import LINE
from xiaogan_facts.gate.translation import say, say_number
from xiaogan_facts.rules import (
    article,
    basis,
    evidence,
    figures,
    identity,
    language,
    mentions,
    periods,
    positions,
    relations,
    sentences,
)
from xiaogan_facts.rules.article import DESCRIPTOR, article_is_the_one_on_record
from xiaogan_facts.rules.received import fingerprint
from xiaogan_facts.rules.rows import AbsentError, Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, Rule

RULES: tuple[Rule, ...] = tuple(
    each
    for module in (
        positions,
        evidence,
        basis,
        figures,
        sentences,
        relations,
        periods,
        language,
        identity,
        mentions,
        article,
    )
    for each in vars(module).values()
    if isinstance(each, Rule)
)
"""Every rule, in the order of the modules and within them."""

RULES_NOT_CHECKED = "rules-not-checked"
"""What the report calls the notice that rules were skipped."""


@dataclass(frozen=True)
class RuleCheck:
    """A rule as a pandera check on one table: pandera judges row by row, the breaches say in words what is wrong."""

    rule: Rule
    table: str
    tables: Tables
    breaches: list[list[Breach]] = field(default_factory=list)
    absent: list[tuple[str, ...]] = field(default_factory=list)

    def check(self) -> pa.Check:
        """Return the check for a `DataFrameSchema`."""
        return pa.Check(self._holds, name=self.rule.name, error=self.rule.sentence, n_failure_cases=1)

    def _holds(self, data: PolarsData) -> bool | pl.LazyFrame:
        """Return True if all rows of `data` keep the rule, else a boolean for each row.

        The rows are read from `tables`, which holds the same ones as Python values. Why not always a boolean a row?
        pandera takes a millisecond longer a check for it.
        """
        rows = self.tables.rows(self.table)
        try:
            self.breaches.extend(list(self._find(row)) for row in rows)
            verdict = [not found for found in self.breaches]
        except AbsentError as absent:
            self.absent.append(absent.args)
            return True
        return all(verdict) or pl.LazyFrame({self.rule.name: verdict}, schema={self.rule.name: pl.Boolean})

    def _find(self, row: Row) -> Iterator[Breach]:
        try:
            yield from self.rule.find(row, self.tables)
        except UnstatedError:
            return


def run_rules(
    frames: Mapping[str, pl.DataFrame], texts: Sequence[str] = (), descriptor: Mapping[str, Any] | None = None
) -> list[Problem]:
    """Return every problem that the archive's rules find, in the order of tables, lines, columns and rules.

    `frames` are the typed tables (missing values null) with the physical line of each record in the last column,
    `@line`. With the `texts` of received copies, the rules that need one run as well, on the articles that they are of,
    and search the strings of `descriptor` too. Rules whose tables or columns are not there are skipped, with one notice
    for each that is absent.
    """
    if descriptor is not None:
        frames = {**frames, DESCRIPTOR: strings(descriptor)}
    tables = Tables(frames, {fingerprint(text): text for text in texts})
    rules = [rule for rule in RULES if not rule.needs_article]
    problems: list[Problem] = []
    absent: dict[tuple[str, ...], list[Rule]] = {}
    if texts:
        problems += _run((article_is_the_one_on_record,), tables, absent)
        if problems:
            problems.append(_not_run(problems[0]))
        else:
            others = [rule for rule in RULES if rule.needs_article and rule is not article_is_the_one_on_record]
            if not absent:
                rules += others
            for without in absent.values():
                without += others
    problems += _run(rules, tables, absent)
    problems += [_skipped(what, without) for what, without in absent.items()]
    places = {f"{table}.csv": place for place, table in enumerate(frames)}
    names = {rule.name: place for place, rule in enumerate(RULES)}

    def order(problem: Problem) -> tuple[int, bool, int, int, int]:
        place = places.get(problem.file, len(places))
        return place, problem.severity == "notice", problem.line or 0, problem.column or 0, names.get(problem.rule, 0)

    return sorted(problems, key=order)


def strings(descriptor: Any) -> pl.DataFrame:
    """Return every string of a descriptor as a table: `pointer` (JSON Pointer, RFC 6901) and `text`."""
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


def _run(rules: Sequence[Rule], tables: Tables, absent: dict[tuple[str, ...], list[Rule]]) -> list[Problem]:
    """Return the problems that some rules find in all their tables, and add to `absent` what they lack."""
    problems: list[Problem] = []
    for table in dict.fromkeys(table for rule in rules for table in rule.tables):
        here = [rule for rule in rules if table in rule.tables]
        if table in tables.frames:
            checks = [RuleCheck(rule, table, tables) for rule in here]
            problems += _check_table(table, checks)
            for check in checks:
                for what in check.absent:
                    absent.setdefault(what, []).append(check.rule)
        elif table != DESCRIPTOR:
            absent.setdefault((table,), []).extend(here)
    return problems


def _check_table(table: str, checks: list[RuleCheck]) -> Iterator[Problem]:
    schema = pa.DataFrameSchema(checks=[check.check() for check in checks], name=table)
    tables = checks[0].tables
    failed: dict[str, list[int]] = {}
    for error in pandera_errors(schema, tables.frames[table]):
        if error.check_output is None:  # a check that broke, not one that failed
            raise error
        verdict = error.check_output.lazy().collect().to_series()
        failed[error.check.name] = [place for place, holds in enumerate(verdict) if not holds]
    for check in checks:
        for place in failed.get(check.rule.name, []):
            for breach in check.breaches[place]:
                yield _problem(check, tables.rows(table)[place], breach)


def _problem(check: RuleCheck, row: Row, breach: Breach) -> Problem:
    columns = check.tables.frames[row.table].columns
    is_table = row.table != DESCRIPTOR
    return Problem(
        rule=check.rule.name,
        severity="error",
        file=f"{row.table}.csv" if is_table else f"{DESCRIPTOR}.json",
        line=row.cells.get(LINE),
        column=columns.index(breach.field) + 1 if breach.field in columns else None,
        field=breach.field,
        value=_shown(row.cells.get(breach.field)) if breach.value is None else breach.value,
        expected=breach.expected,
        remedy=breach.remedy,
        table=row.table if is_table else None,
    )


def _skipped(absent: tuple[str, ...], rules: list[Rule]) -> Problem:
    """Return the notice that some rules were not checked for want of a table, or of a column of it."""
    table, *columns = absent
    names = list(dict.fromkeys(rule.name for rule in rules))
    without = say(
        "without which {names} could not be checked: {listed}",
        names=say_number("{number} rule", "{number} rules", len(names)),
        listed=", ".join(names),
    )
    return Problem(
        rule=RULES_NOT_CHECKED,
        severity="notice",
        file=f"{table}.csv",
        expected=say("the column {column} of {table} whole, {without}", column=columns[0], table=table, without=without)
        if columns
        else say("the table {table} whole, {without}", table=table, without=without),
        remedy=say("correct what the other problems name, and run again"),
    )  # it belongs to no table, so that a report tells the cause first


def _not_run(problem: Problem) -> Problem:
    return Problem(
        rule=problem.rule,
        severity="notice",
        file=problem.file,
        expected=say("the copy on record, without which the other rules on the article's text were not checked"),
        remedy=say("run again with the received copy"),
        table=problem.table,
    )


def _shown(value: Any) -> str | None:
    """Return a value as a CSV cell would hold it, None for a missing one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
