"""Metadata for Datasette over the SQLite file: titles, columns in words, licence, and the questions to run."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.queries import Query, queries
from xiaogan_facts.release.contents import Content
from xiaogan_facts.release.snapshot import Snapshot

NAME = "datasette.json"
MEDIA_TYPE = "application/json"
TITLE = Bilingual("Metadata for Datasette over the SQLite file", "供 Datasette 打开 SQLite 文件所用的元数据")


def write(path: Path, archive: Snapshot, database: Path) -> None:
    """Write the metadata for a SQLite file. Questions whose SQL only DuckDB speaks are left out."""
    package = archive.package
    described: dict[str, Any] = {
        "title": package.title,
        "description": package.description,
        "license": "CC BY 4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "databases": {
            database.stem: {
                "tables": {content.name: _table(content) for content in archive.contents},
                "queries": {name: _query(query) for name, query in spoken(database).items()},
            }
        },
    }
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")


def _table(content: Content) -> dict[str, Any]:
    columns = {column.name: f"{column.description.en} {column.description.zh}" for column in content.columns}
    return {"description": f"{content.description.en} {content.description.zh}", "columns": columns}


def _query(query: Query) -> dict[str, str]:
    return {"sql": in_sqlite(query), "title": f"{query.title_en} {query.title_zh}"}


def spoken(database: Path) -> dict[str, Query]:
    """Return the ready-made questions that SQLite understands, by name."""
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as connection:
        return {name: query for name, query in queries().items() if _runs(connection, query)}


def _runs(connection: sqlite3.Connection, query: Query) -> bool:
    try:
        connection.execute(in_sqlite(query), dict.fromkeys((each.name for each in query.parameters), ""))
    except sqlite3.Error:
        return False
    return True


def in_sqlite(query: Query) -> str:
    """Return the SQL of a question with Datasette's parameters; one that is left empty has its default."""
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    code = "\n".join(line for line in query.sql.splitlines() if not line.startswith("-- $"))
    return re.sub(r"\$(\w+)", lambda found: f"coalesce(nullif(:{found[1]}, ''), '{defaults[found[1]]}')", code)
