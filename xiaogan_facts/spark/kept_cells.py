"""Findings as rows that stay in the cluster: executors write them, and the driver knows how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.gate.checks.record_judge import Found
from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.report.findings import Finding, Rows, merged
from xiaogan_facts.gate.report.problem import shown

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CELLS = "number int, line bigint, value string, also bigint, remedy string"

_PROBLEM = (
    "rule string, severity string, file string, expected string, remedy string, line bigint, column bigint, "
    "field string, value string, table string, sheet string"
)
_COMMON = (
    "of int, split int, number int, rule string, severity string, file string, expected string, usual string, "
    "column bigint, field string, table string, sheet string"
)


def told_in_rows(found: Found, table: int, split: int) -> tuple[Found, list[pl.DataFrame]]:
    """Return what was found in a split with its findings counted, and a frame of rows for each.

    Of cells that are not in their encoding the first of each column stays: it stands for all others in the report.
    """
    rows: list[pl.DataFrame] = []

    def counted(finding: Finding) -> Finding:
        number = len(rows)
        if finding.template.rule == "encoding-broken":
            left = finding.cells.sort("line").head(1)
            rows.append(_rows(finding, number).clear())
        else:
            left = finding.cells.clear()
            rows.append(_rows(finding, number))
        here = Rows(table, split, number, len(finding) - left.height)
        return replace(finding, cells=left, advice=None, rows=(here,) if here.height else ())

    findings = [counted(each) for each in merged(found.findings)]
    malformed = replace(found.malformed, findings=[counted(each) for each in merged(found.malformed.findings)])
    return replace(found, findings=findings, malformed=malformed), rows


def _rows(finding: Finding, number: int) -> pl.DataFrame:
    """Return the problems of a finding, without what they share."""
    also = finding.cells["also"] if "also" in finding.cells.columns else None
    values = finding.cells["value"].cast(pl.String)
    return pl.DataFrame(
        {
            "number": pl.repeat(number, len(values), dtype=pl.Int32, eager=True),
            "line": finding.cells["line"].cast(pl.Int64),
            "value": pl.Series([shown(value) for value in values], dtype=pl.String),
            "also": pl.Series([None] * len(values), dtype=pl.Int64) if also is None else also.cast(pl.Int64),
            "remedy": pl.Series([finding.remedies.get(value) for value in values], dtype=pl.String),
        }
    )


@dataclass
class KeptCells:
    """The findings of tables that stay in the cluster, a frame of rows for each table."""

    session: SparkSession
    tables: dict[int, DataFrame] = field(default_factory=dict)
    begun: int = 0

    def begin(self) -> int:
        """Return the number of the next table."""
        self.begun += 1
        return self.begun

    def told(self, rows: DataFrame, findings: Sequence[Finding], places: pl.DataFrame) -> pl.DataFrame:
        """Return the places, each a "line" and a "file", where one of some findings of a table is kept."""
        kept = [(each.split, each.number, finding.template.file) for finding in findings for each in finding.rows]
        if not kept:
            return places.clear()
        query = """
            SELECT line, file FROM {places} JOIN {kept} USING (file) JOIN {rows} USING (split, number, line)
        """
        some = self.session.createDataFrame(kept, "split int, number int, file string")
        asked = self.session.createDataFrame(
            places.to_arrow(compat_level=pl.CompatLevel.oldest()), "line bigint, file string"
        )
        told = pl.from_arrow(self.session.sql(query, places=asked, kept=some, rows=rows).toArrow())
        assert isinstance(told, pl.DataFrame)
        return told.select(pl.col(name).cast(kind) for name, kind in places.schema.items())

    def frame(self, report: Report) -> DataFrame:
        """Return the problems of a report, and those that stayed, as `Report.frame()` has them."""
        alone = self.session.createDataFrame(report.frame().to_arrow(compat_level=pl.CompatLevel.oldest()), _PROBLEM)
        common = [
            (*each[:3], *_common(finding))
            for _, findings in report.problems.tables
            for finding in findings
            for each in finding.rows
        ]
        if not common:
            return alone
        rows = [
            rows.where("number IS NOT NULL").selectExpr(f"{of} AS of", "split", *_names(CELLS))
            for of, rows in self.tables.items()
        ]
        query = """
            SELECT /*+ BROADCAST(common) */ rule, severity, file,
                IF(also IS NULL, expected, replace(expected, '{{also}}', CAST(also AS STRING))) AS expected,
                coalesce(remedy, usual) AS remedy, line, column, field, value, table, sheet
            FROM {rows} JOIN {common} AS common USING (of, split, number)
        """
        made = self.session.createDataFrame(common, _COMMON)
        return alone.union(self.session.sql(query, rows=reduce(type(alone).union, rows), common=made))


def _common(finding: Finding) -> tuple[str | int | None, ...]:
    """Return what the problems of a finding share, in the order of `_COMMON`."""
    each = finding.template
    return (
        each.rule,
        each.severity,
        each.file,
        each.expected,
        each.remedy,
        each.column,
        each.field,
        each.table,
        each.sheet,
    )


def _names(schema: str) -> list[str]:
    return [column.split()[0] for column in schema.split(", ")]
