"""Excel: a sheet a table, typed cells, the header frozen and filterable; no cell ever becomes a formula."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from xiaogan_facts.output.cells import as_text
from xiaogan_facts.output.width import width
from xiaogan_facts.release.extras import extra

if TYPE_CHECKING:
    from pathlib import Path

    from xiaogan_facts.release.archive import Archive
    from xiaogan_facts.release.contents import Content

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 8, 60  # characters
LONGEST_CELL = 32_767  # UTF-16 units that Excel takes in one cell
NO_TIME = datetime(2000, 1, 1)
"""The date of the file itself: always the same, so that the bytes are."""


def write(path: Path, archive: Archive) -> None:
    """Write the workbook: the facts, the tables, the dictionary."""
    package = archive.package
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with extra("xlsxwriter").Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": package.title, "comments": package.description, "created": NO_TIME})
        formats = {
            "header": workbook.add_format({"bold": True, "bottom": 1}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "text": workbook.add_format({"quote_prefix": True}),
        }
        for content in (*archive.tables, archive.dictionary):
            _sheet(workbook.add_worksheet(content.name), content, formats)


def _sheet(sheet: Any, content: Content, formats: dict[str, Any]) -> None:
    for number, column in enumerate(content.columns):
        sheet.write_string(0, number, column.name, formats["header"])
        cells = [column.name, *(as_text(row[number]) for row in content.rows)]
        sheet.set_column(number, number, min(max(NARROWEST, *map(width, cells)) + 2, WIDEST))
    for line, row in enumerate(content.rows, start=1):
        for number, value in enumerate(row):
            _cell(sheet, line, number, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(content.rows), 1), len(content.columns) - 1)


def _cell(sheet: Any, line: int, number: int, value: Any, formats: dict[str, Any]) -> None:
    """Write a value as what it is. A text that looks like a formula is marked as text, as by a leading apostrophe."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, number, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, number, value, formats["date"])
    else:
        words = as_text(value)
        if len(words.encode("utf-16-le")) // 2 > LONGEST_CELL:
            raise ValueError(f"a text of {len(words)} characters is too long for a cell of Excel")
        sheet.write_string(line, number, words, formats["text"] if words.startswith(STARTS_A_FORMULA) else None)
