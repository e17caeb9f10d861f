"""One thing that is wrong, where it stands, what was expected and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xiaogan_facts.gate.printable import one_line

LONGEST_VALUE = 100  # characters of a value that a problem shows

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of the gate.

    `file` is relative to the package's folder, in posix form. `line` is the physical line (1-based) on which the
    record starts, or, for a finding about one cell, on which that cell starts. `column` is the ordinal of the
    cell in its record (1-based). `value` is shortened, its control characters made visible.
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", shown(self.value))


def shown(value: str | None) -> str | None:
    """A value fit to be read: control characters and undecodable bytes visible, its middle left out if it is long."""
    if value is None:
        return None
    if len(value) > LONGEST_VALUE:
        value = f"{value[: LONGEST_VALUE - 20]}…{value[-15:]}"
    return one_line(value)
