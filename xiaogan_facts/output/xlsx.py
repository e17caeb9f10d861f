"""Excel: sheets of typed cells, the header frozen and filterable; no cell ever becomes a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.optional import extra
from xiaogan_facts.output.cells import EXACT_INTEGERS, as_text
from xiaogan_facts.output.width import width

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 8, 60  # characters
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet, the header included
LONGEST_CELL = 32_767  # UTF-16 units that Excel takes in one cell
FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year: the days before this one are not the calendar's
NO_TIME = datetime(2000, 1, 1)
"""The date of the file itself: always the same, so that the bytes are."""

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@contextmanager
def workbook(path: Path, **properties: str | None) -> Iterator[Any]:
    """Open a new workbook, written to `path` at the end; `properties` are title, comments … as Excel shows them.

    Raises CannotRunError where the library that writes it is not installed.
    """
    with extra("xlsxwriter", "write xlsx").Workbook(str(path), OPTIONS) as book:
        book.set_properties({**properties, "created": NO_TIME})
        yield book


def add_sheet(book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add a sheet: a header of the columns' names, then the rows. The header and the first column stay in view.

    Raises CannotRunError where the rows are more, or a text is longer, than Excel takes.
    """
    sheet = book.add_worksheet(name)
    formats = {
        "header": book.add_format({"bold": True, "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "text": book.add_format({"quote_prefix": True}),
    }
    if len(columns) > MOST_COLUMNS:
        raise CannotRunError(
            say(
                "{columns} columns are more than a sheet of Excel takes ({most_columns})",
                columns=len(columns),
                most_columns=MOST_COLUMNS,
            )
        )
    widths = [max(NARROWEST, width(column)) for column in columns]
    for number, column in enumerate(columns):
        _text(sheet, 0, number, column, formats["header"])
    line = 0
    for line, row in enumerate(rows, start=1):
        if line == MOST_ROWS:
            raise CannotRunError(
                say(
                    "the rows are more than a sheet of Excel takes ({most_rows}); csv takes them all",
                    most_rows=MOST_ROWS - 1,
                )
            )
        for number, value in enumerate(row):
            _cell(sheet, line, number, value, formats)
            widths[number] = max(widths[number], width(as_text(value)))
    for number, characters in enumerate(widths):
        sheet.set_column(number, number, min(characters + 2, WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)


def add_sheet_to_read(
    book: Any, name: str, titles: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]
) -> None:
    """Add a sheet for reading and printing: text is wrapped, the header stays, pages are landscape and one wide."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {"text": book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})}
    for number, (title, characters) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(number, number, characters, wrapped)
        _text(sheet, 0, number, title, header)
    for line, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            _cell(sheet, line, number, value, formats)
        tallest = max(width(as_text(value)) / room for value, room in zip(row, widths, strict=True))
        sheet.set_row(line, 15 * max(1, math.ceil(tallest * 1.1)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, line: int, number: int, value: Any, formats: dict[str, Any]) -> None:
    """Write a value with its type, or as text if Excel would misread it or lose digits."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, (int, float, Decimal)) and _is_exact(value):
        sheet.write_number(line, number, value)
    elif isinstance(value, datetime) and value.tzinfo is None and value.date() >= FIRST_DAY:
        sheet.write_datetime(line, number, value, formats["time"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY:
        sheet.write_datetime(line, number, value, formats["date"])
    else:
        words = as_text(value)
        _text(sheet, line, number, words, formats["text"] if words.startswith(STARTS_A_FORMULA) else None)


def _is_exact(value: float | Decimal) -> bool:
    """Whether Excel holds the number as it is: it has no infinity, and counts to 2**53."""
    return math.isfinite(value) and (isinstance(value, float) or abs(value) <= EXACT_INTEGERS)


def _text(sheet: Any, line: int, number: int, words: str, style: Any) -> None:
    """Write a text. One that looks like a formula is marked as text, as by a leading apostrophe (`style`)."""
    if len(words.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        raise CannotRunError(
            say(
                "a text of {words} characters is longer than a cell of Excel takes ({longest_cell})",
                words=len(words),
                longest_cell=LONGEST_CELL,
            )
        )
    sheet.write_string(line, number, words, style)
