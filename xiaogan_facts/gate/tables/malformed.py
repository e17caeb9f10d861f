"""Malformed records: which records are refused, and why."""

from __future__ import annotations

import re
from typing import NamedTuple

from xiaogan_facts.gate.tables._records import Record

_UNDECODED = re.compile("[\udc80-\udcff]")


class MalformedRecord(NamedTuple):
    """A record that is refused: the rule it breaks, where, and what was found: the cell, or the number of cells.

    `width` is the number of cells that it should have, if that is the rule; `ended` tells that only a
    delimiter at the end of the line is too many.
    """

    rule: str
    line: int
    column: int | None = None
    found: str | None = None
    width: int | None = None
    ended: bool = False


def refusal_of(record: Record, width: int | None) -> MalformedRecord | None:
    """Return why a record is refused, None if it is sound; without a `width` it may have any number of cells."""
    if record.fault:
        return MalformedRecord(record.fault.rule, record.fault.line, record.fault.column)
    if record.blank:
        return MalformedRecord("row-blank", record.line)
    for column, cell in enumerate(record.cells, start=1):
        if "\0" in cell:
            return MalformedRecord("nul-character", record.line, column, cell)
        if not cell.isascii() and _UNDECODED.search(cell):
            return MalformedRecord("encoding-broken", record.line, column, cell)
    count = len(record.cells)
    if width is not None and count != width:
        rule = "cell-missing" if count < width else "cell-extra"
        ended = count == width + 1 and not record.cells[-1]
        return MalformedRecord(rule, record.line, min(count, width) + 1, str(count), width, ended)
    return None
