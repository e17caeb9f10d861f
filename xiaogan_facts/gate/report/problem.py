"""A problem: what is wrong, where, what was expected and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.printable import one_line
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.gate.report.codes import Severity as Severity
from xiaogan_facts.gate.translation import say

LONGEST_VALUE = 100  # characters of a value that a problem shows


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong in a package; `rule` is its code.

    `file` is relative to the package's folder, in posix form. `line` is the physical line (1-based) on which the
    record starts, or, for a finding about one cell, on which that cell starts. `column` is the ordinal of the
    cell in its record (1-based). In a workbook they are a row and a column of `sheet`. `value` is shortened, its
    control characters made visible.
    """

    rule: str
    severity: Severity
    file: str
    expected: str
    remedy: str
    line: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    table: str | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", shown(self.value))

    def __str__(self) -> str:
        where = one_line(self.file) if self.line is None else f"{one_line(self.file)}:{self.line}"
        return say(
            "{where}: expected {expected}; help: {remedy}", where=where, expected=self.expected, remedy=self.remedy
        )

    @classmethod
    def of(
        cls,
        code: str,
        file: str,
        *,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        value: str | None = None,
        table: str | None = None,
        remedy: str | None = None,
        severity: Severity | None = None,
        **places: object,
    ) -> Self:
        """Make a problem of a registered code, filling its templates with `places` and `field`.

        `remedy` and `severity` replace those of the code. Raises KeyError for a code that is not registered, or a
        place that is not given.
        """
        known = CODES[code]
        return cls(
            rule=code,
            severity=severity or known.severity,
            file=file,
            expected=known.said.expected.format(field=field, **places),
            remedy=remedy or known.said.remedy.format(field=field, **places),
            line=line,
            column=column,
            field=field,
            value=value,
            table=table,
        )


class ProblemError(Error):
    """Raised if a problem, such as a file that cannot be read, ends a job; `problem` is to be reported."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem,)

    @classmethod
    def of(cls, code: str, file: str, **more: Any) -> Self:
        """Make the error of a registered code; the arguments are those of `Problem.of`."""
        return cls(Problem.of(code, file, **more))


def shown(value: str | None) -> str | None:
    """Make a value readable: escape control characters and undecodable bytes, cut the middle out of a long one."""
    if value is None:
        return None
    if len(value) > LONGEST_VALUE:
        value = f"{value[: LONGEST_VALUE - 20]}…{value[-15:]}"
    return one_line(value)
