"""Write the records that a report finds errors in, each with its place and the reasons, as a CSV file to work off."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

import polars as pl

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.inputs import Input
from xiaogan_facts.gate.package import Resource
from xiaogan_facts.gate.report import Problem, Report
from xiaogan_facts.gate.report.summary import said
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.source import SourceError, blocks, parts
from xiaogan_facts.gate.tables.table import NotATableError, open_table
from xiaogan_facts.gate.translation import say

COLUMNS = ("file", "line", "table", "rules", "reasons", "record")
LONGEST = 10_000  # characters of a malformed record, which may go on to the end of its file

Faults = dict[int, list[Problem]]
"""The errors of a file by the physical line that they name."""


class _Reject(NamedTuple):
    line: int
    problems: list[Problem]
    record: str | None  # None: it is malformed, and has no cells


@dataclass(frozen=True)
class Rejects:
    """An open file of rejected records."""

    file: TextIO

    def add(self, given: Input, report: Report) -> None:
        """Write the rejected records of an input, whose report names files as the input shows them."""
        by_file = _faults(report)
        for resource in given.package.resources:
            mine = {file: faults for (table, file), faults in by_file.items() if table == resource.name}
            if mine:
                self._add(given, resource, mine)

    def _add(self, given: Input, resource: Resource, by_file: Mapping[str, Faults]) -> None:
        writer = csv.writer(self.file, lineterminator="\n")
        for name, rejects in _rejects(given, resource, by_file):
            raw = _raw(given, resource, name, [each.line for each in rejects if each.record is None])
            for each in rejects:
                rules = ", ".join(dict.fromkeys(problem.rule for problem in each.problems))
                reasons = say("; ").join(
                    f"{problem.field or say('the record')}: {said(problem)}" for problem in each.problems
                )
                record = raw.get(each.line, "") if each.record is None else each.record
                writer.writerow((given.shown(name), each.line, resource.name, rules, reasons, record))


@contextmanager
def rejects_to(path: Path) -> Iterator[Rejects]:
    """Open a file for rejected records, which is written whole or not at all. Raises CannotRunError if it cannot be."""
    with written_whole(path) as new, new.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(COLUMNS)
        yield Rejects(file)


def _faults(report: Report) -> dict[tuple[str | None, str], Faults]:
    """Sort the errors that are at a line by table and file."""
    found: dict[tuple[str | None, str], Faults] = {}
    for problem in report.problems:
        if problem.line is not None and (problem.severity == "error" or report.strict):
            found.setdefault((problem.table, problem.file), {}).setdefault(problem.line, []).append(problem)
    return found


def _rejects(given: Input, resource: Resource, by_file: Mapping[str, Faults]) -> Iterator[tuple[str, list[_Reject]]]:
    """Read the table again; yield for each file the records at whose lines there are faults."""
    found: dict[str, list[_Reject]] = {}
    try:
        for name, batch in open_table(given.package, resource).batches():
            found.setdefault(name, []).extend(_of_batch(batch, by_file.get(given.shown(name), {})))
    except (NotATableError, SourceError):
        pass  # the report says so; what was read before is written
    yield from found.items()


def _of_batch(batch: Batch, faults: Faults) -> Iterator[_Reject]:
    starts = batch.lines.to_list()
    newlines = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).cast(pl.Int64)
    more = batch.cells.select(newlines).to_series().to_list() if batch.spans and starts else [0] * len(starts)
    refused = {record.line for record in batch.refused}
    of_record: dict[int, list[Problem]] = {}
    for line, problems in faults.items():
        place = bisect_right(starts, line) - 1
        if place >= 0 and line <= starts[place] + more[place]:
            of_record.setdefault(place, []).extend(problems)
    rejects = [_Reject(starts[place], problems, _joined(batch, place)) for place, problems in of_record.items()]
    rejects += [_Reject(line, faults[line], None) for line in refused & faults.keys()]
    yield from sorted(rejects, key=lambda each: each.line)


def _joined(batch: Batch, place: int) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(batch.cells.row(place))
    return text.getvalue()[:-1]


def _raw(given: Input, resource: Resource, name: str, lines: Sequence[int]) -> dict[int, str]:
    """Return the text of a file's physical lines, of those that begin a malformed record."""
    if not lines or resource.data is not None:
        return {}
    (part,) = [part for part in parts(given.package, resource) if part.name == name]
    wanted, found = set(lines), dict[int, str]()
    for number, line in enumerate(_lines(blocks(part, resource)), 1):
        if number in wanted:
            found[number] = line[:LONGEST].decode("utf-8", "surrogateescape").rstrip("\r\n")
    return found


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Split a text into its physical lines, of which a long one is cut short."""
    rest = b""
    for chunk in chunks:
        *whole, last = (rest + chunk).split(b"\n")
        yield from whole
        rest = last[: 4 * LONGEST]
    if rest:
        yield rest
