"""Excel: a sheet a table, the facts first, and the dictionary; cells as the room `output` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiaogan_facts.output.xlsx import add_sheet, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from xiaogan_facts.release.archive import Archive


def write(path: Path, archive: Archive) -> None:
    """Write the workbook: the facts, the tables, the dictionary."""
    package = archive.package
    with workbook(path, title=package.title, comments=package.description) as book:
        for content in (*archive.tables, archive.dictionary):
            add_sheet(book, content.name, [column.name for column in content.columns], content.rows)
