"""The types of columns, with their names in Table Schema, pandas and the formats of a release."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnType:
    """A type of DuckDB's in the terms of others; for a list, those of Arrow and Croissant are its items'."""

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
"""The types by DuckDB's name."""

STORED = {each.table_schema: name for name, each in COLUMN_TYPES.items() if not name.endswith("[]")}
"""DuckDB's type for a field's type. Only views hold lists: an array in a CSV file is JSON, and stays VARCHAR."""
