"""Excel: the facts, the tables and the dictionary, a sheet each."""

from __future__ import annotations

from pathlib import Path

from xiaogan_facts.output.xlsx import add_sheet, workbook
from xiaogan_facts.release.snapshot import Snapshot


def write(path: Path, archive: Snapshot) -> None:
    """Write the workbook. Cells are typed, a list is its items with commas, and no cell is a formula."""
    with workbook(path, title=archive.package.title, comments=archive.package.description) as book:
        for table in (*archive.tables, archive.dictionary):
            add_sheet(book, table.name, [column.name for column in table.columns], table.rows)
