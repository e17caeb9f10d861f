"""Write the rows of a query as text, one by one: the result need not fit in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from xiaogan_facts.gate.printable import printable
from xiaogan_facts.output._table import write_table
from xiaogan_facts.output.cells import as_field, as_json, as_text


@dataclass(frozen=True)
class Rows:
    """A result: the names of its columns, and its rows, which can be read once."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]


def write_csv(result: Rows, out: TextIO, _width: int | None) -> None:
    """Write CSV (RFC 4180, but with LF); NULL is an empty field, a list is JSON."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    for row in result.rows:
        writer.writerow([as_field(value) for value in row])


def write_json(result: Rows, out: TextIO, _width: int | None) -> None:
    """Write a list of objects, one on each line. Of columns with the same name, the second is called `name_2`."""
    names = _names(result)
    before = "[\n"
    for row in result.rows:
        out.write(f"{before}  {_object(names, row)}")
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def write_ndjson(result: Rows, out: TextIO, _width: int | None) -> None:
    """Write an object a line (ndjson.org), for programs that read row by row; names and values as in JSON."""
    names = _names(result)
    out.writelines(f"{_object(names, row)}\n" for row in result.rows)


def write_markdown(result: Rows, out: TextIO, _width: int | None) -> None:
    """Write a table as GitHub shows it; bars and line breaks are kept inside their cells."""
    out.write(_markdown_row(result.columns))
    out.write(_markdown_row("---" for _ in result.columns))
    out.writelines(_markdown_row(as_text(value) for value in row) for row in result.rows)


def _write_table(result: Rows, out: TextIO, width: int | None) -> None:
    write_table(result.columns, result.rows, out, width)


FORMATS: dict[str, Callable[[Rows, TextIO, int | None], None]] = {
    "table": _write_table,
    "csv": write_csv,
    "json": write_json,
    "ndjson": write_ndjson,
    "markdown": write_markdown,
}
"""Each text format's writer: given the result, where to write and the width to keep to (None: any)."""


def _names(result: Rows) -> list[str]:
    return [as_json(name) for name in _distinct(result.columns)]


def _object(names: Sequence[str], row: Sequence[Any]) -> str:
    members = ", ".join(f"{name}: {as_json(value)}" for name, value in zip(names, row, strict=True))
    return f"{{{members}}}"


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (printable(cell).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(escaped)} |\n"


def _distinct(names: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name}_{number}", number + 1
        taken.add(unique)
        yield unique
