"""SQLite: the tables with keys and foreign keys, the views, the dictionary, and a full-text search of the facts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.column_types import COLUMN_TYPES
from xiaogan_facts.database.ddl import listed, name, names
from xiaogan_facts.gate.package import ForeignKey
from xiaogan_facts.release import _sqlite_search as sqlite_search
from xiaogan_facts.release.contents import Column, Content
from xiaogan_facts.release.snapshot import Snapshot

VIEWS = Path(__file__).parent / "sqlite.sql"
STORED = "fact_rows"
"""Where the rows of the view `facts` are kept: what only DuckDB can compute comes from there."""

NAMES_OF_OTHERS = ("subject_zh", "subject_en", "object_zh", "object_en", "passage_id", "line", "caveats")
"""What the view `facts` looks up in other tables, and `fact_rows` therefore does not repeat."""

REFERENCES = {
    "subject_id": ("entities", "entity_id"),
    "object_id": ("entities", "entity_id"),
    "agent_id": ("entities", "entity_id"),
    "place_id": ("entities", "entity_id"),
    "attributed_to_id": ("entities", "entity_id"),
    "unit_id": ("units", "unit_id"),
    "source_id": ("sources", "source_id"),
}


def write(path: Path, archive: Snapshot) -> None:
    """Write the database. Dates are ISO 8601 texts, booleans 0 and 1, lists JSON; a missing value is NULL."""
    stored = (content for content in archive.contents if not content.is_view)
    tables = [*stored, archive.dictionary, _fact_rows(archive)]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            connection.execute(_create(table))
        for table in tables:
            places = ", ".join("?" for _ in table.columns)
            connection.executemany(f"INSERT INTO {name(table.name)} VALUES ({places})", map(_values, table.rows))
        for statement in VIEWS.read_text("utf-8").split(";\n"):
            connection.execute(statement)
        sqlite_search.write(connection)
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _fact_rows(archive: Snapshot) -> Content:
    """Return the table `fact_rows`: each fact with its own columns, and the first and last day of its period."""
    views = {content.name: content for content in archive.contents if content.is_view}
    facts, timeline = views["facts"], views["timeline"]
    kept = [number for number, column in enumerate(facts.columns) if column.name not in NAMES_OF_OTHERS]
    fact_id, begins, ends = (_position(timeline, column) for column in ("fact_id", "begins", "ends"))
    days = {row[fact_id]: (row[begins], row[ends]) for row in timeline.rows}
    key = _position(facts, "fact_id")
    return Content(
        STORED,
        Bilingual("What the view `facts` is made of; a row is a fact.", "视图 `facts` 的基础数据，一行一个事实。"),
        (*(facts.columns[number] for number in kept), timeline.columns[begins], timeline.columns[ends]),
        tuple((*(row[number] for number in kept), *days.get(row[key], (None, None))) for row in facts.rows),
        primary_key=("fact_id",),
        foreign_keys=tuple(ForeignKey((column,), table, (aim,)) for column, (table, aim) in REFERENCES.items()),
    )


def _position(content: Content, column: str) -> int:
    return [each.name for each in content.columns].index(column)


def _create(content: Content) -> str:
    """Return the CREATE TABLE statement; SQLite has no COMMENT, but keeps the comments in the statement."""
    lines = [
        (_declared(column), f"{column.description.en} / {column.description.zh}".replace("\n", " "))
        for column in content.columns
    ]
    if content.primary_key:
        lines.append((f"PRIMARY KEY ({names(content.primary_key)})", ""))
    lines += [(f"UNIQUE ({names(key)})", "") for key in content.unique_keys]
    for key in content.foreign_keys:
        aim = f"{name(key.reference_resource or content.name)} ({names(key.reference_fields)})"
        lines.append((f"FOREIGN KEY ({names(key.fields)}) REFERENCES {aim}", ""))
    return f"CREATE TABLE {name(content.name)} (\n{_with_comments(lines)}\n)"


def _declared(column: Column) -> str:
    codes = column.field.constraints.enum if column.field else None
    allowed = listed(map(str, codes or ()))
    check = f" CHECK ({name(column.name)} IN ({allowed}))" if allowed and column.type == "VARCHAR" else ""
    return f"{name(column.name)} {COLUMN_TYPES[column.type].sqlite}{' NOT NULL' if column.required else ''}{check}"


def _with_comments(lines: Sequence[tuple[str, str]]) -> str:
    last = len(lines) - 1
    return "\n".join(
        f"    {line}{',' if number < last else ''}{f' -- {comment}' if comment else ''}"
        for number, (line, comment) in enumerate(lines)
    )


def _values(row: tuple[Any, ...]) -> list[Any]:
    return [_value(value) for value in row]


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
