"""The formats that hold the whole archive: each with its file's ending, its media type, its title and its writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.release import to_duckdb, to_json, to_sqlite, to_xlsx, to_zip
from xiaogan_facts.release.snapshot import Snapshot


@dataclass(frozen=True)
class Writer:
    """`write` makes the file; the title says in one line what it holds."""

    ending: str
    media_type: str
    title: Bilingual
    write: Callable[[Path, Snapshot], None]


WRITERS = (
    Writer(
        ".zip",
        "application/zip",
        Bilingual(
            "Data Package: every table as CSV, with descriptor, licences and citation",
            "数据包：全部表（CSV）、描述文件、许可与引用信息",
        ),
        to_zip.write,
    ),
    Writer(
        ".duckdb",
        "application/vnd.duckdb",
        Bilingual(
            "DuckDB database: every table and view, with keys and comments", "DuckDB 数据库：全部表与视图，含键与注释"
        ),
        to_duckdb.write,
    ),
    Writer(
        ".sqlite",
        "application/vnd.sqlite3",
        Bilingual(
            "SQLite database: every table and view, with keys and full-text search",
            "SQLite 数据库：全部表与视图，含键与全文检索",
        ),
        to_sqlite.write,
    ),
    Writer(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Bilingual(
            "Excel workbook: a sheet a table, and a dictionary",
            "Excel 工作簿：每表一页，附数据字典",
        ),
        to_xlsx.write,
    ),
    Writer(
        ".json",
        "application/json",
        Bilingual(
            "JSON: every table and the facts, with their schemas",
            "JSON：全部表与事实，附表结构",
        ),
        to_json.write,
    ),
)
