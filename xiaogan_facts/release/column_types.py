"""The types of the database's columns in the terms of each format that a release is written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnType:
    """A type of DuckDB's in other terms; for a list, Arrow and Croissant get the type of its items."""

    table_schema: str
    sqlite: str
    arrow: str
    croissant: str


COLUMN_TYPES = {
    "VARCHAR": ColumnType("string", "TEXT", "string", "sc:Text"),
    "BIGINT": ColumnType("integer", "INTEGER", "int64", "sc:Integer"),
    "DOUBLE": ColumnType("number", "REAL", "double", "sc:Float"),
    "BOOLEAN": ColumnType("boolean", "BOOLEAN", "bool", "sc:Boolean"),
    "DATE": ColumnType("date", "DATE", "date32", "sc:Date"),
    "VARCHAR[]": ColumnType("array", "TEXT", "string", "sc:Text"),
}
"""By DuckDB's own names, as in `Column.type`."""
