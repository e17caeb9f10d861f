"""The types of columns, each by the name that DuckDB, the Table Schema, SQLite and pandas have for it."""

from __future__ import annotations

from typing import NamedTuple


class ColumnType(NamedTuple):
    """A type of column; `duckdb` is what `DESCRIBE` calls it."""

    duckdb: str
    table_schema: str
    sqlite: str
    pandas: str


TYPES = (
    ColumnType("VARCHAR", "string", "TEXT", "string"),
    ColumnType("BIGINT", "integer", "INTEGER", "Int64"),
    ColumnType("DOUBLE", "number", "REAL", "float64"),
    ColumnType("BOOLEAN", "boolean", "BOOLEAN", "boolean"),
    ColumnType("DATE", "date", "DATE", "datetime64[s]"),
    ColumnType("VARCHAR[]", "array", "TEXT", "object"),
)
BY_DUCKDB = {each.duckdb: each for each in TYPES}
BY_TABLE_SCHEMA = {each.table_schema: each for each in TYPES if each.table_schema != "array"}
"""Without lists: only views hold them. What a CSV has for an array is JSON, and stays a text."""
