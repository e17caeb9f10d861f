"""The dictionary as a table of a release: a row a column, with its type and its words in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.release.contents import Column, Content

NAME = "dictionary"

_COLUMNS = (
    Column("table_name", "VARCHAR", Bilingual("The table or view.", "表或视图。"), required=True),
    Column("column_name", "VARCHAR", Bilingual("The column; NULL for the table itself.", "列；表本身为 NULL。")),
    Column("type", "VARCHAR", Bilingual("Type of its values, in DuckDB's terms.", "取值类型，按 DuckDB 的说法。")),
    Column("unit", "VARCHAR", Bilingual("Unit of its values, where it has one.", "取值的单位（如有）。")),
    Column("title_en", "VARCHAR", Bilingual("Its title, in English.", "标题（英文）。")),
    Column("title_zh", "VARCHAR", Bilingual("The same in Chinese.", "标题（中文）。")),
    Column("description_en", "VARCHAR", Bilingual("What it holds, in English.", "含义（英文）。"), required=True),
    Column("description_zh", "VARCHAR", Bilingual("The same in Chinese.", "含义（中文）。"), required=True),
)


def dictionary(contents: Iterable[Content]) -> Content:
    """Return the table `dictionary` of all these tables, in their order."""
    rows: list[tuple[str | None, ...]] = []
    for table in contents:
        rows.append((table.name, None, None, None, None, None, table.description.en, table.description.zh))
        for column in table.columns:
            unit = column.field.unit if column.field else None
            words = (column.title.en, column.title.zh, column.description.en, column.description.zh)
            rows.append((table.name, column.name, column.type, unit, *words))
    return Content(
        NAME,
        Bilingual("Every table and column in words; a row is one of them.", "全部表与列的文字说明，一行一个。"),
        _COLUMNS,
        tuple(rows),
    )
