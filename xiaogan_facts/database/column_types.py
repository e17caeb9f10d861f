"""The types of columns, each by the names that the Table Schema, pandas and the formats of a release have for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnType:
    """A type of DuckDB's in other terms; for a list, Arrow and Croissant get the type of its items."""

    table_schema: str
    pandas: str
    sqlite: str
    arrow: str
    croissant: str


COLUMN_TYPES = {
    "VARCHAR": ColumnType("string", "string", "TEXT", "string", "sc:Text"),
    "BIGINT": ColumnType("integer", "Int64", "INTEGER", "int64", "sc:Integer"),
    "DOUBLE": ColumnType("number", "float64", "REAL", "double", "sc:Float"),
    "BOOLEAN": ColumnType("boolean", "boolean", "BOOLEAN", "bool", "sc:Boolean"),
    "DATE": ColumnType("date", "datetime64[s]", "DATE", "date32", "sc:Date"),
    "VARCHAR[]": ColumnType("array", "object", "TEXT", "string", "sc:Text"),
}
"""By DuckDB's own names."""

STORED = {each.table_schema: name for name, each in COLUMN_TYPES.items() if not name.endswith("[]")}
"""DuckDB's type for a type of field. Only views hold lists: what a CSV has for an array is JSON, and stays a text."""
