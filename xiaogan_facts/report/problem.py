"""One thing that is wrong, where it stands, what was expected and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of the gate.

    `file` is relative to the package's folder, in posix form. `line` is the physical line (1-based) on which the
    record starts, or, for a finding about one cell, on which that cell starts. `column` is the ordinal of the
    cell in its record (1-based).
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
