"""Read a sheet of an OpenDocument spreadsheet: the value that each cell states, not the text in which it is shown.

Source: OpenDocument 1.3, part 3, 9 (tables) and 19.385 (`office:value-type`).
Why not frictionless's parser? The library that it needs has had no release since 2016.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from xiaogan_facts.gate.tables._xlsx import chosen
from xiaogan_facts.gate.translation import say

MOST_ROWS, MOST_COLUMNS = 2**20, 2**14  # of a sheet
MOST_CELLS = 50_000_000  # that repetitions may stand for

_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
_TIME = re.compile(r"PT([0-9]{2})H([0-9]{2})M([0-9]{2}(?:\.[0-9]+)?)S")


def read_ods(file: IO[bytes], sheet: str | int) -> tuple[str, list[list[str | None]]]:
    """Return the name of a sheet and its rows from the first on. Raises LookupError that lists the sheets there are.

    Raises BadZipFile, KeyError or ParseError for a file that is no spreadsheet.
    """
    with zipfile.ZipFile(file) as archive:
        with archive.open("content.xml") as content:
            name = chosen(sheet, [str(each.get(f"{_TABLE}name")) for each in _tables(content)])
        with archive.open("content.xml") as content:
            for table in _tables(content):
                if table.get(f"{_TABLE}name") == name:
                    return name, list(_rows(table))
    raise ValueError(say("a sheet is gone"))


def _tables(content: IO[bytes]) -> Iterator[Element]:
    """Yield each sheet; its content is freed when the next one is asked for. Tables inside a cell are none."""
    depth = 0
    for event, element in iterparse(content, ("start", "end")):
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                yield element
                element.clear()


def _rows(table: Element) -> Iterator[list[str | None]]:
    """Yield the rows; empty ones only if another follows, for a sheet may end with a million of them."""
    empty, cells = 0, 0
    for row in _below(table, "table-row"):
        found = _cells(row)
        times = _repeated(row, "rows", MOST_ROWS)
        if not found:
            empty += times
            continue
        cells += (empty + times) * len(found)
        if empty + times > MOST_ROWS or cells > MOST_CELLS:
            raise ValueError(say("it repeats more rows than a sheet has"))
        yield from ([] for _ in range(empty))
        yield from (list(found) for _ in range(times))
        empty = 0


def _below(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table, also those in groups and headers, but not those of tables in its cells."""
    for child in element:
        if child.tag == f"{_TABLE}{name}":
            yield child
        elif child.tag in {f"{_TABLE}{group}" for group in ("table-header-rows", "table-row-group", "table-rows")}:
            yield from _below(child, name)


def _cells(row: Element) -> list[str | None]:
    found: list[str | None] = []
    empty = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        value, times = _value(cell), _repeated(cell, "columns", MOST_COLUMNS)
        if value is None:
            empty += times
            continue
        if len(found) + empty + times > MOST_COLUMNS:
            raise ValueError(say("it repeats more columns than a sheet has"))
        found += [None] * empty + [value] * times
        empty = 0
    return found


def _repeated(element: Element, what: str, most: int) -> int:
    return min(max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1), most)


def _value(cell: Element) -> str | None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        value = cell.get(f"{_OFFICE}value")
    elif kind == "date":
        value = cell.get(f"{_OFFICE}date-value")
    elif kind == "boolean":
        value = cell.get(f"{_OFFICE}boolean-value")
    elif kind == "time":
        given = cell.get(f"{_OFFICE}time-value", "")
        found = _TIME.fullmatch(given)
        value = ":".join(found.groups()) if found and found[1] < "24" else given
    else:
        paragraphs = ["".join(_text(each)) for each in cell.findall(f"{_TEXT}p")]
        value = "\n".join(paragraphs) if paragraphs else None
    return cell.get(f"{_TABLE}formula") if value is None else value


def _text(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph, in which blanks, tabs and line breaks may be elements."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 10_000)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag == f"{_TEXT}tab" else "\n"
        elif not child.tag.startswith(_OFFICE):  # not a comment
            yield from _text(child)
        yield child.tail or ""
