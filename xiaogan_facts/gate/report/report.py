"""The result of a validation: every problem, and the number of records of each table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.report.problem import Problem, Severity
from xiaogan_facts.gate.translation import say, say_number

if TYPE_CHECKING:
    import polars as pl  # slow to load, and a report without findings does not need it

SHOWN = 5  # problems in the message of an error


@dataclass(frozen=True, slots=True)
class TableSummary:
    """How much of a table was read: `records` in the file = `read` + `refused` (malformed, reported, not judged).

    `checked` is False if the file could not be read to its end; `declared` tells that the descriptor calls it a table;
    `sheet` is the name of a workbook's sheet.
    """

    name: str
    file: str
    fields: int
    records: int
    refused: int
    checked: bool = True
    declared: bool = True
    sheet: str | None = None

    @property
    def read(self) -> int:
        return self.records - self.refused


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of a package in the order of its tables and lines; `file` is its descriptor's name.

    `strict` makes warnings count as errors; `limit` is how many problems a rendering shows, None for all. A table that
    the descriptor declares and that was not read is no success, unless `allow_unread` says so. `ignored` and `known`
    are how many problems were left out, by the reader's wish and because a baseline has them.
    """

    package: str
    file: str
    problems: Problems
    tables: tuple[TableSummary, ...] = ()
    strict: bool = False
    limit: int | None = None
    allow_unread: bool = False
    ignored: int = 0
    known: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many problems have a severity."""
        return self.problems.number_of(severity)

    def frame(self) -> pl.DataFrame:
        """Return the problems as a data frame of polars, a row for each, in the order of the report.

        The columns are those of `Problem`: rule, severity, file, expected, remedy, field, value, table and sheet
        String, line and column Int64; what a problem does not have is null.

        >>> import xiaogan_facts
        >>> xiaogan_facts.validate().frame().filter(severity="error").height
        0
        """
        import polars as pl

        kinds = {each.name: pl.Int64 if each.name in ("line", "column") else pl.String for each in fields(Problem)}
        return pl.DataFrame(([getattr(each, name) for name in kinds] for each in self.problems), kinds, orient="row")

    def raise_for_errors(self) -> None:
        """Raise InvalidError, which has this report and its first problems as text, if the package is not valid.

        >>> import xiaogan_facts
        >>> xiaogan_facts.validate().raise_for_errors()
        """
        if not self.valid:
            raise InvalidError(self)

    @property
    def invalid(self) -> bool:
        """True if there is an error, or with `strict` a warning."""
        return bool(self.count("error") or (self.strict and self.count("warning")))

    @property
    def unread(self) -> int:
        """How many tables the descriptor declares that were not read."""
        return sum(table.declared and not table.checked for table in self.tables)

    @property
    def valid(self) -> bool:
        """True if everything was judged and nothing is wrong."""
        return not self.invalid and (self.allow_unread or not self.unread)


class InvalidError(Error):
    """Raised by `raise_for_errors` if a package is not valid; `report` has all problems, the message the first.

    >>> import xiaogan_facts
    >>> from xiaogan_facts.gate.report import InvalidError
    >>> issubclass(InvalidError, xiaogan_facts.Error)
    True
    """

    def __init__(self, report: Report) -> None:
        more = len(report.problems) - SHOWN
        first = [str(problem) for problem in islice(report.problems, SHOWN)]
        unread = [
            say_number("{number} declared table was not read", "{number} declared tables were not read", report.unread)
        ] * bool(report.unread and not report.invalid)
        lines = [
            say("{package} is not valid", package=report.package),
            *first,
            *[say("and {more:,} more", more=more)] * (more > 0),
            *unread,
        ]
        super().__init__("\n".join(lines))
        self.report = report
