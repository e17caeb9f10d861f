"""Read the sheet of a workbook as rows of cells, each row with its number in the sheet.

Source: Table Dialect, `sheetName` and `sheetNumber`; without them, the first sheet.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, NamedTuple

from xiaogan_facts.gate.package.model import Dialect, Resource
from xiaogan_facts.gate.tables._ods import read_ods
from xiaogan_facts.gate.tables._xlsx import read_xlsx
from xiaogan_facts.gate.tables.source import ALWAYS_ALLOWED, MOST_INFLATED, Part, SourceError

Cell = str | None
WORKBOOKS: Mapping[str, Callable[[IO[bytes], str | int], tuple[str, list[list[Cell]]]]] = {
    "ods": read_ods,
    "xlsm": read_xlsx,
    "xlsx": read_xlsx,
}
"""Formats, and what reads each: takes the file and a sheet's name or number, returns its name and its rows."""

DAMAGED = (
    *(OSError, EOFError, zipfile.BadZipFile, ValueError, KeyError, IndexError, TypeError, AttributeError),
    SyntaxError,  # of the XML
)
"""What readers raise for a workbook that is damaged."""


class SheetRows(NamedTuple):
    """The name of a sheet, its rows, the header first if it has one, and the number of each in the sheet."""

    sheet: str
    rows: list[list[Cell]]
    lines: list[int]


def sheet_rows(part: Part, resource: Resource) -> SheetRows:
    """Read the sheet that a resource's dialect names. Raises SourceError if it cannot be read."""
    read = WORKBOOKS[str(resource.format)]
    _refuse_dense(part)
    try:
        with part.path.open("rb") as file:
            name, rows = read(file, _sheet(resource))
    except LookupError as error:
        if type(error) is LookupError:  # raised by the readers themselves; subclasses are faults of the file
            raise SourceError.of("sheet-missing", part.name, value=str(_sheet(resource)), sheets=error) from error
        raise _damaged(part, resource, error) from error
    except DAMAGED as error:
        raise _damaged(part, resource, error) from error
    return SheetRows(name, *_shaped(rows, resource.dialect))


def _damaged(part: Part, resource: Resource, error: Exception) -> SourceError:
    reason = str(error).partition("\n")[0] or type(error).__name__
    return SourceError.of("archive-damaged", part.name, compression=resource.format, reason=reason)


def _refuse_dense(part: Part) -> None:
    """Refuse a workbook, which is a zip of XML, that unpacks without end."""
    try:
        with zipfile.ZipFile(part.path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        packed = part.path.stat().st_size
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # the reader says what is wrong
    if unpacked > max(ALWAYS_ALLOWED, packed * MOST_INFLATED):
        raise SourceError.of("archive-too-dense", part.name, times=MOST_INFLATED)


def _sheet(resource: Resource) -> str | int:
    """Return the name or number (1-based) of the sheet, by the standard's properties or by frictionless's."""
    dialect = resource.descriptor.get("dialect")
    given: Mapping[str, Any] = dialect if isinstance(dialect, Mapping) else {}
    nested = given.get("ods" if resource.format == "ods" else "excel")
    own = nested.get("sheet") if isinstance(nested, Mapping) else None
    for value in (given.get("sheetName"), given.get("sheetNumber"), own):
        if isinstance(value, str) or (type(value) is int and value > 0):
            return value
    return 1


def _shaped(rows: list[list[Cell]], dialect: Dialect) -> tuple[list[list[Cell]], list[int]]:
    """Return the rows with their numbers: header rows joined, comment rows left out, short rows filled up."""
    numbered = [
        (number, _trimmed(row)) for number, row in enumerate(rows, start=1) if number not in dialect.comment_rows
    ]
    while numbered and not numbered[-1][1]:
        numbered.pop()
    if dialect.header:
        last = max(dialect.header_rows, default=0)
        heads = [row for number, row in numbered if number in dialect.header_rows]
        labels = _joined(heads, dialect.header_join)
        numbered = [(min(dialect.header_rows, default=1), labels)] + [each for each in numbered if each[0] > last]
    width = len(numbered[0][1]) if numbered else 0
    filled = [row + [None] * (width - len(row)) if row else [] for _, row in numbered]
    return filled, [number for number, _ in numbered]


def _joined(heads: Sequence[list[Cell]], join: str) -> list[Cell]:
    width = max(map(len, heads), default=0)
    return [join.join(filter(None, (row[i] for row in heads if i < len(row)))) for i in range(width)]


def _trimmed(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
