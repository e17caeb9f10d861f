"""Plan the splits of a table by what the ranges of its files hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from xiaogan_facts.gate.splits.survey import Range, Survey
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import SPELT, FileRows, Table


@dataclass(frozen=True)
class Split:
    """Whole records of a file: its bytes from `start` to before `end`, None for all that are left.

    `file` is its number in the table (0-based), `line` the physical line on which the first record starts. A split that
    starts at byte 0 begins with the header.
    """

    file: int
    start: int
    end: int | None
    line: int


def ranges(table: Table, size: int) -> list[Range]:
    """Return the ranges to survey, of `size` bytes each. Raises OSError if a file cannot be read."""
    assert isinstance(table.rows, FileRows)
    found: list[Range] = []
    for number, part in enumerate(table.rows.files):
        total = part.size
        cuts = [*range(0, max(total, 1), size), total]
        found += [Range(number, start, end) for start, end in pairwise(cuts)]
    return found


def plan(table: Table, surveys: Iterable[Survey]) -> list[Split]:
    """Return the splits of a table's files, given the surveys of all ranges in their order."""
    splits: list[Split] = []
    for number, some in groupby(surveys, key=lambda each: each.range.file):
        first = _first_line(table, number)
        starts = [(0, 1)]
        if first is not None:
            starts += [(byte, line) for byte, line in _starts(some) if line >= first and byte > 0]
        ends = [byte for byte, _ in starts[1:]]
        splits += [Split(number, byte, end, line) for (byte, line), end in zip(starts, [*ends, None], strict=True)]
    return splits


def _starts(surveys: Iterable[Survey]) -> Iterator[tuple[int, int]]:
    """Yield where the records start by which a file is split, each with its physical line."""
    line, quotes = 1, 0
    for each in surveys:
        start = each.inside if quotes % 2 else each.outside
        if start:
            yield start.byte, line + start.lines
        line, quotes = line + each.lines, quotes + each.quotes


def _first_line(table: Table, number: int) -> int | None:
    """Return the line of a file's first record, None if none of its records is judged or it cannot be read."""
    assert isinstance(table.rows, FileRows)
    try:
        text, refused = table.rows.opened(replace(table.rows.files[number], read=0), number)
    except SourceError:
        return None  # which is told when the records are read
    return text.next_line if refused is None or refused.rule == SPELT else None


def records_of(table: Table, split: Split) -> Iterator[tuple[str, Batch]]:
    """Yield the records of a split with the name of their file. Raises SourceError if it cannot be read."""
    rows = table.rows
    assert isinstance(rows, FileRows)
    if split.start:
        return rows.lower(split.file, split.start, split.end, split.line, table.width)
    return rows.whole(split.file, table.width, split.end)
