"""Judge whole records by the rules of a schema's own property `rowRules`: SQL expressions over its fields.

The property is this program's; the standard has none that compares two fields. The expressions are run by a DuckDB that
reaches nothing outside itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from xiaogan_facts.gate.arrow import ArrowStream
from xiaogan_facts.gate.checks._row_expressions import UnusableError, parsed
from xiaogan_facts.gate.package.places import Place
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import LONGEST_VALUE, Problem
from xiaogan_facts.gate.tables.reader import LINE, Batch
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.tables.values import present, typed
from xiaogan_facts.gate.translation import say

if TYPE_CHECKING:
    import duckdb  # which only a table with such rules needs

PROPERTY = "rowRules"
_SEALS = (
    "SET threads = 1",
    "SET memory_limit = '1GB'",
    "SET temp_directory = ''",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True)
class _Rule:
    sql: str
    fields: tuple[str, ...]
    template: Problem


@dataclass
class RowRules:
    """The rules of a table, and the connection that runs them; a rule that fails is left out from then on."""

    table: Table
    rules: list[_Rule] = field(default_factory=list)
    connection: duckdb.DuckDBPyConnection | None = None

    @classmethod
    def of(cls, table: Table, place: Callable[[], Place]) -> tuple[RowRules, list[Problem]]:
        """Compile the rules of a table's schema; return them, and the problems of others.

        `place` is asked where they stand, if it has to be told.
        """
        schema = table.resource.schema
        given = schema.descriptor.get(PROPERTY) if schema else None
        if given is None:
            return cls(table), []
        import duckdb

        made, problems = cls(table, connection=duckdb.connect(":memory:")), []
        for rule in given if isinstance(given, list) else [given]:
            try:
                made.rules.append(_compiled(rule, table, made.connection))
            except (UnusableError, duckdb.Error) as error:
                at = place()
                problems.append(
                    Problem.of(
                        "rowRule-unusable",
                        at.file,
                        line=at.line,
                        table=table.resource.name,
                        value=json.dumps(rule, ensure_ascii=False),
                        reason=str(error).partition("\n")[0],
                    )
                )
        for setting in _SEALS:
            made.connection.execute(setting)  # type: ignore[union-attr]
        return made, problems

    @property
    def templates(self) -> list[Problem]:
        """What the findings of each rule share."""
        return [rule.template for rule in self.rules]

    def judge(self, file: str, batch: Batch) -> tuple[list[Finding], dict[Problem, Problem]]:
        """Return a finding for each rule that records break, and a problem for each that cannot be evaluated.

        A problem is given by the template of its rule.
        """
        if not self.rules:
            return [], {}
        import duckdb

        findings: list[Finding] = []
        problems: dict[Problem, Problem] = {}
        values = self._values(batch)
        for rule in list(self.rules):
            try:
                broken = self._broken(rule, values)
            except duckdb.Error as error:
                self.rules.remove(rule)
                problems[rule.template] = _not_checked(rule, str(error).partition("\n")[0])
                continue
            if broken.any():
                cells = self._written(rule, batch).filter(broken).rechunk()
                findings.append(Finding(replace(rule.template, file=file), cells))
        return findings, problems

    def _values(self, batch: Batch) -> pl.DataFrame:
        names = {name for rule in self.rules for name in rule.fields}
        return batch.cells.select(
            typed(each, present(pl.col(str(position)), self.table.missing(each))).alias(each.name)
            for each, position in _columns(self.table)
            if each.name in names
        )

    def _broken(self, rule: _Rule, values: pl.DataFrame) -> pl.Series:
        """Return for each record whether the rule is false of it; where a value is missing it is neither."""
        assert self.connection
        self.connection.register("records", ArrowStream(values))
        answer = self.connection.sql(f"SELECT NOT CAST(({rule.sql}\n) AS BOOLEAN) AS broken FROM records")
        return pl.DataFrame(ArrowStream(answer))["broken"].fill_null(value=False)

    def _written(self, rule: _Rule, batch: Batch) -> pl.DataFrame:
        cells = [pl.col(str(position)) for each, position in _columns(self.table) if each.name in rule.fields]
        written = pl.concat_str(cells, separator=", ", ignore_nulls=True).str.slice(0, 2 * LONGEST_VALUE)
        return batch.numbered.select(line=pl.col(LINE), value=written)


def _columns(table: Table) -> Iterator[tuple[Any, int]]:
    for each, position in zip(table.fields, table.positions, strict=True):
        if position is not None:
            yield each, position


def _compiled(rule: Any, table: Table, connection: duckdb.DuckDBPyConnection | None) -> _Rule:
    """Check one rule. Raises UnusableError with what is wrong with it, and duckdb.Error."""
    assert connection
    expression = rule.get("expression") if isinstance(rule, Mapping) else None
    if not isinstance(expression, str) or not expression.strip():
        raise UnusableError(say('a rule is an object like {"expression": "end >= start"}'))
    known = [each.name for each, _ in _columns(table)]
    sql, named = parsed(expression, known, connection)
    about = rule.get("description") or rule.get("title") or rule.get("name")
    told = f"{expression} ({about})" if isinstance(about, str) and about else expression
    in_order = tuple(name for name in known if name in named)
    columns = ", ".join(in_order)
    template = Problem.of("rowRule", table.file, table=table.resource.name, field=columns, rule=told.replace("\n", " "))
    return _Rule(sql, in_order, template)


def _not_checked(rule: _Rule, reason: str) -> Problem:
    about = rule.template
    return Problem.of(
        "rowRule-not-checked", about.file, table=about.table, field=about.field, expected=about.expected, reason=reason
    )
