"""What a release holds, whichever format it is written in: every table and view with its columns, words and rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from duckdb import DuckDBPyConnection

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.ddl import name, names
from xiaogan_facts.gate.package import Field, ForeignKey, Package, Schema
from xiaogan_facts.gate.package.model import Described

BESIDE = ("codes", "missing_values")
"""The tables that stand beside those of the package: what codes say, and why cells are empty."""

READING_ORDER = {"facts": ("char_start", "char_end", "fact_id"), "timeline": ("begins", "ends", "fact_id")}
"""How the rows of a view are sorted where its first column is not enough."""


@dataclass(frozen=True)
class Column:
    """A column as DuckDB types it (VARCHAR, BIGINT, DOUBLE, BOOLEAN, DATE, VARCHAR[]), and its field, if it has one."""

    name: str
    type: str
    description: Bilingual
    required: bool = False
    field: Field | None = None

    @property
    def title(self) -> Bilingual:
        """The title of its field, else its name, in each language."""
        english = (self.field and self.field.title) or self.name
        return Bilingual(english, (self.field and self.field.translated("title", "zh")) or english)

    @property
    def is_list(self) -> bool:
        return self.type.endswith("[]")


@dataclass(frozen=True)
class Content:
    """A table, or a view, with its rows: a tuple of plain Python values in the order of the columns, None for NULL."""

    name: str
    description: Bilingual
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_view: bool = False
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


def contents(connection: DuckDBPyConnection, package: Package) -> list[Content]:
    """Return everything in the archive's database: the package's tables in its order, those beside them, the views."""
    schemas = {resource.name: resource.schema for resource in package.resources}
    views = [row[0] for row in connection.execute(_VIEWS).fetchall()]
    return [
        *(_content(connection, table, schemas.get(table)) for table in (*schemas, *BESIDE)),
        *(replace(_content(connection, view, None), is_view=True) for view in views),
    ]


_VIEWS = """
    SELECT view_name FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal ORDER BY view_name
"""

_WORDS_OF_TABLE = """
    SELECT comment FROM (
        SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database()
        UNION ALL
        SELECT view_name, comment FROM duckdb_views() WHERE database_name = current_database()
    ) WHERE table_name = $table
"""

_COLUMNS = """
    SELECT column_name, data_type, comment, NOT is_nullable FROM duckdb_columns()
    WHERE database_name = current_database() AND table_name = $table ORDER BY column_index
"""


def _content(connection: DuckDBPyConnection, table: str, schema: Schema | None) -> Content:
    fields = {field.name: field for field in schema.fields} if schema else {}
    columns = tuple(
        Column(column, kind, _words(comment, fields.get(column)), required=required, field=fields.get(column))
        for column, kind, comment, required in connection.execute(_COLUMNS, {"table": table}).fetchall()
    )
    [(words,)] = connection.execute(_WORDS_OF_TABLE, {"table": table}).fetchall()
    key = schema.primary_key if schema else _key(connection, table)
    order = READING_ORDER.get(table) or key or tuple(column.name for column in columns)
    rows = connection.execute(f"SELECT * FROM {name(table)} ORDER BY {names(order)}").fetchall()
    described = Content(table, _words(words, schema), columns, tuple(rows), primary_key=key)
    if schema is None:
        return described
    return replace(described, unique_keys=schema.unique_keys, foreign_keys=schema.foreign_keys)


def _key(connection: DuckDBPyConnection, table: str) -> tuple[str, ...]:
    """Return the primary key that the database declares."""
    found = connection.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() WHERE database_name = current_database() "
        "AND constraint_type = 'PRIMARY KEY' AND table_name = $table",
        {"table": table},
    ).fetchone()
    return tuple(found[0]) if found else ()


def _words(comment: str | None, described: Described | None) -> Bilingual:
    """Return what a schema says, else what the comment in the database says; English stands for Chinese if need be."""
    if described and described.description:
        return Bilingual(described.description, described.translated("description", "zh") or described.description)
    english, _, chinese = (comment or "").partition(" / ")
    return Bilingual(english, chinese or english)
