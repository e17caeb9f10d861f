"""The result of a validation: every problem, and the number of records of each table."""

from __future__ import annotations

from dataclasses import dataclass

from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.report.problem import Severity


@dataclass(frozen=True, slots=True)
class TableSummary:
    """How much of a table was read: `records` in the file = `read` + `refused` (malformed, reported, not judged)."""

    name: str
    file: str
    fields: int
    records: int
    refused: int
    checked: bool = True

    @property
    def read(self) -> int:
        return self.records - self.refused


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of a package in the order of its tables and lines; `file` is its descriptor's name.

    `strict` makes warnings count as errors; `limit` is how many problems a rendering shows, None for all.
    """

    package: str
    file: str
    problems: Problems
    tables: tuple[TableSummary, ...] = ()
    strict: bool = False
    limit: int | None = None

    def count(self, severity: Severity) -> int:
        """Return how many problems have a severity."""
        return self.problems.number_of(severity)

    @property
    def valid(self) -> bool:
        """True if there is no error, and with `strict` no warning."""
        return not (self.count("error") or (self.strict and self.count("warning")))
