"""Excel: the facts, the tables and the dictionary, a sheet each."""

from __future__ import annotations

from pathlib import Path

from xiaogan_facts.output.xlsx import add_sheet, add_sheet_to_read, workbook
from xiaogan_facts.release.snapshot import FACTS, Snapshot

READ = {
    "text_en": ("In English", "英文", 58),
    "text_zh": ("In Chinese", "中文", 44),
    "value_type": ("Status", "状态", 11),
    "attributed_to_id": ("Who says so", "谁说的", 14),
    "line": ("Line", "行", 7),
    "fact_id": ("Fact", "编号", 14),
}
"""The columns of the first sheet, sentences first: their titles in English and Chinese, and their widths."""

WIDTHS = [width for _, _, width in READ.values()]


def write(path: Path, archive: Snapshot) -> None:
    """Write the workbook. Cells are typed, a list is its items with commas, and no cell is a formula."""
    with workbook(path, title=archive.package.title, comments=archive.package.description) as book:
        for facts in (table for table in archive.tables if table.name == FACTS):
            place = {column.name: number for number, column in enumerate(facts.columns)}
            rows = [[row[place[name]] for name in READ] for row in facts.rows]
            titles = [f"{english} {chinese}" for english, chinese, _ in READ.values()]
            add_sheet_to_read(book, "read 阅读", titles, rows, WIDTHS)
        for table in (*archive.tables, archive.dictionary):
            add_sheet(book, table.name, [column.name for column in table.columns], table.rows)
