"""Read a sheet of an Excel workbook: each value as the standard writes it in a CSV file.

Why not polars? It leaves out empty columns at the edge, so that places are lost, and cells that hold an error.
"""

from __future__ import annotations

import datetime
import re
from importlib import import_module
from typing import IO, Any

from xiaogan_facts.gate.translation import later

INSTALL = later('a workbook, once openpyxl is installed: pip install "xiaogan-facts[excel]"')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_xlsx(file: IO[bytes], sheet: str | int) -> tuple[str, list[list[str | None]]]:
    """Return the name of a sheet and its rows from the first on. Raises LookupError that lists the sheets there are.

    A formula has the value that was stored with it; one without a value is shown itself. Raises ImportError if openpyxl
    is not installed, and whatever openpyxl raises for a file that is no workbook.
    """
    openpyxl = import_module("openpyxl")
    values, formulas = (
        openpyxl.load_workbook(file, read_only=True, data_only=computed, keep_links=False) for computed in (True, False)
    )
    name = chosen(sheet, [each.title for each in values.worksheets])
    pages = [book[name] for book in (values, formulas)]
    for page in pages:
        page.reset_dimensions()  # what the file says of them may be wrong
    return name, [
        [_written(value, formula) for value, formula in zip(*pair, strict=True)]
        for pair in zip(*(page.iter_rows() for page in pages), strict=True)
    ]


def chosen(sheet: str | int, names: list[str]) -> str:
    """Return the name of the sheet with a name or number. Raises LookupError."""
    if isinstance(sheet, str) and sheet in names:
        return sheet
    if isinstance(sheet, int) and sheet <= len(names):
        return names[sheet - 1]
    raise LookupError(", ".join(names))


def _written(cell: Any, formula: Any) -> str | None:
    value = cell.value
    if value is None:
        return None if formula.value is None else str(getattr(formula.value, "text", formula.value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        has_time = value.time() != datetime.time() or re.search("[hs]", _QUOTED.sub("", cell.number_format.lower()))
        return value.isoformat() if has_time else value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return f"PT{value.total_seconds():g}S"
    return str(value)
